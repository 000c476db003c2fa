/** The longest batch there can be: 8 192 envelopes, looked through in the memory of one value, with the page alive. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mock, test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import {
  ENVELOPE, MAX_ENVELOPES, NotARecipient, VALUE_ENVELOPES, envelopeOpener, filler, hashesCarrying, hex, random, sealMessage,
} from '../../crypto/js/index.js';
import { BadBatch, Scanner } from '../../reviewer/browser/scanner.js';
import { line, reportBy, reporter } from './line.js';

/** @import { Means, Step } from '../../reviewer/browser/scanner.js' */
/** @typedef {Uint8Array<ArrayBuffer>} Bytes */

const { instance, members, directory } = line;
const VALUE = VALUE_ENVELOPES * ENVELOPE;
const VALUES = MAX_ENVELOPES / VALUE_ENVELOPES;
const HERE = 5;

setFlagsFromString('--expose-gc');
const collect = /** @type {() => void} */ (runInNewContext('gc'));

const garbage = await filler(instance);
const report = await sealMessage(reportBy(reporter, { what: 'Far down.' }), reporter, directory);

/**
 * Garbage of the right shape, but for one report: made anew each time, as if it came from the server.
 * @param {number} number
 * @returns {Bytes}
 */
function makeValue(number) {
  const value = new Uint8Array(VALUE);
  for (let at = 0; at < VALUE; at += ENVELOPE) value.set(garbage, at);
  value[24] = number; // in an object id, so that no two values are the same
  if (number === HERE) value.set(report, 700 * ENVELOPE);
  return value;
}

/** @param {number} values */
function listing(values) {
  const hash = createHash('sha256'); // which is faster than ours
  for (let number = 0; number < values; number += 1) hash.update(makeValue(number));
  return [{ epoch: 7, envelopes: values * VALUE_ENVELOPES, sha256: hash.digest('hex') }];
}

const longest = listing(VALUES);
const shorter = listing(2);

/** @param {Partial<Means>} [changes] @returns {Means} */
function means(changes = {}) {
  return {
    fetchValue: async (_, number) => makeValue(number),
    open: async () => assert.fail('not asked for'),
    breathe: async () => undefined,
    tell: () => undefined,
    ...changes,
  };
}

function opener() {
  return envelopeOpener(members[0], hashesCarrying(directory, members[0]), instance);
}

/**
 * @param {ReturnType<typeof listing>} listed
 * @param {(value: Bytes) => void} [taking] what a page does with a value beside looking through it
 * @returns {Promise<{ peak: number, found: (string | undefined)[] }>} the most memory that was held when a value was asked for
 */
async function look(listed, taking = () => undefined) {
  const scanner = new Scanner();
  const open = await opener();
  let peak = 0;
  const fetchValue = async (/** @type {number} */ _, /** @type {number} */ number) => {
    collect();
    peak = Math.max(peak, process.memoryUsage().arrayBuffers);
    const value = makeValue(number);
    taking(value);
    return value;
  };
  assert.equal(await scanner.lookThrough(listed, means({ open, fetchValue })), true);
  return { peak, found: scanner.findings.messages.map(({ content }) => content.what) };
}

test('the one report in 8 192 envelopes is found, in the memory of one value and a little', async () => {
  const { peak, found } = await look(longest);
  assert.deepEqual(found, ['Far down.']);
  assert.ok(peak < 2.5 * VALUE, `${peak} bytes`);
});

test('a look that keeps what it has seen is caught', async () => {
  /** @type {Bytes[]} */
  const kept = [];
  const { peak } = await look(listing(4), (value) => kept.push(value));
  assert.ok(peak > 2.5 * VALUE, `${peak} bytes`);
});

/** A clock by which every look at it takes five milliseconds. */
function slowly() {
  let now = 0;
  mock.method(performance, 'now', () => (now += 5));
}

/** @type {Means['open']} */
const nothing = async () => {
  throw new NotARecipient('slot');
};

test('a long look lets the page breathe all the time, and tells how far it is', async (t) => {
  slowly();
  t.after(() => mock.restoreAll());
  /** @type {Step[]} */
  const steps = [];
  let breaths = 0;
  const breathe = async () => void (breaths += 1);
  await new Scanner().lookThrough(shorter, means({ open: nothing, breathe, tell: (step) => steps.push(step) }));
  const shares = steps.map(({ share }) => share);
  assert.ok(breaths > 300);
  assert.ok(shares.length > 300);
  assert.deepEqual(shares, [...shares].sort((a, b) => a - b));
  assert.deepEqual(steps.slice(0, -1).every(({ done, share }) => done === 0 && share < 1), true);
  assert.deepEqual(steps.at(-1), { done: 1, total: 1, epoch: 7, share: 1 });
});

test('a long look can be paused and ended in the middle', async (t) => {
  slowly();
  t.after(() => mock.restoreAll());
  const scanner = new Scanner();
  /** @type {number[]} */
  const fetched = [];
  const fetchValue = async (/** @type {number} */ _, /** @type {number} */ number) => {
    fetched.push(number);
    return makeValue(number);
  };
  const looking = scanner.lookThrough(shorter, means({ open: nothing, fetchValue, tell: () => scanner.pause() }));
  await new Promise((resolve) => setTimeout(resolve, 100));
  assert.deepEqual(fetched, [0]);
  scanner.stop();
  assert.equal(await looking, false);
  assert.deepEqual(fetched, [0]);
});

test('what was found in a batch that is not the listed one is forgotten', async () => {
  const scanner = new Scanner();
  const other = [{ epoch: 7, envelopes: VALUE_ENVELOPES, sha256: hex(random(32)) }];
  const fetchValue = async () => makeValue(HERE);
  await assert.rejects(scanner.lookThrough(other, means({ open: await opener(), fetchValue })), BadBatch);
  assert.deepEqual(scanner.findings, { messages: [], damages: [] });
});

for (const length of [VALUE - ENVELOPE, VALUE + ENVELOPE, VALUE - 1, 0]) {
  test(`a value of ${length} bytes in a full batch stops the look`, async () => {
    const given = means({ open: nothing, fetchValue: async () => new Uint8Array(length) });
    await assert.rejects(new Scanner().lookThrough(longest, given), BadBatch);
  });
}
