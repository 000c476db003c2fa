/**
 * Signed documents: a body, which is the very text that was signed, and signatures over it. Whether they are
 * right is for the reader to check.
 */
import { hex, utf8 } from './encoding.js';
import { KEY, MAX_SIGNATURES, SIGNATURE } from './limits.js';
import { hexOf, listOf, objectOf, readJson, text } from './strict.js';

/** @import { Bytes } from './encoding.js' */
/** @import { Json } from './strict.js' */
/** @typedef {{ key: Bytes, signature: Bytes }} Signature */
/** @typedef {{ body: string, signatures: Signature[] }} Signed */

/** @type {(value: Json) => Signed} */
export const readSigned = objectOf({
  body: text,
  signatures: listOf(objectOf({ key: hexOf(KEY), signature: hexOf(SIGNATURE) }), MAX_SIGNATURES),
});

/**
 * @param {Bytes} bytes
 * @returns {Signed} parsed, no signature checked
 */
export function parseSigned(bytes) {
  return readSigned(readJson(bytes));
}

/**
 * @param {Signed} signed
 * @returns {Bytes}
 */
export function serialise(signed) {
  return utf8(JSON.stringify(plain(signed)));
}

/**
 * @param {Signed} signed
 * @returns {object} as JSON has it
 */
export function plain(signed) {
  const signatures = signed.signatures.map(({ key, signature }) => ({ key: hex(key), signature: hex(signature) }));
  return { body: signed.body, signatures };
}
