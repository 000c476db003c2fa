/**
 * Raw deflate by the platform. Inflating stops at a limit that the caller sets: a few kilobytes can
 * stand for gigabytes.
 */
import { join } from './encoding.js';
import { Malformed } from './errors.js';

/** @import { Bytes } from './encoding.js' */

/** An empty stream, and an octet that does not belong to it. */
const MORE_THAN_ENOUGH = Uint8Array.of(3, 0, 0);
/** @type {Promise<boolean> | null} */
let minding = null;

/**
 * @param {Bytes} bytes
 * @returns {Promise<Bytes>}
 */
export async function deflate(bytes) {
  const stream = new CompressionStream('deflate-raw');
  const [, result] = await Promise.all([feed(stream, bytes), collect(stream, Infinity)]);
  return result;
}

/**
 * @param {Bytes} bytes one whole deflate stream and nothing after it, else Malformed
 * @param {number} limit bytes of the result, else Malformed
 * @returns {Promise<Bytes>}
 */
export async function inflate(bytes, limit) {
  const result = await inflateStart(bytes, limit);
  if (await mindsMore()) return result;
  // Where the platform does not mind what follows the end: a stream that can lose its last byte ended before it.
  if (await inflates(bytes.subarray(0, -1), limit)) throw new Malformed('deflate');
  return result;
}

/** Whether the platform itself refuses what follows the end, as browsers do. Asked once: an index is long. */
function mindsMore() {
  minding ??= inflates(MORE_THAN_ENOUGH, 1).then((does) => !does);
  return minding;
}

/**
 * @param {Bytes} bytes
 * @param {number} limit
 * @returns {Promise<boolean>}
 */
function inflates(bytes, limit) {
  return inflateStart(bytes, limit).then(() => true, () => false);
}

/**
 * @param {Bytes} bytes
 * @param {number} limit
 * @returns {Promise<Bytes>}
 */
async function inflateStart(bytes, limit) {
  const stream = new DecompressionStream('deflate-raw');
  const fed = feed(stream, bytes).catch(() => undefined); // the reader learns of the same failure
  const result = await collect(stream, limit).catch((error) => {
    throw error instanceof Malformed ? error : new Malformed('deflate');
  });
  await fed;
  return result;
}

/**
 * @param {CompressionStream | DecompressionStream} stream
 * @param {Bytes} bytes
 */
async function feed(stream, bytes) {
  const writer = stream.writable.getWriter();
  await writer.write(bytes);
  await writer.close();
}

/**
 * @param {CompressionStream | DecompressionStream} stream
 * @param {number} limit
 * @returns {Promise<Bytes>}
 */
async function collect(stream, limit) {
  const reader = stream.readable.getReader();
  const chunks = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return join(...chunks);
    length += value.length;
    if (length > limit) {
      await reader.cancel();
      throw new Malformed('inflates past its limit');
    }
    chunks.push(value);
  }
}
