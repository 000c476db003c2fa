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
 * @param {string} text
 * @param {import('./line.js').Line} line
 */
function remark(text, { say }) {
  const phrase = canonical(text);
  if (!phrase) return '';
  const words = phrase.split(' ').length;
  const count = say(words === WORDS ? 'words_counted' : 'words_not_eight', { count: words, of: WORDS });
  const unknown = unknownWords(text);
  return unknown.length ? `${count} ${say('words_unknown', { words: unknown.join(', ') })}` : count;
}
