/** How the numbers of packs are counted: docs/packs.md, case by case. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keptNumbers, numbers } from '../../reviewer/browser/packs/numbers.js';
import { periodOf, quartersUntil, yearsUntil } from '../../reviewer/browser/packs/period.js';
import { summaries, summary, TERMS } from './packs-summaries.js';

/** @import { Summary } from '../../reviewer/browser/overview/summary.js' */
/** @import { Mix } from '../../reviewer/browser/packs/suppression.js' */

const FIRST = periodOf('2026-Q1');
const LATER = '2026-07-01';

/** @param {Summary[]} cases @param {string} [today] */
const count = (cases, today = LATER) => numbers(cases, FIRST, today, TERMS);
/** @param {Mix} mix @param {string} code */
const cell = ({ cells }, code) => cells.find((one) => one.code === code)?.count;

test('quarters and years have their first and last day', () => {
  assert.deepEqual(FIRST, { from: '2026-01-01', to: '2026-03-31' });
  assert.deepEqual(periodOf('2026-Q4'), { from: '2026-10-01', to: '2026-12-31' });
  assert.deepEqual(periodOf('2024'), { from: '2024-01-01', to: '2024-12-31' });
  assert.deepEqual(quartersUntil('2026-02-03', 3), ['2026-Q1', '2025-Q4', '2025-Q3']);
  assert.deepEqual(yearsUntil('2026-02-03', 2), ['2026', '2025']);
});

test('received and closed are of the period, open is at its end', () => {
  const cases = [
    summary({ received: '2025-12-31' }), summary({ received: '2026-01-01' }), summary({ received: '2026-03-31', closed: '2026-04-01' }),
    summary({ received: '2025-12-01', closed: '2026-03-31' }), summary({ received: '2026-04-01' }),
  ];
  const { received, closed, open } = count(cases);
  assert.deepEqual({ received, closed, open }, { received: 2, closed: 1, open: 3 });
});

test('a period that is not over yet is counted until today', () => {
  assert.equal(cell(count(summaries(6, { received: '2026-01-06' }), '2026-02-01').ageing, 'to_45'), 6);
  assert.equal(cell(count(summaries(6, { received: '2026-01-06' })).ageing, 'to_90'), 6);
});

test('what was reopened is as old as its reopening', () => {
  const cases = summaries(5, { received: '2025-01-06', reopened: '2026-03-01' });
  assert.equal(cell(count(cases).ageing, 'to_45'), 5);
});

test('an acknowledgement on the last day is in time, one on the day after is late', () => {
  const cases = [summary({ acknowledged: '2026-01-08' }), summary({ acknowledged: '2026-01-09' }), summary()];
  assert.deepEqual(count(cases).timely.acknowledgement, { onTime: 1, late: 2, waiting: 0 });
});

test('what is due today is neither in time nor late, and what is due after the period is not counted', () => {
  assert.deepEqual(count([summary()], '2026-01-08').timely.acknowledgement, { onTime: 0, late: 0, waiting: 1 });
  assert.deepEqual(count([summary({ received: '2026-03-31' })]).timely.acknowledgement, { onTime: 0, late: 0, waiting: 0 });
});

test('an urgent case is due for triage a business day after its check', () => {
  const urgent = { urgent: 1, checked: '2026-01-07', triaged: '2026-01-09' };
  assert.deepEqual(count([summary(urgent)]).timely.triage, { onTime: 0, late: 1, waiting: 0 });
  assert.deepEqual(count([summary({ ...urgent, urgent: 0 })]).timely.triage, { onTime: 1, late: 0, waiting: 0 });
});

test('each timer of a case is counted when it was missed', () => {
  const late = [
    summary({ severe: '2026-01-07', chair: '2026-01-09', meeting: '2026-01-13' }), summary({ severe: '2026-01-07' }),
    ...summaries(4, { severe: '2026-01-07', chair: '2026-01-09', meeting: '2026-01-13' }),
  ];
  const kept = summaries(9, { severe: '2026-01-07', chair: '2026-01-08', meeting: '2026-01-12' });
  const { timely, late: { chair_told: chair, meeting } } = count([...late, ...kept, summary({ closed: '2026-02-20' }), summary({ closed: '2026-02-21' })]);
  assert.deepEqual([chair.count, meeting.count], [6, 6]);
  assert.deepEqual(timely.closure, { onTime: 1, late: 16, waiting: 0 });
});

test('an accounting matter has longer to be closed, and what was reopened as long again', () => {
  const closing = (/** @type {Partial<Summary>} */ fields) => count([summary({ ...fields, closed: '2026-03-20' })]).timely.closure;
  assert.deepEqual(closing({}), { onTime: 0, late: 1, waiting: 0 });
  assert.deepEqual(closing({ category: 'fraud_records' }), { onTime: 0, late: 0, waiting: 0 }, 'due in April');
  assert.deepEqual(closing({ reopened: '2026-02-10' }), { onTime: 1, late: 0, waiting: 0 });
});

test('after a reopening feedback is due again', () => {
  const fields = { received: '2025-06-02', acknowledged: '2025-06-03', feedback: '2025-07-01', reopened: '2025-12-01' };
  assert.deepEqual(count([summary(fields)]).timely.feedback, { onTime: 0, late: 1, waiting: 0 });
  assert.deepEqual(count([summary({ ...fields, told: '2026-02-27' })]).timely.feedback, { onTime: 1, late: 0, waiting: 0 });
});

test('each hold is to be reviewed again and again, until it is released', () => {
  const review = { from: '2025-11-01', done: '', ended: '' }; // due on 30 January 2026
  const missed = (/** @type {Partial<typeof review>[]} */ ...reviews) => {
    const each = reviews.map((one) => ({ ...review, ...one }));
    return count(summaries(5, { closed: '2025-12-01', reviews: each })).late.hold_review.count;
  };
  assert.equal(missed({}), 5, 'also of a case that is closed');
  assert.equal(missed({ done: '2026-01-30' }), 0);
  assert.equal(missed({ done: '2026-01-31' }), 5);
  assert.equal(missed({ ended: '2026-01-30' }), 0);
  assert.equal(missed({ ended: '2026-02-02' }), 5);
  assert.equal(missed({ done: '2026-02-01' }, { from: '2025-12-20' }), 10);
});

test('of grave cases only the late ones are told, and few as few', () => {
  const found = count([summary({ severe: '2026-01-07' }), ...summaries(20, { severe: '2026-01-07', chair: '2026-01-07', meeting: '2026-01-07' })]);
  assert.deepEqual(found.late.chair_told, { at: 'few', count: null });
  assert.deepEqual(found.late.meeting, { at: 'few', count: null });
});

test('tests of the channel and spam are in no number about complaints, and have their own', () => {
  const fields = { closed: '2026-03-01', acknowledged: '2026-02-01', outcomes: ['not_a_complaint'], recusals: 1, severe: '2026-01-07', severity: 'S1' };
  const complaint = summaries(7, fields);
  const found = count([
    ...complaint, ...summaries(6, { ...fields, test: 1 }), ...summaries(6, { ...fields, retention: 'spam_or_test' }),
    summary({ ...fields, test: 1, retention: 'spam_or_test' }), summary({ test: 1 }),
  ]);
  const { tests, spam, ...others } = found;
  assert.deepEqual({ tests, spam }, { tests: 8, spam: { at: 'shown', count: 6 } });
  const { tests: none, spam: nothing, ...alone } = count(complaint);
  assert.deepEqual({ none, nothing }, { none: 0, nothing: { at: 'none', count: 0 } });
  assert.deepEqual(others, alone);
});

test('what is held and destroyed is counted whatever it is', () => {
  const { holds, destructions } = count(summaries(5, { test: 1, holds: 1, destroyed: '2026-03-01' }));
  assert.deepEqual([holds.count, destructions.count], [5, 5]);
});

test('what ended before feedback was due does not ask for any', () => {
  const ended = { received: '2025-11-03', acknowledged: '2025-11-04' };
  assert.deepEqual(count([summary({ ...ended, closed: '2025-12-01' })]).timely.feedback, { onTime: 0, late: 0, waiting: 0 });
  assert.deepEqual(count([summary({ ...ended, closed: '2026-03-30' })]).timely.feedback, { onTime: 0, late: 1, waiting: 0 });
});

test('a case that was referred, merged or no complaint is still asked for feedback, but not spam', () => {
  const over = { received: '2025-11-03', acknowledged: '2025-11-04', closed: '2025-12-01' };
  for (const ended of ['referred', 'merged', 'not_a_complaint']) {
    const one = summary({ ...over, ended, fine: ended });
    assert.deepEqual(count([one]).timely.feedback, { onTime: 0, late: 1, waiting: 0 });
    assert.deepEqual(count([{ ...one, feedback: '2025-12-03' }]).timely.feedback, { onTime: 1, late: 0, waiting: 0 });
    assert.deepEqual(count([{ ...one, fine: 'retained', retention: 'spam_or_test' }]).timely.feedback, { onTime: 0, late: 0, waiting: 0 });
  }
});

test("the company's own periods and holidays are kept to", () => {
  const terms = { holidays: ['2026-01-08'], periods: { acknowledge: 3 } };
  const { timely } = numbers([summary({ acknowledged: '2026-01-12' })], FIRST, LATER, terms);
  assert.equal(timely.acknowledgement.onTime, 1);
});

test('the days to close are the middle ones, and those of fewer than five cases are not said', () => {
  const closed = ['2026-01-16', '2026-01-26', '2026-02-05', '2026-02-15', '2026-02-25'].map((day) => summary({ closed: day }));
  assert.equal(count(closed).median, 30);
  assert.equal(count([...closed, summary({ closed: '2026-02-17' })]).median, 35);
  assert.equal(count(closed.slice(1)).median, null);
});

test('substantiation is counted by allegation, among those that were found one way or the other', () => {
  const proven = summaries(3, { closed: '2026-02-02', outcomes: ['substantiated', 'partly'] });
  const others = summaries(6, { closed: '2026-02-02', outcomes: ['unsubstantiated', 'duplicate'] });
  assert.deepEqual(count([...proven, ...others]).substantiated, { part: 6, of: 12, percent: 50 });
});

test('anonymous is what came over the line and names nobody', () => {
  const cases = [...summaries(6), ...summaries(3, { named: 1 }), ...summaries(2, { channel: 'letter' })];
  assert.deepEqual(count(cases).names, { total: 11, cells: [{ code: 'anonymous', count: 6 }, { code: 'other', count: 5 }] });
});

test('recusals, holds and destructions are said as few below five', () => {
  const cases = [summary({ recusals: 3, holds: 2 }), summary({ recusals: 2, destroyed: '2026-02-03', closed: '2025-02-03' })];
  const { recusals, holds, destructions } = count(cases);
  assert.deepEqual([recusals.at, holds.at, destructions.at], ['few', 'few', 'few']);
});

test('nothing received is nothing counted', () => {
  const found = count([]);
  assert.deepEqual([found.received, found.open, found.closed, found.median, found.substantiated], [0, 0, 0, null, null]);
});

test('a report on retention has the same rows whatever is kept', () => {
  const kept = summaries(6, { fine: 'retained', retention: 'general', keep: '2026-08-01' });
  const [some, none] = [keptNumbers(kept, '2026-07-01'), keptNumbers([], '2026-07-01')];
  assert.deepEqual(some.quarters.cells.map(({ code }) => code), none.quarters.cells.map(({ code }) => code));
  assert.equal(cell(some.quarters, '2026-Q3'), 6);
  const more = [...kept, ...summaries(7, { fine: 'retained', retention: 'fraud', keep: '2036-01-01' }), summary({ fine: 'due_for_review', retention: 'general', keep: '2026-06-30' })];
  const { classes, quarters } = keptNumbers(more, '2026-07-01');
  assert.deepEqual([cell(quarters, '2026-Q3'), cell(quarters, 'later'), cell(quarters, 'over')], [null, 7, null]);
  assert.deepEqual([cell(classes, 'general'), cell(classes, 'fraud'), cell(classes, 'spam_or_test')], [7, 7, 0]);
});
