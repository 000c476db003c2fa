/**
 * Standing orders: what the committee orders for the whole line (protocol.md section 20). Their form and their making;
 * whether one follows from those before, orders.js says.
 */
import { ascendingBy, code } from './case-forms.js';
import { CALENDAR_DAYS, MAX_CLASSES, MAX_DAYS, MAX_YEARS } from './case-limits.js';
import { sha256 } from './derivation.js';
import { hex, utf8 } from './encoding.js';
import { Malformed } from './errors.js';
import { HASH, INSTANCE } from './limits.js';
import { CaseDomain, publicKey, sign } from './signatures.js';
import { day, hexOf, integerOf, listOf, objectOf, oneOf, readJson } from './strict.js';

/** @import { Bytes } from './encoding.js' */
/** @import { Signature, Signed } from './document.js' */
/** @import { Json } from './strict.js' */

/** What is ordered. */
export const ACTS = /** @type {const} */ (['rules', 'freeze', 'review', 'release']);
/** What one member orders alone. */
export const BY_ONE = ['freeze', 'review'];
/** What is about a freeze before it. */
export const OF_A_FREEZE = ['review', 'release'];

/** @typedef {(typeof ACTS)[number]} Act */
/** @typedef {{ class: string, years: number, days: number }} Period from the closure of a case on */
/** @typedef {{ profile: string, classes: Period[], calendar: number }} Rules `classes` ascending; `calendar`: days that batches are kept */
/**
 * @typedef {object} Order
 * @property {Bytes} instance
 * @property {number} number
 * @property {Bytes} previous hash of the order before, zeros in the first
 * @property {string} day
 * @property {Act} act
 * @property {number} of the freeze that is reviewed or released, else its own number
 * @property {Rules | null} rules there when, and only when, `act` is `rules`
 */
/** @typedef {Order & { hash: Bytes }} ReadOrder `hash`: of the body */

const periodForm = objectOf({ class: code, years: integerOf(0, MAX_YEARS), days: integerOf(0, MAX_DAYS) });
const readRules = objectOf({
  profile: code,
  classes: ascendingBy('class', listOf(readPeriod, MAX_CLASSES)),
  calendar: integerOf(CALENDAR_DAYS.least, CALENDAR_DAYS.most),
});
const readNothing = objectOf({});
const readBody = objectOf({
  type: oneOf([CaseDomain.ORDER]),
  instance: hexOf(INSTANCE),
  number: integerOf(),
  previous: hexOf(HASH),
  day,
  act: oneOf(ACTS),
  of: integerOf(),
  rules: (/** @type {Json} */ value) => value,
});

/**
 * @param {Order} order
 * @returns {string} the text that members sign
 */
export function orderBody(order) {
  const { rules } = order;
  return JSON.stringify({
    type: CaseDomain.ORDER,
    instance: hex(order.instance),
    number: order.number,
    previous: hex(order.previous),
    day: order.day,
    act: order.act,
    of: order.of,
    rules: rules ? { profile: rules.profile, classes: rules.classes.map(plainPeriod), calendar: rules.calendar } : {},
  });
}

/**
 * @param {string} body
 * @param {Bytes} seed
 * @returns {Signature} a member's
 */
export function signOrder(body, seed) {
  return { key: publicKey(seed), signature: sign(CaseDomain.ORDER, seed, utf8(body)) };
}

/**
 * @param {Signed} signed
 * @returns {ReadOrder} form only
 * @throws {Malformed}
 */
export function parseOrder(signed) {
  const { type: _, rules, ...order } = readBody(readJson(signed.body));
  if (!OF_A_FREEZE.includes(order.act) && order.of !== order.number) throw new Malformed('of');
  if (BY_ONE.includes(order.act) && signed.signatures.length !== 1) throw new Malformed('signatures');
  return { ...order, rules: rulesOf(order.act, rules), hash: sha256(signed.body) };
}

/**
 * @param {Act} act
 * @param {Json} value
 * @returns {Rules | null}
 */
function rulesOf(act, value) {
  if (act !== 'rules') {
    readNothing(value);
    return null;
  }
  const rules = readRules(value);
  if (rules.classes.length === 0) throw new Malformed('classes');
  return rules;
}

/** @param {Json} value */
function readPeriod(value) {
  const found = periodForm(value);
  if (found.years === 0 && found.days === 0) throw new Malformed('period');
  return found;
}

/** @param {Period} period */
function plainPeriod({ class: name, years, days }) {
  return { class: name, years, days };
}
