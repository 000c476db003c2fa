/** What stands above every view: that everything is frozen, and what is wrong with the orders that the server shows. */
import { fill, make, place } from '../dom.js';
import { say } from '../words.js';
import { whenOrdersSeen } from './looking.js';
import { dayText, rolesOf } from './telling.js';

/** @import { Visit } from '../visit.js' */

/** What is shown now: nothing is made anew, or said aloud again, for nothing. */
let shown = '';

export const NOTICE_PLACES = ['orders-alarm', 'orders-frozen'];

export function prepareNotices() {
  whenOrdersSeen(showNotices);
}

export function forgetNotices() {
  shown = '';
}

/** @param {Visit} own */
export function showNotices(own) {
  const { orders: known, trouble } = own.ordered;
  const lines = (known?.frozen ?? []).map((freeze) => say('orders.frozen_by', {
    role: rolesOf(own, known?.signers[freeze.number].keys() ?? []), day: dayText(own, freeze.day) }));
  const state = JSON.stringify([trouble, lines]);
  if (state === shown) return;
  shown = state;
  fill(place('orders-alarm'), trouble && make('div', { class: trouble === 'away' ? 'note' : 'note note-bad' },
    make('h2', {}, say(trouble === 'away' ? 'orders.alarm_away' : 'orders.alarm')),
    make('p', {}, say(`orders.trouble_${trouble}`)),
    trouble !== 'away' && make('p', {}, say('orders.what_to_do'))));
  fill(place('orders-frozen'), lines.length > 0 && make('div', { class: 'note frozen' },
    make('p', {}, make('strong', {}, say('orders.frozen')), ' ', lines.join(' '), ' ', make('a', { href: '#retention' }, say('orders.to_retention')))));
}
