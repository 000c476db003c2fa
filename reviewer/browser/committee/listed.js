/** Who is on the list that this page relies on, since when, and for how long. */
import { hex } from '../../../crypto/js/index.js';
import { daysBetween, readDay } from '../days.js';
import { fill, make, place, whenPressed } from '../dom.js';
import { groups } from '../groups.js';
import { facts, grouped, personItem } from '../people.js';
import { say, sayCount } from '../words.js';
import { memberSince } from './change.js';
import { spoken, wordsOfList } from './words.js';
import { dayNow } from '../clock.js';

/** @import { CurrentDirectory } from '../../../crypto/js/index.js' */
/** @import { Visit } from '../visit.js' */

/** So many days before its end the list should be renewed. */
const SOON = 30;

/**
 * @param {Visit} own
 * @param {CurrentDirectory} directory
 */
export function showListed(own, { chain, current }) {
  const day = (/** @type {string} */ one) => readDay(one, own.line.language);
  fill(place('committee-people'), ...current.members.map(({ slot, role, sign }) => personItem({
    role: slot === own.slot ? say('founding.you', { role }) : role,
    state: say('committee.since', { day: day(memberSince(chain, sign)) }),
    ready: false,
  })));
  const left = daysBetween(dayNow(), current.notAfter);
  fill(place('committee-term'), left < SOON ? make('div', { class: 'note note-bad' }, make('p', {}, ending(left, day(current.notAfter)))) : null);
  fill(place('committee-facts'), ...facts([
    [say('account.version'), say('account.version_text', { version: current.version, day: day(current.day), until: day(current.notAfter) })],
    [say('account.fingerprint'), make('span', { class: 'fingerprint' }, ...grouped(groups(hex(current.hash))))],
  ]));
  fill(place('committee-words'), wordsButton(own, { chain, current }));
}

/** @param {number} left days @param {string} until */
function ending(left, until) {
  return left < 0 ? say('committee.over', { until }) : sayCount('committee.ending', left, { until });
}

/**
 * Somebody who joins reads the words of the list from the own page, and compares.
 * @param {Visit} own
 * @param {Pick<CurrentDirectory, 'chain' | 'current'>} directory
 */
function wordsButton(own, { current }) {
  const button = make('button', { type: 'button' }, say('committee.show_words'));
  whenPressed(button, async () => {
    const words = await wordsOfList(current);
    if (!own.over) fill(place('committee-words'), make('h3', { tabindex: '-1' }, say('committee.words_title')), make('p', {}, say('committee.words_text')), spoken(words, say('committee.words_title')));
    place('committee-words').querySelector('h3')?.focus();
  });
  return button;
}
