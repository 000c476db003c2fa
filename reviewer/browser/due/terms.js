/** The company's own periods and holidays, as this page was given them by the server's settings. */

/** @import { Terms } from '../lifecycle/due.js' */

/**
 * @param {{ terms: Terms }} line
 * @returns {Terms} for dueList, overdue, clearPart
 */
export function terms({ terms: { holidays, periods } }) {
  return { holidays, periods };
}
