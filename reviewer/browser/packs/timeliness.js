/** Whether the first steps of a case were in time: what was due on a day, and when it was done. */
import { addBusinessDays, addDays } from '../lifecycle/days.js';
import { PERIODS } from '../lifecycle/rules.js';
import { isIn } from './period.js';

/** @import { Terms } from '../lifecycle/due.js' */
/** @import { Summary } from '../overview/summary.js' */
/** @import { Period } from './period.js' */
/** @typedef {Readonly<{ onTime: number, late: number, waiting: number }>} Timeliness `waiting`: due today or later, not done yet */
/** @typedef {'acknowledgement' | 'conflict_check' | 'triage' | 'feedback'} Step */
/** @typedef {(one: Summary, terms: Terms) => { due: string, done: string }} Measure */

/** As reviewer/browser/lifecycle/due.js has them, also after the step was done. @type {Readonly<Record<Step, Measure>>} */
const MEASURES = {
  acknowledgement(one, terms) {
    const soon = business(one.received, 'acknowledge', terms);
    const most = addDays(one.received, days('acknowledge_most', terms));
    return { due: soon < most ? soon : most, done: one.acknowledged };
  },
  conflict_check: (one, terms) => ({ due: business(one.received, 'conflict_check', terms), done: one.checked }),
  triage(one, terms) {
    const usual = business(one.received, 'triage', terms);
    const soon = one.urgent && one.checked ? business(one.checked, 'triage_urgent', terms) : usual;
    return { due: soon < usual ? soon : usual, done: one.triaged };
  },
  feedback(one, terms) {
    const begun = one.acknowledged || addDays(one.received, days('acknowledge_most', terms));
    return { due: addDays(begun, days('feedback', terms)), done: one.feedback };
  },
};

export const STEPS = /** @type {readonly Step[]} */ (Object.keys(MEASURES));

/**
 * Of what was due within the period. A case that ended before a step was due, without it, does not count.
 * @param {Step} step
 * @param {readonly Summary[]} cases
 * @param {Period} period
 * @param {string} today
 * @param {Terms} terms
 * @returns {Timeliness}
 */
export function timeliness(step, cases, period, today, terms) {
  const found = { onTime: 0, late: 0, waiting: 0 };
  for (const one of cases) {
    const { due, done } = MEASURES[step](one, terms);
    const spared = !done && one.closed !== '' && one.closed <= due;
    if (!isIn(period, due) || spared) continue;
    if (done) found[done <= due ? 'onTime' : 'late'] += 1;
    else found[due < today ? 'late' : 'waiting'] += 1;
  }
  return found;
}

/** @param {string} day @param {string} code @param {Terms} terms */
function business(day, code, terms) {
  return addBusinessDays(day, days(code, terms), terms.holidays);
}

/** @param {string} code @param {Terms} terms */
function days(code, terms) {
  return terms.periods[code] ?? PERIODS[code];
}
