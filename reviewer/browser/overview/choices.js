/** The fields above the list: what is typed, chosen and ticked there. */
import { field, find, fill, make } from '../dom.js';
import { coarse, CODES, STATES } from '../lifecycle/rules.js';
import { say } from '../words.js';
import { ALL } from './finding.js';

/** @import { Wanted } from './finding.js' */

const TICKS = /** @type {const} */ (['fresh', 'wrote', 'late', 'waiting', 'assigned', 'held']);
const SELECTS = /** @type {const} */ (['state', 'category', 'severity', 'leader', 'channel', 'detriment', 'outcome']);
const DAYS = /** @type {const} */ (['from', 'to']);
const COARSE = ['open', 'closed', 'retained', 'destroyed'];
/** Coarse states that stand for more than one fine state, which are offered as well. */
const WITH_FINE = ['open', 'closed', 'retained'];

const select = (/** @type {string} */ id) => find(id, HTMLSelectElement);

/** @param {() => void} changed called at each letter and choice */
export function prepareChoices(changed) {
  fill(select('cases-state'), option('', say('overview.all')), ...COARSE.flatMap(statesOf));
  fill(select('cases-category'), option('', say('overview.all')), ...codes('categories').map((code) => option(code, say(`category.${code}`))));
  const severities = codes('severities').map((code) => option(code, code));
  fill(select('cases-severity'), option('', say('overview.all')), ...severities, option('none', say('overview_severity.none')));
  const coded = (/** @type {string} */ name, /** @type {string} */ list) => codes(list).map((code) => option(code, say(`${name}.${code}`)));
  fill(select('cases-channel'), option('', say('overview.all')), ...coded('channel', 'channels'));
  fill(select('cases-detriment'), option('', say('overview.all')), ...coded('detriment', 'detriments'), option('unsaid', say('overview_severity.none')));
  fill(select('cases-outcome'), option('', say('overview.all')), ...coded('outcome', 'outcomes'));
  offerLeaders([]);
  const form = find('cases-form', HTMLFormElement);
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('input', changed);
}

/**
 * Who leads a case, as far as they are on the list of members; what was chosen stays so while it is offered.
 * @param {readonly { person: string, role: string }[]} people
 */
export function offerLeaders(people) {
  const before = select('cases-leader').value;
  const each = people.map(({ person, role }) => option(person, role));
  fill(select('cases-leader'), option('', say('overview.all')), ...each, option('none', say('overview.nobody_leads')));
  select('cases-leader').value = ['none', ...people.map(({ person }) => person)].includes(before) ? before : '';
}

/** @returns {Wanted} */
export function wanted() {
  return {
    ...ALL,
    ...Object.fromEntries(TICKS.map((name) => [name, field(`cases-${name}`).checked])),
    ...Object.fromEntries(SELECTS.map((name) => [name, select(`cases-${name}`).value])),
    ...Object.fromEntries(DAYS.map((name) => [name, field(`cases-${name}`).value])),
    typed: field('cases-typed').value,
  };
}

export function clearChoices() {
  field('cases-typed').value = '';
  for (const name of TICKS) field(`cases-${name}`).checked = false;
  for (const name of DAYS) field(`cases-${name}`).value = '';
  for (const name of SELECTS) select(`cases-${name}`).selectedIndex = 0;
}

/** @param {string} name */
function codes(name) {
  return CODES.get(name) ?? [];
}

/** @param {string} state coarse @returns {Node[]} */
function statesOf(state) {
  const fine = WITH_FINE.includes(state) ? [...STATES.keys()].filter((one) => coarse(one) === state) : [];
  const all = option(state, say(`overview_state.${state}`));
  return [all, ...fine.map((one) => option(`.${one}`, `– ${say(`state.${one}`)}`))];
}

/**
 * @param {string} value
 * @param {string} text
 */
function option(value, text) {
  return make('option', { value }, text);
}

/** What is new since the reader's last visit, and nothing else is asked for. */
export function chooseFresh() {
  clearChoices();
  field('cases-fresh').checked = true;
}

/** Who comes by the menu wants the cases, and not what a link had chosen earlier. */
export function leaveFresh() {
  field('cases-fresh').checked = false;
}
