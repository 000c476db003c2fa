/** A member's keys come back by passphrase or by sheet, and by nothing else. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  BadSignature, BrokenChain, checkDraft, Damaged, drawCode, generateKeys, Malformed, MemberSecret, openMarks, random, sealMarks, sheetKey, sheetProof,
  unwrap, unwrapResting, wrap, WrongPassphrase, wrapResting,
} from '../../crypto/js/index.js';
import { line } from './line.js';

const { instance } = line;

test('keys come back under passphrase and pepper', async () => {
  const [root, pepper, member] = [random(32), random(32), generateKeys(3)];
  const wrapped = await wrap(member.pack(), root, pepper, instance);
  const back = MemberSecret.unpack(await unwrap(wrapped, root, pepper, instance), 3);
  assert.deepEqual(back.public, member.public);
  for (const [wrongRoot, wrongPepper, wrongInstance] of [[random(32), pepper, instance], [root, random(32), instance], [root, pepper, random(16)]]) {
    await assert.rejects(unwrap(wrapped, wrongRoot, wrongPepper, wrongInstance), WrongPassphrase);
  }
  await assert.rejects(unwrap(wrapped.slice(1), root, pepper, instance), Malformed);
});

test('keys come back under the sheet, however its words are typed', async () => {
  const [code, member] = [drawCode(), generateKeys(3)];
  const resting = await wrapResting(member.pack(), sheetKey(code, instance), instance);
  const typed = sheetKey(` ${code.toUpperCase().replaceAll(' ', '\n')}`, instance);
  assert.deepEqual(await unwrapResting(resting, typed, instance), member.pack());
  await assert.rejects(unwrapResting(resting, sheetKey(drawCode(), instance), instance), WrongPassphrase);
  assert.notDeepEqual(sheetProof(typed), typed);
});

test('marks come back to their own member, with no number that JSON readers differ on', async () => {
  const { signSeed } = generateKeys(0);
  const marks = { read: ['a'], sent: [{ text: 'é', day: '2026-02-01', open: true }] };
  assert.deepEqual(await openMarks(await sealMarks(marks, signSeed, instance), signSeed, instance), marks);
  await assert.rejects(openMarks(await sealMarks(marks, signSeed, instance), random(32), instance), Damaged);
  await assert.rejects(sealMarks({ at: 0.5 }, signSeed, instance), Malformed);
});

test('a draft is signed only if it names the own keys in the own slot', () => {
  assert.equal(checkDraft(line.body, line.members[0], instance).version, 1);
  for (const stranger of [generateKeys(0), MemberSecret.unpack(line.members[0].pack(), 1)]) {
    assert.throws(() => checkDraft(line.body, stranger, instance), BrokenChain);
  }
  assert.throws(() => checkDraft(line.body, line.members[0], random(16)), BrokenChain);
  assert.throws(() => checkDraft(line.body.replace('"slot":5', '"slot":6'), line.members[0], instance), BadSignature);
});
