/**
 * Compares the batches that a member is offered with the stored list, which the committee's side signs for reporters
 * and members alike: an envelope that a reporter finds there must have come to the members, too.
 */
import { hex, sha256 } from '../../crypto/js/index.js';

/** @import { Board, Bytes } from '../../crypto/js/index.js' */
/** @typedef {'missing' | 'different' | 'unlisted' | 'back' | 'late'} Kind */
/** @typedef {Partial<Record<Kind, number[]>>} Differences epochs, ascending; a kind that is not there has none */
/**
 * @typedef {object} Offered
 * @property {Pick<Board, 'epoch' | 'sequence' | 'stored'>} board fetched after the batches were listed, verified
 * @property {readonly number[]} epochs the batches listed
 * @property {(epoch: number) => string | undefined} digestOf the objects of a batch that was looked through
 * @property {number} through the last epoch of a board seen before the batches were listed; -1 when none was
 * @property {number} epochNow by the clock of this browser
 * @property {number} [kept] the oldest epoch that the calendar cannot have reached; none is missed before it
 */

/** Epochs that may pass before a batch is missed: the same patience as reporters' pages have. */
const PATIENCE = 3;
/** As far back as gaps are looked for: a hundred years of days. A signed number must not make the page count for ever. */
const FURTHEST = 36_500;

/**
 * @param {readonly Bytes[]} objects in any order
 * @returns {string}
 */
export function digestOfObjects(objects) {
  return hex(sha256(objects.map(hex).sort().join('')));
}

/**
 * A batch and the board that lists it are stored in one step, so nothing here is a matter of timing: a batch listed
 * before the board was fetched is on it, and what an earlier board listed has a batch.
 * @param {Offered} offered
 * @returns {Differences} empty when everything fits
 */
export function compareWithStored({ board, epochs, digestOf, through, epochNow, kept = 0 }) {
  const listed = new Set(epochs);
  const first = board.epoch - board.sequence + 1; // every epoch since has a batch
  const last = Math.min(board.epoch, Math.max(through, ...epochs));
  return withoutEmpty({
    missing: range(Math.max(first, kept, last - FURTHEST), last).filter((epoch) => !listed.has(epoch)),
    different: board.stored
      .filter(({ epoch, objects }) => listed.has(epoch) && digestOf(epoch) !== digestOfObjects(objects))
      .map(({ epoch }) => epoch),
    unlisted: [...listed].filter((epoch) => epoch < first || epoch > board.epoch).sort((a, b) => a - b),
    back: board.epoch < through ? [board.epoch] : [],
    late: board.epoch < epochNow - PATIENCE ? [board.epoch] : [],
  });
}

/**
 * @param {Pick<Board, 'epoch' | 'sequence'>} board verified
 * @param {readonly number[]} epochs the batches listed before it was fetched
 * @returns {boolean} whether the list has to be asked for again, because the board lists more than it
 */
export function isBehind({ epoch, sequence }, epochs) {
  return sequence > 0 && epoch > Math.max(-1, ...epochs);
}

/**
 * @param {number} from
 * @param {number} to
 */
function range(from, to) {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => from + at);
}

/**
 * @param {Required<Differences>} all
 * @returns {Differences}
 */
function withoutEmpty(all) {
  return Object.fromEntries(Object.entries(all).filter(([, epochs]) => epochs.length));
}
