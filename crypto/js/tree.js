/**
 * The record's Merkle tree, RFC 6962: roots, proofs and how they are checked (protocol.md section 16). Numbers may lie
 * beyond 2^32, so there are no shifts. Blocks are made by the server alone.
 */
import { BLOCK, MAX_PROOF } from './case-limits.js';
import { sha256 } from './derivation.js';
import { equal, hex, join } from './encoding.js';
import { BrokenChain } from './errors.js';
import { HASH } from './limits.js';

/** @import { Bytes } from './encoding.js' */

/**
 * @param {Bytes} data
 * @returns {Bytes} hash of a leaf
 */
export function leafHash(data) {
  return sha256(Uint8Array.of(0), data);
}

/**
 * @param {Bytes} left
 * @param {Bytes} right
 * @returns {Bytes} never that of a leaf, as the first byte differs
 */
export function nodeHash(left, right) {
  return sha256(Uint8Array.of(1), left, right);
}

/**
 * @param {Bytes[]} leaves their data
 * @returns {Bytes}
 */
export function root(leaves) {
  if (leaves.length === 0) return sha256('');
  if (leaves.length === 1) return leafHash(leaves[0]);
  const middle = split(leaves.length);
  return nodeHash(root(leaves.slice(0, middle)), root(leaves.slice(middle)));
}

/**
 * RFC 9162, 2.1.3.1.
 * @param {number} index
 * @param {Bytes[]} leaves
 * @returns {Bytes[]}
 */
export function inclusionProof(index, leaves) {
  if (leaves.length === 1) return [];
  const middle = split(leaves.length);
  const [left, right] = [leaves.slice(0, middle), leaves.slice(middle)];
  if (index < middle) return [...inclusionProof(index, left), root(right)];
  return [...inclusionProof(index - middle, right), root(left)];
}

/**
 * RFC 9162, 2.1.4.1.
 * @param {number} size of the older tree
 * @param {Bytes[]} leaves of the later one
 * @returns {Bytes[]}
 */
export function consistencyProof(size, leaves) {
  return size > 0 && size < leaves.length ? consistency(size, leaves, true) : [];
}

/**
 * RFC 9162, 2.1.3.2.
 * @param {Bytes} data
 * @param {number} index
 * @param {number} size
 * @param {Bytes[]} proof
 * @param {Bytes} wanted the root
 * @throws {BrokenChain}
 */
export function verifyInclusion(data, index, size, proof, wanted) {
  if (index < 0 || index >= size || proof.length > MAX_PROOF) throw new BrokenChain('inclusion');
  const found = fold(index, size - 1, proof, leafHash(data), null);
  if (!found || !equal(found.later, wanted)) throw new BrokenChain('inclusion');
}

/**
 * RFC 9162, 2.1.4.2.
 * @param {number} size
 * @param {Bytes} older root
 * @param {number} laterSize
 * @param {Bytes} later root
 * @param {Bytes[]} proof
 * @throws {BrokenChain}
 */
export function verifyConsistency(size, older, laterSize, later, proof) {
  if (size < 0 || size > laterSize || proof.length > MAX_PROOF) throw new BrokenChain('consistency');
  if (size === laterSize || size === 0) {
    if (proof.length > 0 || !equal(older, size ? later : sha256(''))) throw new BrokenChain('consistency');
    return;
  }
  const [first, ...rest] = isPowerOfTwo(size) ? [older, ...proof] : proof;
  let [at, last] = [size - 1, laterSize - 1];
  while (at % 2) [at, last] = [half(at), half(last)];
  const found = first && fold(at, last, rest, first, first);
  if (!found?.older || !equal(found.older, older) || !equal(found.later, later)) throw new BrokenChain('consistency');
}

/**
 * @param {Bytes} opening r, 32 bytes
 * @returns {Bytes} data of the filler
 */
export function fillerData(opening) {
  if (opening.length !== HASH) throw new BrokenChain('filler');
  return sha256(join('SLFILL/1', opening));
}

/**
 * What an auditor checks: the leaves are these entries and the fillers of these openings.
 * @param {Bytes[]} leaves
 * @param {Bytes[]} entries
 * @param {Bytes[]} openings
 * @throws {BrokenChain}
 */
export function checkLeaves(leaves, entries, openings) {
  const known = new Set([...entries, ...openings.map(fillerData)].map(hex));
  const shown = new Set(leaves.map(hex));
  const same = leaves.length === known.size && shown.size === known.size && [...shown].every((leaf) => known.has(leaf));
  if (leaves.length % BLOCK || !same) throw new BrokenChain('leaves');
}

/**
 * @param {number} size of the older part of these leaves
 * @param {Bytes[]} leaves
 * @param {boolean} whole the verifier knows the root of the older part
 * @returns {Bytes[]}
 */
function consistency(size, leaves, whole) {
  if (size === leaves.length) return whole ? [] : [root(leaves)];
  const middle = split(leaves.length);
  const [left, right] = [leaves.slice(0, middle), leaves.slice(middle)];
  if (size <= middle) return [...consistency(size, left, whole), root(right)];
  return [...consistency(size - middle, right, false), root(left)];
}

/**
 * From a node up to the root.
 * @param {number} start the node's place in its level
 * @param {number} end the last place of that level
 * @param {Bytes[]} proof
 * @param {Bytes} node in the later tree
 * @param {Bytes | null} same in the older tree, if that is asked for
 * @returns {{ older: Bytes | null, later: Bytes } | null} null if the proof is too long or too short
 */
function fold(start, end, proof, node, same) {
  let [at, last, later, older] = [start, end, node, same];
  for (const one of proof) {
    if (last === 0) return null;
    if (at % 2 || at === last) {
      [older, later] = [older && nodeHash(one, older), nodeHash(one, later)];
      while (at && at % 2 === 0) [at, last] = [half(at), half(last)]; // levels in which the node has no sibling
    } else {
      later = nodeHash(later, one);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 ? { older, later } : null;
}

/** @param {number} size at least 2 */
function split(size) {
  let power = 1;
  while (power * 2 < size) power *= 2;
  return power;
}

/** @param {number} n at least 1 */
function isPowerOfTwo(n) {
  return n === 1 || split(n) * 2 === n;
}

/** @param {number} n */
function half(n) {
  return Math.floor(n / 2);
}
