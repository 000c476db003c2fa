/**
 * The inbox: looks through the batches, and lists what these keys opened. The requests are the same whatever was
 * found: all batches, the board, the scan mark, the sealed marks.
 */
import { hashesCarrying, openEnvelope, verifyBoard } from '../../crypto/js/index.js';
import { announce, calm, complain } from './announce.js';
import * as api from './api.js';
import { dayOfEpoch, readDay } from './days.js';
import { fetchDirectory } from './directory.js';
import { breathe, button, fill, find, make, place, whenPressed } from './dom.js';
import { sentence } from './failures.js';
import { fetchMarks, keepMarks } from './keeping.js';
import { assembleReplies, findParts } from './replies.js';
import { BadBatch } from './scanner.js';
import { messageId, sortThreads } from './threads.js';
import { isWaiting } from './timeline.js';
import { firstLine } from './told.js';
import { go } from './views.js';
import { visit } from './visit.js';
import { say, sayCount } from './words.js';

/** @import { BatchListing, Damage, Message, Step } from './scanner.js' */
/** @import { Thread } from './threads.js' */
/** @import { Visit } from './visit.js' */

const LONGEST_WAIT = 300;
const SHORTEST_WAIT = 5;
const BOARD_EPOCHS = 90;

let looking = false;
let timer = 0;
let told = 0;
let shown = '';

/** @type {() => void} */
let changed = () => {};

/** @param {() => void} whenChanged called after each look, for views that show the same */
export function prepareInbox(whenChanged) {
  changed = whenChanged;
  whenPressed(button('scan-pause'), () => {
    const { scanner } = visit();
    if (scanner.paused) scanner.resume();
    else scanner.pause();
    button('scan-pause').textContent = say(scanner.paused ? 'scan.resume' : 'scan.pause');
  });
}

export function enterInbox() {
  render();
  void look();
}

export function leaveInbox() {
  clearTimeout(timer);
  looking = false;
  told = 0;
  shown = '';
  for (const id of ['inbox-threads', 'inbox-apart', 'inbox-damaged']) fill(place(id));
  place('scan-text').textContent = '';
}

/** Looks for what is new, now and every few minutes; one look at a time. */
export async function look() {
  if (looking) return;
  const own = visit();
  looking = true;
  clearTimeout(timer);
  try {
    await lookAtAll(own);
    if (!own.over) calm('inbox-complaint');
  } catch (error) {
    if (!own.over) complainOnce(whyNot(error, own.line.epoch_seconds, own.line.language));
  } finally {
    if (!own.over) lookLater(own);
  }
}

/** @param {Visit} own */
function lookLater(own) {
  looking = false;
  showPause(false);
  timer = window.setTimeout(look, 1000 * Math.min(LONGEST_WAIT, Math.max(SHORTEST_WAIT, own.line.epoch_seconds)));
}

/** @param {Visit} own */
async function lookAtAll(own) {
  own.directory ??= await fetchDirectory(own.secret);
  const { directory } = own;
  if (!directory) return void (place('scan-text').textContent = say('scan.not_founded'));
  own.marks = await fetchMarks(own);
  const { batches } = await api.batches();
  const hashes = hashesCarrying(directory, own.secret);
  const complete = await own.scanner.lookThrough(batches, {
    fetchBatch: api.batch,
    open: (envelope) => openEnvelope(envelope, own.secret, hashes, own.instance),
    breathe,
    tell: (step) => showStep(own, step),
  });
  if (!complete) return;
  sortFindings(own);
  await readBoard(own);
  if (own.over) return;
  render();
  changed();
  showOutcome(own, batches);
  if (batches.length) await api.scanned(Math.max(...batches.map(({ epoch }) => epoch)));
  await keepMarks(own);
}

/** @param {Visit} own */
function sortFindings(own) {
  const sorted = sortThreads(own.scanner.findings.messages);
  own.threads = sorted.threads;
  own.apart = sorted.apart;
}

/** @param {Visit} own */
async function readBoard(own) {
  const bytes = await api.board();
  if (!bytes || !own.directory) return;
  const { chain, current } = own.directory;
  const { entries, epoch } = verifyBoard(bytes, current.boardKey, own.instance);
  const { parts, unread } = await findParts(entries, own.threads, chain, own.instance, breathe);
  if (own.over) return;
  own.parts = parts;
  own.unread = unread;
  own.boardEnds = epoch;
  sortReplies(own);
}

/** @param {Visit} own */
export function sortReplies(own) {
  const oldest = dayOfEpoch(Math.max(0, own.boardEnds - BOARD_EPOCHS), own.line.epoch_seconds);
  own.replies = assembleReplies(own.parts, own.marks, own.member, oldest);
}

// ---- how far it is ---------------------------------------------------------------------------

/**
 * @param {Visit} own
 * @param {Step} step
 */
function showStep(own, { done, total, epoch }) {
  const day = readDay(dayOfEpoch(epoch, own.line.epoch_seconds), own.line.language);
  place('scan-text').textContent = say('scan.step', { done, total, day });
  const bar = find('scan-bar', HTMLProgressElement);
  bar.max = total;
  bar.value = done;
  showPause(total > 1 && done < total);
  // A voice that counts to ninety helps nobody: quarters do.
  const quarter = Math.floor((4 * done) / total);
  if (total >= 8 && quarter !== told) announce(say('scan.step', { done, total, day }));
  told = quarter;
  if (own.scanner.findings.messages.length === own.found) return;
  own.found = own.scanner.findings.messages.length;
  sortFindings(own);
  render();
}

/** @param {boolean} scanning */
function showPause(scanning) {
  button('scan-pause').hidden = !scanning;
  button('scan-pause').textContent = say('scan.pause');
  place('scan-bar').hidden = !scanning;
}

/**
 * @param {Visit} own
 * @param {BatchListing[]} batches
 */
function showOutcome(own, batches) {
  showPause(false);
  const last = batches.reduce((latest, { epoch }) => Math.max(latest, epoch), -1);
  const day = last < 0 ? '' : readDay(dayOfEpoch(last, own.line.epoch_seconds), own.line.language);
  const text = last < 0 ? say('scan.no_batch') : sayCount('scan.done', batches.length, { day });
  if (place('scan-text').textContent === text) return;
  place('scan-text').textContent = text;
  const fresh = own.threads.filter((thread) => isNew(own, thread)).length;
  announce(`${text} ${fresh ? sayCount('inbox.new_count', fresh) : ''}`);
}

/** @param {string} text moves the focus only when it says something new */
function complainOnce(text) {
  if (place('inbox-complaint').textContent !== text) complain('inbox-complaint', text);
}

/**
 * @param {unknown} error
 * @param {number} epochSeconds
 * @param {string} language
 */
function whyNot(error, epochSeconds, language) {
  if (error instanceof BadBatch) return say('scan.bad_batch', { day: readDay(dayOfEpoch(error.epoch, epochSeconds), language) });
  if (error instanceof Error && error.name === 'BrokenChain') return say('scan.foreign_list');
  if (error instanceof Error && ['BadSignature', 'WrongInstance', 'Malformed', 'Damaged'].includes(error.name)) return say('scan.not_signed');
  return sentence(error);
}

// ---- the list --------------------------------------------------------------------------------

function render() {
  const own = visit();
  const { damages } = own.scanner.findings;
  const state = JSON.stringify([damages, own.boardEnds >= 0, own.threads.map((thread) => stateOf(own, thread)), own.apart.map((one) => [one.object, isUnread(own, one)])]);
  if (state === shown) return;
  shown = state;
  keepFocus(() => fillList(own, damages));
}

/**
 * @param {Visit} own
 * @param {Thread} thread
 */
function stateOf(own, thread) {
  return [thread.id, thread.messages.length, isNew(own, thread), isWaiting(thread, own.replies.get(thread.id) ?? [])];
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
  fill(place('inbox-damaged'), damages.length > 0 && damageNote(own, damages));
  fill(place('inbox-threads'), own.threads.length
    ? make('ul', { class: 'threads' }, ...own.threads.map((thread) => threadItem(own, thread)))
    : own.boardEnds >= 0 && make('p', { class: 'lead' }, say('inbox.empty')));
  fill(place('inbox-apart'), ...(own.apart.length ? apartList(own) : []));
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
  const { content } = thread.messages[0];
  const replies = own.replies.get(thread.id) ?? [];
  const fresh = isNew(own, thread);
  const facts = [
    readDay(content.day, own.line.language),
    content.category && say(`category.${content.category}`),
    thread.messages.length > 1 && sayCount('inbox.messages', thread.messages.length),
  ];
  const state = !isWaiting(thread, replies) && make('span', {}, say('inbox.answered'));
  return item(thread.id, firstLine(content), fresh, kindTag(content.kind), [...facts.map((fact) => fact && make('span', {}, fact)), state]);
}

/** @param {Visit} own */
function apartList(own) {
  const items = own.apart.map((message) => item(message.object, firstLine(message.content), isUnread(own, message), null, [
    make('span', {}, readDay(message.content.day, own.line.language)),
  ]));
  return [make('h2', {}, say('inbox.apart_title')), make('p', { class: 'hint' }, say('inbox.apart_text')), make('ul', { class: 'threads' }, ...items)];
}

/** @param {string} kind */
function kindTag(kind) {
  return kind === 'test' ? make('span', { class: 'tag' }, say('inbox.test')) : null;
}

/**
 * @param {string} id
 * @param {string} title
 * @param {boolean} fresh
 * @param {HTMLElement | null} tag
 * @param {(HTMLElement | string | false)[]} facts
 */
function item(id, title, fresh, tag, facts) {
  const link = make('a', { class: 'thread', href: '#report', 'data-thread': id },
    make('span', { class: 'thread-title', dir: 'auto' }, title),
    make('span', { class: 'thread-facts' }, fresh && make('span', { class: 'tag tag-new' }, say('inbox.new')), tag, ...facts));
  link.addEventListener('click', (event) => {
    event.preventDefault();
    visit().chosen = id;
    go('report');
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
