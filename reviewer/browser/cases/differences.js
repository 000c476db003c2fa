/**
 * What stands in the clear is its author's word, and the server's. Here both are compared with what the contents say, so
 * that a difference can be shown with the author's name.
 */
import { hex } from '../../../crypto/js/encoding.js';
import { clearPart } from '../lifecycle/due.js';
import { isRightApproval } from './approvals.js';

/** @import { CaseRecord } from '../../../crypto/js/cases.js' */
/** @import { Terms } from '../lifecycle/due.js' */
/** @import { CaseState, Opened } from '../lifecycle/state.js' */
/** @import { CaseListing } from './api.js' */
/** @import { Filing } from './envelopes.js' */
/**
 * `listing`: by the server, not by the author; `excluded`: about whom a message leaves out; `without`, `although`: as of Filing;
 * `passed_over`: by a new key, keys made before.
 * @typedef {'state' | 'hold' | 'review' | 'due' | 'approval' | 'listing' | 'excluded' | 'without' | 'although' | 'passed_over'} What
 */
/** @typedef {{ sequence: number, what: What }} Difference */

/**
 * @param {CaseRecord} record
 * @param {readonly Opened[]} entries
 * @param {readonly CaseState[]} states after each entry
 * @param {Terms} terms
 * @returns {Difference[]}
 */
export function differencesIn(record, entries, states, terms) {
  const shown = states.flatMap((state, at) => differencesAt(record, state, at, terms));
  const approvals = (states.at(-1)?.timeline ?? []).filter((line) => line.kind === 'approval');
  const wrong = approvals.filter(({ sequence }) => !isRightApproval({ record, entries: [...entries] }, sequence));
  return [...shown, ...wrong.map(({ sequence }) => /** @type {Difference} */ ({ sequence, what: 'approval' }))];
}

/**
 * Of each key that is gone by, whether it passes over others: the author is to be seen.
 * @param {CaseRecord} record
 * @param {ReadonlyMap<number, unknown>} keys by number
 * @returns {Difference[]}
 */
export function passingOver({ entries }, keys) {
  const numbers = [...keys.keys()];
  const found = numbers.filter((number) => number > Math.min(...numbers) && !keys.has(number - 1));
  return found.map((number) => ({ sequence: entries.findIndex(({ key }) => key === number), what: 'passed_over' }));
}

/**
 * @param {{ record: CaseRecord, keys: ReadonlyMap<number, unknown> }} opened
 * @param {Difference} difference
 * @returns {boolean} whether it is shown also after later entries: a wrong approval, and a key by which words count no more
 */
export function staysShown({ record, keys }, { sequence, what }) {
  return what === 'approval' || (what === 'passed_over' && silences(record, keys, sequence));
}

/**
 * @param {CaseRecord} record
 * @param {ReadonlyMap<number, unknown>} keys by which is read, by number
 * @param {number} sequence of an entry that made one of them, and passes over others
 * @returns {boolean} whether more than new keys is passed over by it
 */
function silences({ entries }, keys, sequence) {
  const newer = entries[sequence].key;
  const older = Math.max(...[...keys.keys()].filter((number) => number < newer));
  const passed = entries.filter(({ key }) => key > older && key < newer);
  return passed.some((entry) => entries[entry.sequence - 1].key === entry.key);
}

/**
 * @param {CaseRecord} record
 * @param {CaseListing | null} listing what the server lists; one of another length is older or newer than the record
 * @returns {Difference[]}
 */
export function differencesOfListing(record, listing) {
  const count = record.entries.length;
  if (!listing || listing.entries !== count) return [];
  const last = record.entries[count - 1];
  const said = [listing.opened, listing.state, listing.hold, listing.review, plainDue(listing.due), listing.key, listing.last];
  const found = [record.entries[0].day, last.state, Number(last.hold), last.review, plainDue(last.due), last.key, hex(record.hashes[count - 1])];
  return same(said, found) ? [] : [{ sequence: count - 1, what: 'listing' }];
}

/**
 * @param {Filing} filing
 * @param {readonly number[]} wrong entries, as of wronglyExcluding
 * @returns {Difference[]} between what was filed and what is said of it
 */
export function differencesOfFiling({ without, although }, wrong) {
  const first = /** @type {const} */ ([['without', without], ['although', although]]);
  return [
    ...first.filter(([, persons]) => persons.length > 0).map(([what]) => ({ sequence: 0, what })),
    ...wrong.map((sequence) => /** @type {Difference} */ ({ sequence, what: 'excluded' })),
  ];
}

/**
 * Days due are worked out with the periods and holidays of today, which may be others than an author had: only the last
 * entry's are compared.
 * @param {CaseRecord} record
 * @param {CaseState} state
 * @param {number} sequence
 * @param {Terms} terms
 * @returns {Difference[]}
 */
function differencesAt({ entries }, state, sequence, terms) {
  const entry = entries[sequence];
  const right = clearPart(state, terms);
  const shown = { ...entry, hold: Number(entry.hold), due: plainDue(entry.due) };
  const parts = /** @type {const} */ (['state', 'hold', 'review', 'due']);
  const compared = sequence === entries.length - 1 ? parts : parts.slice(0, 3);
  return compared.filter((part) => !same(shown[part], right[part])).map((what) => ({ sequence, what }));
}

/** @param {readonly { what: string, day: string }[]} due */
function plainDue(due) {
  return due.map(({ what, day }) => ({ what, day }));
}

/** @param {unknown} one @param {unknown} other */
function same(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}
