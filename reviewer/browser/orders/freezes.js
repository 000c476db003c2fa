/** The freeze of everything: whether there is one, who placed it and reviewed it, and the ways to place, review and release it. */
import { reviewed } from '../../../crypto/js/cases.js';
import { ask } from '../ask.js';
import { dayNow } from '../clock.js';
import { fill, make, place, whenPressed } from '../dom.js';
import { dueText, isLate } from '../due/words.js';
import { say } from '../words.js';
import { freeze as order, proposeRelease, review } from './giving.js';
import { dayText, reviewDays, reviewDue, signersOf } from './telling.js';

/** @import { Orders } from '../../../crypto/js/cases.js' */
/** @import { ReadOrder } from '../../../crypto/js/order.js' */
/** @import { Visit } from '../visit.js' */
/** @import { Doing } from './rules-form.js' */

/** @param {Visit} own @param {Doing} doing */
export function showFreezes(own, doing) {
  const { orders: known } = own.ordered;
  if (!known) return fill(place('retention-freezes'));
  const others = known.frozen.length > 0;
  const mine = known.frozen.some((one) => [...known.signers[one.number].values()].some((slots) => slots.has(own.slot)));
  fill(place('retention-freezes'),
    others ? make('ul', { class: 'freezes' }, ...known.frozen.map((one) => freezeItem(own, known, one, doing))) : make('p', {}, say(known.rules ? 'orders.not_frozen' : 'orders.not_frozen_no_rules')),
    !mine && make('div', { class: 'actions' }, placeButton(own, others, doing)));
}

/**
 * @param {Visit} own
 * @param {Orders} known
 * @param {ReadOrder} freeze
 * @param {Doing} doing
 */
function freezeItem(own, known, freeze, doing) {
  const [placed, last, due] = [freeze.day, reviewed(known, freeze), reviewDue(own, known, freeze)];
  const of = { role: signersOf(own, known, freeze), day: dayText(own, placed) };
  const asked = own.ordered.proposals.some((one) => one.order.act === 'release' && one.order.of === freeze.number);
  return make('li', {},
    make('p', {}, say('orders.placed', of), ' ', last > placed && `${say('orders.reviewed', { day: dayText(own, last) })} `,
      make('span', { class: isLate({ day: due }, dayNow()) ? 'late' : '' }, say('orders.sentence', { text: dueText({ what: 'freeze_review', day: due }, dayNow()) }))),
    make('div', { class: 'actions' },
      last < dayNow() && actButton('orders.review', of, () => reviewAfterAsking(own, freeze, of, doing)),
      asked ? make('p', { class: 'next-step' }, say('orders.release_asked')) : actButton('orders.release', of, () => releaseAfterAsking(own, freeze, of, doing))));
}

/**
 * Where there are several freezes, their buttons are told apart by who does not see them.
 * @param {string} key
 * @param {{ role: string, day: string }} of
 * @param {() => Promise<void>} act
 */
function actButton(key, of, act) {
  const button = make('button', { type: 'button' }, say(key), make('span', { class: 'unseen' }, ` ${say('orders.freeze_of', of)}`));
  whenPressed(button, act);
  return button;
}

/** @param {Visit} own @param {boolean} more whether somebody else has placed one @param {Doing} doing */
function placeButton(own, more, doing) {
  const button = make('button', { type: 'button' }, say(more ? 'orders.freeze_too' : 'orders.freeze'));
  whenPressed(button, async () => {
    const sure = await ask(say('orders.freeze_title'), [
      make('p', {}, make('strong', {}, say('orders.freeze_does'))),
      make('ul', { class: 'plain' }, ...['nothing', 'calendar', 'seen', 'released'].map((one) => make('li', {}, say(`orders.freeze_${one}`, { days: reviewDays(own) })))),
      make('p', {}, make('strong', {}, say('orders.freeze_not'))),
      make('ul', { class: 'plain' }, ...['back', 'line', 'why'].map((one) => make('li', {}, say(`orders.freeze_not_${one}`)))),
    ], say('orders.freeze'), say('ask.no'));
    if (!sure || own.over) return;
    await doing(async () => {
      await order(own, dayNow());
      return say('orders.freeze_done');
    });
  });
  return button;
}

/**
 * @param {Visit} own
 * @param {ReadOrder} freeze
 * @param {{ role: string, day: string }} of
 * @param {Doing} doing
 */
async function reviewAfterAsking(own, { number }, of, doing) {
  if (!(await ask(say('orders.review_title'), [make('p', {}, say('orders.review_text', { ...of, days: reviewDays(own) }))], say('orders.review'), say('ask.no'))) || own.over) return;
  await doing(async () => {
    await review(own, number, dayNow());
    return say('orders.review_done');
  });
}

/**
 * @param {Visit} own
 * @param {ReadOrder} freeze
 * @param {{ role: string, day: string }} of
 * @param {Doing} doing
 */
async function releaseAfterAsking(own, { number }, of, doing) {
  const others = (own.ordered.orders?.frozen.length ?? 0) > 1;
  const text = [make('p', {}, say('orders.release_of', of)), make('p', {}, say(others ? 'orders.release_others' : 'orders.release_does')), make('p', {}, say('orders.release_two'))];
  if (!(await ask(say('orders.release_title'), text, say('orders.release'), say('ask.no'))) || own.over) return;
  await doing(async () => say(await proposeRelease(own, number, dayNow()) ? 'orders.release_in_force' : 'orders.release_proposed'));
}
