/** A list is good for a time. Before it is over every member is told, where they are sure to look. */
import { dayNow } from '../clock.js';
import { daysBetween, readDay } from '../days.js';
import { make } from '../dom.js';
import { say, sayCount } from '../words.js';

/** @import { Directory } from '../../../crypto/js/index.js' */
/** @import { Visit } from '../visit.js' */

/** So many days before its end the list should be renewed: time enough for a call. */
const SOON = 30;

/**
 * @param {Pick<Directory, 'notAfter'>} list
 * @param {string} today
 * @returns {number | null} days that are left, below 0 when it is over; null while there is time
 */
export function daysLeft({ notAfter }, today) {
  const left = daysBetween(today, notAfter);
  return left < SOON ? left : null;
}

/**
 * @param {Visit} own
 * @param {Directory} list
 * @param {Node} [more] what to do about it, where that is not on the same page
 * @returns {HTMLElement | null}
 */
export function termNote(own, list, more) {
  const left = daysLeft(list, dayNow());
  if (left === null) return null;
  const until = readDay(list.notAfter, own.line.language);
  const text = left < 0 ? say('committee.over', { until }) : sayCount('committee.ending', left, { until });
  return make('div', { class: 'note note-bad' }, make('p', {}, text), more);
}
