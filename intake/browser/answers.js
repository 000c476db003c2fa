/**
 * Shows what a phrase brought back: answers, and under which days the committee lists the reporter's own messages.
 */
import { askAgain, calendarDay, isOldBoard, kept, listedBy, moment, nameOfEpoch } from './dates.js';
import { el, freshId } from './dom.js';
import { otherWays } from './failures.js';

/** @import { Reply } from '../../crypto/js/index.js' */
/** @import { Thread } from './deliver.js' */
/** @import { Found } from './found.js' */
/** @import { Line } from './line.js' */

/**
 * @param {Line} line
 * @param {Thread} thread
 * @param {Found['list']} list
 */
export function answersSection(line, thread, list) {
  const { say } = line;
  const id = freshId();
  return el('section', { 'aria-labelledby': id },
    el('h2', { id }, say('answers')),
    oldBoard(line, list),
    ...thread.replies.map((reply) => article(line, reply, list)),
    thread.unsigned > 0 && el('p', { class: 'answer unsure' }, say('answer_unsure')),
    !answered(thread) && el('p', {}, say('no_answer', { kept: kept(line.epoch_seconds, line.language) })));
}

/** @param {Thread} thread */
const answered = ({ replies, unsigned }) => replies.length + unsigned > 0;

/**
 * A phrase with a mistyped word is as good as any other, and this is what it brings.
 * @param {Thread} thread
 */
export const isEmpty = (thread) => !answered(thread) && !thread.own.length;

/**
 * @param {Line} line
 * @param {Found['list']} list
 * @returns {HTMLElement | false} a warning, where the board is older than it should be
 */
export function oldBoard(line, { epoch, now }) {
  if (!isOldBoard(epoch, now)) return false;
  const when = nameOfEpoch(epoch, line.epoch_seconds, line.language);
  return el('p', { class: 'problem' }, line.say('board_old', { when, ways: otherWays(line) }));
}

/**
 * @param {Line} line
 * @param {Reply} reply
 * @param {Found['list']} list
 */
function article(line, reply, list) {
  const { say, language } = line;
  const id = freshId();
  const have = reply.parts - reply.missing.length;
  return el('article', { class: 'answer', 'aria-labelledby': id },
    el('header', {}, el('h3', { id }, reply.role), el('span', {}, calendarDay(reply.day, language))),
    have < reply.parts && el('p', { class: 'problem' }, say('answer_incomplete', { have, parts: reply.parts, when: nextBoard(line, list) })),
    el('div', { class: 'said', dir: 'auto', translate: 'no' }, reply.text));
}

/**
 * @param {Line} line
 * @param {Thread} thread
 * @param {Found['list']} list
 */
export function storedSection(line, thread, list) {
  const id = freshId();
  return el('section', { 'aria-labelledby': id }, el('h2', { id }, line.say('your_messages')), ...stored(line, thread, list));
}

/**
 * @param {Line} line
 * @param {Thread} thread
 * @param {Found['list']} list
 */
function stored(line, thread, list) {
  const { say, language, epoch_seconds: seconds } = line;
  const when = nextBoard(line, list);
  if (!list.count) return [el('p', {}, say('stored_empty', { when }))];
  if (!thread.own.length) return answered(thread) ? [el('p', {}, say('stored_until', { when }))] : [el('p', {}, say('stored_none', { kept: kept(seconds, language), when }))];
  const entries = tally(thread.own).map(([epoch, count]) =>
    el('li', {}, say('stored_entry', { when: nameOfEpoch(epoch, seconds, language), count })));
  return [
    el('p', {}, say('stored_in')), el('ul', { class: 'plain' }, ...entries),
    el('p', { class: 'hint' }, say('stored_until', { when })),
    isLate(thread, list) && el('p', {}, say('no_answer_yet')),
  ];
}

/**
 * @param {Line} line
 * @param {Found['list']} list
 * @returns {string} when the epoch that is open now will be on the list
 */
function nextBoard({ language, epoch_seconds: seconds }, list) {
  return moment(listedBy(list) * seconds * 1000, seconds, language);
}

/**
 * @param {number[]} epochs
 * @returns {[number, number][]} epoch and how many
 */
function tally(epochs) {
  /** @type {Map<number, number>} */
  const counts = new Map();
  for (const epoch of epochs) counts.set(epoch, (counts.get(epoch) ?? 0) + 1);
  return [...counts];
}

/**
 * A listed message may still be a filler that the intake put in its place; only a reply proves that it was read.
 * @param {Thread} thread
 * @param {Found['list']} list
 */
function isLate({ replies, own }, list) {
  return replies.length === 0 && askAgain(own[own.length - 1], list.now);
}
