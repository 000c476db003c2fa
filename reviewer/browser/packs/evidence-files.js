/** What the files of an evidence package are called, the list of their hashes, and the archive they are put into. */
import { unzipSync, zipSync } from 'fflate';
import { fromUtf8, hex, utf8 } from '../../../crypto/js/encoding.js';
import { Malformed } from '../../../crypto/js/errors.js';
import { sha256 } from '../../../crypto/js/index.js';

/** @import { Bytes } from '../../../crypto/js/index.js' */
/** @typedef {Map<string, Bytes>} Files by path, as in the archive */

export const LIST = 'SHA256SUMS';
export const PACKAGE = 'package.json';
export const DIRECTORY = 'directory.json';
export const CHECKPOINT = 'checkpoint.txt';
export const PROOFS = 'proofs.json';
export const VERIFIER = 'verify.html';

const LINE = /^([0-9a-f]{64}) [ *](.+)$/;
/** All alike, so that an archive does not tell the hour at which it was made. */
const SOME_TIME = new Date(2000, 0, 1);
const MOST = 2 ** 29;

/** @param {number} sequence */
export const documentName = (sequence) => `record/${number(sequence)}.json`;
/** @param {number} sequence */
export const sealedName = (sequence) => `record/${number(sequence)}.sealed`;
/** @param {number} sequence */
export const contentName = (sequence) => `contents/${number(sequence)}.json`;
/** @param {string} id */
export const sealedItemName = (id) => `items/${id}.sealed`;
/** @param {string} id */
export const itemName = (id) => `items/${id}.json`;

/**
 * @param {Files} files
 * @returns {Bytes} as sha256sum writes it, of all files but the list itself
 */
export function listOf(files) {
  const names = [...files.keys()].filter((name) => name !== LIST).sort();
  return utf8(names.map((name) => `${hex(sha256(bytesOf(files, name)))}  ${name}\n`).join(''));
}

/**
 * @param {Bytes} list
 * @returns {Map<string, string>} hash, in hex, by name
 * @throws {Malformed}
 */
export function readList(list) {
  const lines = fromUtf8(list).split('\n');
  if (lines.pop() !== '') throw new Malformed('list of hashes');
  const found = lines.map((line) => LINE.exec(line) ?? refuse());
  if (new Set(found.map(([, , name]) => name)).size !== found.length) throw new Malformed('list of hashes');
  return new Map(found.map(([, hash, name]) => [name, hash]));
}

/** @param {Files} files @returns {Bytes} */
export function packed(files) {
  return copied(zipSync(Object.fromEntries(files), { level: 6, mtime: SOME_TIME }));
}

/**
 * @param {Bytes} archive
 * @returns {Files} those that cannot be unpacked are empty, which the list of hashes tells
 * @throws {Malformed} not an archive, or one that unpacks to more than 512 MiB
 */
export function unpacked(archive) {
  /** @type {Files} */
  const files = new Map();
  let size = 0;
  const each = (/** @type {{ name: string, originalSize: number }} */ { name, originalSize }) => {
    size += originalSize;
    // which of two files of one name is taken differs from program to program
    if (size > MOST || files.has(name)) throw new Malformed('archive');
    if (!name.endsWith('/')) files.set(name, new Uint8Array(0));
    return false;
  };
  try {
    unzipSync(archive, { filter: each });
  } catch {
    throw new Malformed('archive');
  }
  for (const name of files.keys()) files.set(name, unpackedOne(archive, name));
  return files;
}

/**
 * @param {Files} files as they were unpacked and perhaps packed again
 * @returns {Files} without the folder that all of them lie in
 */
export function atRoot(files) {
  const found = [...files.keys()].find((name) => name.endsWith(`/${LIST}`));
  if (files.has(LIST) || !found) return files;
  const folder = found.slice(0, -LIST.length);
  return new Map([...files].map(([name, bytes]) => [name.startsWith(folder) ? name.slice(folder.length) : name, bytes]));
}

/**
 * @param {Files} files
 * @param {string} name
 * @returns {Bytes} nothing where there is no such file
 */
export function bytesOf(files, name) {
  return files.get(name) ?? new Uint8Array(0);
}

/** @param {Bytes} archive @param {string} name */
function unpackedOne(archive, name) {
  try {
    return copied(unzipSync(archive, { filter: (one) => one.name === name })[name] ?? new Uint8Array(0));
  } catch {
    return new Uint8Array(0);
  }
}

/** @param {Uint8Array} bytes @returns {Bytes} */
function copied(bytes) {
  return new Uint8Array(bytes);
}

/** @param {number} sequence */
function number(sequence) {
  return String(sequence).padStart(4, '0');
}

/** @returns {never} */
function refuse() {
  throw new Malformed('list of hashes');
}
