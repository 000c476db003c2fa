/** Which of the own cases would be kept until another day by other rules, and what nobody's page can know. */
import { linkTo } from '../cases/going.js';
import { readShort } from '../days.js';
import { make } from '../dom.js';
import { shortNumber } from '../overview/row.js';
import { say, sayCount } from '../words.js';
import { movesBy, outlastedByDeliveries } from './moving.js';

/** @import { Rules } from '../../../crypto/js/cases.js' */
/** @import { Move } from '../retention/changing.js' */
/** @import { Visit } from '../visit.js' */

/** So many cases are told one by one. */
const TOLD = 20;

/**
 * @param {Visit} own
 * @param {Rules} rules
 * @returns {HTMLElement[]}
 */
export function previewOf(own, rules) {
  const [moves, shorter] = [movesBy(own, rules), outlastedByDeliveries(rules)];
  const named = new Intl.ListFormat(own.line.language, { type: 'conjunction' }).format(shorter.map((name) => say(`class.${name}`)));
  return [
    ...(shorter.length ? [make('p', { class: 'note' }, say('orders.shorter', { days: rules.calendar, classes: named }))] : []),
    make('p', {}, moves.length ? sayCount('orders.moves', moves.length) : say('orders.moves_none')),
    ...(moves.length ? [make('ul', { class: 'plain' }, ...moves.slice(0, TOLD).map((move) => make('li', {}, ...moveText(own, move))))] : []),
    ...(moves.length > TOLD ? [make('p', {}, sayCount('set.moves_more', moves.length - TOLD))] : []),
    make('p', { class: 'hint' }, say('orders.moves_unknown')),
  ];
}

/** @param {Visit} own @param {Move} move as the list of cases names it, with what changes for it */
function moveText({ line, overview }, { case: id, class: name, from, to }) {
  const link = linkTo(id, overview?.cases.get(id)?.title || say('overview.untitled'));
  link.dir = 'auto';
  const number = make('span', { class: 'number' }, say('overview.number', { number: shortNumber(id) }));
  const day = (/** @type {string} */ one) => readShort(one, line.language);
  const words = from === to
    ? say('orders.move_same', { class: say(`class.${name}`), day: day(to) })
    : say('orders.move', { class: say(`class.${name}`), from: day(from), to: day(to) });
  return [link, ' ', number, ': ', words];
}
