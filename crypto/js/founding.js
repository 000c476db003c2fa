/**
 * What members do to make a directory, the first or a later one: check a draft, compare its words, sign it. Each step is a person's
 * decision, so none does two things.
 */
import { pbkdf2 } from './derivation.js';
import { checkBody, checkKeysSignatures } from './directory.js';
import { plain } from './document.js';
import { base64, equal, hex, isZero, join, utf8 } from './encoding.js';
import { BrokenChain } from './errors.js';
import { keysHash } from './keys.js';
import { SPOKEN_WORDS } from './limits.js';
import { Domain, sign } from './signatures.js';
import { parseDirectory } from './version.js';
import { pickAll } from './words.js';

/** @import { Signed } from './document.js' */
/** @import { Bytes } from './encoding.js' */
/** @import { MemberPublic, MemberSecret } from './keys.js' */
/** @import { Directory } from './version.js' */

/**
 * What a founder checks of a draft before signing it: checks 1, 2, 3 and the link of 4, and that the draft
 * names the founder's own keys in the own slot.
 * @param {string} body
 * @param {MemberSecret} secret
 * @param {Bytes} instance
 * @returns {Directory}
 */
export function checkDraft(body, secret, instance) {
  const draft = parseDirectory(body);
  checkBody(draft, null);
  checkKeysSignatures([draft]);
  const own = draft.members.find((member) => member.slot === secret.slot);
  const named = own && equal(own.sign, secret.signKey) && equal(own.keys, keysHash(secret.public));
  if (!named || !isZero(draft.previous) || !equal(draft.instance, instance)) throw new BrokenChain('draft');
  return draft;
}

/**
 * What a member checks of a later version before signing it: checks 1, 2, 3 and the link of 5. Whether it says what was
 * agreed is for people.
 * @param {string} body
 * @param {Directory} before
 * @returns {Directory}
 */
export function checkSuccessor(body, before) {
  const draft = parseDirectory(body);
  checkBody(draft, before);
  checkKeysSignatures([draft]);
  if (!equal(draft.previous, before.hash)) throw new BrokenChain('previous');
  return draft;
}

/**
 * @param {string} body
 * @param {MemberSecret} secret
 * @returns {Bytes} signature of 64 bytes
 */
export function signBody(body, secret) {
  return sign(Domain.DIRECTORY, secret.signSeed, utf8(body));
}

/**
 * @param {Directory} directory
 * @returns {Promise<string[]>} the six words that founders compare on their call
 */
export async function spokenWords(directory) {
  return pickAll(await pbkdf2(directory.hash, join('SLWRD/1', directory.instance)), SPOKEN_WORDS);
}

/**
 * @param {Signed[]} chain
 * @param {MemberPublic[]} keys
 * @returns {Bytes} the directory file
 */
export function assemble(chain, keys) {
  return utf8(JSON.stringify({
    chain: chain.map(plain),
    keys: keys.map((member) => ({ slot: member.slot, x25519: hex(member.x25519), mlkem: base64(member.mlkem) })),
  }));
}
