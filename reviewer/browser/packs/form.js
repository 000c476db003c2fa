/** What kind of pack, about which time, for whom: the form of the view, and what is asked of it. */
import { accept, refuse } from '../announce.js';
import { field, fill, find, make, place } from '../dom.js';
import { isDay } from '../lifecycle/days.js';
import { say } from '../words.js';
import { LISTS } from './pack.js';
import { periodOf, quartersUntil, yearsUntil } from './period.js';
import { quarterText } from './telling.js';

/** @import { Kind } from './pack.js' */
/** @import { Period } from './period.js' */
/** @typedef {{ person: string, role: string }} Person */
/** @typedef {{ kind: Kind, period: Period, name: string, readers: string[] }} Order `name` of the period, '' for one of own days */

const OWN = 'own';
const [QUARTERS, YEARS] = [9, 4];

/** @param {() => string} today */
export function prepareForm(today) {
  for (const input of document.querySelectorAll('input[name=packs-kind]')) input.addEventListener('change', () => offer(today()));
  for (const input of document.querySelectorAll('input[name=packs-readers]')) input.addEventListener('change', showMembers);
  find('packs-period', HTMLSelectElement).addEventListener('change', showDays);
}

/**
 * @param {readonly Person[]} people
 * @param {string} today
 */
export function showForm(people, today) {
  const chosen = new Set(chosenMembers());
  fill(place('packs-members'), ...people.map(({ person, role }) => {
    const box = make('input', { type: 'checkbox', name: 'packs-member', value: person });
    box.checked = chosen.has(person);
    return make('label', {}, box, make('span', {}, role));
  }));
  if (!chosenOf('packs-kind')) choose('packs-kind', 'meeting');
  if (!chosenOf('packs-readers')) choose('packs-readers', 'all');
  offer(today);
  showMembers();
}

/**
 * @param {readonly Person[]} people
 * @returns {Order | null} null when something is missing, which is said beside it
 */
export function readForm(people) {
  const kind = /** @type {Kind} */ (chosenOf('packs-kind'));
  accept(field('packs-from'), field('packs-to'));
  const name = find('packs-period', HTMLSelectElement).value;
  const period = kind === 'sweep' || name === OWN ? ownDays(kind) : periodOf(name);
  const readers = chosenOf('packs-readers') === 'some' ? chosenMembers() : people.map(({ person }) => person);
  return period && { kind, period, name: kind === 'sweep' || name === OWN ? '' : name, readers };
}

/**
 * @param {Kind} kind
 * @returns {Period | null}
 */
function ownDays(kind) {
  const [from, to] = [field('packs-from'), field('packs-to')];
  const begins = kind === 'sweep' ? to.value : from.value;
  if (!isDay(begins) && kind !== 'sweep') return refused(from, say('packs.no_day'));
  if (!isDay(to.value)) return refused(to, say('packs.no_day'));
  return begins <= to.value ? { from: begins, to: to.value } : refused(to, say('packs.backwards'));
}

/** @param {HTMLInputElement} input @param {string} text */
function refused(input, text) {
  refuse(input, text);
  return null;
}

/** What fits the kind that was chosen. @param {string} today */
function offer(today) {
  const list = LISTS.includes(/** @type {Kind} */ (chosenOf('packs-kind')));
  place('packs-directors').hidden = list;
  if (list && chosenOf('packs-readers') === 'directors') choose('packs-readers', 'all');
  offerPeriods(today);
}

/** A meeting is about a quarter, an evaluation about a year, a report to the directors about either. @param {string} today */
function offerPeriods(today) {
  const kind = chosenOf('packs-kind');
  const names = [...(kind === 'evaluation' ? [] : quartersUntil(today, QUARTERS)), ...(kind === 'meeting' ? [] : yearsUntil(today, YEARS))];
  const select = find('packs-period', HTMLSelectElement);
  const before = select.value;
  fill(select, ...[...names, OWN].map((name) => make('option', { value: name }, name === OWN ? say('packs.own_days') : quarterText(name))));
  select.value = [...names, OWN].includes(before) ? before : names[0];
  if (kind === 'sweep' && !field('packs-to').value) field('packs-to').value = today;
  showDays();
}

function showDays() {
  const sweep = chosenOf('packs-kind') === 'sweep';
  const own = find('packs-period', HTMLSelectElement).value === OWN;
  place('packs-period-field').hidden = sweep;
  place('packs-from-field').hidden = sweep || !own;
  place('packs-to-field').hidden = !sweep && !own;
  place('packs-to-label').textContent = say(sweep ? 'packs.filing_day' : 'packs.last_day');
}

function showMembers() {
  place('packs-members').hidden = chosenOf('packs-readers') !== 'some';
}

/** @param {string} name of radio buttons */
function chosenOf(name) {
  const chosen = document.querySelector(`input[name=${name}]:checked`);
  return chosen instanceof HTMLInputElement ? chosen.value : '';
}

/** @param {string} name @param {string} value */
function choose(name, value) {
  const input = document.querySelector(`input[name=${name}][value=${value}]`);
  if (input instanceof HTMLInputElement) input.checked = true;
}

/** @returns {string[]} keys */
function chosenMembers() {
  return [...document.querySelectorAll('input[name=packs-member]:checked')].flatMap((one) => (one instanceof HTMLInputElement ? [one.value] : []));
}
