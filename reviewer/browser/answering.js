/** An answer to the reporter: sealed here, looked over once more, and put out. The forms that write one share this. */
import { BOARD_EPOCHS, ENTRIES_PER_EPOCH, hex, openReply, sealReplies } from '../../crypto/js/index.js';
import * as api from './api.js';
import { ask } from './ask.js';
import { daysAfter, isDaily, lengthOf, readDay } from './days.js';
import { make } from './dom.js';
import { sortReplies } from './looking.js';
import { roomLeft } from './reply-room.js';
import { say, sayCount } from './words.js';
import { dayNow } from './clock.js';

/** @import { Bytes, Content } from '../../crypto/js/index.js' */
/** @import { Visit } from './visit.js' */
/** @typedef {{ text: string, day: string, excluded: number[] }} Answer */
/** @typedef {{ id: string, thread: string, answer: Answer, entries: Bytes[] }} Sealed `id` of the reply; `thread` as of threadOf */

const FEEDBACK_DAYS = 90;

/**
 * What goes out is opened once before, as the reporter will: nothing unreadable gets onto the board.
 * @param {Visit} own
 * @param {string} thread
 * @param {Content} to the newest message that is surely the reporter's
 * @param {{ text: string, excluded: number[] }} answer
 * @returns {Promise<Sealed>}
 * @throws {import('../../crypto/js/index.js').TooLong}
 */
export async function sealAnswer(own, thread, to, { text, excluded }) {
  const answer = { text, day: dayNow(), excluded };
  const entries = await sealReplies(answer, own.secret, to, own.instance);
  const { reply } = await openReply(entries[0], to.replyKey, to.thread, own.directory?.chain ?? [], own.instance);
  return { id: hex(reply), thread, answer, entries };
}

/**
 * @param {Visit} own
 * @param {Sealed} sealed
 * @returns {Promise<boolean>} whether it is to be sent
 */
export function confirmAnswer({ line, directory }, { answer, entries: { length: parts } }) {
  const lasting = (/** @type {number} */ epochs) => lengthOf(epochs, line.epoch_seconds, line.language);
  const when = isDaily(line.epoch_seconds) ? 'reply.confirm_text' : 'reply.confirm_text_epoch';
  const turns = Math.ceil((directory?.current.members.length ?? 0) / ENTRIES_PER_EPOCH);
  return ask(say('reply.confirm_title'), [
    make('p', { class: 'quoted', tabindex: '0', dir: 'auto' }, answer.text),
    make('p', {}, say(when, { time: lasting(2), kept: lasting(BOARD_EPOCHS) })),
    make('p', {}, parts > 1 ? sayCount('reply.confirm_parts', parts) : ''),
    make('p', {}, parts > 1 ? say('reply.confirm_slow', { time: lasting(parts * turns) }) : ''),
    make('p', {}, say('reply.confirm_final')),
  ].filter((paragraph) => paragraph.textContent), say('reply.confirm_yes'), say('ask.back_text'));
}

/**
 * @param {Visit} own
 * @param {Sealed} sealed
 */
export async function putOut(own, { id, thread, answer, entries }) {
  const joined = new Uint8Array(entries.reduce((sum, entry) => sum + entry.length, 0));
  entries.reduce((at, entry) => (joined.set(entry, at), at + entry.length), 0);
  await api.sendReply(joined);
  own.marks.sent.set(id, { reply: id, thread, ...answer });
  sortReplies(own);
}

/**
 * It goes before what is written already: it is how a letter begins.
 * @param {HTMLTextAreaElement} area
 * @param {string} name
 * @param {string} language
 */
export function insertSnippet(area, name, language) {
  const words = say(`snippet.${name}`, { day: readDay(daysAfter(dayNow(), FEEDBACK_DAYS), language) });
  const written = area.value.trim() ? `\n\n${area.value.trimStart()}` : '';
  area.value = words + written;
  area.setSelectionRange(words.length, words.length);
  area.dispatchEvent(new Event('input', { bubbles: true }));
  area.focus();
}

/**
 * @param {string} text
 * @returns {Promise<string>} how much more fits
 */
export async function roomText(text) {
  const { parts, left, fits } = await roomLeft(text);
  if (!fits) return say('room.too_long');
  return parts === 1 ? say('room.one', { left }) : sayCount('room.parts', parts, { left });
}
