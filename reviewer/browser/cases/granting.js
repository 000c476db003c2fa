/**
 * Case keys, sealed to those who are to read. Keys to seal to come from the server, so each is compared first with what
 * is signed: a member's with the directory, an adviser's with the entry by which a member has verified it.
 */
import { sealGrant } from '../../../crypto/js/cases.js';
import { base64, equal, fromBase64, fromHex, generateKeys, hex, keysHash, sha256 } from '../../../crypto/js/index.js';
import * as api from './api.js';

/** @import { Bytes, CurrentDirectory } from '../../../crypto/js/index.js' */
/** @import { Granted } from '../../../crypto/js/entry.js' */
/** @import { Reader } from '../lifecycle/state.js' */
/** @import { CaseVisit, OpenCase } from './store.js' */
/** @typedef {{ sign: string, x25519: Bytes, mlkem: Bytes, until: string }} GrantTo `sign` in hex */
/** @typedef {{ granted: Granted[], sealed: Bytes[] }} Grants in the same order */

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
 * An adviser's are those that a member verified. If the server shows others, either may be wrong, and a new key must not
 * wait until somebody knows, or one member could keep the others from leaving it out: the adviser's grant is sealed to keys
 * that nobody has, and `own.unsure` says so.
 * @param {CaseVisit} own
 * @param {OpenCase} opened
 * @param {readonly Reader[]} wanted
 * @returns {Promise<GrantTo[]>}
 */
export async function readersToGrant(own, opened, wanted) {
  const { readers } = await api.readers(opened.id);
  const members = own.directory ? membersToGrant(own.directory, []) : [];
  /** @type {string[]} */
  const unsure = [];
  const to = wanted.map(({ person, until }) => {
    const member = members.find(({ sign }) => sign === person);
    if (member) return { ...member, until };
    const keys = verifiedOf(own, opened, person, readers.find(({ sign }) => sign === person));
    if (!keys) unsure.push(person);
    return { sign: person, ...(keys ?? generateKeys(0).public), until };
  });
  own.unsure?.set(opened.id, unsure);
  return ascending(to);
}

/**
 * @param {CaseVisit} own
 * @param {OpenCase} opened
 * @param {string} person
 * @param {{ x25519: string, mlkem: string } | undefined} shown by the server
 */
function verifiedOf(own, opened, person, shown) {
  if (!shown) return null;
  const keys = { x25519: fromHex(shown.x25519), mlkem: fromBase64(shown.mlkem) };
  return isVerified(own, opened, person, keys) ? keys : null;
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
