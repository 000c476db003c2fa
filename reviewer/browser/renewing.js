/**
 * New reading keys, once a quarter: what is stolen later opens less of what came before. They are made after a look, when
 * all is scanned and filed; kept sealed with those before them; and offered to the committee, whose next list names them.
 */
import { MAX_RING, makeReadingKeys, sealRing } from '../../crypto/js/cases.js';
import { base64, equal, hashesCarrying, hex, keysHash, makeKeysSignature, sha256 } from '../../crypto/js/index.js';
import * as api from './api.js';
import { dayNow } from './clock.js';
import { isRefused } from './failures.js';

/** @import { ReadingKeys } from '../../crypto/js/cases.js' */
/** @import { CurrentDirectory } from '../../crypto/js/index.js' */
/** @import { MemberSecret } from '../../crypto/js/keys.js' */
/** @import { RingHolder } from './ring.js' */
/** @typedef {RingHolder & { directory: CurrentDirectory | null }} Renewer */

/** No ring takes more keys. */
export class RingFull extends Error {
  constructor() {
    super('ring');
    this.name = 'RingFull';
  }
}

/**
 * While an offer waits for the committee no other keys are made; it is signed anew for each version that it missed.
 * @param {Renewer} own who has looked through everything, and relies on `directory`
 * @param {string} [today]
 * @returns {Promise<boolean>} whether keys were offered
 * @throws {RingFull | api.Refused}
 */
export async function renewWhenDue(own, today = dayNow()) {
  const { directory } = own;
  if (!directory || own.member.standing !== 'member') return false;
  const newest = own.ring[0];
  if (newest && !hashesCarrying(directory, newest.secret).length) {
    return own.kept.offered !== directory.current.version + 1 && keep(own, directory, own.ring);
  }
  const made = newest?.day ?? firstDay(directory, own.secret);
  if (quarterOf(made) >= quarterOf(today)) return false;
  if (own.ring.length === MAX_RING) throw new RingFull();
  const fresh = makeReadingKeys(own.secret, today);
  const kept = await keep(own, directory, [fresh, ...own.ring]).catch((error) => {
    fresh.secret.wipe(); // if they were kept all the same, they come back with the ring
    throw error;
  });
  if (!kept || own.over) fresh.secret.wipe();
  return kept;
}

/**
 * @param {string} day
 * @returns {string} of the calendar, so that they compare as text
 */
export function quarterOf(day) {
  return `${day.slice(0, 4)}-${Math.ceil(Number(day.slice(5, 7)) / 3)}`;
}

/**
 * @param {Renewer} own
 * @param {CurrentDirectory} directory
 * @param {ReadingKeys[]} ring newest first
 * @returns {Promise<boolean>} false when another device was faster: its ring comes with the next look
 */
async function keep(own, { current }, ring) {
  const [{ secret }] = ring;
  const sealed = await sealRing(ring, own.secret, own.instance);
  const since = current.version + 1;
  try {
    await api.keepRing({
      before: hex(own.kept.hash),
      ring: base64(sealed),
      x25519: hex(secret.public.x25519),
      mlkem: base64(secret.public.mlkem),
      keys_signature: hex(makeKeysSignature(secret, own.instance, since)),
    });
  } catch (error) {
    if (isRefused(error, 'moved')) return false;
    throw error;
  }
  if (own.over) return true;
  own.ring = ring;
  own.kept = { hash: sha256(sealed), offered: since };
  return true;
}

/**
 * @param {CurrentDirectory} directory
 * @param {MemberSecret} secret the bundle
 * @returns {string} the day of the first version that names its keys
 */
function firstDay({ chain, current }, secret) {
  const wanted = keysHash(secret.public);
  return (chain.find(({ members }) => members.some(({ keys }) => equal(keys, wanted))) ?? current).day;
}
