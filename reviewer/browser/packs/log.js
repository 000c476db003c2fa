/** The log of cases: a line for each, with what a committee's log has. It is for those who can open all of them. */
import { hex } from '../../../crypto/js/encoding.js';
import { daysBetween } from '../days.js';

/** @import { Directory } from '../../../crypto/js/index.js' */
/** @import { Summary } from '../overview/summary.js' */

/**
 * Days are YYYY-MM-DD, '' for what has not happened; codes are those of the summary.
 * @typedef {Pick<Summary, 'case' | 'received' | 'channel' | 'acknowledged' | 'checked' | 'recusals' | 'category' | 'severity'
 *   | 'level' | 'period' | 'materiality' | 'detriment' | 'fine' | 'since' | 'counsel' | 'auditor' | 'followUps' | 'outcomes'
 *   | 'remediation' | 'feedback' | 'closed' | 'retention' | 'keep' | 'holds' | 'destroyed' | 'test'> & Own} Line
 */
/**
 * @typedef {object} Own
 * @property {string | null} assignee role; '' for nobody, null for somebody who never was on the list
 * @property {string | null} merged into which case; null where that one is not among those that are given
 * @property {number} open days from receipt, or the reopening, to closing or today
 * @property {string} certificate hash of that of its destruction, '' while none is known
 */

/** In the order of the table. */
export const COLUMNS = /** @type {const} */ ([
  'case', 'received', 'channel', 'test', 'acknowledged', 'checked', 'recusals', 'category', 'severity', 'level', 'period', 'materiality',
  'detriment', 'fine', 'since', 'assignee', 'counsel', 'auditor', 'followUps', 'outcomes', 'remediation', 'feedback', 'closed', 'merged', 'open',
  'retention', 'keep', 'holds', 'destroyed', 'certificate',
]);

/**
 * @param {readonly Summary[]} cases
 * @param {{ today: string, chain: readonly Directory[], certificates?: ReadonlyMap<string, string> }} known `certificates`: by case
 * @returns {Line[]} as they came in
 */
export function logOf(cases, { today, chain, certificates }) {
  const given = new Set(cases.map(({ case: id }) => id));
  const lines = cases.map((one) => ({
    ...one,
    merged: !one.merged || given.has(one.merged) ? one.merged : null, // who reads the log need not know of that one
    assignee: roleOf(chain, one.assignee),
    open: Math.max(0, daysBetween(one.reopened || one.received, one.closed || today)),
    certificate: (one.destroyed && certificates?.get(one.case)) || '',
  }));
  const key = (/** @type {Line} */ one) => `${one.received} ${one.case}`;
  return lines.sort((one, other) => (key(one) < key(other) ? -1 : 1)).map(onlyColumns);
}

/** What a line does not say does not come along: titles and texts least of all. @param {Line} line */
function onlyColumns(line) {
  return /** @type {Line} */ (Object.fromEntries(COLUMNS.map((name) => [name, line[name]])));
}

/** @param {readonly Directory[]} chain @param {string} person @returns {string | null} */
function roleOf(chain, person) {
  if (!person) return '';
  const members = [...chain].reverse().flatMap((one) => one.members);
  return members.find(({ sign }) => hex(sign) === person)?.role ?? null;
}
