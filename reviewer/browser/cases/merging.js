/**
 * Two cases that become one: the one that goes on says in its record that it took over the other. It says so only where all
 * who read it read the other, too (naming.js).
 */
import { coarse } from '../lifecycle/rules.js';
import { otherCases } from './naming.js';
import { openCase } from './store.js';
import { write } from './writing.js';

/** @import { Visit } from '../visit.js' */
/** @import { Choice } from './act-fields.js' */
/** @import { CaseVisit, OpenCase } from './store.js' */

/**
 * @param {Visit} own
 * @param {OpenCase} opened
 * @returns {Choice[]} the cases into which it can be merged: open ones that all who read this one read
 */
export function mergeable(own, opened) {
  const fineOf = (/** @type {string} */ id) => own.cases.get(id)?.state.fine ?? own.overview?.cases.get(id)?.fine ?? '';
  return otherCases(own, opened).filter(({ value }) => coarse(fineOf(value)) === 'open');
}

/**
 * The entry in the case that goes on, once.
 * @param {CaseVisit} own
 * @param {OpenCase} merged
 * @returns {Promise<OpenCase>} the merged one, as it was
 * @throws {import('./naming.js').NamedToOthers} and what writing throws
 */
export async function takeOver(own, merged) {
  const there = await openCase(own, merged.state.merged);
  if (there.state.taken.includes(merged.id)) return merged;
  const unless = (/** @type {OpenCase} */ now) => now.state.taken.includes(merged.id);
  await write(own, there, { kind: 'taken_over', case: merged.id, text: whyMerged(merged) }, { unless });
  return merged;
}

/**
 * The merger is done, whatever becomes of the second entry: the page of the merged case offers it again.
 * @param {CaseVisit} own
 * @param {OpenCase} merged
 * @returns {Promise<OpenCase>}
 */
export function takeOverIfPossible(own, merged) {
  return takeOver(own, merged).catch(() => merged);
}

/** @param {OpenCase} merged */
function whyMerged({ entries, state }) {
  const { sequence } = state.timeline.filter(({ kind }) => kind === 'merge').at(-1) ?? {};
  const { text } = /** @type {{ text?: string }} */ (entries[sequence ?? 0].content);
  return text ?? '';
}
