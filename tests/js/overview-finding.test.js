/** The list shows what was asked for, in the order that was asked for, also while somebody types. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ALL, Finder, rowsOf, sorted } from '../../reviewer/browser/overview/finding.js';
import { fold } from '../../reviewer/browser/overview/folded.js';
import { summarise } from '../../reviewer/browser/overview/summary.js';
import { ANN, BEN, openedCase } from './overview-cases.js';

/** @import { Row, Wanted } from '../../reviewer/browser/overview/finding.js' */
/** @import { Summary } from '../../reviewer/browser/overview/summary.js' */

const TODAY = '2026-05-04';
const plain = summarise(openedCase('whole_life', { count: 1 }), ANN);
let count = 0;

/** @param {Partial<Summary>} [changes] @param {string} [text] as it was written @returns {Summary} */
function one(changes = {}, text = '') {
  count += 1;
  const due = [{ day: '2026-06-01', what: 'feedback', of: 0 }];
  return { ...plain, case: String(count).padStart(32, '0'), due, ...changes, ...(text && { text: fold(text) }) };
}

/** @param {Summary[]} summaries @param {Partial<Wanted>} wanted @returns {Summary[]} */
function found(summaries, wanted) {
  return new Finder().find(rowsOf(summaries, TODAY), { ...ALL, ...wanted }, ANN).map(({ summary }) => summary);
}

/** @param {string} day @param {string} [what] */
const due = (day, what = 'triage') => [{ day, what, of: 0 }];

/** @type {[string, Partial<Wanted>, Partial<Summary>, Partial<Summary>][]} */
const FILTERS = [
  ['a coarse state', { state: 'closed' }, { fine: 'referred' }, { fine: 'triage' }],
  ['a fine state', { state: '.triage' }, { fine: 'triage' }, { fine: 'accepted' }],
  ['a category', { category: 'retaliation' }, { category: 'retaliation' }, { category: 'other' }],
  ['a severity', { severity: 'S1' }, { severity: 'S1' }, { severity: 'S2' }],
  ['no severity yet', { severity: 'none' }, { severity: '' }, { severity: 'S4' }],
  ['who leads it', { leader: BEN }, { assignee: BEN }, { assignee: ANN }],
  ['nobody leading it', { leader: 'none' }, { assignee: '' }, { assignee: ANN }],
  ['how it came', { channel: 'letter' }, { channel: 'letter' }, { channel: 'line' }],
  ['a risk of retaliation', { detriment: 'high' }, { detriment: 'high' }, { detriment: 'low' }],
  ['a risk that nobody has graded', { detriment: 'unsaid' }, { detriment: '' }, { detriment: 'none' }],
  ['an outcome', { outcome: 'partly' }, { outcomes: ['', 'partly'] }, { outcomes: ['substantiated'] }],
  ['the day of receipt, from', { from: '2026-03-02' }, { received: '2026-03-02' }, { received: '2026-03-01' }],
  ['the day of receipt, until', { to: '2026-03-02' }, { received: '2026-03-02' }, { received: '2026-03-03' }],
  ['being late', { late: true }, { due: due('2026-05-03') }, { due: due('2026-05-04') }],
  ['being assigned to the reader', { assigned: true }, { assignee: ANN }, { assignee: BEN }],
  ['waiting for the reader', { waiting: true }, { mine: [{ what: 'approve', of: 3, until: TODAY }] }, { mine: [{ what: 'approve', of: 3, until: '2026-05-03' }] }],
  ['the reporter’s words', { wrote: true }, { wrote: '2026-05-01' }, { wrote: '' }],
  ['a hold', { held: true }, { holds: 1 }, { holds: 0 }],
];
for (const [what, wanted, yes, no] of FILTERS) {
  test(`a filter by ${what} lets through what has it, and nothing else`, () => {
    const [right, wrong] = [one(yes), one(no)];
    assert.deepEqual(found([wrong, right], wanted), [right]);
    assert.deepEqual(found([wrong, right], {}), [wrong, right]);
  });
}

test('a filter by what is new lets through what was written since the reader looked', () => {
  const [right, wrong] = [one({ news: 5 }), one({ news: 4 })];
  const rows = rowsOf([wrong, right, one({ news: 0 })], TODAY, { looked: new Map([[right.case, 4], [wrong.case, 4]]), visited: TODAY });
  assert.deepEqual(new Finder().find(rows, { ...ALL, fresh: true }, ANN).map(({ summary }) => summary), [right]);
});

test('all filters must be met at once', () => {
  const both = one({ severity: 'S1', holds: 1 });
  assert.deepEqual(found([one({ severity: 'S1' }), both, one({ holds: 1 })], { severity: 'S1', held: true }), [both]);
});

test('every word that was typed must be found, in any order, case and accent', () => {
  const [right, wrong] = [one({}, 'Die Müller GmbH zahlte an das Café Résumé'), one({}, 'Die Müller GmbH zahlte')];
  for (const typed of ['cafe muller', 'CAFÉ', '  RESUME  zahl ', 'zahlte an']) {
    assert.deepEqual(found([wrong, right], { typed }), [right], typed);
  }
  assert.deepEqual(found([wrong, right], { typed: 'nothing of that' }), []);
});

test('a case is found by the beginning of its number', () => {
  const [right, wrong] = [one({ case: 'ab12cd'.padEnd(32, '0') }), one({ case: 'cd12ab'.padEnd(32, '0') })];
  assert.deepEqual(found([wrong, right], { typed: 'AB12' }), [right]);
  assert.deepEqual(found([wrong, right], { typed: 'ab1' }), []);
  assert.deepEqual(found([wrong, right], { typed: 'ab12 cd00' }), [right], 'as pages show it');
});

test('typing on, and taking back, finds what a fresh search finds', () => {
  const texts = ['books in the safe', 'the safe is open', 'bookings', 'a note on safety books', ''];
  const rows = rowsOf(texts.map((text, at) => one({ case: `b00c${at}`.padEnd(32, '0') }, text)), TODAY);
  const finder = new Finder();
  for (const typed of ['b', 'bo', 'boo', 'b00', 'b00c', 'b00', 'book', 'books', 'books s', 'books safe', 'book', '', 's', 'afe', 'safe', 'safe oo', 'oo']) {
    const fresh = new Finder().find(rows, { ...ALL, typed }, ANN);
    assert.deepEqual(finder.find(rows, { ...ALL, typed }, ANN), fresh, typed);
  }
});

test('another filter, or other cases, are not searched among what was found before', () => {
  const finder = new Finder();
  const [open, closed] = [one({ fine: 'triage' }, 'books'), one({ fine: 'closed' }, 'books')];
  const rows = rowsOf([open, closed], TODAY);
  const cases = (/** @type {Row[]} */ list) => list.map(({ summary }) => summary);
  assert.deepEqual(cases(finder.find(rows, { ...ALL, typed: 'boo', state: 'open' }, ANN)), [open]);
  assert.deepEqual(cases(finder.find(rows, { ...ALL, typed: 'books', state: 'closed' }, ANN)), [closed]);
  assert.deepEqual(cases(finder.find(rowsOf([open, closed], TODAY), { ...ALL, typed: 'books' }, ANN)), [open, closed]);
});

test('what was found can be changed by whoever asked', () => {
  const finder = new Finder();
  const rows = rowsOf([one({}, 'books')], TODAY);
  finder.find(rows, ALL, ANN).pop();
  assert.equal(rows.length, 1);
});

/** @param {Summary[]} summaries @param {Parameters<typeof sorted>[1]} order @param {boolean} [down] */
function order(summaries, order, down) {
  return sorted(rowsOf(summaries, TODAY), order, down).map(({ summary }) => summary);
}

test('the first severity comes first, then what is due first; what is closed comes last', () => {
  const closed = one({ fine: 'closed', severity: 'S1', due: due('2026-01-01') });
  const [soon, later] = [one({ severity: 'S3', due: due('2026-05-01') }), one({ severity: 'S2', due: due('2026-05-09') })];
  const [grave, urgent, idle] = [one({ severity: 'S1', due: due('2026-07-01') }), one({ severity: '', urgent: 1, due: due('2026-06-01') }), one({ due: [] })];
  assert.deepEqual(order([closed, idle, later, soon, grave, urgent], 'urgency'), [urgent, grave, soon, later, idle, closed]);
});

test('each order goes both ways', () => {
  const old = one({ received: '2026-01-02', severity: 'S2', due: due('2026-06-02') });
  const young = one({ received: '2026-04-02', severity: 'S1', due: due('2026-06-01') });
  for (const [by, up] of /** @type {const} */ ([['received', [old, young]], ['age', [young, old]], ['severity', [young, old]], ['due', [young, old]]])) {
    assert.deepEqual(order([old, young], by), up, by);
    assert.deepEqual(order([old, young], by, true), [...up].reverse(), by);
  }
});

test('a case without severity is sorted behind those that have one', () => {
  const [none, mild] = [one({ severity: '' }), one({ severity: 'S4' })];
  assert.deepEqual(order([none, mild], 'severity'), [mild, none]);
});

test('a closed case does not grow older', () => {
  const ages = rowsOf([one({ received: '2026-05-01' }), one({ received: '2026-05-01', closed: '2026-05-03' }), one({ received: '2026-05-05' })], TODAY);
  assert.deepEqual(ages.map(({ age }) => age), [3, 2, 0]);
});

test('equal cases stand in one order, whatever order they came in', () => {
  const [a, b, c] = [one(), one(), one()];
  assert.deepEqual(order([c, a, b], 'urgency'), [a, b, c]);
});
