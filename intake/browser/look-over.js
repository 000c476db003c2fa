/**
 * Shows what the self-check found, field by field, with a button that leads to each place. It never stands in the way of sending.
 */
import { el, fill, freshId, whenQuiet } from './dom.js';
import { findTraces } from './self-check.js';
import { button } from './views.js';

/** @typedef {{ area: HTMLTextAreaElement }} Watched */

const PAUSE = 900;
const SHOWN = 40;
const MOST = 12;

/**
 * @param {import('./line.js').Line} line
 * @param {Watched[]} fields
 * @returns {{ node: HTMLElement, look: () => void }}
 */
export function lookOver(line, fields) {
  const id = freshId();
  const list = el('ul', { class: 'points' });
  const said = el('p', { class: 'hint' });
  const node = el('section', { 'aria-labelledby': id, class: 'look-over' },
    el('h2', { id }, line.say('look_over')), el('p', { class: 'hint' }, line.say('look_over_hint')), list, said);
  const look = () => {
    const points = fields.flatMap((field) => pointsIn(field, line));
    fill(list, ...points.slice(0, MOST).map((point) => row(point, line)));
    said.textContent = summary(points.length, line);
    node.hidden = fields.every(({ area }) => !area.value.trim());
  };
  for (const { area } of fields) area.addEventListener('input', whenQuiet(look, PAUSE));
  look();
  return { node, look };
}

/**
 * @param {Watched} field
 * @param {import('./line.js').Line} line
 */
function pointsIn(field, line) {
  const language = {
    code: line.language, near: line.say('near_words'), closings: line.say('closing_words'), labels: line.say('number_words'),
  };
  return findTraces(field.area.value, language).map((trace) => ({ ...trace, field }));
}

/**
 * @param {import('./self-check.js').Trace & { field: Watched }} point
 * @param {import('./line.js').Line} line
 */
function row({ kind, start, end, text, field }, line) {
  const excerpt = text.replace(/\s+/g, ' ').trim().slice(0, SHOWN);
  const go = button(line.say('show_place'), () => {
    field.area.closest('details')?.setAttribute('open', '');
    field.area.focus();
    field.area.setSelectionRange(start, end);
  }, 'slight');
  go.setAttribute('aria-label', line.say('show_place_of', { text: excerpt }));
  return el('li', {}, el('span', {}, el('q', { translate: 'no' }, excerpt), ' ', line.say(`trace_${kind}`)), go);
}

/**
 * @param {number} count
 * @param {import('./line.js').Line} line
 */
function summary(count, line) {
  if (count > MOST) return line.say('look_over_more', { count: count - MOST });
  return count ? '' : line.say('look_over_none');
}
