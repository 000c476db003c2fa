/**
 * The one place of the members' page that reads the time: everything else asks it for a day or an epoch. (idle.js counts
 * minutes without a key or a click, and reads the time itself.)
 */
import { dayOf, epochOf } from './days.js';

/** @returns {string} the day now, in UTC: YYYY-MM-DD */
export const dayNow = () => dayOf(Date.now());

/** @param {number} epochSeconds @returns {number} the epoch now */
export const epochNow = (epochSeconds) => epochOf(Date.now(), epochSeconds);

/** @returns {number} milliseconds, to see how long something has taken */
export const milliseconds = () => Date.now();
