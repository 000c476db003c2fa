/**
 * The ciphers of protocol.md section 1: libsodium's sealed box and secretbox, AES-256-GCM, ML-KEM-768,
 * and the random bytes they need. Opening throws Damaged; callers rename it where the protocol has another name.
 */
import { xsalsa20poly1305, hsalsa } from '@noble/ciphers/salsa.js';
import { x25519 } from '@noble/curves/ed25519.js';
import { blake2b } from '@noble/hashes/blake2.js';
import { ml_kem768 } from '@noble/post-quantum/ml-kem.js';
import { agree, agreeWithMany } from './agreement.js';
import { join } from './encoding.js';
import { Damaged, Malformed } from './errors.js';
import { BOX_OVERHEAD, KEY, MLKEM_CIPHERTEXT, NONCE } from './limits.js';

/** @import { Bytes } from './encoding.js' */

const BOX_NONCE = 24;
const ZERO_NONCE = new Uint8Array(NONCE);
const ZERO_BOX_NONCE = new Uint8Array(BOX_NONCE);
/** "expand 32-byte k", the constant of Salsa20, as little-endian words. */
const SIGMA = Uint32Array.of(0x61707865, 0x3320646e, 0x79622d32, 0x6b206574);

/**
 * @param {number} length
 * @returns {Bytes} from the operating system
 */
export function random(length) {
  return crypto.getRandomValues(new Uint8Array(length));
}

/**
 * @param {Uint8Array} secret X25519
 * @returns {Bytes}
 */
export function boxPublicKey(secret) {
  return x25519.getPublicKey(secret);
}

/**
 * libsodium crypto_box_seal.
 * @param {Uint8Array} publicKey X25519
 * @param {Uint8Array} message
 * @returns {Bytes} 48 bytes longer than the message
 */
export function boxSeal(publicKey, message) {
  const ephemeral = random(KEY);
  const ephemeralPublic = boxPublicKey(ephemeral);
  const shared = agree(ephemeral, publicKey);
  if (!shared) throw new Malformed('a key of small order');
  const key = boxKey(shared);
  const sealed = xsalsa20poly1305(key, sealNonce(ephemeralPublic, publicKey)).encrypt(message);
  return join(ephemeralPublic, sealed);
}

/**
 * libsodium crypto_box_seal_open.
 * @param {Uint8Array} secret X25519
 * @param {Uint8Array} publicKey that of the secret; handed in because computing it costs as much as opening
 * @param {Uint8Array} sealed
 * @returns {Bytes}
 */
export function boxOpen(secret, publicKey, sealed) {
  const ephemeralPublic = ephemeralOf(sealed);
  return openShared(agree(secret, ephemeralPublic), publicKey, ephemeralPublic, sealed);
}

/**
 * The same for many boxes to one key.
 * @param {Uint8Array} secret X25519
 * @param {Uint8Array} publicKey that of the secret
 * @returns {Promise<(sealed: Uint8Array) => Promise<Bytes>>} throws Damaged
 */
export async function boxOpener(secret, publicKey) {
  const agreed = await agreeWithMany(secret);
  return async (sealed) => {
    const ephemeralPublic = ephemeralOf(sealed);
    return openShared(await agreed(ephemeralPublic), publicKey, ephemeralPublic, sealed);
  };
}

/** @param {Uint8Array} sealed */
function ephemeralOf(sealed) {
  if (sealed.length < BOX_OVERHEAD) throw new Damaged('box');
  return /** @type {Bytes} */ (sealed.slice(0, KEY));
}

/**
 * @param {Bytes | null} shared
 * @param {Uint8Array} publicKey
 * @param {Uint8Array} ephemeralPublic
 * @param {Uint8Array} sealed
 */
function openShared(shared, publicKey, ephemeralPublic, sealed) {
  if (!shared) throw new Damaged('box');
  return decrypt(boxKey(shared), sealNonce(ephemeralPublic, publicKey), sealed.subarray(KEY));
}

/**
 * @param {Bytes} shared of X25519, not all zeros
 * @returns {Bytes}
 */
function boxKey(shared) {
  const key = new Uint32Array(KEY / 4);
  hsalsa(SIGMA, new Uint32Array(shared.buffer), new Uint32Array(4), key);
  return new Uint8Array(key.buffer);
}

/**
 * @param {Uint8Array} ephemeralPublic
 * @param {Uint8Array} publicKey
 */
function sealNonce(ephemeralPublic, publicKey) {
  return blake2b(join(ephemeralPublic, publicKey), { dkLen: BOX_NONCE });
}

/**
 * @param {Uint8Array} key
 * @param {Uint8Array} nonce
 * @param {Uint8Array} sealed
 * @returns {Bytes}
 */
function decrypt(key, nonce, sealed) {
  try {
    return xsalsa20poly1305(key, nonce).decrypt(sealed);
  } catch {
    throw new Damaged('box');
  }
}

/**
 * libsodium crypto_secretbox_easy, nonce of zeros: for keys that encrypt one message only.
 * @param {Uint8Array} key
 * @param {Uint8Array} message
 * @returns {Bytes}
 */
export function secretboxSeal(key, message) {
  return xsalsa20poly1305(key, ZERO_BOX_NONCE).encrypt(message);
}

/**
 * @param {Uint8Array} key
 * @param {Uint8Array} sealed
 * @returns {Bytes}
 */
export function secretboxOpen(key, sealed) {
  return decrypt(key, ZERO_BOX_NONCE, sealed);
}

/**
 * ML-KEM-768.
 * @param {Uint8Array} seed 64 bytes
 * @returns {{ publicKey: Bytes, secretKey: Bytes }}
 */
export function kemKeys(seed) {
  return ml_kem768.keygen(seed);
}

/**
 * @param {Uint8Array} publicKey 1 184 bytes
 * @returns {{ ciphertext: Bytes, shared: Bytes }} 1 088 and 32 bytes
 */
export function encapsulate(publicKey) {
  try {
    const { cipherText: ciphertext, sharedSecret: shared } = ml_kem768.encapsulate(publicKey);
    return { ciphertext, shared };
  } catch {
    throw new Malformed('a key that FIPS 203 refuses');
  }
}

/**
 * @param {Uint8Array} secretKey from kemKeys
 * @param {Uint8Array} ciphertext
 * @returns {Bytes} the shared secret; of a wrong ciphertext one that nobody knows, as FIPS 203 wants
 */
export function decapsulate(secretKey, ciphertext) {
  if (ciphertext.length !== MLKEM_CIPHERTEXT) throw new Damaged('ML-KEM ciphertext');
  return ml_kem768.decapsulate(ciphertext, secretKey);
}

/**
 * AES-256-GCM. Without a nonce it is of zeros: for keys that encrypt one message only.
 * @param {Bytes} key
 * @param {Bytes} message
 * @param {Bytes} [nonce]
 * @param {Bytes} [associated]
 * @returns {Promise<Bytes>}
 */
export async function gcmSeal(key, message, nonce = ZERO_NONCE, associated = new Uint8Array(0)) {
  const imported = await crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt']);
  const parameters = /** @type {const} */ ({ name: 'AES-GCM', iv: nonce, additionalData: associated });
  return new Uint8Array(await crypto.subtle.encrypt(parameters, imported, message));
}

/**
 * @param {Bytes} key
 * @param {Bytes} sealed
 * @param {Bytes} [nonce]
 * @param {Bytes} [associated]
 * @returns {Promise<Bytes>}
 */
export async function gcmOpen(key, sealed, nonce = ZERO_NONCE, associated = new Uint8Array(0)) {
  const imported = await crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['decrypt']);
  const parameters = /** @type {const} */ ({ name: 'AES-GCM', iv: nonce, additionalData: associated });
  try {
    return new Uint8Array(await crypto.subtle.decrypt(parameters, imported, sealed));
  } catch {
    throw new Damaged('AES-GCM');
  }
}
