/** Six words, worked out once for each list and each person, and shown as people read them aloud. */
import { keyWords, keysHash, spokenWords } from '../../../crypto/js/index.js';
import { make } from '../dom.js';

/** @import { Bytes, Directory } from '../../../crypto/js/index.js' */

/** @type {Map<string, Promise<string[]>>} by the body of the list */
const known = new Map();

/**
 * @param {Directory} directory
 * @returns {Promise<string[]>} after half a second, the first time
 */
export function wordsOfList(directory) {
  const found = known.get(directory.body) ?? spokenWords(directory);
  known.set(directory.body, found);
  return found;
}

/**
 * @param {{ sign: Bytes, x25519: Bytes, mlkem: Bytes }} keys
 * @param {Bytes} instance
 */
export function wordsOfPerson({ sign, x25519, mlkem }, instance) {
  return keyWords(sign, keysHash({ x25519, mlkem }), instance);
}

/**
 * @param {readonly string[]} words
 * @param {string} name for who does not see them
 */
export function spoken(words, name) {
  return make('ol', { class: 'spoken', 'aria-label': name }, ...words.map((word) => make('li', { translate: 'no' }, word)));
}

export function forgetWords() {
  known.clear();
}
