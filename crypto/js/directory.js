/**
 * The signed list of members and their keys. A reader takes nothing from a directory file before every
 * numbered check of protocol.md section 2 has passed.
 */
import { pbkdf2, sha256 } from './derivation.js';
import {
  base64Of, day, hexOf, integerOf, listOf, objectOf, oneOf, plain, readJson, readSigned, textOf,
} from './document.js';
import { base64, equal, hex, isZero, join, u64, utf8 } from './encoding.js';
import { BadSignature, BrokenChain, Expired, Malformed, TooFewReaders } from './errors.js';
import { checkUsable, keysHash } from './keys.js';
import {
  DIRECTORY_BASE, DIRECTORY_PER_VERSION, HASH, INSTANCE, KEY, MAX_ROLE, MAX_VALIDITY_DAYS, MEMBER_SLOTS, MIN_MEMBERS,
  MIN_READERS, MLKEM_PUBLIC, SIGNATURE, SPOKEN_WORDS,
} from './limits.js';
import { Domain, isSignedBy, sign } from './signatures.js';
import { pickAll } from './words.js';

/** @import { Bytes } from './encoding.js' */
/** @import { MemberPublic, MemberSecret } from './keys.js' */
/** @import { Signed } from './document.js' */

/**
 * @typedef {object} DirectoryMember
 * @property {number} slot 0 to 7
 * @property {string} role
 * @property {Bytes} sign the member's Ed25519 key
 * @property {Bytes} keys hash of the member's encryption keys
 * @property {number} since version in which these keys first stood
 * @property {Bytes} keysSignature
 */

/**
 * One version, parsed.
 * @typedef {object} Directory
 * @property {string} body the exact text that is signed
 * @property {Bytes} hash SHA-256 of the body
 * @property {number} version
 * @property {string} day
 * @property {string} notAfter
 * @property {Bytes} instance
 * @property {DirectoryMember[]} members ascending by slot
 * @property {Bytes} intakeKey
 * @property {Bytes} boardKey
 * @property {number} quorum
 * @property {Bytes} previous
 */

/**
 * A chain that passed every check; only verifyDirectory makes one.
 * @typedef {object} CurrentDirectory
 * @property {Directory[]} chain from version 1
 * @property {Directory} current the last of the chain
 * @property {MemberPublic[]} keys of its members, ascending by slot
 * @property {Bytes} bytes the file
 */

const slot = integerOf(0, MEMBER_SLOTS - 1);

const readBody = objectOf({
  type: oneOf([Domain.DIRECTORY]),
  version: integerOf(),
  day,
  not_after: day,
  instance: hexOf(INSTANCE),
  members: listOf(objectOf({
    slot,
    role: textOf(1, MAX_ROLE),
    sign: hexOf(KEY),
    keys: hexOf(HASH),
    since: integerOf(),
    keys_signature: hexOf(SIGNATURE),
  })),
  intake_key: hexOf(KEY),
  board_key: hexOf(KEY),
  quorum: integerOf(),
  previous: hexOf(HASH),
});

const readFile = objectOf({
  chain: listOf(readSigned),
  keys: listOf(objectOf({ slot, x25519: hexOf(KEY), mlkem: base64Of(MLKEM_PUBLIC) })),
});

// ---- reading ---------------------------------------------------------------------------------

/**
 * Checks a directory file in the order of protocol.md section 2.
 * @param {Bytes} file
 * @param {object} expected
 * @param {string | null} expected.today YYYY-MM-DD; null only where age is checked elsewhere
 * @param {Bytes | null} expected.fingerprint null only for who has no poster, such as a member before the founding
 * @returns {CurrentDirectory}
 */
export function verifyDirectory(file, { today, fingerprint }) {
  const { chain: signed, keys } = parseFile(file); // 1
  const chain = signed.map((document) => parseDirectory(document.body));
  chain.forEach((directory, at) => checkBody(directory, at > 0 ? chain[at - 1] : null)); // 2
  checkKeysSignatures(chain); // 3
  checkFounding(chain[0], signed[0]); // 4
  chain.slice(1).forEach((directory, at) => checkSuccession(chain[at], directory, signed[at + 1])); // 5
  const current = chain[chain.length - 1];
  checkKeys(current, keys); // 6
  if (fingerprint && !chain.some(({ hash }) => equal(hash, fingerprint))) throw new BrokenChain('fingerprint'); // 7
  if (today !== null && current.notAfter < today) throw new Expired('directory'); // 8
  return { chain, current, keys, bytes: file };
}

/** @param {Bytes} file */
function parseFile(file) {
  const parsed = readFile(readJson(file));
  const versions = parsed.chain.length;
  if (!versions || file.length > DIRECTORY_BASE + versions * DIRECTORY_PER_VERSION) throw new Malformed('directory');
  return parsed;
}

/**
 * @param {string} body
 * @returns {Directory} parsed, nothing else checked
 */
export function parseDirectory(body) {
  const { version, instance, members, quorum, previous, ...rest } = readBody(readJson(body));
  return {
    body,
    hash: sha256(body),
    version,
    day: rest.day,
    notAfter: rest.not_after,
    instance,
    members: members.map(({ keys_signature: keysSignature, ...member }) => ({ ...member, keysSignature })),
    intakeKey: rest.intake_key,
    boardKey: rest.board_key,
    quorum,
    previous,
  };
}

/**
 * Check 2.
 * @param {Directory} directory
 * @param {Directory | null} before
 */
function checkBody(directory, before) {
  const { version, members } = directory;
  const valid = version === (before?.version ?? 0) + 1
    && (!before || equal(directory.instance, before.instance))
    && members.length >= MIN_MEMBERS && members.length <= MEMBER_SLOTS
    && members.every((member, at) => at === 0 || member.slot > members[at - 1].slot)
    && areDistinct(members.map((member) => member.sign))
    && areDistinct(members.map((member) => member.keys))
    && directory.quorum === Math.floor(members.length / 2) + 1
    && (!before || directory.day >= before.day)
    && isValidity(daysBetween(directory.day, directory.notAfter))
    && members.every(({ since }) => since >= 1 && since <= version);
  if (!valid) throw new BrokenChain('body');
}

/** @param {Bytes[]} values */
function areDistinct(values) {
  return new Set(values.map(hex)).size === values.length;
}

/**
 * @param {string} from
 * @param {string} to
 */
function daysBetween(from, to) {
  return (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000;
}

/** @param {number} days */
function isValidity(days) {
  return days >= 1 && days <= MAX_VALIDITY_DAYS;
}

/**
 * Check 3. A long chain repeats most of its members, and each is verified once.
 * @param {Directory[]} chain
 */
function checkKeysSignatures(chain) {
  const verified = new Set();
  for (const { instance, members } of chain) {
    for (const member of members) {
      const message = keysMessage(instance, member);
      const name = hex(join(member.sign, member.keysSignature, message));
      if (verified.has(name)) continue;
      if (!isSignedBy(Domain.KEYS, member.sign, message, member.keysSignature)) throw new BadSignature('keys');
      verified.add(name);
    }
  }
}

/**
 * What a member signs of its encryption keys.
 * @param {Bytes} instance
 * @param {{ slot: number, since: number, keys: Bytes }} member
 */
export function keysMessage(instance, member) {
  return join(instance, Uint8Array.of(member.slot), u64(member.since), member.keys);
}

/**
 * Check 4.
 * @param {Directory} first
 * @param {Signed} signed
 */
function checkFounding(first, signed) {
  if (!isZero(first.previous)) throw new BrokenChain('previous');
  if (countSigners(first.members, signed) !== first.members.length) throw new BadSignature('founding');
}

/**
 * Check 5.
 * @param {Directory} before
 * @param {Directory} directory
 * @param {Signed} signed
 */
function checkSuccession(before, directory, signed) {
  if (!equal(directory.previous, before.hash)) throw new BrokenChain('previous');
  if (isRenewal(before, directory)) return;
  if (countSigners(before.members, signed) < before.quorum) throw new BadSignature('quorum');
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

/**
 * Check 6.
 * @param {Directory} current
 * @param {MemberPublic[]} keys
 */
function checkKeys(current, keys) {
  const matches = keys.length === current.members.length && current.members.every((member, at) =>
    keys[at].slot === member.slot && equal(keysHash(keys[at]), member.keys));
  if (!matches) throw new BrokenChain('keys');
  keys.forEach(checkUsable);
}

// ---- using -----------------------------------------------------------------------------------

/**
 * @param {CurrentDirectory} directory
 * @param {number[]} excluded slots
 * @returns {(MemberPublic | null)[]} for sealEnvelope: eight, null where nobody reads
 */
export function recipients(directory, excluded) {
  const readers = directory.keys.filter((member) => !excluded.includes(member.slot));
  if (readers.length < MIN_READERS) throw new TooFewReaders('recipients');
  return Array.from({ length: MEMBER_SLOTS }, (_, at) => readers.find((member) => member.slot === at) ?? null);
}

/**
 * @param {CurrentDirectory} directory
 * @param {MemberSecret} secret
 * @returns {Bytes[]} hashes of the versions that carry these keys in this slot, newest first, for openEnvelope
 */
export function hashesCarrying(directory, secret) {
  const wanted = keysHash(secret.public);
  return directory.chain
    .filter(({ members }) => members.some((member) => member.slot === secret.slot && equal(member.keys, wanted)))
    .map(({ hash }) => hash)
    .reverse();
}

// ---- making ----------------------------------------------------------------------------------

/**
 * @param {MemberSecret} secret
 * @param {Bytes} instance
 * @param {number} since version in which these keys first stand
 * @returns {Bytes} the member's signature of the own encryption keys
 */
export function makeKeysSignature(secret, instance, since) {
  const message = keysMessage(instance, { slot: secret.slot, since, keys: keysHash(secret.public) });
  return sign(Domain.KEYS, secret.signSeed, message);
}

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
 * The body of a version in the form that is signed.
 * @param {Omit<Directory, 'body' | 'hash'>} directory
 * @returns {string}
 */
export function makeBody(directory) {
  return JSON.stringify({
    type: Domain.DIRECTORY,
    version: directory.version,
    day: directory.day,
    not_after: directory.notAfter,
    instance: hex(directory.instance),
    members: directory.members.map((member) => ({
      slot: member.slot,
      role: member.role,
      sign: hex(member.sign),
      keys: hex(member.keys),
      since: member.since,
      keys_signature: hex(member.keysSignature),
    })),
    intake_key: hex(directory.intakeKey),
    board_key: hex(directory.boardKey),
    quorum: directory.quorum,
    previous: hex(directory.previous),
  });
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
