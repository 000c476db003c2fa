/** What an entry says, as terms and values that people can read: for the history, and before something is signed. */
import { make } from '../dom.js';
import { readDay } from '../days.js';
import { KINDS } from '../lifecycle/rules.js';
import { roleList } from '../people.js';
import { say } from '../words.js';
import { nameOf, numberOf, titleOf } from './names.js';
import { timeText } from '../retention/time.js';

/** @import { Visit } from '../visit.js' */
/** @import { OpenCase } from './store.js' */
/** @typedef {{ readonly kind: string } & Readonly<Record<string, any>>} Said */
/** @typedef {Pick<OpenCase, 'entries' | 'state'>} Shown */

/** Numbers and signatures, which say nothing to people. */
const SILENT = new Set(['request', 'reply', 'item', 'rules', 'signature', 'act', 'keys', 'days']);
/** @type {Record<string, string>} the list of codes to the beginning of their words */
export const PREFIXES = {
  categories: 'category', severities: 'severity', detriments: 'detriment', levels: 'level', materialities: 'materiality',
  outcomes: 'outcome', channels: 'channel', classes: 'class', links: 'link', profiles: 'profile',
};

/**
 * @param {Visit} own
 * @param {Shown} opened
 * @param {Said} content of a known kind, well formed
 * @param {readonly string[]} [without] names of fields that are shown elsewhere
 * @returns {HTMLElement[]} terms and values; what is empty is left out
 */
export function saidFields(own, opened, content, without = []) {
  const fields = [...(KINDS.get(content.kind)?.fields ?? [])].filter(([name]) => !SILENT.has(name) && !without.includes(name));
  return fields.flatMap(([name, form]) => {
    const value = form === 'count' ? timeText(content) : valueOf(own, opened, { name, form, value: content[name] });
    return value ? [make('dt', {}, say(`field.${content.kind}_${name}`)), make('dd', { dir: 'auto' }, value)] : [];
  });
}

/**
 * @param {Visit} own
 * @param {Shown} opened
 * @param {{ name: string, form: string, value: any }} field
 * @returns {string | Node} '' for nothing
 */
function valueOf(own, opened, { name, form, value }) {
  if (form.startsWith('=')) return say(`${PREFIXES[form.slice(1)]}.${value}`);
  switch (form) {
    case 'person': return nameOf(own, opened, value);
    case 'persons': return value.length ? roleList(value.map((/** @type {string} */ one) => nameOf(own, opened, one))) : '';
    case 'day':
    case 'until': return value && readDay(value, own.line.language);
    case 'flag': return value ? say('case.yes') : '';
    case 'sequence': return referredTo(opened, name, value);
    case 'id': return caseNamed(own, value);
    case 'allegations': return make('ol', { class: 'allegations' }, ...value.map((/** @type {string} */ one) => make('li', {}, one)));
    default: return value;
  }
}

/**
 * @param {Shown} opened
 * @param {string} name of the field
 * @param {number} number
 * @returns {string} the task, hold or allegation that is meant
 */
export function referredTo({ entries, state }, name, number) {
  if (name === 'allegation') return state.allegations[number]?.text ?? '';
  const content = /** @type {Record<string, string> | undefined} */ (entries[number]?.content);
  return String(content?.[name === 'hold' ? 'matter' : 'text'] ?? '');
}

/**
 * @param {Visit} own
 * @param {string} id of a case that the reader may not read: then its number says nothing but that it is the same one
 */
export function caseNamed(own, id) {
  if (!own.listings.has(id) && !own.cases.has(id) && !own.overview?.cases.has(id)) return say('case.linked');
  const [opened, summary] = [own.cases.get(id), own.overview?.cases.get(id)];
  const title = opened ? titleOf(opened) : summary?.title;
  return title ? say('case.named', { title, number: numberOf(id) }) : say('case.number', { number: numberOf(id) });
}
