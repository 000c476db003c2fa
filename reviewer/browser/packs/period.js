/** The time that a pack is about: from a day to a day, both included. */
import { addDays, quarter } from '../lifecycle/days.js';

/** @typedef {Readonly<{ from: string, to: string }>} Period days, YYYY-MM-DD */

const STARTS = ['01-01', '04-01', '07-01', '10-01'];

/**
 * @param {string} name YYYY-Qn or YYYY
 * @returns {Period}
 */
export function periodOf(name) {
  const [year, part] = name.split('-Q');
  const at = part ? Number(part) : 1;
  const from = `${year}-${STARTS[at - 1]}`;
  const next = part && at < STARTS.length ? `${year}-${STARTS[at]}` : `${String(Number(year) + 1).padStart(4, '0')}-01-01`;
  return { from, to: addDays(next, -1) };
}

/**
 * @param {string} today
 * @param {number} how many
 * @returns {string[]} quarters, that of today first
 */
export function quartersUntil(today, how) {
  let day = today;
  return Array.from({ length: how }, () => {
    const name = quarter(day);
    day = addDays(periodOf(name).from, -1);
    return name;
  });
}

/**
 * @param {string} today
 * @param {number} how many
 * @returns {string[]} years, that of today first
 */
export function yearsUntil(today, how) {
  return Array.from({ length: how }, (_, at) => String(Number(today.slice(0, 4)) - at).padStart(4, '0'));
}

/**
 * @param {Period} period
 * @param {string} day '' is in none
 */
export function isIn({ from, to }, day) {
  return day !== '' && from <= day && day <= to;
}
