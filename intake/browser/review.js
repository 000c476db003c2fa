/**
 * The view before a report goes: the phrase first, then who will read, then the act. Without "I have it" nothing goes.
 */
import { el, freshId } from './dom.js';
import { divide, nameOf } from './exclusions.js';
import { tick } from './fields.js';
import { phraseCard } from './phrase-card.js';
import { attempt, busy, button, messages, view } from './views.js';

/** @import { Line, Member } from './line.js' */
/** @import { Phrase } from './report-flow.js' */

/**
 * @typedef {object} ReviewWays
 * @property {string} act words of the button
 * @property {string} again its words after a failure
 * @property {string} intro
 * @property {() => void} back
 * @property {(tell: (text: string) => void) => Promise<void>} go
 * @property {(error: unknown) => string} sentence what to do when `go` fails
 */

/**
 * @param {Line} line
 * @param {Phrase & { replaced: boolean }} phrase `replaced`: another one was shown before, and does not belong to this report
 * @param {ReviewWays} ways
 */
export function reviewView(line, phrase, ways) {
  const { say } = line;
  const { card, sheet } = phraseCard(line, phrase.words, phrase.reporter.checkWords.join(' '));
  const message = messages();
  const gate = tick(say('have_it'), () => message.tell(''), 'gate');
  const act = button(ways.act, () => busy(act, async () => {
    if (!gate.box.checked) {
      message.refuse(say('have_it_first'));
      gate.box.focus();
      return;
    }
    await attempt(() => ways.go(message.tell), message, ways.sentence, () => { act.textContent = ways.again; });
  }), 'main');
  const node = view(say('phrase_title'),
    el('p', { class: 'lede' }, say('phrase_intro')),
    phrase.replaced && el('p', { class: 'problem' }, say('phrase_replaced')),
    card,
    el('p', {}, say('check_why'), ' ', say('phrase_lost')),
    whoReads(line, phrase.mask),
    el('p', {}, ways.intro),
    gate.node, message.node,
    el('div', { class: 'acts' }, act, button(say('change'), ways.back, 'text')),
    sheet);
  node.classList.add('with-sheet');
  return node;
}

/**
 * @param {Line} line
 * @param {number} mask
 */
function whoReads(line, mask) {
  const { readers, leftOut } = divide(line.members, mask);
  const id = freshId();
  return el('section', { 'aria-labelledby': id },
    el('h2', { id }, line.say('will_read')),
    people(line, readers),
    leftOut.length > 0 && el('p', {}, line.say('left_out')),
    leftOut.length > 0 && people(line, leftOut));
}

/**
 * @param {Line} line
 * @param {Member[]} members
 */
export function people(line, members) {
  return el('ul', { class: 'people' }, ...members.map((member) => el('li', {}, nameOf(member, line))));
}
