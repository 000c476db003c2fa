/** The order in which members take turns, a week each, beginning with the week that runs. */
import { daysAfter } from '../days.js';

/** @typedef {{ slot: number, takes: boolean }} Turn */

const WEEK = 7;

/**
 * @param {readonly number[]} members slots of all
 * @param {readonly number[]} slots who takes turns now
 * @returns {Turn[]} those first, in their order; then the others by slot
 */
export function turnsOf(members, slots) {
  const others = members.filter((slot) => !slots.includes(slot));
  return [...slots.map((slot) => ({ slot, takes: true })), ...others.map((slot) => ({ slot, takes: false }))];
}

/**
 * @param {readonly Turn[]} now
 * @returns {number[]} who takes turns: all, where nobody was chosen
 */
export function chosen(now) {
  const taking = now.filter(({ takes }) => takes);
  return (taking.length ? taking : now).map(({ slot }) => slot);
}

/**
 * @param {readonly Turn[]} now
 * @param {string} until the last day of the week that runs
 * @returns {Map<number, string>} the first day of each one's next week by slot, '' for the one that runs
 */
export function beginnings(now, until) {
  return new Map(chosen(now).map((slot, week) => [slot, week ? daysAfter(until, WEEK * (week - 1) + 1) : '']));
}

/**
 * A turn that runs stays where it is, unless it is taken from who has it.
 * @param {readonly Turn[]} now
 * @param {number} running slot
 * @param {number} at
 * @param {number} by -1 for earlier, 1 for later
 */
export function mayMove(now, running, at, by) {
  const first = chosen(now)[0] === running && now[0].slot === running ? 1 : 0;
  return Math.min(at, at + by) >= first && at + by < now.length;
}

/**
 * @param {readonly Turn[]} now
 * @param {number} at
 * @param {number} by -1 for earlier, 1 for later
 * @returns {Turn[]} with two neighbours exchanged, where there are two
 */
export function moved(now, at, by) {
  const to = at + by;
  if (to < 0 || to >= now.length) return [...now];
  const after = [...now];
  [after[at], after[to]] = [now[to], now[at]];
  return after;
}
