/** An order that members' keys sign rightly, put in force later than it says: the page of who had looked meanwhile names it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { orderBody, signOrder } from '../../crypto/js/cases.js';
import { generateKeys, hex } from '../../crypto/js/index.js';
import { acceptLate, followOrders, noOrders } from '../../reviewer/browser/orders/following.js';
import { daysAfter } from '../../reviewer/browser/days.js';
import { lineAfter } from './later-list.js';
import { foundLine, TODAY } from './line.js';
import { RULES } from './standing-orders.js';

/** @import { Act } from '../../crypto/js/order.js' */
/** @import { MemberSecret } from '../../crypto/js/index.js' */
/** @import { Follower } from '../../reviewer/browser/orders/following.js' */

const founded = foundLine([0, 2, 5]);
const [chair, second, counsel] = founded.members;
const newcomer = generateKeys(3);
const CHANGE = daysAfter(TODAY, 10);
const LATER = daysAfter(CHANGE, 5);
/** Without `second` since CHANGE. */
const changed = lineAfter(founded, [chair, counsel, newcomer], CHANGE);

/** @returns {Follower & { overview: { orders: import('../../reviewer/browser/orders/following.js').SeenOrders[] } }} */
function member(directory = founded.directory) {
  return { instance: founded.instance, directory, overview: { orders: [] }, ordered: noOrders() };
}

/** @param {Act} act @param {string} day @param {MemberSecret[]} signers */
function first(act, day, ...signers) {
  const body = orderBody({ instance: founded.instance, number: 0, previous: new Uint8Array(32), day, act, of: 0, rules: act === 'rules' ? RULES : null });
  return { body, signatures: signers.map((one) => signOrder(body, one.signSeed)).map(({ key, signature }) => ({ key: hex(key), signature: hex(signature) })) };
}

/** @param {Follower} own @param {object[]} orders @param {string} day */
async function look(own, orders, day) {
  globalThis.fetch = /** @type {typeof fetch} */ (async () => Response.json({ orders, proposals: [] }));
  await followOrders(own, day);
  assert.equal(own.ordered.trouble, '');
  return own.ordered.late.map(({ act, number }) => [act, number]);
}

const backdated = first('rules', daysAfter(CHANGE, -1), chair, second);

test('rules of a day on which somebody was a member who had left when there were none are named, at every look', async () => {
  const own = member(changed.directory);
  assert.deepEqual(await look(own, [], LATER), []);
  for (let again = 0; again < 2; again += 1) assert.deepEqual(await look(own, [backdated], LATER), [['rules', 0]]);
  assert.ok(own.ordered.orders?.rules, 'they count, so that they can be undone');
});

test('what came late is named at the next visit, too, and must stand there', async () => {
  const own = member(changed.directory);
  await look(own, [], LATER);
  await look(own, [backdated], LATER);
  const next = { ...member(changed.directory), overview: own.overview };
  assert.deepEqual(await look(next, [backdated], daysAfter(LATER, 100)), [['rules', 0]]);
  globalThis.fetch = /** @type {typeof fetch} */ (async () => Response.json({ orders: [], proposals: [] }));
  await followOrders(next, LATER);
  assert.equal(next.ordered.trouble, 'other');
});

test('the warning ends when the member says that the committee has looked at it', async () => {
  const own = member(changed.directory);
  await look(own, [], LATER);
  await look(own, [backdated], LATER);
  acceptLate(own, LATER);
  assert.deepEqual(own.ordered.late, []);
  assert.deepEqual(await look(own, [backdated], LATER), []);
});

test('rules that were adopted before somebody left are not named, however late they are seen', async () => {
  const own = member();
  await look(own, [], TODAY);
  own.directory = changed.directory;
  assert.deepEqual(await look(own, [backdated], daysAfter(LATER, 300)), []);
});

test('a freeze by who had left is named, and one by a member is not', async () => {
  for (const [by, named] of /** @type {[MemberSecret, any[]][]} */ ([[second, [['freeze', 0]]], [chair, []]])) {
    const own = member(changed.directory);
    await look(own, [], CHANGE);
    assert.deepEqual(await look(own, [first('freeze', CHANGE, by)], CHANGE), named);
  }
});

test('an order of members is named when it was not there longer after its day than it may wait', async () => {
  for (const [act, days, signers] of /** @type {[Act, number, MemberSecret[]][]} */ ([['rules', 31, [chair, counsel]], ['freeze', 1, [chair]]])) {
    for (const more of [0, 1]) {
      const own = member();
      await look(own, [], daysAfter(TODAY, days + more));
      assert.deepEqual(await look(own, [first(act, TODAY, ...signers)], daysAfter(TODAY, 400)), more ? [[act, 0]] : []);
    }
  }
});

test('who looks for the first time is told nothing that this page cannot know', async () => {
  assert.deepEqual(await look(member(changed.directory), [backdated], daysAfter(LATER, 400)), []);
});
