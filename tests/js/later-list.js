/** Versions of the list after the founding of tests/js/line.js: somebody comes, somebody leaves. */
import { assemble, equal, keysHash, makeBody, makeKeysSignature, signBody, verifyDirectory } from '../../crypto/js/index.js';
import { daysAfter } from '../../reviewer/browser/days.js';

/** @import { CurrentDirectory, Directory, DirectoryMember } from '../../crypto/js/index.js' */
/** @import { MemberSecret } from '../../crypto/js/keys.js' */
/** @typedef {{ instance: Uint8Array<ArrayBuffer>, members: MemberSecret[], directory: CurrentDirectory, file: Uint8Array<ArrayBuffer> }} Line */

/**
 * @param {Directory} before
 * @param {MemberSecret[]} secrets of all who are on the next version
 * @param {string} day
 * @param {Partial<Directory>} [changes]
 * @returns {string}
 */
export function bodyAfter(before, secrets, day, changes = {}) {
  const version = before.version + 1;
  const members = secrets.map((one) => before.members.find(({ sign }) => equal(sign, one.signKey)) ?? seat(one, before.instance, version))
    .sort((a, b) => a.slot - b.slot);
  return makeBody({
    ...before, version, day, notAfter: daysAfter(day, 120), members, quorum: Math.floor(members.length / 2) + 1, previous: before.hash, ...changes,
  });
}

/**
 * @param {MemberSecret} secret
 * @param {Uint8Array<ArrayBuffer>} instance
 * @param {number} since
 * @returns {DirectoryMember}
 */
export function seat(secret, instance, since) {
  const keysSignature = makeKeysSignature(secret, instance, since);
  return { slot: secret.slot, role: `Director ${secret.slot}`, sign: secret.signKey, keys: keysHash(secret.public), since, keysSignature };
}

/**
 * @param {Line} line
 * @param {MemberSecret[]} secrets
 * @param {string} day
 * @param {string} [body]
 * @returns {Line} with one version more, signed by all of the version before
 */
export function lineAfter(line, secrets, day, body = bodyAfter(line.directory.current, secrets, day)) {
  const signed = { body, signatures: line.members.map((one) => ({ key: one.signKey, signature: signBody(body, one) })) };
  const { chain } = JSON.parse(new TextDecoder().decode(line.file));
  const founding = chain.map((/** @type {{ body: string }} */ one) => ({
    body: one.body, signatures: line.members.map((secret) => ({ key: secret.signKey, signature: signBody(one.body, secret) })),
  }));
  const ordered = [...secrets].sort((a, b) => a.slot - b.slot);
  const file = assemble([...founding, signed], ordered.map((one) => one.public));
  return { instance: line.instance, members: ordered, directory: verifyDirectory(file, { today: null, fingerprint: null }), file };
}
