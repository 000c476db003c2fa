/**
 * Giving orders: a freeze and its review by one member, rules and a release by two. What is signed is made here, from
 * the chain as this page checked it, and never by the server.
 */
import { follow, orderBody, signOrder } from '../../../crypto/js/cases.js';
import { hex, sha256 } from '../../../crypto/js/index.js';
import * as api from './api.js';
import { nextDay } from './following.js';

/** @import { Bytes, MemberSecret } from '../../../crypto/js/index.js' */
/** @import { Orders, Rules } from '../../../crypto/js/cases.js' */
/** @import { Ordered, Proposed } from './following.js' */
/** @typedef {{ instance: Bytes, secret: MemberSecret, ordered: Ordered }} Giver whose orders were checked */
/** @typedef {{ act: 'rules' | 'freeze' | 'review' | 'release', of?: number, rules?: Rules | null }} Wanted `of`: the freeze that is reviewed or released */

/**
 * From now on nothing is destroyed.
 * @param {Giver} own
 * @param {string} today
 */
export async function freeze(own, today) {
  await placed(own, bodyOf(own, { act: 'freeze' }, today));
}

/**
 * The freeze is needed still.
 * @param {Giver} own
 * @param {number} number of the freeze
 * @param {string} today
 */
export async function review(own, number, today) {
  await placed(own, bodyOf(own, { act: 'review', of: number }, today));
}

/**
 * @param {Giver} own
 * @param {Rules} rules
 * @param {string} today
 * @returns {Promise<boolean>} whether they are in force: another member had proposed the very same
 */
export async function proposeRules(own, rules, today) {
  return proposed(own, bodyOf(own, { act: 'rules', rules }, today));
}

/**
 * @param {Giver} own
 * @param {number} number of the freeze
 * @param {string} today
 * @returns {Promise<boolean>} whether it is released
 */
export async function proposeRelease(own, number, today) {
  return proposed(own, bodyOf(own, { act: 'release', of: number }, today));
}

/**
 * @param {Giver} own
 * @param {Proposed} proposal that was shown: exactly its text is signed
 * @returns {Promise<boolean>} whether it is in force
 */
export async function agree(own, { body }) {
  const signature = hex(signOrder(body, own.secret.signSeed).signature);
  const { in_force: inForce } = await api.signOrder({ order: hex(sha256(body)), signature });
  return inForce;
}

/**
 * @param {Giver} own
 * @param {Wanted} wanted
 * @param {string} today
 * @returns {string} the text of the next order
 */
export function bodyOf(own, { act, of, rules = null }, today) {
  const orders = checkedOrders(own), { head } = orders;
  return orderBody({ instance: own.instance, number: head.count, previous: head.hash, day: nextDay(orders, today), act, of: of ?? head.count, rules });
}

/** @param {Giver} own @param {string} body */
async function placed(own, body) {
  const signature = signOrder(body, own.secret.signSeed);
  follow(checkedOrders(own), { body, signatures: [signature] }); // what would be refused is not sent
  await api.placeOrder({ body, signature: hex(signature.signature) });
}

/** @param {Giver} own @param {string} body */
async function proposed(own, body) {
  const signature = hex(signOrder(body, own.secret.signSeed).signature);
  const { in_force: inForce } = await api.proposeOrder({ body, signature });
  return inForce;
}

/** @param {Giver} own @returns {Orders} */
function checkedOrders({ ordered }) {
  if (!ordered.orders) throw new Error('orders that were not checked');
  return ordered.orders;
}
