/**
 * The frame of every payload, which knows nothing of what it carries: signatures are made and checked elsewhere.
 */
import { deflate, inflate } from './deflate.js';
import { integer, isZero, join, u16 } from './encoding.js';
import { Malformed, TooLong } from './errors.js';
import { SIGNATURE } from './limits.js';

/** @import { Bytes } from './encoding.js' */

/**
 * u16 length || signature || deflated content || zeros.
 * @param {Bytes} content
 * @param {Bytes} signature
 * @param {number} size of the frame
 * @param {number} limit of the content
 * @returns {Promise<Bytes>}
 */
export async function frame(content, signature, size, limit) {
  const deflated = await deflate(content);
  const room = size - 2 - SIGNATURE - deflated.length;
  if (content.length > limit || room < 0) throw new TooLong('content');
  return join(u16(deflated.length), signature, deflated, new Uint8Array(room));
}

/**
 * @param {Bytes} framed
 * @param {number} size
 * @param {number} limit
 * @returns {Promise<{ content: Bytes, signature: Bytes }>}
 */
export async function unframe(framed, size, limit) {
  const start = 2 + SIGNATURE;
  const end = start + integer(framed.subarray(0, 2));
  if (framed.length !== size || end > size || !isZero(framed.subarray(end))) throw new Malformed('frame');
  return { content: await inflate(framed.slice(start, end), limit), signature: framed.slice(2, start) };
}
