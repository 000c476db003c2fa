/**
 * Ed25519 signatures, each under the domain of what it signs, so that none can be taken for another.
 */
import { ed25519 } from '@noble/curves/ed25519.js';
import { join } from './encoding.js';
import { BadSignature } from './errors.js';

/** @import { Bytes } from './encoding.js' */

/** What a signature is for. */
export const Domain = /** @type {const} */ ({
  DIRECTORY: 'SLDIR/1',
  KEYS: 'SLKEY/1',
  MIX: 'SLMIX/1',
  BOARD: 'SLBRD/1',
  MESSAGE: 'SLFUP/1',
  REPLY: 'SLREP/1',
});

/** @typedef {(typeof Domain)[keyof typeof Domain]} DomainName */

/**
 * @param {Uint8Array} seed 32 bytes
 * @returns {Bytes}
 */
export function publicKey(seed) {
  return ed25519.getPublicKey(seed);
}

/**
 * @param {DomainName} domain
 * @param {Uint8Array} seed
 * @param {Uint8Array} message
 * @returns {Bytes} 64 bytes
 */
export function sign(domain, seed, message) {
  return ed25519.sign(join(domain, message), seed);
}

/**
 * @param {DomainName} domain
 * @param {Uint8Array} key
 * @param {Uint8Array} message
 * @param {Uint8Array} signature
 */
export function isSignedBy(domain, key, message, signature) {
  // RFC 8032 and not ZIP 215: encodings that libsodium refuses are refused here too.
  return ed25519.verify(signature, join(domain, message), key, { zip215: false });
}

/**
 * @param {DomainName} domain
 * @param {Uint8Array} key
 * @param {Uint8Array} message
 * @param {Uint8Array} signature
 * @throws {BadSignature}
 */
export function verify(domain, key, message, signature) {
  if (!isSignedBy(domain, key, message, signature)) throw new BadSignature(domain);
}
