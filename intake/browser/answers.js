/**
 * Shows what a phrase brought back: answers, and under which days the committee lists the reporter's own messages.
 */
import { calendarDay, kept, moment, nameOfEpoch } from './dates.js';
import { el, freshId } from './dom.js';

/** @import { Line } from './line.js' */
/** @import { Answer, Thread } from './thread.js' */

const ASK_AGAIN = 7;

/**
 * @param {Line} line
 * @param {Answer[]} answers
 * @param {number} nextBoard milliseconds of Unix time
 */
export function answersSection(line, answers, nextBoard) {
  const { say } = line;
  const id = freshId();
  const nothing = el('p', {}, say('nothing', { kept: kept(line.epoch_seconds, line.language) }));
  return el('section', { 'aria-labelledby': id },
    el('h2', { id }, say('answers')),
    ...(answers.length ? answers.map((answer) => article(line, answer, nextBoard)) : [nothing]));
}

/**
 * @param {Line} line
 * @param {Answer} answer
 * @param {number} nextBoard
 */
function article(line, answer, nextBoard) {
  const { say, language } = line;
  const id = freshId();
  const whole = answer.have === answer.parts;
  return el('article', { class: answer.role === null ? 'answer unsure' : 'answer', 'aria-labelledby': id },
    el('header', {},
      el('h3', { id }, answer.role ?? say('answer_unknown')),
      el('span', {}, calendarDay(answer.day, language))),
    answer.role === null && el('p', { class: 'problem' }, say('answer_unsure')),
    el('div', { class: 'said', dir: 'auto', translate: 'no' }, answer.text.map((part) => part ?? say('answer_gap')).join('')),
    !whole && el('p', { class: 'hint' }, say('answer_incomplete', {
      have: answer.have, parts: answer.parts, when: moment(nextBoard, line.epoch_seconds, language),
    })));
}

/**
 * @param {Line} line
 * @param {Thread} thread
 * @param {{ epoch: number, count: number }} list the last epoch of the stored list, and how many it holds
 */
export function storedSection(line, thread, list) {
  const { say, language, epoch_seconds: seconds } = line;
  const id = freshId();
  const next = moment((list.epoch + 2) * seconds * 1000, seconds, language);
  const until = moment((list.epoch + 1) * seconds * 1000, seconds, language);
  const told = () => {
    if (!list.count) return [el('p', {}, say('stored_empty', { when: next }))];
    if (!thread.own.length) return [el('p', {}, say('stored_none', { kept: kept(seconds, language), when: next }))];
    return [
      el('p', {}, say('stored_in')),
      el('ul', { class: 'plain' }, ...tally(thread.own).map(([epoch, count]) => el('li', {}, entry(line, epoch, count)))),
      el('p', { class: 'hint' }, say('stored_until', { when: until })),
      isLate(thread, list.epoch) && el('p', {}, say('no_answer_yet')),
    ];
  };
  return el('section', { 'aria-labelledby': id }, el('h2', { id }, say('your_messages')), ...told());
}

/**
 * @param {Line} line
 * @param {number} epoch
 * @param {number} count
 */
function entry({ say, language, epoch_seconds: seconds }, epoch, count) {
  return say('stored_entry', { when: nameOfEpoch(epoch, seconds, language), count });
}

/**
 * @param {number[]} epochs ascending
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
 * @param {number} lastEpoch
 */
function isLate(thread, lastEpoch) {
  return thread.answers.length === 0 && lastEpoch - thread.own[thread.own.length - 1] >= ASK_AGAIN;
}
