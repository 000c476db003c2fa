/**
 * The standing orders, as a member follows them (docs/protocol.md, section 20): every order is checked against the
 * directory that this page relies on, and what was seen before must stand in its place. What is wrong is kept to be told;
 * then nothing counts as adopted, so that nothing is destroyed by orders that are none.
 */
import { cameLate, checkOrders, checkSeen, parseOrder } from '../../../crypto/js/cases.js';
import { BadSignature, BrokenChain, ProtocolError } from '../../../crypto/js/errors.js';
import { equal, fromHex, hex } from '../../../crypto/js/index.js';
import { Refused } from '../api.js';
import { daysBetween } from '../days.js';
import * as api from './api.js';

/** @import { Bytes, CurrentDirectory } from '../../../crypto/js/index.js' */
/** @import { Orders, ReadOrder } from '../../../crypto/js/cases.js' */
/** @import { Document, Proposal } from './api.js' */
/**
 * The last order that was seen; hash in hex. `version` of the directory and `day` are those of that look; without them it is
 * only demanded that the order stands there.
 * @typedef {{ count: number, hash: string, version?: number, day?: string }} SeenOrders
 */
/** `other`: shorter than what was seen, or another chain; `unsigned`: no member ordered it; `away`: the server fails to show it. @typedef {'' | 'other' | 'unsigned' | 'away'} Trouble */
/**
 * @typedef {object} Proposed what a second member can sign
 * @property {number} by slot
 * @property {string} body
 * @property {ReadOrder} order
 * @property {number[]} signed slots, as the server says; two of them are in force only when the chain says so
 */
/**
 * @typedef {object} Ordered of one visit
 * @property {Orders | null} orders once they were checked
 * @property {Proposed[]} proposals
 * @property {Trouble} trouble
 * @property {ReadOrder[]} late orders that were put there after a look, by who was a member no more or for a day long before
 */
/**
 * @typedef {object} Follower
 * @property {Bytes} instance
 * @property {CurrentDirectory | null} directory
 * @property {{ orders?: SeenOrders[] } | null} [overview] where the last order that was seen is kept
 * @property {Ordered} ordered
 */

/** For as long the second signature may be given. */
const DAYS = 30;

/** @returns {Ordered} */
export function noOrders() {
  return { orders: null, proposals: [], trouble: '', late: [] };
}

/**
 * @param {Follower} own whose directory was fetched
 * @param {string} today
 */
export async function followOrders(own, today) {
  const { ordered, overview } = own;
  const version = own.directory?.current.version ?? 0; // before the orders are asked for: one that comes now is of this version or a later one
  try {
    const { orders: documents, proposals } = await api.standing();
    const orders = checked(own, documents);
    for (const { count, hash } of overview?.orders ?? []) checkSeen(orders, count, fromHex(hash));
    const late = lateIn(orders, overview?.orders ?? []);
    if (overview) overview.orders = seenNow(orders, late, overview.orders ?? [], { version, day: today });
    Object.assign(ordered, { orders, proposals: proposals.flatMap((one) => signable(one, orders, today)), trouble: '', late });
  } catch (error) {
    Object.assign(ordered, { orders: null, proposals: [], trouble: troubleOf(error), late: [] }); // and what was seen stays kept
  }
}

/**
 * The committee has looked at what came late: it is told no more.
 * @param {Follower} own whose orders were followed
 * @param {string} today
 */
export function acceptLate({ ordered, overview, directory }, today) {
  const { orders } = ordered;
  if (!orders || !overview) return;
  ordered.late = [];
  overview.orders = seenNow(orders, [], [], { version: directory?.current.version ?? 0, day: today });
}

/** @param {Orders} orders @param {SeenOrders[]} seen @returns {ReadOrder[]} once each */
function lateIn(orders, seen) {
  const late = new Set(seen.flatMap(({ count, version, day }) => (version === undefined || day === undefined ? [] : cameLate(orders, { count, version, day }))));
  return orders.orders.filter((one) => late.has(one));
}

/**
 * While something came late, the look before it stays kept, so that it is told at the next visit too.
 * @param {Orders} orders
 * @param {ReadOrder[]} late
 * @param {SeenOrders[]} seen
 * @param {{ version: number, day: string }} look
 * @returns {SeenOrders[]}
 */
function seenNow({ head }, late, seen, look) {
  const last = { count: head.count, hash: hex(head.hash) };
  return late.length > 0 ? [...seen.filter(({ version }) => version !== undefined), last] : [{ ...last, ...look }];
}

/**
 * @param {Pick<Follower, 'instance' | 'directory'>} own
 * @param {Document[]} documents
 * @returns {Orders}
 * @throws {ProtocolError}
 */
export function checked({ instance, directory }, documents) {
  if (!directory) throw new Error('no directory');
  return checkOrders(documents.map(read), { instance, chain: directory.chain });
}

/**
 * @param {Orders} orders
 * @param {string} today
 * @returns {string} the day of the next order: that of the last one while this lies ahead, given when a clock was wrong
 */
export function nextDay({ orders }, today) {
  const last = orders.at(-1)?.day ?? today;
  return last > today ? last : today;
}

/**
 * @param {Proposal} proposal what the server says somebody proposes: only what can be the next order is shown
 * @param {Orders} orders
 * @param {string} today
 * @returns {Proposed[]} one, or none
 */
function signable({ by, body, signed }, orders, today) {
  const { head, frozen, of } = orders;
  const order = parsed(body);
  if (!order || !equal(order.instance, of.instance)) return [];
  if (order.number !== head.count || !equal(order.previous, head.hash)) return [];
  if (order.act !== 'rules' && !(order.act === 'release' && frozen.some(({ number }) => number === order.of))) return [];
  const age = daysBetween(order.day, nextDay(orders, today));
  return age >= -1 && age <= DAYS ? [{ by, body, order, signed }] : [];
}

/** @param {string} body */
function parsed(body) {
  try {
    return parseOrder({ body, signatures: [] });
  } catch (error) {
    if (error instanceof ProtocolError) return null;
    throw error;
  }
}

/** @param {Document} document */
export function read({ body, signatures }) {
  return { body, signatures: signatures.map(({ key, signature }) => ({ key: fromHex(key), signature: fromHex(signature) })) };
}

/** @param {unknown} error @returns {Trouble} */
function troubleOf(error) {
  if (error instanceof Refused) return 'away';
  if (error instanceof BrokenChain) return 'other';
  if (error instanceof BadSignature || error instanceof ProtocolError) return 'unsigned';
  throw error;
}
