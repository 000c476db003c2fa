/**
 * The one thing that a browser posts: an envelope, or cover, sealed to the mix, always 16 384 bytes.
 */
import { boxOpen, boxPublicKey, boxSeal } from './boxes.js';
import { checkEnvelopeShape } from './batch.js';
import { isZero, join } from './encoding.js';
import { Malformed, NotOpened } from './errors.js';
import { DROP, DROP_PLAIN, DROP_ZEROS, ENVELOPE, WORK } from './limits.js';

/** @import { Bytes } from './encoding.js' */

export const Kind = /** @type {const} */ ({ COVER: 0, ENVELOPE: 1 });
/** @typedef {(typeof Kind)[keyof typeof Kind]} DropKind */
/** @typedef {{ kind: DropKind, work: Bytes, envelope: Bytes }} Drop */

/** The two answers of the intake, without their padding. */
export const STORED = 'stored';
export const NOT_STORED = 'not stored: reload';

/**
 * @param {DropKind} kind
 * @param {Bytes} envelope for cover, a filler
 * @param {Bytes} mixKey
 * @param {Bytes} work from solve
 * @returns {Bytes}
 */
export function sealDrop(kind, envelope, mixKey, work) {
  if (envelope.length !== ENVELOPE || work.length !== WORK) throw new Malformed('drop');
  return boxSeal(mixKey, join(Uint8Array.of(kind), work, new Uint8Array(DROP_ZEROS), envelope));
}

/**
 * @param {Bytes} drop
 * @param {Bytes} mixSecret
 * @param {Bytes} instance
 * @returns {Drop}
 * @throws {NotOpened | Malformed}
 */
export function openDrop(drop, mixSecret, instance) {
  if (drop.length !== DROP) throw new Malformed('drop');
  const plain = openOuter(drop, mixSecret);
  const zeros = plain.subarray(1 + WORK, 1 + WORK + DROP_ZEROS);
  const envelope = plain.slice(DROP_PLAIN - ENVELOPE);
  const kind = kindOf(plain[0]);
  if (!isZero(zeros)) throw new Malformed('drop');
  checkEnvelopeShape(envelope, instance);
  return { kind, work: plain.slice(1, 1 + WORK), envelope };
}

/**
 * @param {Bytes} drop
 * @param {Bytes} mixSecret
 */
function openOuter(drop, mixSecret) {
  try {
    return boxOpen(mixSecret, boxPublicKey(mixSecret), drop);
  } catch {
    throw new NotOpened('drop');
  }
}

/**
 * @param {number} byte
 * @returns {DropKind}
 */
function kindOf(byte) {
  if (byte !== Kind.COVER && byte !== Kind.ENVELOPE) throw new Malformed('kind');
  return byte;
}
