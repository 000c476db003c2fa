/** Who may read a pack decides what it counts; tables that are saved run nothing. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countedFor, supplements } from '../../reviewer/browser/packs/audience.js';
import { csv } from '../../reviewer/browser/packs/csv.js';
import { makePack, makeSupplement } from '../../reviewer/browser/packs/pack.js';
import { periodOf } from '../../reviewer/browser/packs/period.js';
import { ANNA, BERT, CLEO, EVERYBODY, summaries, summary, TERMS } from './packs-summaries.js';

const KNOWN = { today: '2026-05-04', terms: TERMS, chain: [], tests: [] };
const FIRST = periodOf('2026-Q1');

test('a case counts when every reader of the pack can open it', () => {
  const [all, some] = [summary(), summary({ readers: [ANNA, BERT] })];
  assert.deepEqual(countedFor([all, some], EVERYBODY), [all]);
  assert.deepEqual(countedFor([all, some], [ANNA, BERT]), [all, some]);
});

test('a supplement is for exactly those readers of the pack who can open its cases', () => {
  const [two, other, nobody] = [summary({ readers: [ANNA, BERT] }), summary({ readers: [BERT, CLEO] }), summary({ readers: ['d'.repeat(64)] })];
  const groups = supplements([summary(), two, other, nobody], EVERYBODY);
  assert.deepEqual(groups.map(({ readers, cases }) => [readers, cases]), [[[ANNA, BERT], [two]], [[BERT, CLEO], [other]]]);
});

test('pack and supplements together hold each case that a reader can open, once', () => {
  const cases = [...summaries(3), ...summaries(2, { readers: [ANNA] }), ...summaries(2, { readers: [BERT, CLEO] })];
  const apart = supplements(cases, EVERYBODY).flatMap((group) => group.cases);
  assert.deepEqual(new Set([...countedFor(cases, EVERYBODY), ...apart]), new Set(cases));
  assert.equal(apart.length, 4);
});

test('a pack without reports warns about the channel', () => {
  for (const kind of /** @type {const} */ (['meeting', 'directors', 'evaluation'])) {
    assert.equal(makePack(kind, [], FIRST, KNOWN).parts[0].part, 'none');
    assert.notEqual(makePack(kind, [summary()], FIRST, KNOWN).parts[0].part, 'none');
  }
});

test('nobody types into the report to the directors', () => {
  assert.ok(makePack('directors', summaries(6), FIRST, KNOWN).parts.every(({ part }) => part !== 'prose' && part !== 'matters'));
});

test('before a filing stand the accounting matters that are open, the severest first, and apart what nobody has sorted yet', () => {
  const matters = [
    summary({ category: 'control_deficiency', severity: 'S3', triaged: '2026-01-08', fine: 'triage' }),
    summary({ category: 'fraud_statements', severity: 'S1', triaged: '2026-01-08', fine: 'findings' }),
    summary({ category: 'fraud_statements', severity: 'S1', triaged: '2026-01-08', fine: 'closed' }),
    summary({ category: 'retaliation', severity: 'S1', triaged: '2026-01-08', fine: 'triage' }),
    summary({ category: 'other' }),
    summary({ category: 'fraud_records', received: '2026-03-01' }),
  ];
  const [accounting, unsorted] = makePack('sweep', matters, { from: '2026-02-01', to: '2026-02-01' }, KNOWN).parts;
  assert.ok(accounting.part === 'matters' && unsorted.part === 'matters');
  assert.deepEqual(accounting.matters.map((one) => one.case), [matters[1].case, matters[0].case]);
  assert.deepEqual(unsorted.matters.map((one) => one.case), [matters[4].case]);
});

test('a supplement without anything of the time or the list is no sheet', () => {
  const old = [summary({ received: '2024-01-01', closed: '2024-02-01', fine: 'closed', category: 'retaliation' })];
  assert.deepEqual(makeSupplement('meeting', old, FIRST, KNOWN), []);
  assert.deepEqual(makeSupplement('sweep', old, FIRST, KNOWN), []);
  assert.equal(makeSupplement('meeting', [summary()], FIRST, KNOWN).length, 1);
});

for (const formula of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '＝1', '|calc', '%0A', '\u200b=1', '\u0000=1']) {
  test(`a table takes ${JSON.stringify(formula)} for text`, () => {
    assert.match(csv([[formula]]), /^\ufeff"?'/);
  });
}

for (const [text, written] of [
  ['Q3;=HYPERLINK(1)', '"Q3;\'=HYPERLINK(1)"'], ['a\t=1', '"a\t\'=1"'], ['a\n@b', '"a\n\'@b"'], ['a; b', '"a; b"'], ['a\tb', '"a\tb"'],
]) {
  test(`a table holds ${JSON.stringify(text)} in one cell, and no formula, wherever cells are parted`, () => {
    assert.equal(csv([[text]]), `\ufeff${written}\r\n`);
  });
}

test('a table keeps what is in it: quotes, commas, lines; numbers stay numbers', () => {
  assert.equal(csv([['a "b", c', -3], ['x\ny', 'plain']]), '\ufeff"a ""b"", c",-3\r\n"x\ny",plain\r\n');
});
