/** A phrase carries its exclusions, and only its holder recognises what was sent under it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  canonical, drawPhrase, filler, maskOf, maskOfSlots, objectOf, random, reporterFromPhrase, sealMessage, slotsOfMask, unknownWords, WORDS,
} from '../../crypto/js/index.js';
import { line, reportBy, reporter } from './line.js';

test('a drawn phrase has eight words of the list and the wanted mask', () => {
  for (const slots of [[], [5], [0, 2], [0, 1, 2, 3, 4, 5, 6, 7]]) {
    const phrase = drawPhrase(maskOfSlots(slots));
    assert.equal(phrase.split(' ').length, 8);
    assert.ok(phrase.split(' ').every((word) => WORDS.includes(word)));
    assert.deepEqual(slotsOfMask(maskOf(phrase)), slots);
  }
});

test('every word is drawn about as often as any other', () => {
  const halves = [0, 0];
  for (let drawn = 0; drawn < 20; drawn += 1) {
    for (const word of drawPhrase(drawn).split(' ')) halves[Number(WORDS.indexOf(word) >= WORDS.length / 2)] += 1;
  }
  assert.ok(Math.min(...halves) > 40); // of 160; fewer is less likely than one in 10^9
});

test('case, spacing and compatibility forms make no other reporter', async () => {
  const typed = '\u3000Any  TEXT\nis\ta ｐｈｒａｓｅ ';
  assert.equal(canonical(typed), 'any text is a phrase');
  assert.deepEqual((await reporterFromPhrase(typed, line.instance)).thread, reporter.thread);
});

test('a slip of the pen is pointed out', () => {
  assert.deepEqual(unknownWords('abacus Abdomn zoom'), ['abdomn']);
});

test('another line makes another reporter', async () => {
  const other = await reporterFromPhrase('any text is a phrase', random(16));
  assert.notDeepEqual(other.thread, reporter.thread);
  assert.notDeepEqual(other.key, reporter.key);
});

test('objects are fresh, and recognised by their own reporter alone', async () => {
  const other = await reporterFromPhrase('another phrase', line.instance);
  const envelopes = [0, 1].map(() => sealMessage(reportBy(reporter), reporter, line.directory));
  const [first, second] = (await Promise.all(envelopes)).map(objectOf);
  assert.notDeepEqual(first, second);
  assert.ok(reporter.isOwn(first) && reporter.isOwn(second));
  assert.ok(!other.isOwn(first) && !reporter.isOwn(objectOf(await filler(line.instance))));
});

test('secret keys are no properties that a log or JSON would write out', () => {
  assert.deepEqual(Object.keys(reporter), ['mask', 'thread', 'checkWords', 'key']);
  assert.deepEqual(Object.keys(line.members[0]), ['slot']);
});
