/**
 * X25519. Where many are computed with one secret, the browser's own does it some twenty times faster than script; what
 * it cannot do, or does differently, is done by script all the same.
 */
import { x25519 } from '@noble/curves/ed25519.js';
import { equal, isZero } from './encoding.js';

/** @import { Bytes } from './encoding.js' */

/** What stands before a secret of 32 bytes in PKCS #8 (RFC 8410), the only form that every browser takes one in. */
const PKCS8 = Uint8Array.of(0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x6e, 4, 0x22, 4, 0x20);
/** The base point: any point would do to see whether both compute the same. */
const BASE = Uint8Array.of(9, ...new Uint8Array(31));

/**
 * @param {Uint8Array} secret
 * @param {Uint8Array} theirs
 * @returns {Bytes | null} null where the result is all zeros: anybody could know that key
 */
export function agree(secret, theirs) {
  try {
    return x25519.getSharedSecret(secret, theirs).slice();
  } catch {
    return null;
  }
}

/**
 * @param {Uint8Array} secret
 * @returns {Promise<(theirs: Bytes) => Promise<Bytes | null>>} as `agree`, for many points
 */
export async function agreeWithMany(secret) {
  const byScript = async (/** @type {Bytes} */ theirs) => agree(secret, theirs);
  try {
    const byBrowser = await throughBrowser(secret);
    const [one, other] = [await byBrowser(BASE), agree(secret, BASE)];
    if (!other || !equal(one, other)) return byScript;
    // It refuses more than zeros at most, and says nothing of why: then script has the last word.
    return (theirs) => byBrowser(theirs).catch(() => byScript(theirs));
  } catch {
    return byScript;
  }
}

/**
 * @param {Uint8Array} secret
 * @returns {Promise<(theirs: Bytes) => Promise<Bytes>>}
 */
async function throughBrowser(secret) {
  const pkcs8 = new Uint8Array([...PKCS8, ...secret]);
  const own = await crypto.subtle.importKey('pkcs8', pkcs8, 'X25519', false, ['deriveBits']).finally(() => pkcs8.fill(0));
  return async (theirs) => {
    const point = await crypto.subtle.importKey('raw', theirs, 'X25519', false, []);
    const shared = new Uint8Array(await crypto.subtle.deriveBits({ name: 'X25519', public: point }, own, 256));
    if (isZero(shared)) throw new TypeError('all zeros'); // as the standard asks of it
    return shared;
  };
}
