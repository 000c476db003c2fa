/**
 * What other retention rules change: for which classes, and which cases are then kept until another day. Pure functions of
 * what the reader knows of the cases; nothing is written here.
 */
import { addDays, addYears } from '../lifecycle/days.js';
import { CLASSES, LIMITS } from '../lifecycle/rules.js';
import { spanOf } from './in-force.js';

/** @import { Span } from '../lifecycle/rules.js' */
/** @import { Summary } from '../overview/summary.js' */
/** @import { Rules } from './in-force.js' */
/** @typedef {Pick<Summary, 'case' | 'fine' | 'closed' | 'retention' | 'profile' | 'years' | 'days' | 'keep'>} Kept a case, or the state of one, as far as this goes */
/** @typedef {Readonly<{ class: string, from: Span, to: Span }>} ChangedClass */
/** @typedef {Readonly<{ case: string, class: string, from: string, to: string }>} Move from which last day to which: the same one where only the record changes */

/**
 * @param {Rules} before
 * @param {Rules} after
 * @returns {ChangedClass[]} classes that are kept for another time
 */
export function changedClasses(before, after) {
  const spans = [...CLASSES.keys()].map((name) => ({ class: name, from: spanOf(before, name), to: spanOf(after, name) }));
  return spans.filter(({ from, to }) => !isSame(from, to));
}

/**
 * @param {Iterable<Kept>} cases
 * @param {Rules} before by which nothing is listed that changes under them already
 * @param {Rules} after
 * @param {string} today
 * @returns {Move[]} cases whose last day another one becomes by the change, and those that lag behind `before`
 */
export function movesBetween(cases, before, after, today) {
  if (before.profile === after.profile && !changedClasses(before, after).length) return [];
  return movesUnder(cases, after, today);
}

/**
 * @param {Iterable<Kept & { case: string }>} cases
 * @param {Rules} rules
 * @param {string} today
 * @returns {Move[]} by the first last day that comes, then by number
 */
export function movesUnder(cases, rules, today) {
  const found = [...cases].filter((one) => lagsBehind(one, rules, today));
  const moves = found.map((one) => ({ case: one.case, class: one.retention, from: one.keep, to: lastDayUnder(one, rules, today) }));
  const key = (/** @type {Move} */ one) => `${one.to} ${one.case}`;
  return moves.sort((one, other) => (key(one) < key(other) ? -1 : 1));
}

/**
 * @param {Omit<Kept, 'case'>} one
 * @param {Rules} rules
 * @param {string} today
 * @returns {boolean} whether a case is recorded as kept by others than these. One that is due for review is decided there,
 *   unless these keep it on
 */
export function lagsBehind(one, rules, today) {
  if (!['retained', 'due_for_review'].includes(one.fine) || isRecorded(one, rules)) return false;
  return one.fine === 'retained' || lastDayUnder(one, rules, today) > today;
}

/**
 * @param {Omit<Kept, 'case'>} one that is kept
 * @param {Rules} rules
 * @returns {boolean} whether its record names the profile and the span of these
 */
export function isRecorded({ retention, profile, years, days }, rules) {
  return profile === rules.profile && isSame({ years, days }, spanOf(rules, retention));
}

/**
 * What was kept for longer, for a reason that somebody wrote down, is not kept for less by a rule.
 * @param {Omit<Kept, 'case'>} one that is kept
 * @param {Rules} rules
 * @param {string} today
 */
export function lastDayUnder({ closed, retention, years, days, keep }, rules, today) {
  const extended = keep > earliest(closed, { years, days });
  const least = earliest(closed, spanOf(rules, retention));
  return [least, today, extended ? keep : ''].sort()[2];
}

/**
 * @param {string} closed
 * @param {Span} span
 * @returns {string} the first day that may be its last: never less than the rules of treatment ask of any
 */
export function earliest(closed, { years, days }) {
  const [asked, least] = [addDays(addYears(closed, years), days), addDays(closed, LIMITS.retention)];
  return asked > least ? asked : least;
}

/** @param {Span} one @param {Span} other */
function isSame(one, other) {
  return one.years === other.years && one.days === other.days;
}
