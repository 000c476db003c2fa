/**
 * When things happen, computed from the epoch alone and said in the page's language. Pure: the clock is handed in, in milliseconds.
 * An epoch may be a day or, in a demonstration, seconds: what is said is true of both.
 */

const DAY = 86_400;
/** A reply can reach the board two epochs after the message; a board keeps it for ninety (docs/protocol.md, section 7). */
const FIRST_ANSWER = 2;
const ASK_AGAIN = 7;
const KEPT = 90;
/** A board as old as this is not that of a line that runs (docs/protocol.md, section 7). */
const OLD_BOARD = 3;

/** @type {[Intl.RelativeTimeFormatUnit, number][]} */
const UNITS = [['day', DAY], ['hour', 3600], ['minute', 60], ['second', 1]];

/**
 * @param {number} now milliseconds of Unix time
 * @param {number} epochSeconds
 * @returns {number}
 */
export function epochAt(now, epochSeconds) {
  return Math.floor(now / 1000 / epochSeconds);
}

/**
 * @param {number} epoch the last one of a board's stored list
 * @param {number} epochNow by the clock
 * @returns {boolean} whether newer boards are missing: the line stands still, they are held back, or the clock is wrong
 */
export function isOldBoard(epoch, epochNow) {
  return epochNow - epoch > OLD_BOARD;
}

/**
 * @param {{ epoch: number, now: number }} list last epoch of the stored list, and the epoch of the clock
 * @returns {number} the first epoch in which what is sent now can be on the list
 */
export function listedBy({ epoch, now }) {
  return Math.max(epoch + FIRST_ANSWER, now + 1);
}

/**
 * Counted by the clock: a board that stands still would never be late by its own count.
 * @param {number} epoch of a message
 * @param {number} epochNow
 */
export function askAgain(epoch, epochNow) {
  return epochNow - epoch >= ASK_AGAIN;
}

/**
 * @param {number} now milliseconds of Unix time
 * @returns {string} the UTC day, YYYY-MM-DD: nothing finer ever goes into a message
 */
export function dayOf(now) {
  return new Date(now).toISOString().slice(0, 10);
}

/**
 * @param {number} epoch the one a message was stored in
 * @param {number} epochSeconds
 * @returns {{ leaves: number, first: number, again: number, last: number }} milliseconds of Unix time
 */
export function milestones(epoch, epochSeconds) {
  const start = (/** @type {number} */ n) => (epoch + n) * epochSeconds * 1000;
  return { leaves: start(1), first: start(FIRST_ANSWER), again: start(ASK_AGAIN), last: start(FIRST_ANSWER + KEPT) };
}

/**
 * @param {number} seconds
 * @param {string} language
 * @returns {string} "90 days", "22 minutes": whole units, never more than the real length
 */
export function lengthOf(seconds, language) {
  const [unit, size] = UNITS.find(([, unitSize]) => seconds >= 2 * unitSize) ?? ['second', 1];
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(Math.floor(seconds / size));
}

/**
 * @param {number} epochSeconds
 * @param {string} language
 * @returns {string} how long a reply stays on the board
 */
export function kept(epochSeconds, language) {
  return lengthOf(KEPT * epochSeconds, language);
}

/**
 * @param {number} instant milliseconds of Unix time
 * @param {number} now
 * @param {string} language
 * @returns {string} "in 7 hours", "tomorrow"
 */
export function fromNow(instant, now, language) {
  const seconds = Math.max(1, Math.round((instant - now) / 1000));
  const [unit, size] = UNITS.find(([, unitSize]) => seconds >= 2 * unitSize) ?? ['second', 1];
  return new Intl.RelativeTimeFormat(language).format(Math.round(seconds / size), unit);
}

/**
 * @param {number} instant milliseconds of Unix time
 * @param {number} epochSeconds decides whether the hour matters
 * @param {string} language
 * @returns {string} "Friday 21 November 2025", or with the time in UTC when epochs are shorter than a day
 */
export function moment(instant, epochSeconds, language) {
  return new Intl.DateTimeFormat(language, { timeZone: 'UTC', ...(epochSeconds % DAY === 0 ? LONG_DAY : CLOCK) }).format(instant);
}

/** @type {Intl.DateTimeFormatOptions} */
const LONG_DAY = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' };
/** @type {Intl.DateTimeFormatOptions} */
const CLOCK = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23', timeZoneName: 'short', day: 'numeric', month: 'long' };

/**
 * @param {number} instant milliseconds of Unix time
 * @param {string} language
 * @returns {string} "00:00 UTC"
 */
export function clock(instant, language) {
  const seconds = instant % 60_000 === 0 ? {} : { second: /** @type {const} */ ('2-digit') };
  return new Intl.DateTimeFormat(language, {
    timeZone: 'UTC', hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZoneName: 'short', ...seconds,
  }).format(instant);
}

/**
 * @param {string} day YYYY-MM-DD
 * @param {string} language
 * @returns {string} "21 November 2025"; a day that is none is returned as it is
 */
export function calendarDay(day, language) {
  const instant = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(instant)) return day;
  return new Intl.DateTimeFormat(language, { timeZone: 'UTC', day: 'numeric', month: 'long', year: 'numeric' }).format(instant);
}

/**
 * @param {number} epoch
 * @param {number} epochSeconds
 * @param {string} language
 * @returns {string} the day of an epoch, or its last second when it is shorter
 */
export function nameOfEpoch(epoch, epochSeconds, language) {
  return epochSeconds % DAY === 0
    ? calendarDay(dayOf(epoch * epochSeconds * 1000), language)
    : moment((epoch + 1) * epochSeconds * 1000, epochSeconds, language);
}
