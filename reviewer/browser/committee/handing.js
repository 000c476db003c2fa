/**
 * What a change of the list leaves to be done in the cases that this member reads: new keys where somebody still holds one
 * who left, and grants to those who came. It sees no other cases, and counts none.
 */
import { hex } from '../../../crypto/js/index.js';

/** @import { CurrentDirectory, Directory, DirectoryMember } from '../../../crypto/js/index.js' */
/** @import { CaseState } from '../lifecycle/state.js' */
/** @import { Summary } from '../overview/summary.js' */
/** @typedef {{ state: CaseState, leftOut: ReadonlySet<string> }} Handed */
/** @typedef {Pick<Summary, 'case' | 'fine' | 'readers' | 'due'>} Known what the overview knows of a case, without opening it */
/** @typedef {{ member: DirectoryMember, keys: CurrentDirectory['keys'][number], cases: string[] }} Missing `cases`: their ids */

/**
 * @param {Handed} opened
 * @param {Directory} current
 * @returns {boolean} whether somebody has the key in use who is on the committee no more, or who made it in stepping back
 */
export function isSealedToWhoLeft({ state }, current) {
  if (state.fine === 'destroyed') return false;
  return state.recused.includes(state.maker) || state.readers.some(({ person, until }) => until === '' && !isListed(current, person));
}

/** @param {CurrentDirectory} directory @returns {Set<string>} keys of all who were on an earlier list and are on this one no more */
export function whoLeft({ chain, current }) {
  return new Set(chain.flatMap(({ members }) => members).map(({ sign }) => hex(sign)).filter((person) => !isListed(current, person)));
}

/**
 * @param {Iterable<Known>} known
 * @param {CurrentDirectory} directory
 * @returns {string[]} ids of the cases to open: one of their readers was on an earlier list and is on this one no more, or a
 *   new key is due there
 */
export function perhapsSealedToWhoLeft(known, directory) {
  const left = whoLeft(directory);
  const concerned = (/** @type {Known} */ { readers, due }) => readers.some((one) => left.has(one)) || due.some(({ what }) => what === 'renewal');
  return [...known].filter((one) => one.fine !== 'destroyed' && concerned(one)).map(({ case: id }) => id);
}

/**
 * @param {Iterable<Known>} known
 * @param {Directory} current
 * @returns {string[]} ids of the cases to open: somebody on the list does not read them
 */
export function perhapsMissing(known, { members }) {
  return [...known].filter(({ fine, readers }) => fine !== 'destroyed' && members.some(({ sign }) => !readers.includes(hex(sign)))).map(({ case: id }) => id);
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
 * @param {string} today
 * @returns {Missing[]} for each member who does not read some of them, though they may be given
 */
export function missing(cases, { chain, current, keys }, today) {
  const found = current.members.map((member, at) => {
    const person = hex(member.sign);
    const theirs = [...cases].filter(([, one]) => mayBeGiven(one, person, chain, today)).map(([id]) => id);
    return { member, keys: keys[at], cases: theirs };
  });
  return found.filter((one) => one.cases.length);
}

/**
 * @param {Handed} opened
 * @param {string} person
 * @param {readonly Directory[]} chain
 * @param {string} today
 */
function mayBeGiven(opened, person, chain, today) {
  const { state } = opened;
  if (state.fine === 'destroyed' || state.fine === '') return false;
  const reads = state.readers.some((one) => one.person === person && (one.until === '' || one.until >= today));
  return !reads && !barred(opened, chain).has(person);
}

/** @param {Directory} current @param {string} person */
function isListed({ members }, person) {
  return members.some(({ sign }) => hex(sign) === person);
}
