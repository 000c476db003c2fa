/** The reviewer's routes of cases, one function each. */
import { ask, bytesOf, json } from '../api.js';

/** @import { Standing } from '../api.js' */
/** @typedef {{ what: string, day: string }} ShownDue */
/**
 * What the server says of a case, unchecked. `last`: hash of the last entry; `key`: number of the case key in use; `until`:
 * last day of the caller's own grant, or ''.
 * @typedef {object} CaseListing
 * @property {string} case
 * @property {string} opened
 * @property {string} state
 * @property {number} hold
 * @property {string} review
 * @property {ShownDue[]} due
 * @property {number} entries
 * @property {string} last
 * @property {number} key
 * @property {string} until
 */
/** @typedef {{ body: string, signatures: { key: string, signature: string }[] }} WrittenDocument */
/** @typedef {{ entries: { document: WrittenDocument, content: string | null }[], total: number, grants: string[] }} EntriesPage `grants`: the caller's own, that these entries make */
/** @typedef {{ sign: string, x25519: string, mlkem: string, role: string, login: string, standing: Standing, until: string }} ReaderKeys */
/** @typedef {{ document: object, content: string, grants: string[], items: { id: string, value: string }[] }} NewEntry */

/** @returns {Promise<{ cases: CaseListing[] }>} those that the caller reads */
export const list = () => json('GET', '/api/cases');
/**
 * @param {string} id
 * @param {number} from sequence; as many as fit in one answer
 * @returns {Promise<EntriesPage>}
 */
export const entries = (id, from) => json('GET', `/api/cases/${id}/entries/${from}`);
/** @param {string} id @param {number} sequence of the entry that brought it @param {string} item */
export const item = (id, sequence, item) => bytesOf(ask('GET', `/api/cases/${id}/items/${sequence}/${item}`));
/** @param {string} id @returns {Promise<{ readers: ReaderKeys[] }>} who reads today, and the keys to seal to, unchecked */
export const readers = (id) => json('GET', `/api/cases/${id}/readers`);
/** @param {string} id @param {number} sequence @returns {Promise<{ number: number, size: number, proof: string[] }>} */
export const inclusion = (id, sequence) => json('GET', `/api/cases/${id}/inclusion/${sequence}`);
/** @returns {Promise<{ note: string } | null>} the newest checkpoint of the record's tree, null before the first */
export async function checkpoint() {
  const answer = await ask('GET', '/api/checkpoint');
  return answer.status === 204 ? null : answer.json();
}
/** @param {number} size @returns {Promise<{ note: string, proof: string[] }>} the newest, and that its tree begins with that of `size` leaves */
export const checkpointSince = (size) => json('GET', `/api/checkpoint/${size}`);
/** @param {string} id @param {NewEntry} entry @returns {Promise<{ total: number }>} */
export const post = (id, entry) => json('POST', `/api/cases/${id}/entries`, entry);
