/**
 * Hashes and key derivation of protocol.md section 1. Synchronous on purpose: a reply board takes
 * hundreds of tiny derivations, and a promise for each would cost more than the hash.
 */
import { expand as nobleExpand, extract as nobleExtract } from '@noble/hashes/hkdf.js';
import { hmac as nobleHmac } from '@noble/hashes/hmac.js';
import { sha256 as nobleSha256, sha512 } from '@noble/hashes/sha2.js';
import { join, utf8 } from './encoding.js';
import { KEY, MAC, PBKDF2_ITERATIONS } from './limits.js';

/** @import { Bytes } from './encoding.js' */

const EMPTY = new Uint8Array(0);

/**
 * @param {...(Uint8Array | string)} parts joined
 * @returns {Bytes} 32 bytes
 */
export function sha256(...parts) {
  return nobleSha256(join(...parts));
}

/**
 * For what is too long to be held at once.
 * @returns {{ add: (bytes: Uint8Array) => void, hash: () => Bytes }}
 */
export function sha256InPieces() {
  const state = nobleSha256.create();
  return { add: (bytes) => void state.update(bytes), hash: () => /** @type {Bytes} */ (state.digest()) };
}

/**
 * HKDF-SHA-512, empty salt.
 * @param {Uint8Array} key
 * @param {...(Uint8Array | string)} info joined
 * @returns {Bytes} 32 bytes
 */
export function hkdf(key, ...info) {
  return expand(extract(key), ...info);
}

/**
 * The first half of hkdf, to be done once where one key serves many expansions.
 * @param {Uint8Array} key
 * @returns {Bytes}
 */
export function extract(key) {
  return nobleExtract(sha512, key, EMPTY);
}

/**
 * @param {Uint8Array} extracted
 * @param {...(Uint8Array | string)} info joined
 * @returns {Bytes} 32 bytes
 */
export function expand(extracted, ...info) {
  return nobleExpand(sha512, extracted, join(...info), KEY);
}

/**
 * HMAC-SHA-512, the first 32 bytes.
 * @param {Uint8Array} key
 * @param {...(Uint8Array | string)} message joined
 * @returns {Bytes}
 */
export function hmac(key, ...message) {
  return nobleHmac(sha512, key, join(...message)).slice(0, MAC);
}

/**
 * PBKDF2-HMAC-SHA-512 of the protocol's iterations.
 * @param {Bytes | string} password
 * @param {Bytes} salt
 * @returns {Promise<Bytes>} 32 bytes
 */
export async function pbkdf2(password, salt) {
  const secret = typeof password === 'string' ? utf8(password) : password;
  const key = await crypto.subtle.importKey('raw', secret, 'PBKDF2', false, ['deriveBits']);
  const parameters = /** @type {const} */ ({ name: 'PBKDF2', hash: 'SHA-512', salt, iterations: PBKDF2_ITERATIONS });
  return new Uint8Array(await crypto.subtle.deriveBits(parameters, key, 8 * KEY));
}
