/**
 * Case keys, sealed to those who are to read. Keys to seal to come from the server, so each is compared first with what
 * is signed: a member's with the directory, an adviser's with the entry by which a member has verified it.
 */
import { sealGrant } from '../../../crypto/js/cases.js';
import { base64, equal, fromBase64, fromHex, hex, keysHash, sha256 } from '../../../crypto/js/index.js';
import * as api from './api.js';

/** @import { Bytes, CurrentDirectory } from '../../../crypto/js/index.js' */
/** @import { Granted } from '../../../crypto/js/entry.js' */
/** @import { Reader } from '../lifecycle/state.js' */
/** @import { CaseVisit, OpenCase } from './store.js' */
/** @typedef {{ sign: string, x25519: Bytes, mlkem: Bytes, until: string }} GrantTo `sign` in hex */
/** @typedef {{ granted: Granted[], sealed: Bytes[] }} Grants in the same order */

/** Somebody's encryption keys are not those that were verified: a server may have put in its own. */
export class ForeignKeys extends Error {
  /** @param {string} person */
  constructor(person) {
    super('keys');
    this.name = 'ForeignKeys';
    this.person = person;
  }
}

/** Other keys were verified for this person before those that were compared now: another member has to compare them, too. */
export class OthersVerified extends Error {
  constructor() {
    super('keys');
    this.name = 'OthersVerified';
  }
}

/**
 * @param {CurrentDirectory} directory
 * @param {readonly string[]} leftOut keys, as hex
 * @returns {GrantTo[]} every member of the version in force but these, ascending
 */
export function membersToGrant({ current, keys }, leftOut) {
  const all = current.members.map((member, at) => ({ sign: hex(member.sign), x25519: keys[at].x25519, mlkem: keys[at].mlkem, until: '' }));
  return ascending(all.filter(({ sign }) => !leftOut.includes(sign)));
}

/**
 * A member's keys are those of the list that this page relies on, which has them; a member may have renewed them since.
 * @param {CaseVisit} own
 * @param {OpenCase} opened
 * @param {readonly Reader[]} wanted
 * @returns {Promise<GrantTo[]>}
 * @throws {ForeignKeys}
 */
export async function readersToGrant(own, opened, wanted) {
  const { readers } = await api.readers(opened.id);
  const members = own.directory ? membersToGrant(own.directory, []) : [];
  return ascending(wanted.map(({ person, until }) => {
    const member = members.find(({ sign }) => sign === person);
    if (member) return { ...member, until };
    const found = readers.find(({ sign }) => sign === person);
    if (!found) throw new ForeignKeys(person);
    const keys = { x25519: fromHex(found.x25519), mlkem: fromBase64(found.mlkem) };
    if (!isVerified(own, opened, person, keys)) throw new ForeignKeys(person);
    return { sign: person, ...keys, until };
  }));
}

/**
 * @param {CaseVisit} own
 * @param {OpenCase} opened
 * @param {string} person
 * @param {{ x25519: Bytes, mlkem: Bytes }} keys
 */
export function isVerified({ directory }, opened, person, keys) {
  const hash = keysHash(keys);
  const member = directory?.current.members.find(({ sign }) => hex(sign) === person);
  if (member) return equal(member.keys, hash);
  return verifiedKeys(opened).get(person) === hex(hash);
}

/**
 * @param {Pick<OpenCase, 'state'>} opened
 * @returns {Map<string, string>} person to the hash of the encryption keys that a member verified
 */
export function verifiedKeys({ state }) {
  return new Map(state.verified.map(({ person, keys }) => [person, keys]));
}

/**
 * @param {Bytes} caseKey
 * @param {readonly GrantTo[]} to ascending
 * @param {{ instance: Bytes, case: Bytes, number: number }} place
 * @returns {Grants}
 */
export function sealGrants(caseKey, to, place) {
  const sealed = to.map((reader) => sealGrant(caseKey, reader, place));
  const granted = to.map(({ sign, until }, at) => ({ reader: fromHex(sign), until, grant: sha256(sealed[at]) }));
  return { granted, sealed };
}

/** @param {Grants} grants as the server takes them */
export function writtenGrants({ sealed }) {
  return sealed.map(base64);
}

/** @param {readonly GrantTo[]} to */
function ascending(to) {
  return [...to].sort((one, other) => (one.sign < other.sign ? -1 : 1));
}
