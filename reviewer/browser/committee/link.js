/** A link that works once, to be passed on by who asked for it. */
import { progress } from '../announce.js';
import { fill, make, place, whenPressed } from '../dom.js';
import { say } from '../words.js';

/**
 * @param {string} where id of the place; what is shown in it gets ids that begin with this
 * @param {string} text
 * @param {string} token
 */
export function showLink(where, text, token) {
  const value = make('input', { type: 'text', readonly: true, id: `${where}-value`, 'aria-label': say('committee.link') });
  value.value = `${location.origin}/enrol#${token}`;
  const copy = make('button', { type: 'button' }, say('committee.copy'));
  whenPressed(copy, () => copyFrom(value, `${where}-copied`));
  fill(place(where), make('div', { class: 'note' },
    make('p', {}, text),
    make('div', { class: 'with-button' }, value, copy),
    make('p', { class: 'progress', role: 'status', id: `${where}-copied` })));
  value.focus();
  value.select();
}

/**
 * @param {HTMLInputElement} value
 * @param {string} status
 */
async function copyFrom(value, status) {
  try {
    await navigator.clipboard.writeText(value.value);
    progress(status, say('founding.copied'));
  } catch {
    value.select();
    progress(status, say('founding.copy_by_hand'));
  }
}
