/**
 * What is new in the cases since the reader's last visit. Kept with the overview: how many entries of each case there were
 * when the last day with a visit ended, or when its page was last open. Within a day nothing is forgotten, so that who is
 * signed out for being idle comes back to the same marks.
 */

/** @import { Overview } from './kept.js' */
/** @import { Summary } from './summary.js' */

/**
 * @param {Overview} overview as the last visit left it; changed in place
 * @param {string} today
 */
export function beginDay(overview, today) {
  if (overview.visited === today) return;
  overview.visited = today;
  overview.looked = new Map([...overview.gone.values(), ...overview.cases.values()].map((one) => [one.case, one.entries]));
}

/**
 * The page of a case is open: what it shows is new no more.
 * @param {Overview | null} overview
 * @param {string} id
 * @param {number} entries
 */
export function markLooked(overview, id, entries) {
  if (overview && entries > (overview.looked.get(id) ?? 0)) overview.looked.set(id, entries);
}

/**
 * @param {Pick<Summary, 'case' | 'news'>} summary
 * @param {ReadonlyMap<string, number>} looked
 * @returns {boolean} whether somebody else, or the reporter, wrote something since
 */
export function hasNews({ case: id, news }, looked) {
  return news > (looked.get(id) ?? 0);
}
