/** What stands above a case: what does not agree, who is in the way, what the reporter added, what is not on record yet. */
import { fill, make, place, whenPressed } from '../dom.js';
import { say, sayCount } from '../words.js';
import { leftBehind } from './advisers.js';
import { brokenKeyNote } from './broken-key.js';
import { comparingNotes } from './comparing.js';
import { staysShown } from './differences.js';
import { inTheWay } from './filing.js';
import { filingNotes, hasNote } from './filing-notes.js';
import { writeDown } from './letter.js';
import { mergingNotes } from './merging-notes.js';
import { nameOf, namesOf } from './names.js';
import { openCase } from './store.js';

/** @import { Visit } from '../visit.js' */
/** @import { Conversation } from './conversation.js' */
/** @import { Doing } from './requests.js' */
/** @import { OpenCase } from './store.js' */
/** @typedef {Doing['run']} Run does something in the case, and tells */

/**
 * @param {Visit} own
 * @param {OpenCase} opened
 * @param {Conversation | null} talk
 * @param {Run} run
 */
export function showAlarms(own, opened, talk, run) {
  const last = opened.entries.length - 1;
  const differences = opened.differences.filter((one) => staysShown(opened, one) || (one.sequence === last && !hasNote(one.what)));
  const lines = differences.map(({ sequence, what }) => (what === 'listing' ? say('difference.listing')
    : say('case.difference_by', { person: nameOf(own, opened, opened.entries[sequence].author), text: say(`difference.${what}`) })));
  const barred = new Set((talk?.waiting ?? []).flatMap((message) => inTheWay(own.directory?.chain ?? [], opened, message)));
  fill(place('case-alarms'), brokenKeyNote(own, opened, run), ...filingNotes(own, opened),
    lines.length > 0 && make('div', { class: 'note note-bad' },
      make('h2', {}, say('case.differences')), make('ul', { class: 'plain' }, ...lines.map((line) => make('li', {}, line)))),
    unsureNote(own, opened),
    ...leftBehind(opened).map(({ person, by }) => leftBehindNote(own, opened, person, by)),
    newNote(),
    barred.size > 0 && make('div', { class: 'note' }, make('p', {}, say('case.in_the_way', { persons: namesOf(own, opened, [...barred]) }))),
    ...(opened.broken.length ? [] : [...mergingNotes(own, opened, run), ...comparingNotes(own, opened, run)]),
    own.unwritten.has(opened.id) && !opened.broken.length && unwrittenNote(own, opened, run));
}

/**
 * @param {Visit} own
 * @param {OpenCase} opened
 * @param {string} person
 * @param {string} by
 */
function leftBehindNote(own, opened, person, by) {
  return make('div', { class: 'note' }, make('p', {}, say('case.left_behind', {
    person: nameOf(own, opened, person), by: nameOf(own, opened, by), act: say('act.grant_taken'),
  })));
}

/** @param {Visit} own @param {OpenCase} opened */
function unsureNote(own, opened) {
  const unsure = own.unsure.get(opened.id) ?? [];
  if (!unsure.length) return null;
  return make('div', { class: 'note note-bad' }, make('p', {}, say('case.unsure_keys', { persons: namesOf(own, opened, unsure) })));
}

/** The history is long: what is new of the reporter's is one press away. */
function newNote() {
  const items = place('case-history').querySelectorAll('[data-new]');
  if (!items.length) return null;
  const button = make('button', { type: 'button' }, say('case.go_to_new'));
  whenPressed(button, () => {
    const [first] = place('case-history').querySelectorAll('[data-new]');
    if (first instanceof HTMLElement) first.focus();
  });
  return make('div', { class: 'note' }, make('p', {}, sayCount('case.new_messages', items.length)), make('div', { class: 'actions' }, button));
}

/**
 * @param {Visit} own
 * @param {OpenCase} opened
 * @param {Run} run
 */
function unwrittenNote(own, { id }, run) {
  const button = make('button', { type: 'button' }, say('case.write_down'));
  whenPressed(button, () => run(async () => {
    await writeDown(own, id);
    return openCase(own, id);
  }, 'message'));
  return make('div', { class: 'note' }, make('p', {}, say('case.unwritten')), make('div', { class: 'actions' }, button));
}
