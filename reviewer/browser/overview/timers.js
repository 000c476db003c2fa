/** Days of a case by which something was asked of the committee, and the days on which it came: what packs count as kept or missed. */

import { cut } from './folded.js';

/** @import { CaseState, Opened } from '../lifecycle/state.js' */
/**
 * One period of a hold, from its placing or its last review. `done` is the day of the review that ended it, `ended` that of the
 * hold's release; one of them is '', and both while the period runs.
 * @typedef {Readonly<{ from: string, done: string, ended: string }>} Review
 */

/** @typedef {Readonly<{ matter: string, since: string, reviewed: string }>} Held `matter` as matterOf gives it; `reviewed`: '' before the first review */

/** So much of a matter is kept, by which holds of one matter are found in other cases. */
const LONGEST_MATTER = 200;

/**
 * @param {CaseState} state
 * @returns {{ severe: string, chair: string, meeting: string }} since the case first was of severity S1, '' where it never was,
 *   or where the chair was not told or no meeting was written down since
 */
export function chairDays(state) {
  const first = (/** @type {string} */ kind) => state.timeline.find((one) => one.kind === kind && one.day >= state.severe)?.day ?? '';
  if (!state.severe) return { severe: '', chair: '', meeting: '' };
  return { severe: state.severe, chair: first('chair_told'), meeting: first('meeting') };
}

/**
 * @param {CaseState} state
 * @param {readonly Opened[]} entries of the case
 * @returns {Held[]} its holds in force
 */
export function heldFor({ holds, timeline }, entries) {
  const reviews = timeline.filter(({ kind }) => kind === 'hold_reviewed').map(({ sequence }) => entries[sequence].content);
  const seen = new Set(reviews.map((content) => /** @type {{ hold: number }} */ (content).hold));
  return holds.map(({ hold, matter, reviewed }) => (
    { matter: matterOf(matter), since: entries[hold].day, reviewed: seen.has(hold) ? reviewed : '' }));
}

/** @param {string} matter @returns {string} on one line, and not longer than a line */
export function matterOf(matter) {
  return cut(matter.replace(/\s+/gu, ' ').trim(), LONGEST_MATTER);
}

/**
 * @param {CaseState} state
 * @param {readonly Opened[]} entries of the case; those that count for nothing are passed over
 * @returns {Review[]} of all holds, in the order of their beginnings
 */
export function holdReviews({ timeline }, entries) {
  const counted = new Set(timeline.map(({ sequence }) => sequence));
  /** @type {{ hold: number, from: string, done: string, ended: string }[]} */
  const found = [];
  for (const { sequence, day, content } of entries.filter((one) => counted.has(one.sequence))) {
    const { kind, hold } = /** @type {{ kind: string, hold: number }} */ (content);
    const running = found.find((one) => one.hold === hold && !one.done && !one.ended);
    if (kind === 'hold_placed') found.push({ hold: sequence, from: day, done: '', ended: '' });
    if (kind === 'hold_released' && running) running.ended = day;
    if (kind === 'hold_reviewed' && running) {
      running.done = day;
      found.push({ hold, from: day, done: '', ended: '' });
    }
  }
  return found.map(({ from, done, ended }) => ({ from, done, ended }));
}
