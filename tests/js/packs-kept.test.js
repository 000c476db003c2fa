/** The report on retention in the meeting pack. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { goneCases, heldCases, reviewNumbers } from '../../reviewer/browser/packs/kept.js';
import { makePack } from '../../reviewer/browser/packs/pack.js';
import { periodOf } from '../../reviewer/browser/packs/period.js';
import { rowsOf } from '../../reviewer/browser/packs/rows.js';
import { useWords } from '../../reviewer/browser/words.js';
import { summaries, summary, TERMS } from './packs-summaries.js';

const TODAY = '2026-03-20';
const FIRST = periodOf('2026-Q1');
const CERTIFICATE = 'c0'.repeat(32);
const kept = (/** @type {string} */ keep, fine = 'retained') => ({ fine, retention: 'general', keep });

test('what is due within 90 days and what is overdue are told apart, and few are said as few', () => {
  const cases = [
    ...summaries(6, kept('2026-03-20')), ...summaries(1, kept('2026-06-18')), ...summaries(9, kept('2026-06-19')),
    ...summaries(2, kept('2026-03-19')), ...summaries(1, kept('2026-01-01', 'due_for_review')), ...summaries(5, { fine: 'triage' }),
  ];
  assert.deepEqual(reviewNumbers(cases, TODAY), { due: { at: 'shown', count: 7 }, overdue: { at: 'few', count: null } });
});

test('each hold has a row with its days, the oldest first, and no word of its matter', () => {
  const held = [{ matter: 'CANARY', since: '2026-01-02', reviewed: '' }, { matter: 'CANARY', since: '2025-01-02', reviewed: '2026-01-01' }];
  const rows = heldCases([summary({ case: 'b2', holds: 2, held }), summary()], { holidays: [], periods: { hold_review: 90 } });
  assert.deepEqual(rows.map(({ since, reviewed, due: next }) => [since, reviewed, next]), [['2025-01-02', '2026-01-01', '2026-04-01'], ['2026-01-02', '', '2026-04-02']]);
  assert.doesNotMatch(JSON.stringify(makePack('meeting', [summary({ held, holds: 2 })], FIRST, { today: TODAY, terms: TERMS, chain: [], tests: [] })), /CANARY/);
});

test('what was destroyed in the time is listed with its certificate, as soon as there is one', () => {
  const gone = (/** @type {string} */ id, /** @type {string} */ destroyed) => summary({ case: id, fine: 'destroyed', retention: 'fraud', destroyed });
  const cases = [gone('b2', '2026-02-02'), gone('a1', '2026-01-31'), gone('c3', '2025-12-31'), summary()];
  const rows = goneCases(cases, FIRST, new Map([['b2', CERTIFICATE]]));
  assert.deepEqual(rows.map(({ case: id, certificate }) => [id, certificate]), [['a1', ''], ['b2', CERTIFICATE]]);
});

test('the meeting pack has the report, also as a table, and the directors do not get it', () => {
  useWords(new Proxy({}, { get: (_, key) => String(key) }), 'en');
  const cases = [summary({ holds: 1, held: [{ matter: '', since: '2026-01-02', reviewed: '' }] }), summary({ case: 'b2', fine: 'destroyed', destroyed: '2026-02-02' })];
  const known = { today: TODAY, terms: TERMS, chain: [], tests: [], certificates: new Map([['b2', CERTIFICATE]]) };
  const names = (/** @type {'meeting' | 'directors'} */ kind) => makePack(kind, cases, FIRST, known).parts.map((part) => ('name' in part ? part.name : part.part));
  assert.deepEqual(['classes', 'reviews', 'held', 'gone'].filter((one) => names('meeting').includes(one)), ['classes', 'reviews', 'held', 'gone']);
  assert.deepEqual(['classes', 'reviews', 'held', 'gone'].filter((one) => names('directors').includes(one)), []);
  const cells = rowsOf(makePack('meeting', cases, FIRST, known), new Map()).flat();
  assert.ok(cells.includes(CERTIFICATE) && cells.includes('2026-01-02'));
});

test('what a list names one by one is not counted beside it as few', () => {
  const pack = makePack('meeting', [summary({ fine: 'destroyed', destroyed: '2026-02-02' })], FIRST, { today: TODAY, terms: TERMS, chain: [], tests: [] });
  const figures = pack.parts.flatMap((part) => (part.part === 'figures' ? part.figures.map(({ name }) => name) : []));
  assert.ok(figures.includes('recusals'));
  assert.ok(!figures.includes('destructions') && !figures.includes('holds'));
});
