/** Covers come at the moments of a Poisson process, whatever a visit does and however long it takes. */
import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { anyLength, chance, delays } from '../../intake/browser/cover-schedule.js';
import { cover, sleep } from '../../intake/browser/cover-sender.js';
import { seeded } from './cover-seed.js';

/** The same numbers in tests/unit/test_cover.py: both languages make the same waits of the same draws. */
const DRAWS = [0, 1, 2 ** 31, 4_000_000_000, 2 ** 32 - 1];
const WAITS = [88.722839111673, 85.950250389433, 2.772588720377, 0.284598318408, 0];
const MEAN = 4;
const COUNT = 4000;
/** Kolmogorov and Smirnov: of a hundred true samples, 99 stay below. */
const LIMIT = 1.63 / Math.sqrt(COUNT);

/**
 * @param {number} count
 * @param {number} seed
 * @returns {number[]} the first waits of a seeded schedule
 */
function first(count, seed) {
  const restore = seeded(seed);
  const schedule = delays(MEAN);
  const found = Array.from({ length: count }, () => schedule.next().value);
  restore();
  return found;
}

/**
 * @param {number[]} waits
 * @returns {number} how far they are from the exponential distribution, at most 1
 */
function distance(waits) {
  const sorted = [...waits].sort((one, other) => one - other);
  return Math.max(...sorted.map((wait, at) => Math.abs(1 - Math.exp(-wait / MEAN) - (at + 0.5) / sorted.length)));
}

test('the same draws make the same waits as in Python', () => {
  let at = 0;
  const draw = mock.method(crypto, 'getRandomValues', (/** @type {Uint32Array} */ into) => into.fill(DRAWS[at++]));
  const schedule = delays(MEAN);
  const found = DRAWS.map(() => schedule.next().value);
  draw.mock.restore();
  found.forEach((wait, index) => assert.ok(Math.abs(wait - WAITS[index]) < 1e-9, `${wait}`));
});

for (const seed of [1, 2, 3]) {
  test(`waits are exponential, and one tells nothing of the next: seed ${seed}`, () => {
    const waits = first(COUNT, seed);
    assert.ok(distance(waits) < LIMIT);
    assert.ok(distance(waits.filter((_, at) => (waits[at - 1] ?? 0) > MEAN)) < 1.63 / Math.sqrt(COUNT / 4));
  });
}

test('waits that are not exponential would be noticed', () => {
  assert.ok(distance(first(COUNT, 1).map((wait) => Math.min(wait, 2 * MEAN))) > LIMIT);
  assert.ok(distance(first(COUNT, 1).map((wait) => 0.9 * wait)) > LIMIT);
});

test('a mean that is no length of time is refused', () => {
  for (const mean of [0, -1, NaN, Infinity]) assert.throws(() => delays(mean).next(), RangeError);
});

test('a time of reading stays between its ends', () => {
  const restore = seeded(4);
  const found = Array.from({ length: 500 }, () => anyLength(20, 1800));
  restore();
  assert.ok(found.every((time) => time >= 20 && time <= 1800));
  assert.ok(Math.abs(found.filter((time) => time < Math.sqrt(20 * 1800)).length - 250) < 50);
});

test('without a seed two schedules differ', () => {
  assert.notEqual(chance(), chance());
});

test('a visit that never ends does not put off the next', async () => {
  let now = 0;
  /** @type {number[]} */
  const begun = [];
  const wait = async (/** @type {number} */ time) => { now += time; };
  await cover([5, 1, 8], () => { begun.push(now); void new Promise(() => undefined); }, wait);
  assert.deepEqual(begun, [5, 6, 14]);
});

test('a long wait is made of short ones', async (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  /** @type {number[]} */
  const asked = [];
  const timer = globalThis.setTimeout;
  context.mock.method(globalThis, 'setTimeout', (/** @type {() => void} */ act, /** @type {number} */ time) => {
    asked.push(time);
    return timer(act, 0);
  });
  const done = sleep(150_000);
  for (let slices = 0; slices < 3; slices += 1) {
    context.mock.timers.tick(1);
    await Promise.resolve();
  }
  await done;
  assert.deepEqual(asked, [60_000, 60_000, 30_000]);
});
