/** A letter to the reporter with the blanks of its template left empty is not sent. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emptyBlank } from '../../reviewer/browser/cases/blanks.js';

const TEMPLATE = 'We have looked.\n\nWhat we found: \n\nWhat was done: \n\nThank you.';

test('the first line of the template after which nothing was written is named', () => {
  assert.equal(emptyBlank(TEMPLATE, TEMPLATE), 'What we found:');
  assert.equal(emptyBlank(TEMPLATE.replace('found: ', 'found: nothing'), TEMPLATE), 'What was done:');
  assert.equal(emptyBlank('What we found:', TEMPLATE), 'What we found:');
});

test('what was written after a blank, on its line or below, fills it, and own colons are nobody\u2019s blanks', () => {
  const filled = TEMPLATE.replace('found: ', 'found:\n\nThe money is back.').replace('done: ', 'done: all');
  assert.equal(emptyBlank(filled, TEMPLATE), '');
  assert.equal(emptyBlank('My list:', TEMPLATE), '');
  assert.equal(emptyBlank('', TEMPLATE), '');
});
