/**
 * The mix: the key that drops are sealed to in this epoch, and the work that each must show.
 */
import { sha256, sha256After } from './derivation.js';
import { parseSigned } from './document.js';
import { equal, u64, utf8 } from './encoding.js';
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

/** Hashes between two breaths of the page: some hundredths of a second in a browser without JIT. */
const STRETCH = 256;

/**
 * @param {Bytes} challenge
 * @param {Bytes} envelope
 * @param {number} bits
 * @param {(tried: number) => void} [progress] told after every stretch how many hashes were tried; `2 ** bits` are needed on average
 * @returns {Promise<Bytes>} work for the drop; the page stays alive meanwhile
 */
export async function solve(challenge, envelope, bits, progress) {
  const hash = sha256After(challenge, sha256(envelope));
  for (let tried = 0; ; tried += 1) {
    const work = u64(tried);
    if (leadingZeros(hash(work)) >= bits) return work;
    if (tried % STRETCH !== STRETCH - 1) continue;
    progress?.(tried + 1);
    // Any native promise lets the page breathe; a timer would wait for a second in a page that is not in front.
    await crypto.subtle.digest('SHA-256', work);
  }
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
