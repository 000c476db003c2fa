/**
 * A member's keys. Secrets sit in private fields, so that no log, inspector or JSON shows them by accident.
 */
import { ml_kem768 } from '@noble/post-quantum/ml-kem.js';
import { boxPublicKey, random } from './boxes.js';
import { sha256 } from './derivation.js';
import { join } from './encoding.js';
import { Malformed } from './errors.js';
import { BUNDLE, KEY, MLKEM_SEED } from './limits.js';
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
    const pair = ml_kem768.keygen(mlkemSeed);
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
   * @returns {Bytes} the shared secret; of a wrong ciphertext a random one, by FIPS 203
   */
  decapsulate(ciphertext) {
    return ml_kem768.decapsulate(ciphertext, this.#decapsulation);
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
