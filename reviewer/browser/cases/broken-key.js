/**
 * A case whose newest key is no good for this person: who made it, and the two ways to go on. Until then it is only read, as
 * it was before.
 */
import { hex } from '../../../crypto/js/index.js';
import { ask } from '../ask.js';
import { dayNow } from '../clock.js';
import { readDay } from '../days.js';
import { make, whenPressed } from '../dom.js';
import { isMember, readersOn } from '../lifecycle/readers.js';
import { say } from '../words.js';
import { nameOf, namesOf } from './names.js';
import { members } from './store.js';
import { mayPassOver, whoCanMend, write } from './writing.js';

/** @import { Visit } from '../visit.js' */
/** @import { Doing } from './requests.js' */
/** @import { OpenCase } from './store.js' */

/**
 * @param {Visit} own
 * @param {OpenCase} opened
 * @param {Doing['run']} run
 * @returns {HTMLElement | null}
 */
export function brokenKeyNote(own, opened, run) {
  if (!opened.broken.length) return null;
  const made = opened.broken.map((sequence) => opened.entries[sequence]);
  const lines = made.map(({ author, day }) => make('li', {}, say('case.key_made', {
    person: nameOf(own, opened, author), day: readDay(day, own.line.language),
  })));
  return make('div', { class: 'note note-bad', id: 'case-key' },
    make('h2', {}, say('case.key_broken')),
    make('ul', { class: 'plain' }, ...lines),
    make('p', {}, say('case.key_broken_text')),
    askNote(own, opened),
    ...ownWay(own, opened, run));
}

/**
 * Those who have written under it and can make another one, who were given it rightly; where there are none, any member who
 * reads the case, but who made it.
 * @param {Visit} own
 * @param {OpenCase} opened
 */
export function othersToAsk(own, opened) {
  const { state, entries, broken } = opened;
  const wrote = whoCanMend(own, opened).filter((person) => person !== hex(own.secret.signKey));
  if (wrote.length) return wrote;
  const out = [hex(own.secret.signKey), ...broken.map((sequence) => entries[sequence].author)];
  const read = readersOn(state, dayNow()).filter(({ person }) => isMember(members(own), person, dayNow()));
  return read.map(({ person }) => person).filter((person) => !out.includes(person));
}

/**
 * @param {Visit} own
 * @param {OpenCase} opened
 */
function askNote(own, opened) {
  const others = othersToAsk(own, opened);
  if (!others.length) return null;
  return make('p', {}, say('case.key_ask', { persons: namesOf(own, opened, others), act: say('act.renewal') }));
}

/**
 * @param {Visit} own
 * @param {OpenCase} opened
 * @param {Doing['run']} run
 * @returns {HTMLElement[]}
 */
function ownWay(own, opened, run) {
  if (own.member.standing !== 'member') return [];
  if (!mayPassOver(own, opened)) return [make('p', {}, say('case.key_kept'))];
  const button = make('button', { type: 'button' }, say('case.key_make_button'));
  whenPressed(button, async () => {
    const text = [make('p', {}, say('case.key_make_sure')), make('p', {}, say('case.for_good'))];
    if (!(await ask(say('case.sure', { act: say('act.renewal') }), text, say('act.renewal'), say('ask.no'))) || own.over) return;
    await run(() => write(own, opened, { kind: 'renewal' }, { passOver: true, unless: ({ broken }) => !broken.length }), 'renewal');
  });
  return [make('p', {}, say('case.key_make')), make('div', { class: 'actions' }, button)];
}
