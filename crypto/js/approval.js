/**
 * Approvals: what two members have signed before something is done in a case (protocol.md section 15).
 */
import { APPROVAL_DAYS, APPROVERS, CASE } from './case-limits.js';
import { equal, hex, utf8 } from './encoding.js';
import { NotAllowed } from './case-errors.js';
import { HASH, INSTANCE, KEY } from './limits.js';
import { CaseDomain, isSignedBy, publicKey, sign } from './signatures.js';
import { day, hexOf, objectOf, oneOf, readJson } from './strict.js';
import { daysBetween } from './version.js';

/** @import { Bytes } from './encoding.js' */
/** @import { Signature, Signed } from './document.js' */

/** What is approved. */
export const ACTIONS = /** @type {const} */ (['close', 'refer', 'merge', 'release', 'destroy', 'recuse']);
export const CLOSING = ['close', 'refer', 'merge'];
export const NOBODY = new Uint8Array(KEY);

/** @typedef {(typeof ACTIONS)[number]} Action */
/**
 * @typedef {object} Approval
 * @property {Bytes} instance
 * @property {Bytes} case
 * @property {Action} action
 * @property {Bytes} reader whom a recusal leaves out, zeros for other actions
 * @property {Bytes} what hash of the entry that asks
 * @property {string} day
 * @property {string} until
 */
/** @typedef {{ actions: string[], reader: Bytes }} Need an approval that a move asks for */

const readBody = objectOf({
  type: oneOf([CaseDomain.APPROVAL]),
  instance: hexOf(INSTANCE),
  case: hexOf(CASE),
  action: oneOf(ACTIONS),
  reader: hexOf(KEY),
  what: hexOf(HASH),
  day,
  until: day,
});

/**
 * @param {Approval} approval
 * @returns {string} the text that readers sign
 */
export function approvalBody(approval) {
  return JSON.stringify({
    type: CaseDomain.APPROVAL,
    instance: hex(approval.instance),
    case: hex(approval.case),
    action: approval.action,
    reader: hex(approval.reader),
    what: hex(approval.what),
    day: approval.day,
    until: approval.until,
  });
}

/**
 * @param {string} body
 * @param {Bytes} seed
 * @returns {Signature}
 */
export function signApproval(body, seed) {
  return { key: publicKey(seed), signature: sign(CaseDomain.APPROVAL, seed, utf8(body)) };
}

/**
 * @param {Signed} signed
 * @returns {Approval} form only
 */
export function parseApproval(signed) {
  const { type: _, ...approval } = readBody(readJson(signed.body));
  return approval;
}

/**
 * @param {Approval} approval
 * @returns {string} what is executed once
 */
export function actOf({ action, reader, what }) {
  return [action, hex(reader), hex(what)].join();
}

/**
 * @param {Need} need
 * @param {Approval} approval
 */
export function isMetBy(need, approval) {
  return need.actions.includes(approval.action) && equal(need.reader, approval.reader);
}

/**
 * Given after it was asked for; its time is short and not over.
 * @param {Approval} approval
 * @param {string} asked day
 * @param {string} executed day
 * @throws {NotAllowed}
 */
export function checkLifetime(approval, asked, executed) {
  const inTime = asked <= approval.day && approval.day <= executed && executed <= approval.until;
  if (!inTime || daysBetween(approval.day, approval.until) > APPROVAL_DAYS) throw new NotAllowed('day of an approval');
}

/**
 * Two members have signed. Keys and slots are both counted: on the day of a change two keys may be one person's, and one
 * key may have two slots. Signatures that are wrong, or of others, are passed over.
 * @param {Signed} signed
 * @param {ReadonlyMap<string, ReadonlySet<number>>} allowed slots of each key, as hex
 * @throws {NotAllowed}
 */
export function checkSigners(signed, allowed) {
  const good = signed.signatures.filter(({ key, signature }) => (
    allowed.has(hex(key)) && isSignedBy(CaseDomain.APPROVAL, key, utf8(signed.body), signature)));
  const keys = new Set(good.map(({ key }) => hex(key)));
  const slots = new Set([...keys].flatMap((key) => [...(allowed.get(key) ?? [])]));
  if (Math.min(keys.size, slots.size) < APPROVERS) throw new NotAllowed('approvers');
}
