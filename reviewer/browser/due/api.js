/** The routes of the duty rota. */
import { ask, json } from '../api.js';

/**
 * Days, '' where there is none. `until`: the last day of the week; `slots`: who takes turns, in order, beginning with this week; `quiet`: the last
 * business day that counts as looked at, if two have passed since; `scanned`: the last day of the own page's look.
 * @typedef {Readonly<{ day: string, until: string, slot: number, next: number, slots: readonly number[], quiet: string, scanned: string }>} Duty
 */

/** @returns {Promise<Duty>} */
export const duty = () => json('GET', '/api/duty');
/** @param {readonly number[]} slots in order, the first for this week; none: everybody takes turns */
export const chooseTurns = (slots) => ask('PUT', '/api/duty', { slots });
