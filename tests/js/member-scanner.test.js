/** A look through the batches finds what is there, hides nothing, and can be paused and ended. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  CELLS, Damaged, NotARecipient, batchHash, filler, hex, objectOf, random,
} from '../../crypto/js/index.js';
import { join } from '../../crypto/js/encoding.js';
import { BadBatch, Scanner } from '../../reviewer/browser/scanner.js';
import { line, reportBy, reporter } from './line.js';

/** @import { Bytes } from '../../crypto/js/index.js' */
/** @import { Means, Opened, Step } from '../../reviewer/browser/scanner.js' */

const { instance } = line;
const envelopes = await Promise.all(Array.from({ length: CELLS }, () => filler(instance)));
const bytes = join(...envelopes.sort((a, b) => (hex(a) < hex(b) ? -1 : 1)));
const listing = [7, 8, 9].map((epoch) => ({ epoch, envelopes: CELLS, sha256: hex(batchHash(bytes)) }));
const [mine, broken] = [hex(objectOf(envelopes[3])), hex(objectOf(envelopes[5]))];

/**
 * @param {Partial<Means>} [changes]
 * @returns {Means & { fetched: number[], steps: Step[] }} keys that open one envelope of each batch, and find one damaged
 */
function means(changes = {}) {
  /** @type {number[]} */
  const fetched = [];
  /** @type {Step[]} */
  const steps = [];
  return {
    fetched,
    steps,
    fetchValue: async (epoch, number) => {
      assert.equal(number, 0);
      fetched.push(epoch);
      return bytes;
    },
    open,
    breathe: async () => undefined,
    tell: (step) => steps.push(step),
    ...changes,
  };
}

/**
 * @param {Bytes} envelope
 * @returns {Promise<Opened>}
 */
async function open(envelope) {
  const object = objectOf(envelope);
  if (hex(object) === broken) throw new Damaged('mac');
  if (hex(object) !== mine) throw new NotARecipient('slot');
  return { object, content: reportBy(reporter) };
}

test('every batch is fetched whole, the newest first, and told of once', async () => {
  const scanner = new Scanner();
  const given = means();
  assert.equal(await scanner.lookThrough(listing, given), true);
  assert.deepEqual(given.fetched, [9, 8, 7]);
  assert.deepEqual(given.steps, [9, 8, 7].map((epoch, at) => ({ done: at + 1, total: 3, epoch, share: 1 })));
});

test('what was found comes with its epoch, oldest first, and damage is never hidden', async () => {
  const scanner = new Scanner();
  await scanner.lookThrough(listing, means());
  const { messages, damages } = scanner.findings;
  assert.deepEqual(messages.map(({ epoch, object }) => [epoch, object]), [[7, mine], [8, mine], [9, mine]]);
  assert.deepEqual(damages, [7, 8, 9].map((epoch) => ({ epoch, object: broken, failure: 'Damaged' })));
});

test('a second look fetches only what is new', async () => {
  const scanner = new Scanner();
  await scanner.lookThrough(listing.slice(0, 2), means());
  const again = means();
  await scanner.lookThrough(listing, again);
  assert.deepEqual(again.fetched, [9]);
});

test('a batch that is not the listed one stops the look and is named', async () => {
  const scanner = new Scanner();
  const changed = [{ ...listing[0], sha256: hex(random(32)) }];
  await assert.rejects(scanner.lookThrough(changed, means()), (error) => error instanceof BadBatch && error.epoch === 7);
  const short = bytes.slice(0, -1);
  const cut = [{ ...listing[0], sha256: hex(batchHash(short)) }];
  await assert.rejects(scanner.lookThrough(cut, means({ fetchValue: async () => short })), BadBatch);
  assert.deepEqual(scanner.findings, { messages: [], damages: [] });
});

test('a failure that is none of the protocol is not taken for "not for me"', async () => {
  const failing = means({ open: async () => { throw new TypeError('a mistake of ours'); } });
  await assert.rejects(new Scanner().lookThrough(listing, failing), TypeError);
});

test('a paused look goes on where it stood, a stopped one ends and forgets', async () => {
  const scanner = new Scanner();
  const given = means({ tell: () => scanner.pause() });
  const look = scanner.lookThrough(listing, given);
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.deepEqual(given.fetched, [9]);
  scanner.resume();
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.deepEqual(given.fetched, [9, 8]);
  scanner.stop();
  assert.equal(await look, false);
  assert.deepEqual(given.fetched, [9, 8]);
  assert.deepEqual(scanner.findings.messages, []);
});
