/** What the rules in force ask of a case, for its forms and facts. */
import { dayNow } from '../clock.js';
import { earliest, isRecorded } from './changing.js';
import { rulesInForce, spanOf } from './in-force.js';
import { timeText } from './time.js';

/** @import { CaseVisit } from '../cases/store.js' */
/** @import { CaseState } from '../lifecycle/state.js' */

/**
 * @param {CaseVisit} own
 * @param {string} name of a class
 * @returns {{ profile: string, years: number, days: number }} what the record of a case that is kept as this holds
 */
export function periodOf(own, name) {
  const rules = rulesInForce(own);
  const { years, days } = spanOf(rules, name);
  return { profile: rules.profile, years, days };
}

/** @param {CaseVisit} own @param {string} name of a class @returns {string} "7 years" */
export function spanText(own, name) {
  return timeText(periodOf(own, name));
}

/**
 * @param {CaseVisit} own
 * @param {CaseState} state of a case that has ended
 * @param {string} name of a class
 * @returns {string} the last day until which the rules in force keep it at least: today, if that is over
 */
export function lastDayOf(own, { closed }, name) {
  const [least, today] = [earliest(closed, periodOf(own, name)), dayNow()];
  return least > today ? least : today;
}

/**
 * @param {CaseVisit} own
 * @param {CaseState} state
 * @returns {boolean} whether a case is kept by other rules than those in force
 */
export function isKeptOtherwise(own, state) {
  return Boolean(state.retention) && state.fine !== 'destroyed' && !isRecorded(state, rulesInForce(own));
}
