/** A slip in a phrase is named as what it is, with the word, and nothing else is made of it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { slipIn } from '../../intake/browser/phrase-field.js';

const say = (/** @type {string} */ name, /** @type {Record<string, any>} */ given = {}) => `${name} ${Object.values(given).join()}`.trim();
const RIGHT = 'abacus abdomen abdominal abide abiding ability ablaze able';

/** @type {[string, string, string][]} */
const SLIPS = [
  ['a word that is not on the list is named', 'abacus abdomen abdominsl abide abiding ability ablaze able', 'words_unknown abdominsl'],
  ['a word too few is counted', 'abacus abdomen abdominal abide abiding ability ablaze', 'words_not_eight 7'],
  ['two words are no phrase', 'abacus abdomen', 'words_not_eight 2'],
  ['both are said together', 'abacus zzz', 'words_unknown zzz words_not_eight 2'],
  ['nothing at all has no words', ' \n', 'words_not_eight 0'],
];

for (const [name, text, expected] of SLIPS) test(name, () => assert.equal(slipIn(text, { say }), expected));

test('eight words of the list are no slip, however they are typed', () => {
  assert.equal(slipIn(RIGHT, { say }), '');
  assert.equal(slipIn(`  ${RIGHT.toUpperCase().replaceAll(' ', '\n\u00a0')} `, { say }), '');
});
