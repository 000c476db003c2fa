/** A changed bit is refused wherever it lies, and every reader reads the same. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as boxes from '../../crypto/js/boxes.js';
import {
  BadSignature, Damaged, DROP, findReplies, generateKeys, hashesCarrying, Malformed, NotARecipient, NotOpened, openDrop, openEnvelope,
  openReply, opensFirst, ProtocolError, random, sealDrop, sealMessage, sealReplies, sealReply, verifyDirectory, WrongInstance,
} from '../../crypto/js/index.js';
import { line, reportBy, reporter, TODAY } from './line.js';

const { instance, members, directory } = line;
const content = reportBy(reporter, { what: 'é \u{1f600} '.repeat(9) });
const envelope = await sealMessage(content, reporter, directory);
const to = { replyKey: reporter.replyKey(0), thread: reporter.thread };

/**
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {number} at
 */
function flip(bytes, at) {
  const flipped = bytes.slice();
  flipped[at] ^= 1 << (at % 8);
  return flipped;
}

/**
 * @param {Uint8Array<ArrayBuffer>} sealed
 * @param {(typeof members)[number]} member
 */
function open(sealed, member) {
  return openEnvelope(sealed, member, hashesCarrying(directory, member), instance);
}

test('every member reads what was written', async () => {
  for (const member of members) assert.deepEqual((await open(envelope, member)).content, content);
});

test('an excluded member and a stranger cannot open it, and see no difference', async () => {
  const sealed = await sealMessage({ ...content, excluded: [5] }, reporter, directory);
  for (const nobody of [members[2], generateKeys(5), generateKeys(7)]) {
    assert.equal(opensFirst(sealed, nobody, instance), false);
    await assert.rejects(open(sealed, nobody), NotARecipient);
  }
});

test('a bit changed anywhere keeps an envelope from being read', async () => {
  const [member] = members;
  const places = [0, 8, 24, 40, 79, 80, 112, 159, 160, 1247, 1248, 1296, 1297, 9815, 9816, 9847, 9848, 12_000, 16_303];
  for (const at of places) await assert.rejects(open(flip(envelope, at), member), ProtocolError, `byte ${at}`);
});

test('what was meant for a member and was changed is called damaged', async () => {
  for (const at of [160, 1248, 1297, 9816, 9848]) await assert.rejects(open(flip(envelope, at), members[0]), Damaged, `byte ${at}`);
});

test('an envelope of another line is refused', () => {
  assert.throws(() => opensFirst(envelope, members[0], random(16)), WrongInstance);
});

test('an envelope sealed under an unknown directory is damaged, not silent', async () => {
  await assert.rejects(openEnvelope(envelope, members[0], [random(32)], instance), Damaged);
});

test('a drop opens under its key alone, and not with a changed bit', () => {
  const mix = generateKeys(0);
  const drop = sealDrop(1, envelope, mix.public.x25519, new Uint8Array(8));
  assert.deepEqual(openDrop(drop, mix.x25519, instance).envelope, envelope);
  for (const at of [0, 31, 32, 48, DROP - 1]) assert.throws(() => openDrop(flip(drop, at), mix.x25519, instance), NotOpened);
  assert.throws(() => openDrop(drop, generateKeys(0).x25519, instance), NotOpened);
});

test('a box to a key of small order is refused on both sides', () => {
  assert.throws(() => boxes.boxSeal(new Uint8Array(32), new Uint8Array(1)), Malformed);
  assert.throws(() => boxes.boxOpen(members[0].x25519, members[0].public.x25519, new Uint8Array(80)), Damaged);
});

test('a changed entry is damaged or not for this reporter', async () => {
  const [entry] = await sealReplies({ text: 'x', day: TODAY, excluded: [] }, members[0], to, instance);
  const attempt = (/** @type {number} */ at) => openReply(flip(entry, at), to.replyKey, to.thread, directory.chain, instance);
  for (const at of [0, 15, 16, 47]) await assert.rejects(attempt(at), NotARecipient);
  for (const at of [48, 1000, 2047]) await assert.rejects(attempt(at), Damaged);
});

test('a reply that another member signed in the author\'s name is shown as wrongly signed', async () => {
  const forged = { reply: random(16), part: 1, parts: 1, slot: 0, day: TODAY, text: 'x', excluded: [] };
  const replyKey = reporter.replyKey(reporter.mask);
  const entry = await sealReply(forged, members[1].signSeed, { replyKey, thread: reporter.thread }, instance);
  const { replies, failures } = await findReplies([entry], reporter, directory.chain, instance);
  assert.deepEqual(replies, []);
  assert.ok(failures.length === 1 && failures[0] instanceof BadSignature);
});

test('a directory with a changed bit is refused', () => {
  const step = Math.floor(line.file.length / 97);
  for (let at = 0; at < line.file.length; at += step) {
    assert.throws(() => verifyDirectory(flip(line.file, at), { today: TODAY, fingerprint: null }), ProtocolError, `byte ${at}`);
  }
});
