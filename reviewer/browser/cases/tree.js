/**
 * The tree of all records, as a reader follows it (docs/protocol.md, section 16): each checkpoint must grow from those
 * that were seen before, and what is old enough must be in it. What is wrong is kept to be told, and stops nothing: a
 * server that lies must not be able to take a case from its readers as well.
 */
import { checkNext, verifyCheckpoint, verifyInclusion } from '../../../crypto/js/cases.js';
import { BadSignature, BrokenChain, Malformed, ProtocolError } from '../../../crypto/js/errors.js';
import { fromHex, hex, utf8 } from '../../../crypto/js/index.js';
import { Refused } from '../api.js';
import { epochNow } from '../clock.js';
import { epochAfter } from '../days.js';
import * as api from './api.js';

/** @import { Bytes, CurrentDirectory } from '../../../crypto/js/index.js' */
/** @import { CaseRecord, Checkpoint } from '../../../crypto/js/cases.js' */
/** @import { Pinned } from '../overview/kept.js' */
/**
 * `other`: shorter than the tree that was seen, or another one; `unsigned`: not by this line; `late`: no new checkpoint
 * for days; `away`: the server fails to show it.
 * @typedef {'' | 'other' | 'unsigned' | 'late' | 'away'} Trouble
 */
/**
 * @typedef {object} TreeSeen of one visit
 * @property {Checkpoint | null} checkpoint the newest, once it was checked
 * @property {Trouble} trouble
 * @property {Map<string, number>} proven by case: the last entry that is known to be in the tree
 * @property {Map<string, number>} missing by case: an entry that should be in the tree and is not
 */
/**
 * @typedef {object} Follower
 * @property {Bytes} instance
 * @property {CurrentDirectory | null} directory
 * @property {{ epoch_seconds: number }} line
 * @property {{ checkpoints: Pinned[] } | null} [overview] where the checkpoints that were seen are kept
 * @property {TreeSeen} tree
 */

const DAY_SECONDS = 86_400;
const LATE = 3; // days, and epochs
const TRIES = 3;
const HASH = /^[0-9a-f]{64}$/;

/** @type {(own: Follower) => void} */
let tell = () => {};

/** @param {(own: Follower) => void} told called after each look at the tree */
export function whenFollowed(told) {
  tell = told;
}

/** @returns {TreeSeen} */
export function noTree() {
  return { checkpoint: null, trouble: '', proven: new Map(), missing: new Map() };
}

/**
 * Demands the newest checkpoint, and that its tree begins with each one that was seen before.
 * @param {Follower} own whose overview was loaded and whose directory was fetched
 * @throws {Refused} when no answer came
 */
export async function followTree(own) {
  const { tree, overview } = own;
  if (!overview) throw new Error('no overview');
  try {
    const found = await newest(own, overview.checkpoints);
    if (found.length > 0) overview.checkpoints = distinct(found.map(pinOf));
    tree.checkpoint = found.at(-1) ?? null;
    tree.trouble = isLate(own, tree.checkpoint) ? 'late' : '';
  } catch (error) {
    tree.trouble = troubleOf(error); // and what was seen stays pinned
    tree.checkpoint = null;
  }
  tell(own);
}

/**
 * Demands the leaf of the last entry that must have one; the entries before it are in its hash.
 * @param {Follower} own
 * @param {string} id
 * @param {CaseRecord} record
 * @throws {Refused} when no answer came
 */
export async function demandLeaf(own, id, { entries, hashes }) {
  const { tree } = own;
  const sequence = lastCovered(own, entries);
  if (sequence < 0 || sequence <= (tree.proven.get(id) ?? -1)) return;
  try {
    await provenAt(own, id, sequence, hashes[sequence]);
    if (!tree.checkpoint) return; // what is wrong with it was told already
    tree.proven.set(id, sequence);
    tree.missing.delete(id);
  } catch (error) {
    const trouble = error instanceof Refused && error.status === 404 ? 'other' : troubleOf(error);
    if (trouble === 'away') tree.trouble = trouble;
    else tree.missing.set(id, sequence);
  }
  tell(own);
}

/**
 * @param {Follower} own
 * @param {readonly Pinned[]} pins
 * @returns {Promise<Checkpoint[]>} one for each pin: another one may have come between two answers
 */
async function newest(own, pins) {
  if (pins.length === 0) {
    const first = await api.checkpoint();
    return first ? [verified(own, first.note)] : [];
  }
  const found = [];
  for (const pin of pins) found.push(await grownFrom(own, pin));
  return found;
}

/**
 * @param {Follower} own
 * @param {Pinned} pin
 * @returns {Promise<Checkpoint>}
 */
async function grownFrom(own, { size, root, epoch }) {
  const { note, proof } = await api.checkpointSince(size);
  const found = verified(own, note);
  checkNext({ instance: own.instance, size, root: fromHex(root), epoch }, found, octets(proof));
  return found;
}

/**
 * Asked again where a new checkpoint came between two answers.
 * @param {Follower} own
 * @param {string} id
 * @param {number} sequence
 * @param {Bytes} hash
 */
async function provenAt(own, id, sequence, hash) {
  for (let tries = 0; own.tree.checkpoint && tries < TRIES; tries += 1) {
    const { number, size, proof } = await api.inclusion(id, sequence);
    const { checkpoint } = own.tree;
    if (size === checkpoint.size) return verifyInclusion(hash, number, size, octets(proof), checkpoint.root);
    await followTree(own);
  }
  if (own.tree.checkpoint) throw new BrokenChain('proof in another tree');
}

/**
 * @param {Follower} own
 * @param {unknown} note
 * @returns {Checkpoint} signed by the board key of some version of the directory
 */
function verified({ directory, instance }, note) {
  if (typeof note !== 'string') throw new Malformed('checkpoint');
  for (const { boardKey } of [...directory?.chain ?? []].reverse()) {
    try {
      return verifyCheckpoint(utf8(note), boardKey, instance);
    } catch (error) {
      if (!(error instanceof BadSignature)) throw error;
    }
  }
  throw new BadSignature('checkpoint');
}

/**
 * @param {Follower} own
 * @param {CaseRecord['entries']} entries
 * @returns {number} sequence of the last one whose day was over when the newest checkpoint was made; -1 without one
 */
function lastCovered({ tree, line }, entries) {
  const over = (tree.checkpoint?.epoch ?? -1) + 1;
  return entries.filter(({ day }) => epochAfter(day, line.epoch_seconds) <= over).length - 1; // days only ascend
}

/**
 * @param {Follower} own
 * @param {Checkpoint | null} checkpoint without one the founding counts
 */
function isLate({ line, directory }, checkpoint) {
  const founding = epochAfter(directory?.chain[0].day ?? '9999-12-31', line.epoch_seconds);
  const patience = LATE * Math.max(1, DAY_SECONDS / line.epoch_seconds);
  return epochNow(line.epoch_seconds) - (checkpoint ? checkpoint.epoch + 1 : founding) > patience;
}

/** @param {unknown} error @returns {Trouble} @throws what is neither the tree's nor the server's fault */
function troubleOf(error) {
  if (error instanceof BrokenChain) return 'other';
  if (error instanceof ProtocolError) return 'unsigned';
  if (!(error instanceof Refused) || error.status === 0 || error.status === 401) throw error;
  return error.status === 404 ? 'other' : 'away';
}

/** @param {unknown} proof @returns {Bytes[]} */
function octets(proof) {
  if (!Array.isArray(proof) || !proof.every((one) => HASH.test(one))) throw new BrokenChain('proof');
  return proof.map((one) => fromHex(one));
}

/** @param {Checkpoint} checkpoint @returns {Pinned} */
function pinOf({ size, root, epoch }) {
  return { size, root: hex(root), epoch };
}

/** @param {Pinned[]} pins */
function distinct(pins) {
  return [...new Map(pins.map((one) => [JSON.stringify(one), one])).values()];
}
