/**
 * The chain of standing orders, and what is in force by it (protocol.md section 20). `checkOrders` is for who is shown
 * all of them; `follow` for who takes one more.
 */
import { NotAllowed } from './case-errors.js';
import { MIDNIGHT_DAYS, ORDER_DAYS, ORDERERS } from './case-limits.js';
import { equal, hex, utf8 } from './encoding.js';
import { BadSignature, BrokenChain, WrongInstance } from './errors.js';
import { HASH } from './limits.js';
import { BY_ONE, OF_A_FREEZE, parseOrder } from './order.js';
import { membersOn } from './record.js';
import { CaseDomain, isSignedBy } from './signatures.js';
import { daysBetween } from './version.js';

/** @import { Bytes } from './encoding.js' */
/** @import { Signed } from './document.js' */
/** @import { ReadOrder, Rules } from './order.js' */
/** @import { Directory } from './version.js' */

/** @typedef {{ count: number, version: number, day: string }} Look an earlier look: how many orders there were, by which version of the directory, and its day */
/** @typedef {Map<string, Set<number>>} Signers keys, as hex, with the slots of each on the day of the order */
/**
 * @typedef {object} Orders
 * @property {{ instance: Bytes, chain: Directory[] }} of the chain was verified
 * @property {ReadOrder[]} orders by number
 * @property {Signers[]} signers of each
 * @property {{ count: number, hash: Bytes }} head what the next order names
 * @property {ReadOrder | null} adopted the order whose rules are in force
 * @property {Rules | null} rules while there are none, nothing may be destroyed
 * @property {ReadOrder[]} frozen freezes that are not released: while there is one, nothing may be destroyed
 */

/**
 * @param {Signed[]} documents all orders, by number
 * @param {{ instance: Bytes, chain: Directory[] }} of the chain was verified
 * @returns {Orders}
 * @throws {Malformed | WrongInstance | BrokenChain | BadSignature | NotAllowed}
 */
export function checkOrders(documents, of) {
  return documents.reduce(follow, standing(of, [], []));
}

/**
 * @param {Orders} before
 * @param {Signed} signed
 * @returns {Orders} with one more
 * @throws {Malformed | WrongInstance | BrokenChain | BadSignature | NotAllowed}
 */
export function follow(before, signed) {
  const order = parseOrder(signed); // 1
  if (!equal(order.instance, before.of.instance)) throw new WrongInstance('order'); // 2
  checkPlace(before, order); // 3
  const signers = signersOf(order, signed, membersOn(before.of.chain, order.day)); // 4
  checkFreezes(before, order, signers); // 5
  return standing(before.of, [...before.orders, order], [...before.signers, signers]);
}

/**
 * @param {Orders} orders
 * @param {number} count
 * @param {Bytes} hash
 * @throws {BrokenChain} unless the first `count` orders still end with the one of this hash
 */
export function checkSeen({ orders }, count, hash) {
  if (count > orders.length || (count > 0 && !equal(orders[count - 1].hash, hash))) throw new BrokenChain('order that was seen');
}

/**
 * The orders that were not there at an earlier look, though no server that keeps to section 20 can have taken them since:
 * 1. one whose signers, but for those who were on no list any more at that look, are too few, 2. one of a day too long before it.
 * @param {Orders} orders
 * @param {Look} look
 * @returns {ReadOrder[]}
 */
export function cameLate({ of, orders, signers }, { count, version, day }) {
  const since = of.chain.filter((one) => one.version >= version).flatMap(({ members }) => members);
  const listed = new Set(since.map(({ sign }) => hex(sign)));
  return orders.slice(count).filter((order) => {
    const left = new Map([...signers[order.number]].filter(([key]) => listed.has(key)));
    return countPersons(left) < wanted(order) || daysBetween(order.day, day) > longestWait(order); // 1, 2
  });
}

/**
 * @param {Orders} orders
 * @param {ReadOrder} freeze
 * @returns {string} the day on which somebody last said that it is needed; at first that on which it was placed
 */
export function reviewed({ orders }, freeze) {
  const days = orders.filter(({ act, of }) => (act === 'freeze' || act === 'review') && of === freeze.number);
  return days.map(({ day }) => day).sort().at(-1) ?? freeze.day;
}

/**
 * @param {Orders['of']} of
 * @param {ReadOrder[]} orders
 * @param {Signers[]} signers
 * @returns {Orders}
 */
function standing(of, orders, signers) {
  const adopted = orders.filter(({ act }) => act === 'rules').at(-1) ?? null;
  const released = orders.filter(({ act }) => act === 'release').map((order) => order.of);
  const frozen = orders.filter(({ act, number }) => act === 'freeze' && !released.includes(number));
  const head = { count: orders.length, hash: orders.at(-1)?.hash ?? new Uint8Array(HASH) };
  return { of, orders, signers, head, adopted, rules: adopted?.rules ?? null, frozen };
}

/**
 * @param {Orders} before
 * @param {ReadOrder} order
 */
function checkPlace({ head, orders }, { number, previous, day }) {
  if (number !== head.count || !equal(previous, head.hash)) throw new BrokenChain('number or previous');
  if (orders.length && day < orders[orders.length - 1].day) throw new BrokenChain('day');
}

/**
 * @param {ReadOrder} order
 * @param {Signed} signed
 * @param {Signers} members
 * @returns {Signers}
 */
function signersOf(order, signed, members) {
  const good = signed.signatures.filter(({ key, signature }) => (
    isSignedBy(CaseDomain.ORDER, key, utf8(signed.body), signature)));
  if (BY_ONE.includes(order.act) && good.length === 0) throw new BadSignature('order');
  const keys = new Set(good.map(({ key }) => hex(key)));
  const found = new Map([...members].filter(([key]) => keys.has(key)));
  if (countPersons(found) < wanted(order)) throw new NotAllowed('signers of an order');
  return found;
}

/**
 * @param {Orders} before
 * @param {ReadOrder} order
 * @param {Signers} by
 */
function checkFreezes({ frozen, signers }, order, by) {
  if (OF_A_FREEZE.includes(order.act) && !frozen.some(({ number }) => number === order.of)) throw new NotAllowed('no freeze');
  const placedOne = frozen.some(({ number }) => areOne(by, signers[number]));
  if (order.act === 'freeze' && placedOne) throw new NotAllowed('a second freeze');
}

/**
 * @param {Signers} some
 * @param {Signers} others
 * @returns {boolean} whether a key of these is one of those, or has a slot with one in common
 */
function areOne(some, others) {
  const slots = slotsOf(others);
  return [...some].some(([key, own]) => others.has(key) || [...own].some((slot) => slots.has(slot)));
}

/**
 * Keys and slots are both counted: on the day of a change one person may have two keys, or one key two slots.
 * @param {Signers} signers
 */
function countPersons(signers) {
  return Math.min(signers.size, slotsOf(signers).size);
}

/** @param {ReadOrder} order @returns {number} persons who sign it at least */
function wanted({ act }) {
  return BY_ONE.includes(act) ? 1 : ORDERERS;
}

/** @param {ReadOrder} order @returns {number} days after its own until it is in force */
function longestWait({ act }) {
  return MIDNIGHT_DAYS + (BY_ONE.includes(act) ? 0 : ORDER_DAYS);
}

/** @param {Signers} signers */
function slotsOf(signers) {
  return new Set([...signers.values()].flatMap((slots) => [...slots]));
}
