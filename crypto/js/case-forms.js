/**
 * Forms of values that only signed documents about cases and the whole line have, beside those of strict.js.
 */
import { MAX_CODE } from './case-limits.js';
import { hex } from './encoding.js';
import { Malformed } from './errors.js';
import { text } from './strict.js';

/** @import { Json } from './strict.js' */

/** 1 to 40 of a to z and `_`. */
export const code = matching(new RegExp(`^[a-z_]{1,${MAX_CODE}}$`));

/** @param {RegExp} pattern of the whole text */
export function matching(pattern) {
  return (/** @type {Json} */ value) => {
    const found = text(value);
    if (!pattern.test(found)) throw new Malformed('text');
    return found;
  };
}

/**
 * @template {Record<string, any>} T
 * @param {string} name of the field: text or bytes
 * @param {(value: Json) => T[]} list
 * @returns {(value: Json) => T[]} no value twice
 */
export function ascendingBy(name, list) {
  return (value) => {
    const found = list(value);
    const names = found.map((one) => (typeof one[name] === 'string' ? one[name] : hex(one[name])));
    if (names.some((one, at) => at > 0 && one <= names[at - 1])) throw new Malformed('order');
    return found;
  };
}

/**
 * @template T
 * @param {(value: Json) => T[]} list of texts or bytes
 * @returns {(value: Json) => T[]} no value twice
 */
export function ascendingValues(list) {
  const wrapped = ascendingBy('one', (value) => list(value).map((one) => ({ one })));
  return (value) => wrapped(value).map(({ one }) => one);
}
