/** What the log adds up to, and which of its cases are shown. Pure functions of what the server listed. */

/** @import { Logged, Stored } from './api.js' */
/** @typedef {{ cases: number, open: number, overdue: number, held: number, closed: number, retained: number, destroyed: number, days: number | null }} Numbers `days`: median from opening to closing */

/** @type {Record<string, (one: Logged) => boolean>} */
const SHOWN = {
  all: () => true,
  open: ({ state }) => state === 'open',
  overdue: ({ overdue }) => overdue,
  held: ({ hold }) => hold === 1,
  closed: ({ state }) => state === 'closed',
  retained: ({ state }) => state === 'retained',
  destroyed: ({ state }) => state === 'destroyed',
};
/** Which cases can be asked for, by code. */
export const CHOICES = Object.keys(SHOWN);

/**
 * @param {readonly Logged[]} cases
 * @param {string} choice one of CHOICES
 * @returns {Logged[]} newest first
 */
export function chosen(cases, choice) {
  return cases.filter(SHOWN[choice]).reverse();
}

/**
 * @param {readonly Logged[]} cases
 * @returns {Numbers}
 */
export function numbersOf(cases) {
  const count = (/** @type {string} */ choice) => chosen(cases, choice).length;
  return {
    cases: cases.length, open: count('open'), overdue: count('overdue'), held: count('held'), closed: count('closed'),
    retained: count('retained'), destroyed: count('destroyed'),
    days: median(cases.filter(({ closed }) => closed !== '').map(({ days }) => days)),
  };
}

/**
 * @param {Stored} checkpoint
 * @returns {{ epoch: number, size: number, root: string }} as its note says (docs/protocol.md, section 16); `root` in base64
 */
export function readCheckpoint({ epoch, note }) {
  const [, size, root] = note.split('\n');
  return { epoch, size: Number(size), root };
}

/** @param {number[]} values */
function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  if (sorted.length === 0) return null;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
