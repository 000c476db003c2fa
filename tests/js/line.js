/** A small line for the tests: three members in slots 0, 2 and 5, a signed directory, a reporter, a first report. */
import {
  assemble, generateKeys, keysHash, makeBody, makeKeysSignature, random, reporterFromPhrase, signBody, verifyDirectory,
} from '../../crypto/js/index.js';
import { publicKey } from '../../crypto/js/signatures.js';

/** @import { Content } from '../../crypto/js/index.js' */
/** @import { MemberSecret } from '../../crypto/js/keys.js' */
/** @import { Reporter } from '../../crypto/js/phrase.js' */

export const TODAY = '2026-02-01';
export const SLOTS = [0, 2, 5];

/**
 * @param {MemberSecret[]} members
 * @param {Uint8Array<ArrayBuffer>} instance
 * @param {{ intakeKey: Uint8Array<ArrayBuffer>, boardKey: Uint8Array<ArrayBuffer> }} keys
 */
function foundingBody(members, instance, keys) {
  return makeBody({
    version: 1,
    day: '2026-01-15',
    notAfter: '2026-05-15',
    instance,
    members: members.map((member) => ({
      slot: member.slot,
      role: `Director ${member.slot}`,
      sign: member.signKey,
      keys: keysHash(member.public),
      since: 1,
      keysSignature: makeKeysSignature(member, instance, 1),
    })),
    ...keys,
    quorum: Math.floor(members.length / 2) + 1,
    previous: new Uint8Array(32),
  });
}

export function foundLine(slots = SLOTS, keys = { intakeKey: publicKey(random(32)), boardKey: publicKey(random(32)) }) {
  const instance = random(16);
  const members = slots.map(generateKeys);
  const body = foundingBody(members, instance, keys);
  const signatures = members.map((member) => ({ key: member.signKey, signature: signBody(body, member) }));
  const file = assemble([{ body, signatures }], members.map((member) => member.public));
  const directory = verifyDirectory(file, { today: TODAY, fingerprint: null });
  return { instance, members, directory, file, body };
}

/**
 * @param {Reporter} reporter
 * @param {Partial<Content>} [changes]
 * @returns {Content}
 */
export function reportBy(reporter, changes = {}) {
  return {
    kind: 'report',
    thread: reporter.thread,
    message: random(16),
    day: TODAY,
    language: 'en',
    what: 'Revenue was booked before delivery.',
    whereWhen: 'Third quarter',
    who: '',
    howKnown: '',
    category: 'fraud_records',
    relation: 'employee',
    identity: '',
    excluded: [],
    replyKey: reporter.replyKey(reporter.mask),
    reporterKey: reporter.key,
    files: [],
    ...changes,
  };
}

export const line = foundLine();
export const reporter = await reporterFromPhrase('any text is a phrase', line.instance);
