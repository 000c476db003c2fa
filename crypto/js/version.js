/**
 * One version of the directory: its body, made and parsed. Whether it follows from another, directory says.
 */
import { sha256 } from './derivation.js';
import { hex, join, u64 } from './encoding.js';
import { keysHash } from './keys.js';
import { HASH, INSTANCE, KEY, MAX_ROLE, MEMBER_SLOTS, SIGNATURE } from './limits.js';
import { Domain, sign } from './signatures.js';
import { day, hexOf, integerOf, listOf, objectOf, oneOf, readJson, textOf } from './strict.js';

/** @import { Bytes } from './encoding.js' */
/** @import { MemberSecret } from './keys.js' */

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

const readBody = objectOf({
  type: oneOf([Domain.DIRECTORY]),
  version: integerOf(),
  day,
  not_after: day,
  instance: hexOf(INSTANCE),
  members: listOf(objectOf({
    slot: integerOf(0, MEMBER_SLOTS - 1),
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
 * @param {string} from YYYY-MM-DD
 * @param {string} to
 * @returns {number}
 */
export function daysBetween(from, to) {
  return (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000;
}

/**
 * @param {Directory[]} chain
 * @param {string} date
 * @returns {Directory[]} the versions in force on that day: each from its own day to that of the next, both included
 */
export function inForce(chain, date) {
  return chain.filter((version, at) => version.day <= date && (at + 1 === chain.length || date <= chain[at + 1].day));
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
 * @param {MemberSecret} secret
 * @param {Bytes} instance
 * @param {number} since version in which these keys first stand
 * @returns {Bytes} the member's signature of the own encryption keys
 */
export function makeKeysSignature(secret, instance, since) {
  const message = keysMessage(instance, { slot: secret.slot, since, keys: keysHash(secret.public) });
  return sign(Domain.KEYS, secret.signSeed, message);
}
