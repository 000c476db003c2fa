/**
 * What is due, in words: "Feedback due in 12 days", "Acknowledgement due in 2 business days". For lists, for the page of
 * a case and for the inbox alike.
 */
import { daysAfter, daysBetween, readDay } from '../days.js';
import { isBusinessDay } from '../lifecycle/days.js';
import { say, sayCount } from '../words.js';

/** @import { Due } from '../lifecycle/due.js' */

/** What lifecycle/due.js counts in business days. */
export const IN_BUSINESS_DAYS = new Set(['acknowledge', 'conflict_check', 'triage', 'chair_told', 'meeting', 'renewal']);
/** Beyond this many days nobody counts business days. */
const FAR = 60;
/** Nor days at all. */
const YEAR = 366;

/** The company's own, from the settings of the page. @type {readonly string[]} */
let holidays = [];
let language = 'en';

/** @param {readonly string[]} days on which no business is done */
export function useHolidays(days) {
  holidays = days;
}

/** @param {string} tag of the page's language */
export function useLanguage(tag) {
  language = tag;
}

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
 * @returns {string} "Feedback due in 12 days", "Acknowledgement overdue by 3 business days", "Triage due today", "Review due on March 1, 2036"
 */
export function dueText({ day, what }, today) {
  const [left, name] = [daysBetween(today, day), { what: dueName(what) }];
  if (left === 0) return say('due.today', name);
  if (left === 1) return say('due.tomorrow', name);
  if (left === -1) return say('due.yesterday', name);
  if (left > YEAR) return say('due.on', { ...name, day: readDay(day, language) });
  const business = IN_BUSINESS_DAYS.has(what) && Math.abs(left) <= FAR ? businessDays(...inOrder(today, day)) : 0;
  if (business) return sayCount(left > 0 ? 'due.ahead_business' : 'due.late_business', business, name);
  return left > 0 ? sayCount('due.ahead', left, name) : sayCount('due.late', -left, name);
}

/**
 * @param {string} from
 * @param {string} to
 * @returns {number} business days after `from` up to `to`
 */
function businessDays(from, to) {
  let count = 0;
  for (let day = daysAfter(from, 1); day <= to; day = daysAfter(day, 1)) count += Number(isBusinessDay(day, holidays));
  return count;
}

/**
 * @param {string} one
 * @param {string} other
 * @returns {[string, string]}
 */
function inOrder(one, other) {
  return one < other ? [one, other] : [other, one];
}

/**
 * What is due today is not late yet.
 * @param {{ day: string }} one
 * @param {string} today
 */
export function isLate({ day }, today) {
  return day < today;
}
