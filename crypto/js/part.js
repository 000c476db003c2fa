/**
 * Parts: a file in chunks of 1 MiB, each sealed by itself, posted at one length. The intake knows a part by an id
 * that says nothing; only who has the file's key knows that two belong together.
 */
import { boxOpen, boxPublicKey, boxSeal, gcmOpen, gcmSeal, random } from './boxes.js';
import { hkdf } from './derivation.js';
import { equal, isZero, join, u32 } from './encoding.js';
import { Damaged, Malformed, NotOpened, TooLong } from './errors.js';
import { CHUNK, COMMIT, KEY, MAX_FILE, PART, PART_HEAD, PART_ID, PART_ZEROS, STORED_PART } from './limits.js';

/** @import { Bytes } from './encoding.js' */

/** What `last` in a place says. */
const MORE = 0;
const LAST = 1;
const DECOY = 2;

/**
 * @param {number} size of a file, in bytes
 * @returns {number} its chunks; an empty file has one
 * @throws {TooLong} beyond 1 GiB
 */
export function countChunks(size) {
  if (!Number.isInteger(size) || size < 0 || size > MAX_FILE) throw new TooLong('file');
  return Math.max(1, Math.ceil(size / CHUNK));
}

/**
 * @param {number} size
 * @returns {number} the parts it travels as, decoys with them: 1, 2, 4 ... 1 024
 */
export function countParts(size) {
  return 1 << (32 - Math.clz32(countChunks(size) - 1));
}

/**
 * @param {Bytes} fileKey
 * @param {number} size
 * @returns {Bytes[]} the ids of all its parts, those of decoys with them
 */
export function partIds(fileKey, size) {
  return Array.from({ length: countParts(size) }, (_, index) => idOf(fileKey, index));
}

/**
 * @param {Bytes} fileKey
 * @param {number} size of the file
 * @param {number} index
 * @param {Bytes} chunk what the file has from `index * CHUNK` on; of a decoy, nothing
 * @returns {Promise<Bytes>} the stored part, 1 048 640 bytes
 * @throws {Malformed | TooLong}
 */
export async function sealChunk(fileKey, size, index, chunk) {
  if (chunk.length !== lengthOf(size, index)) throw new Malformed('chunk');
  const place = placeOf(size, index);
  const filled = new Uint8Array(CHUNK);
  filled.set(chunk);
  const box = await gcmSeal(keyOf(fileKey, place), filled);
  return join(idOf(fileKey, index), commitOf(fileKey, place), box);
}

/**
 * @param {Bytes} fileKey
 * @param {number} size
 * @param {number} index
 * @param {Bytes} stored
 * @returns {Promise<Bytes>} the chunk, without the zeros that filled it up
 * @throws {Malformed | Damaged | TooLong}
 */
export async function openChunk(fileKey, size, index, stored) {
  if (stored.length !== STORED_PART) throw new Malformed('stored part');
  const length = lengthOf(size, index);
  const place = placeOf(size, index);
  const start = PART_ID + COMMIT;
  const wanted = join(idOf(fileKey, index), commitOf(fileKey, place));
  if (!equal(stored.subarray(0, start), wanted)) throw new Damaged('another part');
  const chunk = await gcmOpen(keyOf(fileKey, place), stored.subarray(start));
  if (!isZero(chunk.subarray(length))) throw new Malformed('chunk');
  return chunk.slice(0, length);
}

/**
 * The file whose content gave key, size and SHA-256, in the numbered steps of protocol.md section 12. Everything but
 * a form that cannot be is Damaged: the file was named in a signed content, so that what is missing must show.
 * @param {{ key: Bytes, size: number, sha256: Bytes }} file
 * @param {Bytes[]} chunks its stored parts in order, without decoys
 * @returns {Promise<Bytes>}
 * @throws {Malformed | Damaged | TooLong}
 */
export async function openFile({ key, size, sha256 }, chunks) {
  if (chunks.length !== countChunks(size)) throw new Damaged('parts'); // 1, 2
  const opened = [];
  for (const [index, stored] of chunks.entries()) opened.push(await openChunk(key, size, index, stored)); // 3
  const file = join(...opened);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', file));
  if (!equal(digest, sha256)) throw new Damaged('file'); // 4
  return file;
}

/**
 * @param {Bytes} stored
 * @param {Bytes} mixKey
 * @returns {Promise<Bytes>} the part as it is posted, 1 048 752 bytes, under a key that is used this once
 */
export async function sealPart(stored, mixKey) {
  if (stored.length !== STORED_PART) throw new Malformed('stored part');
  const key = random(KEY);
  const head = boxSeal(mixKey, join(key, stored.subarray(0, PART_ID), new Uint8Array(PART_ZEROS)));
  return join(head, await gcmSeal(key, stored.subarray(PART_ID)));
}

/**
 * @param {Bytes} part
 * @param {Bytes} mixSecret
 * @returns {Promise<Bytes>} the stored part
 * @throws {NotOpened | Malformed | Damaged}
 */
export async function openPart(part, mixSecret) {
  if (part.length !== PART) throw new Malformed('part');
  const head = openHead(part.slice(0, PART_HEAD), mixSecret);
  if (!isZero(head.subarray(KEY + PART_ID))) throw new Malformed('part');
  const rest = await gcmOpen(head.slice(0, KEY), part.subarray(PART_HEAD));
  return join(head.subarray(KEY, KEY + PART_ID), rest);
}

/**
 * @param {Bytes} sealed
 * @param {Bytes} mixSecret
 */
function openHead(sealed, mixSecret) {
  try {
    return boxOpen(mixSecret, boxPublicKey(mixSecret), sealed);
  } catch {
    throw new NotOpened('part');
  }
}

/**
 * @param {number} size
 * @param {number} index
 * @returns {number} bytes of the file in this part
 */
function lengthOf(size, index) {
  if (!Number.isInteger(index) || index < 0 || index >= countParts(size)) throw new Malformed('index');
  return Math.min(CHUNK, Math.max(0, size - index * CHUNK));
}

/**
 * @param {number} size
 * @param {number} index
 */
function placeOf(size, index) {
  const after = countChunks(size) - 1 - index;
  return join(u32(index), Uint8Array.of(after > 0 ? MORE : after === 0 ? LAST : DECOY));
}

/**
 * @param {Bytes} fileKey
 * @param {number} index
 */
function idOf(fileKey, index) {
  return hkdf(fileKey, 'SLPRT/1 id', u32(index)).slice(0, PART_ID);
}

/**
 * @param {Bytes} fileKey
 * @param {Bytes} place
 */
function commitOf(fileKey, place) {
  return hkdf(fileKey, 'SLPRT/1 commit', place);
}

/**
 * @param {Bytes} fileKey
 * @param {Bytes} place
 */
function keyOf(fileKey, place) {
  return hkdf(fileKey, 'SLPRT/1 key', place);
}
