/**
 * Which case a thread is in, for this member. It is the one whose id is made of the report, unless that one is not for this
 * member, or holds something else: then another in which the report was filed again.
 */
import { caseOf } from './conversation.js';
import { itemName } from './items.js';

/** @import { Overview } from '../overview/kept.js' */
/** @import { Thread } from '../threads.js' */
/** @import { OpenCase } from './store.js' */
/**
 * Why a report that was filed is in no case that this member reads: `left`, the member has read it, and does so no more;
 * `passed_over`, somebody has filed it without this member; `broken`, nothing of the case opens; `other`, what was filed
 * under its number is something else.
 * @typedef {'left' | 'passed_over' | 'broken' | 'other'} Trouble
 */
/**
 * @typedef {object} Places what a visit knows of cases
 * @property {ReadonlyMap<string, OpenCase>} cases
 * @property {ReadonlyMap<string, unknown>} listings
 * @property {ReadonlyMap<string, string>} troubles
 * @property {ReadonlySet<string>} left
 * @property {ReadonlySet<string>} [passedOver] cases that are there, and that this member never read
 * @property {object | null} [overview]
 */
/** @typedef {{ id: string, trouble: Trouble | '' }} Place `id` is '' where there is none */

/**
 * @param {Places} own
 * @param {Thread} thread
 * @returns {Place} neither an id nor a trouble before it was filed
 */
export function placeOf(own, thread) {
  const [derived, item] = [caseOf(thread), thread.messages[0].item];
  if (!derived || !item) return { id: '', trouble: '' };
  const name = itemName(item);
  if (isReport(own, derived, name)) return { id: derived, trouble: '' };
  if (own.left.has(derived)) return { id: '', trouble: 'left' };
  const [again] = filedAgain(own, derived).filter((id) => isReport(own, id, name));
  return again ? { id: again, trouble: '' } : { id: '', trouble: troubleOf(own, derived) };
}

/**
 * @param {Places} own
 * @param {string} derived id of the first case
 * @returns {string[]} cases that this member reads and in which its report was filed again. The first counts: one that passed
 *   nobody over before one that did, then by day, then by id, so that whoever files it again later draws nobody into that
 */
export function filedAgain(own, derived) {
  const known = [...own.cases.values()].map((opened) => /** @type {const} */ ([opened.id, firstOf(opened).again]));
  const kept = [...summariesOf(own).values()].map((one) => /** @type {const} */ ([one.case, one.again]));
  const found = [...known, ...kept].filter(([id, again]) => again === derived && reads(own, id)).map(([id]) => id);
  const rank = new Map(found.map((id) => [id, rankOf(own, id)]));
  return [...rank.keys()].sort((one, other) => (String(rank.get(one)) < String(rank.get(other)) ? -1 : 1));
}

/**
 * Whom the first entry passed over is known of a case that was opened (tendCases opens them where there are several).
 * @param {Places} own
 * @param {string} id
 * @returns {string} to be sorted by
 */
function rankOf(own, id) {
  const opened = own.cases.get(id);
  const day = opened?.record.entries[0].day ?? summariesOf(own).get(id)?.opened ?? '';
  return `${Number((opened?.filing.without.length ?? 0) > 0)} ${day} ${id}`;
}

/**
 * @param {Places} own
 * @param {string} id
 * @returns {boolean} whether this member's own overview remembers having read the case
 */
export function remembers(own, id) {
  const { gone, older } = /** @type {{ gone?: Map<string, unknown>, older?: Map<string, unknown> }} */ (own.overview ?? {});
  return summariesOf(own).has(id) || Boolean(gone?.has(id) || older?.has(id));
}

/**
 * @param {Places} own
 * @param {string} derived
 * @returns {Trouble | ''}
 */
function troubleOf(own, derived) {
  if (own.passedOver?.has(derived)) return 'passed_over';
  if (!reads(own, derived)) return '';
  return own.troubles.has(derived) ? 'broken' : 'other';
}

/**
 * One that was read before and does not check any more has an alarm of its own; one that was not opened yet is taken as it
 * is listed.
 * @param {Places} own
 * @param {string} id
 * @param {string} item
 */
function isReport(own, id, item) {
  if (!reads(own, id)) return false;
  const [opened, summary] = [own.cases.get(id), summariesOf(own).get(id)];
  if (opened) return firstOf(opened).item === item;
  if (summary) return summary.item === item;
  return !own.troubles.has(id);
}

/** @param {Places} own @param {string} id */
function reads(own, id) {
  return own.listings.has(id) || own.cases.has(id);
}

/** @param {OpenCase} opened @returns {{ item: string, again: string }} empty where the first entry does not count */
function firstOf({ entries: [first], state }) {
  const { item = '', again = '' } = /** @type {{ item?: string, again?: string }} */ (first.content);
  return state.timeline[0]?.sequence === 0 ? { item, again } : { item: '', again: '' };
}

/** @param {Places} own @returns {Overview['cases']} */
function summariesOf({ overview }) {
  return /** @type {Overview | null | undefined} */ (overview)?.cases ?? new Map();
}
