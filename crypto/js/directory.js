/**
 * The signed list of members and their keys. A reader takes nothing from a directory file before every
 * numbered check of protocol.md section 2 has passed.
 */
import { readSigned } from './document.js';
import { equal, hex, join } from './encoding.js';
import { BadSignature, BrokenChain, Expired, Malformed, TooFewReaders } from './errors.js';
import { checkUsable, keysHash } from './keys.js';
import {
  DIRECTORY_BASE, DIRECTORY_PER_VERSION, KEY, MAX_VALIDITY_DAYS, MEMBER_SLOTS, MIN_MEMBERS, MIN_READERS, MLKEM_PUBLIC,
} from './limits.js';
import { Domain, isSignedBy } from './signatures.js';
import { base64Of, hexOf, integerOf, listOf, objectOf, readJson } from './strict.js';
import { checkFounding, checkSuccessions } from './succession.js';
import { daysBetween, keysMessage, parseDirectory } from './version.js';

/** @import { Bytes } from './encoding.js' */
/** @import { MemberPublic, MemberSecret } from './keys.js' */
/** @import { Directory } from './version.js' */

/**
 * A chain that passed every check; only verifyDirectory makes one.
 * @typedef {object} CurrentDirectory
 * @property {Directory[]} chain from version 1
 * @property {Directory} current the last of the chain
 * @property {MemberPublic[]} keys of its members, ascending by slot
 * @property {Bytes} bytes the file
 */

const readFile = objectOf({
  chain: listOf(readSigned),
  keys: listOf(objectOf({ slot: integerOf(0, MEMBER_SLOTS - 1), x25519: hexOf(KEY), mlkem: base64Of(MLKEM_PUBLIC) })),
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
  checkSuccessions(chain, signed); // 5
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
 * Check 2.
 * @param {Directory} directory
 * @param {Directory | null} before
 */
export function checkBody(directory, before) {
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

/** @param {number} days */
function isValidity(days) {
  return days >= 1 && days <= MAX_VALIDITY_DAYS;
}

/**
 * Check 3. A long chain repeats most of its members, and each is verified once.
 * @param {Directory[]} chain
 */
export function checkKeysSignatures(chain) {
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
