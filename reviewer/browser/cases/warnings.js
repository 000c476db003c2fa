/** What people should know of an act before they do it, and would not expect: it depends on what they have chosen. */
import { readDay } from '../days.js';
import { make } from '../dom.js';
import { lastDayOf } from '../retention/telling.js';
import { say, sayCount } from '../words.js';
import { namesOf } from './names.js';
import { strangersOf } from './naming.js';
import { caseNamed } from './said.js';

/** @import { Visit } from '../visit.js' */
/** @import { Said } from './said.js' */
/** @import { OpenCase } from './store.js' */

/**
 * @param {Visit} own
 * @param {OpenCase} opened
 * @param {Said} said as far as it is chosen
 * @returns {string[]}
 */
export function warningsOf(own, opened, said) {
  if (said.kind === 'merge') return said['into'] ? unnamed(own, opened, said['into']) : [];
  return said.kind === 'retention' ? tooShort(own, opened, said) : [];
}

/**
 * @param {Visit} own
 * @param {OpenCase} opened
 * @param {Said} said
 * @returns {HTMLElement[]}
 */
export function warningNotes(own, opened, said) {
  return warningsOf(own, opened, said).map((text) => make('p', { class: 'note', dir: 'auto' }, text));
}

/**
 * The case that goes on names this one only where all who read it know of this one.
 * @param {Visit} own
 * @param {OpenCase} opened
 * @param {string} into
 */
function unnamed(own, opened, into) {
  const strangers = strangersOf(own, opened, into);
  if (!strangers.length) return [];
  return [sayCount('merging.unread', strangers.length, { persons: namesOf(own, opened, strangers), case: caseNamed(own, into) })];
}

/**
 * @param {Visit} own
 * @param {OpenCase} opened
 * @param {Said} said
 */
function tooShort(own, { state }, { class: chosen, until }) {
  if (!chosen || !until) return [];
  const [least, day] = [lastDayOf(own, state, chosen), (/** @type {string} */ one) => readDay(one, own.line.language)];
  const names = { class: say(`class.${chosen}`), day: day(least) };
  if (until < least) return [say('case.kept_short', names)];
  return [until > least && say('case.kept_longer', names), until < state.keep && say('case.kept_less', { day: day(state.keep) })].filter((one) => one !== false);
}
