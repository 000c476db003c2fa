/**
 * Who must not read a message: members by slot, as a list, a mask, and a field to tick. At least two readers always remain.
 */
import { maskOfSlots, MIN_READERS } from '../../crypto/js/index.js';
import { el, fill, freshId } from './dom.js';
import { otherWays } from './failures.js';
import { tick } from './fields.js';

/** @typedef {import('./line.js').Member} Member */

/**
 * @param {Member[]} members
 * @param {number} mask
 * @returns {{ readers: Member[], leftOut: Member[], enough: boolean }}
 */
export function divide(members, mask) {
  const readers = members.filter(({ slot }) => !(mask & (1 << slot)));
  const leftOut = members.filter(({ slot }) => mask & (1 << slot));
  return { readers, leftOut, enough: readers.length >= MIN_READERS };
}

/**
 * @param {Member} member
 * @param {import('./line.js').Line} line
 * @returns {string} the role; with the seat's number where two members have the same role
 */
export function nameOf(member, line) {
  const same = line.members.filter(({ role }) => role === member.role).length;
  return same > 1 ? line.say('seat', { role: member.role, number: member.slot + 1 }) : member.role;
}

/**
 * @param {import('./line.js').Line} line
 * @returns {string} why a message cannot be sent like this, and what to do instead
 */
export function tooFewReaders(line) {
  return line.say('too_few', { ways: otherWays(line) });
}

/**
 * @param {import('./line.js').Line} line
 * @returns {{ node: HTMLElement, mask: () => number, rebuild: () => void, focus: () => void }}
 */
export function exclusionField(line) {
  const problem = el('p', { class: 'problem', role: 'alert' });
  const list = el('div', {});
  const hint = el('p', { class: 'hint', id: freshId() });
  const legend = el('legend', { class: 'prompt' }, line.say('exclude'), ' ', el('span', { class: 'optional' }, line.say('optional')));
  /** @type {{ box: HTMLInputElement, slot: number }[]} */
  let boxes = [];
  const mask = () => maskOfSlots(boxes.filter(({ box }) => box.checked).map(({ slot }) => slot));
  const warn = () => {
    problem.textContent = divide(line.members, mask()).enough ? '' : tooFewReaders(line);
  };
  const rebuild = () => {
    const made = line.members.map((member) => ({ ...tick(nameOf(member, line), warn), slot: member.slot }));
    boxes = made;
    hint.textContent = line.say('exclude_hint', { count: Math.max(0, made.length - MIN_READERS), of: made.length });
    fill(list, ...made.map(({ node }) => node));
    warn();
  };
  rebuild();
  return {
    node: el('fieldset', { 'aria-describedby': hint.id }, legend, hint, list, problem),
    mask,
    rebuild,
    /** To where it is said why these cannot all be left out. */
    focus: () => boxes.find(({ box }) => box.checked)?.box.focus(),
  };
}
