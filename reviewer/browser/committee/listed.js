/** Who is on the list that this page relies on, since when, and for how long. */
import { hex } from '../../../crypto/js/index.js';
import { readDay } from '../days.js';
import { fill, make, place, whenPressed } from '../dom.js';
import { groups } from '../groups.js';
import { facts, grouped, personItem } from '../people.js';
import { say } from '../words.js';
import { memberSince } from './change.js';
import { termNote } from './term.js';
import { spoken, wordsOfList } from './words.js';

/** @import { CurrentDirectory } from '../../../crypto/js/index.js' */
/** @import { Visit } from '../visit.js' */

/**
 * @param {Visit} own
 * @param {CurrentDirectory} directory
 * @param {readonly number[]} offers slots whose members have new reading keys
 */
export function showListed(own, { chain, current }, offers) {
  const day = (/** @type {string} */ one) => readDay(one, own.line.language);
  fill(place('committee-people'), ...current.members.map(({ slot, role, sign }) => personItem({
    role: slot === own.slot ? say('founding.you', { role }) : role,
    state: say('committee.since', { day: day(memberSince(chain, sign)) }),
    ready: false,
  })));
  const waiting = current.members.filter(({ slot }) => offers.includes(slot)).map(({ role }) => role);
  fill(place('committee-term'),
    termNote(own, current),
    waiting.length ? make('div', { class: 'note' }, make('p', {}, say('committee.offers', { roles: waiting.join(', ') }))) : null);
  fill(place('committee-facts'), ...facts([
    [say('account.version'), say('account.version_text', { version: current.version, day: day(current.day), until: day(current.notAfter) })],
    [say('account.fingerprint'), make('span', { class: 'fingerprint' }, ...grouped(groups(hex(current.hash))))],
  ]));
  fill(place('committee-words'), wordsButton(own, { chain, current }));
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
