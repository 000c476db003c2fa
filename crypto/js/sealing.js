/**
 * Seals a payload to members: always eight slots and 16 304 bytes, so that nobody can tell who reads it,
 * or whether anybody does.
 */
import { boxSeal, encapsulate, gcmSeal, random, secretboxSeal } from './boxes.js';
import { hkdf, hmac, sha256 } from './derivation.js';
import { recipients } from './directory.js';
import { join } from './encoding.js';
import { Malformed, TooFewReaders } from './errors.js';
import { throwaway } from './keys.js';
import { ENVELOPE_ZEROS, HASH, INSTANCE, KEY, MEMBER_SLOTS, MIN_READERS, OBJECT, PAYLOAD } from './limits.js';
import { framePayload } from './payload.js';

/** @import { Bytes } from './encoding.js' */
/** @import { CurrentDirectory } from './directory.js' */
/** @import { MemberPublic } from './keys.js' */
/** @import { Content } from './payload.js' */
/** @import { Reporter } from './phrase.js' */

export const ENVELOPE_MAGIC = 'SLENV/1\n';

/**
 * What a page calls: a fresh object, the readers that the content does not exclude, the current directory.
 * @param {Content} content
 * @param {Reporter} reporter
 * @param {CurrentDirectory} directory
 * @returns {Promise<Bytes>} the envelope
 * @throws {TooLong | TooFewReaders}
 */
export async function sealMessage(content, reporter, directory) {
  const { instance, hash } = directory.current;
  const readers = recipients(directory, content.excluded);
  const object = reporter.newObject();
  const payload = await framePayload(content, reporter.seed, instance, hash, object);
  return sealEnvelope(payload, readers, instance, hash, object);
}

/**
 * @param {Bytes} payload 6 440 bytes, from framePayload
 * @param {(MemberPublic | null)[]} readers eight, from recipients: null where nobody reads
 * @param {Bytes} instance
 * @param {Bytes} directoryHash of the version that names the readers' keys
 * @param {Bytes} object from Reporter.newObject
 * @returns {Promise<Bytes>} the envelope
 * @throws {TooFewReaders}
 */
export async function sealEnvelope(payload, readers, instance, directoryHash, object) {
  const seated = readers.every((reader, slot) => reader === null || reader.slot === slot);
  if (readers.length !== MEMBER_SLOTS || !seated) throw new Malformed('readers');
  if (readers.filter(Boolean).length < MIN_READERS) throw new TooFewReaders('envelope');
  return seal(payload, readers, instance, directoryHash, object);
}

/**
 * @param {Bytes} instance
 * @returns {Promise<Bytes>} an envelope that nobody can open
 */
export function filler(instance) {
  return seal(random(PAYLOAD), Array(MEMBER_SLOTS).fill(null), instance, random(HASH), random(OBJECT));
}

/**
 * @param {Bytes} payload
 * @param {(MemberPublic | null)[]} readers
 * @param {Bytes} instance
 * @param {Bytes} directoryHash
 * @param {Bytes} object
 * @returns {Promise<Bytes>}
 */
async function seal(payload, readers, instance, directoryHash, object) {
  const sizes = [payload.length, instance.length, directoryHash.length, object.length];
  if (sizes.join() !== [PAYLOAD, INSTANCE, HASH, OBJECT].join()) throw new Malformed('envelope');
  const key = random(KEY);
  const context = join(ENVELOPE_MAGIC, instance, object, new Uint8Array(ENVELOPE_ZEROS));
  const slots = readers.map((reader, slot) => sealSlot(reader ?? throwaway(), slot, key, directoryHash, context));
  const above = join(context, ...slots);
  const mac = hmac(hkdf(key, 'SLENV/1 mac'), directoryHash, above);
  return join(above, mac, await gcmSeal(hkdf(key, 'SLENV/1 body', mac), payload));
}

/**
 * @param {{ x25519: Bytes, mlkem: Bytes }} reader
 * @param {number} slot
 * @param {Bytes} key
 * @param {Bytes} directoryHash
 * @param {Bytes} context
 * @returns {Bytes} 1 217 bytes
 */
function sealSlot(reader, slot, key, directoryHash, context) {
  const s1 = random(KEY);
  const c1 = boxSeal(reader.x25519, s1);
  const { ciphertext: c2, shared: s2 } = encapsulate(reader.mlkem);
  const kek = slotKey(s1, s2, directoryHash, context, reader, c1, c2);
  return join(c1, c2, secretboxSeal(kek, join(Uint8Array.of(slot), key)));
}

/**
 * Binds both secrets to directory, envelope, keys and ciphertexts: no part can be moved into another slot.
 * @param {Uint8Array} s1
 * @param {Uint8Array} s2
 * @param {Uint8Array} directoryHash
 * @param {Uint8Array} context
 * @param {{ x25519: Uint8Array, mlkem: Uint8Array }} reader
 * @param {Uint8Array} c1
 * @param {Uint8Array} c2
 * @returns {Bytes}
 */
export function slotKey(s1, s2, directoryHash, context, reader, c1, c2) {
  const keys = join(reader.x25519, sha256(reader.mlkem));
  return hkdf(join(s1, s2), 'SLENV/1 kek', directoryHash, context, keys, c1, c2);
}
