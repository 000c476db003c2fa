/**
 * What stands in each kind of pack, as data: numbers that are withheld where they must be, lists, and places for text
 * that somebody types. How it looks on paper, and in a table for spreadsheets, is said elsewhere (paper.js, rows.js).
 */
import { equal } from '../../../crypto/js/index.js';
import { ACCOUNTING, coarse } from '../lifecycle/rules.js';
import { complaints } from './apart.js';
import { goneCases, heldCases, reviewNumbers } from './kept.js';
import { keptNumbers, numbers } from './numbers.js';
import { logOf } from './log.js';
import { isIn } from './period.js';
import { STEPS } from './timeliness.js';
import { share } from './suppression.js';

/** @import { Directory } from '../../../crypto/js/index.js' */
/** @import { Due, Terms } from '../lifecycle/due.js' */
/** @import { Summary } from '../overview/summary.js' */
/** @import { Unfiled } from './apart.js' */
/** @import { GoneCase, HeldCase } from './kept.js' */
/** @import { Line } from './log.js' */
/** @import { Numbers } from './numbers.js' */
/** @import { Period } from './period.js' */
/** @import { Count, Mix, Share } from './suppression.js' */
/** @import { Step, Timeliness } from './timeliness.js' */

/** @typedef {'meeting' | 'directors' | 'evaluation' | 'log' | 'sweep'} Kind */
/** @typedef {{ name: string, value: number | Count | null }} Figure null: too few to say */
/** @typedef {Timeliness & { step: Step, share: Share | null }} Timed share in time, of what was done or is late */
/** @typedef {{ version: number, day: string, joined: string[], left: string[], keys: string[] }} Change of the committee, by role; `keys`: who has new ones */
/** @typedef {Pick<Summary, 'case' | 'received' | 'category' | 'severity' | 'materiality' | 'period' | 'fine' | 'since' | 'auditor'> & { due: Due[] }} Matter */
/**
 * @typedef {{ part: 'none', tests: number }
 *   | { part: 'figures', name: string, figures: Figure[] }
 *   | { part: 'timely', rows: Timed[] }
 *   | { part: 'mix', name: string, mix: Mix, share: Share | null }
 *   | { part: 'changes', changes: Change[] }
 *   | { part: 'matters', name: string, matters: Matter[] }
 *   | { part: 'log', lines: Line[] }
 *   | { part: 'held', held: HeldCase[] }
 *   | { part: 'gone', gone: GoneCase[] }
 *   | { part: 'prose', name: string }} Part
 */
/** @typedef {{ kind: Kind, period: Period, today: string, parts: Part[] }} Pack */
/** @typedef {{ today: string, terms: Terms, chain: readonly Directory[], tests: readonly Unfiled[], certificates?: ReadonlyMap<string, string> }} Known beside the cases; `tests` that every reader can open; hashes of certificates, by case */

/** Those that are about a time which ends with a day; the list before a filing is about one day. */
export const KINDS = /** @type {readonly Kind[]} */ (['meeting', 'directors', 'evaluation', 'log', 'sweep']);
/** Lists of single cases: for who can open them, never for others. */
export const LISTS = /** @type {readonly Kind[]} */ (['log', 'sweep']);
/** What may be typed into a pack; it is on the paper, and nowhere else. */
export const PROSE = Object.freeze(['matters', 'decisions', 'tests', 'recommendations']);

/** @type {Readonly<Record<Kind, (cases: readonly Summary[], period: Period, known: Known) => Part[]>>} */
const MAKERS = { meeting, directors, evaluation, log, sweep };

/**
 * @param {Kind} kind
 * @param {readonly Summary[]} cases that every reader of the pack can open
 * @param {Period} period
 * @param {Known} known
 * @returns {Pack}
 */
export function makePack(kind, cases, period, known) {
  return { kind, period, today: known.today, parts: MAKERS[kind](cases, period, known) };
}

/**
 * What a pack leaves out is for the few who can open it, and they see each case by itself: numbers of so few say nothing.
 * @param {Kind} kind
 * @param {readonly Summary[]} cases
 * @param {Period} period
 * @param {Known} known
 * @returns {Part[]} empty if nothing of these cases would be in the pack
 */
export function makeSupplement(kind, cases, period, known) {
  if (kind === 'sweep') return sweep(cases, period, known).filter((one) => one.part === 'matters' && one.matters.length > 0);
  const found = touched(cases, period);
  if (found.length === 0) return [];
  return kind === 'log' ? log(cases, period, known) : [matters('supplement', found)];
}

/** Open at some time of the period, or received or closed in it. @param {readonly Summary[]} cases @param {Period} period */
function touched(cases, { from, to }) {
  return cases.filter((one) => one.received <= to && (!one.closed || one.closed >= from || isIn({ from, to }, one.destroyed)));
}

/** @type {(typeof MAKERS)['meeting']} */
function meeting(cases, period, known) {
  const found = numbers(cases, period, known.today, known.terms);
  return [
    ...warning(found, known), flow(found), apart(found, known), timed(found), missed(found), plain('ageing', found.ageing), findings(found),
    ...about(found), plain('severities', found.severities), plain('detriments', found.detriments), recusals(found),
    ...retention(cases, period, known), { part: 'prose', name: 'matters' }, { part: 'prose', name: 'decisions' },
  ];
}

/** @type {(typeof MAKERS)['meeting']} */
function retention(cases, period, { today, terms, certificates }) {
  const figures = Object.entries(reviewNumbers(cases, today)).map(([name, value]) => ({ name: `review_${name}`, value }));
  return [
    plain('classes', keptNumbers(cases, today).classes), { part: 'figures', name: 'reviews', figures },
    { part: 'held', held: heldCases(cases, terms) }, { part: 'gone', gone: goneCases(cases, period, certificates ?? new Map()) },
  ];
}

/** Fewer numbers, none that says whether there is a grave case or a hold, and nothing that anybody typed. @type {(typeof MAKERS)['directors']} */
function directors(cases, period, known) {
  const found = numbers(cases, period, known.today, known.terms);
  return [...warning(found, known), flow(found), apart(found, known), timed(found), findings(found), plain('categories', found.categories)];
}

/** @type {(typeof MAKERS)['evaluation']} */
function evaluation(cases, period, known) {
  const found = numbers(cases, period, known.today, known.terms);
  const kept = keptNumbers(cases, known.today);
  return [
    ...warning(found, known), flow(found), ...about(found), timed(found), missed(found), plain('ageing', found.ageing), findings(found), events(found),
    plain('classes', kept.classes), plain('quarters', kept.quarters), apart(found, known), { part: 'prose', name: 'tests' },
    { part: 'changes', changes: changesOf(known.chain, period) }, { part: 'prose', name: 'recommendations' },
  ];
}

/** @type {(typeof MAKERS)['log']} */
function log(cases, period, known) {
  return [{ part: 'log', lines: logOf(touched(cases, period), known) }];
}

/** Before a filing: `period.to` is its day. @type {(typeof MAKERS)['sweep']} */
function sweep(cases, { to }) {
  const open = complaints(cases).filter((one) => coarse(one.fine) === 'open' && one.received <= to);
  const accounting = open.filter(({ category }) => ACCOUNTING.includes(category));
  const unsorted = open.filter(({ category, triaged }) => !triaged && !ACCOUNTING.includes(category));
  return [matters('accounting', accounting), matters('unsorted', unsorted)];
}

/** That a test came through says that the channel works, and not that anybody uses it. @param {Numbers} found @param {Known} known @returns {Part[]} */
function warning(found, known) {
  return found.received === 0 ? [{ part: 'none', tests: testsIn(found, known) }] : [];
}

/** @param {Numbers} found @param {Known} known */
function testsIn({ period, tests }, known) {
  return tests + known.tests.filter(({ received }) => isIn(period, received)).length;
}

/** A test is nobody's complaint, so its number says nothing of anybody. @param {Numbers} found @param {Known} known @returns {Part} */
function apart(found, known) {
  return { part: 'figures', name: 'apart', figures: [{ name: 'tests', value: testsIn(found, known) }, { name: 'spam', value: found.spam }] };
}

/** @param {Numbers} found @returns {Part} */
function missed({ late }) {
  return { part: 'figures', name: 'missed', figures: Object.entries(late).map(([step, value]) => ({ name: `late_${step}`, value })) };
}

/** @param {Numbers} found @returns {Part} */
function flow({ received, open, closed, median }) {
  const figures = [{ name: 'received', value: received }, { name: 'open', value: open }, { name: 'closed', value: closed }];
  return { part: 'figures', name: 'flow', figures: [...figures, { name: 'median', value: median }] };
}

/** @param {Numbers} found @returns {Part} */
function events({ recusals, holds, destructions }) {
  const figures = Object.entries({ recusals, holds, destructions }).map(([name, value]) => ({ name, value }));
  return { part: 'figures', name: 'events', figures };
}

/** Where a list names each case that is held or was destroyed, a number of them would withhold nothing. @param {Numbers} found @returns {Part} */
function recusals({ recusals: value }) {
  return { part: 'figures', name: 'recusals', figures: [{ name: 'recusals', value }] };
}

/** @param {Numbers} found @returns {Part} */
function timed({ timely }) {
  const rows = STEPS.map((step) => {
    const { onTime, late } = timely[step];
    return { step, ...timely[step], share: onTime + late ? share(onTime, onTime + late) : null };
  });
  return { part: 'timely', rows };
}

/** @param {Numbers} found @returns {Part} */
function findings({ findings: mix, substantiated }) {
  return { part: 'mix', name: 'findings', mix, share: substantiated };
}

/** @param {Numbers} found @returns {Part[]} */
function about({ names, followUps, categories }) {
  return [plain('names', names), plain('followUps', followUps), plain('categories', categories)];
}

/** @param {string} name @param {Mix} mix @returns {Part} */
function plain(name, mix) {
  return { part: 'mix', name, mix, share: null };
}

/** @param {string} name @param {readonly Summary[]} cases @returns {Part} */
function matters(name, cases) {
  const rows = cases.map((one) => ({
    case: one.case, received: one.received, category: one.category, severity: one.severity, materiality: one.materiality,
    period: one.period, fine: one.fine, since: one.since, auditor: one.auditor, due: one.due,
  }));
  const rank = (/** @type {Matter} */ one) => `${one.severity || 'S'} ${one.received} ${one.case}`;
  return { part: 'matters', name, matters: rows.sort((one, other) => (rank(one) < rank(other) ? -1 : 1)) };
}

/**
 * A place belongs to one person for good (committee/change.js), so other keys in it are new keys of the same.
 * @param {readonly Directory[]} chain
 * @param {Period} period
 * @returns {Change[]} of who is on the list, as it was public anyway
 */
function changesOf(chain, period) {
  return chain.flatMap((version, at) => {
    const before = chain[at - 1]?.members ?? [];
    const [joined, left] = [rolesMissing(version.members, before), rolesMissing(before, version.members)];
    const keys = version.members.filter(({ slot, sign }) => before.some((one) => one.slot === slot && !equal(one.sign, sign))).map(({ role }) => role);
    if (!isIn(period, version.day) || !(joined.length || left.length || keys.length)) return [];
    return [{ version: version.version, day: version.day, joined, left, keys }];
  });
}

/**
 * @param {Directory['members']} some
 * @param {Directory['members']} others
 */
function rolesMissing(some, others) {
  return some.filter(({ slot }) => !others.some((one) => one.slot === slot)).map(({ role }) => role);
}
