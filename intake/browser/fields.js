/**
 * Fields, made by script alone: a page whose script does not run has nothing to type in. No field remembers, corrects or suggests.
 */
import { el, freshId } from './dom.js';

const DISCREET = {
  autocomplete: 'off', autocorrect: 'off', spellcheck: 'false', writingsuggestions: 'false', translate: 'no',
  'data-gramm': 'false', 'data-lpignore': 'true', 'data-1p-ignore': true,
};

/**
 * @typedef {object} Prompt
 * @property {string} label
 * @property {string} [hint]
 * @property {string} [optional] the word behind the label of a prompt that may stay empty
 * @property {number} rows
 * @property {'sentences' | 'none'} [capitals]
 * @property {string} [look] class
 */

/**
 * @param {Prompt} prompt
 * @returns {{ node: HTMLElement, area: HTMLTextAreaElement }}
 */
export function textField(prompt) {
  const id = freshId();
  const hint = prompt.hint ? el('p', { class: 'hint', id: `${id}h` }, prompt.hint) : null;
  const area = el('textarea', {
    id, rows: prompt.rows, class: prompt.look, autocapitalize: prompt.capitals ?? 'sentences',
    'aria-describedby': hint?.id, dir: 'auto', ...DISCREET,
  });
  const label = el('label', { for: id, class: 'prompt' }, prompt.label, ...aside(prompt.optional));
  return { node: el('div', { class: 'field' }, label, hint, area), area };
}

/**
 * @template {string} Value
 * @param {string} label
 * @param {[Value, string][]} choices value and words; the first one means that nothing is said
 * @param {string} [optional]
 * @returns {{ node: HTMLElement, select: HTMLSelectElement, value: () => Value }}
 */
export function choiceField(label, choices, optional) {
  const id = freshId();
  const select = el('select', { id, autocomplete: 'off' }, ...choices.map(([value, words]) => el('option', { value }, words)));
  const node = el('div', { class: 'field' }, el('label', { for: id }, label, ...aside(optional)), select);
  return { node, select, value: () => choices[select.selectedIndex][0] };
}

/**
 * @param {string} label
 * @param {() => void} changed
 * @param {string} [look] class
 * @returns {{ node: HTMLElement, box: HTMLInputElement }}
 */
export function tick(label, changed, look = '') {
  const box = el('input', { type: 'checkbox', autocomplete: 'off', change: changed });
  return { node: el('label', { class: `choice ${look}` }, box, el('span', {}, label)), box };
}

/**
 * @param {string} title
 * @param {...import('./dom.js').Child} children
 * @returns {HTMLDetailsElement}
 */
export function folded(title, ...children) {
  return el('details', {}, el('summary', {}, title), el('div', {}, ...children));
}

/** @param {string | undefined} word */
function aside(word) {
  return word ? [' ', el('span', { class: 'optional' }, word)] : [];
}
