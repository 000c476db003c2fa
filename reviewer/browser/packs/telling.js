/** Numbers and codes of packs in words. */
import { say, sayCount } from '../words.js';
import { AGES, UNSAID } from './numbers.js';

/** @import { GoneCase, HeldCase } from './kept.js' */
/** @import { COLUMNS, Line } from './log.js' */
/** @import { Change, Figure, Part } from './pack.js' */
/** @import { Share } from './suppression.js' */

/** @param {Figure['value']} value @returns {string} */
export function figureText(value) {
  if (value === null) return say('packs.too_few');
  if (typeof value === 'number') return say('packs.number', { count: value });
  return value.at === 'few' ? say('packs.few') : say('packs.number', { count: value.count ?? 0 });
}

/** @param {Share} share */
export function shareText({ part, of, percent }) {
  return percent === null ? say('packs.n_of_m', { part, of }) : say('packs.percent', { percent, part, of });
}

/** @param {number} tests of the channel, which came through in the period */
export function noneText(tests) {
  return tests ? sayCount('packs.only_tests', tests) : say('packs.none_text');
}

/** @param {Change} change of the committee */
export function changeText({ joined, left, keys }) {
  const told = Object.entries({ joined, left, keys });
  return told.flatMap(([what, roles]) => roles.map((role) => say(`packs.${what}`, { role }))).join('; ');
}

/** @param {Part} part */
export function partTitle(part) {
  return say(`packs_part.${'name' in part ? part.name : part.part}`);
}

/**
 * @param {string} name of the table
 * @param {string} code
 * @returns {string} a row's name
 */
export function mixName(name, code) {
  if (name === 'quarters' && /^\d/.test(code)) return quarterText(code);
  if (code === UNSAID || code === '') return say('packs.unsaid');
  if (name === 'categories') return say(`category.${code}`);
  if (name === 'severities') return say(`severity.${code}`);
  if (name === 'detriments') return say(`detriment.${code}`);
  if (name === 'classes') return say(`class.${code}`);
  if (name === 'ageing') return say(`packs_age.${code}`, { days: daysOf(code) });
  return say(`packs_mix.${name}_${code}`);
}

/**
 * @param {typeof COLUMNS[number]} name of the log
 * @param {Line} line
 * @returns {string} days as YYYY-MM-DD, '' where there is nothing
 */
export function columnText(name, line) {
  const value = line[name];
  switch (name) {
    case 'channel': case 'level': case 'materiality': case 'detriment': return value ? say(`${name}.${value}`) : '';
    case 'category': return mixName('categories', line.category);
    case 'fine': return say(`state.${line.fine}`);
    case 'merged': return line.merged ?? say('packs.other_case');
    case 'assignee': return line.assignee ?? say('packs.not_listed');
    case 'outcomes': return line.outcomes.map((one) => (one ? say(`outcome.${one}`) : say('packs.not_yet'))).join('; ');
    case 'remediation': case 'test': return line[name] ? say('packs.yes') : '';
    case 'retention': return line.retention && say(`class.${line.retention}`);
    default: return typeof value === 'number' ? say('packs.number', { count: value }) : String(value);
  }
}

/** @typedef {{ head: string[], rows: string[][] }} Listed a table of cases: each row begins with the case's number; days are YYYY-MM-DD */

/** @param {readonly HeldCase[]} held @returns {Listed} */
export function heldRows(held) {
  const head = ['case', 'held_since', 'held_reviewed', 'held_due'].map((name) => say(`packs_column.${name}`));
  return { head, rows: held.map(({ case: id, since, reviewed, due }) => [id, since, reviewed || say('packs.not_yet'), due]) };
}

/** @param {readonly GoneCase[]} gone @returns {Listed} */
export function goneRows(gone) {
  const head = ['case', 'gone_day', 'gone_class', 'gone_certificate'].map((name) => say(`packs_column.${name}`));
  return { head, rows: gone.map(({ case: id, day, class: name, certificate }) => [id, day, name && say(`class.${name}`), certificate || say('packs.no_certificate')]) };
}

/** @param {string} name YYYY-Qn, or a year */
export function quarterText(name) {
  const [year, number] = name.split('-Q');
  return number ? say('packs.quarter', { number, year }) : year;
}

/** @param {string} code @returns {number} the last day of the class, or the day before the first */
function daysOf(code) {
  const at = AGES.findIndex(([one]) => one === code);
  return Number(AGES[Math.min(at, AGES.length - 2)][1]);
}
