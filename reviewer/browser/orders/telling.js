/** Standing orders in words: who gave them, what rules say, when a freeze is to be reviewed. */
import { reviewed } from '../../../crypto/js/cases.js';
import { hex } from '../../../crypto/js/index.js';
import { readDay } from '../days.js';
import { make } from '../dom.js';
import { addDays } from '../lifecycle/days.js';
import { CLASSES, PERIODS, PROFILES } from '../lifecycle/rules.js';
import { timeText } from '../retention/time.js';
import { say, sayCount } from '../words.js';

/** @import { CurrentDirectory } from '../../../crypto/js/index.js' */
/** @import { Orders, Rules } from '../../../crypto/js/cases.js' */
/** @import { ReadOrder } from '../../../crypto/js/order.js' */
/** @import { Terms } from '../lifecycle/due.js' */
/** @typedef {{ line: { language: string, terms: Terms }, directory: CurrentDirectory | null, member: { slot: number | null } }} Reader */

/**
 * @param {Reader} own
 * @param {Iterable<string>} keys in hex
 * @returns {string} "Chair of the Audit Committee (you) and Counsel to the Audit Committee": also those who have left
 */
export function rolesOf(own, keys) {
  const ever = [...own.directory?.chain ?? []].reverse().flatMap(({ members }) => members);
  const roles = [...keys].map((key) => {
    const member = ever.find(({ sign }) => hex(sign) === key);
    if (!member) return say('orders.nobody_known', { key: key.slice(0, 8) });
    return member.slot === own.member.slot ? say('report.you', { role: member.role }) : member.role;
  });
  return new Intl.ListFormat(own.line.language, { type: 'conjunction' }).format(roles);
}

/** @param {Reader} own @param {readonly number[]} slots of members now */
export function rolesIn(own, slots) {
  const members = own.directory?.current.members ?? [];
  return rolesOf(own, members.filter(({ slot }) => slots.includes(slot)).map(({ sign }) => hex(sign)));
}

/** @param {Reader} own @param {Orders} known @param {ReadOrder} order */
export function signersOf(own, { signers }, order) {
  return rolesOf(own, signers[order.number].keys());
}

/** @param {Reader} own @param {string} day */
export function dayText({ line }, day) {
  return readDay(day, line.language);
}

/**
 * @param {Reader} own
 * @param {Orders} known
 * @param {ReadOrder} freeze
 * @returns {string} the day by which somebody is to say whether it is needed still
 */
export function reviewDue(own, known, freeze) {
  return addDays(reviewed(known, freeze), reviewDays(own));
}

/**
 * @param {Reader & { ordered: { orders: Orders | null } }} own
 * @returns {{ what: 'freeze_review', day: string }[]} for each freeze in force
 */
export function reviewsDue(own) {
  const { orders: known } = own.ordered;
  return (known?.frozen ?? []).map((freeze) => ({ what: 'freeze_review', day: known ? reviewDue(own, known, freeze) : '' }));
}

/** @param {Reader} own @returns {number} days after which a freeze is to be reviewed, as a hold is */
export function reviewDays({ line }) {
  return line.terms.periods['hold_review'] ?? PERIODS['hold_review'];
}

/**
 * @param {Rules} rules
 * @param {Rules | null} [before] what is different is marked, and said beside it
 * @returns {HTMLElement} for whom they are, each class with its time, and how long deliveries are kept
 */
export function rulesTable(rules, before = null) {
  const rows = inOrder(rules).map((one) => row(
    nameOfClass(one.class), timeText(one), before && timeText(before.classes.find((other) => other.class === one.class) ?? one)));
  return make('table', { class: 'rules-table' },
    make('caption', {}, say('orders.rules_for', { profile: nameOfProfile(rules.profile) })),
    make('thead', {}, make('tr', {}, make('th', { scope: 'col' }, say('orders.column_class')), make('th', { scope: 'col' }, say('orders.column_time')))),
    make('tbody', {}, ...rows,
      row(say('orders.calendar'), sayCount('retention.days', rules.calendar), before && sayCount('retention.days', before.calendar), say('orders.from_delivery'))));
}

/** @param {string} code as members may have adopted it on another page @returns {string} */
const nameOfClass = (code) => (CLASSES.has(code) ? say(`class.${code}`) : code);
/** @param {string} code */
const nameOfProfile = (code) => (PROFILES.has(code) ? say(`profile.${code}`) : code);

/** @param {Rules} rules @returns {Rules['classes']} as people know them: the usual first, what this page does not know last */
function inOrder({ classes }) {
  const known = [...CLASSES.keys()].flatMap((code) => classes.filter((one) => one.class === code));
  return [...known, ...classes.filter((one) => !CLASSES.has(one.class))];
}

/** @param {string} name @param {string} time @param {string | null} before @param {string} [since] */
function row(name, time, before, since = say('orders.from_closing')) {
  return make('tr', {}, make('th', { scope: 'row' }, name),
    make('td', {}, time, ' ', make('span', { class: 'soft' }, since),
      before !== null && before !== time && make('span', { class: 'was' }, ` ${say('orders.was', { time: before })}`)));
}

