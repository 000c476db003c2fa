/**
 * The reporter's eight words and all that follows from them. Nothing of it may be stored or shown but the
 * phrase itself, once, and the check words.
 */
import { random } from './boxes.js';
import { expand, extract, hmac, pbkdf2, sha256 } from './derivation.js';
import { equal, join } from './encoding.js';
import { CHECK_WORDS, MEMBER_SLOTS, OBJECT, PHRASE_WORDS, THREAD } from './limits.js';
import { publicKey } from './signatures.js';
import { canonical, drawWords, pickAll } from './words.js';

/** @import { Bytes } from './encoding.js' */

const HALF = OBJECT / 2;

/**
 * @param {number[]} slots
 * @returns {number} one bit for each slot
 */
export function maskOfSlots(slots) {
  return slots.reduce((mask, slot) => mask | (1 << slot), 0);
}

/**
 * @param {number} mask
 * @returns {number[]} ascending
 */
export function slotsOfMask(mask) {
  return Array.from({ length: MEMBER_SLOTS }, (_, slot) => slot).filter((slot) => mask & (1 << slot));
}

/**
 * @param {string} phrase
 * @returns {number} the mask that the phrase itself carries
 */
export function maskOf(phrase) {
  return sha256('SLPHR/1', canonical(phrase))[0];
}

/**
 * Draws until the phrase carries the mask, so that whoever returns with it brings the exclusions along.
 * @param {number} mask
 * @returns {string}
 */
export function drawPhrase(mask) {
  for (;;) {
    const phrase = drawWords(PHRASE_WORDS);
    if (maskOf(phrase) === mask) return phrase;
  }
}

/**
 * @param {string} phrase as typed
 * @param {Bytes} instance
 * @returns {Promise<Reporter>} any text gives one: there is no checksum
 */
export async function reporterFromPhrase(phrase, instance) {
  const words = canonical(phrase);
  return new Reporter(extract(await pbkdf2(words, join('SLPHR/1', instance))), maskOf(words));
}

/**
 * @param {Bytes} objectKey
 * @returns {Bytes} a name for one envelope, which only the holder of the key can tell from a random one
 */
export function newObject(objectKey) {
  const fresh = random(HALF);
  return join(fresh, hmac(objectKey, fresh).subarray(0, HALF));
}

/**
 * @param {Bytes} objectKey
 * @param {Bytes} object
 * @returns {boolean} whether newObject made it under the same key
 */
export function isOwn(objectKey, object) {
  return object.length === OBJECT && equal(hmac(objectKey, object.subarray(0, HALF)).subarray(0, HALF), object.subarray(HALF));
}

/** A reporter's keys, kept in private fields for as long as the page is open. */
export class Reporter {
  #root;
  #objectKey;
  #seed;

  /**
   * @param {Bytes} root extracted
   * @param {number} mask the phrase's own
   */
  constructor(root, mask) {
    this.#root = root;
    this.#objectKey = expand(root, 'SLPHR/1 object');
    this.#seed = expand(root, 'SLPHR/1 sign');
    /** The mask of the phrase alone. */
    this.mask = mask;
    this.thread = expand(root, 'SLPHR/1 thread').slice(0, THREAD);
    /** The two words by which a slip in the phrase is noticed. */
    this.checkWords = pickAll(expand(root, 'SLPHR/1 check'), CHECK_WORDS);
    /** The Ed25519 key under which the reporter's messages are verified. */
    this.key = publicKey(this.#seed);
  }

  /** @returns {Bytes} the Ed25519 seed */
  get seed() { return this.#seed; }

  /** @returns {Bytes} */
  get objectKey() { return this.#objectKey; }

  /**
   * @param {number} mask of the phrase and of all that replies exclude
   * @returns {Bytes}
   */
  replyKey(mask) {
    return expand(this.#root, 'SLPHR/1 reply', Uint8Array.of(mask));
  }

  /** @returns {Bytes} a name for one envelope, which this reporter alone can recognise */
  newObject() {
    return newObject(this.#objectKey);
  }

  /**
   * @param {Bytes} object
   * @returns {boolean} whether this reporter made it
   */
  isOwn(object) {
    return isOwn(this.#objectKey, object);
  }
}
