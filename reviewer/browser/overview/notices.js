/** What must not be overlooked above the list: records that are not what they were, and cases that are read no more. */
import { fill, make, place, whenPressed } from '../dom.js';
import { say, sayCount } from '../words.js';
import { shortNumber } from './row.js';

/** @import { Visit } from '../visit.js' */
/** @import { Gone } from './kept.js' */

const KINDS = new Map([
  ['BrokenChain', 'BrokenChain'], ['NotACase', 'NotACase'], ['Damaged', 'key'], ['NotARecipient', 'key'],
  ...['BadSignature', 'Malformed', 'NotAllowed', 'WrongInstance'].map((name) => /** @type {const} */ ([name, 'altered'])),
]);

/** What is shown now: an alert is not made anew for nothing. */
let shown = '';

/** @param {Visit} own */
export function showNotices(own) {
  const alarms = [...own.overview?.alarms ?? []];
  const untold = [...own.overview?.gone.values() ?? []].filter(({ told }) => !told);
  const shut = [...own.overview?.cases.values() ?? []].filter((one) => one.shut).map((one) => one.case);
  const state = JSON.stringify([alarms, [...own.troubles], shut, untold]);
  if (state === shown) return;
  shown = state;
  fill(place('cases-alarms'), alarms.length + own.troubles.size > 0 && alarmNote(own, alarms), shut.length > 0 && shutNote(shut));
  fill(place('cases-gone'), untold.length > 0 && goneNote(own, untold));
}

export function forgetNotices() {
  shown = '';
}

/**
 * @param {Visit} own
 * @param {string[]} alarms
 */
function alarmNote({ troubles }, alarms) {
  const lines = [
    ...alarms.map((alarm) => say(`overview.alarm_${alarm}`)),
    ...[...troubles].map(([id, name]) => say(`overview.trouble.${KINDS.get(name) ?? 'other'}`, { number: shortNumber(id) })),
  ];
  return make('div', { class: 'note note-bad' },
    make('h2', {}, say('overview.alarm_title')),
    make('ul', { class: 'plain' }, ...lines.map((line) => make('li', {}, line))),
    make('p', {}, say('overview.alarm_what_to_do')));
}

/** @param {string[]} shut cases whose newest key does not open: a colleague's doing, not the server's */
function shutNote(shut) {
  const numbers = shut.map((id) => say('overview.number', { number: shortNumber(id) })).join(', ');
  return make('div', { class: 'note note-bad' },
    make('h2', {}, say('overview.shut_title')), make('p', {}, say('overview.shut_text', { numbers })));
}

/**
 * It is told until it was read; the next look keeps that, for all devices.
 * @param {Visit} own
 * @param {Gone[]} untold
 */
function goneNote(own, untold) {
  const seen = make('button', { type: 'button', class: 'quiet' }, say('overview.gone_seen'));
  whenPressed(seen, () => {
    for (const one of untold) own.overview?.gone.set(one.case, { ...one, told: 1 });
    showNotices(own);
    place('cases-title').focus();
  });
  const numbers = untold.map((one) => say('overview.number', { number: shortNumber(one.case) })).join(', ');
  return make('div', { class: 'note' },
    make('h2', {}, sayCount('overview.gone_title', untold.length)), make('p', {}, say('overview.gone_text', { numbers })), seen);
}
