/** Words by which two people compare somebody's keys aloud. */
import { pbkdf2, sha256 } from './derivation.js';
import { join } from './encoding.js';
import { SPOKEN_WORDS } from './limits.js';
import { pickAll } from './words.js';

/** @import { Bytes } from './encoding.js' */

/**
 * @param {Bytes} sign Ed25519 key
 * @param {Bytes} keys hash of the encryption keys
 * @param {Bytes} instance
 * @returns {Promise<string[]>} six words, after a second, for they are stretched like those of a directory
 */
export async function keyWords(sign, keys, instance) {
  return pickAll(await pbkdf2(sha256(sign, keys), join('SLPER/1', instance)), SPOKEN_WORDS);
}
