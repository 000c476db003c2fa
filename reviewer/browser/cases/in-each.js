/**
 * The same act in each case of a set, one after the other, each an entry of its own. Who has it already is passed over, so
 * that what was broken off is simply begun again; what fails in one case keeps it from no other.
 */
import { Refused } from '../api.js';
import { openCase } from './store.js';

/** @import { CaseVisit, OpenCase } from './store.js' */
/** @typedef {{ id: string, error: unknown }} Failed */
/**
 * @typedef {object} Outcome
 * @property {number} total
 * @property {string[]} written ids
 * @property {string[]} passed that have it already, or to which it does not apply
 * @property {Failed[]} failed
 * @property {unknown} stopped by what it was broken off, null if by nothing
 */
/** @typedef {(opened: OpenCase) => Promise<OpenCase | null>} Act on a case as it is now; null where nothing is to be done */
/** @typedef {{ told: (outcome: Outcome) => void, isOff: () => boolean }} Watch `isOff`: whether somebody stopped it */

/** What would fail in all that follow, too. */
const ENDING = ['unreachable', 'unavailable', 'not_signed_in', 'too_many', 'confirm', 'not_confirmed'];

/**
 * @param {CaseVisit} own
 * @param {readonly string[]} ids
 * @param {Act} act
 * @param {Watch} watch told after each case
 * @returns {Promise<Outcome>}
 */
export async function inEach(own, ids, act, { told, isOff }) {
  /** @type {Outcome} */
  const outcome = { total: ids.length, written: [], passed: [], failed: [], stopped: null };
  for (const id of ids) {
    if (own.over || isOff()) break;
    try {
      const done = await act(await openCase(own, id));
      (done ? outcome.written : outcome.passed).push(id);
    } catch (error) {
      if (error instanceof Refused && ENDING.includes(error.code)) return { ...outcome, stopped: error };
      outcome.failed.push({ id, error });
    }
    told(outcome);
  }
  return outcome;
}

/** @param {Outcome} outcome @returns {number} cases that were looked at */
export function doneOf({ written, passed, failed }) {
  return written.length + passed.length + failed.length;
}
