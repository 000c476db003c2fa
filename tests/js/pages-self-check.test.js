/** The self-check points at what often gives somebody away, and leaves ordinary text alone. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findTraces } from '../../intake/browser/self-check.js';

const ENGLISH = { code: 'en', near: 'my manager|i report to', closings: 'regards|best wishes', labels: 'badge|employee' };

/** @param {string} text */
const kinds = (text) => findTraces(text, ENGLISH).map(({ kind, text: found }) => [kind, found.replace(/\s+/g, ' ').trim()]);

const POINTED_AT = /** @type {[string, string, string][]} */ ([
  ['write to anna.berg@northwind.example.com today', 'email', 'anna.berg@northwind.example.com'],
  ['call +1 (555) 010-4477 at noon', 'phone', '+1 (555) 010-4477'],
  ['call 030 1234567', 'phone', '030 1234567'],
  ['the order INV-204411 was split', 'number', 'INV-204411'],
  ['login E48213', 'number', 'E48213'],
  ['my employee no. 4711', 'number', 'employee no. 4711'],
  ['Badge: 88', 'number', 'Badge: 88'],
  ['My  manager knew', 'near', 'My manager'],
  ['booked on 2025-03-12', 'date', '2025-03-12'],
  ['booked on 12/03/2025', 'date', '12/03/2025'],
  ['booked on March 12th', 'date', 'March 12th'],
  ['booked on the 3rd of July', 'date', '3rd of July'],
  ['a meeting at 14:32', 'date', '14:32'],
  ['It is so.\n\nKind regards,\nJane Doe', 'signature', 'Kind regards, Jane Doe'],
  ['see C:\\Users\\jdoe\\books.xlsx', 'path', 'C:\\Users\\jdoe'],
]);

for (const [text, kind, found] of POINTED_AT) {
  test(`it points at ${JSON.stringify(found)}`, () => assert.deepEqual(kinds(text), [[kind, found]]));
}

const LEFT_ALONE = [
  'We booked 1,200,000.00 in March.',
  'The write-down was 12 500 000 euros, or 3.4 percent.',
  'Invoices of 2024 were booked in the third quarter of 2025.',
  'The manager of the plant regards this as normal and told us so in a meeting of the team.',
  'Ratio 3:2, chapter 4.1.2, 15 of 30 items.',
  '',
];

for (const text of LEFT_ALONE) {
  test(`it leaves alone ${JSON.stringify(text)}`, () => assert.deepEqual(kinds(text), []));
}

test('a place is where the text stands', () => {
  const text = 'On 12 March my manager called.';
  for (const { start, end, text: found } of findTraces(text, ENGLISH)) assert.equal(text.slice(start, end), found);
});

test('months are those of the language', () => {
  const german = { code: 'de', near: 'mein chef', closings: 'gruß', labels: 'personalnummer' };
  assert.deepEqual(findTraces('am 12. März 2025', german).map(({ text }) => text), ['12. März']);
});

test('two kinds at one place are one point', () => {
  assert.deepEqual(kinds('555.010.4477@mail.example.com'), [['email', '555.010.4477@mail.example.com']]);
});

test('a long text takes no long time', () => {
  const text = `${'1 2 3 4 5 6 7 8 9 0 - . ( ) / '.repeat(2000)}${'a.b@'.repeat(4000)}${'regards, \n'.repeat(3000)}`;
  const start = performance.now();
  findTraces(text, ENGLISH);
  assert.ok(performance.now() - start < 2000);
});
