/** What is signed is what was compared: words that changed between hearing and pressing stop the signing. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Comparison } from '../../reviewer/browser/comparing.js';

/** @param {string} body */
const list = (body) => ({ body, directory: null, words: [body] });
const [first, other] = [list('first'), list('other')];

/** @param {ReturnType<typeof list>[]} lists shown one after the other */
function shown(...lists) {
  const comparison = new Comparison();
  for (const one of lists) {
    comparison.begin(one.body);
    assert.equal(comparison.take(one), true);
  }
  return comparison;
}

test('the first words are compared without an alarm, and may be signed', () => {
  const comparison = shown(first);
  assert.equal(comparison.changed, false);
  assert.equal(comparison.confirm(first), true);
});

test('other words raise an alarm that stays until they are confirmed', () => {
  const comparison = shown(first, other);
  assert.equal(comparison.changed, true);
  assert.equal(comparison.confirm(first), false);
  assert.equal(comparison.changed, true);
  assert.equal(comparison.confirm(other), true);
  assert.equal(comparison.changed, false);
});

test('somebody starting over in between does not hide that the words are others', () => {
  const comparison = shown(first);
  comparison.begin(null);
  assert.equal(comparison.current, null);
  assert.equal(comparison.confirm(first), false);
  comparison.begin(other.body);
  comparison.take(other);
  assert.equal(comparison.changed, true);
});

test('a list that comes back after another is still a change: others may have heard the other', () => {
  assert.equal(shown(first, other, first).changed, true);
});

test('the same list prepared again has the same words, and raises none', () => {
  assert.equal(shown(first, first).changed, false);
});

test('nothing can be signed while words are being worked out, and late ones are not shown', () => {
  const comparison = shown(first);
  comparison.begin(other.body);
  assert.equal(comparison.confirm(first), false);
  comparison.begin(first.body);
  assert.equal(comparison.take(other), false);
  assert.equal(comparison.current, null);
  assert.equal(comparison.take(first), true);
});

test('the next visit begins without memories of this one', () => {
  const comparison = shown(first, other);
  comparison.forget();
  assert.equal(comparison.current, null);
  comparison.begin(first.body);
  comparison.take(first);
  assert.equal(comparison.changed, false);
});
