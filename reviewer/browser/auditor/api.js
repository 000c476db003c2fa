/** The auditor's routes, one function each. */
import { ask, json } from '../api.js';

/**
 * How the tables of the server show a case: none of it is signed here. `days`: from opening to closing, or to today;
 * `closed`: day, or ''; `review`: quarter, or ''.
 * @typedef {object} Logged
 * @property {string} case
 * @property {string} opened
 * @property {'open' | 'closed' | 'retained' | 'destroyed'} state
 * @property {number} hold
 * @property {string} review
 * @property {{ what: string, day: string }[]} due
 * @property {number} entries
 * @property {string} closed
 * @property {number} days
 * @property {boolean} overdue
 */
/** @typedef {{ epoch: number, size: number, note: string }} Stored a checkpoint, oldest first in a list */

/** @returns {Promise<{ cases: Logged[] }>} by opened day */
export const log = () => json('GET', '/api/audit/log');
/** @returns {Promise<{ checkpoints: Stored[] }>} */
export const checkpoints = () => json('GET', '/api/audit/checkpoints');
/** @returns {Promise<Blob>} the whole record without a sealed byte (docs/protocol.md, section 18); browsers keep a large one on disk */
export const exported = async () => (await ask('GET', '/api/audit/export')).blob();
