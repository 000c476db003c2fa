/** Choosing a passphrase, wherever that is done: six words are offered, and what is typed is checked. */
import { drawWords } from '../../crypto/js/words.js';
import { accept, announce, refuse } from './announce.js';
import { button, field, place, whenPressed } from './dom.js';
import { DRAWN_WORDS, OWN_LENGTH, problemOf } from './passphrase.js';
import { say } from './words.js';

export function offerWords() {
  drawOffer();
  whenPressed(button('offer-another'), () => {
    drawOffer();
    announce(place('offered').textContent ?? '');
  });
}

export function drawOffer() {
  place('offered').textContent = drawWords(DRAWN_WORDS);
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
