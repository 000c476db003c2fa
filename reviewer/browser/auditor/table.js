/** The log on the page: its numbers, its rows, the newest checkpoint. */
import { dayOfEpoch, daysAfter, readDay } from '../days.js';
import { fill, make, place } from '../dom.js';
import { dueName } from '../due/words.js';
import { shortNumber } from '../overview/row.js';
import { facts } from '../people.js';
import { say, sayCount } from '../words.js';
import { numbersOf, readCheckpoint } from './log.js';

/** @import { Line } from '../page.js' */
/** @import { Logged, Stored } from './api.js' */

/** @param {readonly Logged[]} cases */
export function showNumbers(cases) {
  const numbers = numbersOf(cases);
  const told = /** @type {const} */ (['cases', 'open', 'overdue', 'held', 'closed', 'retained', 'destroyed']);
  const shown = [...told, ...(numbers.days === null ? [] : /** @type {const} */ (['days']))];
  fill(place('log-numbers'), ...shown.map((name) => make('div', {},
    make('dt', {}, say(`log_number.${name}`)), make('dd', {}, say('log.number', { number: numbers[name] ?? 0 })))));
}

/**
 * @param {Line} line
 * @param {readonly Logged[]} cases
 * @param {string} today
 */
export function showRows(line, cases, today) {
  fill(place('log-rows'), ...cases.map((one) => rowOf(line, one, today)));
}

/** @param {Line} line @param {readonly Stored[]} checkpoints oldest first */
export function showCheckpoints(line, checkpoints) {
  const [newest, ...earlier] = [...checkpoints].reverse().map(readCheckpoint);
  fill(place('log-checkpoint'), newest ? make('dl', { class: 'facts' }, ...facts([
    [say('log.checkpoint_day'), dayText(line, newest.epoch)],
    [say('log.checkpoint_size'), say('log.number', { number: newest.size })],
    [say('log.checkpoint_root'), newest.root],
  ])) : make('p', {}, say('log.no_checkpoint')));
  fill(place('log-earlier'), earlier.length > 0 && make('details', {},
    make('summary', {}, sayCount('log.earlier', earlier.length)),
    make('ul', { class: 'plain log-days' }, ...earlier.map((one) => make('li', {},
      make('span', {}, sayCount('log.checkpoint', one.size, { day: dayText(line, one.epoch) })), ' ', make('span', { class: 'number' }, one.root))))));
}

/** @param {Line} line @param {number} epoch */
function dayText(line, epoch) {
  return readDay(lastDay(epoch, line.epoch_seconds), line.language);
}

/** The day on which an epoch was still running last. @param {number} epoch @param {number} seconds */
function lastDay(epoch, seconds) {
  const next = dayOfEpoch(epoch + 1, seconds);
  return ((epoch + 1) * seconds) % 86_400 === 0 ? daysAfter(next, -1) : next;
}

/**
 * @param {Line} line
 * @param {Logged} one
 * @param {string} today
 */
function rowOf({ language }, one, today) {
  return make('tr', { role: 'row' },
    cell('log.column_case', { class: 'cell-number' }, numberOf(one.case)),
    cell('log.column_opened', { class: 'cell-received' }, readDay(one.opened, language)),
    cell('log.column_state', {}, say(`log_state.${one.state}`), one.hold === 1 && ' ', one.hold === 1 && make('span', { class: 'tag' }, say('log.held'))),
    cell('log.column_days', { class: 'cell-age' }, sayCount('log.days', one.days)),
    cell('log.column_due', {}, ...dueOf(one, language, today)),
    cell('log.column_entries', { class: 'cell-age' }, say('log.number', { number: one.entries })));
}

/**
 * So much of a number as people need; the whole of it, as `audit verify` prints it, for who wants to compare or copy it.
 * @param {string} id
 */
function numberOf(id) {
  return make('details', { class: 'whole-number' },
    make('summary', { title: id }, make('span', { class: 'number' }, shortNumber(id)), make('span', { class: 'unseen' }, ` ${say('log.whole_number')}`)),
    make('span', { class: 'number' }, id));
}

/**
 * @param {string} label for small windows, where there are no columns
 * @param {Record<string, string>} attributes
 * @param {...import('../dom.js').Child} children
 */
function cell(label, attributes, ...children) {
  return make('td', { role: 'cell', 'data-label': say(label), ...attributes }, ...children);
}

/**
 * Of a case that is not open, the next review.
 * @param {Logged} one
 * @param {string} language
 * @param {string} today
 */
function dueOf({ due, review, closed }, language, today) {
  if (due.length === 0) return [review ? say('log.review', { quarter: review }) : say('log.nothing_due')];
  return due.map(({ what, day }) => make('span', { class: closed === '' && day < today ? 'log-due late' : 'log-due' },
    say(closed === '' && day < today ? 'log.due_late' : 'log.due', { what: dueName(what), day: readDay(day, language) })));
}
