/** Whether a list is one that this person may rely on. It takes nothing from the server on trust, and fetches nothing. */
import { BrokenChain, equal, hex, keysHash, verifyDirectory } from '../../crypto/js/index.js';
import { UnusableRing } from './ring.js';

/** @import { Bytes, CurrentDirectory, DirectoryMember, MemberSecret } from '../../crypto/js/index.js' */
/** @import { Standing } from './api.js' */
/**
 * As what somebody relies on a list, and why: hashes of versions, in hex, as marks.js keeps them.
 * @typedef {{ standing: Standing, compared: ReadonlySet<string>, relied: ReadonlySet<string> }} Trust
 */

/** @type {Trust} */
const AS_FOUNDER = { standing: 'member', compared: new Set(), relied: new Set() };

/** Somebody who did not sign the first version has compared the words of none of these. */
export class NotCompared extends BrokenChain {
  constructor() {
    super('founder: nothing compared');
    this.name = 'BrokenChain';
  }
}

/**
 * The first version bears the signature of everyone on it. So a list whose first version has the reader's own key, in
 * the own place, is one that the reader signed: no fingerprint has to be typed. That the key stands in a later version
 * says nothing: who made a first version among themselves can put anybody's public keys into the second. Whoever came
 * later has compared the words of some version aloud, and relies on a list with that version in it.
 *
 * Everybody: a list that was relied on once is in all later ones. So nobody is shown an older list, or another branch.
 * @param {Bytes} file
 * @param {MemberSecret} secret
 * @param {string | null} signed the body of the first version that was signed in this visit, if one was
 * @param {Trust} [trust]
 * @param {readonly MemberSecret[]} [held] all the own reading keys
 * @returns {CurrentDirectory}
 * @throws {NotCompared | UnusableRing | BrokenChain} or what verifyDirectory throws
 */
export function ownDirectory(file, secret, signed, { standing, compared, relied } = AS_FOUNDER, held = [secret]) {
  const directory = verifyDirectory(file, { today: null, fingerprint: null });
  const versions = new Set(directory.chain.map(({ hash }) => hex(hash)));
  if ([...relied].some((one) => !versions.has(one))) throw new BrokenChain('relied');
  if (!isSigned(directory, secret, standing) && ![...compared, ...relied].some((one) => versions.has(one))) throw new NotCompared();
  if (standing === 'member') checkOwnKeys(directory, secret, held);
  if (signed !== null && directory.chain[0].body !== signed) throw new BrokenChain('signed');
  return directory;
}

/**
 * @param {CurrentDirectory} directory
 * @param {MemberSecret} secret
 * @param {Standing} standing
 */
function isSigned({ chain: [first] }, secret, standing) {
  return standing === 'member' && first.members.some((member) => isFounder(member, secret));
}

/**
 * @param {DirectoryMember} member
 * @param {MemberSecret} secret
 */
function isFounder({ slot, sign }, secret) {
  return slot === secret.slot && equal(sign, secret.signKey);
}

/**
 * Nobody else can have signed the keys that stand beside the own signing key; but a ring may lack them.
 * @param {CurrentDirectory} directory
 * @param {MemberSecret} secret
 * @param {readonly MemberSecret[]} held
 */
function checkOwnKeys({ current }, secret, held) {
  const own = current.members.find((member) => isFounder(member, secret));
  if (!own) throw new BrokenChain('own keys');
  if (!held.some((one) => equal(own.keys, keysHash(one.public)))) throw new UnusableRing('own keys');
}
