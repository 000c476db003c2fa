/**
 * Keys of an adviser that one member compared after others had been verified: one of the two is wrong. They count when
 * another member has heard the same words from the adviser, which is done here: the words follow from what is on record.
 */
import { fromHex, hex, keyWords } from '../../../crypto/js/index.js';
import { ask } from '../ask.js';
import { dayNow } from '../clock.js';
import { spoken } from '../committee/words.js';
import { make, whenPressed } from '../dom.js';
import { holdsPlaceOf, mayDecide } from '../lifecycle/readers.js';
import { say } from '../words.js';
import { nameOf } from './names.js';
import { members } from './store.js';
import { write } from './writing.js';

/** @import { Visit } from '../visit.js' */
/** @import { Compared } from '../lifecycle/state.js' */
/** @import { OpenCase } from './store.js' */
/** @typedef {(work: () => Promise<OpenCase>, kind: string) => Promise<void>} Run does it, and tells */

/**
 * @param {Visit} own
 * @param {OpenCase} opened
 * @param {Run} run
 * @returns {HTMLElement[]} one note for each pair of keys that does not count yet
 */
export function comparingNotes(own, opened, run) {
  return opened.state.compared.map((one) => note(own, opened, one, run));
}

/**
 * @param {Visit} own
 * @param {OpenCase} opened
 * @param {Compared} one
 * @param {Run} run
 */
function note(own, opened, one, run) {
  const names = { person: nameOf(own, opened, one.person), by: one.by.map((member) => nameOf(own, opened, member)).join(', ') };
  return make('div', { class: 'note note-bad' },
    make('p', {}, say('case.compared_otherwise', names)),
    mayCompare(own, opened, one) ? make('div', { class: 'actions' }, button(own, opened, one, run)) : null);
}

/** @param {Visit} own @param {OpenCase} opened @param {Compared} one */
function mayCompare(own, { state }, { by }) {
  const [person, today] = [hex(own.secret.signKey), dayNow()];
  return state.fine !== 'destroyed' && mayDecide(state, members(own), person, today) && !holdsPlaceOf(members(own), person, by, today);
}

/**
 * @param {Visit} own
 * @param {OpenCase} opened
 * @param {Compared} one
 * @param {Run} run
 */
function button(own, opened, one, run) {
  const element = make('button', { type: 'button' }, say('committee.compare'));
  whenPressed(element, async () => {
    if (!(await areTheSame(own, opened, one)) || own.over) return;
    const { person, keys } = one;
    await run(() => write(own, opened, { kind: 'key_verified', person, keys, role: roleSaid(opened, one) }), 'key_verified');
  });
  return element;
}

/** @param {Visit} own @param {OpenCase} opened @param {Compared} one */
async function areTheSame(own, opened, { person, keys }) {
  const words = await keyWords(fromHex(person), fromHex(keys), own.instance);
  const role = nameOf(own, opened, person);
  return ask(say('committee.compare_title', { role }), [
    make('p', {}, say('case.compare_text', { role })),
    spoken(words, say('committee.compare_words')),
    make('p', {}, say('case.compare_otherwise')),
  ], say('committee.compare_yes'), say('committee.compare_no'));
}

/** @param {OpenCase} opened @param {Compared} one @returns {string} how who compared them first calls the person */
function roleSaid({ entries, state }, { person, keys }) {
  const lines = state.timeline.filter(({ kind }) => kind === 'key_verified').map(({ sequence }) => entries[sequence].content);
  const said = /** @type {{ person: string, keys: string, role: string }[]} */ (lines);
  return said.find((one) => one.person === person && one.keys === keys)?.role ?? '';
}
