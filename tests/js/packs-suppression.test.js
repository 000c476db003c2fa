/** What is withheld cannot be had back: tried for every small table, by somebody who knows the rules. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { count, FEW, LEAST, mix, share, shareOf } from '../../reviewer/browser/packs/suppression.js';

/** @param {number[]} counts @returns {string[]} things in these cells */
const things = (counts) => counts.flatMap((one, at) => Array.from({ length: one }, () => `c${at}`));
/** @param {number} size */
const codes = (size) => Array.from({ length: size }, (_, at) => `c${at}`);
/** @param {number[]} counts */
const table = (counts) => mix(things(counts), codes(counts.length));

/** Every table of so many cells that holds at most so many things. @param {number} cells @param {number} most @returns {number[][]} */
function tables(cells, most) {
  if (cells === 0) return [[]];
  return tables(cells - 1, most).flatMap((rest) => {
    const left = most - rest.reduce((sum, one) => sum + one, 0);
    return Array.from({ length: left + 1 }, (_, one) => [...rest, one]);
  });
}

/** @typedef {{ total: number, cells: readonly { code: string, count: number | null }[] }} Shown */

/**
 * Puts tables that are shown alike side by side; a withheld cell that is the same in all of them is told.
 * @param {(counts: number[]) => Shown} show
 * @param {number} cells
 * @param {number} most
 * @returns {string[]} tables, as shown, that tell a cell which they withhold
 */
function told(show, cells, most) {
  /** @type {Map<string, { shown: Shown, worlds: number[][] }>} */
  const alike = new Map();
  for (const counts of tables(cells, most)) {
    const shown = show(counts);
    const key = JSON.stringify(shown);
    const found = alike.get(key) ?? { shown, worlds: [] };
    found.worlds.push(counts);
    alike.set(key, found);
  }
  return [...alike].filter(([, { shown, worlds }]) => shown.cells.some((cell, at) => (
    cell.count === null && new Set(worlds.map((counts) => counts[at])).size < 2))).map(([key]) => key);
}

/** A broken variant: cells under LEAST are withheld, and the total gives them back. @param {number[]} counts @returns {Shown} */
function withoutComplement(counts) {
  const cells = counts.map((one, at) => ({ code: `c${at}`, count: one > 0 && one < LEAST ? null : one }));
  return { total: counts.reduce((sum, one) => sum + one, 0), cells };
}

for (const [cells, most] of [[2, 40], [3, 26], [4, 18], [5, 20], [6, 14]]) {
  test(`no withheld cell of a table of ${cells} can be computed from what is shown`, () => {
    assert.deepEqual(told(table, cells, most), []);
  });
}

test('with primary suppression alone, totals give cells back', () => {
  assert.ok(told(withoutComplement, 3, 26).length > 0);
});

test('no table shows a cell of one to four, and each shows its true total', () => {
  for (const counts of tables(4, 18)) {
    const { total, cells } = table(counts);
    assert.equal(total, counts.reduce((sum, one) => sum + one, 0));
    cells.forEach((cell, at) => {
      if (cell.count === null) return;
      assert.equal(cell.count, counts[at]);
      assert.ok(cell.count === 0 || cell.count >= LEAST);
    });
  }
});

test('large tables show all their cells, and a table of nothing shows that it is empty', () => {
  assert.deepEqual(table([5, 9, 12]).cells.map((cell) => cell.count), [5, 9, 12]);
  assert.deepEqual(table([0, 0]).cells.map((cell) => cell.count), [0, 0]);
  assert.deepEqual(table([0, 7, 0]).cells.map((cell) => cell.count), [0, 7, 0]);
  assert.deepEqual(table([1, 5, 9, 0]).cells.map((cell) => cell.count), [null, null, 9, 0]);
  assert.deepEqual(table([3, 0, 0]).cells.map((cell) => cell.count), [null, null, null]);
});

test('a thing that belongs in no cell stops the count', () => {
  assert.throws(() => mix(['c2'], codes(2)));
});

test('single counts under five are said as few, and none as none', () => {
  assert.deepEqual([0, 1, 4, 5].map((one) => count(one).at), ['none', 'few', 'few', 'shown']);
  assert.deepEqual([count(4).count, count(5).count], [null, 5]);
});

test('a share of fewer than ten has no percentage', () => {
  assert.equal(share(7, FEW - 1).percent, null);
  assert.equal(share(5, FEW).percent, 50);
});

test('a share is said only when each cell it adds up is shown', () => {
  assert.deepEqual(shareOf(table([6, 9, 5]), ['c0'], ['c0', 'c1']), { part: 6, of: 15, percent: 40 });
  assert.equal(shareOf(table([6, 9, 2]), ['c0'], ['c0', 'c2']), null);
  assert.equal(shareOf(table([0, 0, 0]), ['c0'], ['c0', 'c1']), null);
});
