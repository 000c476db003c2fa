/** The committee's list, as this member may rely on it: signed by the own key, and carrying it. */
import { BrokenChain, equal, keysHash, verifyDirectory } from '../../crypto/js/index.js';
import * as api from './api.js';

/** @import { CurrentDirectory, MemberSecret } from '../../crypto/js/index.js' */
/** @import { DirectoryMember } from '../../crypto/js/index.js' */

/**
 * The first version bears the signature of every founder, so a list in which a founder's own key stands from the
 * first version on is the one this founder signed: no fingerprint has to be typed.
 * @param {MemberSecret} secret
 * @returns {Promise<CurrentDirectory | null>} null before the founding
 * @throws {BrokenChain} when the list does not carry the reader's keys
 */
export async function fetchDirectory(secret) {
  const file = await api.directory();
  if (!file) return null;
  const directory = verifyDirectory(file, { today: null, fingerprint: null });
  if (!directory.current.members.some((member) => isOwn(member, secret))) throw new BrokenChain('own keys');
  return directory;
}

/**
 * @param {DirectoryMember} member
 * @param {MemberSecret} secret
 */
function isOwn({ slot, sign, keys }, secret) {
  return slot === secret.slot && equal(sign, secret.signKey) && equal(keys, keysHash(secret.public));
}

/**
 * @param {CurrentDirectory} directory
 * @param {readonly number[]} excluded slots
 * @returns {{ readers: string[], leftOut: string[] }} roles
 */
export function whoReads({ current }, excluded) {
  const leftOut = current.members.filter(({ slot }) => excluded.includes(slot));
  const readers = current.members.filter(({ slot }) => !excluded.includes(slot));
  return { readers: readers.map(({ role }) => role), leftOut: leftOut.map(({ role }) => role) };
}
