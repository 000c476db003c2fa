/**
 * Bytes and the ways they are written: hex, base64, UTF-8, big-endian integers. Reading is strict:
 * what this module would not have written itself, it refuses.
 */
import { Malformed } from './errors.js';
import { MAX_INTEGER } from './limits.js';

/** @typedef {Uint8Array<ArrayBuffer>} Bytes */

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const LONE_SURROGATE = /\p{Surrogate}/u;
const HEX = /^(?:[0-9a-f]{2})*$/;

/**
 * Joins byte strings; text stands for its UTF-8 bytes.
 * @param {...(Uint8Array | string)} parts
 * @returns {Bytes}
 */
export function join(...parts) {
  const pieces = parts.map((part) => (typeof part === 'string' ? encoder.encode(part) : part));
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/**
 * @param {string} text
 * @returns {Bytes}
 */
export function utf8(text) {
  return encoder.encode(text);
}

/**
 * @param {Bytes} bytes
 * @returns {string}
 */
export function fromUtf8(bytes) {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new Malformed('not UTF-8');
  }
}

/** @param {string} text */
export function isWellFormed(text) {
  return !LONE_SURROGATE.test(text);
}

/**
 * Half a surrogate pair, which a text field can hold, has no UTF-8 and would be refused by every reader.
 * @param {string} text
 */
export function wellFormed(text) {
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}

/**
 * @param {Uint8Array} bytes
 * @returns {string} lower case
 */
export function hex(bytes) {
  let text = '';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text;
}

/**
 * @param {string} text
 * @param {number} [length] bytes wanted
 * @returns {Bytes}
 */
export function fromHex(text, length = text.length / 2) {
  if (!HEX.test(text) || text.length !== 2 * length) throw new Malformed('hex');
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at += 1) bytes[at] = Number.parseInt(text.slice(2 * at, 2 * at + 2), 16);
  return bytes;
}

/** @param {Uint8Array} bytes */
export function base64(bytes) {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

/**
 * Only the one padded spelling is read: atob by itself is forgiving.
 * @param {string} text
 * @param {number} [length] bytes wanted
 * @returns {Bytes}
 */
export function fromBase64(text, length) {
  let binary;
  try {
    binary = atob(text);
  } catch {
    throw new Malformed('base64');
  }
  if (btoa(binary) !== text || (length !== undefined && binary.length !== length)) throw new Malformed('base64');
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
}

/** @param {number} n */
export function u16(n) {
  return integerBytes(n, 2);
}

/** @param {number} n */
export function u32(n) {
  return integerBytes(n, 4);
}

/** @param {number} n */
export function u64(n) {
  return integerBytes(n, 8);
}

/**
 * @param {number} n
 * @param {number} length
 * @returns {Bytes} big-endian
 */
function integerBytes(n, length) {
  const bytes = new Uint8Array(length);
  let rest = n;
  for (let at = length - 1; at >= 0; at -= 1) {
    bytes[at] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  if (rest !== 0 || !Number.isSafeInteger(n) || n < 0) throw new RangeError('integer does not fit');
  return bytes;
}

/**
 * @param {Uint8Array} bytes 1 to 8, big-endian
 * @returns {number} at most MAX_INTEGER, the largest that a number holds exactly
 */
export function integer(bytes) {
  let n = 0;
  for (const byte of bytes) n = n * 256 + byte;
  if (n > MAX_INTEGER) throw new Malformed('integer');
  return n;
}

/**
 * Takes as long wherever the first difference lies.
 * @param {Uint8Array} a
 * @param {Uint8Array} b
 */
export function equal(a, b) {
  let difference = a.length ^ b.length;
  for (let at = 0; at < a.length; at += 1) difference |= a[at] ^ b[at];
  return difference === 0;
}

/** @param {Uint8Array} bytes */
export function isZero(bytes) {
  for (let at = 0; at < bytes.length; at += 1) if (bytes[at] !== 0) return false; // four times as fast as every(), over megabytes
  return true;
}

/**
 * @param {Uint8Array} a
 * @param {Uint8Array} b
 * @returns {number} negative, zero or positive as a sorts before, with or after b
 */
export function compare(a, b) {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at += 1) if (a[at] !== b[at]) return a[at] - b[at];
  return a.length - b.length;
}

/** @param {Uint8Array[]} values */
export function isSorted(values) {
  return values.every((value, at) => at === 0 || compare(values[at - 1], value) <= 0);
}
