/**
 * Checkpoints of the record's tree: C2SP signed notes by the board key (protocol.md section 16).
 */
import { BLOCK } from './case-limits.js';
import { sha256 } from './derivation.js';
import { base64, equal, fromBase64, fromHex, fromUtf8, hex, join, utf8 } from './encoding.js';
import { BadSignature, BrokenChain, Malformed, WrongInstance } from './errors.js';
import { HASH, MAX_INTEGER, SIGNATURE } from './limits.js';
import { CaseDomain, publicKey, sign, verify } from './signatures.js';
import { verifyConsistency } from './tree.js';

/** @import { Bytes } from './encoding.js' */
/** @typedef {{ instance: Bytes, size: number, root: Bytes, epoch: number }} Checkpoint */

const ED25519 = Uint8Array.of(1); // the kind of key, in a key's id
const ID = 4;
const NOTE = new RegExp(
  '^(sealed-line/([0-9a-f]{32})/record)\\n(0|[1-9][0-9]{0,15})\\n([A-Za-z0-9+/]{43}=)\\nepoch (0|[1-9][0-9]{0,15})\\n'
  + '\\n\\u2014 (\\S+) ([A-Za-z0-9+/]{91}=)\\n$', 'u');

/**
 * @param {Checkpoint} checkpoint
 * @param {Bytes} seed of the board key
 * @returns {Bytes} the note
 */
export function makeCheckpoint(checkpoint, seed) {
  const signature = sign(CaseDomain.CHECKPOINT, seed, signedPart(checkpoint));
  const signed = base64(join(keyId(originOf(checkpoint), publicKey(seed)), signature));
  return utf8(`${textOf(checkpoint)}\n\u2014 ${originOf(checkpoint)} ${signed}\n`);
}

/**
 * @param {Bytes} note
 * @param {Bytes} boardKey
 * @param {Bytes} instance
 * @returns {Checkpoint}
 * @throws {Malformed | WrongInstance | BadSignature}
 */
export function verifyCheckpoint(note, boardKey, instance) {
  const { checkpoint, signed } = parse(note);
  if (!equal(checkpoint.instance, instance)) throw new WrongInstance('checkpoint');
  if (!equal(signed.subarray(0, ID), keyId(originOf(checkpoint), boardKey))) throw new BadSignature('checkpoint');
  verify(CaseDomain.CHECKPOINT, boardKey, signedPart(checkpoint), signed.subarray(ID));
  return checkpoint;
}

/**
 * @param {Checkpoint} pinned the last one seen
 * @param {Checkpoint} found
 * @param {Bytes[]} proof of consistency
 * @throws {BrokenChain} something went or changed since
 */
export function checkNext(pinned, found, proof) {
  const [epochs, grown] = [found.epoch - pinned.epoch, found.size - pinned.size];
  const follows = epochs >= 0 && grown >= BLOCK * epochs && (epochs > 0 || grown === 0);
  if (!follows || !equal(found.instance, pinned.instance)) throw new BrokenChain('checkpoint');
  verifyConsistency(pinned.size, pinned.root, found.size, found.root, proof);
}

/**
 * @param {string} origin
 * @param {Bytes} key
 * @returns {Bytes} the four bytes that a note names its key by
 */
export function keyId(origin, key) {
  return sha256(`${origin}\n`, ED25519, key).slice(0, ID);
}

/** @param {Checkpoint} checkpoint */
function originOf({ instance }) {
  return `${CaseDomain.CHECKPOINT}${hex(instance)}/record`;
}

/** @param {Checkpoint} checkpoint */
function textOf(checkpoint) {
  return `${originOf(checkpoint)}\n${checkpoint.size}\n${base64(checkpoint.root)}\nepoch ${checkpoint.epoch}\n`;
}

/** @param {Checkpoint} checkpoint */
function signedPart(checkpoint) {
  return utf8(textOf(checkpoint).slice(CaseDomain.CHECKPOINT.length));
}

/**
 * @param {Bytes} note
 * @returns {{ checkpoint: Checkpoint, signed: Bytes }}
 */
function parse(note) {
  const found = NOTE.exec(fromUtf8(note));
  if (!found || found[6] !== found[1]) throw new Malformed('checkpoint');
  const [size, epoch] = [Number(found[3]), Number(found[5])];
  if (Math.max(size, epoch) > MAX_INTEGER || size % BLOCK) throw new Malformed('checkpoint');
  const signed = fromBase64(found[7], ID + SIGNATURE);
  return { checkpoint: { instance: fromHex(found[2]), size, root: fromBase64(found[4], HASH), epoch }, signed };
}
