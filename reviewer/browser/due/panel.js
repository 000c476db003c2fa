/** The panel above the inbox: who has duty, whether anybody looked, what waits for the reader, what is due. */
import { hex } from '../../../crypto/js/index.js';
import { goToCase } from '../cases/going.js';
import { daysAfter, readDay } from '../days.js';
import { fill, make, place } from '../dom.js';
import { isAsked } from '../orders/proposals.js';
import { reviewsDue } from '../orders/telling.js';
import { chooseFresh } from '../overview/choices.js';
import { countNews } from '../overview/looked.js';
import { go } from '../views.js';
import { say, sayCount } from '../words.js';
import { AHEAD, agendaOf } from './agenda.js';
import { dueText, isLate } from './words.js';

/** @import { Child } from '../dom.js' */
/** @import { Visit } from '../visit.js' */
/** @import { Mine, Soon, Waits } from './agenda.js' */
/** @import { Duty } from './api.js' */

/** More than these are told by their number, and shown by the list of cases. */
const MOST = 12;

export const FILLED = ['due-quiet', 'due-duty', 'due-orders', 'due-waits', 'due-soon', 'due-news'];
/** What each part shows now, so that none is made anew under somebody's keyboard for nothing. @type {Map<string, string>} */
const shown = new Map();

export function forgetPanel() {
  shown.clear();
}

/**
 * @param {Visit} own
 * @param {Duty} duty
 * @param {string} quiet as it was when the visit began: the own look ends it for others, but does not make it untrue
 */
export function showDuty(own, duty, quiet) {
  renew('due-quiet', quiet, () => (quiet ? [quietNote(own, quiet)] : []));
  renew('due-duty', JSON.stringify([duty, own.directory?.current.version]), () => dutyLines(own, duty));
}

/**
 * @param {Visit} own
 * @param {string} today
 */
export function showAgenda(own, today) {
  if (!own.overview) return;
  const { waits, soon } = agendaOf(own.overview.cases.values(), hex(own.secret.signKey), today);
  const state = (/** @type {readonly (Waits | Soon)[]} */ items) => JSON.stringify([today, items.map((item) => ({ ...item, summary: [item.summary.case, item.summary.title] }))]);
  renew('due-waits', state(waits), () => waits.length > 0 && [
    make('h3', {}, say('due.waits')), ...listOf(waits, (one) => one.mine.map((mine) => waitText(own, mine, today)))]);
  renew('due-soon', state(soon), () => [
    make('h3', {}, say('due.soon')),
    ...(soon.length ? listOf(soon, (one) => one.dues.map((due) => dueSpan(due, today))) : [calmLine(own, waits)])]);
  const news = countNews(own.overview);
  renew('due-news', String(news), () => news > 0 && [make('p', {}, newsLink(news))]);
}

/**
 * What concerns every member, whatever cases it reads: a proposal to sign, a freeze to review.
 * @param {Visit} own
 * @param {string} today
 */
export function showOrders(own, today) {
  const last = daysAfter(today, AHEAD);
  const dues = reviewsDue(own).filter(({ day }) => day <= last);
  const asked = isAsked(own);
  const toPage = (/** @type {Child} */ child) => make('li', {}, make('a', { class: 'thread', href: '#retention', 'data-case': 'retention' }, child));
  renew('due-orders', JSON.stringify([today, dues, asked]), () => (asked || dues.length > 0) && [
    make('h3', {}, say('due.orders')),
    make('ul', { class: 'threads' }, asked && toPage(say('orders.due_asked')), ...dues.map((due) => toPage(dueSpan(due, today))))]);
}

/** @param {number} count of cases */
function newsLink(count) {
  const link = make('a', { href: '#cases' }, sayCount('due.news', count));
  link.addEventListener('click', (event) => {
    event.preventDefault();
    chooseFresh();
    go('cases');
  });
  return link;
}

/**
 * @param {string} id
 * @param {string} state
 * @param {() => Child[] | false} content
 */
function renew(id, state, content) {
  if (shown.get(id) === state) return;
  shown.set(id, state);
  const held = document.activeElement?.closest(`#${id}`) ? document.activeElement?.getAttribute('data-case') : null;
  fill(place(id), ...(content() || []));
  for (const link of place(id).querySelectorAll('[data-case]')) {
    if (held && link.getAttribute('data-case') === held && link instanceof HTMLElement) link.focus();
  }
}

/** @param {Visit} own @param {string} quiet */
function quietNote({ line }, quiet) {
  return make('div', { class: 'note note-bad' },
    make('p', {}, make('strong', {}, say('due.quiet', { day: readDay(quiet, line.language) }))),
    make('p', {}, say('due.quiet_text')));
}

/**
 * @param {Visit} own
 * @param {Duty} duty
 */
function dutyLines(own, { day, until, slot, next, scanned }) {
  const last = readDay(until, own.line.language);
  const mine = slot === own.slot;
  return [
    make('p', { class: 'due-duty' },
      mine ? make('strong', {}, say('due.on_duty', { day: last })) : say('due.whose_duty', { role: roleOf(own, slot), day: last }), ' ',
      say('due.next_duty', { role: roleOf(own, next) }), ' ', make('a', { href: '#duty' }, say('due.turns'))),
    mine && scanned !== day && make('p', { class: 'note' }, say('due.not_looked')),
  ];
}

/**
 * @param {Visit} own
 * @param {number} slot
 * @returns {string}
 */
export function roleOf(own, slot) {
  const role = own.directory?.current.members.find((one) => one.slot === slot)?.role ?? '';
  return slot === own.slot ? say('report.you', { role }) : role;
}

/** @param {Visit} own @param {readonly unknown[]} waits */
function calmLine(own, waits) {
  return make('p', { class: 'hint' }, calmText(own.overview?.cases.size ?? 0, waits.length));
}

/**
 * @param {number} cases
 * @param {number} waits how many are told of already
 */
function calmText(cases, waits) {
  if (waits) return sayCount('due.nothing_more', AHEAD);
  return cases ? sayCount('due.nothing_soon', AHEAD) : say('due.no_cases');
}

/**
 * @template {Waits | Soon} T
 * @param {readonly T[]} items
 * @param {(item: T) => Child[]} facts
 */
function listOf(items, facts) {
  const rows = items.slice(0, MOST).map((item) => caseItem(item, facts(item)));
  const more = items.length - rows.length;
  return [
    make('ul', { class: 'threads' }, ...rows),
    more > 0 && make('p', { class: 'hint' }, make('a', { href: '#cases' }, sayCount('due.more', more))),
  ];
}

/**
 * @param {Waits | Soon} item
 * @param {Child[]} facts
 */
function caseItem({ summary, grave, brief }, facts) {
  const link = make('a', { class: 'thread', href: '#case', 'data-case': summary.case },
    make('span', { class: 'thread-title', dir: 'auto' }, summary.title || say('due.case', { number: summary.case.slice(0, 8) })),
    make('span', { class: 'thread-facts' },
      grave && make('span', { class: 'tag tag-bad' }, summary.severity || say('due.urgent')),
      brief && make('span', { class: 'tag tag-bad' }, say('due.no_complaint')), ...facts));
  link.addEventListener('click', (event) => {
    event.preventDefault();
    goToCase(summary.case);
  });
  return make('li', {}, link);
}

/**
 * @param {{ day: string, what: string }} due
 * @param {string} today
 */
function dueSpan(due, today) {
  return make('span', isLate(due, today) ? { class: 'late' } : {}, dueText(due, today));
}

/**
 * @param {Visit} own
 * @param {Mine} mine
 * @param {string} today
 */
function waitText(own, { what, day }, today) {
  if (what === 'task') return dueSpan({ what, day }, today);
  return make('span', {}, say(`due_mine.${what}`, day ? { day: readDay(day, own.line.language) } : {}));
}
