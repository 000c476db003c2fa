/**
 * The ring: a member's reading keys since those of the bundle, sealed for the member alone (protocol.md section 8); and
 * opening with whichever of many keys fits.
 */
import { gcmOpen, gcmSeal, random } from './boxes.js';
import { MAX_RING, RING, RING_ENTRY, RING_PLAIN } from './case-limits.js';
import { hkdf } from './derivation.js';
import { hashesCarrying } from './directory.js';
import { equal, fromUtf8, hex, isZero, join } from './encoding.js';
import { Malformed, NotARecipient, TooLong } from './errors.js';
import { openGrant } from './grant.js';
import { keysHash, MemberSecret } from './keys.js';
import { HASH, KEY, MLKEM_SEED, NONCE } from './limits.js';
import { envelopeOpener } from './opening.js';
import { day as readDay } from './strict.js';

/** @import { CurrentDirectory } from './directory.js' */
/** @import { Bytes } from './encoding.js' */
/** @import { GrantPlace } from './grant.js' */
/** @import { Opened } from './opening.js' */
/** @typedef {{ secret: MemberSecret, day: string }} ReadingKeys `secret`: beside the member's signing key; `day`: on which they were made */

const LABEL = 'SLMEM/1 ring';

/**
 * @param {MemberSecret} own the bundle
 * @param {string} day today
 * @returns {ReadingKeys} new ones
 */
export function makeReadingKeys(own, day) {
  return { secret: new MemberSecret(own.slot, own.signSeed.slice(), random(KEY), random(MLKEM_SEED)), day };
}

/**
 * @param {readonly ReadingKeys[]} ring newest first
 * @param {MemberSecret} own the bundle
 * @param {Bytes} instance
 * @returns {Promise<Bytes>} 4 445 bytes, however many keys
 * @throws {TooLong | Malformed}
 */
export async function sealRing(ring, own, instance) {
  if (ring.length > MAX_RING) throw new TooLong('ring');
  checkRing(ring);
  const plain = new Uint8Array(RING_PLAIN);
  plain.set(join(Uint8Array.of(ring.length), ...ring.map(entryOf)));
  const nonce = random(NONCE); // random, because this key seals more than once
  return join(nonce, await gcmSeal(hkdf(own.signSeed, LABEL), plain, nonce, join(LABEL, instance)));
}

/**
 * @param {Bytes} sealed
 * @param {MemberSecret} own the bundle
 * @param {Bytes} instance
 * @returns {Promise<ReadingKeys[]>} newest first
 * @throws {Malformed | Damaged}
 */
export async function openRing(sealed, own, instance) {
  if (sealed.length !== RING) throw new Malformed('ring'); // 1
  const plain = await gcmOpen(hkdf(own.signSeed, LABEL), sealed.slice(NONCE), sealed.slice(0, NONCE), join(LABEL, instance)); // 2
  const end = 1 + plain[0] * RING_ENTRY;
  if (end > plain.length || !isZero(plain.subarray(end))) throw new Malformed('ring'); // 3
  const ring = Array.from({ length: plain[0] }, (_, at) => readEntry(plain.slice(1 + at * RING_ENTRY, 1 + (at + 1) * RING_ENTRY), own));
  plain.fill(0);
  checkRing(ring);
  return ring;
}

/**
 * envelopeOpener with many keys: each opens what was sealed to the versions that name it.
 * @param {readonly MemberSecret[]} secrets newest first
 * @param {CurrentDirectory} directory
 * @param {Bytes} instance
 * @returns {Promise<(envelope: Bytes) => Promise<Opened>>} throws what openEnvelope throws; NotARecipient when no key fits
 */
export async function ringOpener(secrets, directory, instance) {
  // Also those that no version names yet: what is sealed to them by a version that is not here must show, as damaged.
  const openers = await Promise.all(secrets.map((secret) => envelopeOpener(secret, hashesCarrying(directory, secret), instance)));
  return (envelope) => firstThatFits(openers, (open) => open(envelope));
}

/**
 * @param {Bytes} grant
 * @param {readonly MemberSecret[]} secrets newest first
 * @param {GrantPlace} place
 * @returns {Bytes} the case key
 * @throws {Malformed | NotARecipient | Damaged}
 */
export function openGrantWith(grant, secrets, place) {
  for (const secret of secrets) {
    try {
      return openGrant(grant, secret, place);
    } catch (error) {
      if (!(error instanceof NotARecipient)) throw error;
    }
  }
  throw new NotARecipient('grant');
}

/**
 * @template O, T
 * @param {readonly O[]} openers
 * @param {(opener: O) => Promise<T>} open
 * @returns {Promise<T>}
 */
async function firstThatFits(openers, open) {
  for (const [at, opener] of openers.entries()) {
    try {
      return await open(opener);
    } catch (error) {
      if (!(error instanceof NotARecipient) || at === openers.length - 1) throw error;
    }
  }
  throw new NotARecipient('no keys');
}

/** @param {readonly ReadingKeys[]} ring */
function checkRing(ring) {
  const names = new Set(ring.map(({ secret }) => hex(keysHash(secret.public))));
  const ordered = ring.every(({ day }, at) => at === 0 || day <= ring[at - 1].day);
  if (!ring.length || names.size < ring.length || !ordered) throw new Malformed('ring');
}

/** @param {ReadingKeys} keys */
function entryOf({ secret, day }) {
  return join(secret.pack().subarray(KEY), keysHash(secret.public), day);
}

/**
 * @param {Bytes} entry
 * @param {MemberSecret} own
 * @returns {ReadingKeys}
 */
function readEntry(entry, own) {
  const [seeds, end] = [KEY + MLKEM_SEED, KEY + MLKEM_SEED + HASH];
  const secret = new MemberSecret(own.slot, own.signSeed.slice(), entry.slice(0, KEY), entry.slice(KEY, seeds));
  if (!equal(entry.subarray(seeds, end), keysHash(secret.public))) throw new Malformed('ring');
  return { secret, day: readDay(fromUtf8(entry.slice(end))) };
}
