/** The fields of a form that is made from the rules: a control for each form of value, what it says, what is wrong with it. */
import { accept, refuse } from '../announce.js';
import { make } from '../dom.js';
import { isDay } from '../lifecycle/days.js';
import { CODES, LIMITS } from '../lifecycle/rules.js';
import { say } from '../words.js';
import { PREFIXES } from './said.js';

/** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Control */
/** @typedef {{ value: string, text: string }} Choice */
/**
 * @typedef {object} Field
 * @property {string} name
 * @property {string} kind of entry: its label is `field.<kind>_<name>`
 * @property {string} form of rules.json
 * @property {readonly Choice[]} [choices] for persons, numbers and cases; of codes those that fit
 * @property {string} [value] to begin with; for `persons` and `allegations` one on each line
 * @property {string} [hint]
 * @property {boolean} [needed] although its form lets it be empty
 * @property {string} [least] day
 * @property {string} [most] day
 */
/** @typedef {{ element: HTMLElement, value: () => string, write: (value: string) => void, read: () => unknown, refuse: (text: string) => void }} Made `value` is what is kept of a draft; `read` gives the value of the entry, and undefined with a complaint */

const ROWS = 5;

/**
 * @param {Field} field
 * @returns {Made}
 */
export function makeField(field) {
  if (field.form === 'persons') return makeChecks(field);
  const control = makeControl(field);
  const id = idOf(field);
  control.id = id;
  control.setAttribute('aria-describedby', field.hint ? `${id}-hint ${id}-error` : `${id}-error`);
  control.setAttribute('autocomplete', 'off');
  if (isNeeded(field)) control.setAttribute('aria-required', 'true');
  const label = make('label', { for: id }, labelOf(field));
  const error = make('p', { class: 'field-error', id: `${id}-error` });
  const hint = field.hint && make('p', { class: 'hint', id: `${id}-hint` }, field.hint);
  const flag = field.form === 'flag';
  const element = flag
    ? make('div', { class: 'field check' }, control, label, hint, error)
    : make('div', { class: 'field' }, label, hint, control, error);
  const made = {
    element,
    value: () => valueOf(control),
    write: (/** @type {string} */ value) => writeInto(control, value),
    read: () => readControl(field, control),
    refuse: (/** @type {string} */ text) => refuse(/** @type {HTMLInputElement} */ (control), text),
  };
  if (field.value) made.write(field.value);
  return made;
}

/** @param {Field} field */
export function idOf({ name }) {
  return `act-${name}`;
}

/** @param {Field} field */
function labelOf(field) {
  const label = say(`field.${field.kind}_${field.name}`);
  return isNeeded(field) || field.form === 'flag' ? label : say('form.optional', { label });
}

/** @param {Field} field */
function isNeeded({ form, needed }) {
  return needed || !['words', 'line?', 'flag', 'until', 'persons'].includes(form);
}

/** @param {Field} field @returns {Control} */
function makeControl(field) {
  const { form, choices } = field;
  if (form.startsWith('=')) return makeSelect(choices ?? codesOf(form));
  if (['person', 'sequence', 'id'].includes(form)) return makeSelect(choices ?? []);
  switch (form) {
    case 'text':
    case 'words': return make('textarea', { rows: String(ROWS), maxlength: String(LIMITS.text), spellcheck: 'false', dir: 'auto' });
    case 'allegations': return make('textarea', { rows: String(ROWS), spellcheck: 'false', dir: 'auto' });
    case 'flag': return make('input', { type: 'checkbox' });
    case 'day':
    case 'until': return make('input', { type: 'date', min: field.least ?? false, max: field.most ?? false });
    default: return make('input', { type: 'text', maxlength: String(LIMITS.line), spellcheck: 'false', dir: 'auto' });
  }
}

/** @param {string} form */
function codesOf(form) {
  const name = form.slice(1);
  return (CODES.get(name) ?? []).map((value) => ({ value, text: say(`${PREFIXES[name]}.${value}`) }));
}

/** @param {readonly Choice[]} choices */
function makeSelect(choices) {
  const first = choices.length === 1 ? [] : [make('option', { value: '' }, say('form.choose'))];
  return make('select', {}, ...first, ...choices.map(({ value, text }) => make('option', { value }, text)));
}

/** @param {Control} control */
function valueOf(control) {
  if (control instanceof HTMLInputElement && control.type === 'checkbox') return control.checked ? '1' : '';
  return control.value;
}

/** @param {Control} control @param {string} value */
function writeInto(control, value) {
  if (control instanceof HTMLInputElement && control.type === 'checkbox') control.checked = value === '1';
  else control.value = value;
}

/**
 * @param {Field} field
 * @param {Control} control
 * @returns {unknown} undefined, with the reason beside the field, for what will not do
 */
function readControl(field, control) {
  const text = valueOf(control).trim();
  accept(/** @type {HTMLInputElement} */ (control));
  const problem = problemOf(field, text);
  if (problem) {
    refuse(/** @type {HTMLInputElement} */ (control), say(problem));
    return undefined;
  }
  switch (field.form) {
    case 'flag': return Number(text);
    case 'sequence': return Number(text);
    case 'allegations': return linesOf(text);
    default: return text;
  }
}

/** @param {Field} field @param {string} text */
function problemOf(field, text) {
  const day = ['day', 'until'].includes(field.form);
  if (!text) return isNeeded(field) ? missing(field.form, day) : '';
  if (day) {
    const inTime = isDay(text) && (!field.least || text >= field.least) && (!field.most || text <= field.most);
    return inTime ? '' : 'form.bad_day';
  }
  if (field.form === 'allegations' && linesOf(text).some((line) => [...line].length > LIMITS.line)) return 'form.long_line';
  return field.form === 'allegations' && linesOf(text).length > LIMITS.allegations ? 'form.many_lines' : '';
}

/** @param {string} form @param {boolean} day @returns {string} what to do about an empty field */
function missing(form, day) {
  if (day) return 'form.needed_day';
  return form.startsWith('=') || ['person', 'sequence', 'id'].includes(form) ? 'form.choose_one' : 'form.needed';
}

/** @param {string} text */
export function linesOf(text) {
  return text.split('\n').map((line) => line.trim()).filter(Boolean);
}

/** @param {Field} field @returns {Made} boxes, of which any may be ticked */
function makeChecks(field) {
  const id = idOf(field);
  const boxes = (field.choices ?? []).map(({ value, text }, at) => {
    const box = make('input', { type: 'checkbox', id: `${id}-${at}`, value });
    return { box, element: make('div', { class: 'check' }, box, make('label', { for: `${id}-${at}` }, text)) };
  });
  const ticked = () => boxes.filter(({ box }) => box.checked).map(({ box }) => box.value).sort();
  const error = make('p', { class: 'field-error', id: `${id}-error` });
  const made = {
    element: make('fieldset', { class: 'field', 'aria-describedby': `${id}-error` }, make('legend', {}, say(`field.${field.kind}_${field.name}`)),
      field.hint && make('p', { class: 'hint' }, field.hint), ...boxes.map(({ element }) => element), error),
    value: () => ticked().join('\n'),
    write: (/** @type {string} */ value) => boxes.forEach(({ box }) => (box.checked = value.split('\n').includes(box.value))),
    read: ticked,
    refuse: (/** @type {string} */ text) => {
      error.textContent = text;
      boxes[0]?.box.focus();
    },
  };
  if (field.value) made.write(field.value);
  return made;
}
