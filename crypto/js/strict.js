/**
 * JSON as the protocol takes it. Two readers of one text must never see two things: repeated keys, unknown,
 * missing or mistyped fields, fractions and half surrogate pairs are refused.
 */
import { fromBase64, fromHex, fromUtf8, isWellFormed } from './encoding.js';
import { Malformed } from './errors.js';
import { MAX_INTEGER } from './limits.js';

/** @import { Bytes } from './encoding.js' */
/** @typedef {string | number | boolean | null | Json[] | Map<string, Json>} Json without fractions and signs */
/** @typedef {(value: Json) => any} Reader gives the value in its form, or throws Malformed */
/**
 * @template {Record<string, Reader>} S
 * @typedef {{ [K in keyof S]: ReturnType<S[K]> }} Shaped
 */

const MAX_DEPTH = 64;
const SPACE = /[ \t\n\r]*/y;
const STRING = /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*"/y;
const PLAIN = /0|[1-9][0-9]*|true|false|null/y;

/** Reads one JSON text from left to right; `at` is the place reached. */
class Cursor {
  at = 0;

  /** @param {string} text */
  constructor(text) {
    this.text = text;
  }

  /**
   * @param {RegExp} pattern sticky
   * @returns {string}
   */
  take(pattern) {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (!found) throw new Malformed('JSON');
    this.at += found[0].length;
    return found[0];
  }

  /**
   * @param {string} mark
   * @returns {boolean} whether it stood there, and was passed
   */
  pass(mark) {
    this.take(SPACE);
    const there = this.text[this.at] === mark;
    if (there) this.at += 1;
    return there;
  }

  /** @param {string} mark */
  expect(mark) {
    if (!this.pass(mark)) throw new Malformed('JSON');
  }
}

/**
 * @param {Bytes | string} source
 * @returns {Json}
 */
export function readJson(source) {
  const cursor = new Cursor(typeof source === 'string' ? source : fromUtf8(source));
  const value = readValue(cursor, 0);
  cursor.take(SPACE);
  if (cursor.at !== cursor.text.length) throw new Malformed('JSON');
  return value;
}

/**
 * @param {Cursor} cursor
 * @param {number} depth
 * @returns {Json}
 */
function readValue(cursor, depth) {
  if (depth > MAX_DEPTH) throw new Malformed('JSON');
  if (cursor.pass('{')) return readMembers(cursor, depth);
  if (cursor.pass('[')) return readItems(cursor, depth);
  return cursor.text[cursor.at] === '"' ? readString(cursor) : readPlain(cursor);
}

/**
 * @param {Cursor} cursor after the opening brace
 * @param {number} depth
 */
function readMembers(cursor, depth) {
  /** @type {Map<string, Json>} */
  const members = new Map();
  if (cursor.pass('}')) return members;
  do {
    cursor.take(SPACE);
    const name = readString(cursor);
    if (members.has(name)) throw new Malformed('repeated key');
    cursor.expect(':');
    members.set(name, readValue(cursor, depth + 1));
  } while (cursor.pass(','));
  cursor.expect('}');
  return members;
}

/**
 * @param {Cursor} cursor after the opening bracket
 * @param {number} depth
 */
function readItems(cursor, depth) {
  /** @type {Json[]} */
  const items = [];
  if (cursor.pass(']')) return items;
  do items.push(readValue(cursor, depth + 1)); while (cursor.pass(','));
  cursor.expect(']');
  return items;
}

/** @param {Cursor} cursor */
function readString(cursor) {
  const text = /** @type {string} */ (JSON.parse(cursor.take(STRING)));
  if (!isWellFormed(text)) throw new Malformed('half a surrogate pair');
  return text;
}

/** @param {Cursor} cursor */
function readPlain(cursor) {
  const value = /** @type {number | boolean | null} */ (JSON.parse(cursor.take(PLAIN)));
  if (typeof value === 'number' && value > MAX_INTEGER) throw new Malformed('integer');
  return value;
}

// ---- the forms a value may have --------------------------------------------------------------

/**
 * @template {Record<string, Reader>} S
 * @param {S} shape every field and its form; no other may be there
 * @returns {(value: Json) => Shaped<S>}
 */
export function objectOf(shape) {
  const names = Object.keys(shape);
  return (value) => {
    if (!(value instanceof Map) || value.size !== names.length) throw new Malformed('fields');
    return /** @type {Shaped<S>} */ (Object.fromEntries(names.map((name) => {
      const field = value.get(name);
      if (field === undefined) throw new Malformed('fields');
      return [name, shape[name](field)];
    })));
  };
}

/**
 * @template {Reader} R
 * @param {R} item
 * @param {number} [most]
 * @returns {(value: Json) => ReturnType<R>[]}
 */
export function listOf(item, most = Infinity) {
  return (value) => {
    if (!Array.isArray(value) || value.length > most) throw new Malformed('list');
    return value.map((each) => item(each));
  };
}

/**
 * @param {Json} value
 * @returns {string}
 */
export function text(value) {
  if (typeof value !== 'string') throw new Malformed('text');
  return value;
}

/**
 * @param {number} shortest
 * @param {number} longest counted in characters, not in UTF-16 units
 * @returns {(value: Json) => string}
 */
export function textOf(shortest, longest) {
  return (value) => {
    const found = text(value);
    const length = [...found].length;
    if (length < shortest || length > longest) throw new Malformed('text');
    return found;
  };
}

/**
 * @template {string} T
 * @param {readonly T[]} choices
 * @returns {(value: Json) => T}
 */
export function oneOf(choices) {
  return (value) => {
    const found = choices.find((choice) => choice === value);
    if (found === undefined) throw new Malformed('choice');
    return found;
  };
}

/**
 * @param {number} least
 * @param {number} most
 * @returns {(value: Json) => number}
 */
export function integerOf(least = 0, most = MAX_INTEGER) {
  return (value) => {
    if (typeof value !== 'number' || value < least || value > most) throw new Malformed('integer');
    return value;
  };
}

/**
 * @param {number} length
 * @returns {(value: Json) => Bytes}
 */
export function hexOf(length) {
  return (value) => fromHex(text(value), length);
}

/**
 * @param {number} length
 * @returns {(value: Json) => Bytes}
 */
export function base64Of(length) {
  return (value) => fromBase64(text(value), length);
}

/**
 * @param {Json} value
 * @returns {string} YYYY-MM-DD, a day that exists
 */
export function day(value) {
  const found = text(value);
  const midnight = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(found) ? Date.parse(`${found}T00:00:00Z`) : NaN;
  const exists = !Number.isNaN(midnight) && new Date(midnight).toISOString().slice(0, 10) === found;
  if (!exists || found < '0001') throw new Malformed('day');
  return found;
}

/**
 * @param {(value: Json) => number} item
 * @returns {(value: Json) => number[]} no number twice
 */
export function ascending(item) {
  const numbers = listOf(item);
  return (value) => {
    const found = numbers(value);
    if (found.some((number, at) => at > 0 && number <= found[at - 1])) throw new Malformed('order');
    return found;
  };
}
