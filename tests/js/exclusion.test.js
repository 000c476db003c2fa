/** What replies can exclude: one member takes away nobody but itself, two can leave out a third, and two readers always remain. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawPhrase, findReplies, generateKeys, maskOfSlots, random, reporterFromPhrase, sealReplies, slotsOfMask } from '../../crypto/js/index.js';
import { addExcluded } from '../../crypto/js/exclusion.js';
import { sealReply } from '../../crypto/js/reply.js';
import { foundLine, TODAY } from './line.js';

/** @import { MemberSecret } from '../../crypto/js/keys.js' */

const SLOTS = [0, 1, 2, 3];
const { instance, members, directory } = foundLine(SLOTS);
const [a, b, c] = members;
const seated = directory.current.members;
const newcomer = (/** @type {number} */ slot) => ({ ...seated[0], slot, sign: generateKeys(slot).signKey });

const reporter = await reporterFromPhrase(drawPhrase(0), instance);

/**
 * @param {MemberSecret} author
 * @param {number[]} excluded
 * @param {number} [mask] under which it is sealed
 */
function says(author, excluded, mask = 0) {
  return sealReplies({ text: `seat ${author.slot}`, day: TODAY, excluded }, author, { replyKey: reporter.replyKey(mask), thread: reporter.thread }, instance);
}

/**
 * @param {Promise<Uint8Array<ArrayBuffer>[]>[]} replies
 * @returns {Promise<{ excluded: number[], heard: string[], failures: number }>}
 */
async function find(...replies) {
  const { replies: heard, mask, failures } = await findReplies((await Promise.all(replies)).flat(), reporter, directory.chain, instance);
  return { excluded: slotsOfMask(mask), heard: heard.map(({ text }) => text).sort(), failures: failures.length };
}

test('one member cannot cut out another, however often it says so', async () => {
  const found = await find(says(a, [1]), says(a, [1, 2]), says(a, [1, 2, 3]));
  assert.deepEqual(found, { excluded: [], heard: ['seat 0', 'seat 0', 'seat 0'], failures: 0 });
});

test('one member cannot cut out another in the name of a third', async () => {
  const forged = { reply: random(16), part: 1, parts: 1, slot: 2, day: TODAY, text: 'forged', excluded: [1] };
  const entry = sealReply(forged, a.signSeed, { replyKey: reporter.replyKey(0), thread: reporter.thread }, instance);
  assert.deepEqual(await find(says(a, [1]), entry.then((sealed) => [sealed])), { excluded: [], heard: ['seat 0'], failures: 1 });
});

test('two members can leave out a third, and what comes under the new mask is found', async () => {
  const found = await find(says(a, [1]), says(c, [1]), says(a, [1], maskOfSlots([1])));
  assert.deepEqual(found, { excluded: [1], heard: ['seat 0', 'seat 0', 'seat 2'], failures: 0 });
});

test('two members who name different seats leave out nobody', async () => {
  assert.deepEqual((await find(says(a, [1]), says(c, [3]))).excluded, []);
});

test('a member can step back alone, and takes nobody along', async () => {
  assert.deepEqual((await find(says(b, [1, 2]))).excluded, [1]);
});

test('what would leave fewer than two readers is ignored, and all pages ignore the same', async () => {
  const replies = [says(a, [0]), says(b, [1]), says(c, [2])];
  assert.deepEqual((await find(...replies)).excluded, [0, 1]);
  assert.deepEqual((await find(...replies.reverse())).excluded, [0, 1]);
});

test('who steps back comes before whom two name', () => {
  const named = [{ author: seated[0], excluded: [1, 3] }, { author: seated[2], excluded: [1] }, { author: seated[3], excluded: [3] }];
  assert.equal(addExcluded(0, named, seated), maskOfSlots([1, 3]));
  assert.equal(addExcluded(0, named, seated.slice(1)), maskOfSlots([3]));
});

test('what is left out stays left out, and a phrase that leaves one reader adds no more', () => {
  const stepsBack = [{ author: seated[3], excluded: [3] }];
  assert.equal(addExcluded(maskOfSlots([0, 1]), stepsBack, seated), maskOfSlots([0, 1]));
  assert.equal(addExcluded(maskOfSlots([0, 1, 2]), stepsBack, seated), maskOfSlots([0, 1, 2]));
  assert.equal(addExcluded(maskOfSlots([0]), [], seated), maskOfSlots([0]));
});

test('a member with a new key, or in another seat, is no second author', () => {
  const [first] = seated;
  assert.equal(addExcluded(0, [{ author: first, excluded: [1] }, { author: newcomer(0), excluded: [1] }], seated), 0);
  assert.equal(addExcluded(0, [{ author: first, excluded: [1] }, { author: { ...first, slot: 2 }, excluded: [1] }], seated), 0);
  assert.equal(addExcluded(0, [{ author: first, excluded: [1] }, { author: newcomer(2), excluded: [1] }], seated), maskOfSlots([1]));
});
