/**
 * Advisers whom this member invited, those of members who left, and the auditor: inviting, comparing the words of their
 * keys, closing accounts.
 */
import { isConfirmed } from '../../../crypto/js/cases.js';
import { fromBase64, fromHex, hex, sha256 } from '../../../crypto/js/index.js';
import { accept, announce, calm, complain, refuse } from '../announce.js';
import { ask } from '../ask.js';
import { field, fill, make, place, whenPressed, whenSent } from '../dom.js';
import { sentence } from '../failures.js';
import { keepMarks } from '../keeping.js';
import { personItem } from '../people.js';
import { visit } from '../visit.js';
import { say } from '../words.js';
import * as api from './api.js';
import { confirmAuditor, confirmers, standingOf } from './confirming.js';
import { showLink } from './link.js';
import { spoken, wordsOfPerson } from './words.js';

/** @import { Bytes } from '../../../crypto/js/index.js' */
/** @import { Visit } from '../visit.js' */
/** @import { Auditor, Guest } from './api.js' */
/** @typedef {'advisers' | 'auditors'} Kind */
/** @typedef {{ sign: string, x25519: Bytes, mlkem: Bytes, role: string, login: string, compared: boolean }} Adviser `sign` in hex */

/** @type {Map<Kind, string>} what is on the page */
const shown = new Map();
/** @type {Map<Kind, string>} the sign-in name of whose link is shown */
const links = new Map();

/**
 * @param {Visit} own
 * @returns {Promise<Adviser[]>} those whom this member invited and who can be granted a case
 */
export async function advisers(own) {
  const { advisers: all } = await api.advisers();
  return all.flatMap((one) => {
    const person = one.state === 'enrolled' ? personOf(one) : null;
    return person ? [{ ...person, role: one.role, login: one.login, compared: own.marks.compared.has(markOf(person)) }] : [];
  });
}

/**
 * Shows this page's words for somebody's keys, to be compared with those that the person reads aloud from the own page.
 * @param {Visit} own
 * @param {Pick<Adviser, 'sign' | 'x25519' | 'mlkem' | 'role' | 'login'>} person
 * @returns {Promise<boolean>} whether they are the same; it is remembered
 */
export async function compareWords(own, { sign, x25519, mlkem, role, login }) {
  const words = await wordsOfPerson({ sign: fromHex(sign), x25519, mlkem }, own.instance);
  const same = await ask(say('committee.compare_title', { role }), [
    make('p', {}, say('committee.compare_text', { role, login })),
    spoken(words, say('committee.compare_words')),
    make('p', {}, say('committee.compare_otherwise')),
  ], say('committee.compare_yes'), say('committee.compare_no'));
  if (!same || own.over) return false;
  own.marks.compared.add(markOf({ sign, x25519, mlkem }));
  await keepMarks(own);
  return true;
}

/** @param {() => Promise<void>} follow */
export function prepareGuests(follow) {
  for (const kind of /** @type {Kind[]} */ (['advisers', 'auditors'])) whenSent(`${kind}-form`, () => invite(kind, follow));
}

/** @param {(what: () => Promise<unknown>) => Promise<void>} act */
export async function showGuests(act) {
  const own = visit();
  const [{ advisers: mine }, { auditors: all }] = await Promise.all([api.advisers(), api.auditors()]);
  if (own.over) return;
  showKind(own, 'advisers', mine, act);
  showKind(own, 'auditors', all, act);
}

/** They are shown anew; a link that is on the page stays until it is used. */
export function showGuestsAnew() {
  shown.clear();
}

export function forgetGuests() {
  shown.clear();
  links.clear();
}

/**
 * A link that was used, or withdrawn, is good for nothing.
 * @param {Visit} own
 * @param {Kind} kind
 * @param {Guest[]} guests
 * @param {(what: () => Promise<unknown>) => Promise<void>} act
 */
function showKind(own, kind, guests, act) {
  const state = JSON.stringify(guests.map((one) => [one, isCompared(own, one)]));
  if (shown.get(kind) === state) return;
  shown.set(kind, state);
  fill(place(`committee-${kind}`), ...guests.map((one) => guestItem(own, kind, one, act)));
  const link = links.get(kind);
  if (link === undefined || guests.some(({ login, state: now }) => login === link && now === 'invited')) return;
  links.delete(kind);
  fill(place(`${kind}-link`));
}

/** @param {Visit} own @param {Guest} guest */
function isCompared(own, guest) {
  const person = personOf(guest);
  return person !== null && own.marks.compared.has(markOf(person));
}

/**
 * @param {Visit} own
 * @param {Kind} kind
 * @param {Guest | Auditor} guest
 * @param {(what: () => Promise<unknown>) => Promise<void>} act
 */
function guestItem(own, kind, guest, act) {
  const { login, role, state } = guest;
  const { words, ready, open } = 'confirmations' in guest ? auditorNow(own, guest) : adviserNow(own, guest);
  const unseen = () => make('span', { class: 'unseen' }, ` ${role}, ${login}`);
  const compare = make('button', { type: 'button', class: 'quiet' }, say('committee.compare'), unseen());
  whenPressed(compare, () => act(open ?? (() => Promise.resolve())));
  const close = make('button', { type: 'button', class: 'quiet' }, say(state === 'invited' ? 'founding.withdraw' : 'committee.close'), unseen());
  whenPressed(close, () => closeAfterAsking(kind, guest, act));
  const buttons = make('span', { class: 'acts' }, open ? compare : null, state === 'closed' ? null : close);
  return personItem({ role, login, state: words, ready, act: buttons });
}

/**
 * @typedef {{ words: string, ready: boolean, open: (() => Promise<unknown>) | null }} Now how an account stands; `open`: what
 *   is still to be compared
 */

/** @param {Visit} own @param {Guest} guest @returns {Now} */
function adviserNow(own, guest) {
  const person = personOf(guest);
  const ready = isCompared(own, guest);
  if (guest.state !== 'enrolled' || !person) return { words: say(`committee.guest_${guest.state}`), ready, open: null };
  return { words: say(ready ? 'committee.compared' : 'committee.not_compared'), ready, open: () => compareWords(own, { ...guest, ...person }) };
}

/** @param {Visit} own @param {Auditor} auditor @returns {Now} */
function auditorNow(own, auditor) {
  const person = personOf(auditor);
  if (auditor.state !== 'enrolled' || !person) return { words: say(`committee.guest_${auditor.state}`), ready: false, open: null };
  const slots = confirmers(own, auditor);
  const open = slots.includes(own.slot) ? null : () => confirmAuditor(own, auditor, person);
  return { words: standingOf(own, slots), ready: isConfirmed(slots), open };
}

/**
 * @param {Kind} kind
 * @param {Guest} guest
 * @param {(what: () => Promise<unknown>) => Promise<void>} act
 */
async function closeAfterAsking(kind, { login, role, state }, act) {
  const text = say(state === 'invited' ? 'committee.away_text' : 'committee.close_text', { role, login });
  const sure = await ask(say(state === 'invited' ? 'committee.away_title' : 'committee.close_title'), [make('p', {}, text)], say(state === 'invited' ? 'founding.withdraw' : 'committee.close'), say('ask.no'));
  if (sure) await act(() => api.closeGuest(kind, login));
}

/**
 * @param {Kind} kind
 * @param {() => Promise<void>} follow
 */
async function invite(kind, follow) {
  const input = field(`${kind}-role`);
  calm(`${kind}-complaint`);
  if (!input.value.trim()) return refuse(input, say('founding.no_role'));
  accept(input);
  try {
    const role = input.value.trim();
    const { link_token: token, login } = await api.inviteGuest(kind, role);
    input.value = '';
    await follow();
    links.set(kind, login);
    showLink(`${kind}-link`, say('committee.guest_link', { role, login }), token);
    announce(say('committee.guest_link', { role, login }));
  } catch (error) {
    complain(`${kind}-complaint`, sentence(error));
  }
}

/** @param {Guest} guest */
function personOf({ keys }) {
  return keys && { sign: keys.sign, x25519: fromHex(keys.x25519), mlkem: fromBase64(keys.mlkem) };
}

/**
 * @param {{ sign: string, x25519: Bytes, mlkem: Bytes }} keys
 * @returns {string} under which it is remembered that they were compared
 */
function markOf({ sign, x25519, mlkem }) {
  return hex(sha256(fromHex(sign), x25519, mlkem));
}
