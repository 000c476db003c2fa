/**
 * A link or a merger names another case, and so tells whoever reads this one that there is the other: also somebody who was
 * left out of it. The rules cannot see that, since a case knows nothing of another; so the page looks, before each such
 * entry, and before somebody is given a case that names others.
 */
import { dayNow } from '../clock.js';
import { make } from '../dom.js';
import { readersOn } from '../lifecycle/readers.js';
import { say } from '../words.js';
import { caseNamed } from './said.js';
import { openCase } from './store.js';

/** @import { Content } from '../lifecycle/content.js' */
/** @import { Visit } from '../visit.js' */
/** @import { Choice } from './act-fields.js' */
/** @import { CaseVisit, OpenCase } from './store.js' */
/** @typedef {Record<string, unknown> & { act?: Record<string, unknown> }} Said of any form: entries that count for nothing name cases, too */

const ID = /^[0-9a-f]{32}$/;

/** Somebody reads this case, and not the one that would be named to them. */
export class NamedToOthers extends Error {
  constructor() {
    super('another case');
    this.name = 'NamedToOthers';
  }
}

/**
 * @param {Visit} own
 * @param {OpenCase} opened
 * @returns {Choice[]} the cases that all who read this one are known to read
 */
export function otherCases(own, opened) {
  const ids = [...new Set([...own.listings.keys(), ...own.cases.keys()])].filter((one) => one !== opened.id);
  return ids.filter((one) => isReadByAll(own, opened, one)).map((value) => ({ value, text: caseNamed(own, value) }));
}

/**
 * Asked of the other case as it is now: who has asked for a merger may have known it when all still read it.
 * @param {CaseVisit} own
 * @param {OpenCase} opened
 * @param {Content} content of an entry to be written
 * @throws {NamedToOthers} or what opening the other case throws, unless it is that this member does not read it
 */
export async function checkNamed(own, opened, content) {
  const asked = content.kind === 'approval' ? opened.entries[content.request]?.content : content;
  for (const id of namedBy(/** @type {Said} */ (asked ?? {}))) {
    if (id === opened.id) throw new NamedToOthers();
    await openCase(own, id).catch((error) => {
      throw error.code === 'not_found' ? new NamedToOthers() : error;
    });
    if (!isReadByAll(own, opened, id)) throw new NamedToOthers();
  }
}

/**
 * @param {CaseVisit} own
 * @param {readonly Pick<OpenCase, 'id' | 'entries'>[]} given
 * @param {string} person who is to be given these cases
 * @returns {string[]} the cases that they name and that this person is not known to read
 */
export function namedToNewcomer(own, given, person) {
  const ids = new Set(given.flatMap(({ entries }) => entries.flatMap(({ content }) => namedBy(/** @type {Said} */ (content)))));
  return [...ids].filter((id) => !given.some((one) => one.id === id) && !readersOfOther(own, id).includes(person));
}

/**
 * @param {Visit} own
 * @param {readonly OpenCase[]} given
 * @param {string} person who is to be given these cases
 * @returns {HTMLElement[]} what they learn of other cases by it
 */
export function namingNotes(own, given, person) {
  const named = namedToNewcomer(own, given, person).map((id) => make('li', { dir: 'auto' }, caseNamed(own, id)));
  return named.length ? [make('p', {}, say('case.names_others')), make('ul', { class: 'plain' }, ...named)] : [];
}

/**
 * @param {CaseVisit} own
 * @param {OpenCase} opened
 * @param {string} id of another case
 */
export function isReadByAll(own, { state }, id) {
  const there = readersOfOther(own, id);
  return readersOn(state, dayNow()).every(({ person }) => there.includes(person));
}

/**
 * @param {CaseVisit} own
 * @param {OpenCase} opened
 * @param {string} id of another case
 * @returns {string[]} who reads that one, and not this one
 */
export function strangersOf(own, { state }, id) {
  const here = readersOn(state, dayNow()).map(({ person }) => person);
  return readersOfOther(own, id).filter((person) => !here.includes(person));
}

/**
 * @param {CaseVisit} own
 * @param {string} id
 * @returns {readonly string[]} nobody where it is not known: a case that was not opened yet
 */
function readersOfOther({ cases, overview }, id) {
  const opened = cases.get(id);
  if (opened) return readersOn(opened.state, dayNow()).map(({ person }) => person);
  return overview?.cases.get(id)?.readers ?? [];
}

/** @param {Said} said @returns {string[]} the ids of other cases in it */
function namedBy({ kind, act, case: linked, into }) {
  if (kind === 'request' && act) return namedBy(act);
  return [kind === 'link' || kind === 'taken_over' ? linked : '', kind === 'merge' ? into : ''].map(String).filter((id) => ID.test(id));
}
