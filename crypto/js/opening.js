/**
 * Opens envelopes for a member, in the numbered steps of protocol.md section 3. NotARecipient means
 * "not for me"; whatever fails after that was meant for this member and must be shown.
 */
import { boxOpen, boxOpener, gcmOpen, secretboxOpen } from './boxes.js';
import { checkEnvelopeShape, objectOf } from './batch.js';
import { hkdf, hmac } from './derivation.js';
import { equal } from './encoding.js';
import { Damaged, NotARecipient } from './errors.js';
import { CONTEXT, MAC, MLKEM_CIPHERTEXT, SLOT, SLOT_C1, SLOTS_END } from './limits.js';
import { unframePayload } from './payload.js';
import { slotKey } from './sealing.js';

/** @import { Bytes } from './encoding.js' */
/** @import { MemberSecret } from './keys.js' */
/** @import { Content } from './payload.js' */

/**
 * @typedef {object} Opened
 * @property {Content} content
 * @property {Bytes} object
 * @property {Bytes} directoryHash of the version that the reporter sealed to
 * @property {Bytes} contentKey K of the envelope, by which a case is filed
 */

/**
 * The cheap step by which a whole batch is scanned: steps 1 and 2 alone, about a millisecond.
 * @param {Bytes} envelope
 * @param {MemberSecret} secret
 * @param {Bytes} instance
 * @returns {boolean} whether it was sealed to this member
 */
export function opensFirst(envelope, secret, instance) {
  try {
    openFirst(envelope, secret, instance);
    return true;
  } catch (error) {
    if (error instanceof NotARecipient) return false;
    throw error;
  }
}

/**
 * openEnvelope for a whole batch: the first column of the member's slot is tried as fast as this browser can, and all
 * the steps are only taken where it opens.
 * @param {MemberSecret} secret
 * @param {Bytes[]} directoryHashes from hashesCarrying
 * @param {Bytes} instance
 * @returns {Promise<(envelope: Bytes) => Promise<Opened>>} throws what openEnvelope throws
 */
export async function envelopeOpener(secret, directoryHashes, instance) {
  const openBox = await boxOpener(secret.x25519, secret.public.x25519);
  return async (envelope) => {
    checkEnvelopeShape(envelope, instance);
    await openBox(slotOf(envelope, secret.slot).subarray(0, SLOT_C1)).catch(() => {
      throw new NotARecipient('slot');
    });
    return openEnvelope(envelope, secret, directoryHashes, instance);
  };
}

/**
 * @param {Bytes} envelope
 * @param {MemberSecret} secret
 * @param {Bytes[]} directoryHashes from hashesCarrying
 * @param {Bytes} instance
 * @returns {Promise<Opened>}
 * @throws {Malformed | WrongInstance | NotARecipient | Damaged | BadSignature}
 */
export async function openEnvelope(envelope, secret, directoryHashes, instance) {
  const s1 = openFirst(envelope, secret, instance); // 1, 2
  const { directoryHash, index, key } = openSlot(envelope, secret, s1, directoryHashes); // 3
  const mac = envelope.slice(SLOTS_END, SLOTS_END + MAC);
  const expected = hmac(hkdf(key, 'SLENV/1 mac'), directoryHash, envelope.subarray(0, SLOTS_END));
  if (index !== secret.slot || !equal(mac, expected)) throw new Damaged('mac'); // 4
  const payload = await gcmOpen(hkdf(key, 'SLENV/1 body', mac), envelope.slice(SLOTS_END + MAC)); // 5
  const object = objectOf(envelope);
  const content = await unframePayload(payload, instance, directoryHash, object); // 6
  if (content.excluded.includes(secret.slot)) throw new NotARecipient('excluded'); // 7: another reader has sealed it again
  return { content, object, directoryHash, contentKey: key };
}

/**
 * @param {Bytes} envelope
 * @param {MemberSecret} secret
 * @param {Bytes} instance
 * @returns {Bytes} s1
 */
function openFirst(envelope, secret, instance) {
  checkEnvelopeShape(envelope, instance);
  try {
    return boxOpen(secret.x25519, secret.public.x25519, slotOf(envelope, secret.slot).subarray(0, SLOT_C1));
  } catch {
    throw new NotARecipient('slot');
  }
}

/**
 * @param {Bytes} envelope
 * @param {number} slot
 */
function slotOf(envelope, slot) {
  return envelope.subarray(CONTEXT + slot * SLOT, CONTEXT + (slot + 1) * SLOT);
}

/**
 * @param {Bytes} envelope
 * @param {MemberSecret} secret
 * @param {Bytes} s1
 * @param {Bytes[]} directoryHashes
 */
function openSlot(envelope, secret, s1, directoryHashes) {
  const slot = slotOf(envelope, secret.slot);
  const c1 = slot.subarray(0, SLOT_C1);
  const c2 = slot.subarray(SLOT_C1, SLOT_C1 + MLKEM_CIPHERTEXT);
  const c3 = slot.subarray(SLOT_C1 + MLKEM_CIPHERTEXT);
  const s2 = secret.decapsulate(c2);
  for (const directoryHash of directoryHashes) {
    const kek = slotKey(s1, s2, directoryHash, envelope.subarray(0, CONTEXT), secret.public, c1, c2);
    const plain = tryOpen(kek, c3);
    if (plain) return { directoryHash, index: plain[0], key: plain.slice(1) };
  }
  throw new Damaged('slot');
}

/**
 * @param {Bytes} key
 * @param {Bytes} sealed
 */
function tryOpen(key, sealed) {
  try {
    return secretboxOpen(key, sealed);
  } catch {
    return null;
  }
}
