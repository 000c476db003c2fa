/**
 * Certificates of destruction, checked: what is gone, under which rules, approved by whom (protocol.md section 21).
 */
import { ascendingValues } from './case-forms.js';
import { APPROVERS, CASE } from './case-limits.js';
import { sha256 } from './derivation.js';
import { equal, hex, isZero, utf8 } from './encoding.js';
import { BadSignature, Malformed, WrongInstance } from './errors.js';
import { HASH, INSTANCE, KEY } from './limits.js';
import { CaseDomain, isSignedBy } from './signatures.js';
import { day, hexOf, integerOf, listOf, objectOf, oneOf, readJson, text } from './strict.js';

/** @import { Bytes } from './encoding.js' */
/** @import { Signed } from './document.js' */
/** @import { Directory } from './version.js' */

/** How it was destroyed. */
export const METHODS = /** @type {const} */ (['key_destroyed', 'log_discarded', 'overwritten', 'rewritten']);
/** What a certificate cannot attest. */
export const BEYOND = /** @type {const} */ (['backups', 'batches', 'disk_blocks', 'reader_copies', 'snapshots']);

/**
 * @typedef {object} Certificate
 * @property {Bytes} instance
 * @property {string} day
 * @property {'case' | 'epochs'} what
 * @property {Bytes} case empty for epochs
 * @property {number} first of epochs, else 0
 * @property {number} last
 * @property {Bytes[]} entries hashes of the case's entries, by sequence
 * @property {Bytes[]} sealed hashes of what is gone: contents, grants and items of a case, or batches
 * @property {Bytes} order hash of the rules in force
 * @property {Bytes} approval hash of the approval's body, zeros for epochs
 * @property {Bytes[]} approvers
 * @property {(typeof METHODS)[number][]} method
 * @property {(typeof BEYOND)[number][]} beyond
 * @property {Bytes} hash of the body
 */

const readBody = objectOf({
  type: oneOf([CaseDomain.CERTIFICATE]),
  instance: hexOf(INSTANCE),
  day,
  what: oneOf(/** @type {const} */ (['case', 'epochs'])),
  case: text,
  first: integerOf(),
  last: integerOf(),
  entries: listOf(hexOf(HASH)),
  sealed: ascendingValues(listOf(hexOf(HASH))),
  order: hexOf(HASH),
  approval: hexOf(HASH),
  approvers: ascendingValues(listOf(hexOf(KEY))),
  method: ascendingValues(listOf(oneOf(METHODS))),
  beyond: ascendingValues(listOf(oneOf(BEYOND))),
});

/**
 * @param {Signed} signed
 * @param {Directory[]} chain of the directory, verified
 * @returns {Certificate}
 * @throws {Malformed | WrongInstance | BadSignature}
 */
export function verifyCertificate(signed, chain) {
  const certificate = parseCertificate(signed); // 1
  if (!equal(certificate.instance, chain[0].instance)) throw new WrongInstance('certificate'); // 2
  const [{ key, signature }] = signed.signatures;
  const known = chain.some(({ boardKey }) => equal(boardKey, key));
  if (!known || !isSignedBy(CaseDomain.CERTIFICATE, key, utf8(signed.body), signature)) throw new BadSignature('certificate'); // 3
  return certificate;
}

/**
 * @param {Signed} signed
 * @returns {Certificate} form only
 */
function parseCertificate(signed) {
  const { type: _, ...body } = readBody(readJson(signed.body));
  if (signed.signatures.length !== 1) throw new Malformed('signatures');
  const name = hexOf(body.what === 'case' ? CASE : 0)(body.case);
  const certificate = { ...body, case: name, hash: sha256(signed.body) };
  const fits = body.what === 'case' ? isOfCase(certificate) : isOfEpochs(certificate);
  if (!fits || body.method.length === 0) throw new Malformed('certificate');
  return certificate;
}

/** @param {Certificate} certificate */
function isOfCase({ entries, first, last, approvers }) {
  const distinct = new Set(entries.map(hex)).size === entries.length;
  return entries.length > 0 && distinct && first === 0 && last === 0 && approvers.length >= APPROVERS;
}

/** @param {Certificate} certificate */
function isOfEpochs({ entries, approvers, approval, sealed, first, last }) {
  if (entries.length || approvers.length || !isZero(approval)) return false;
  return sealed.length >= 1 && sealed.length <= last - first + 1;
}
