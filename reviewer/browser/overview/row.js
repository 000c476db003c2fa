/** One case as a row of the list, and its notes; on a narrow window the same cells are a card. */
import { readShort } from '../days.js';
import { make } from '../dom.js';
import { dueText } from '../due/words.js';
import { groups } from '../groups.js';
import { say, sayCount } from '../words.js';
import { isGrave } from './finding.js';

/** @import { Child } from '../dom.js' */
/** @import { Row } from './finding.js' */
/**
 * What a row says beside the case itself.
 * @typedef {object} Around
 * @property {string} today
 * @property {string} language
 * @property {string} me the reader's key, hex
 * @property {ReadonlyMap<string, string>} troubles cases that could not be read
 */

const NUMBER = 8;
/** From here on, a day is told and not how far it is. */
const FAR = 400;

/** @param {string} id @returns {string} so much of a case's number as people need, in groups as on its page */
export function shortNumber(id) {
  return groups(id.slice(0, NUMBER)).join(' ');
}

/**
 * @param {Row} row
 * @param {Around} around
 * @returns {HTMLTableRowElement}
 */
export function rowOf(row, around) {
  const { summary, late, age } = row;
  return make('tr', { role: 'row', class: isGrave(summary) ? 'is-grave' : '' },
    cell('severity', '', gradeTag(row)),
    cell('case', '', link(row), make('span', { class: 'thread-facts' }, ...facts(row, around))),
    cell('state', '', say(`state.${summary.fine}`)),
    cell('due', '', make('span', late ? { class: 'late' } : {}, dueOf(row, around))),
    cell('age', say('overview.column.age'), sayCount('overview.age', age)),
    cell('received', say('overview.column.received'), readShort(summary.received, around.language)));
}

/**
 * @param {string} name
 * @param {string} label for the card, where no column's head stands above; '' if it needs none
 * @param {...Child} children
 */
function cell(name, label, ...children) {
  return make('td', { role: 'cell', class: `cell-${name}`, 'data-label': label || false }, ...children);
}

/** @param {Row} row */
function gradeTag({ summary }) {
  if (!summary.severity) return make('span', { class: 'soft' }, say('overview_severity.none'));
  return make('span', { class: summary.severity === 'S1' ? 'tag tag-bad' : 'tag tag-plain' }, summary.severity);
}

/** @param {Row} row */
function link({ summary }) {
  return make('a', { href: '#case', 'data-case': summary.case, dir: 'auto' }, summary.title || say('overview.untitled'));
}

/**
 * @param {Row} row
 * @param {Around} around
 * @returns {Child[]}
 */
function facts({ summary, waits, fresh }, { me, troubles }) {
  const { urgent, wrote, severity, category, assignee, holds, refused, shut } = summary;
  const tag = (/** @type {string} */ text, bad = false) => make('span', { class: bad ? 'tag tag-bad' : 'tag' }, text);
  return [
    troubles.has(summary.case) && tag(say('overview.trouble'), true),
    shut === 1 && tag(say('overview.key_broken'), true),
    waits !== '' && tag(say(`overview.${waits}`)),
    wrote !== '' && waits !== 'wrote' && tag(say('overview.wrote')),
    fresh && tag(say('overview.fresh')),
    urgent === 1 && !severity && tag(say('overview.urgent'), true),
    holds > 0 && tag(say('overview.held')),
    refused > 0 && tag(sayCount('overview.refused', refused), true),
    assignee === me && make('span', {}, say('overview.assigned')),
    make('span', {}, say(`category.${category}`)),
    make('span', { class: 'number' }, say('overview.number', { number: shortNumber(summary.case) })),
  ];
}

/**
 * @param {Row} row
 * @param {Around} around
 * @returns {string}
 */
function dueOf({ next, summary }, { today, language }) {
  if (!next) return say('overview.nothing_due');
  if (next.what === 'review' && Date.parse(next.day) - Date.parse(today) > FAR * 86_400_000) {
    return say('overview.keep', { day: readShort(summary.keep, language) });
  }
  return dueText(next, today);
}
