/** A pack as it is printed: headings, tables, bars. Text is only ever set as text. */
import { readDay, readShort } from '../days.js';
import { make } from '../dom.js';
import { isLate } from '../due/words.js';
import { shortNumber } from '../overview/row.js';
import { say } from '../words.js';
import { bar } from './chart.js';
import { logPaper } from './log-paper.js';
import { LISTS } from './pack.js';
import { changeText, figureText, goneRows, heldRows, mixName, noneText, partTitle, quarterText, shareText } from './telling.js';

/** @import { Due } from '../lifecycle/due.js' */
/** @import { Change, Figure, Matter, Pack, Part, Timed } from './pack.js' */
/** @import { Mix } from './suppression.js' */

const DAY = /^\d{4}-\d\d-\d\d$/;

/**
 * What a sheet is about, and in whose language. `written` hands on what is typed into it.
 * @typedef {object} Sheet
 * @property {string} company
 * @property {string} language
 * @property {string} today
 * @property {string} name of the period, as chosen
 * @property {string} id of its heading
 * @property {(name: string, text: string) => void} written
 */

/**
 * @param {Pack} pack
 * @param {Sheet} sheet
 * @returns {HTMLElement[]}
 */
export function packPaper(pack, sheet) {
  return [
    make('header', { class: 'pack-head' },
      make('p', { class: 'pack-company' }, sheet.company),
      make('h2', { id: sheet.id, tabindex: '-1' }, say(`packs_kind.${pack.kind}`)),
      make('p', { class: 'pack-about' }, aboutText(pack, sheet))),
    ...pack.parts.map((part) => partPaper(part, sheet)),
    make('p', { class: 'pack-note' }, say(LISTS.includes(pack.kind) ? 'packs.sweep_note' : 'packs.note')),
  ];
}

/**
 * @param {Part} part
 * @param {Sheet} sheet
 * @returns {HTMLElement}
 */
export function partPaper(part, sheet) {
  const title = make('h3', {}, partTitle(part));
  switch (part.part) {
    case 'none':
      return make('div', { class: 'note note-bad pack-part' }, title, make('p', {}, noneText(part.tests)));
    case 'figures':
      return section(title, make('dl', { class: 'figures' }, ...part.figures.map(({ name, value }) => (
        make('div', {}, make('dt', {}, say(`packs_figure.${name}`)), make('dd', isFew(value) ? { class: 'in-words' } : {}, figureText(value)))))));
    case 'timely':
      return section(title, timelyTable(part.rows, partTitle(part)));
    case 'mix':
      return section(title, ...mixPaper(part.name, part.mix, partTitle(part)), part.share && make('p', {}, `${say('packs.substantiated')}: ${shareText(part.share)}`));
    case 'changes':
      return section(title, part.changes.length ? make('ul', { class: 'plain' }, ...part.changes.map((change) => changeItem(change, sheet))) : make('p', {}, say('packs.no_change')));
    case 'matters':
      return section(title, part.matters.length ? matterTable(part.matters, partTitle(part), sheet) : make('p', {}, say('packs.no_matter')));
    case 'log':
      return section(title, ...(part.lines.length ? part.lines.map((line) => logPaper(line, sheet)) : [make('p', {}, say('packs.no_matter'))]));
    case 'held':
      return section(title, ...listPaper(heldRows(part.held), partTitle(part), sheet));
    case 'gone':
      return section(title, ...listPaper(goneRows(part.gone), partTitle(part), sheet));
    default:
      return section(title, prose(part.name, title, sheet));
  }
}

/** @param {Figure['value']} value */
function isFew(value) {
  return value === null || (typeof value !== 'number' && value.at === 'few');
}

/** @param {HTMLElement} title @param {...(HTMLElement | null)} content */
function section(title, ...content) {
  return make('section', { class: 'pack-part' }, title, ...content);
}

/** @param {Pack} pack @param {Sheet} sheet */
function aboutText({ kind, period, today }, { name, language }) {
  const made = readDay(today, language);
  if (kind === 'sweep') return say('packs.about_day', { day: readDay(period.to, language), made });
  const [from, to] = [readDay(period.from, language), readDay(period.to, language)];
  return name ? say('packs.about', { name: quarterText(name), from, to, made }) : say('packs.about_own', { from, to, made });
}

/**
 * A bar beside each number, for who would rather look. Where nothing is, or nothing may be said, a sentence is enough.
 * @param {string} name
 * @param {Mix} mix
 * @param {string} title
 */
function mixPaper(name, { cells, total }, title) {
  if (total === 0) return [make('p', {}, say('packs.no_matter'))];
  if (cells.every(({ count }) => count === null)) return [make('p', {}, say('packs.all_withheld', { total }))];
  const most = Math.max(...cells.map(({ count }) => count ?? 0));
  const rows = cells.map(({ code, count }) => line(mixName(name, code), count === null ? say('packs.withheld') : figureText(count), bar(count, most)));
  const gaps = cells.some(({ count }) => count === null);
  return [
    table(title, [say('packs.column_what'), say('packs.column_count'), ''], [...rows, line(say('packs.total'), figureText(total), '')], 'mix'),
    gaps ? make('p', { class: 'pack-small' }, say('packs.gaps')) : null,
  ];
}

/** @param {readonly Timed[]} rows @param {string} title */
function timelyTable(rows, title) {
  const head = [say('packs.column_step'), say('packs.on_time'), say('packs.late'), say('packs.waiting'), say('packs.column_share')];
  return table(title, head, rows.map(({ step, onTime, late, waiting, share }) => (
    line(say(`packs_step.${step}`), ...[onTime, late, waiting].map(figureText), share ? shareText(share) : say('packs.nothing_due')))));
}

/** @param {readonly Matter[]} matters @param {string} title @param {Sheet} sheet */
function matterTable(matters, title, sheet) {
  const day = (/** @type {string} */ one) => (one ? readShort(one, sheet.language) : say('packs.not_yet'));
  const head = ['case', 'severity', 'category', 'materiality', 'period', 'status', 'auditor', 'due'].map((name) => say(`packs_column.${name}`));
  return table(title, head, matters.map((one) => line(
    shortNumber(one.case), one.severity || say('packs.unsaid'), mixName('categories', one.category),
    one.materiality ? say(`materiality.${one.materiality}`) : say('packs.unsaid'), one.period || '–',
    say('packs.since', { status: say(`state.${one.fine}`), day: day(one.since) }), day(one.auditor),
    one.due.length ? make('ul', { class: 'plain' }, ...one.due.map((due) => make('li', {}, dueOnPaper(due, sheet)))) : '–')));
}

/**
 * @param {import('./telling.js').Listed} listed days as YYYY-MM-DD
 * @param {string} title
 * @param {Sheet} sheet
 */
function listPaper({ head, rows }, title, { language }) {
  if (!rows.length) return [make('p', {}, say('packs.no_matter'))];
  const text = (/** @type {string} */ one) => (DAY.test(one) ? readShort(one, language) : one || '–');
  return [table(title, head, rows.map(([id, ...rest]) => line(shortNumber(id), ...rest.map(text))))];
}

/** A paper is read later than it is made: it names days, and how far they are does not stand on it. @param {Due} due @param {Sheet} sheet */
function dueOnPaper(due, { today, language }) {
  return say(isLate(due, today) ? 'packs.due_late' : 'packs.due', { what: say(`due_name.${due.what}`), day: readShort(due.day, language) });
}

/** @param {Change} change @param {Sheet} sheet */
function changeItem(change, { language }) {
  return make('li', {}, `${readDay(change.day, language)}: ${changeText(change)}`);
}

/**
 * On paper stands what was typed, not the field.
 * @param {string} name
 * @param {HTMLElement} title
 * @param {Sheet} sheet
 */
function prose(name, title, sheet) {
  title.id = `${sheet.id}-${name}`;
  const field = make('textarea', { rows: '5', autocomplete: 'off', spellcheck: 'false', 'aria-labelledby': title.id, class: 'on-screen' });
  const printed = make('p', { class: 'said on-paper', dir: 'auto' });
  field.addEventListener('input', () => {
    printed.textContent = field.value;
    sheet.written(name, field.value);
  });
  return make('div', {}, make('p', { class: 'hint' }, say(`packs_hint.${name}`)), field, printed);
}

/** @param {string} caption @param {string[]} head @param {HTMLElement[]} rows wide ones are scrolled, also with the keyboard @param {string} [kind] without one it is a list of facts where there is no room */
function table(caption, head, rows, kind = 'stacks') {
  for (const row of rows) [...row.children].forEach((cell, at) => at && cell.setAttribute('data-label', head[at]));
  return make('div', { class: 'table-frame', tabindex: '0', role: 'group', 'aria-label': caption },
    make('table', { class: kind, role: 'table' },
      make('caption', { class: 'unseen' }, caption),
      make('thead', { role: 'rowgroup' }, make('tr', { role: 'row' }, ...head.map((name) => (name ? make('th', { scope: 'col', role: 'columnheader' }, name) : make('td', { role: 'cell' }))))),
      make('tbody', { role: 'rowgroup' }, ...rows)));
}

/** @param {string} name @param {...(string | Element)} cells */
function line(name, ...cells) {
  return make('tr', { role: 'row' }, make('th', { scope: 'row', role: 'rowheader' }, name), ...cells.map((cell) => make('td', { dir: 'auto', role: 'cell' }, cell)));
}
