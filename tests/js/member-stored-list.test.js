/** What the signed stored list names and a member is not shown is found, whichever way it is kept back. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { random } from '../../crypto/js/index.js';
import { compareWithStored, digestOfObjects, isBehind } from '../../reviewer/browser/stored-list.js';

/** @import { Offered } from '../../reviewer/browser/stored-list.js' */

const EPOCHS = [11, 12, 13];
const stored = EPOCHS.map((epoch) => ({ epoch, objects: Array.from({ length: 32 }, () => random(16)) }));
const digests = new Map(stored.map(({ epoch, objects }) => [epoch, digestOfObjects(objects)]));

/** @param {Partial<Offered>} [changes] to a line whose first batch was that of epoch 11 */
function compare(changes) {
  const board = { epoch: 13, sequence: 3, stored };
  return compareWithStored({ board, epochs: EPOCHS, digestOf: (epoch) => digests.get(epoch), through: -1, epochNow: 14, ...changes });
}

test('batches that are those of the list raise nothing, in whatever order they come', () => {
  assert.deepEqual(compare(), {});
  assert.deepEqual(compare({ epochs: [13, 11, 12] }), {});
  assert.equal(digestOfObjects([...stored[0].objects].reverse()), digests.get(11));
});

test('a batch that is on the list and was not offered is missing', () => {
  assert.deepEqual(compare({ epochs: [11, 13] }), { missing: [12] });
  assert.deepEqual(compare({ epochs: [12, 13] }), { missing: [11] });
});

test('a batch kept back at the end is missing once an earlier board has listed it, and a new one is not', () => {
  assert.deepEqual(compare({ epochs: [11, 12], through: 12 }), {});
  assert.deepEqual(compare({ epochs: [11, 12], through: 13 }), { missing: [13] });
  assert.deepEqual(compare({ epochs: [], through: 13 }), { missing: EPOCHS });
});

test('a list that is behind the board is asked for again', () => {
  const board = { epoch: 13, sequence: 3 };
  assert.equal(isBehind(board, [11, 12]), true);
  assert.equal(isBehind(board, []), true);
  assert.equal(isBehind(board, EPOCHS), false);
  assert.equal(isBehind({ epoch: 13, sequence: 0 }, []), false);
});

test('every batch since the first is wanted, also those that have left the list', () => {
  const board = { epoch: 13, sequence: 5, stored };
  assert.deepEqual(compare({ board, epochs: [9, ...EPOCHS] }), { missing: [10] });
  assert.deepEqual(compare({ board, epochs: [9, 10, ...EPOCHS] }), {});
});

test('a batch without one of its envelopes, or with another, is different', () => {
  const [{ objects }] = stored;
  for (const changed of [objects.slice(1), [...objects.slice(1), random(16)], [...objects, random(16)]]) {
    const digestOf = (/** @type {number} */ epoch) => (epoch === 11 ? digestOfObjects(changed) : digests.get(epoch));
    assert.deepEqual(compare({ digestOf }), { different: [11] });
  }
});

test('a batch that was listed and not looked through counts as different', () => {
  assert.deepEqual(compare({ digestOf: () => undefined }), { different: EPOCHS });
});

test('a batch that the list does not name is told of', () => {
  assert.deepEqual(compare({ epochs: [...EPOCHS, 14] }), { unlisted: [14] });
  assert.deepEqual(compare({ epochs: [7, ...EPOCHS] }), { unlisted: [7] });
});

test('an older board than before is told of, and so is one that stands still', () => {
  assert.deepEqual(compare({ through: 14 }), { back: [13] });
  assert.deepEqual(compare({ epochNow: 16 }), {});
  assert.deepEqual(compare({ epochNow: 17 }), { late: [13] });
});

test('a line that has just begun misses nothing', () => {
  assert.deepEqual(compare({ board: { epoch: 13, sequence: 0, stored: [] }, epochs: [] }), {});
});

test('a board that claims to be ages old does not keep the page counting', () => {
  const board = { epoch: 2 ** 52, sequence: 2 ** 52, stored: [] };
  assert.ok((compare({ board, epochs: [2 ** 52] }).missing?.length ?? 0) < 40_000);
});

test('a batch before the calendar is not missed, and one after it is', () => {
  assert.deepEqual(compare({ epochs: [13], kept: 13 }), {});
  assert.deepEqual(compare({ epochs: [13], kept: 12 }), { missing: [12] });
});
