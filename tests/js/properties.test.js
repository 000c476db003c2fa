/**
 * What holds whatever is written and whichever bit is turned: the browser's code, with choices that a seed decides.
 * PROPERTY_SEED repeats the choices of a run, PROPERTY_TIMES makes it longer (./run soak does).
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as encoding from '../../crypto/js/encoding.js';
import {
  batchHash, CHUNK, drawPhrase, DROP, ENTRY, ENVELOPE, filler, findReplies, hashesCarrying, maskOf, NotARecipient, NotOpened, openChunk,
  openDrop, openEnvelope, openFile, openPart, openReply, PART, ProtocolError, random, sealChunk, sealDrop, sealMessage, sealPart, sealReplies,
  STORED_PART, unknownWords, verifyBoard, verifyDirectory, verifyMix,
} from '../../crypto/js/index.js';
import { Domain, publicKey, sign } from '../../crypto/js/signatures.js';
import { foundLine, line, reportBy, reporter, TODAY } from './line.js';

/** @import { Bytes } from '../../crypto/js/index.js' */

const TIMES = Number(process.env.PROPERTY_TIMES ?? 1);
const SEED = Number(process.env.PROPERTY_SEED ?? Date.now() % 1_000_000);
const { instance, members, directory } = line;
const EPOCH = 20_500;
const MEGABYTE_TRIES = 12;

/** xorshift32: for choices alone. */
let state = (SEED * 2_654_435_761 + 1) >>> 0 || 1;

/** @param {number} below */
function pick(below) {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 0) % below;
}

/** Any characters, also beyond the first plane and those that JSON escapes. @param {number} most */
function anyText(most) {
  const ranges = [[0, 0x80], [0x80, 0xd800], [0xe000, 0x10000], [0x10000, 0x110000]];
  return Array.from({ length: pick(most) }, () => {
    const [from, to] = ranges[pick(ranges.length)];
    return String.fromCodePoint(from + pick(to - from));
  }).join('');
}

/**
 * @param {Bytes} bytes
 * @returns {Bytes} with one bit turned
 */
function turn(bytes) {
  const turned = bytes.slice();
  turned[pick(bytes.length)] ^= 1 << pick(8);
  return turned;
}

/**
 * @param {string} promise
 * @param {number} tries
 * @param {() => unknown} holds
 */
function always(promise, tries, holds) {
  test(promise, async () => {
    for (let round = 0; round < tries * TIMES; round += 1) {
      const before = state;
      await Promise.resolve().then(holds).catch((error) => {
        throw new Error(`PROPERTY_SEED=${SEED}, round ${round}, state ${before}`, { cause: error });
      });
    }
  });
}

/**
 * @param {() => unknown} attempt
 * @param {typeof ProtocolError} [failure]
 */
async function refused(attempt, failure = ProtocolError) {
  await assert.rejects(async () => attempt(), failure);
}

/**
 * @param {Bytes} envelope
 * @param {(typeof members)[number]} member
 */
function open(envelope, member) {
  return openEnvelope(envelope, member, hashesCarrying(directory, member), instance);
}

// ---- envelope and drop --------------------------------------------------------------------------

const report = await sealMessage(reportBy(reporter), reporter, directory);
const mix = members[0];

always('each member who is not excluded reads what was written, and the lengths never tell', 6, async () => {
  const excluded = [[], [0], [2], [5], [1, 7]][pick(5)];
  const content = reportBy(reporter, { what: anyText(300), who: anyText(100), identity: anyText(50), excluded });
  const envelope = await sealMessage(content, reporter, directory);
  assert.equal(envelope.length, ENVELOPE);
  for (const member of members) {
    if (excluded.includes(member.slot)) await refused(() => open(envelope, member), NotARecipient);
    else assert.deepEqual((await open(envelope, member)).content, content);
  }
  const drop = sealDrop(1, envelope, mix.public.x25519, random(8));
  assert.equal(drop.length, DROP);
  assert.deepEqual(openDrop(drop, mix.x25519, instance).envelope, envelope);
});

always('an envelope with one bit turned is refused by every reader', 60, () => refused(() => open(turn(report), members[pick(3)])));

always('a filler is nobody\'s', 2, async () => {
  const cover = await filler(instance);
  assert.equal(cover.length, ENVELOPE);
  for (const member of members) await refused(() => open(cover, member), NotARecipient);
});

always('a drop with one bit turned is not opened', 30, () => {
  const drop = sealDrop(pick(2) ? 1 : 0, report, mix.public.x25519, random(8));
  return refused(() => openDrop(turn(drop), mix.x25519, instance), NotOpened);
});

always('any bytes are refused by name', 30, async () => {
  const bytes = random([0, 1, pick(3000), ENVELOPE, DROP, ENTRY][pick(6)]);
  await refused(() => open(bytes, members[0]));
  await refused(() => openDrop(bytes, mix.x25519, instance));
  await refused(() => verifyMix(bytes, directory, EPOCH));
  await refused(() => verifyDirectory(bytes, { today: TODAY, fingerprint: null }));
  await refused(() => verifyBoard(bytes, directory.current.boardKey, instance));
  await refused(() => openPart(bytes, mix.x25519));
});

// ---- replies ------------------------------------------------------------------------------------

const to = { replyKey: reporter.replyKey(reporter.mask), thread: reporter.thread };
const [entry] = await sealReplies({ text: 'Thank you.', day: TODAY, excluded: [] }, members[0], to, instance);

always('a reply of any text comes back whole, from entries of one length', 4, async () => {
  const text = anyText(1500);
  const entries = await sealReplies({ text, day: TODAY, excluded: [] }, members[pick(3)], to, instance);
  assert.ok(entries.every(({ length }) => length === ENTRY));
  const { replies, failures } = await findReplies(entries, reporter, directory.chain, instance);
  assert.deepEqual([replies.map((one) => one.text), failures], [[text], []]);
});

always('an entry with one bit turned is refused', 60, () =>
  refused(() => openReply(turn(entry), to.replyKey, to.thread, directory.chain, instance)));

// ---- signed documents -----------------------------------------------------------------------------

const intakeSeed = random(32);
const boardSeed = random(32);
const signed = foundLine([1, 3, 4], { intakeKey: publicKey(intakeSeed), boardKey: publicKey(boardSeed) });

function newMix() {
  const body = JSON.stringify({
    type: Domain.MIX, instance: encoding.hex(signed.instance), epoch: EPOCH, mix_key: encoding.hex(random(32)),
    challenge: encoding.hex(random(32)), bits: pick(23), directory: encoding.hex(signed.directory.current.hash),
  });
  const signature = encoding.hex(sign(Domain.MIX, intakeSeed, encoding.utf8(body)));
  return encoding.utf8(JSON.stringify({ body, signatures: [{ key: encoding.hex(publicKey(intakeSeed)), signature }] }));
}

always('a mix is taken as it was signed, and refused with one bit turned', 60, () => {
  const bytes = newMix();
  assert.equal(verifyMix(bytes, signed.directory, EPOCH).epoch, EPOCH);
  return refused(() => verifyMix(turn(bytes), signed.directory, EPOCH));
});

always('a directory with one bit turned is refused', 60, () =>
  refused(() => verifyDirectory(turn(signed.file), { today: TODAY, fingerprint: null })));

function newBoard() {
  const sorted = (/** @type {Bytes[]} */ pieces) => encoding.join(...pieces.sort(encoding.compare));
  const entries = Array.from({ length: 360 }, () => random(ENTRY));
  const objects = Array.from({ length: 32 }, () => random(16));
  const head = encoding.join('SLBRD/1\n', signed.instance, encoding.u64(1), encoding.u64(EPOCH), random(32));
  const board = encoding.join(head, sorted(entries), encoding.u32(1), encoding.u32(32), sorted(objects));
  return encoding.join(board, sign(Domain.BOARD, boardSeed, board));
}

const board = newBoard();

always('a board with one bit turned is refused', MEGABYTE_TRIES, () =>
  refused(() => verifyBoard(turn(board), publicKey(boardSeed), signed.instance)));

test('a board is taken as it was signed', () => {
  assert.equal(verifyBoard(board, publicKey(boardSeed), signed.instance).epoch, EPOCH);
});

always('a batch with one bit turned has another hash', 4, () => {
  const batch = encoding.join(report, ...Array.from({ length: 31 }, () => random(ENVELOPE)));
  assert.notDeepEqual(batchHash(turn(batch)), batchHash(batch));
});

// ---- parts ------------------------------------------------------------------------------------------

const file = { key: random(32), size: CHUNK + 100, bytes: encoding.join(...Array.from({ length: 20 }, () => random(60_000))).slice(0, CHUNK + 100) };
const stored = await Promise.all([0, 1].map((index) =>
  sealChunk(file.key, file.size, index, file.bytes.slice(index * CHUNK, (index + 1) * CHUNK))));

test('a file comes back from its parts, which have one length on the wire and another at rest', async () => {
  const posted = await Promise.all(stored.map((one) => sealPart(one, mix.public.x25519)));
  assert.deepEqual([stored.map(({ length }) => length), posted.map(({ length }) => length)], [[STORED_PART, STORED_PART], [PART, PART]]);
  const opened = await Promise.all(posted.map((one) => openPart(one, mix.x25519)));
  const sha256 = new Uint8Array(await crypto.subtle.digest('SHA-256', file.bytes));
  assert.deepEqual(await openFile({ ...file, sha256 }, opened), file.bytes);
  await refused(() => openFile({ ...file, sha256 }, opened.reverse()));
});

always('a part with one bit turned is refused by the intake, and a stored one by its reader', MEGABYTE_TRIES, async () => {
  const index = pick(2);
  const posted = await sealPart(stored[index], mix.public.x25519);
  await refused(() => openPart(turn(posted), mix.x25519));
  await refused(() => openChunk(file.key, file.size, index, turn(stored[index])));
});

// ---- phrases ------------------------------------------------------------------------------------------

always('a drawn phrase has the mask that was asked for, and eight words of the list', 8, () => {
  const mask = pick(256);
  const phrase = drawPhrase(mask);
  assert.deepEqual([maskOf(phrase), phrase.split(' ').length, unknownWords(phrase)], [mask, 8, []]);
});
