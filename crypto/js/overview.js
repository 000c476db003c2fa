/**
 * The index: a member's own overview of its cases, sealed for itself alone (protocol.md section 17).
 */
import { gcmOpen, gcmSeal, random } from './boxes.js';
import { INDEX_FRAMES, INDEX_OVERHEAD, MAX_INDEX } from './case-limits.js';
import { hkdf } from './derivation.js';
import { join, utf8 } from './encoding.js';
import { Malformed } from './errors.js';
import { NONCE } from './limits.js';
import { closeSteps, openSteps } from './steps.js';
import { readJson } from './strict.js';

/** @import { Bytes } from './encoding.js' */
/** @import { Json } from './strict.js' */

const LABEL = 'SLMEM/1 index';

/**
 * @param {unknown} index JSON as the protocol has it, so numbers are integers from 0
 * @param {Bytes} signSeed
 * @param {Bytes} instance
 * @returns {Promise<Bytes>} in one of five lengths
 * @throws {TooLong}
 */
export async function sealIndex(index, signSeed, instance) {
  const json = utf8(JSON.stringify(index));
  readJson(json);
  const frame = await closeSteps(json, INDEX_FRAMES, MAX_INDEX);
  const nonce = random(NONCE); // random, because this key seals more than once
  return join(nonce, await gcmSeal(hkdf(signSeed, LABEL), frame, nonce, join(LABEL, instance)));
}

/**
 * @param {Bytes} sealed
 * @param {Bytes} signSeed
 * @param {Bytes} instance
 * @returns {Promise<unknown>} as it was sealed
 * @throws {Malformed | Damaged}
 */
export async function openIndex(sealed, signSeed, instance) {
  if (!INDEX_FRAMES.includes(sealed.length - INDEX_OVERHEAD)) throw new Malformed('index');
  const key = hkdf(signSeed, LABEL);
  const frame = await gcmOpen(key, sealed.slice(NONCE), sealed.slice(0, NONCE), join(LABEL, instance));
  return plain(readJson(await openSteps(frame, INDEX_FRAMES, MAX_INDEX)));
}

/**
 * @param {Json} json
 * @returns {unknown} with objects for maps: an index is long, and is not parsed a second time
 */
function plain(json) {
  if (Array.isArray(json)) return json.map(plain);
  return json instanceof Map ? Object.fromEntries([...json].map(([name, value]) => [name, plain(value)])) : json;
}
