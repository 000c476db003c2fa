/**
 * The mix: the key that drops are sealed to in this epoch, and the work that each must show.
 */
import { sha256 } from './derivation.js';
import { parseSigned } from './document.js';
import { equal, join, u64, utf8 } from './encoding.js';
import { BadSignature, ForeignMix, Malformed, StaleMix, TooLittleWork, WrongInstance } from './errors.js';
import { HASH, INSTANCE, KEY, MAX_BITS, MIX_SLACK_EPOCHS } from './limits.js';
import { Domain, verify } from './signatures.js';
import { hexOf, integerOf, objectOf, oneOf, readJson } from './strict.js';

/** @import { Bytes } from './encoding.js' */
/** @import { CurrentDirectory } from './directory.js' */

/**
 * @typedef {object} Mix
 * @property {Bytes} instance
 * @property {number} epoch
 * @property {Bytes} mixKey
 * @property {Bytes} challenge
 * @property {number} bits
 * @property {Bytes} directory hash of the directory it was made for
 */

/** Hashes under way together: many, for speed, and few enough that a page answers a key press between two such heaps. */
const AT_ONCE = 1024;

const readBody = objectOf({
  type: oneOf([Domain.MIX]),
  instance: hexOf(INSTANCE),
  epoch: integerOf(),
  mix_key: hexOf(KEY),
  challenge: hexOf(HASH),
  bits: integerOf(),
  directory: hexOf(HASH),
});

/**
 * @param {Bytes} bytes
 * @param {CurrentDirectory} directory
 * @param {number | null} epochNow of the page's clock; null only where no clock can be trusted
 * @returns {Mix}
 */
export function verifyMix(bytes, directory, epochNow) {
  const { body, signatures } = parseSigned(bytes);
  const { mix_key: mixKey, ...rest } = readBody(readJson(body));
  const { intakeKey, instance, hash } = directory.current;
  if (signatures.length !== 1) throw new Malformed('mix');
  if (!equal(signatures[0].key, intakeKey)) throw new BadSignature('mix');
  verify(Domain.MIX, intakeKey, utf8(body), signatures[0].signature);
  if (!equal(rest.instance, instance)) throw new WrongInstance('mix');
  if (!equal(rest.directory, hash)) throw new ForeignMix('mix');
  if (epochNow !== null && Math.abs(rest.epoch - epochNow) > MIX_SLACK_EPOCHS) throw new StaleMix('mix');
  if (rest.bits > MAX_BITS) throw new Malformed('bits');
  return { ...rest, mixKey };
}

/**
 * Work of 8 bytes that `checkWork` takes: `2 ** bits` hashes on average, the smallest number that is enough.
 *
 * WebCrypto, many at a time: where scripts are not compiled it is twenty times as fast as hashing in script.
 * @param {Bytes} challenge
 * @param {Bytes} envelope
 * @param {number} bits
 * @param {(tried: number) => Promise<void> | void} [breathe] called from time to time; a page must let events in there,
 *   since no promise of WebCrypto's does so everywhere
 * @returns {Promise<Bytes>}
 */
export async function solve(challenge, envelope, bits, breathe) {
  const tried = join(challenge, sha256(envelope), u64(0));
  const heap = Math.min(AT_ONCE, 2 ** bits);
  for (let first = 0; ; first += heap) {
    const found = await firstEnough(tried, first, heap, bits);
    if (found !== null) return u64(found);
    await breathe?.(first + heap);
  }
}

/**
 * @param {Bytes} tried ends with the eight bytes that are tried; no more than four of them are ever needed
 * @param {number} first
 * @param {number} heap how many
 * @param {number} bits
 * @returns {Promise<number | null>}
 */
async function firstEnough(tried, first, heap, bits) {
  const view = new DataView(tried.buffer, tried.byteOffset);
  const hashes = [];
  for (let number = first; number < first + heap; number += 1) {
    view.setUint32(tried.length - 4, number);
    hashes.push(crypto.subtle.digest('SHA-256', tried)); // which takes a copy at once
  }
  const at = (await Promise.all(hashes)).findIndex((hash) => leadingZeros(new Uint8Array(hash)) >= bits);
  return at < 0 ? null : first + at;
}

/**
 * @param {Bytes} challenge
 * @param {Bytes} envelope
 * @param {Bytes} work
 * @param {number} bits
 * @throws {TooLittleWork}
 */
export function checkWork(challenge, envelope, work, bits) {
  if (leadingZeros(sha256(challenge, sha256(envelope), work)) < bits) throw new TooLittleWork('drop');
}

/** @param {Bytes} bytes */
function leadingZeros(bytes) {
  const at = bytes.findIndex((byte) => byte !== 0);
  return at < 0 ? 8 * bytes.length : 8 * at + Math.clz32(bytes[at]) - 24;
}
