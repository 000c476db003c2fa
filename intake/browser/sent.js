/**
 * The view after sending: when it leaves and when to come back; after a first report, the phrase once more for as long as the page stays open.
 */
import { clock, fromNow, kept, milestones, moment } from './dates.js';
import { el, freshId } from './dom.js';
import { folded } from './fields.js';
import { button, view } from './views.js';

/**
 * @param {import('./line.js').Line} line
 * @param {{ epoch: number, now: number, phrase?: string, done: () => void }} sent `epoch` is that of the mix the drop was sealed to
 */
export function sentView(line, { epoch, now, phrase, done }) {
  const { say, language, epoch_seconds: seconds } = line;
  const { leaves, first, again, last } = milestones(epoch, seconds);
  const when = (/** @type {number} */ instant) => moment(instant, seconds, language);
  const id = freshId();
  return view(say('sent'),
    el('p', { class: 'lede' }, say('sent_leaves', { clock: clock(leaves, language), from_now: fromNow(leaves, now, language) })),
    el('p', {}, say(phrase ? 'sent_wiped' : 'sent_again')),
    el('section', { 'aria-labelledby': id },
      el('h2', { id }, say('come_back_when')),
      el('dl', { class: 'times dates' },
        row(when(first), say('when_first')),
        row(when(again), say('when_again')),
        row(when(last), say('when_last', { kept: kept(seconds, language) }))),
      el('p', {}, say('cannot_alert'))),
    el('p', {}, say('emergency')),
    phrase && folded(say('phrase_once_more'), el('p', { class: 'once-more', translate: 'no', dir: 'ltr' }, phrase)),
    el('div', { class: 'acts' }, button(say('back_to_start'), done)));
}

/**
 * @param {string} when
 * @param {string} what
 */
function row(when, what) {
  return el('div', {}, el('dt', {}, when), el('dd', {}, what));
}
