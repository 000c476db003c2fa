/** What is due, as the members' pages say it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { terms } from '../../reviewer/browser/due/terms.js';
import { dueName, dueText, IN_BUSINESS_DAYS, isLate, useHolidays } from '../../reviewer/browser/due/words.js';
import { dueList } from '../../reviewer/browser/lifecycle/due.js';
import { EMPTY, replace } from '../../reviewer/browser/lifecycle/state.js';
import { useWords } from '../../reviewer/browser/words.js';

const TODAY = '2026-03-10';

useWords({
  'due_name.feedback': 'Feedback',
  'due.today': '{what} due today',
  'due.tomorrow': '{what} due tomorrow',
  'due.yesterday': '{what} was due yesterday',
  'due.on': '{what} due on {day}',
  'due.ahead.one': '{what} due in {count} day',
  'due.ahead.other': '{what} due in {count} days',
  'due_name.acknowledge': 'Acknowledgement',
  'due.ahead_business.one': '{what} due in {count} business day',
  'due.ahead_business.other': '{what} due in {count} business days',
  'due.late.one': '{what} overdue by {count} day',
  'due.late.other': '{what} overdue by {count} days',
  'due.late_business.one': '{what} overdue by {count} business day',
  'due.late_business.other': '{what} overdue by {count} business days',
}, 'en');

test('what is due is said by the days that are left, or since when it is late', () => {
  const said = (/** @type {string} */ day) => dueText({ what: 'feedback', day }, TODAY);
  assert.equal(dueName('feedback'), 'Feedback');
  assert.equal(said('2026-03-22'), 'Feedback due in 12 days');
  assert.equal(said('2026-03-11'), 'Feedback due tomorrow');
  assert.equal(said(TODAY), 'Feedback due today');
  assert.equal(said('2026-03-09'), 'Feedback was due yesterday');
  assert.equal(said('2026-03-07'), 'Feedback overdue by 3 days');
  assert.equal(said('2029-03-10'), 'Feedback due on March 10, 2029');
});

test('what the rules count in business days is said in business days', () => {
  const said = (/** @type {string} */ day, /** @type {string} */ today) => dueText({ what: 'acknowledge', day }, today);
  assert.equal(said('2026-03-12', TODAY), 'Acknowledgement due in 2 business days'); // a Tuesday
  assert.equal(said('2026-03-09', '2026-03-06'), 'Acknowledgement due in 1 business day'); // Friday to Monday
  assert.equal(said('2026-03-11', TODAY), 'Acknowledgement due tomorrow');
  assert.equal(said('2026-03-05', TODAY), 'Acknowledgement overdue by 3 business days'); // Friday, Monday, Tuesday
  assert.equal(said('2026-03-06', '2026-03-08'), 'Acknowledgement overdue by 2 days'); // a Sunday: no business day since
  useHolidays(['2026-03-09']);
  assert.equal(said('2026-03-05', TODAY), 'Acknowledgement overdue by 2 business days');
  useHolidays([]);
});

test('those are the periods that a holiday makes longer', () => {
  const state = replace(EMPTY, {
    fine: 'triage', received: '2026-03-02', severe: '2026-03-02', recused: ['a1'], maker: 'a1', shown: 'open',
    happened: [{ kind: 'recusal', first: '2026-03-02', last: '2026-03-02', count: 1 }],
    holds: [{ hold: 1, matter: 'a matter', reviewed: '2026-03-02' }],
  });
  const daysOf = (/** @type {string[]} */ off) =>
    new Map(dueList(state, { holidays: off, periods: { acknowledge_most: 30 } }).map(({ what, day }) => [what, day]));
  const [usual, off] = [daysOf([]), daysOf(['2026-03-03'])];
  assert.ok(usual.size > IN_BUSINESS_DAYS.size);
  const moved = [...usual].filter(([what, day]) => off.get(what) !== day).map(([what]) => what);
  assert.deepEqual(new Set(moved), IN_BUSINESS_DAYS);
});

test('only what was due before today is late', () => {
  assert.deepEqual(['2026-03-09', TODAY, '2026-03-11'].map((day) => isLate({ day }, TODAY)), [true, false, false]);
});

test('the days are those of the company: its own periods and holidays', () => {
  const state = replace(EMPTY, { fine: 'received', received: '2026-03-06' }); // a Friday
  const dayOf = (/** @type {{ holidays: string[], periods: Record<string, number> }} */ given) =>
    dueList(state, terms({ terms: given })).find(({ what }) => what === 'conflict_check')?.day;
  assert.equal(dayOf({ holidays: [], periods: {} }), '2026-03-09');
  assert.equal(dayOf({ holidays: ['2026-03-09'], periods: {} }), '2026-03-10');
  assert.equal(dayOf({ holidays: [], periods: { conflict_check: 3 } }), '2026-03-11');
});
