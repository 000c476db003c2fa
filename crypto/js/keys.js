/**
 * A member's keys. Secrets sit in private fields, so that no log, inspector or JSON shows them by accident.
 */
import { boxPublicKey, boxSeal, decapsulate, encapsulate, kemKeys, random } from './boxes.js';
import { sha256 } from './derivation.js';
import { join } from './encoding.js';
import { Malformed } from './errors.js';
import { BUNDLE, KEY, MEMBER_SLOTS, MLKEM_SEED } from './limits.js';
import { publicKey } from './signatures.js';

/** @import { Bytes } from './encoding.js' */

/**
 * What others need to seal to a member.
 * @typedef {object} MemberPublic
 * @property {number} slot
 * @property {Bytes} x25519 32 bytes
 * @property {Bytes} mlkem 1 184 bytes
 */

/**
 * @param {{ x25519: Uint8Array, mlkem: Uint8Array }} keys
 * @returns {Bytes} the hash by which a directory names these keys
 */
export function keysHash(keys) {
  return sha256(keys.x25519, keys.mlkem);
}

/**
 * One key that cannot be sealed to would stop every reporter.
 * @param {{ x25519: Uint8Array, mlkem: Uint8Array }} keys
 * @throws {Malformed}
 */
export function checkUsable(keys) {
  boxSeal(keys.x25519, new Uint8Array(0));
  encapsulate(keys.mlkem);
}

/** @returns {{ x25519: Bytes, mlkem: Bytes }} keys whose secrets are forgotten at once, made just as a member's are */
export function throwaway() {
  return { x25519: boxPublicKey(random(KEY)), mlkem: kemKeys(random(MLKEM_SEED)).publicKey };
}

/** All that a member's browser holds of the member's own keys. */
export class MemberSecret {
  #signSeed;
  #x25519;
  #mlkemSeed;
  #decapsulation;
  #public;

  /**
   * @param {number} slot
   * @param {Bytes} signSeed 32 bytes
   * @param {Bytes} x25519 32 bytes
   * @param {Bytes} mlkemSeed 64 bytes
   */
  constructor(slot, signSeed, x25519, mlkemSeed) {
    this.slot = slot;
    this.#signSeed = signSeed;
    this.#x25519 = x25519;
    this.#mlkemSeed = mlkemSeed;
    checkLengths(slot, signSeed, x25519, mlkemSeed);
    const pair = kemKeys(mlkemSeed);
    this.#decapsulation = pair.secretKey;
    this.#public = { slot, x25519: boxPublicKey(x25519), mlkem: pair.publicKey };
  }

  get signSeed() { return this.#signSeed; }

  get x25519() { return this.#x25519; }

  /** @returns {MemberPublic} */
  get public() { return this.#public; }

  /** @returns {Bytes} */
  get signKey() { return publicKey(this.#signSeed); }

  /**
   * @param {Uint8Array} ciphertext
   * @returns {Bytes} the shared secret
   */
  decapsulate(ciphertext) {
    return decapsulate(this.#decapsulation, ciphertext);
  }

  /** @returns {Bytes} the bundle of 128 bytes, to be wrapped at once */
  pack() {
    return join(this.#signSeed, this.#x25519, this.#mlkemSeed);
  }

  /** Overwrites what is secret, at the end of a visit; nothing can be opened or signed with it afterwards. */
  wipe() {
    for (const secret of [this.#signSeed, this.#x25519, this.#mlkemSeed, this.#decapsulation]) secret.fill(0);
  }

  /**
   * @param {Bytes} bundle
   * @param {number} slot
   */
  static unpack(bundle, slot) {
    if (bundle.length !== BUNDLE) throw new Malformed('bundle');
    return new MemberSecret(slot, bundle.slice(0, KEY), bundle.slice(KEY, 2 * KEY), bundle.slice(2 * KEY));
  }
}

/**
 * @param {number} slot
 * @returns {MemberSecret} fresh
 */
export function generateKeys(slot) {
  return new MemberSecret(slot, random(KEY), random(KEY), random(MLKEM_SEED));
}

/**
 * @param {number} slot
 * @param {Bytes} signSeed
 * @param {Bytes} x25519
 * @param {Bytes} mlkemSeed
 */
function checkLengths(slot, signSeed, x25519, mlkemSeed) {
  const right = signSeed.length === KEY && x25519.length === KEY && mlkemSeed.length === MLKEM_SEED;
  if (!right || !Number.isInteger(slot) || slot < 0 || slot >= MEMBER_SLOTS) throw new Malformed('keys');
}
