/** What stands above every view: that everything is frozen, and what is wrong with the orders that the server shows. */
import { ask } from '../ask.js';
import { dayNow } from '../clock.js';
import { fill, make, place, whenPressed } from '../dom.js';
import { say } from '../words.js';
import { acceptLate } from './following.js';
import { whenOrdersSeen } from './looking.js';
import { dayText, rolesOf, signersOf } from './telling.js';

/** @import { Orders } from '../../../crypto/js/cases.js' */
/** @import { Visit } from '../visit.js' */

/** What is shown now: nothing is made anew, or said aloud again, for nothing. */
let shown = '';

export const NOTICE_PLACES = ['orders-alarm', 'orders-late', 'orders-frozen'];

export function prepareNotices() {
  whenOrdersSeen(showNotices);
}

export function forgetNotices() {
  shown = '';
}

/** @param {Visit} own */
export function showNotices(own) {
  const { orders: known, trouble, late } = own.ordered;
  const lines = (known?.frozen ?? []).map((freeze) => say('orders.frozen_by', {
    role: rolesOf(own, known?.signers[freeze.number].keys() ?? []), day: dayText(own, freeze.day) }));
  const state = JSON.stringify([trouble, lines, late.map(({ number }) => number)]);
  if (state === shown) return;
  shown = state;
  fill(place('orders-alarm'), trouble && make('div', { class: trouble === 'away' ? 'note' : 'note note-bad' },
    make('h2', {}, say(trouble === 'away' ? 'orders.alarm_away' : 'orders.alarm')),
    make('p', {}, say(`orders.trouble_${trouble}`)),
    trouble !== 'away' && make('p', {}, say('orders.what_to_do'))));
  fill(place('orders-late'), known && late.length > 0 && lateNote(own, known));
  fill(place('orders-frozen'), lines.length > 0 && make('div', { class: 'note frozen' },
    make('p', {}, make('strong', {}, say('orders.frozen')), ' ', lines.join(' '), ' ', make('a', { href: '#retention' }, say('orders.to_retention')))));
}

/** @param {Visit} own @param {Orders} known */
function lateNote(own, known) {
  const lines = own.ordered.late.map((order) => say(`orders.late_${order.act}`, { day: dayText(own, order.day), roles: signersOf(own, known, order) }));
  const looked = make('button', { type: 'button' }, say('orders.late_looked'));
  whenPressed(looked, async () => {
    const sure = await ask(say('orders.late_looked_title'), [make('p', {}, say('orders.late_looked_text'))], say('orders.late_looked'), say('ask.no'));
    if (!sure || own.over) return;
    acceptLate(own, dayNow());
    showNotices(own);
  });
  return make('div', { class: 'note note-bad' }, make('h2', {}, say('orders.late')), make('p', {}, say('orders.late_text')),
    make('ul', {}, ...lines.map((line) => make('li', {}, line))), make('p', {}, say('orders.late_do')), make('div', { class: 'actions' }, looked));
}
