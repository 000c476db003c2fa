/** What people should know of an act before they do it, and would not expect: it depends on what they have chosen. */
import { readDay } from '../days.js';
import { make } from '../dom.js';
import { lastDayOf, spanText } from '../retention/telling.js';
import { say, sayCount } from '../words.js';
import { namesOf } from './names.js';
import { strangersOf } from './naming.js';
import { caseNamed } from './said.js';

/** @import { Visit } from '../visit.js' */
/** @import { Said } from './said.js' */
/** @import { OpenCase } from './store.js' */

/** The first severity, and the classes that are kept for days and not for years. */
const GRAVE = 'S1';
const BRIEF = ['out_of_scope', 'spam_or_test'];

/**
 * @param {Visit} own
 * @param {OpenCase} opened
 * @param {Said} said as far as it is chosen
 * @returns {string[]}
 */
export function warningsOf(own, opened, said) {
  if (said.kind === 'merge') return said['into'] ? unnamed(own, opened, said['into']) : [];
  if (said.kind === 'not_a_complaint') return opened.state.severity === GRAVE ? [graveEnd(own)] : [];
  if (said.kind !== 'retention') return [];
  return [...tooShort(own, opened, said), ...(opened.state.severity === GRAVE && BRIEF.includes(said['class']) ? [graveKept(own, said['class'])] : [])];
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

/** Before a case of the first severity is closed as no complaint. @param {Visit} own */
function graveEnd(own) {
  const [outside, spam, general] = [...BRIEF, 'general'].map((name) => spanText(own, name));
  return say('case.grave_no_complaint', { outside, spam, general });
}

/** @param {Visit} own @param {string} chosen class */
function graveKept(own, chosen) {
  return say('case.grave_kept', { class: say(`class.${chosen}`), span: spanText(own, chosen), general: spanText(own, 'general') });
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
