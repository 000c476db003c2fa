/** A pack as rows for a spreadsheet: section, line, value. The same words and the same gaps as on paper. */
import { say } from '../words.js';
import { COLUMNS } from './log.js';
import { changeText, columnText, figureText, goneRows, heldRows, mixName, noneText, partTitle, shareText } from './telling.js';

/** @import { Line } from './log.js' */
/** @import { Pack, Part } from './pack.js' */
/** @typedef {(string | number)[]} Row */

/** Columns of the log that hold 1 for yes. @type {readonly (typeof COLUMNS[number])[]} */
const FLAGS = ['remediation', 'test'];

/**
 * @param {Pack} pack
 * @param {ReadonlyMap<string, string>} texts that were typed, by name
 * @returns {Row[]}
 */
export function rowsOf(pack, texts) {
  const head = [say('packs.csv_section'), say('packs.csv_line'), say('packs.csv_value')];
  const about = [[say(`packs_kind.${pack.kind}`), say('packs.csv_from'), pack.period.from], ['', say('packs.csv_to'), pack.period.to], ['', say('packs.csv_made'), pack.today]];
  return [head, ...about, ...pack.parts.flatMap((part) => rowsOfPart(part, texts))];
}

/**
 * @param {Part} part
 * @param {ReadonlyMap<string, string>} texts
 * @returns {Row[]}
 */
export function rowsOfPart(part, texts) {
  const title = partTitle(part);
  switch (part.part) {
    case 'none':
      return [[title, '', noneText(part.tests)]];
    case 'figures':
      return part.figures.map(({ name, value }) => [title, say(`packs_figure.${name}`), figureText(value)]);
    case 'timely':
      return part.rows.flatMap(({ step, onTime, late, waiting }) => [
        [title, `${say(`packs_step.${step}`)}: ${say('packs.on_time')}`, onTime],
        [title, `${say(`packs_step.${step}`)}: ${say('packs.late')}`, late],
        [title, `${say(`packs_step.${step}`)}: ${say('packs.waiting')}`, waiting],
      ]);
    case 'mix':
      return [
        ...part.mix.cells.map(({ code, count }) => [title, mixName(part.name, code), count ?? say('packs.withheld')]),
        [title, say('packs.total'), part.mix.total],
        ...(part.share ? [[title, say('packs.substantiated'), shareText(part.share)]] : []),
      ];
    case 'changes':
      return part.changes.map((change) => [title, change.day, changeText(change)]);
    case 'matters':
      return matterRows(title, part.matters);
    case 'log':
      return logRows(title, part.lines);
    case 'held':
      return listRows(title, heldRows(part.held));
    case 'gone':
      return listRows(title, goneRows(part.gone));
    default:
      return [[title, '', texts.get(part.name) ?? '']];
  }
}

/**
 * A line for each case, under names of its own.
 * @param {string} title
 * @param {Extract<Part, { part: 'matters' }>['matters']} matters
 * @returns {Row[]}
 */
function matterRows(title, matters) {
  const names = ['case', 'received', 'category', 'severity', 'materiality', 'period', 'status', 'since', 'auditor', 'due'];
  return [[title, ...names.map((name) => say(`packs_column.${name}`))], ...matters.map((one) => [
    '', one.case, one.received, mixName('categories', one.category), one.severity || say('packs.unsaid'),
    one.materiality ? say(`materiality.${one.materiality}`) : '', one.period, say(`state.${one.fine}`), one.since, one.auditor,
    one.due.map(({ day, what }) => `${say(`due_name.${what}`)} ${day}`).join('; '),
  ])];
}

/** @param {string} title @param {import('./telling.js').Listed} listed @returns {Row[]} */
function listRows(title, { head, rows }) {
  return [[title, ...head], ...rows.map((row) => ['', ...row])];
}

/** @param {string} title @param {readonly Line[]} lines @returns {Row[]} one to a case, with the whole number of it */
function logRows(title, lines) {
  return [[title, ...COLUMNS.map((name) => say(`packs_log.${name}`))], ...lines.map((line) => [
    '', ...COLUMNS.map((name) => (typeof line[name] === 'number' && !FLAGS.includes(name) ? Number(line[name]) : columnText(name, line))),
  ])];
}
