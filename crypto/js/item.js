/**
 * Items: an envelope, as it came, under a case key (protocol.md section 13).
 */
import { gcmOpen, gcmSeal, random } from './boxes.js';
import { checkEnvelopeShape, objectOf } from './batch.js';
import { CASE, ITEM, ITEM_ID } from './case-limits.js';
import { hkdf, hmac, sha256 } from './derivation.js';
import { equal, join } from './encoding.js';
import { Damaged, Malformed, NotARecipient } from './errors.js';
import { COMMIT, ENVELOPE, HASH, KEY, MAC, SALT, SLOTS_END } from './limits.js';
import { unframePayload } from './payload.js';

/** @import { Bytes } from './encoding.js' */
/** @import { Opened } from './opening.js' */
/** @typedef {{ contentKey: Bytes, directoryHash: Bytes, envelope: Bytes }} Item */

/**
 * @param {Item} item
 * @returns {Bytes} the id under which it lies in a case
 */
export function itemId({ contentKey, envelope }) {
  return hkdf(contentKey, 'SLENV/1 item', sha256(envelope)).slice(0, ITEM_ID);
}

/**
 * @param {Item} item
 * @returns {Bytes} the id of the case that is filed from it
 */
export function caseId({ contentKey, envelope }) {
  return hkdf(contentKey, 'SLENV/1 case', sha256(envelope)).slice(0, CASE);
}

/**
 * @param {Item} item
 * @param {Bytes} caseKey
 * @param {Bytes} caseName id of the case
 * @returns {Promise<Bytes>} 16 432 bytes
 */
export async function sealItem(item, caseKey, caseName) {
  const plain = join(item.contentKey, item.directoryHash, item.envelope);
  if (plain.length !== KEY + HASH + ENVELOPE || caseName.length !== CASE) throw new Malformed('item');
  const salt = random(SALT);
  const { commit, key } = itemKeys(caseKey, join(salt, caseName));
  return join(salt, commit, await gcmSeal(key, plain));
}

/**
 * @param {Bytes} sealed
 * @param {{ caseKey: Bytes, case: Bytes, id: Bytes }} where
 * @param {{ instance: Bytes, directoryHashes: Bytes[], slot: number | null }} reader hashes of the whole chain; the slot
 *   is null for one who is no member
 * @returns {Promise<{ item: Item, opened: Opened }>}
 * @throws {Malformed | Damaged | WrongInstance | BadSignature | NotARecipient}
 */
export async function openItem(sealed, where, { instance, directoryHashes, slot }) {
  if (sealed.length !== ITEM) throw new Malformed('item'); // 1
  const item = await openPlain(sealed, where); // 2
  const { contentKey, directoryHash, envelope } = item;
  checkEnvelopeShape(envelope, instance); // 3
  const mac = envelope.slice(SLOTS_END, SLOTS_END + MAC);
  const expected = hmac(hkdf(contentKey, 'SLENV/1 mac'), directoryHash, envelope.subarray(0, SLOTS_END));
  const known = directoryHashes.some((hash) => equal(hash, directoryHash));
  if (!known || !equal(mac, expected)) throw new Damaged('mac');
  const payload = await gcmOpen(hkdf(contentKey, 'SLENV/1 body', mac), envelope.slice(SLOTS_END + MAC));
  const object = objectOf(envelope);
  const content = await unframePayload(payload, instance, directoryHash, object); // 4
  if (slot !== null && content.excluded.includes(slot)) throw new NotARecipient('excluded'); // 5
  return { item, opened: { content, object, directoryHash, contentKey } };
}

/**
 * @param {Bytes} sealed
 * @param {{ caseKey: Bytes, case: Bytes, id: Bytes }} where
 * @returns {Promise<Item>}
 */
async function openPlain(sealed, { caseKey, case: caseName, id }) {
  const { commit, key } = itemKeys(caseKey, join(sealed.subarray(0, SALT), caseName));
  if (!equal(sealed.subarray(SALT, SALT + COMMIT), commit)) throw new Damaged('case key');
  const plain = await gcmOpen(key, sealed.slice(SALT + COMMIT));
  const item = {
    contentKey: plain.slice(0, KEY), directoryHash: plain.slice(KEY, KEY + HASH), envelope: plain.slice(KEY + HASH),
  };
  if (!equal(itemId(item), id)) throw new Damaged('item id');
  return item;
}

/**
 * @param {Bytes} caseKey
 * @param {Bytes} place
 */
function itemKeys(caseKey, place) {
  return { commit: hkdf(caseKey, 'SLITM/1 commit', place), key: hkdf(caseKey, 'SLITM/1 key', place) };
}
