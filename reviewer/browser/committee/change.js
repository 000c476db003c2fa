/**
 * What a proposed version changes in the list that this page relies on. The server has composed it, so nothing of it is
 * believed: what cannot follow is refused, and the rest is told, all of it, before anybody signs.
 */
import { BrokenChain, checkSuccessor, equal, hex, keysHash } from '../../../crypto/js/index.js';
import { daysBetween } from '../days.js';

/** @import { CurrentDirectory, Directory, DirectoryMember } from '../../../crypto/js/index.js' */
/** @import { MemberSecret } from '../../../crypto/js/keys.js' */
/** @import { Waiting, Wanted } from './api.js' */
/** @typedef {{ what: 'retires' | 'admits' | 'replaces' | 'renames' | 'renews', slot: number, role: string, was: string }} Difference */
/** @typedef {{ next: Directory, differences: Difference[], leaves: boolean }} Checked `leaves`: somebody's keys are gone by it */

/**
 * @param {string} body
 * @param {CurrentDirectory} directory
 * @param {string} today
 * @param {readonly MemberSecret[]} [held] all the own reading keys, of who is on the list
 * @returns {Checked}
 * @throws {import('../../../crypto/js/index.js').ProtocolError} when it cannot be the next version, or changes what no member asks for
 */
export function checkProposal(body, { chain, current }, today, held = []) {
  const next = checkSuccessor(body, current);
  const differences = differencesBetween(current, next);
  const leaves = current.members.some(({ sign }) => !next.members.some((one) => equal(one.sign, sign)));
  if (!equal(next.intakeKey, current.intakeKey) || !equal(next.boardKey, current.boardKey)) throw new BrokenChain('line');
  if (next.members.some((one) => !isAsBefore(one, current) && !isRenewed(one, next, current) && !isNew(one, next, current))) throw new BrokenChain('keys');
  if (next.members.some((one) => isBeyond(one, held))) throw new BrokenChain('own keys');
  if (differences.some(({ what, slot }) => what === 'admits' && wasUsed(chain, slot))) throw new BrokenChain('slot');
  if (Math.abs(daysBetween(today, next.day)) > (leaves ? 1 : DAYS)) throw new BrokenChain('day');
  return { next, differences, leaves };
}

/** For as long signatures may be gathered while nobody leaves. */
const DAYS = 31;

/**
 * @param {Directory} before
 * @param {Directory} after
 * @returns {Difference[]} ascending by slot
 */
export function differencesBetween(before, after) {
  const slots = [...new Set([...before.members, ...after.members].map(({ slot }) => slot))].sort((a, b) => a - b);
  return slots.flatMap((slot) => {
    const [old, now] = [before, after].map(({ members }) => members.find((one) => one.slot === slot));
    return kindsOf(old, now).map((what) => ({ what, slot, role: (now ?? old)?.role ?? '', was: old?.role ?? '' }));
  });
}

/**
 * @param {readonly Difference[]} differences as a proposal shows them
 * @param {Wanted} wanted what this page has proposed
 * @param {Directory} before
 * @param {readonly Waiting[]} people
 * @returns {boolean} whether they are the same, but for keys that members renew: nobody else asks for that
 */
export function isAsWanted(differences, { retire, admit, roles }, before, people) {
  const held = new Map(before.members.map(({ slot, role }) => [slot, role]));
  const roleOf = (/** @type {number} */ slot) => people.find((one) => one.slot === slot)?.role ?? '';
  const wanted = [
    ...retire.filter((slot) => !admit.includes(slot)).map((slot) => `retires ${slot} ${held.get(slot)}`),
    ...admit.map((slot) => `${held.has(slot) ? 'replaces' : 'admits'} ${slot} ${roleOf(slot)}`),
    ...roles.map(({ slot, role }) => `renames ${slot} ${role}`),
  ];
  const found = differences.filter(({ what }) => what !== 'renews').map(({ what, slot, role }) => `${what} ${slot} ${role}`);
  return JSON.stringify(wanted.sort()) === JSON.stringify(found.sort());
}

/**
 * @param {DirectoryMember | undefined} old
 * @param {DirectoryMember | undefined} now
 * @returns {Difference['what'][]}
 */
function kindsOf(old, now) {
  if (!now) return ['retires'];
  if (!old) return ['admits'];
  if (!equal(old.sign, now.sign)) return ['replaces'];
  return [...(old.role === now.role ? [] : /** @type {const} */ (['renames'])), ...(equal(old.keys, now.keys) ? [] : /** @type {const} */ (['renews']))];
}

/**
 * @param {DirectoryMember} member
 * @param {Directory} before
 */
function isAsBefore(member, before) {
  const old = before.members.find(({ sign }) => equal(sign, member.sign));
  return old !== undefined && old.slot === member.slot && old.since === member.since && equal(old.keys, member.keys)
    && equal(old.keysSignature, member.keysSignature);
}

/**
 * The member's signature of the keys, in this place and from this very version on, was checked with the body.
 * @param {DirectoryMember} member
 * @param {Directory} after
 * @param {Directory} before
 */
function isRenewed(member, after, before) {
  const old = before.members.find(({ sign }) => equal(sign, member.sign));
  return old !== undefined && old.slot === member.slot && member.since === after.version && !equal(old.keys, member.keys);
}

/**
 * @param {DirectoryMember} member
 * @param {readonly MemberSecret[]} held
 * @returns {boolean} whether it is the own place, with keys that are not at hand
 */
function isBeyond({ sign, keys }, held) {
  return held.length > 0 && equal(sign, held[0].signKey) && !held.some((one) => equal(keys, keysHash(one.public)));
}

/**
 * @param {DirectoryMember} member
 * @param {Directory} after
 * @param {Directory} before
 */
function isNew(member, after, before) {
  return member.since === after.version && !before.members.some(({ sign }) => equal(sign, member.sign));
}

/**
 * A report that excludes a slot excludes whoever holds it later; and who reads who was excluded must stay plain.
 * @param {readonly Directory[]} chain
 * @param {number} slot
 */
function wasUsed(chain, slot) {
  return chain.some(({ members }) => members.some((one) => one.slot === slot));
}

/**
 * @param {readonly Directory[]} chain
 * @param {Uint8Array} sign
 * @returns {string} the day of the first version with this key
 */
export function memberSince(chain, sign) {
  return chain.find(({ members }) => members.some((one) => equal(one.sign, sign)))?.day ?? '';
}

/** @param {Directory} directory */
export const nameOfList = (directory) => hex(directory.hash);
