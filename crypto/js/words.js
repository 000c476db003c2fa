/**
 * The word list, words picked from key material, and the canonical form of what people type.
 */
import list from '../words.json' with { type: 'json' };
import { integer, wellFormed } from './encoding.js';
import { WORD_COUNT } from './limits.js';
import { random } from './boxes.js';

/** The EFF large word list, in its order; marked pure so that bundles without words leave it out. */
export const WORDS = /* @__PURE__ */ (() => Object.freeze(list.words.split(' ')))();

/** Not \s, which differs from it. */
const SPACES = /\p{White_Space}+/u;

/**
 * @param {Uint8Array} material
 * @param {number} index
 */
export function pick(material, index) {
  return WORDS[integer(material.subarray(4 * index, 4 * index + 4)) % WORD_COUNT];
}

/**
 * @param {Uint8Array} material
 * @param {number} count
 */
export function pickAll(material, count) {
  return Array.from({ length: count }, (_, index) => pick(material, index));
}

/**
 * NFKC of any text, half surrogate pairs replaced.
 * @param {string} text
 */
export function normal(text) {
  return wellFormed(text).normalize('NFKC');
}

/**
 * NFKC, lower case, one space between words, none around.
 * @param {string} text
 */
export function canonical(text) {
  return normal(text).toLowerCase().split(SPACES).filter(Boolean).join(' ');
}

/**
 * @param {string} text
 * @returns {string[]} the words of the canonical form that are not on the list
 */
export function unknownWords(text) {
  const known = new Set(WORDS);
  return canonical(text).split(' ').filter((word) => word && !known.has(word));
}

/**
 * Uniform: two random bytes beyond the last multiple of the list's length are drawn again.
 * @param {number} count
 * @returns {string}
 */
export function drawWords(count) {
  const usable = 65_536 - (65_536 % WORD_COUNT);
  /** @type {string[]} */
  const drawn = [];
  while (drawn.length < count) {
    const number = integer(random(2));
    if (number < usable) drawn.push(WORDS[number % WORD_COUNT]);
  }
  return drawn.join(' ');
}
