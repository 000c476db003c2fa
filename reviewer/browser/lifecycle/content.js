/**
 * The strict form of what an entry says: exactly the fields of its kind, each of its type. Whether it may be said is
 * asked elsewhere.
 */
import { isWellFormed } from '../../../crypto/js/encoding.js';
import { isDay } from './days.js';
import { BadContent, UnknownKind } from './failures.js';
import { CODES, kindOf, KINDS, LIMITS, VERSION } from './rules.js';

/** @typedef {{ readonly kind: string } & Readonly<Record<string, any>>} Content */
/** @typedef {(value: unknown) => boolean} Form */

/** @type {ReadonlyMap<string, Form>} */
const FORMS = new Map(Object.entries({
  text: textOf(1, LIMITS.text),
  words: textOf(0, LIMITS.text),
  line: textOf(1, LIMITS.line),
  'line?': textOf(0, LIMITS.line),
  day: isDayText,
  until: (value) => value === '' || isDayText(value),
  flag: (value) => isNumber(value, 1),
  sequence: (value) => isNumber(value),
  count: (value) => isNumber(value, LIMITS.count),
  version: (value) => value === VERSION,
  id: hexOf(16),
  'id?': (value) => value === '' || hexOf(16)(value),
  person: hexOf(32),
  hash: hexOf(32),
  signature: hexOf(64),
  persons: isPersons,
  allegations: isAllegations,
  act: isAct,
}));

/**
 * @param {unknown} content a JSON object with a text `kind`
 * @returns {Content} itself. UnknownKind; BadContent with the name of the field
 */
export function checkContent(content) {
  if (!isObject(content) || !Object.hasOwn(content, 'kind') || typeof content.kind !== 'string') throw new BadContent('kind');
  const kind = KINDS.get(content.kind);
  if (!kind) throw new UnknownKind('kind');
  if (Object.keys(content).length !== kind.fields.size + 1) throw new BadContent('fields');
  for (const [name, form] of kind.fields) {
    if (!Object.hasOwn(content, name)) throw new BadContent('fields');
    if (!fits(content[name], form)) throw new BadContent(name);
  }
  return /** @type {Content} */ (content);
}

/**
 * @param {Content} content that was checked
 * @returns {string} its one JSON text, by which it is compared
 */
export function contentText(content) {
  const names = ['kind', ...kindOf(content.kind).fields.keys()];
  return JSON.stringify(Object.fromEntries(names.map((name) => [name, content[name]])));
}

/**
 * @param {unknown} value
 * @param {string} form
 */
function fits(value, form) {
  if (form.startsWith('=')) return typeof value === 'string' && Boolean(CODES.get(form.slice(1))?.includes(value));
  const check = FORMS.get(form);
  if (!check) throw new Error('no such form');
  return check(value);
}

/**
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * @param {number} shortest
 * @param {number} longest counted in characters, not in UTF-16 units
 * @returns {Form}
 */
function textOf(shortest, longest) {
  return (value) => {
    if (typeof value !== 'string' || value.length < shortest || value.length > 2 * longest) return false;
    return (value.length <= longest || [...value].length <= longest) && isWellFormed(value);
  };
}

/**
 * @param {number} octets
 * @returns {Form}
 */
function hexOf(octets) {
  const pattern = new RegExp(`^[0-9a-f]{${2 * octets}}$`);
  return (value) => typeof value === 'string' && pattern.test(value);
}

/**
 * @param {unknown} value
 * @param {number} [most]
 */
function isNumber(value, most = Number.MAX_SAFE_INTEGER) {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most;
}

/** @param {unknown} value */
function isDayText(value) {
  return typeof value === 'string' && isDay(value);
}

/** @param {unknown} value ascending and distinct */
function isPersons(value) {
  if (!Array.isArray(value) || value.length > LIMITS.persons || !value.every(hexOf(32))) return false;
  return value.every((person, at) => at === 0 || value[at - 1] < person);
}

/** @param {unknown} value */
function isAllegations(value) {
  const line = textOf(1, LIMITS.line);
  return Array.isArray(value) && value.length >= 1 && value.length <= LIMITS.allegations && value.every(line);
}

/** @param {unknown} value the content of an entry that two persons must want, word for word */
function isAct(value) {
  if (!isObject(value) || typeof value.kind !== 'string' || !KINDS.get(value.kind)?.action) return false;
  try {
    return Boolean(checkContent(value));
  } catch (error) {
    if (error instanceof BadContent) return false;
    throw error;
  }
}
