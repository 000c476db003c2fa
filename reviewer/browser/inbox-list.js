/** The list of what these keys opened: threads, messages that stand apart, and what could not be read. */
import { dayOfEpoch, readDay } from './days.js';
import { fill, make, place, renew } from './dom.js';
import { messageId } from './threads.js';
import { isWaiting } from './timeline.js';
import { firstLine } from './told.js';
import { goToCase } from './cases/going.js';
import { passedOverNote } from './cases/filing-notes.js';
import { placeOf } from './cases/places.js';
import { go } from './views.js';
import { visit } from './visit.js';
import { say, sayCount } from './words.js';

/** @import { Damage, Message } from './scanner.js' */
/** @import { Differences } from './stored-list.js' */
/** @import { Thread } from './threads.js' */
/** @import { Visit } from './visit.js' */

/** What the list shows now, so that it is not made anew for nothing. */
let shown = '';

/** @param {Visit} own */
export function showList(own) {
  const { damages } = own.scanner.findings;
  const state = JSON.stringify([
    damages,
    own.differences,
    own.boardEnds >= 0,
    own.threads.map((thread) => stateOf(own, thread)),
    own.apart.map((one) => [one.object, isUnread(own, one)]),
  ]);
  if (state === shown) return;
  shown = state;
  keepFocus(() => fillList(own, damages));
}

export function clearList() {
  shown = '';
  for (const id of ['inbox-differences', 'inbox-threads', 'inbox-apart', 'inbox-damaged']) fill(place(id));
}

/** @param {Visit} own */
export function countNew(own) {
  return own.threads.filter((thread) => isNew(own, thread)).length;
}

/**
 * @param {Visit} own
 * @param {Thread} thread
 */
function stateOf(own, thread) {
  const waiting = isWaiting(thread, own.replies.get(thread.id) ?? []);
  return [thread.id, thread.messages.length, isNew(own, thread), waiting, caseState(own, thread), own.unfiled.has(thread.id)];
}

/**
 * @param {Visit} own
 * @param {Thread} thread
 * @returns {{ id: string, fine: string, waits: boolean, broken: boolean, shut: boolean, trouble: string } | null} null while it is no case
 */
function caseState(own, thread) {
  const { id, trouble } = placeOf(own, thread);
  if (trouble) return { id: '', fine: '', waits: false, broken: trouble !== 'left', shut: false, trouble };
  if (!own.listings.has(id)) return null;
  const [opened, summary] = [own.cases.get(id), own.overview?.cases.get(id)];
  const fine = opened?.state.fine ?? summary?.fine ?? '';
  const shut = Boolean(opened ? opened.broken.length : summary?.shut);
  return { id, fine, waits: Boolean(summary?.mine.length), broken: own.troubles.has(id), shut, trouble };
}

/**
 * The list is made anew while somebody may stand in it with the keyboard.
 * @param {() => void} change
 */
function keepFocus(change) {
  const id = document.activeElement?.getAttribute('data-thread');
  change();
  for (const link of document.querySelectorAll('[data-thread]')) {
    if (id && link.getAttribute('data-thread') === id && link instanceof HTMLElement) link.focus();
  }
}

/**
 * @param {Visit} own
 * @param {Damage[]} damages
 */
function fillList(own, damages) {
  fill(place('inbox-differences'), isSuspect(own) && differenceNote(own, own.differences), passedOverNote(own));
  fill(place('inbox-damaged'), damages.length > 0 && damageNote(own, damages));
  fillThreads(own);
  fill(place('inbox-apart'), ...(own.apart.length ? apartList(own) : []));
}

/** @param {Visit} own */
function fillThreads(own) {
  const before = place('inbox-threads').querySelector('ul');
  const items = own.threads.map((thread) => threadItem(own, thread));
  if (before && items.length) renew(before, ...items);
  else if (items.length) fill(place('inbox-threads'), make('ul', { class: 'threads' }, ...items));
  else fill(place('inbox-threads'), own.boardEnds >= 0 && make('p', { class: 'lead' }, say('inbox.empty')));
}

/** @param {Visit} own @returns {boolean} whether the batches do not fit the stored list */
export function isSuspect({ differences }) {
  return Object.keys(differences).length > 0;
}

/**
 * @param {Visit} own
 * @param {Differences} differences
 */
function differenceNote({ line }, differences) {
  const day = (/** @type {number} */ epoch) => readDay(dayOfEpoch(epoch, line.epoch_seconds), line.language);
  const lines = Object.entries(differences).map(([kind, epochs]) =>
    make('li', {}, sayCount(`stored.${kind}`, epochs.length, { day: day(epochs[0]), last: day(epochs[epochs.length - 1]) })));
  return make('div', { class: 'note note-bad' },
    make('h2', {}, say('stored.title')), make('ul', { class: 'plain' }, ...lines), make('p', {}, say('stored.what_to_do')));
}

/**
 * @param {Visit} own
 * @param {Damage[]} damages
 */
function damageNote(own, damages) {
  const days = damages.map(({ epoch, failure, object }) =>
    make('li', {}, say(`damage.${failure}`, { day: readDay(dayOfEpoch(epoch, own.line.epoch_seconds), own.line.language), object })));
  return make('div', { class: 'note note-bad' },
    make('h2', {}, sayCount('damage.title', damages.length)), make('ul', { class: 'plain' }, ...days), make('p', {}, say('damage.what_to_do')));
}

/**
 * @param {Visit} own
 * @param {Thread} thread
 */
function threadItem(own, thread) {
  const filed = caseState(own, thread);
  if (filed?.trouble === 'left') return make('li', { class: 'left' }, say('case.left_title'));
  const { content } = thread.messages[0];
  const fresh = isNew(own, thread);
  const facts = [
    readDay(content.day, own.line.language),
    content.category && say(`category.${content.category}`),
    thread.messages.length > 1 && sayCount('inbox.messages', thread.messages.length),
    filed?.fine && say(`state.${filed.fine}`),
    !isWaiting(thread, own.replies.get(thread.id) ?? []) && say('inbox.answered'),
    !filed && own.unfiled.has(thread.id) && say('case.unfiled'),
  ];
  const tags = [kindTag(content.kind), filed?.waits && make('span', { class: 'tag' }, say('case.waits_for_you')),
    filed?.broken && make('span', { class: 'tag tag-bad' }, say(filed.trouble ? 'again.tag' : 'case.broken')),
    filed?.shut && make('span', { class: 'tag tag-bad' }, say('case.key_tag'))];
  const spans = facts.map((fact) => fact && make('span', {}, fact));
  const more = fresh && !isUnread(own, thread.messages[0]);
  return item({ id: thread.id, filed: filed?.id ?? '' }, firstLine(content), fresh && say(more ? 'inbox.new_message' : 'inbox.new'), [...tags, ...spans]);
}

/** @param {Visit} own */
function apartList(own) {
  const items = own.apart.map((message) => item({ id: message.object, filed: '' }, firstLine(message.content), isUnread(own, message) && say('inbox.new'), [
    make('span', {}, readDay(message.content.day, own.line.language)),
  ]));
  return [make('h2', {}, say('inbox.apart_title')), make('p', { class: 'hint' }, say('inbox.apart_text')), make('ul', { class: 'threads' }, ...items)];
}

/** @param {string} kind */
function kindTag(kind) {
  return kind === 'test' ? make('span', { class: 'tag' }, say('inbox.test')) : null;
}

/**
 * @param {{ id: string, filed: string }} where the thread, and the case that it is now
 * @param {string} title
 * @param {string | false} fresh what is new of it
 * @param {(HTMLElement | string | false | null | undefined)[]} facts
 */
function item({ id, filed }, title, fresh, facts) {
  const link = make('a', { class: 'thread', href: filed ? '#case' : '#report', 'data-thread': id, 'data-case': filed || false },
    make('span', { class: 'thread-title', dir: 'auto' }, title),
    make('span', { class: 'thread-facts' }, fresh && make('span', { class: 'tag tag-new' }, fresh), ...facts));
  link.addEventListener('click', (event) => {
    event.preventDefault();
    if (filed) return goToCase(filed);
    visit().chosen = id;
    return go('report');
  });
  return make('li', { class: fresh ? 'is-new' : '' }, link);
}

/**
 * @param {Visit} own
 * @param {Thread} thread
 */
function isNew(own, thread) {
  return thread.messages.some((message) => isUnread(own, message));
}

/**
 * @param {Visit} own
 * @param {Message} message
 */
function isUnread(own, message) {
  return !own.marks.read.has(messageId(message));
}
