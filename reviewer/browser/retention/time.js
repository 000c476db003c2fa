/** How long something is kept, in words: "7 years", "90 days", "1 year and 30 days". */
import { say, sayCount } from '../words.js';

/** @import { Said } from '../cases/said.js' */

/**
 * @param {{ years: number, days: number } | Said} span
 * @returns {string}
 */
export function timeText({ years, days }) {
  const [one, other] = [sayCount('retention.years', years), sayCount('retention.days', days)];
  if (years && days) return say('retention.years_and_days', { years: one, days: other });
  return years ? one : other;
}
