/** The form in which a member proposes retention rules: for whom, how long each class is kept, how long deliveries are. */
import { fill, find, make, place, whenSent } from '../dom.js';
import { ask } from '../ask.js';
import { dayNow } from '../clock.js';
import { CLASSES, LIMITS, PROFILES } from '../lifecycle/rules.js';
import { rulesInForce, spanOf } from '../retention/in-force.js';
import { visit } from '../visit.js';
import { say } from '../words.js';
import { proposeRules } from './giving.js';
import { previewOf } from './preview.js';
import { rulesTable } from './telling.js';

/** @import { Rules } from '../../../crypto/js/cases.js' */
/** @import { Span } from '../lifecycle/rules.js' */
/** @import { Visit } from '../visit.js' */
/** @typedef {(what: () => Promise<string>) => Promise<void>} Doing says what came of it */
/** @typedef {{ id: string, least: number, most: number }} Bounds of a number, by the id of its field */

const [MOST_YEARS, MOST_DAYS] = [100, 366];
const BOUNDS = { years: MOST_YEARS, days: MOST_DAYS, least: LIMITS.retention };
const CALENDAR = { id: 'rules-calendar', least: 30, most: 366, usual: 90 };
const NAMES = [...CLASSES.keys()];

/** For which orders the form was filled in: what somebody has typed is not taken away. */
let filled = -1;

/** @param {Doing} doing */
export function prepareRulesForm(doing) {
  fill(profile(), ...[...PROFILES.keys()].map((code) => make('option', { value: code }, say(`profile.${code}`))));
  fill(place('rules-classes'), ...NAMES.map(classFields));
  profile().addEventListener('change', () => showSpans((name) => PROFILES.get(profile().value)?.[name]));
  find('rules-form', HTMLFormElement).addEventListener('input', showPreview);
  whenSent('rules-form', async () => {
    const rules = readRules();
    if (rules) await lookOver(visit(), rules, doing);
  });
}

export function forgetRulesForm() {
  filled = -1;
  fill(place('rules-preview'));
  find('rules-fold', HTMLDetailsElement).open = false;
}

/** With what is in force, or with what is usual. @param {Visit} own */
export function fillRulesForm(own) {
  const count = own.ordered.orders?.head.count ?? -1;
  if (filled === count) return;
  filled = count;
  const rules = rulesInForce(own);
  profile().value = rules.profile;
  showSpans((name) => spanOf(rules, name));
  input(CALENDAR.id).value = String(own.ordered.orders?.rules?.calendar ?? CALENDAR.usual);
  showPreview();
}

const profile = () => find('rules-profile', HTMLSelectElement);
/** @param {string} id */
const input = (id) => find(id, HTMLInputElement);

/** @param {string} name of a class */
function classFields(name) {
  return make('fieldset', { class: 'rules-class' }, make('legend', {}, say(`class.${name}`)),
    make('p', { class: 'hint', id: `rules-${name}-hint` }, say('orders.span_hint', BOUNDS)),
    make('div', { class: 'side-by-side' }, numberField(`rules-${name}-years`, say('orders.years')), numberField(`rules-${name}-days`, say('orders.days'))),
    make('p', { class: 'field-error', id: `rules-${name}-error` }));
}

/** @param {string} id @param {string} label */
function numberField(id, label) {
  const of = id.slice(0, id.lastIndexOf('-'));
  const describes = `${of}-hint ${of}-error`;
  return make('div', { class: 'field' }, make('label', { for: id }, label),
    make('input', { id, type: 'text', inputmode: 'numeric', maxlength: '3', autocomplete: 'off', 'aria-describedby': describes }));
}

/** @param {(name: string) => Span | undefined} spanFor */
function showSpans(spanFor) {
  for (const name of NAMES) {
    const { years, days } = spanFor(name) ?? { years: 0, days: 0 };
    input(`rules-${name}-years`).value = String(years);
    input(`rules-${name}-days`).value = String(days);
  }
  showPreview();
}

function showPreview() {
  const rules = readRules(false);
  if (rules) calm();
  fill(place('rules-preview'), ...(rules ? [make('h3', {}, say('orders.preview')), ...previewOf(visit(), rules)] : []));
}

/**
 * @param {boolean} [telling] what is wrong beside the field, which gets the focus
 * @returns {Rules | null} null if something is wrong
 */
function readRules(telling = true) {
  if (telling) calm();
  const classes = NAMES.map((name) => ({ class: name, years: numberIn(`rules-${name}-years`, 0, MOST_YEARS), days: numberIn(`rules-${name}-days`, 0, MOST_DAYS) }));
  const wrong = classes.find(({ years, days }) => years < 0 || days < 0 || (years === 0 && days < LIMITS.retention));
  const calendar = numberIn(CALENDAR.id, CALENDAR.least, CALENDAR.most);
  if (telling && wrong) complainOf(`rules-${wrong.class}`, wrong.years < 0 ? 'years' : 'days', say('orders.bad_span', BOUNDS));
  else if (telling && calendar < 0) complainOf(CALENDAR.id, '', say('orders.bad_calendar', { least: CALENDAR.least, most: CALENDAR.most }));
  const sorted = [...classes].sort((one, other) => (one.class < other.class ? -1 : 1)); // as an order has them
  return wrong || calendar < 0 ? null : { profile: profile().value, classes: sorted, calendar };
}

/** @param {string} id @param {number} least @param {number} most @returns {number} -1 if it is none of these */
function numberIn(id, least, most) {
  const text = input(id).value.trim();
  const number = /^\d{1,3}$/.test(text) ? Number(text) : -1;
  return number >= least && number <= most ? number : -1;
}

/** @param {string} id @param {string} part @param {string} text */
function complainOf(id, part, text) {
  const field = input(part ? `${id}-${part}` : id);
  place(`${id}-error`).textContent = text;
  field.setAttribute('aria-invalid', 'true');
  field.focus();
}

function calm() {
  for (const error of place('rules-form').querySelectorAll('.field-error')) error.textContent = '';
  for (const field of place('rules-form').querySelectorAll('[aria-invalid]')) field.removeAttribute('aria-invalid');
}

/**
 * @param {Visit} own
 * @param {Rules} rules
 * @param {Doing} doing
 */
async function lookOver(own, rules, doing) {
  const before = own.ordered.orders?.rules ?? null;
  const sure = await ask(say('orders.propose_title'), [
    rulesTable(rules, before), ...previewOf(own, rules), make('p', {}, say('orders.propose_text')),
  ], say('orders.propose_yes'), say('ask.back'));
  if (!sure || own.over) return;
  await doing(async () => {
    const inForce = await proposeRules(own, rules, dayNow());
    find('rules-fold', HTMLDetailsElement).open = false;
    return say(inForce ? 'orders.rules_in_force' : 'orders.rules_proposed');
  });
}
