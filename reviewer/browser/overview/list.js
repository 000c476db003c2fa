/** The list of cases: as many rows as somebody looks at, found anew at each letter. */
import { hex } from '../../../crypto/js/index.js';
import { announce } from '../announce.js';
import { button, find, place, renew } from '../dom.js';
import { goToCase } from '../cases/going.js';
import { visit } from '../visit.js';
import { say, sayCount } from '../words.js';
import { clearChoices, offerLeaders, wanted } from './choices.js';
import { ALL, Finder, isGrave, rowsOf, sorted } from './finding.js';
import { rowOf } from './row.js';
import { dayNow } from '../clock.js';

/** @import { Visit } from '../visit.js' */
/** @import { Order, Row } from './finding.js' */

const PAGE = 50;
/** Somebody who types is not interrupted; who stops hears how many there are. */
const PAUSE = 700;

const finder = new Finder();
/** @type {readonly Row[]} in the order that was chosen */
let rows = [];
/** @type {Row[]} */
let found = [];
/** @type {{ order: Order, down: boolean }} */
let sorting = { order: 'urgency', down: false };
/** Offered now: the field is not made anew while somebody stands in it. @type {readonly { person: string, role: string }[]} */
let leaders = [];
let page = PAGE;
let settled = false;
let telling = 0;
/** @type {(own: Visit) => void} */
let renewed = () => {};

/** @param {(own: Visit) => void} told called when other cases are shown than before */
export function whenRenewed(told) {
  renewed = told;
}

/**
 * The cases are others than before, or the day is.
 * @param {Visit} own
 * @param {boolean} complete whether all cases were looked at: only then it may be said that there are none
 */
export function renewList(own, complete) {
  settled ||= complete;
  rows = sorted(rowsOf(own.overview?.cases.values() ?? [], today(), own.overview ?? undefined), sorting.order, sorting.down);
  showLeaders(own);
  keepFocus(() => findAgain(own));
}

/** @param {Visit} own */
function showLeaders({ directory }) {
  const people = directory?.current.members.map(({ sign, role }) => ({ person: hex(sign), role })) ?? [];
  if (JSON.stringify(people) !== JSON.stringify(leaders)) offerLeaders(people);
  leaders = people;
}

/** At each letter and choice. */
export function narrow() {
  page = PAGE;
  findAgain(visit());
  clearTimeout(telling);
  telling = window.setTimeout(() => announce(place('cases-count').textContent ?? ''), PAUSE);
}

export function clearSearch() {
  clearChoices();
  narrow();
  find('cases-typed', HTMLInputElement).focus();
}

/** @param {Order} order once more turns it round */
export function sortBy(order) {
  sorting = { order, down: sorting.order === order && !sorting.down };
  page = PAGE;
  rows = sorted(rows, order, sorting.down);
  showOrder();
  findAgain(visit());
  announce(say('overview.sorted', { column: say(`overview.column.${order}`) }));
}

/** The first row that was not there before gets the focus. */
export function showMore() {
  const before = page;
  page += PAGE;
  const more = found.slice(before, page);
  place('cases-rows').append(...more.map(drawn(visit())));
  showRest();
  place('cases-rows').querySelectorAll('a')[before]?.focus();
  announce(sayCount('overview.more_shown', more.length));
}

/** @returns {Row[]} all that the filters show, also beyond the page */
export function shownRows() {
  return found;
}

export function forgetList() {
  clearTimeout(telling);
  finder.forget();
  [rows, found, page, settled, sorting] = [[], [], PAGE, false, { order: 'urgency', down: false }];
  clearChoices();
  offerLeaders(leaders = []);
  showOrder();
}

/** @param {Event} event on the rows: which case was chosen */
export function openChosen(event) {
  const id = event.target instanceof Element ? event.target.closest('[data-case]')?.getAttribute('data-case') : null;
  if (!id) return;
  event.preventDefault();
  goToCase(id);
}

/** @param {Visit} own */
function findAgain(own) {
  const asked = wanted();
  found = finder.find(rows, asked, hex(own.secret.signKey));
  renew(place('cases-rows'), ...found.slice(0, page).map(drawn(own)));
  showCount(JSON.stringify(asked) !== JSON.stringify(ALL));
  showRest();
  renewed(own);
}

/** @param {Visit} own @returns {(row: Row) => HTMLElement} */
function drawn(own) {
  const around = { today: today(), language: own.line.language, me: hex(own.secret.signKey), troubles: own.troubles };
  return (row) => rowOf(row, around);
}

/** @param {boolean} narrowed */
function showCount(narrowed) {
  const [grave, late, waiting, fresh] = [found.filter(({ summary }) => isGrave(summary)),
    ...['late', 'waits', 'fresh'].map((name) => found.filter((row) => row[/** @type {'late' | 'waits' | 'fresh'} */ (name)]))];
  const facts = [
    narrowed && found.length < rows.length ? sayCount('overview.hits', found.length, { all: rows.length }) : sayCount('overview.count', found.length),
    grave.length > 0 && say('overview.of_grave', { count: grave.length }),
    late.length > 0 && say('overview.of_late', { count: late.length }),
    waiting.length > 0 && sayCount('overview.of_waiting', waiting.length),
    fresh.length > 0 && say('overview.of_fresh', { count: fresh.length }),
  ];
  place('cases-count').textContent = rows.length ? facts.filter(Boolean).join(' · ') : '';
  place('cases-nothing').textContent = found.length ? '' : nothing();
  find('cases-form', HTMLFormElement).hidden = rows.length === 0;
  button('cases-clear').hidden = !narrowed;
  place('cases-cut').textContent = visit().overview?.cut ? say('overview.cut') : '';
}

function nothing() {
  if (rows.length) return say('overview.no_hit');
  return settled ? say('overview.none') : '';
}

function showRest() {
  const rest = Math.min(PAGE, found.length - page);
  button('cases-more').hidden = rest <= 0;
  if (rest > 0) button('cases-more').textContent = sayCount('overview.more', rest);
  table().hidden = found.length === 0;
}

function showOrder() {
  for (const head of table().querySelectorAll('th[data-order]')) {
    if (head.getAttribute('data-order') === sorting.order) head.setAttribute('aria-sort', sorting.down ? 'descending' : 'ascending');
    else head.removeAttribute('aria-sort');
  }
}

function table() {
  const found = place('cases').querySelector('table');
  if (!found) throw new Error('the list has no table');
  return found;
}

/**
 * The list is made anew while somebody may stand in it with the keyboard.
 * @param {() => void} change
 */
function keepFocus(change) {
  const id = document.activeElement?.getAttribute('data-case');
  change();
  if (!id) return;
  const link = [...place('cases-rows').querySelectorAll('a')].find((one) => one.getAttribute('data-case') === id);
  (link ?? place('cases-title')).focus();
}

function today() {
  return dayNow();
}
