/** The reviewer's routes of later versions of the list, of advisers and of the auditor, one function each. */
import { ask, json } from '../api.js';

/** @typedef {{ slot: number, role: string, login: string, state: 'invited' | 'enrolled', keys_given: boolean }} Waiting */
/** @typedef {{ by: number, body: string, signed: number[] }} Proposal `by`, `signed`: slots */
/** @typedef {{ version: number, quorum: number, free: number[], people: Waiting[], proposals: Proposal[], offers: number[] }} Changes `free`, `offers`: slots; the latter of members with new reading keys */
/** @typedef {{ retire: number[], admit: number[], roles: { slot: number, role: string }[] }} Wanted slots, ascending */
/** @typedef {{ sign: string, x25519: string, mlkem: string }} GuestKeys */
/** @typedef {{ login: string, role: string, state: 'invited' | 'enrolled' | 'closed', keys: GuestKeys | null }} Guest */
/** @typedef {{ body: string, signatures: { key: string, signature: string }[] }} Confirmed a signed document, in hex */
/** @typedef {Guest & { confirmations: Confirmed[] }} Auditor */
/** @typedef {{ link_token: string, login: string }} GuestLink */

/** @returns {Promise<Changes>} */
export const changes = () => json('GET', '/api/changes');
/** @param {{ slot: number, role: string, login: string }} whom @returns {Promise<{ link_token: string }>} */
export const invite = (whom) => json('POST', '/api/changes/invitations', whom);
/** @param {number} slot */
export const uninvite = (slot) => ask('DELETE', `/api/changes/invitations/${slot}`);
/** @param {string} signature hex */
export const giveKeysSignature = (signature) => ask('POST', '/api/changes/keys-signature', { keys_signature: signature });
/** @param {Wanted} wanted */
export const propose = (wanted) => ask('POST', '/api/changes', wanted);
export const withdraw = () => ask('DELETE', '/api/changes');
/** @param {{ list: string, signature: string }} agreed hex @returns {Promise<{ in_force: boolean }>} */
export const sign = (agreed) => json('POST', '/api/changes/signature', agreed);

/** @returns {Promise<{ advisers: Guest[] }>} those whom this member invited, and those of members who left */
export const advisers = () => json('GET', '/api/advisers');
/** @returns {Promise<{ auditors: Auditor[] }>} */
export const auditors = () => json('GET', '/api/auditors');
/** @param {string} login @param {{ body: string, signature: string }} given signature in hex */
export const confirmAuditor = (login, given) => ask('POST', `/api/auditors/${encodeURIComponent(login)}/confirmation`, given);
/** @param {'advisers' | 'auditors'} kind @param {string} role @returns {Promise<GuestLink>} */
export const inviteGuest = (kind, role) => json('POST', `/api/${kind}/invitations`, { role });
/** @param {'advisers' | 'auditors'} kind @param {string} login */
export const closeGuest = (kind, login) => ask('DELETE', `/api/${kind}/${encodeURIComponent(login)}`);
