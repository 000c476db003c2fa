/** Days and epochs as people read them. Everything is UTC; nothing here is finer than a day. */

const DAY_SECONDS = 86_400;
/** @type {[string, number][]} */
const UNITS = [['day', DAY_SECONDS], ['hour', 3600], ['minute', 60]];

/**
 * @param {number} milliseconds Unix time
 * @returns {string} YYYY-MM-DD
 */
export function dayOf(milliseconds) {
  return new Date(milliseconds).toISOString().slice(0, 10);
}

/**
 * The day on which an epoch began.
 * @param {number} epoch
 * @param {number} epochSeconds
 */
export function dayOfEpoch(epoch, epochSeconds) {
  return dayOf(epoch * epochSeconds * 1000);
}

/** @param {number} epochSeconds whether an epoch is the day that the pages speak of, not the short one of a demo */
export function isDaily(epochSeconds) {
  return epochSeconds === DAY_SECONDS;
}

/**
 * @param {string} day YYYY-MM-DD
 * @param {string} language
 * @returns {string} as read in that language
 */
export function readDay(day, language) {
  return new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(Date.parse(`${day}T00:00:00Z`));
}

/** @type {Map<string, Intl.DateTimeFormat>} making one takes longer than writing a hundred days */
const formats = new Map();

/**
 * @param {string} day
 * @param {string} language
 * @returns {string} "Mar 2, 2026", for tables
 */
export function readShort(day, language) {
  const format = formats.get(language) ?? new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' });
  formats.set(language, format);
  return format.format(Date.parse(`${day}T00:00:00Z`));
}

/**
 * @param {number} epochs
 * @param {number} epochSeconds
 * @param {string} language
 * @returns {string} "90 days", "22 minutes": whole units, rounded up
 */
export function lengthOf(epochs, epochSeconds, language) {
  const seconds = epochs * epochSeconds;
  const [unit, size] = UNITS.find(([, unitSize]) => seconds >= 2 * unitSize) ?? ['second', 1];
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(Math.ceil(seconds / size));
}

/**
 * @param {string} day YYYY-MM-DD
 * @param {number} count
 * @returns {string} so many days later
 */
export function daysAfter(day, count) {
  return dayOf(Date.parse(`${day}T00:00:00Z`) + count * DAY_SECONDS * 1000);
}

/**
 * @param {string} from YYYY-MM-DD
 * @param {string} to
 * @returns {number} whole days, negative when `to` is earlier
 */
export function daysBetween(from, to) {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / (DAY_SECONDS * 1000));
}

/**
 * @param {number} milliseconds Unix time
 * @param {number} epochSeconds
 */
export function epochOf(milliseconds, epochSeconds) {
  return Math.floor(milliseconds / 1000 / epochSeconds);
}

/**
 * @param {string} day YYYY-MM-DD
 * @param {number} epochSeconds
 * @returns {number} the first epoch that begins when that day is over
 */
export function epochAfter(day, epochSeconds) {
  return Math.ceil((Date.parse(`${day}T00:00:00Z`) / 1000 + DAY_SECONDS) / epochSeconds);
}
