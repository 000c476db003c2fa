/** The reviewer's routes of standing orders and certificates, one function each. */
import { ask, json } from '../api.js';

/** @typedef {{ body: string, signatures: { key: string, signature: string }[] }} Document a signed document, in hex */
/** @typedef {{ by: number, body: string, signed: number[] }} Proposal `by`, `signed`: slots, as the server says */
/** @typedef {{ body: string, signature: string }} Given the signature in hex */

/** @returns {Promise<{ orders: Document[], proposals: Proposal[] }>} */
export const standing = () => json('GET', '/api/orders');
/** @param {Given} given a freeze, or the review of one */
export const placeOrder = (given) => ask('POST', '/api/orders', given);
/** @param {Given} given rules, or the release of a freeze @returns {Promise<{ in_force: boolean }>} */
export const proposeOrder = (given) => json('POST', '/api/orders/proposal', given);
export const withdrawOrder = () => ask('DELETE', '/api/orders/proposal');
/** @param {{ order: string, signature: string }} agreed hash and signature in hex @returns {Promise<{ in_force: boolean }>} */
export const signOrder = (agreed) => json('POST', '/api/orders/signature', agreed);
/** @param {number} start @returns {Promise<{ certificates: Document[], total: number }>} a page of those that this member may know of */
export const certificates = (start) => json('GET', `/api/certificates/${start}`);
/** @returns {Promise<{ orders: Document[] }>} the same, for the auditor */
export const audited = () => json('GET', '/api/audit/orders');
/** @param {number} start @returns {Promise<{ certificates: Document[], total: number }>} a page of all, for the auditor */
export const auditedCertificates = (start) => json('GET', `/api/audit/certificates/${start}`);
