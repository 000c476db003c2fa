/**
 * The sealed file: an envelope and nothing else (docs/protocol.md, section 10), and the view that says what to do with it.
 */
import { el, freshId } from './dom.js';
import { divide } from './exclusions.js';
import { folded } from './fields.js';
import { people } from './review.js';
import { button, view } from './views.js';

const NAME = 'report.sealed';

/** @param {Uint8Array<ArrayBuffer>} envelope */
export function saveFile(envelope) {
  const address = URL.createObjectURL(new Blob([envelope], { type: 'application/octet-stream' }));
  el('a', { href: address, download: NAME }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/**
 * @param {import('./line.js').Line} line
 * @param {{ phrase: import('./report-flow.js').Phrase, address: string, again: () => void, done: () => void }} saved `address`: where the answer will be
 */
export function savedView(line, { phrase, address, again, done }) {
  const { say } = line;
  const id = freshId();
  return view(say('saved'),
    el('p', {}, say('saved_what')),
    el('section', { 'aria-labelledby': id },
      el('h2', { id }, say('saved_next')),
      el('ol', { class: 'plain loose' },
        el('li', {}, say('saved_hand'), people(line, divide(line.members, phrase.mask).readers)),
        el('li', {}, say('saved_back', { address })),
        el('li', {}, say('saved_remove')))),
    el('p', {}, say('emergency')),
    folded(say('phrase_once_more'), el('p', { class: 'once-more', translate: 'no', dir: 'ltr' }, phrase.words)),
    el('div', { class: 'acts' }, button(say('save_again'), again), button(say('back_to_start'), done, 'text')));
}
