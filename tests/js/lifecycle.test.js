/** The stories of tests/lifecycle/cases come to what was said by hand, in the code that the browser runs. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { checkContent } from '../../reviewer/browser/lifecycle/content.js';
import { dueList } from '../../reviewer/browser/lifecycle/due.js';
import { NotAllowed, UnknownKind } from '../../reviewer/browser/lifecycle/failures.js';
import { accept, fold } from '../../reviewer/browser/lifecycle/folding.js';
import { checkMove } from '../../reviewer/browser/lifecycle/moves.js';
import { EMPTY } from '../../reviewer/browser/lifecycle/state.js';
import { answer } from './lifecycle-answers.mjs';

const FOLDER = new URL('../lifecycle/cases/', import.meta.url);
const files = readdirSync(FOLDER).filter((name) => name.endsWith('.json')).sort();

/** @param {string} name */
function read(name) {
  return JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8'));
}

assert.ok(files.length > 60);
for (const name of files) {
  const story = read(name);
  test(`${name}: ${story.note}`, () => {
    const { state, acts, ...rest } = JSON.parse(JSON.stringify(answer(story)));
    const { state: wantedState, acts: wantedActs = {}, ...wantedRest } = story.wanted;
    for (const [field, value] of Object.entries(wantedState)) assert.deepEqual(state[field], value, field);
    for (const [part, value] of Object.entries(wantedRest)) assert.deepEqual(rest[part], value, part);
    for (const [person, rows] of Object.entries(wantedActs)) {
      for (const row of rows) assert.deepEqual(acts[person].filter((/** @type {any} */ one) => isSameAct(one, row)), [row]);
    }
  });
}

/** @param {any} one @param {any} other whether they differ in their reason at most */
function isSameAct(one, other) {
  return ['kind', 'asks', 'request'].every((field) => one[field] === other[field]);
}

test('what a fold gives, and what it was given, is not changed by any entry after', () => {
  const { entries, members } = read('whole_life.json');
  const before = JSON.stringify(entries);
  const frozen = deepFreeze(entries);
  for (let count = 0; count <= frozen.length; count += 1) assertFrozen(fold(frozen.slice(0, count), members));
  assert.equal(JSON.stringify(entries), before);
});

/** @param {any} value */
function deepFreeze(value) {
  if (typeof value === 'object') Object.values(value).forEach(deepFreeze);
  return Object.freeze(value);
}

/** @param {any} value */
function assertFrozen(value) {
  if (typeof value !== 'object') return;
  assert.ok(Object.isFrozen(value));
  Object.values(value).forEach(assertFrozen);
}

test('failures are classes with a reason, before an entry is written as well as after', () => {
  assert.throws(() => checkContent({ kind: 'deletion' }), UnknownKind);
  assert.throws(() => checkMove('destroyed', 'note'), (error) => error instanceof NotAllowed && error.reason === 'state');
  const { entries, members } = read('whole_life.json');
  assert.throws(() => accept(EMPTY, entries[1], members), (error) => error instanceof NotAllowed && error.reason === 'order');
});

test('who made the key and is left out makes a new one due, also where no entry says that they left', () => {
  const state = { ...EMPTY, fine: 'closed', last: '2026-03-02', maker: 'a1', recused: ['a1'] };
  assert.deepEqual(dueList(state, { holidays: [], periods: {} }), [{ day: '2026-03-03', what: 'renewal', of: 0 }]);
});
