/** Days of a case by which something was asked of the committee, and the days on which it came: what packs count as kept or missed. */

/** @import { CaseState, Opened } from '../lifecycle/state.js' */
/**
 * One period of a hold, from its placing or its last review. `done` is the day of the review that ended it, `ended` that of the
 * hold's release; one of them is '', and both while the period runs.
 * @typedef {Readonly<{ from: string, done: string, ended: string }>} Review
 */

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
