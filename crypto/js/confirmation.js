/**
 * Confirmations of an auditor: what a member has signed after comparing words (protocol.md section 19).
 */
import { NotAllowed } from './case-errors.js';
import { CONFIRMERS } from './case-limits.js';
import { equal, hex, utf8 } from './encoding.js';
import { BadSignature, Malformed, WrongInstance } from './errors.js';
import { INSTANCE, KEY } from './limits.js';
import { CaseDomain, isSignedBy, publicKey, sign } from './signatures.js';
import { day, hexOf, objectOf, oneOf, readJson } from './strict.js';
import { inForce } from './version.js';

/** @import { Bytes } from './encoding.js' */
/** @import { Signature, Signed } from './document.js' */
/** @import { Directory } from './version.js' */

/** @typedef {{ instance: Bytes, auditor: Bytes, day: string }} Confirmation `auditor`: the Ed25519 key whose six words were compared */

const readBody = objectOf({
  type: oneOf([CaseDomain.CONFIRMATION]),
  instance: hexOf(INSTANCE),
  auditor: hexOf(KEY),
  day,
});

/**
 * @param {Confirmation} confirmation
 * @returns {string} the text that members sign
 */
export function confirmationBody(confirmation) {
  return JSON.stringify({
    type: CaseDomain.CONFIRMATION,
    instance: hex(confirmation.instance),
    auditor: hex(confirmation.auditor),
    day: confirmation.day,
  });
}

/**
 * @param {string} body
 * @param {Bytes} seed
 * @returns {Signature}
 */
export function signConfirmation(body, seed) {
  return { key: publicKey(seed), signature: sign(CaseDomain.CONFIRMATION, seed, utf8(body)) };
}

/**
 * @param {Signed} signed
 * @param {{ instance: Bytes, auditor: Bytes, chain: Directory[] }} of the chain was verified
 * @returns {Confirmation & { slot: number }} `slot`: of who confirmed
 * @throws {Malformed | WrongInstance | NotAllowed | BadSignature}
 */
export function checkConfirmation(signed, { instance, auditor, chain }) {
  // 1. its form, and one signature
  const { type: _, ...confirmation } = readBody(readJson(signed.body));
  if (signed.signatures.length !== 1) throw new Malformed('signatures');
  const [{ key, signature }] = signed.signatures;
  // 2. of this line: members' keys might be on two
  if (!equal(confirmation.instance, instance)) throw new WrongInstance();
  // 3. of this auditor: one confirmation lets one account in
  if (!equal(confirmation.auditor, auditor)) throw new NotAllowed('auditor');
  // 4. the signature
  if (!isSignedBy(CaseDomain.CONFIRMATION, key, utf8(signed.body), signature)) throw new BadSignature('confirmation');
  // 5. by a member of that day; one who left since has still confirmed it
  const member = inForce(chain, confirmation.day).flatMap(({ members }) => members).find(({ sign: own }) => equal(own, key));
  if (!member) throw new NotAllowed('no member');
  return { ...confirmation, slot: member.slot };
}

/**
 * A slot counts once: with new keys it is the same person.
 * @param {readonly number[]} slots
 */
export function isConfirmed(slots) {
  return new Set(slots).size >= CONFIRMERS;
}
