/** The board is read at home: hundreds of entries with one derivation each. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  findReplies, findStored, follows, random, sealReplies, sha256, splitBatch, verifyBoard, BadSignature, BrokenChain, Malformed, opensFirst, filler,
} from '../../crypto/js/index.js';
import { compare, join, u32, u64 } from '../../crypto/js/encoding.js';
import { Domain, publicKey, sign } from '../../crypto/js/signatures.js';
import { line, reporter } from './line.js';

const seed = random(32);

/**
 * @param {number} sequence
 * @param {{ entries?: Uint8Array<ArrayBuffer>[], objects?: Uint8Array<ArrayBuffer>[], previous?: Uint8Array<ArrayBuffer> }} holds
 */
function makeBoard(sequence, { entries = [], objects = [], previous = new Uint8Array(32) }) {
  const fillers = Array.from({ length: 360 - entries.length }, () => random(2048));
  const stored = Array.from({ length: sequence }, () => join(u32(32), ...padded(objects).sort(compare)));
  const head = join('SLBRD/1\n', line.instance, u64(sequence), u64(100 + sequence), previous);
  const body = join(head, ...[...entries, ...fillers].sort(compare), u32(sequence), ...stored);
  return join(body, sign(Domain.BOARD, seed, body));
}

/** @param {Uint8Array<ArrayBuffer>[]} objects */
function padded(objects) {
  return [...objects, ...Array.from({ length: 32 - objects.length }, () => random(16))];
}

/** @param {Uint8Array<ArrayBuffer>} bytes */
function read(bytes) {
  return verifyBoard(bytes, publicKey(seed), line.instance);
}

test('a reporter finds the own replies and the own stored objects on a full board', async () => {
  const to = { replyKey: reporter.replyKey(reporter.mask), thread: reporter.thread };
  const entries = await sealReplies({ text: 'Thank you.', day: '2026-02-02', excluded: [] }, line.members[1], to, line.instance);
  const own = reporter.newObject();
  const board = read(makeBoard(1, { entries, objects: [own] }));
  const { replies } = await findReplies(board.entries, reporter, line.directory.chain, line.instance);
  assert.deepEqual(replies.map(({ text, slot }) => [text, slot]), [['Thank you.', 2]]);
  assert.deepEqual(findStored(board, reporter), [{ epoch: 101, object: own }]);
});

test('nothing is found on the board of others', async () => {
  const board = read(makeBoard(1, {}));
  assert.deepEqual(await findReplies(board.entries, reporter, line.directory.chain, line.instance), { replies: [], mask: reporter.mask, failures: [] });
  assert.deepEqual(findStored(board, reporter), []);
});

test('a changed board is refused', () => {
  const bytes = makeBoard(0, {});
  for (const at of [40, 72, 400_000, bytes.length - 1]) {
    const changed = bytes.slice();
    changed[at] ^= 1;
    assert.throws(() => read(changed), (error) => error instanceof BadSignature || error instanceof Malformed);
  }
  assert.throws(() => read(bytes.slice(0, -1)), Malformed);
});

test('a board follows the one whose hash it carries', () => {
  const first = makeBoard(0, {});
  const second = read(makeBoard(1, { previous: sha256(first) }));
  assert.doesNotThrow(() => follows(first, second));
  assert.throws(() => follows(makeBoard(0, {}), second), BrokenChain);
});

test('a batch of strangers\' envelopes is scanned without an error', async () => {
  const envelopes = await Promise.all(Array.from({ length: 32 }, () => filler(line.instance)));
  const scanned = splitBatch(join(...envelopes)).filter((envelope) => opensFirst(envelope, line.members[0], line.instance));
  assert.deepEqual(scanned, []);
});
