/**
 * A batch as a member's browser receives it: whole envelopes, sorted, nothing else.
 */
import { sha256, sha256InPieces } from './derivation.js';
import { equal, isSorted, isZero } from './encoding.js';
import { Malformed, WrongInstance } from './errors.js';
import { CELLS, CONTEXT, ENVELOPE, INSTANCE, MAGIC, MAX_ENVELOPES, OBJECT } from './limits.js';
import { ENVELOPE_MAGIC } from './sealing.js';

/** @import { Bytes } from './encoding.js' */

/**
 * @param {Bytes} batch all values of one epoch, one after the other
 * @returns {Bytes[]} its envelopes; checkBatch says whether they make a batch
 */
export function splitBatch(batch) {
  const count = batch.length / ENVELOPE;
  if (!Number.isInteger(count)) throw new Malformed('batch');
  return Array.from({ length: count }, (_, at) => batch.subarray(at * ENVELOPE, (at + 1) * ENVELOPE));
}

/**
 * @param {Bytes[]} envelopes
 * @param {Bytes} instance
 * @throws {Malformed | WrongInstance}
 */
export function checkBatch(envelopes, instance) {
  if (!isBatchSize(envelopes.length) || !isSorted(envelopes)) throw new Malformed('batch');
  envelopes.forEach((envelope) => checkEnvelopeShape(envelope, instance));
}

/**
 * @param {number} count
 * @returns {boolean} whether a batch can have so many envelopes
 */
export function isBatchSize(count) {
  return count >= CELLS && count <= MAX_ENVELOPES && count % CELLS === 0;
}

/**
 * The hash of a batch that is not held whole.
 * @returns {{ add: (bytes: Bytes) => void, hash: () => Bytes }} `hash` once, at the end
 */
export function batchHasher() {
  return sha256InPieces();
}

/**
 * @param {Bytes} batch
 * @returns {Bytes}
 */
export function batchHash(batch) {
  return sha256(batch);
}

/**
 * @param {Bytes} envelope
 * @returns {Bytes}
 */
export function objectOf(envelope) {
  return envelope.slice(MAGIC + INSTANCE, MAGIC + INSTANCE + OBJECT);
}

/**
 * Step 1 of opening, and all that can be checked without a key.
 * @param {Bytes} envelope
 * @param {Bytes} instance
 * @throws {Malformed | WrongInstance}
 */
export function checkEnvelopeShape(envelope, instance) {
  if (envelope.length !== ENVELOPE) throw new Malformed('envelope');
  const magic = [...ENVELOPE_MAGIC].every((letter, at) => letter.charCodeAt(0) === envelope[at]);
  const zeros = isZero(envelope.subarray(MAGIC + INSTANCE + OBJECT, CONTEXT));
  if (!magic || !zeros) throw new Malformed('envelope');
  if (!equal(envelope.subarray(MAGIC, MAGIC + INSTANCE), instance)) throw new WrongInstance('envelope');
}
