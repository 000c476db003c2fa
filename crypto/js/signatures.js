/**
 * Ed25519 signatures, each under the domain of what it signs, so that none can be taken for another.
 */
import { ed25519 } from '@noble/curves/ed25519.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { join } from './encoding.js';
import { BadSignature } from './errors.js';
import { KEY, SIGNATURE } from './limits.js';

/** @import { Bytes } from './encoding.js' */

const { Point } = ed25519;

/** What a signature is for. */
export const Domain = /** @type {const} */ ({
  DIRECTORY: 'SLDIR/1',
  KEYS: 'SLKEY/1',
  MIX: 'SLMIX/1',
  BOARD: 'SLBRD/1',
  MESSAGE: 'SLFUP/1',
  REPLY: 'SLREP/1',
});

/** The same for cases, apart because reporters' pages have no use for it. A checkpoint's text begins with its domain. */
export const CaseDomain = /** @type {const} */ ({
  ENTRY: 'SLENT/1',
  APPROVAL: 'SLAPP/1',
  CONFIRMATION: 'SLCON/1',
  ORDER: 'SLORD/1',
  CERTIFICATE: 'SLCRT/1',
  CHECKPOINT: 'sealed-line/',
});

/** @typedef {(typeof Domain)[keyof typeof Domain] | (typeof CaseDomain)[keyof typeof CaseDomain]} DomainName */

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
 * RFC 8032, 5.1.7, without cofactor, as libsodium does it: noble's own verify multiplies by the cofactor, and
 * then one signature could be good to a browser and bad to a server.
 * @param {DomainName} domain
 * @param {Uint8Array} key
 * @param {Uint8Array} message
 * @param {Uint8Array} signature
 */
export function isSignedBy(domain, key, message, signature) {
  if (key.length !== KEY || signature.length !== SIGNATURE) return false;
  const nonce = signature.subarray(0, KEY);
  const challenge = sha512(join(nonce, key, domain, message));
  try {
    const [a, r] = [Point.fromBytes(key), Point.fromBytes(nonce)]; // throws on encodings that are not canonical
    const s = number(signature.subarray(KEY));
    if (a.isSmallOrder() || r.isSmallOrder() || s >= Point.Fn.ORDER) return false;
    return Point.BASE.multiplyUnsafe(s).equals(r.add(a.multiplyUnsafe(number(challenge) % Point.Fn.ORDER)));
  } catch {
    return false;
  }
}

/**
 * @param {Uint8Array} bytes little-endian
 * @returns {bigint}
 */
function number(bytes) {
  return bytes.reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n);
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
