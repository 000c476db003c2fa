/** What is said where a report was filed in another way than it asks for: without somebody, for too many, twice, or not at all. */
import { make } from '../dom.js';
import { firstLine } from '../told.js';
import { say } from '../words.js';
import { dayNow } from '../clock.js';
import { caseOf } from './conversation.js';
import { stillSo } from './envelopes.js';
import { linkTo } from './going.js';
import { nameOf, namesOf, numberOf } from './names.js';
import { filedAgain, placeOf } from './places.js';
import { members } from './store.js';

/** @import { Visit } from '../visit.js' */
/** @import { Thread } from '../threads.js' */
/** @import { What } from './differences.js' */
/** @import { OpenCase } from './store.js' */

/**
 * @param {Visit} own
 * @returns {HTMLElement | null} above the inbox: reports that were filed without this member
 */
export function passedOverNote(own) {
  const threads = own.threads.filter((thread) => !['', 'left'].includes(placeOf(own, thread).trouble));
  if (!threads.length) return null;
  return make('div', { class: 'note note-bad' },
    make('h2', {}, say('again.title')),
    make('ul', { class: 'plain' }, ...threads.map((thread) => make('li', { dir: 'auto' },
      make('strong', {}, firstLine(thread.messages[0].content)), ' ', passedOverText(own, thread)))));
}

/**
 * @param {Visit} own
 * @param {Thread} thread whose report is in no case of this member
 * @returns {string}
 */
export function passedOverText(own, thread) {
  const { trouble } = placeOf(own, thread);
  const lost = trouble === 'passed_over' && own.overview?.alarms.has('damaged');
  return [say(`again.${trouble}`, { number: numberOf(caseOf(thread) ?? '') }), lost && say('again.perhaps_left')].filter(Boolean).join(' ');
}

/** @param {What} what @returns {boolean} whether a note above the case says more of it */
export function hasNote(what) {
  return what === 'without' || what === 'although';
}

/**
 * @param {Visit} own
 * @param {OpenCase} opened
 * @returns {HTMLElement[]} above a case
 */
export function filingNotes(own, opened) {
  const { without, although } = stillSo(opened.filing, opened.state, members(own), dayNow());
  const person = nameOf(own, opened, opened.entries[0].author);
  const bad = [
    ...(without.length ? [say('again.without', { person, persons: namesOf(own, opened, without) })] : []),
    ...(although.length ? [say('again.although', { person, persons: namesOf(own, opened, although) })] : []),
  ];
  return [
    ...(bad.length ? [make('div', { class: 'note note-bad' }, ...bad.map((text) => make('p', {}, text)))] : []),
    ...twiceNotes(own, opened, person),
  ];
}

/**
 * @param {Visit} own
 * @param {OpenCase} opened
 * @param {string} person who filed it
 * @returns {HTMLElement[]}
 */
function twiceNotes(own, opened, person) {
  const { again } = /** @type {{ again?: string }} */ (opened.entries[0].content);
  const derived = again ?? opened.id;
  const others = [derived, ...filedAgain(own, derived)].filter((id) => id !== opened.id && (own.listings.has(id) || own.cases.has(id)));
  const first = again ? say(own.listings.has(again) ? 'again.here' : 'again.here_alone', { person, number: numberOf(again) }) : '';
  if (!first && !others.length) return [];
  const counting = filedAgain(own, derived)[0];
  const merged = again && opened.id !== counting ? say('again.other_counts', { number: numberOf(counting ?? '') }) : '';
  const links = others.map((id) => make('li', {}, linkTo(id, say('again.link', { number: numberOf(id) }))));
  return [make('div', { class: 'note' },
    make('p', {}, first || say('again.elsewhere'), merged && ` ${merged}`), links.length > 0 && make('ul', { class: 'plain' }, ...links))];
}
