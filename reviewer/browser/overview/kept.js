/**
 * The overview as JSON, for the sealed index: a few long texts, one for each field of the summaries. That is read ten
 * times faster than ten thousand objects, also by the protocol's strict reader, and deflates better.
 */
import { cut } from './folded.js';
import { LONGEST_TEXT } from './summary.js';

/** @import { Due } from '../lifecycle/due.js' */
/** @import { Summary } from './summary.js' */
/** @import { Review } from './timers.js' */
/** @import { Waiting } from './waiting.js' */
/** @typedef {{ size: number, root: string, epoch: number }} Pinned a checkpoint of the record's tree; root in hex */
/** @import { SeenOrders } from '../orders/following.js' */
/** @typedef {{ entries: number, last: string }} Pin the last entry seen: it must stand in its place later */
/**
 * A case that the reader does not read any more. `told`: whether that was said, or needs not be.
 * @typedef {Pin & { case: string, told: 0 | 1 }} Gone
 */
/**
 * @typedef {object} Overview
 * @property {Map<string, Summary>} cases by id
 * @property {Map<string, Gone>} gone by id
 * @property {Pinned[]} checkpoints the last one seen; more when two devices saw different ones and no look has compared them yet
 * @property {SeenOrders[]} [orders] the last standing order seen; more when two devices saw different ones and no look has compared them yet
 * @property {0 | 1} cut whether long texts lost their ends, to make room
 * @property {string} terms by which the days due were worked out; '' if by none that are known
 * @property {Map<string, number>} looked entries of each case that are not new to the reader (looked.js)
 * @property {string} visited the day on which those were counted; '' before the first visit
 */
/** @typedef {{ version: number, terms: string, checkpoints: Pinned[], orders?: SeenOrders[], cut: 0 | 1, gone: Gone[], persons: string, columns: Record<string, string>, looked: string, visited: string }} Written */
/** @typedef {{ write: (value: any, persons: string[]) => string, read: (text: string, persons: string[]) => unknown }} Form */

const VERSION = 5;
/** Between the values of a column: no text of a summary holds it, and JSON writes it as it is. */
const BREAK = '\u007f';
/** The most of all texts together. So ten thousand cases are opened at once, and few cases are searched in full. */
const ALL_TEXTS = 5_000_000;
/** Characters of YYYY-MM-DD. */
const DAY = 10;

/** @type {Form} */
const TEXT = { write: (value) => value.replaceAll(BREAK, ' '), read: (text) => text };
/** @type {Form} */
const NUMBER = { write: String, read: Number };
/** @type {Form} */
const CODES = { write: (value) => value.map((/** @type {string} */ one) => `${one},`).join(''), read: (text) => text.split(',').slice(0, -1) };
/** @type {Form} */
const PERSON = {
  write: (value, persons) => (value ? String(placed(persons, value)) : ''),
  read: (text, persons) => (text ? persons[Number(text)] : ''),
};
/** @type {Form} */
const PERSONS = {
  write: (value, persons) => value.map((/** @type {string} */ one) => placed(persons, one)).join(','),
  read: (text, persons) => (text ? text.split(',').map((one) => persons[Number(one)]) : []),
};
/** @type {Form} */
const DUE = {
  write: (value) => value.map((/** @type {Due} */ { day, what, of }) => `${day} ${what} ${of}`).join(','),
  read: (text) => (text ? text.split(',').map((one) => ({ day: one.slice(0, DAY), what: whatOf(one), of: ofOf(one) })) : []),
};
/** @type {Form} */
const WAITING = {
  write: (value) => value.map((/** @type {Waiting} */ { until, what, of }) => `${until} ${what} ${of}`).join(','),
  read: (text) => (text ? text.split(',').map((one) => ({ what: whatOf(one), of: ofOf(one), until: one.slice(0, DAY) })) : []),
};

/** @type {Form} */
const REVIEWS = {
  write: (value) => value.map((/** @type {Review} */ { from, done, ended }) => `${from} ${done} ${ended}`).join(','),
  read: (text) => (text ? text.split(',').map(reviewOf) : []),
};

/** @type {Form} */
const LIST = { write: (value) => JSON.stringify(value).replaceAll(BREAK, ' '), read: (text) => JSON.parse(text) };

/** In this order, so that all summaries have one shape. @type {[keyof Summary, Form][]} */
const FIELDS = [
  ['case', TEXT], ['entries', NUMBER], ['last', TEXT], ['opened', TEXT], ['received', TEXT], ['channel', TEXT], ['category', TEXT],
  ['severity', TEXT], ['detriment', TEXT], ['level', TEXT], ['materiality', TEXT], ['period', TEXT], ['urgent', NUMBER],
  ['fine', TEXT], ['since', TEXT], ['ended', TEXT], ['closed', TEXT], ['reopened', TEXT], ['assignee', PERSON], ['told', TEXT],
  ['retention', TEXT], ['profile', TEXT], ['years', NUMBER], ['days', NUMBER], ['keep', TEXT], ['held', LIST], ['merged', TEXT], ['outcomes', CODES], ['recusals', NUMBER], ['holds', NUMBER],
  ['severe', TEXT], ['chair', TEXT], ['meeting', TEXT], ['reviews', REVIEWS], ['test', NUMBER], ['destroyed', TEXT],
  ['acknowledged', TEXT], ['checked', TEXT], ['triaged', TEXT], ['feedback', TEXT], ['counsel', TEXT], ['auditor', TEXT],
  ['followUps', NUMBER], ['named', NUMBER], ['remediation', NUMBER], ['refused', NUMBER], ['shut', NUMBER], ['item', TEXT],
  ['again', TEXT], ['due', DUE], ['readers', PERSONS], ['mine', WAITING], ['wrote', TEXT], ['news', NUMBER], ['title', TEXT],
  ['text', TEXT],
];

/** @returns {Overview} */
export function noOverview() {
  return { cases: new Map(), gone: new Map(), checkpoints: [], orders: [], cut: 0, terms: '', looked: new Map(), visited: '' };
}

/**
 * @param {Overview} overview
 * @param {number} [room] characters for all texts; TooLong at the sealing asks for less
 * @returns {Written}
 */
export function writeOverview({ cases, gone, checkpoints, orders = [], cut: before, terms, looked, visited }, room = ALL_TEXTS) {
  const summaries = [...cases.values()];
  const longest = longestText(summaries, room);
  const shorter = before || Number(summaries.some(({ text }) => text.length > longest));
  /** @type {string[]} */
  const persons = [];
  const columns = FIELDS.map(([name, { write }]) => {
    const value = (/** @type {Summary} */ one) => (name === 'text' ? cut(one.text, longest) : one[name]);
    return [name, summaries.map((one) => write(value(one), persons)).join(BREAK)];
  });
  return {
    version: VERSION, terms, checkpoints, orders, cut: shorter ? 1 : 0, gone: [...gone.values()], persons: persons.join(' '), columns: Object.fromEntries(columns),
    looked: summaries.map((one) => looked.get(one.case) ?? 0).join(), visited,
  };
}

/**
 * Of another version only the pins are taken: the cases are opened again, and what was seen of them is demanded.
 * @param {unknown} written by this member's own browser, and opened with its own keys
 * @returns {Overview}
 */
export function readOverview(written) {
  const { version, terms, checkpoints, orders = [], cut: shorter, gone, persons, columns, looked, visited } = /** @type {Written} */ (written);
  const known = version === VERSION;
  const summaries = known ? readColumns(columns, persons.split(' ')) : [];
  const left = known ? gone : [...gone, ...pinsOf(columns)];
  const byCase = (/** @type {{ case: string }} */ one) => one.case;
  const counts = known && looked ? looked.split(',') : [];
  return {
    cases: mapBy(summaries, byCase), gone: mapBy(left, byCase), checkpoints, orders, cut: known ? shorter : 0, terms,
    looked: new Map(counts.map((count, row) => [summaries[row].case, Number(count)])), visited: known ? visited : '',
  };
}

/**
 * @param {Record<string, string>} columns
 * @returns {Gone[]}
 */
function pinsOf(columns) {
  if (columns['case'] === '') return [];
  const [entries, last] = [columns['entries'].split(BREAK), columns['last'].split(BREAK)];
  return columns['case'].split(BREAK).map((id, row) => ({ case: id, entries: Number(entries[row]), last: last[row], told: 1 }));
}

/**
 * @template T
 * @param {readonly T[]} list
 * @param {(one: T) => string} key
 */
function mapBy(list, key) {
  return new Map(list.map((one) => [key(one), one]));
}

/** @param {readonly Summary[]} summaries @param {number} room @returns {number} for each, so that all have room; long ones give */
function longestText(summaries, room) {
  let longest = LONGEST_TEXT;
  const taken = () => summaries.reduce((sum, { text }) => sum + Math.min(text.length, longest), 0);
  while (longest > 0 && taken() > room) longest = Math.floor(longest * 0.9);
  return longest;
}

/**
 * Column by column into copies of one object: browsers are slow at objects that grow field by field.
 * @param {Record<string, string>} columns
 * @param {string[]} persons
 * @returns {Summary[]}
 */
function readColumns(columns, persons) {
  if (columns['case'] === '') return [];
  const blank = Object.fromEntries(FIELDS.map(([name]) => [name, /** @type {unknown} */ ('')]));
  const rows = columns['case'].split(BREAK).map(() => ({ ...blank }));
  for (const [name, { read }] of FIELDS) {
    const values = columns[name].split(BREAK);
    for (let row = 0; row < rows.length; row += 1) rows[row][name] = read(values[row], persons);
  }
  return /** @type {Summary[]} */ (/** @type {unknown} */ (rows));
}

/**
 * @param {string[]} persons grows by those who are new
 * @param {string} person
 */
function placed(persons, person) {
  const at = persons.indexOf(person);
  return at < 0 ? persons.push(person) - 1 : at;
}

/** @param {string} text "2026-03-02 2026-05-01 " @returns {Review} */
function reviewOf(text) {
  const [from, done, ended] = text.split(' ');
  return { from, done, ended };
}

/** @param {string} text "2026-03-02 task 7" */
function whatOf(text) {
  return text.slice(DAY + 1, text.lastIndexOf(' '));
}

/** @param {string} text */
function ofOf(text) {
  return Number(text.slice(text.lastIndexOf(' ') + 1));
}
