/**
 * The report on retention for the committee: what is due, which cases are held and since when, what was destroyed and by
 * which certificate. It names cases by number, for readers who can open them all; no words of a case come into it.
 */
import { addDays } from '../lifecycle/days.js';
import { PERIODS } from '../lifecycle/rules.js';
import { isIn } from './period.js';
import { count } from './suppression.js';

/** @import { Terms } from '../lifecycle/due.js' */
/** @import { Summary } from '../overview/summary.js' */
/** @import { Period } from './period.js' */
/** @import { Count } from './suppression.js' */
/** @typedef {Readonly<{ case: string, since: string, reviewed: string, due: string }>} HeldCase `reviewed`: '' before the first; `due`: by when again */
/** @typedef {Readonly<{ case: string, day: string, class: string, certificate: string }>} GoneCase `certificate`: hash, '' while none is known */

/** The next quarter, about. */
const SOON = 90;
const KEPT = ['retained', 'due_for_review'];

/**
 * @param {readonly Summary[]} cases that every reader can open
 * @param {string} today
 * @returns {{ due: Count, overdue: Count }} to be reviewed within 90 days; and what has passed its last day, and nobody has decided
 */
export function reviewNumbers(cases, today) {
  const kept = cases.filter(({ fine }) => KEPT.includes(fine));
  const [soon, last] = [kept.filter(({ keep }) => keep >= today), addDays(today, SOON)];
  return { due: count(soon.filter(({ keep }) => keep <= last).length), overdue: count(kept.length - soon.length) };
}

/**
 * @param {readonly Summary[]} cases
 * @param {Terms} terms
 * @returns {HeldCase[]} a row for each hold in force, the oldest first
 */
export function heldCases(cases, { periods }) {
  const days = periods['hold_review'] ?? PERIODS['hold_review'];
  const rows = cases.flatMap((one) => one.held.map(({ since, reviewed }) => ({ case: one.case, since, reviewed, due: addDays(reviewed || since, days) })));
  const key = (/** @type {HeldCase} */ one) => `${one.since} ${one.case}`;
  return rows.sort((one, other) => (key(one) < key(other) ? -1 : 1));
}

/**
 * @param {readonly Summary[]} cases
 * @param {Period} period
 * @param {ReadonlyMap<string, string>} certificates by case
 * @returns {GoneCase[]} by day
 */
export function goneCases(cases, period, certificates) {
  const gone = cases.filter(({ destroyed }) => isIn(period, destroyed));
  const rows = gone.map((one) => ({ case: one.case, day: one.destroyed, class: one.retention, certificate: certificates.get(one.case) ?? '' }));
  const key = (/** @type {GoneCase} */ one) => `${one.day} ${one.case}`;
  return rows.sort((one, other) => (key(one) < key(other) ? -1 : 1));
}
