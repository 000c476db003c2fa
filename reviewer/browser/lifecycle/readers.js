/**
 * Who can read a case and who may write in it. Who reads is what the grants say, also those of a refused entry:
 * a key that was given stays given.
 */
import { need, NotAllowed } from './failures.js';
import { kindOf } from './rules.js';
import { replace } from './state.js';

/** @import { Content } from './content.js' */
/** @import { CaseState, Membership, Opened, Reader } from './state.js' */

/**
 * @param {readonly Membership[]} members
 * @param {string} person
 * @param {string} day
 */
export function isMember(members, person, day) {
  return members.some((one) => one.person === person && one.since <= day && lasts(one.until, day));
}

/**
 * @param {CaseState} state
 * @param {string} person
 * @param {string} day
 */
export function isReader(state, person, day) {
  return readersOn(state, day).some((one) => one.person === person);
}

/**
 * @param {CaseState} state
 * @param {string} day
 * @returns {Reader[]} those whose grant is not over
 */
export function readersOn(state, day) {
  return state.readers.filter((one) => lasts(one.until, day));
}

/**
 * @param {readonly Membership[]} members
 * @param {string} person
 * @param {readonly string[]} persons
 * @param {string} day what came later counts for nothing, or a later version of the list could make an old entry wrong
 * @returns {boolean} whether this is one of these, or by that day has held a place that one of them held: new keys make
 *   nobody new
 */
export function holdsPlaceOf(members, person, persons, day) {
  const known = members.filter(({ since }) => since <= day);
  const slots = new Set(known.filter((one) => persons.includes(one.person)).map(({ slot }) => slot));
  return persons.includes(person) || known.some((one) => one.person === person && slots.has(one.slot));
}

/**
 * @param {CaseState} state
 * @param {readonly Membership[]} members
 * @param {string} person
 * @param {string} day
 * @returns {boolean} whether this is one of those who read the case as members and were not left out
 */
export function mayDecide(state, members, person, day) {
  const isLeftOut = holdsPlaceOf(members, person, [...state.recused, ...state.excluded], day);
  return !isLeftOut && isReader(state, person, day) && isMember(members, person, day);
}

/**
 * NotAllowed with the first of: recused, excluded, not_reader, not_member, not_assigned.
 * @param {CaseState} state
 * @param {readonly Membership[]} members
 * @param {string} kind
 * @param {string} author
 * @param {string} day
 */
export function checkAuthor(state, members, kind, author, day) {
  need(!holdsPlaceOf(members, author, state.recused, day), 'recused');
  need(!holdsPlaceOf(members, author, state.excluded, day), 'excluded');
  need(isReader(state, author, day), 'not_reader');
  const { by } = kindOf(kind);
  if (by === 'reader' || isMember(members, author, day)) return;
  if (by === 'member') throw new NotAllowed('not_member');
  need(author === state.assignee, 'not_assigned');
}

/**
 * @param {CaseState} state
 * @param {Opened} entry
 * @returns {CaseState} with the readers after the entry, whatever becomes of its content
 */
export function followGrants(state, entry) {
  if (state.next === 0 || entry.key > state.key) {
    return replace(state, { key: entry.key, maker: entry.author, readers: [...entry.grants] });
  }
  if (entry.grants.length === 0) return state;
  const regranted = new Set(entry.grants.map((one) => one.person));
  const kept = state.readers.filter((one) => !regranted.has(one.person));
  return replace(state, { readers: [...kept, ...entry.grants].sort((one, other) => (one.person < other.person ? -1 : 1)) });
}

/**
 * The grants and the key number are those that the kind of entry makes, no more. NotAllowed: grants.
 * @param {CaseState} state
 * @param {readonly Membership[]} members
 * @param {Opened} entry
 * @param {Content} content
 */
export function checkGrants(state, members, entry, content) {
  const { grants } = kindOf(content.kind);
  need(entry.key === state.key + (grants === 'renew' ? 1 : 0), 'grants');
  if (grants === 'first') return need(isGoodFirst(members, entry, content.excluded), 'grants');
  if (grants === 'renew') return need(isGoodRenewal(state, members, entry, content), 'grants');
  const wanted = grants === 'one' ? [{ person: content.reader, until: content.until }] : [];
  return need(sameReaders(entry.grants, wanted), 'grants');
}

/**
 * All who stay, and nobody else; on the day on which somebody left the committee, with that one or without.
 * @param {CaseState} state
 * @param {readonly Membership[]} members
 * @param {Opened} entry
 * @param {Content} content
 */
function isGoodRenewal(state, members, entry, content) {
  const { author, day, grants } = entry;
  const stay = stayers(state, members, content, author, day);
  const out = leftOut(content, author);
  const leaving = readersOn(state, day).filter((one) => one.person !== out && !has(stay, one) && isMember(members, one.person, day));
  return sameReaders(grants.filter((one) => !has(leaving, one)), stay) && ascend(grants.map((one) => one.person));
}

/**
 * @param {CaseState} state
 * @param {readonly Membership[]} members
 * @param {Content} content
 * @param {string} author
 * @param {string} day
 * @returns {Reader[]} to whom a new case key is to be sealed: who reads, but whom the entry leaves out and who left the
 *   committee
 */
export function stayers(state, members, content, author, day) {
  const out = leftOut(content, author);
  return readersOn(state, day).filter((one) =>
    one.person !== out && (one.until !== '' || isMemberThroughout(members, one.person, day)));
}

/**
 * @param {readonly Membership[]} members
 * @param {string} person
 * @param {string} day
 * @returns {boolean} whether every list in force on that day names this person: on the day of a change there are two
 */
export function isMemberThroughout(members, person, day) {
  const inForce = members.filter((one) => one.since <= day && lasts(one.until, day));
  const listOf = (/** @type {Membership} */ { since, until }) => `${since} ${until}`;
  const naming = new Set(inForce.filter((one) => one.person === person).map(listOf));
  return inForce.every((one) => naming.has(listOf(one)));
}

/**
 * @param {Content} content
 * @param {string} author
 * @returns {string} whom a new case key leaves out, '' if nobody
 */
export function leftOut(content, author) {
  switch (content.kind) {
    case 'recusal': return author;
    case 'recusal_of': return content.person;
    case 'grant_taken': return content.reader;
    default: return '';
  }
}

/**
 * @param {readonly Membership[]} members
 * @param {Opened} entry
 * @param {readonly string[]} excluded
 */
function isGoodFirst(members, entry, excluded) {
  const persons = entry.grants.map((one) => one.person);
  if (!persons.includes(entry.author) || !ascend(persons) || persons.some((person) => excluded.includes(person))) return false;
  return entry.grants.every((one) => one.until === '' && isMember(members, one.person, entry.day));
}

/** @param {readonly string[]} persons */
function ascend(persons) {
  return persons.every((person, at) => at === 0 || persons[at - 1] < person);
}

/**
 * @param {readonly Reader[]} readers
 * @param {Reader} wanted
 */
function has(readers, wanted) {
  return readers.some((one) => one.person === wanted.person && one.until === wanted.until);
}

/**
 * @param {readonly Reader[]} some
 * @param {readonly Reader[]} others
 */
function sameReaders(some, others) {
  return some.length === others.length
    && some.every((one, at) => one.person === others[at].person && one.until === others[at].until);
}

/**
 * @param {string} until
 * @param {string} day
 */
function lasts(until, day) {
  return until === '' || day <= until;
}
