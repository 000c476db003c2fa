/**
 * Who must have signed a version of the directory: checks 4 and 5 of protocol.md section 2.
 */
import { equal, isZero, utf8 } from './encoding.js';
import { BadSignature, BrokenChain } from './errors.js';
import { MAX_RENEWED_DAYS } from './limits.js';
import { Domain, isSignedBy } from './signatures.js';
import { daysBetween } from './version.js';

/** @import { Signed } from './document.js' */
/** @import { Directory, DirectoryMember } from './version.js' */

/**
 * Check 4.
 * @param {Directory} first
 * @param {Signed} signed
 */
export function checkFounding(first, signed) {
  if (!isZero(first.previous)) throw new BrokenChain('previous');
  if (countSigners(first.members, signed) !== first.members.length) throw new BadSignature('founding');
}

/**
 * Check 5.
 * @param {Directory[]} chain
 * @param {Signed[]} signed
 */
export function checkSuccessions(chain, signed) {
  let agreed = chain[0].day;
  for (const [at, directory] of chain.slice(1).entries()) {
    const before = chain[at];
    if (!equal(directory.previous, before.hash)) throw new BrokenChain('previous');
    if (countSigners(before.members, signed[at + 1]) >= before.quorum) agreed = directory.day;
    else if (!isSignedRenewal(before, directory, signed[at + 1], agreed)) throw new BadSignature('quorum');
  }
}

/**
 * Who was voted out could otherwise, with the server's help, keep the old list alive for ever.
 * @param {Directory} before
 * @param {Directory} directory
 * @param {Signed} signed
 * @param {string} agreed the day of the last version that a quorum signed
 * @returns {boolean} whether the members whose keys are new have signed it, and it ends soon enough
 */
function isSignedRenewal(before, directory, signed, agreed) {
  const renewed = directory.members.filter(({ since }) => since === directory.version);
  return isRenewal(before, directory)
    && countSigners(renewed, signed) === renewed.length
    && daysBetween(agreed, directory.notAfter) <= MAX_RENEWED_DAYS;
}

/**
 * @param {DirectoryMember[]} members
 * @param {Signed} signed
 * @returns {number} members with a valid signature; signatures of others are passed over
 */
function countSigners(members, { body, signatures }) {
  const message = utf8(body);
  return members.filter((member) => signatures.some(({ key, signature }) =>
    equal(key, member.sign) && isSignedBy(Domain.DIRECTORY, key, message, signature))).length;
}

/**
 * Whether some members renewed their encryption keys and nothing else changed.
 * @param {Directory} before
 * @param {Directory} directory
 */
function isRenewal(before, directory) {
  const pairs = directory.members.map((member, at) => ({ member, old: before.members[at] }));
  return directory.members.length === before.members.length
    && equal(directory.intakeKey, before.intakeKey)
    && equal(directory.boardKey, before.boardKey)
    && pairs.every(({ member, old }) => isSamePerson(old, member)
      && (hasSameKeys(old, member) || hasRenewed(old, member, directory.version)))
    && pairs.some(({ member, old }) => !hasSameKeys(old, member));
}

/**
 * @param {DirectoryMember} a
 * @param {DirectoryMember} b
 */
function isSamePerson(a, b) {
  return a.slot === b.slot && a.role === b.role && equal(a.sign, b.sign);
}

/**
 * @param {DirectoryMember} a
 * @param {DirectoryMember} b
 */
function hasSameKeys(a, b) {
  return a.since === b.since && equal(a.keys, b.keys) && equal(a.keysSignature, b.keysSignature);
}

/**
 * @param {DirectoryMember} old
 * @param {DirectoryMember} member
 * @param {number} version
 */
function hasRenewed(old, member, version) {
  return member.since === version && !equal(member.keys, old.keys);
}
