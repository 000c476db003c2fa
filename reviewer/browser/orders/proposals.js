/**
 * What is proposed, by whom, and what it would change: each proposal is checked against the orders that this page has
 * checked, told in words, and signed only from a dialog that stands still.
 */
import { ask } from '../ask.js';
import { fill, make, place, whenPressed } from '../dom.js';
import { say } from '../words.js';
import * as api from './api.js';
import { agree } from './giving.js';
import { areKnown } from './looking.js';
import { previewOf } from './preview.js';
import { dayText, rolesIn, rulesTable, signersOf } from './telling.js';

/** @import { Orders } from '../../../crypto/js/cases.js' */
/** @import { ReadOrder } from '../../../crypto/js/order.js' */
/** @import { Visit } from '../visit.js' */
/** @import { Proposed } from './following.js' */
/** @import { Doing } from './rules-form.js' */

/** @param {Visit} own @param {Doing} doing */
export function showProposals(own, doing) {
  const { orders: known, proposals } = own.ordered;
  fill(place('retention-proposals'), ...(known ? proposals.map((one) => panelOf(own, known, one, doing)) : []));
}

/**
 * @param {Visit} own
 * @returns {boolean} whether something waits for this member's signature
 */
export function isAsked(own) {
  return own.ordered.proposals.some(({ signed }) => !signed.includes(own.slot));
}

/**
 * @param {Visit} own
 * @param {Orders} known
 * @param {Proposed} proposal
 * @param {Doing} doing
 */
function panelOf(own, known, proposal, doing) {
  const { order } = proposal;
  const what = order.rules ? 'rules' : 'release';
  const title = proposal.by === own.slot ? say(`orders.you_propose_${what}`) : say(`orders.proposes_${what}`, { role: rolesIn(own, [proposal.by]) });
  const head = make('h2', { tabindex: '-1' }, title);
  if (order.rules && !areKnown(order.rules)) return make('section', { class: 'panel' }, head, make('div', { class: 'note note-bad', role: 'alert' }, make('p', {}, say('orders.impossible'))), takeBack(own, proposal, doing));
  const done = proposal.signed.includes(own.slot);
  const sign = make('button', { type: 'button', class: 'primary' }, say(`orders.sign_${what}`));
  whenPressed(sign, () => signAfterAsking(own, known, proposal, doing));
  return make('section', { class: 'panel' }, head, ...aboutOrder(own, known, order),
    make('p', {}, proposal.signed.length ? say('orders.signed_by', { roles: rolesIn(own, proposal.signed) }) : say('orders.signed_by_nobody')),
    make('div', { class: 'actions' }, done ? make('p', { class: 'next-step' }, say('orders.you_signed')) : sign, takeBack(own, proposal, doing)));
}

/**
 * @param {Visit} own
 * @param {Orders} known
 * @param {ReadOrder} order
 */
function aboutOrder(own, known, order) {
  if (order.rules) return [rulesTable(order.rules, known.rules), ...previewOf(own, order.rules)];
  const freeze = known.orders[order.of];
  const others = known.frozen.length > 1;
  return [
    make('p', {}, say('orders.release_of', { role: signersOf(own, known, freeze), day: dayText(own, freeze.day) })),
    make('p', {}, say(others ? 'orders.release_others' : 'orders.release_does')),
  ];
}

/**
 * @param {Visit} own
 * @param {Proposed} proposal
 * @param {Doing} doing
 */
function takeBack(own, { by }, doing) {
  if (by !== own.slot) return null;
  const button = make('button', { type: 'button' }, say('orders.take_back'));
  whenPressed(button, () => doing(async () => {
    await api.withdrawOrder();
    return say('orders.taken_back');
  }));
  return button;
}

/**
 * @param {Visit} own
 * @param {Orders} known
 * @param {Proposed} proposal
 * @param {Doing} doing
 */
async function signAfterAsking(own, known, proposal, doing) {
  const { order } = proposal;
  const what = order.rules ? 'rules' : 'release';
  const sure = await ask(say(`orders.sign_title_${what}`), [...aboutOrder(own, known, order), make('p', {}, say(`orders.sign_text_${what}`))],
    say(`orders.sign_${what}`), say('ask.no'));
  if (!sure || own.over) return;
  await doing(async () => say(await agree(own, proposal) ? `orders.${what}_in_force` : 'orders.you_signed'));
}
