/**
 * Grants: a case key sealed to one reader's encryption keys (protocol.md section 13).
 */
import { boxOpen, boxSeal, encapsulate, random, secretboxOpen, secretboxSeal } from './boxes.js';
import { CASE, GRANT } from './case-limits.js';
import { hkdf, sha256 } from './derivation.js';
import { join, u32 } from './encoding.js';
import { Malformed, NotARecipient } from './errors.js';
import { INSTANCE, KEY, MLKEM_CIPHERTEXT, SLOT_C1 } from './limits.js';

/** @import { Bytes } from './encoding.js' */
/** @import { MemberSecret } from './keys.js' */
/** @typedef {{ instance: Bytes, case: Bytes, number: number }} GrantPlace of which case, and of which of its keys */

/** @returns {Bytes} the id of a case that was entered by hand */
export function newCase() {
  return random(CASE);
}

/** @returns {Bytes} */
export function newCaseKey() {
  return random(KEY);
}

/**
 * @param {Bytes} caseKey
 * @param {{ x25519: Bytes, mlkem: Bytes }} reader
 * @param {GrantPlace} place
 * @returns {Bytes} 1 216 bytes
 */
export function sealGrant(caseKey, reader, place) {
  const sizes = [caseKey.length, place.instance.length, place.case.length];
  if (sizes.join() !== [KEY, INSTANCE, CASE].join()) throw new Malformed('grant');
  const s1 = random(KEY);
  const c1 = boxSeal(reader.x25519, s1);
  const { ciphertext: c2, shared: s2 } = encapsulate(reader.mlkem);
  return join(c1, c2, secretboxSeal(grantKey(join(s1, s2), reader, place, join(c1, c2)), caseKey));
}

/**
 * @param {Bytes} grant
 * @param {MemberSecret} secret the reader's; the slot is of no account
 * @param {GrantPlace} place
 * @returns {Bytes} the case key
 * @throws {Malformed | NotARecipient | Damaged}
 */
export function openGrant(grant, secret, place) {
  if (grant.length !== GRANT) throw new Malformed('grant'); // 1
  const sealed = grant.subarray(0, SLOT_C1 + MLKEM_CIPHERTEXT);
  const s1 = openFirst(sealed.subarray(0, SLOT_C1), secret); // 2
  const shared = join(s1, secret.decapsulate(sealed.subarray(SLOT_C1)));
  return secretboxOpen(grantKey(shared, secret.public, place, sealed), grant.subarray(sealed.length)); // 3
}

/**
 * @param {Uint8Array} c1
 * @param {MemberSecret} secret
 */
function openFirst(c1, secret) {
  try {
    return boxOpen(secret.x25519, secret.public.x25519, c1);
  } catch {
    throw new NotARecipient('grant');
  }
}

/**
 * @param {Bytes} shared
 * @param {{ x25519: Bytes, mlkem: Bytes }} reader
 * @param {GrantPlace} place
 * @param {Uint8Array} sealed
 */
function grantKey(shared, reader, place, sealed) {
  const { instance, case: caseId, number } = place;
  return hkdf(shared, 'SLGRT/1 kek', instance, caseId, u32(number), reader.x25519, sha256(reader.mlkem), sealed);
}
