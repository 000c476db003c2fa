/** What the auditor's page makes of the log: counts of its columns and nothing else. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CHOICES, chosen, numbersOf, readCheckpoint } from '../../reviewer/browser/auditor/log.js';

/** @import { Logged } from '../../reviewer/browser/auditor/api.js' */

/** @param {Partial<Logged>} [more] @returns {Logged} */
function logged(more = {}) {
  return { case: '0c'.repeat(16), opened: '2026-01-05', state: 'open', hold: 0, review: '', due: [], entries: 1, closed: '', days: 30, overdue: false, ...more };
}

const LOG = [
  logged({ case: 'a', overdue: true }),
  logged({ case: 'b', hold: 1 }),
  logged({ case: 'c', state: 'closed', closed: '2026-02-04', days: 30 }),
  logged({ case: 'd', state: 'retained', closed: '2026-01-15', days: 10, hold: 1 }),
  logged({ case: 'e', state: 'destroyed', closed: '2026-01-25', days: 20 }),
];

test('the numbers count the columns of the log, and the median the cases that were closed', () => {
  assert.deepEqual(numbersOf(LOG), { cases: 5, open: 2, overdue: 1, held: 2, closed: 1, retained: 1, destroyed: 1, days: 20 });
  assert.equal(numbersOf(LOG.slice(0, 4)).days, 20);
  assert.deepEqual(numbersOf([]), { cases: 0, open: 0, overdue: 0, held: 0, closed: 0, retained: 0, destroyed: 0, days: null });
});

test('each choice shows the cases that its number counts, newest first', () => {
  const shown = Object.fromEntries(CHOICES.map((one) => [one, chosen(LOG, one).map((each) => each.case).join('')]));
  assert.deepEqual(shown, { all: 'edcba', open: 'ba', overdue: 'a', held: 'db', closed: 'c', retained: 'd', destroyed: 'e' });
});

test('of a checkpoint its size and root are shown as the note says', () => {
  const note = 'company.example/record\n128\nq83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=\nepoch 9\n\n— company.example/record AAAA\n';
  assert.deepEqual(readCheckpoint({ epoch: 9, size: 0, note }), { epoch: 9, size: 128, root: 'q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=' });
});
