/**
 * The view before sending: the phrase first, then who will read, then the act. Without "I have it" nothing goes out.
 */
import { el, freshId } from './dom.js';
import { divide, maskOfSlots, nameOf } from './exclusions.js';
import { tick } from './fields.js';
import { phraseCard } from './phrase-card.js';
import { busy, button, messages, view } from './views.js';

/**
 * @typedef {object} Review
 * @property {string} phrase
 * @property {string} check the two check words
 * @property {boolean} replaced another phrase was shown before, and does not belong to this report
 * @property {number[]} excluded
 */

/**
 * @param {import('./line.js').Line} line
 * @param {Review} review
 * @param {{ act: string, again: string, intro: string, back: () => void, go: (tell: (text: string) => void) => Promise<void>, sentence: (error: unknown) => string }} ways
 *     `act` and `again` are words for the button; `go` sends or saves; `sentence` says what to do when it fails
 */
export function reviewView(line, review, ways) {
  const { say } = line;
  const { card, sheet } = phraseCard(line, review.phrase, review.check);
  const message = messages();
  const gate = tick(say('have_it'), () => message.tell(''), 'gate');
  const send = button(ways.act, () => busy(send, async () => {
    if (!gate.box.checked) {
      message.refuse(say('have_it_first'));
      gate.box.focus();
      return;
    }
    try {
      await ways.go(message.tell);
    } catch (error) {
      message.refuse(ways.sentence(error));
      send.textContent = ways.again;
    }
  }), 'main');
  const node = view(say('phrase_title'),
    el('p', {}, say('phrase_intro')),
    review.replaced && el('p', { class: 'problem' }, say('phrase_replaced')),
    card,
    el('p', {}, say('check_why'), ' ', say('phrase_lost')),
    whoReads(line, maskOfSlots(review.excluded)),
    el('p', {}, ways.intro),
    gate.node, message.node,
    el('div', { class: 'acts' }, send, button(say('change'), ways.back, 'text')));
  return { node, sheet };
}

/**
 * @param {import('./line.js').Line} line
 * @param {number} mask
 * @returns {HTMLElement}
 */
export function whoReads(line, mask) {
  const { readers, leftOut } = divide(line.members, mask);
  const id = freshId();
  const names = (/** @type {import('./line.js').Member[]} */ list) => list.map((member) => el('li', {}, nameOf(member, line)));
  return el('section', { 'aria-labelledby': id },
    el('h2', { id }, line.say('will_read')), el('ul', { class: 'people' }, ...names(readers)),
    leftOut.length ? el('p', {}, line.say('left_out')) : null,
    leftOut.length ? el('ul', { class: 'people' }, ...names(leftOut)) : null);
}
