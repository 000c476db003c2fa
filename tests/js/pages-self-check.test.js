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

test('of a name before the @ that is longer than any mailbox the end is pointed at', () => {
  assert.deepEqual(kinds(`${'x'.repeat(100)}@example.com`), [['email', `${'x'.repeat(64)}@example.com`]]);
});

test('many things found are kept apart as few are', () => {
  const text = 'a@b.example 2025-03-12 my manager\n'.repeat(3000);
  assert.equal(findTraces(text, ENGLISH).length, 9000);
});

const LONG = [
  'x', 'X', '1', 'a.', '@', '-', '1 ', ' ', '\n', '\r', '\u2028', 'ä', '漢', 'AB-', '1.', '1-', 'a@', 'a@b.', '(', '1:', 'a ', 'a\n', 'badge ',
  'badge no', 'regards', 'regards, \n', 'my ', 'i ', '1 of ', 'C:\\Users\\', 'a@b.example ', '1 2 3 4 5 6 7 8 9 0 - . ( ) / ',
];
const ONCE = ['badge', 'badge no', 'regards', 'regards\n', 'my', '1', '1 of', 'March', 'a@', 'Kind\n'];

/**
 * Of the processor: what else the machine does meanwhile does not count.
 * @param {string} text
 */
function shortestTime(text) {
  let best = Infinity;
  for (let round = 0; round < 3 && best > ENOUGH; round += 1) {
    const start = process.cpuUsage();
    findTraces(text, ENGLISH);
    const { user, system } = process.cpuUsage(start);
    best = Math.min(best, (user + system) / 1000);
  }
  return best;
}

/** Milliseconds below which a busy machine says more than the text does: what is quadratic takes seconds. */
const ENOUGH = 150;

/**
 * Four times the text may take about four times as long; were the steps quadratic, it would be sixteen times.
 * @param {(length: number) => string} made
 */
function growsWithTheText(made) {
  const short = shortestTime(made(25_000));
  assert.ok(short < 1000, `25 000 characters took ${short} ms`);
  const long = shortestTime(made(100_000));
  assert.ok(long < ENOUGH || long < 10 * short, `${short} ms became ${long} ms`);
}

for (const piece of LONG) {
  test(`a long run of ${JSON.stringify(piece)} takes no long time`, () => {
    growsWithTheText((length) => piece.repeat(Math.ceil(length / piece.length)).slice(0, length));
  });
}

for (const beginning of ONCE) {
  test(`what is long behind ${JSON.stringify(beginning)} takes no long time`, () => {
    for (const piece of [' ', '\n', 'x', 'no', 'b.', '1']) growsWithTheText((length) => beginning + piece.repeat(length / piece.length));
  });
}
