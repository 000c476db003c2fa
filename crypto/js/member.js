/**
 * How a member's keys rest on the server: wrapped under a passphrase that the server never sees, and once
 * more under the code of a printed sheet.
 */
import { argon2idAsync } from '@noble/hashes/argon2.js';
import { gcmOpen, gcmSeal, random } from './boxes.js';
import { deflate, inflate } from './deflate.js';
import { hkdf, sha256 } from './derivation.js';
import { fromUtf8, integer, isZero, join, u32, utf8 } from './encoding.js';
import { Damaged, Malformed, TooLong, WrongPassphrase } from './errors.js';
import { BUNDLE, CODE_WORDS, KEY, MARKS, MARKS_DEFLATED, MAX_MARKS, NONCE, PEPPER, SALT, WRAPPED } from './limits.js';
import { readJson } from './strict.js';
import { canonical, drawWords, normal } from './words.js';

/** @import { Bytes } from './encoding.js' */

/** Argon2id, RFC 9106: memory in KiB. */
const STRETCH = { m: 65_536, t: 3, p: 1, dkLen: KEY };
const KEYS_CONTEXT = 'SLMEM/1 keys';
const MARKS_CONTEXT = 'SLMEM/1 marks';

/**
 * Argon2id of the passphrase: a second or two, and 64 MiB. Run it in a Worker and end the Worker afterwards.
 * @param {string} passphrase
 * @param {string} login
 * @param {Bytes} instance
 * @param {(progress: number) => void} [onProgress] 0 to 1
 * @returns {Promise<Bytes>} root, 32 bytes
 */
export function stretch(passphrase, login, instance, onProgress) {
  const name = normal(login).toLowerCase();
  const salt = sha256('SLMEM/1 salt', instance, name).slice(0, SALT);
  return argon2idAsync(utf8(normal(passphrase)), salt, { ...STRETCH, onProgress });
}

/**
 * @param {Bytes} root
 * @returns {Bytes} what the browser shows the server; it unwraps nothing
 */
export function loginVerifier(root) {
  return hkdf(root, 'SLMEM/1 login');
}

/**
 * @param {Bytes} bundle from MemberSecret.pack
 * @param {Bytes} root
 * @param {Bytes} pepper
 * @param {Bytes} instance
 * @returns {Promise<Bytes>} 156 bytes
 */
export function wrap(bundle, root, pepper, instance) {
  return sealBundle(wrapKey(root, pepper), bundle, instance);
}

/**
 * @param {Bytes} wrapped
 * @param {Bytes} root
 * @param {Bytes} pepper
 * @param {Bytes} instance
 * @returns {Promise<Bytes>} the bundle, for MemberSecret.unpack
 * @throws {WrongPassphrase}
 */
export function unwrap(wrapped, root, pepper, instance) {
  return openBundle(wrapKey(root, pepper), wrapped, instance);
}

/** @returns {string} ten words for the recovery sheet */
export function drawCode() {
  return drawWords(CODE_WORDS);
}

/**
 * @param {string} code as typed
 * @param {Bytes} instance
 * @returns {Bytes}
 */
export function sheetKey(code, instance) {
  return hkdf(utf8(canonical(code)), 'SLMEM/1 sheet', instance);
}

/**
 * @param {Bytes} sheet
 * @returns {Bytes} what the browser shows the server to be let in by the sheet
 */
export function sheetProof(sheet) {
  return hkdf(sheet, 'SLMEM/1 recover');
}

/**
 * @param {Bytes} bundle
 * @param {Bytes} sheet
 * @param {Bytes} instance
 * @returns {Promise<Bytes>} 156 bytes
 */
export function wrapResting(bundle, sheet, instance) {
  return sealBundle(hkdf(sheet, 'SLMEM/1 sheet wrap'), bundle, instance);
}

/**
 * @param {Bytes} resting
 * @param {Bytes} sheet
 * @param {Bytes} instance
 * @returns {Promise<Bytes>} the bundle
 * @throws {WrongPassphrase}
 */
export function unwrapResting(resting, sheet, instance) {
  return openBundle(hkdf(sheet, 'SLMEM/1 sheet wrap'), resting, instance);
}

/**
 * @param {unknown} marks what was read, what was sent: JSON as the protocol has it, so numbers are integers from 0
 * @param {Bytes} signSeed
 * @param {Bytes} instance
 * @returns {Promise<Bytes>} 65 564 bytes
 * @throws {TooLong}
 */
export async function sealMarks(marks, signSeed, instance) {
  const json = utf8(JSON.stringify(marks));
  readJson(json);
  const deflated = await deflate(json);
  const room = MARKS_DEFLATED - deflated.length;
  if (room < 0 || json.length > MAX_MARKS) throw new TooLong('marks');
  const plain = join(u32(deflated.length), deflated, new Uint8Array(room));
  return sealWith(hkdf(signSeed, 'SLMEM/1 marks'), plain, MARKS_CONTEXT, instance);
}

/**
 * @param {Bytes} sealed
 * @param {Bytes} signSeed
 * @param {Bytes} instance
 * @returns {Promise<unknown>} as it was sealed
 * @throws {Malformed | Damaged}
 */
export async function openMarks(sealed, signSeed, instance) {
  if (sealed.length !== MARKS) throw new Malformed('marks');
  const plain = await openWith(hkdf(signSeed, 'SLMEM/1 marks'), sealed, MARKS_CONTEXT, instance);
  const end = 4 + integer(plain.subarray(0, 4));
  if (end > plain.length || !isZero(plain.subarray(end))) throw new Malformed('marks');
  const json = await inflate(plain.slice(4, end), MAX_MARKS);
  readJson(json);
  return JSON.parse(fromUtf8(json));
}

/**
 * @param {Bytes} root
 * @param {Bytes} pepper
 */
function wrapKey(root, pepper) {
  if (root.length !== KEY || pepper.length !== PEPPER) throw new Malformed('pepper');
  return hkdf(join(root, pepper), 'SLMEM/1 wrap');
}

/**
 * @param {Bytes} key
 * @param {Bytes} bundle
 * @param {Bytes} instance
 */
async function sealBundle(key, bundle, instance) {
  if (bundle.length !== BUNDLE) throw new Malformed('bundle');
  return sealWith(key, bundle, KEYS_CONTEXT, instance);
}

/**
 * @param {Bytes} key
 * @param {Bytes} wrapped
 * @param {Bytes} instance
 */
async function openBundle(key, wrapped, instance) {
  if (wrapped.length !== WRAPPED) throw new Malformed('wrapped');
  return openWith(key, wrapped, KEYS_CONTEXT, instance).catch((error) => {
    throw error instanceof Damaged ? new WrongPassphrase('bundle') : error;
  });
}

/**
 * @param {Bytes} key
 * @param {Bytes} message
 * @param {string} context
 * @param {Bytes} instance
 * @returns {Promise<Bytes>}
 */
async function sealWith(key, message, context, instance) {
  const nonce = random(NONCE); // random, because these keys wrap more than once
  return join(nonce, await gcmSeal(key, message, nonce, join(context, instance)));
}

/**
 * @param {Bytes} key
 * @param {Bytes} sealed
 * @param {string} context
 * @param {Bytes} instance
 */
function openWith(key, sealed, context, instance) {
  return gcmOpen(key, sealed.slice(NONCE), sealed.slice(0, NONCE), join(context, instance));
}
