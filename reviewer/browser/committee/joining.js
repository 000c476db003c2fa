/**
 * How somebody comes to rely on a list that others made: a newcomer, an adviser, the auditor. Six words are compared aloud
 * with somebody who relies on it already; what was compared is remembered, sealed, and from then on every list must
 * contain it.
 */
import { BrokenChain, checkSuccessor, equal, hex, keysHash, makeKeysSignature, verifyDirectory } from '../../../crypto/js/index.js';
import { announce, calm, complain, progress } from '../announce.js';
import * as lists from '../api.js';
import { ask } from '../ask.js';
import { readDay } from '../days.js';
import { fetchDirectory } from '../directory.js';
import { fill, make, place, whenPressed } from '../dom.js';
import { sentence } from '../failures.js';
import { keepMarks } from '../keeping.js';
import { NotCompared } from '../own-list.js';
import { roleList } from '../people.js';
import { isUp } from '../views.js';
import { visit } from '../visit.js';
import { say } from '../words.js';
import * as api from './api.js';
import { spoken, wordsOfList, wordsOfPerson } from './words.js';

/** @import { Directory } from '../../../crypto/js/index.js' */
/** @import { Visit } from '../visit.js' */
/** @import { Changes } from './api.js' */

const POLL = 5_000;
let timer = 0;
/** What is on the page, so that it is not made anew under somebody's hands. */
let shown = '';
/** Bodies of the lists whose words were on the page last. */
let heard = new Set();
/** @type {(own: Visit) => void} */
let done = () => {};

/** @param {(own: Visit) => void} told called when there is a list to rely on */
export function whenJoined(told) {
  done = told;
}

/**
 * @param {Visit} own
 * @returns {Promise<boolean>} whether words have to be compared first; its list is fetched otherwise
 * @throws {import('../api.js').Refused}
 */
export async function hasToJoin(own) {
  try {
    own.directory = await fetchDirectory(own.secret, own.signed);
    return false;
  } catch (error) {
    if (error instanceof NotCompared) return true;
    if (error instanceof BrokenChain) return false; // the views tell it, and stop
    throw error;
  }
}

export function enterJoining() {
  calm('joining-complaint');
  shown = '';
  void follow();
}

export function leaveJoining() {
  clearTimeout(timer);
  shown = '';
  heard = new Set();
}

async function follow() {
  clearTimeout(timer);
  const own = visit();
  try {
    await look(own);
    if (!own.over) calm('joining-complaint');
  } catch (error) {
    if (!own.over && place('joining-complaint').textContent !== sentence(error)) complain('joining-complaint', sentence(error));
  }
  if (!own.over && own.joining && isUp('joining')) timer = window.setTimeout(follow, POLL);
}

/** @param {Visit} own */
async function look(own) {
  if (own.member.standing !== 'member') return lookAsGuest(own);
  const changes = await api.changes();
  const person = changes.people.find(({ slot, login }) => slot === own.slot && login === own.member.login);
  if (own.over) return;
  if (person && !person.keys_given) await api.giveKeysSignature(hex(makeKeysSignature(own.secret, own.instance, changes.version)));
  if (!(await hasToJoin(own)) && !own.over) return done(own);
  const current = await currentList();
  if (own.over || !current) return;
  if (person) await showProposals(own, changes, current);
  else await showLists(own, [current], say('joining.lead_member'));
}

/** @param {Visit} own */
async function lookAsGuest(own) {
  if (!place('joining-own').childElementCount) await showOwnWords(own);
  if (own.over) return;
  const current = own.joining ? await currentList() : own.directory?.current;
  if (current && !own.over) await showLists(own, [current], say(`joining.lead_${own.member.standing}`));
}

/** @returns {Promise<Directory | null>} checked, but for whose it is */
async function currentList() {
  const file = await lists.directory();
  return file && verifyDirectory(file, { today: null, fingerprint: null }).current;
}

/**
 * @param {Visit} own
 * @param {Changes} changes
 * @param {Directory} current
 */
async function showProposals(own, { proposals }, current) {
  const naming = proposals.flatMap(({ body }) => {
    const next = checkSuccessor(body, current);
    return next.members.some((one) => isOwn(one, own)) ? [next] : [];
  });
  await showLists(own, naming, say(naming.length ? 'joining.lead_proposed' : 'joining.lead_waiting'));
}

/**
 * @param {Directory['members'][number]} member
 * @param {Visit} own
 */
function isOwn({ slot, sign, keys }, { secret }) {
  return slot === secret.slot && equal(sign, secret.signKey) && equal(keys, keysHash(secret.public));
}

/** @param {Visit} own */
async function showOwnWords(own) {
  const words = await wordsOfPerson({ sign: own.secret.signKey, ...own.secret.public }, own.instance);
  if (own.over) return;
  fill(place('joining-own'),
    make('h2', {}, say('joining.own_title')),
    make('p', {}, say('joining.own_text')),
    spoken(words, say('joining.own_title')));
}

/**
 * @param {Visit} own
 * @param {Directory[]} lists
 * @param {string} lead
 */
async function showLists(own, lists, lead) {
  const state = JSON.stringify([lead, lists.map(({ body, hash }) => [body, own.marks.compared.has(hex(hash))])]);
  if (state === shown) return;
  progress('joining-progress', lists.length ? say('founding.words_coming') : '');
  const panels = await Promise.all(lists.map((one) => panelOf(own, one)));
  if (own.over) return;
  const others = [...heard].some((body) => !lists.some((one) => one.body === body));
  progress('joining-progress', '');
  place('joining-lead').textContent = lead;
  fill(place('joining-lists'), others && lists.length ? make('div', { class: 'note note-bad', role: 'alert' }, make('p', {}, say('joining.changed'))) : null, ...panels);
  if (shown) announce(lead);
  if (lists.length) heard = new Set(lists.map(({ body }) => body));
  shown = state;
}

/**
 * @param {Visit} own
 * @param {Directory} list
 */
async function panelOf(own, list) {
  const words = await wordsOfList(list);
  const compared = !own.joining || own.marks.compared.has(hex(list.hash));
  const button = make('button', { type: 'button', class: 'primary' }, say('joining.same'));
  whenPressed(button, () => confirm(own, list, words));
  return make('div', { class: 'panel' },
    make('h2', {}, say('joining.list_title')),
    spoken(words, say('joining.list_title')),
    make('p', {}, say('joining.list_text', { day: readDay(list.day, own.line.language) })),
    roleList(list.members.map(({ role }) => role)),
    compared ? make('p', { class: 'next-step' }, say(own.joining ? 'joining.compared' : 'joining.in_force')) : make('div', { class: 'actions' }, button));
}

/**
 * What the dialog shows is what is remembered, whatever the page behind it comes to show.
 * @param {Visit} own
 * @param {Directory} list
 * @param {string[]} words
 */
async function confirm(own, list, words) {
  const sure = await ask(say('joining.confirm_title'), [
    make('p', {}, say('joining.confirm_text')),
    spoken(words, say('joining.list_title')),
    roleList(list.members.map(({ role }) => role)),
  ], say('joining.confirm_yes'), say('ask.no'));
  if (!sure || own.over) return;
  own.marks.compared.add(hex(list.hash));
  try {
    await keepMarks(own);
    if (!own.over && !(await hasToJoin(own))) return done(own);
    await follow();
  } catch (error) {
    if (!own.over) complain('joining-complaint', sentence(error));
  }
}
