/** The reviewer's routes of one's own account, one function each. */
import { ask, json } from '../api.js';

/** @import { Assertion } from '../api.js' */
/** @typedef {{ id: string, name: string, day: string }} ShownPasskey */
/** @typedef {{ id: string, opened: number, seen: number, own: boolean, browser: string, system: string }} ShownSession whole hours since, and kinds */
/** @typedef {{ challenge: string, host: string, credentials: string[] }} ConfirmChallenge base64 */
/** @typedef {{ challenge: string, host: string, company: string, user: string, login: string, algorithms: number[], credentials: string[] }} AddChallenge */
/** @typedef {{ offer: string, totp_secret: string, totp_qr: string[] }} AuthenticatorOffer */

/** @param {string} code */
export const confirm = (code) => ask('POST', '/api/confirm', { code });
/** @returns {Promise<ConfirmChallenge>} */
export const confirmChallenge = () => json('POST', '/api/confirm/challenge', {});
/** @param {Assertion} assertion */
export const confirmByPasskey = (assertion) => ask('POST', '/api/confirm/passkey', assertion);

/** @returns {Promise<{ passkeys: ShownPasskey[] }>} */
export const passkeys = () => json('GET', '/api/passkeys');
/** @returns {Promise<AddChallenge>} */
export const addChallenge = () => json('POST', '/api/passkeys/challenge', {});
/** @param {{ name: string, client_data: string, attestation: string }} made */
export const addPasskey = (made) => ask('POST', '/api/passkeys', made);
/** @param {string} id @param {string} name */
export const renamePasskey = (id, name) => ask('PUT', `/api/passkeys/${id}`, { name });
/** @param {string} id */
export const removePasskey = (id) => ask('DELETE', `/api/passkeys/${id}`);

/** @returns {Promise<{ sessions: ShownSession[] }>} */
export const sessions = () => json('GET', '/api/sessions');
/** @param {string} id */
export const endSession = (id) => ask('DELETE', `/api/sessions/${id}`);
export const endOtherSessions = () => ask('DELETE', '/api/sessions');

/** @param {{ present: string, verifier: string, wrapped: string }} keys hex, hex, base64 */
export const changePassphrase = (keys) => ask('PUT', '/api/passphrase', keys);
/** @param {{ present: string, proof: string, resting: string }} keys hex, hex, base64 */
export const changeSheet = (keys) => ask('PUT', '/api/sheet', keys);

/** @returns {Promise<AuthenticatorOffer>} */
export const offerAuthenticator = () => json('POST', '/api/authenticator', {});
/** @param {{ offer: string, code: string }} taken */
export const takeAuthenticator = (taken) => ask('PUT', '/api/authenticator', taken);
