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
  const { ring: text, offered } = await api.ring();
  if (own.over) return;
  const sealed = fromBase64(text);
  const hash = text ? sha256(sealed) : NONE;
  if (!equal(hash, own.kept.hash)) own.ring = joined(own.ring, text ? await opened(sealed, own) : []);
  own.kept = { hash, offered };
  if (own.over) for (const { secret } of own.ring) secret.wipe();
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
