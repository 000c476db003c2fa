/** The log of cases: what its lines say, and what never comes into them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { COLUMNS, logOf } from '../../reviewer/browser/packs/log.js';
import { makePack, makeSupplement } from '../../reviewer/browser/packs/pack.js';
import { periodOf } from '../../reviewer/browser/packs/period.js';
import { rowsOf } from '../../reviewer/browser/packs/rows.js';
import { useWords } from '../../reviewer/browser/words.js';
import { ANNA, BERT, summary, TERMS } from './packs-summaries.js';

/** @import { Directory } from '../../crypto/js/index.js' */

const chain = /** @type {Directory[]} */ (/** @type {unknown} */ ([
  { members: [{ sign: new Uint8Array(32).fill(0xaa), role: 'Chair then' }] },
  { members: [{ sign: new Uint8Array(32).fill(0xaa), role: 'Chair now' }] },
]));
const KNOWN = { today: '2026-03-06', terms: TERMS, chain, tests: [] };
const FIRST = periodOf('2026-Q1');

test('cases are listed as they came in, with the days they were open', () => {
  const lines = logOf([
    summary({ received: '2026-03-01' }), summary({ received: '2026-01-06', closed: '2026-01-16' }),
    summary({ received: '2025-01-06', reopened: '2026-03-01', closed: '' }),
  ], KNOWN);
  assert.deepEqual(lines.map(({ received, open }) => [received, open]), [['2025-01-06', 5], ['2026-01-06', 10], ['2026-03-01', 5]]);
});

test('who a case is assigned to is named by the role on the newest list', () => {
  const [known, nobody, adviser] = logOf([summary({ assignee: ANNA }), summary(), summary({ assignee: BERT })], KNOWN);
  assert.deepEqual([known.assignee, nobody.assignee, adviser.assignee], ['Chair now', '', null]);
});

test('a destroyed case names the hash of its certificate once there is one, others none', () => {
  const gone = { fine: 'destroyed', destroyed: '2026-02-02' };
  const cases = [summary({ case: 'a1' }), summary({ case: 'b2', ...gone }), summary({ case: 'c3', ...gone })];
  const lines = logOf(cases, { ...KNOWN, certificates: new Map([['a1', 'ab'], ['b2', 'cd']]) });
  assert.deepEqual(lines.map(({ certificate }) => certificate), ['', 'cd', '']);
});

test('titles and texts are in no line', () => {
  const [line] = logOf([summary({ title: 'CANARY', text: 'canary' })], KNOWN);
  assert.deepEqual(Object.keys(line).sort(), [...COLUMNS].sort());
  assert.doesNotMatch(JSON.stringify(line), /canary/i);
});

test('a log has what was open, received, closed or destroyed in its time, and its supplement the same', () => {
  const cases = [
    summary({ received: '2025-06-01', closed: '2025-07-01' }), summary({ received: '2025-06-01', closed: '2026-01-01' }),
    summary({ received: '2025-06-01' }), summary({ received: '2026-04-01' }),
    summary({ received: '2015-06-01', closed: '2015-07-01', fine: 'destroyed', destroyed: '2026-01-05' }),
  ];
  const expected = [cases[4], cases[1], cases[2]].map((one) => one.case);
  for (const parts of [makePack('log', cases, FIRST, KNOWN).parts, makeSupplement('log', cases, FIRST, KNOWN)]) {
    assert.deepEqual(parts.flatMap((part) => (part.part === 'log' ? part.lines.map((line) => line.case) : ['?'])), expected);
  }
});

test('as a table it has one row to a case, and as many cells as columns', () => {
  useWords(new Proxy({}, { get: (_, key) => String(key) }), 'en');
  const rows = rowsOf(makePack('log', [summary(), summary({ severity: 'S1', outcomes: ['partly', ''] })], FIRST, KNOWN), new Map());
  const [head, ...lines] = rows.slice(4);
  assert.equal(lines.length, 2);
  assert.ok([head, ...lines].every((row) => row.length === COLUMNS.length + 1));
  assert.ok(lines[1].includes('outcome.partly; packs.not_yet'));
});

test('a merged case names the other only where that one is in the log as well', () => {
  const [one, other] = ['01', '02'].map((name) => name.repeat(16));
  const merged = summary({ case: one, fine: 'merged', merged: other, received: '2026-01-01' });
  assert.deepEqual(logOf([merged, summary({ case: other, received: '2026-01-02' })], KNOWN).map((line) => line.merged), [other, '']);
  assert.deepEqual(logOf([merged], KNOWN).map((line) => line.merged), [null]);
});
