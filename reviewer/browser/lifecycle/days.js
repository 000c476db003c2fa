/** Arithmetic of days, written YYYY-MM-DD, so that text order is their order. Nothing finer exists here. */

const LAST = '9999-12-31'; // what would lie beyond it is this day
const FORM = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;
const DAY = 86_400_000;

/** @param {string} text whether it is a day of the calendar */
export function isDay(text) {
  if (!FORM.test(text) || text < '0001') return false;
  const at = time(text);
  return !Number.isNaN(at) && written(at) === text;
}

/**
 * @param {string} day
 * @param {number} count calendar days
 */
export function addDays(day, count) {
  const at = time(day) + count * DAY;
  return at > time(LAST) ? LAST : written(at);
}

/**
 * @param {string} day
 * @param {number} count
 * @returns {string} the same day so many years later; 28 February for the 29th where there is none
 */
export function addYears(day, count) {
  const later = `${String(Number(day.slice(0, 4)) + count).padStart(4, '0')}${day.slice(4)}`;
  if (later.length > LAST.length) return LAST;
  return isDay(later) ? later : `${later.slice(0, 8)}28`;
}

/**
 * @param {string} day
 * @param {number} count
 * @param {readonly string[]} holidays
 * @returns {string} the count-th Monday to Friday after `day` that is no holiday
 */
export function addBusinessDays(day, count, holidays) {
  let at = day;
  for (let left = count; left > 0 && at < LAST;) {
    at = addDays(at, 1);
    if (isBusinessDay(at, holidays)) left -= 1;
  }
  return at;
}

/**
 * @param {string} day
 * @param {readonly string[]} holidays
 */
export function isBusinessDay(day, holidays) {
  return new Date(time(day)).getUTCDay() % 6 !== 0 && !holidays.includes(day);
}

/** @param {string} day as YYYY-Qn */
export function quarter(day) {
  return `${day.slice(0, 4)}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`;
}

/** @param {string} day */
function time(day) {
  return Date.parse(`${day}T00:00:00Z`);
}

/** @param {number} at */
function written(at) {
  return new Date(at).toISOString().slice(0, 10);
}
