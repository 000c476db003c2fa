/** What a pack says of tests, of a time without complaints, and of who is on the committee. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { caseId } from '../../crypto/js/cases.js';
import { hex } from '../../crypto/js/index.js';
import { gaps, unfiledTests } from '../../reviewer/browser/packs/apart.js';
import { KINDS, makePack } from '../../reviewer/browser/packs/pack.js';
import { periodOf } from '../../reviewer/browser/packs/period.js';
import { changeText, noneText } from '../../reviewer/browser/packs/telling.js';
import { useWords } from '../../reviewer/browser/words.js';
import { ANNA, BERT, CLEO, EVERYBODY, summary, TERMS } from './packs-summaries.js';

/** @import { Directory } from '../../crypto/js/index.js' */
/** @import { Inbox } from '../../reviewer/browser/packs/apart.js' */
/** @import { Known, Kind, Part } from '../../reviewer/browser/packs/pack.js' */

const YEAR = periodOf('2026');
const HASH = new Uint8Array(32).fill(7);

/** @param {string[]} people each in its place; '' where it is empty @returns {Directory['members']} */
function members(...people) {
  return /** @type {Directory['members']} */ (/** @type {unknown} */ (people.flatMap((person, slot) => (
    person ? [{ slot, role: `Role ${slot}`, sign: Uint8Array.from(Buffer.from(person, 'hex')) }] : []))));
}

/** @param {number} version @param {string} day @param {string[]} people */
function listed(version, day, ...people) {
  return /** @type {Directory} */ (/** @type {unknown} */ ({ version, day, hash: HASH, members: members(...people) }));
}

/** @param {Partial<Known>} [more] @returns {Known} */
const known = (more = {}) => ({ today: '2026-12-31', terms: TERMS, chain: [], tests: [], ...more });

/** @param {Kind} kind @param {Parameters<typeof makePack>[1]} cases @param {Known} about */
const parts = (kind, cases, about) => makePack(kind, cases, YEAR, about).parts;

/** @param {Part[]} found @param {string} name */
function figure(found, name) {
  const all = found.flatMap((part) => (part.part === 'figures' ? part.figures : []));
  return all.find((one) => one.name === name)?.value;
}

test('a test that came through does not make a time without complaints one with them, and is said beside the warning', () => {
  useWords({ 'packs.none_text': 'none', 'packs.only_tests.one': 'one', 'packs.only_tests.other': '{count}' }, 'en');
  const tried = known({ tests: [{ received: '2026-05-04', readers: EVERYBODY }, { received: '2025-05-04', readers: EVERYBODY }] });
  for (const kind of /** @type {const} */ (['meeting', 'directors', 'evaluation'])) {
    const [none] = parts(kind, [summary({ test: 1 })], tried);
    assert.deepEqual(none, { part: 'none', tests: 2 }, kind);
    assert.equal(figure(parts(kind, [summary({ test: 1 })], tried), 'tests'), 2);
    assert.equal(figure(parts(kind, [summary({ test: 1 })], tried), 'received'), 0);
  }
  assert.deepEqual([noneText(0), noneText(1), noneText(2)], ['none', 'one', '2']);
});

test('what is open before a filing is no test', () => {
  const [accounting, unsorted] = parts('sweep', [summary({ test: 1, category: 'fraud_records' }), summary({ test: 1 })], known());
  assert.deepEqual([accounting, unsorted].map((part) => part.part === 'matters' && part.matters), [[], []]);
});

test('the log names a test as one', () => {
  const [log] = parts('log', [summary({ test: 1 }), summary()], known());
  assert.deepEqual(log.part === 'log' && log.lines.map((line) => line.test), [1, 0]);
});

test('what is told of grave cases and of holds is not in the report to the directors', () => {
  const grave = Array.from({ length: 6 }, () => summary({ severe: '2026-01-07', reviews: [{ from: '2026-01-07', done: '', ended: '' }] }));
  for (const name of ['late_chair_told', 'late_meeting', 'late_hold_review']) {
    assert.deepEqual(figure(parts('meeting', grave, known()), name), { at: 'shown', count: 6 }, name);
    assert.equal(figure(parts('directors', grave, known()), name), undefined, name);
  }
});

test('who was given new keys has neither left nor joined', () => {
  useWords({ 'packs.joined': 'joined {role}', 'packs.left': 'left {role}', 'packs.keys': 'keys {role}' }, 'en');
  const chain = [
    listed(1, '2025-01-01', ANNA, BERT, CLEO), listed(2, '2026-02-01', ANNA, 'd'.repeat(64), CLEO),
    listed(3, '2026-03-01', ANNA, 'd'.repeat(64), '', 'e'.repeat(64)), listed(4, '2027-01-01', 'f'.repeat(64)),
  ];
  const found = parts('evaluation', [], known({ chain })).flatMap((part) => (part.part === 'changes' ? part.changes : []));
  assert.deepEqual(found.map(({ version }) => version), [2, 3]);
  assert.deepEqual(found.map(changeText), ['keys Role 1', 'joined Role 3; left Role 2']);
  assert.ok(KINDS.includes('evaluation'));
});

test('tests that lie in the inbox are counted for those to whom they were sealed, and once they are a case no more', () => {
  const thread = (/** @type {string} */ kind, /** @type {number[]} */ excluded, /** @type {number} */ mark) => ({
    id: String(mark),
    messages: [{
      epoch: 20457, object: '', content: { kind, excluded },
      item: { contentKey: new Uint8Array(32).fill(mark), directoryHash: HASH, envelope: new Uint8Array(8).fill(mark) },
    }],
  });
  const threads = [thread('test', [1], 1), thread('report', [], 2)];
  const inbox = (/** @type {string[]} */ cases) => /** @type {Inbox} */ (/** @type {unknown} */ ({
    threads, listings: new Map(cases.map((id) => [id, {}])), line: { epoch_seconds: 86_400 }, directory: { chain: [listed(1, '2026-01-01', ANNA, BERT, CLEO)] },
  }));
  assert.deepEqual(unfiledTests(inbox([])), [{ received: '2026-01-04', readers: [ANNA, CLEO] }]);
  assert.deepEqual(unfiledTests(inbox([hex(caseId(threads[0].messages[0].item))])), []);
});

test('a pack says that it may lack something while not all that came was looked through, or a record does not check', () => {
  const trouble = new Map([['00', 'BrokenChain']]);
  assert.deepEqual(gaps({ troubles: trouble, looked: false }), ['troubles', 'not_looked']);
  assert.deepEqual(gaps({ troubles: new Map(), looked: true }), []);
});
