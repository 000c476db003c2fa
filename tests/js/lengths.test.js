/** Nothing that travels shows by its length what it carries. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  filler, findReplies, Kind, measure, random, sealDrop, sealMarks, sealMessage, sealReplies, TooFewReaders, TooLong, wrap,
} from '../../crypto/js/index.js';
import { line, reportBy, reporter } from './line.js';

/** Text that hardly deflates. @param {number} length */
function noise(length) {
  return Array.from(random(length), (byte) => String.fromCharCode(33 + (byte % 90))).join('');
}

test('an envelope has 16 304 bytes, whatever it says and whoever reads it', async () => {
  const sealed = await Promise.all([
    sealMessage(reportBy(reporter, { what: '' }), reporter, line.directory),
    sealMessage(reportBy(reporter, { what: noise(5000), excluded: [5] }), reporter, line.directory),
    filler(line.instance),
  ]);
  assert.deepEqual(sealed.map(({ length }) => length), [16_304, 16_304, 16_304]);
});

test('a drop has 16 384 bytes, cover or not', async () => {
  const envelope = await filler(line.instance);
  const key = line.members[0].public.x25519;
  for (const kind of Object.values(Kind)) assert.equal(sealDrop(kind, envelope, key, new Uint8Array(8)).length, 16_384);
});

test('every entry of a reply has 2 048 bytes, and a long reply becomes several', async () => {
  const to = { replyKey: reporter.replyKey(reporter.mask), thread: reporter.thread };
  const text = noise(9000);
  const entries = await sealReplies({ text, day: '2026-02-02', excluded: [] }, line.members[0], to, line.instance);
  assert.ok(entries.length > 4);
  assert.ok(entries.every(({ length }) => length === 2048));
  const { replies } = await findReplies(entries, reporter, line.directory.chain, line.instance);
  assert.deepEqual(replies.map((reply) => [reply.text, reply.missing]), [[text, []]]);
});

test('a reply of more than sixteen parts is refused', async () => {
  const to = { replyKey: reporter.replyKey(0), thread: reporter.thread };
  const message = { text: noise(60_000), day: '2026-02-02', excluded: [] };
  await assert.rejects(sealReplies(message, line.members[0], to, line.instance), TooLong);
});

test('what does not fit is refused, and the meter said so', async () => {
  for (const what of [noise(20_000), 'a'.repeat(70_000)]) {
    const content = reportBy(reporter, { what });
    const { used, limit } = await measure(content);
    assert.ok(used > limit);
    await assert.rejects(sealMessage(content, reporter, line.directory), TooLong);
  }
});

test('fewer than two readers are refused', async () => {
  await assert.rejects(sealMessage(reportBy(reporter, { excluded: [0, 2] }), reporter, line.directory), TooFewReaders);
});

test('marks and wrapped keys keep their lengths', async () => {
  const [member] = line.members;
  const sealed = [await sealMarks({}, member.signSeed, line.instance), await sealMarks([noise(9000)], member.signSeed, line.instance)];
  assert.deepEqual(sealed.map(({ length }) => length), [65_564, 65_564]);
  assert.equal((await wrap(member.pack(), random(32), random(32), line.instance)).length, 156);
});
