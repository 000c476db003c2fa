/** Writing to the reporter: sealed here, with the key of the newest message that is surely the reporter's. */
import { BOARD_EPOCHS, ENTRIES_PER_EPOCH, TooLong, hex, openReply, sealReplies } from '../../crypto/js/index.js';
import { accept, announce, calm, complain, progress, refuse } from './announce.js';
import * as api from './api.js';
import { ask } from './ask.js';
import { dayOf, daysAfter, isDaily, lengthOf, readDay } from './days.js';
import { find, make, place, whenPressed, whenSent } from './dom.js';
import { sentence } from './failures.js';
import { keepMarks } from './keeping.js';
import { sortReplies } from './looking.js';
import { roomLeft } from './reply-room.js';
import { latest } from './threads.js';
import { visit } from './visit.js';
import { say, sayCount } from './words.js';

/** @import { Bytes } from '../../crypto/js/index.js' */
/** @import { Reply } from './replies.js' */
/** @import { Thread } from './threads.js' */
/** @import { Visit } from './visit.js' */

const PAUSE = 400;
const FEEDBACK_DAYS = 90;

/** @type {Thread | null} */
let thread = null;
let timer = 0;

const text = () => find('reply-text', HTMLTextAreaElement);

/** @param {() => void} sent shows the thread anew */
export function prepareReplyForm(sent) {
  text().addEventListener('input', () => {
    if (thread) visit().drafts.set(thread.id, text().value);
    clearTimeout(timer);
    timer = window.setTimeout(showRoom, PAUSE);
  });
  for (const snippet of document.querySelectorAll('[data-snippet]')) {
    if (snippet instanceof HTMLButtonElement) whenPressed(snippet, () => insert(snippet.dataset['snippet'] ?? ''));
  }
  whenSent('reply-form', () => send(sent));
}

/**
 * The thread as the last look left it: a newer message may leave out more people, and then has another key.
 * @param {Thread} answered
 */
export function answerTo(answered) {
  thread = answered;
}

/** @param {Thread} answered */
export function showReplyForm(answered) {
  answerTo(answered);
  text().value = visit().drafts.get(answered.id) ?? '';
  accept(text());
  calm('reply-complaint');
  progress('reply-progress', '');
  void showRoom();
}

/**
 * "It waits" is not true any more once it is out.
 * @param {readonly Reply[]} replies of the thread that is shown
 */
export function calmReplyForm(replies) {
  const waits = place('reply-progress').textContent === say('reply.sent');
  if (waits && !replies.some(({ where }) => where === 'waiting')) progress('reply-progress', '');
}

export function leaveReplyForm() {
  clearTimeout(timer);
  thread = null;
}

/**
 * It goes before what is written already: it is how a letter begins.
 * @param {string} name
 */
function insert(name) {
  const day = readDay(daysAfter(dayOf(Date.now()), FEEDBACK_DAYS), visit().line.language);
  const area = text();
  const words = say(`snippet.${name}`, { day });
  const written = area.value.trim() ? `\n\n${area.value.trimStart()}` : '';
  area.value = words + written;
  area.setSelectionRange(words.length, words.length);
  area.dispatchEvent(new Event('input'));
  area.focus();
}

async function showRoom() {
  const { parts, left, fits } = await roomLeft(text().value);
  const room = place('reply-room');
  if (!fits) room.textContent = say('room.too_long');
  else if (parts === 1) room.textContent = say('room.one', { left });
  else room.textContent = sayCount('room.parts', parts, { left });
}

/** @param {() => void} sent */
async function send(sent) {
  const own = visit();
  const answered = thread;
  calm('reply-complaint');
  if (!answered) return;
  if (!text().value.trim()) return refuse(text(), say('reply.empty'));
  accept(text());
  try {
    const message = { text: text().value.trim(), day: dayOf(Date.now()), excluded: latest(answered).content.excluded };
    const entries = await sealReplies(message, own.secret, latest(answered).content, own.instance);
    if (!(await confirm(own, message.text, entries.length)) || own.over) return;
    progress('reply-progress', say('reply.sending'));
    await deliver(own, answered, message, entries);
    sent();
    await keepMarks(own);
  } catch (error) {
    complain('reply-complaint', error instanceof TooLong ? say('room.too_long') : sentence(error));
    progress('reply-progress', '');
  }
}

/**
 * @param {Visit} own
 * @param {string} words
 * @param {number} parts
 */
function confirm({ line, directory }, words, parts) {
  const lasting = (/** @type {number} */ epochs) => lengthOf(epochs, line.epoch_seconds, line.language);
  const when = isDaily(line.epoch_seconds) ? 'reply.confirm_text' : 'reply.confirm_text_epoch';
  const turns = Math.ceil((directory?.current.members.length ?? 0) / ENTRIES_PER_EPOCH);
  return ask(say('reply.confirm_title'), [
    make('p', { class: 'quoted', tabindex: '0', dir: 'auto' }, words),
    make('p', {}, say(when, { time: lasting(2), kept: lasting(BOARD_EPOCHS) })),
    make('p', {}, parts > 1 ? sayCount('reply.confirm_parts', parts) : ''),
    make('p', {}, parts > 1 ? say('reply.confirm_slow', { time: lasting(parts * turns) }) : ''),
    make('p', {}, say('reply.confirm_final')),
  ].filter((paragraph) => paragraph.textContent), say('reply.confirm_yes'), say('ask.back'));
}

/**
 * @param {Visit} own
 * @param {Thread} answered
 * @param {{ text: string, day: string, excluded: number[] }} message
 * @param {Bytes[]} entries
 */
async function deliver(own, answered, message, entries) {
  const reply = await idOf(own, answered, entries[0]);
  const joined = new Uint8Array(entries.reduce((sum, entry) => sum + entry.length, 0));
  entries.reduce((at, entry) => (joined.set(entry, at), at + entry.length), 0);
  await api.sendReply(joined);
  own.marks.sent.set(reply, { reply, thread: answered.id, ...message });
  own.drafts.delete(answered.id);
  sortReplies(own);
  text().value = '';
  void showRoom();
  progress('reply-progress', say('reply.sent'));
  announce(say('reply.sent'));
}

/**
 * What goes out is opened once before, as the reporter will: nothing unreadable gets onto the board.
 * @param {Visit} own
 * @param {Thread} answered
 * @param {Bytes} entry
 * @returns {Promise<string>} hex
 */
async function idOf(own, answered, entry) {
  const { replyKey, thread: id } = latest(answered).content;
  return hex((await openReply(entry, replyKey, id, own.directory?.chain ?? [], own.instance)).reply);
}
