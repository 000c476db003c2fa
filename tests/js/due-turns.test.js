/** Turns are a week each from the one that runs; that one is moved by nobody who does not mean to. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { beginnings, chosen, mayMove, moved, turnsOf } from '../../reviewer/browser/due/order.js';

const SUNDAY = '2026-11-22';

test('each is told the first day of the next turn, and who takes none is not', () => {
  const turns = turnsOf([0, 1, 2, 5], [2, 0, 5]);
  assert.deepEqual([...beginnings(turns, SUNDAY)], [[2, ''], [0, '2026-11-23'], [5, '2026-11-30']]);
});

test('where nobody is chosen all take turns, in the order shown', () => {
  const turns = turnsOf([0, 1, 2], [2, 0]).map((turn) => ({ ...turn, takes: false }));
  assert.deepEqual(chosen(turns), [2, 0, 1]);
  assert.equal(beginnings(turns, SUNDAY).get(1), '2026-11-30');
});

test('the turn that runs stays first, until it is taken from who has it', () => {
  const turns = turnsOf([0, 1, 2], [2, 0, 1]);
  const may = (/** @type {typeof turns} */ now) => [0, 1, 2].map((at) => [-1, 1].map((by) => mayMove(now, 2, at, by)));
  assert.deepEqual(may(turns), [[false, false], [false, true], [true, false]]);
  const taken = turns.map((turn) => ({ ...turn, takes: turn.slot !== 2 }));
  assert.deepEqual(may(taken), [[false, true], [true, true], [true, false]]);
  assert.notEqual(chosen(taken)[0], 2); // which the page says before it saves
  assert.equal(chosen(moved(turns, 2, -1))[0], 2);
});
