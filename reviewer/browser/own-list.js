/** Whether a list is one that this member signed. It takes nothing from the server on trust, and fetches nothing. */
import { BrokenChain, equal, keysHash, verifyDirectory } from '../../crypto/js/index.js';

/** @import { Bytes, CurrentDirectory, DirectoryMember, MemberSecret } from '../../crypto/js/index.js' */

/**
 * The first version bears the signature of everyone on it. So a list whose first version has the reader's own key, in
 * the own place, is one that the reader signed: no fingerprint has to be typed. That the key stands in a later version
 * says nothing: who made a first version among themselves can put anybody's public keys into the second.
 * @param {Bytes} file
 * @param {MemberSecret} secret of a founder
 * @param {string | null} signed the body that was signed in this visit, if one was
 * @returns {CurrentDirectory}
 * @throws {BrokenChain} or what verifyDirectory throws
 */
export function ownDirectory(file, secret, signed) {
  const directory = verifyDirectory(file, { today: null, fingerprint: null });
  const [first] = directory.chain;
  if (!first.members.some((member) => isFounder(member, secret))) throw new BrokenChain('founder');
  if (!directory.current.members.some((member) => isOwn(member, secret))) throw new BrokenChain('own keys');
  if (signed !== null && first.body !== signed) throw new BrokenChain('signed');
  return directory;
}

/**
 * @param {DirectoryMember} member
 * @param {MemberSecret} secret
 */
function isFounder({ slot, sign }, secret) {
  return slot === secret.slot && equal(sign, secret.signKey);
}

/**
 * @param {DirectoryMember} member
 * @param {MemberSecret} secret
 */
function isOwn(member, secret) {
  return isFounder(member, secret) && equal(member.keys, keysHash(secret.public));
}
