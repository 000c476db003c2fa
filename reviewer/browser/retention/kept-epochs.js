/**
 * Which batches must still be there, by what the committee has ordered: the same as crypto/keeping.py. Whoever is offered
 * fewer is kept from something.
 */
/** @import { Orders } from '../../../crypto/js/cases.js' */

const DAY_SECONDS = 86_400;
/** In which the second member signs what two must: for so long the rules before may have held. */
const ORDER_DAYS = 30;
const TWO = ['rules', 'release'];

/**
 * @param {Orders | null} orders null where none were checked: then nothing may be missing
 * @param {number} carried the newest epoch of which a batch came
 * @param {number} epochSeconds
 * @returns {number} the oldest epoch that nobody may have destroyed by any rules that were ever in force; 0 for all
 */
export function firstSurelyKept(orders, carried, epochSeconds) {
  const all = orders?.orders ?? [];
  const freezes = new Set();
  let [reached, calendar] = [0, 0];
  for (const [place, order] of all.entries()) {
    if (order.rules) calendar = order.rules.calendar;
    if (order.act === 'freeze') freezes.add(order.number);
    if (order.act === 'release') freezes.delete(order.of);
    const next = all[place + 1];
    const end = next ? lastEpochUnder(next, epochSeconds) : carried;
    if (calendar && !freezes.size) reached = Math.max(reached, firstKept(Math.min(end, carried), epochSeconds, calendar));
  }
  return reached;
}

/**
 * @param {number} carried
 * @param {number} epochSeconds
 * @param {number} calendar days
 */
function firstKept(carried, epochSeconds, calendar) {
  return carried + 1 - Math.ceil((calendar * DAY_SECONDS) / epochSeconds);
}

/**
 * @param {{ day: string, act: string }} order
 * @param {number} epochSeconds
 * @returns {number} the newest epoch that may have been carried before it was given
 */
function lastEpochUnder({ day, act }, epochSeconds) {
  const later = TWO.includes(act) ? ORDER_DAYS : 0;
  return Math.floor(((Date.parse(day) / 1000 / DAY_SECONDS + later + 1) * DAY_SECONDS) / epochSeconds);
}
