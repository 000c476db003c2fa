/** Summaries of made-up cases for the tests of packs. */

/** @import { Summary } from '../../reviewer/browser/overview/summary.js' */

export const [ANNA, BERT, CLEO] = ['a', 'b', 'c'].map((letter) => letter.repeat(64));
export const EVERYBODY = [ANNA, BERT, CLEO];
export const TERMS = { holidays: [], periods: {} };

let made = 0;

/**
 * @param {Partial<Summary>} [fields]
 * @returns {Summary} of a case that came on Tuesday, 6 January 2026, and of which nothing more is known
 */
export function summary(fields = {}) {
  made += 1;
  return {
    case: made.toString(16).padStart(32, '0'), entries: 1, last: '', opened: '2026-01-06', received: '2026-01-06', channel: 'line',
    category: 'other', severity: '', detriment: '', level: '', materiality: '', period: '', urgent: 0, fine: 'received',
    since: '2026-01-06', ended: '', closed: '', reopened: '', assignee: '', acknowledged: '', checked: '', triaged: '', feedback: '',
    told: '', outcomes: [], recusals: 0, holds: 0, counsel: '', auditor: '', followUps: 0, named: 0, remediation: 0, retention: '',
    profile: '', years: 0, days: 0, keep: '', held: [], destroyed: '', merged: '', severe: '', chair: '', meeting: '', reviews: [], test: 0, item: '', again: '', refused: 0, shut: 0, due: [], readers: EVERYBODY, mine: [], wrote: '', news: 0, title: '', text: '', ...fields,
  };
}

/**
 * @param {number} count
 * @param {Partial<Summary>} [fields]
 */
export function summaries(count, fields) {
  return Array.from({ length: count }, () => summary(fields));
}

/**
 * The same numbers at every run.
 * @param {number} seed
 * @returns {(below: number) => number}
 */
export function dice(seed) {
  let at = seed;
  return (below) => {
    at = (at * 1103515245 + 12345) % 2147483648;
    return Math.floor((at / 2147483648) * below);
  };
}
