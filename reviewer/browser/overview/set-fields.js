/** Fields of an act on many cases: one text, or a choice. */
import { make, place } from '../dom.js';
import { LIMITS } from '../lifecycle/rules.js';
import { say } from '../words.js';

/** @typedef {{ name: string, choices?: readonly string[], optional?: boolean }} SetField its label is `set_field.<name>` */

/** @param {SetField} field */
export function makeSetField({ name, choices, optional }) {
  const id = `set-${name}`;
  const control = choices
    ? make('select', { id }, ...choices.length === 1 ? [] : [make('option', { value: '' }, say('form.choose'))], ...choices.map((one) => make('option', { value: one }, one)))
    : make('input', { id, type: 'text', maxlength: String(LIMITS.line), autocomplete: 'off', spellcheck: 'false', dir: 'auto' });
  control.setAttribute('aria-describedby', `${id}-error`);
  if (!optional) control.setAttribute('aria-required', 'true');
  const label = say(`set_field.${name}`);
  return make('div', { class: 'field' }, make('label', { for: id }, optional ? say('form.optional', { label }) : label), control,
    make('p', { class: 'field-error', id: `${id}-error` }));
}

export function calmField() {
  for (const error of place('cases-all-fields').querySelectorAll('.field-error')) error.textContent = '';
  for (const control of place('cases-all-fields').querySelectorAll('[aria-invalid]')) control.removeAttribute('aria-invalid');
}

/**
 * @param {readonly SetField[]} fields
 * @returns {Record<string, string> | null} null, with a complaint beside the first that is empty
 */
export function readField(fields) {
  const values = Object.fromEntries(fields.map(({ name }) => [name, controlOf(name).value.trim()]));
  const bad = fields.find(({ name, optional }) => !optional && !values[name]);
  if (!bad) return values;
  place(`set-${bad.name}-error`).textContent = say(bad.choices ? 'form.choose_one' : 'form.needed');
  controlOf(bad.name).setAttribute('aria-invalid', 'true');
  controlOf(bad.name).focus();
  return null;
}

/** @param {string} name @returns {HTMLInputElement | HTMLSelectElement} */
function controlOf(name) {
  return /** @type {HTMLInputElement | HTMLSelectElement} */ (place(`set-${name}`));
}
