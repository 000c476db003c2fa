/** Whether what a case asks of the committee came in time: what was due on a day, and when it was done. */
import { addBusinessDays, addDays } from '../lifecycle/days.js';
import { ACCOUNTING, OWED, PERIODS } from '../lifecycle/rules.js';
import { isIn } from './period.js';

/** @import { Terms } from '../lifecycle/due.js' */
/** @import { Summary } from '../overview/summary.js' */
/** @import { Period } from './period.js' */
/** @typedef {Readonly<{ onTime: number, late: number, waiting: number }>} Timeliness `waiting`: due today or later, not done yet */
/** @typedef {'acknowledgement' | 'conflict_check' | 'triage' | 'feedback' | 'closure'} Step what every case is asked for */
/** @typedef {'chair_told' | 'meeting' | 'hold_review'} Grave what is asked for only where something was found, or a hold placed */
/** @typedef {{ due: string, done: string, ended: string }} Asked days; `ended` that from which nobody asks for it any more */
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
    const begun = one.reopened || one.acknowledged || addDays(one.received, days('acknowledge_most', terms));
    return { due: addDays(begun, days('feedback', terms)), done: one.reopened ? one.told : one.feedback };
  },
  closure(one, terms) {
    const period = ACCOUNTING.includes(one.category) ? 'closure_accounting' : 'closure';
    return { due: addDays(one.reopened || one.received, days(period, terms)), done: one.closed };
  },
};

export const STEPS = /** @type {readonly Step[]} */ (Object.keys(MEASURES));
/** Of these only the late ones are counted: how many were due would say how many cases are grave, or on hold. */
export const GRAVE = /** @type {readonly Grave[]} */ (['chair_told', 'meeting', 'hold_review']);

/**
 * Of what was due within the period. A case that ended before a step was due, without it, does not count.
 * @param {Step | Grave} step
 * @param {readonly Summary[]} cases
 * @param {Period} period
 * @param {string} today
 * @param {Terms} terms
 * @returns {Timeliness}
 */
export function timeliness(step, cases, period, today, terms) {
  const found = { onTime: 0, late: 0, waiting: 0 };
  for (const { due, done, ended } of cases.flatMap((one) => asked(step, one, terms))) {
    const spared = !done && ended !== '' && ended <= due;
    if (!isIn(period, due) || spared) continue;
    if (done) found[done <= due ? 'onTime' : 'late'] += 1;
    else found[due < today ? 'late' : 'waiting'] += 1;
  }
  return found;
}

/** @param {Step | Grave} step @param {Summary} one @param {Terms} terms @returns {Asked[]} */
function asked(step, one, terms) {
  switch (step) {
    case 'chair_told':
      return ofSevere(one, step, one.chair, terms);
    case 'meeting':
      return ofSevere(one, step, one.meeting, terms);
    case 'hold_review':
      return one.reviews.map(({ from, done, ended }) => ({ due: addDays(from, days(step, terms)), done, ended }));
    default:
      return [{ ...MEASURES[step](one, terms), ended: step === 'feedback' && isOwed(one) ? '' : one.closed }];
  }
}

/** @param {Summary} one @returns {boolean} whether feedback is asked for although the case has ended */
function isOwed({ ended, retention }) {
  return OWED.includes(ended) && retention !== 'spam_or_test';
}

/** @param {Summary} one @param {'chair_told' | 'meeting'} step @param {string} done @param {Terms} terms @returns {Asked[]} */
function ofSevere({ severe, closed }, step, done, terms) {
  return severe ? [{ due: business(severe, step, terms), done, ended: closed }] : [];
}

/** @param {string} day @param {string} code @param {Terms} terms */
function business(day, code, terms) {
  return addBusinessDays(day, days(code, terms), terms.holidays);
}

/** @param {string} code @param {Terms} terms */
function days(code, terms) {
  return terms.periods[code] ?? PERIODS[code];
}
