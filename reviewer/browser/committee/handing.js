/**
 * What a change of the list leaves to be done in the cases that this member reads: new keys where somebody still holds one
 * who left, and grants to those who came. It sees no other cases, and counts none.
 */
import { hex } from '../../../crypto/js/index.js';
import { isMember, isMemberThroughout } from '../lifecycle/readers.js';

/** @import { CurrentDirectory, Directory, DirectoryMember } from '../../../crypto/js/index.js' */
/** @import { CaseState, Membership, Opened } from '../lifecycle/state.js' */
/** @typedef {{ state: CaseState, entries: readonly Opened[], leftOut: ReadonlySet<string> }} Handed */
/** @typedef {{ member: DirectoryMember, keys: CurrentDirectory['keys'][number], cases: string[] }} Missing `cases`: their ids */

/**
 * @param {Handed} opened
 * @param {readonly Membership[]} members
 * @param {string} today
 * @returns {boolean} whether somebody holds the key in use who is on the committee no more
 */
export function isSealedToWhoLeft({ state }, members, today) {
  if (state.fine === 'destroyed') return false;
  return state.readers.some(({ person, until }) => until === '' && !isMemberThroughout(members, person, today));
}

/**
 * A place keeps its person: who was left out stays so with new keys.
 * @param {Handed} opened
 * @param {readonly Directory[]} chain
 * @returns {Set<string>} keys of all who are not to read it
 */
export function barred({ state, leftOut }, chain) {
  const named = new Set([...leftOut, ...state.excluded, ...state.recused]);
  const all = chain.flatMap(({ members }) => members);
  const slots = new Set(all.filter(({ sign }) => named.has(hex(sign))).map(({ slot }) => slot));
  return new Set([...named, ...all.filter(({ slot }) => slots.has(slot)).map(({ sign }) => hex(sign))]);
}

/**
 * @param {ReadonlyMap<string, Handed>} cases by id
 * @param {CurrentDirectory} directory
 * @param {readonly Membership[]} members
 * @param {string} today
 * @returns {Missing[]} for each member who came after a case was opened and does not read it, though it may be given
 */
export function missing(cases, { chain, current, keys }, members, today) {
  const found = current.members.map((member, at) => {
    const person = hex(member.sign);
    const theirs = [...cases].filter(([, one]) => mayBeGiven(one, person, chain, members, today)).map(([id]) => id);
    return { member, keys: keys[at], cases: theirs };
  });
  return found.filter((one) => one.cases.length);
}

/**
 * @param {Handed} opened
 * @param {string} person
 * @param {readonly Directory[]} chain
 * @param {readonly Membership[]} members
 * @param {string} today
 */
function mayBeGiven(opened, person, chain, members, today) {
  const { state, entries } = opened;
  if (state.fine === 'destroyed' || state.fine === '') return false;
  const cameLater = !isMember(members, person, entries[0].day);
  const reads = state.readers.some((one) => one.person === person && (one.until === '' || one.until >= today));
  return cameLater && !reads && !barred(opened, chain).has(person);
}
