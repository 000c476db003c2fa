/**
 * The field for a phrase: counts its words and names at once those that are not on the list. Any text may be tried all the same.
 */
import { canonical, unknownWords } from '../../crypto/js/index.js';
import { el, whenQuiet } from './dom.js';
import { textField } from './fields.js';

const WORDS = 8;
const PAUSE = 500;

/**
 * @param {import('./line.js').Line} line
 * @param {() => void} entered
 * @returns {{ node: HTMLElement, area: HTMLTextAreaElement, phrase: () => string }}
 */
export function phraseField(line, entered) {
  const field = textField({ label: line.say('your_phrase'), hint: line.say('your_phrase_hint'), rows: 2, capitals: 'none', look: 'phrase' });
  field.area.setAttribute('dir', 'ltr');
  const said = el('p', { class: 'hint', role: 'status' });
  field.area.addEventListener('input', whenQuiet(() => { said.textContent = remark(field.area.value, line); }, PAUSE));
  field.area.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.isComposing) return;
    event.preventDefault();
    entered();
  });
  field.node.append(said);
  return { ...field, phrase: () => canonical(field.area.value) };
}

/**
 * What is said under the field while somebody types.
 * @param {string} text
 * @param {Pick<import('./line.js').Line, 'say'>} line
 */
function remark(text, { say }) {
  const count = counted(text);
  if (!count) return '';
  return slipIn(text, { say }) || say('words_counted', { count, of: WORDS });
}

/**
 * What keeps a text from being anybody's phrase, whatever it brings: another number of words, or words that are not on the list.
 * @param {string} text
 * @param {Pick<import('./line.js').Line, 'say'>} line
 * @returns {string} sentences, '' if nothing does
 */
export function slipIn(text, { say }) {
  const [count, unknown] = [counted(text), unknownWords(text)];
  return [
    unknown.length > 0 && say('words_unknown', { words: unknown.join(', ') }),
    count !== WORDS && say('words_not_eight', { count }),
  ].filter(Boolean).join(' ');
}

/** @param {string} text */
function counted(text) {
  return canonical(text).split(' ').filter(Boolean).length;
}
