/**
 * What is new in the cases since the reader's last visit. Kept with the overview: how many entries of each case there were
 * when the last day with a visit ended, or when its page was last open. Within a day nothing is forgotten, so that who is
 * signed out for being idle comes back to the same marks.
 */

/** @import { Overview } from './kept.js' */
/** @import { Summary } from './summary.js' */

/**
 * At the beginning of a visit. Before the first one nothing was there that could be new: its day begins when all cases
 * were looked at once.
 * @param {Overview} overview as the last visit left it; changed in place
 * @param {string} today
 */
export function beginDay(overview, today) {
  const first = !overview.visited && overview.cases.size + overview.gone.size === 0;
  if (overview.visited === today || first) return;
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
 * @param {Pick<Overview, 'looked' | 'visited'>} overview
 * @returns {boolean} whether somebody else, or the reporter, wrote something since
 */
export function hasNews({ case: id, news }, { looked, visited }) {
  return visited !== '' && news > (looked.get(id) ?? 0);
}

/** @param {Overview} overview @returns {number} cases with something new */
export function countNews(overview) {
  return [...overview.cases.values()].filter((one) => hasNews(one, overview)).length;
}
