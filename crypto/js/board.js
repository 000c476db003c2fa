/**
 * The reply board as a page reads it: the same bytes for everyone, and with them the list of what was stored.
 */
import { isBatchSize } from './batch.js';
import { sha256 } from './derivation.js';
import { equal, integer, isSorted } from './encoding.js';
import { BrokenChain, Malformed, WrongInstance } from './errors.js';
import {
  BOARD_EPOCHS, BOARD_HEAD, ENTRIES_END, ENTRY, HASH, INSTANCE, MAGIC, OBJECT, SIGNATURE,
} from './limits.js';
import { Domain, verify } from './signatures.js';

/** @import { Bytes } from './encoding.js' */
/** @import { Reporter } from './phrase.js' */

/**
 * @typedef {object} Board
 * @property {Bytes} instance
 * @property {number} sequence
 * @property {number} epoch the last one that the stored list holds
 * @property {Bytes} previous SHA-256 of the board before
 * @property {Bytes[]} entries 360
 * @property {{ epoch: number, objects: Bytes[] }[]} stored ascending by epoch, at most 90
 */

const BOARD_MAGIC = 'SLBRD/1\n';

/**
 * @param {Bytes} bytes
 * @param {Bytes} boardKey of the verified directory
 * @param {Bytes} instance
 * @returns {Board}
 * @throws {Malformed | WrongInstance | BadSignature}
 */
export function verifyBoard(bytes, boardKey, instance) {
  const board = parse(bytes);
  if (!equal(board.instance, instance)) throw new WrongInstance('board');
  verify(Domain.BOARD, boardKey, bytes.subarray(0, -SIGNATURE), bytes.subarray(-SIGNATURE));
  return board;
}

/**
 * @param {Bytes} before the signed board that is held
 * @param {Board} board
 * @throws {BrokenChain} unless the board is the next
 */
export function follows(before, board) {
  const old = parse(before);
  const next = board.sequence === old.sequence + 1 && board.epoch === old.epoch + 1;
  if (!next || !equal(board.previous, sha256(before))) throw new BrokenChain('board');
}

/**
 * @param {Board} board
 * @param {Reporter} reporter
 * @returns {{ epoch: number, object: Bytes }[]} the reporter's own envelopes that reached the committee
 */
export function findStored(board, reporter) {
  return board.stored.flatMap(({ epoch, objects }) =>
    objects.filter((object) => reporter.isOwn(object)).map((object) => ({ epoch, object })));
}

/**
 * @param {Bytes} bytes
 * @returns {Board}
 */
function parse(bytes) {
  if (bytes.length < ENTRIES_END + 4 + SIGNATURE) throw new Malformed('board');
  const magic = [...BOARD_MAGIC].every((letter, at) => letter.charCodeAt(0) === bytes[at]);
  const at = MAGIC + INSTANCE;
  const sequence = integer(bytes.subarray(at, at + 8));
  const epoch = integer(bytes.subarray(at + 8, at + 16));
  const stored = parseStored(bytes.subarray(ENTRIES_END, -SIGNATURE), epoch);
  const entries = slices(bytes.subarray(BOARD_HEAD, ENTRIES_END), ENTRY);
  if (!magic || !isSorted(entries) || stored.length !== Math.min(sequence, BOARD_EPOCHS)) throw new Malformed('board');
  const previous = bytes.slice(BOARD_HEAD - HASH, BOARD_HEAD);
  return { instance: bytes.slice(MAGIC, at), sequence, epoch, previous, entries, stored };
}

/**
 * @param {Bytes} bytes
 * @param {number} last epoch of the list
 */
function parseStored(bytes, last) {
  const count = integer(bytes.subarray(0, 4));
  if (count > BOARD_EPOCHS || count > last + 1) throw new Malformed('stored list');
  const stored = [];
  let at = 4;
  for (let epoch = last - count + 1; epoch <= last; epoch += 1) {
    const end = at + 4 + OBJECT * (bytes.length >= at + 4 ? integer(bytes.subarray(at, at + 4)) : Infinity);
    if (end > bytes.length) throw new Malformed('stored list');
    const objects = slices(bytes.subarray(at + 4, end), OBJECT);
    if (!isBatchSize(objects.length) || !isSorted(objects)) throw new Malformed('stored list');
    stored.push({ epoch, objects });
    at = end;
  }
  if (at !== bytes.length) throw new Malformed('stored list');
  return stored;
}

/**
 * @param {Bytes} bytes
 * @param {number} size
 */
function slices(bytes, size) {
  return Array.from({ length: bytes.length / size }, (_, at) => bytes.subarray(at * size, (at + 1) * size));
}
