/**
 * The own reading keys: those of the bundle and all that this member has made since, which the server keeps sealed. The
 * server's ring is the one that counts, since another device may have renewed it; but it never loses a key.
 */
import { openRing } from '../../crypto/js/cases.js';
import { BrokenChain, ProtocolError, equal, fromBase64, hex, keysHash, sha256 } from '../../crypto/js/index.js';
import * as api from './api.js';

/** @import { ReadingKeys } from '../../crypto/js/cases.js' */
/** @import { MemberSecret } from '../../crypto/js/keys.js' */
/** @import { Visit } from './visit.js' */
/** @typedef {Pick<Visit, 'secret' | 'instance' | 'ring' | 'kept' | 'over'> & { member: { standing: string } }} RingHolder */

const NONE = new Uint8Array(32);

/** It does not open, or lacks keys that there must be: nothing goes on, or what was sealed to them would be missed in silence. */
export class UnusableRing extends BrokenChain {
  /** @param {string} why */
  constructor(why) {
    super(`ring: ${why}`);
    this.name = 'UnusableRing';
  }
}

/**
 * @param {{ secret: MemberSecret, ring?: readonly ReadingKeys[] }} own
 * @returns {MemberSecret[]} all the own reading keys, newest first
 */
export function heldBy({ secret, ring = [] }) {
  return [...ring.map((one) => one.secret), secret];
}

/**
 * Advisers and auditors have none.
 * @param {RingHolder} own
 * @throws {UnusableRing}
 */
export async function refreshRing(own) {
  if (own.member.standing !== 'member') return;
  for (;;) {
    const { kept } = own;
    const found = await fetched(own);
    if (own.over) return wipe(found.ring);
    if (own.kept !== kept) continue; // this page has renewed meanwhile, or looked twice: what came may be older
    if (equal(found.hash, kept.hash) && found.offered === kept.offered) return;
    own.ring = joined(own.ring, found.ring);
    own.kept = { hash: found.hash, offered: found.offered };
    return;
  }
}

/**
 * @param {RingHolder} own
 * @returns {Promise<RingHolder['kept'] & { ring: readonly ReadingKeys[] }>} the ring as it is known, where it is the same
 */
async function fetched(own) {
  const { ring: text, offered } = await api.ring();
  const sealed = fromBase64(text);
  const hash = text ? sha256(sealed) : NONE;
  if (own.over) return { hash, offered, ring: [] };
  if (equal(hash, own.kept.hash)) return { hash, offered, ring: own.ring };
  return { hash, offered, ring: text ? await opened(sealed, own) : [] };
}

/** @param {readonly ReadingKeys[]} ring */
function wipe(ring) {
  for (const { secret } of ring) secret.wipe();
}

/**
 * @param {Uint8Array<ArrayBuffer>} sealed
 * @param {Pick<RingHolder, 'secret' | 'instance'>} own
 */
async function opened(sealed, { secret, instance }) {
  try {
    return await openRing(sealed, secret, instance);
  } catch (error) {
    throw error instanceof ProtocolError ? new UnusableRing(error.name) : error;
  }
}

/**
 * What is known stays the same object: something may be reading with it.
 * @param {readonly ReadingKeys[]} known
 * @param {readonly ReadingKeys[]} found
 * @returns {ReadingKeys[]}
 */
function joined(known, found) {
  const name = (/** @type {ReadingKeys} */ { secret }) => hex(keysHash(secret.public));
  const names = new Set(found.map(name));
  if (known.some((one) => !names.has(name(one)))) throw new UnusableRing('fewer keys than before');
  const before = new Map(known.map((one) => [name(one), one]));
  return found.map((one) => before.get(name(one)) ?? one);
}
