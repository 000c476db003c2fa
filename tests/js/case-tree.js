/** The record's tree as a server keeps it, honest as long as nobody alters `leaves`: for tests of what a browser demands. */
import { makeCheckpoint } from '../../crypto/js/checkpoint.js';
import { fromUtf8 } from '../../crypto/js/encoding.js';
import { hex, random } from '../../crypto/js/index.js';
import { consistencyProof, fillerData, inclusionProof, root } from '../../crypto/js/tree.js';

/** @import { Bytes } from '../../crypto/js/index.js' */

export const BLOCK = 64;

export class RecordTree {
  /** @type {Bytes[]} */
  leaves = [];
  epoch = 0;
  note = '';

  /** @param {{ instance: Bytes, seed: Bytes }} line `seed` of its board key */
  constructor({ instance, seed }) {
    this.instance = instance;
    this.seed = seed;
  }

  /**
   * One block more, as of one night, and a checkpoint.
   * @param {number} epoch
   * @param {readonly Bytes[]} [entries] their hashes
   */
  seal(epoch, entries = []) {
    const fillers = Array.from({ length: BLOCK - entries.length }, () => fillerData(random(32)));
    this.leaves.push(...fillers.slice(0, 7), ...entries, ...fillers.slice(7));
    this.epoch = epoch;
    this.sign();
    return this;
  }

  /** The tree as it is now; another key is a forger's. */
  sign(seed = this.seed) {
    const { instance, leaves, epoch } = this;
    this.note = fromUtf8(makeCheckpoint({ instance, size: leaves.length, root: root(leaves), epoch }, seed));
    return this;
  }

  /** @returns {RecordTree} one that goes its own way from here */
  copy() {
    const made = new RecordTree(this);
    return Object.assign(made, { leaves: [...this.leaves], epoch: this.epoch, note: this.note });
  }

  /** @param {number} size of an older tree */
  since(size) {
    return size > this.leaves.length ? null : { note: this.note, proof: consistencyProof(size, this.leaves).map(hex) };
  }

  /** @param {Bytes | undefined} entry its hash */
  inclusion(entry) {
    const number = this.leaves.findIndex((leaf) => entry && hex(leaf) === hex(entry));
    return number < 0 ? null : { number, size: this.leaves.length, proof: inclusionProof(number, this.leaves).map(hex) };
  }
}
