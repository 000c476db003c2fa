/** What is due, in words: "Feedback due in 12 days". For lists, for the page of a case and for the inbox alike. */
import { daysBetween } from '../days.js';
import { say, sayCount } from '../words.js';

/** @import { Due } from '../lifecycle/due.js' */
/** @typedef {Readonly<{ severity: string, day: string, what: string }>} Urgent `severity` of the case, '' before its triage */

const SEVEREST = 'S1';

/**
 * @param {string} what a code of dueList
 * @returns {string} "Feedback"
 */
export function dueName(what) {
  return say(`due_name.${what}`);
}

/**
 * @param {Pick<Due, 'day' | 'what'>} one
 * @param {string} today YYYY-MM-DD
 * @returns {string} "Feedback due in 12 days", "Acknowledgement was due 3 days ago", "Triage due today"
 */
export function dueText({ day, what }, today) {
  const [left, name] = [daysBetween(today, day), dueName(what)];
  if (left === 0) return say('due.today', { what: name });
  if (left === 1) return say('due.tomorrow', { what: name });
  if (left === -1) return say('due.yesterday', { what: name });
  return left > 0 ? sayCount('due.ahead', left, { what: name }) : sayCount('due.late', -left, { what: name });
}

/**
 * What is due today is not late yet.
 * @param {{ day: string }} one
 * @param {string} today
 */
export function isLate({ day }, today) {
  return day < today;
}

/**
 * For sort(): cases of the first severity first, then by day, then in one order whatever the browser.
 * @param {Urgent} one
 * @param {Urgent} other
 */
export function byUrgency(one, other) {
  return rank(one) - rank(other) || compare(one.day, other.day) || compare(one.what, other.what);
}

/** @param {Urgent} one */
function rank({ severity }) {
  return severity === SEVEREST ? 0 : 1;
}

/**
 * @param {string} one
 * @param {string} other
 */
function compare(one, other) {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
