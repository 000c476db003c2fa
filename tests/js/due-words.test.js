/** What is due, as the members' pages say it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { terms } from '../../reviewer/browser/due/terms.js';
import { byUrgency, dueName, dueText, isLate } from '../../reviewer/browser/due/words.js';
import { dueList } from '../../reviewer/browser/lifecycle/due.js';
import { EMPTY, replace } from '../../reviewer/browser/lifecycle/state.js';
import { useWords } from '../../reviewer/browser/words.js';

const TODAY = '2026-03-10';

useWords({
  'due_name.feedback': 'Feedback',
  'due.today': '{what} due today',
  'due.tomorrow': '{what} due tomorrow',
  'due.yesterday': '{what} was due yesterday',
  'due.ahead.one': '{what} due in {count} day',
  'due.ahead.other': '{what} due in {count} days',
  'due.late.one': '{what} was due {count} day ago',
  'due.late.other': '{what} was due {count} days ago',
}, 'en');

test('what is due is said by the days that are left, or since when it is late', () => {
  const said = (/** @type {string} */ day) => dueText({ what: 'feedback', day }, TODAY);
  assert.equal(dueName('feedback'), 'Feedback');
  assert.equal(said('2026-03-22'), 'Feedback due in 12 days');
  assert.equal(said('2026-03-11'), 'Feedback due tomorrow');
  assert.equal(said(TODAY), 'Feedback due today');
  assert.equal(said('2026-03-09'), 'Feedback was due yesterday');
  assert.equal(said('2026-03-07'), 'Feedback was due 3 days ago');
  assert.equal(said('2029-03-10'), 'Feedback due in 1,096 days');
});

test('only what was due before today is late', () => {
  assert.deepEqual(['2026-03-09', TODAY, '2026-03-11'].map((day) => isLate({ day }, TODAY)), [true, false, false]);
});

test('cases of the first severity come first, then the earliest day', () => {
  const found = [
    { severity: 'S2', day: '2026-03-01', what: 'triage' },
    { severity: 'S1', day: '2026-03-09', what: 'meeting' },
    { severity: '', day: '2026-02-01', what: 'triage' },
    { severity: 'S1', day: '2026-03-09', what: 'chair_told' },
    { severity: 'S1', day: '2026-03-02', what: 'triage' },
  ];
  const order = [...found].sort(byUrgency).map(({ severity, day, what }) => `${severity} ${day} ${what}`);
  assert.deepEqual(order, [
    'S1 2026-03-02 triage', 'S1 2026-03-09 chair_told', 'S1 2026-03-09 meeting', ' 2026-02-01 triage', 'S2 2026-03-01 triage',
  ]);
  assert.deepEqual([...found].reverse().sort(byUrgency), [...found].sort(byUrgency));
});

test('the days are those of the company: its own periods and holidays', () => {
  const state = replace(EMPTY, { fine: 'received', received: '2026-03-06' }); // a Friday
  const dayOf = (/** @type {{ holidays: string[], periods: Record<string, number> }} */ given) =>
    dueList(state, terms({ terms: given })).find(({ what }) => what === 'conflict_check')?.day;
  assert.equal(dayOf({ holidays: [], periods: {} }), '2026-03-09');
  assert.equal(dayOf({ holidays: ['2026-03-09'], periods: {} }), '2026-03-10');
  assert.equal(dayOf({ holidays: [], periods: { conflict_check: 3 } }), '2026-03-11');
});
