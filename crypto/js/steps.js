/**
 * Frames without a signature, u32 n || deflated content || zeros, of the shortest of a few lengths.
 */
import { deflate, inflate } from './deflate.js';
import { integer, isZero, join, u32 } from './encoding.js';
import { Malformed, TooLong } from './errors.js';

/** @import { Bytes } from './encoding.js' */

const COUNT = 4;

/**
 * @param {Bytes} content
 * @param {number[]} lengths ascending
 * @param {number} limit of the content
 * @returns {Promise<Bytes>}
 * @throws {TooLong}
 */
export async function closeSteps(content, lengths, limit) {
  const deflated = await deflate(content);
  const length = fitting(deflated.length, lengths);
  if (content.length > limit || length === undefined) throw new TooLong('content');
  return join(u32(deflated.length), deflated, new Uint8Array(length - COUNT - deflated.length));
}

/**
 * @param {Bytes} frame
 * @param {number[]} lengths ascending
 * @param {number} limit of the content
 * @returns {Promise<Bytes>}
 * @throws {Malformed} also for a frame longer than it need be: lengths tell no more than they must
 */
export async function openSteps(frame, lengths, limit) {
  const count = integer(frame.subarray(0, COUNT));
  if (frame.length !== fitting(count, lengths) || !isZero(frame.subarray(COUNT + count))) throw new Malformed('frame');
  return inflate(frame.slice(COUNT, COUNT + count), limit);
}

/**
 * @param {number} count
 * @param {number[]} lengths
 */
function fitting(count, lengths) {
  return lengths.find((length) => COUNT + count <= length);
}
