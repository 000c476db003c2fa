/** Choosing a passphrase, on the two pages where that is done: six words are offered, and what is typed is checked. */
import { drawWords } from '../../crypto/js/words.js';
import { accept, announce, refuse } from './announce.js';
import { button, field, place, whenPressed } from './dom.js';
import { DRAWN_WORDS, OWN_LENGTH, problemOf } from './passphrase.js';
import { say } from './words.js';

export function offerWords() {
  place('offered').textContent = drawWords(DRAWN_WORDS);
  whenPressed(button('offer-another'), () => {
    place('offered').textContent = drawWords(DRAWN_WORDS);
    announce(place('offered').textContent ?? '');
  });
}

/**
 * @param {string} first id of the field
 * @param {string} again id of the field where it is typed a second time
 * @returns {string | null} null, with the reason beside the field, when it will not do
 */
export function readChoice(first, again) {
  const [input, repeated] = [field(first), field(again)];
  const problem = problemOf(input.value, repeated.value);
  accept(input, repeated);
  if (!problem) return input.value;
  refuse(problem === 'different' ? repeated : input, say(`passphrase.${problem}`, { length: OWN_LENGTH }));
  return null;
}
