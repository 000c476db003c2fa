/** A line of the log on paper: too many columns for a page, so each case is a block of its own. */
import { readShort } from '../days.js';
import { make } from '../dom.js';
import { shortNumber } from '../overview/row.js';
import { say } from '../words.js';
import { COLUMNS } from './log.js';
import { columnText } from './telling.js';

/** @import { Line } from './log.js' */

const DAYS = ['received', 'acknowledged', 'checked', 'since', 'counsel', 'auditor', 'feedback', 'closed', 'keep', 'destroyed'];

/**
 * @param {Line} line
 * @param {{ language: string }} sheet
 * @returns {HTMLElement}
 */
export function logPaper(line, { language }) {
  const value = (/** @type {typeof COLUMNS[number]} */ name) => {
    const text = columnText(name, line);
    return text && DAYS.includes(name) ? readShort(text, language) : text;
  };
  const rest = COLUMNS.filter((name) => name !== 'case' && (name !== 'certificate' || line.destroyed));
  return make('article', { class: 'log-line' },
    make('h4', {}, say('packs.log_case', { number: shortNumber(line.case) })),
    make('dl', {}, ...rest.map((name) => make('div', {}, make('dt', {}, say(`packs_log.${name}`)), make('dd', { dir: 'auto' }, value(name) || '–')))));
}
