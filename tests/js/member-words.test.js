/** Small rules of the members' pages: passphrases, days, groups, words, and the drawing of a QR code. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dayOfEpoch, daysAfter, daysBetween, isDaily, lengthOf, readDay } from '../../reviewer/browser/days.js';
import { groups } from '../../reviewer/browser/groups.js';
import { OWN_LENGTH, problemOf } from '../../reviewer/browser/passphrase.js';
import { QUIET, pathOf } from '../../reviewer/browser/qr-path.js';
import { roomLeft } from '../../reviewer/browser/reply-room.js';
import { say, sayCount, useWords } from '../../reviewer/browser/words.js';

test('a passphrase is long enough, not a few letters repeated, and typed twice', () => {
  const good = 'clip clamshell bush unissued diligent cesspool';
  assert.equal(problemOf(good, good), null);
  assert.equal(problemOf('', ''), 'empty');
  assert.equal(problemOf('abcdefgh1234567', 'abcdefgh1234567'), 'short');
  assert.equal(problemOf('a'.repeat(40), 'a'.repeat(40)), 'repeated');
  assert.equal(problemOf(good, good.toUpperCase()), 'different');
});

test('a passphrase is measured in characters, as people count them', () => {
  const fifteen = '𝒶𝒷𝒸𝒹ℯ𝒻ℊ𝒽𝒾𝒿𝓀𝓁𝓂𝓃ℴ';
  assert.equal([...fifteen].length, OWN_LENGTH - 1);
  assert.equal(problemOf(fifteen, fifteen), 'short');
});

test('an epoch has the day on which it began', () => {
  assert.equal(dayOfEpoch(20_000, 86_400), '2024-10-04');
  assert.equal(dayOfEpoch(1, 15), '1970-01-01');
  assert.equal(isDaily(86_400), true);
  assert.equal(isDaily(15), false);
});

test('a day is read in the language of the page, whatever the time zone', () => {
  assert.equal(readDay('2026-02-01', 'en'), 'February 1, 2026');
  assert.equal(readDay('2026-02-01', 'de'), '1. Februar 2026');
  assert.equal(daysBetween('2026-02-01', '2026-03-01'), 28);
});

test('a time is told in the largest unit that fits, and never too short', () => {
  assert.equal(lengthOf(2, 86_400, 'en'), '2 days');
  assert.equal(lengthOf(90, 15, 'en'), '23 minutes');
  assert.equal(lengthOf(2, 15, 'en'), '30 seconds');
  assert.equal(daysAfter('2026-01-30', 89), '2026-04-29');
});

test('numbers are written as the language of the page does', () => {
  useWords({ room: '{left}', 'a.other': '{count}' }, 'en');
  assert.equal(say('room', { left: 2500 }), '2,500');
  assert.equal(sayCount('a', 1200), '1,200');
  useWords({ room: '{left}' }, 'de');
  assert.equal(say('room', { left: 2500 }), '2.500');
});

test('groups lose nothing', () => {
  assert.deepEqual(groups('aabbccddee'), ['aabb', 'ccdd', 'ee']);
  assert.deepEqual(groups(''), []);
});

test('words are filled in once, and a text in them is not taken for a placeholder', () => {
  useWords({ 'a.one': '{count} thing', 'a.other': '{count} things for {who}', b: '{who}' }, 'en');
  assert.equal(sayCount('a', 1), '1 thing');
  assert.equal(sayCount('a', 2, { who: '{count}' }), '2 things for {count}');
  assert.equal(say('b', { who: '$&' }), '$&');
  assert.throws(() => say('c'));
});

test('the path of a QR code has one run for each row of dark modules', () => {
  assert.equal(pathOf(['110', '001', '000']), `M${QUIET} ${QUIET}h2v1h-2zM${QUIET + 2} ${QUIET + 1}h1v1h-1z`);
});

test('room for an answer shrinks as it grows, and ends', async () => {
  const text = (/** @type {number} */ length) => Array.from({ length }, () => String.fromCharCode(97 + Math.random() * 26)).join('');
  const [short, longer, endless] = [await roomLeft(''), await roomLeft(text(1200)), await roomLeft(text(60_000))];
  assert.equal(short.parts, 1);
  assert.ok(short.left > longer.left);
  assert.equal(endless.fits, false);
});
