/** What the inbox says is due: of which cases, in which order, and what waits for whom. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AHEAD, agendaOf } from '../../reviewer/browser/due/agenda.js';
import { moved, turnsOf } from '../../reviewer/browser/due/order.js';
import { summarise } from '../../reviewer/browser/overview/summary.js';
import { ANN, BEN, openedCase } from './overview-cases.js';

/** @import { Summary } from '../../reviewer/browser/overview/summary.js' */

const TODAY = '2026-03-10';
const USUAL = summarise(openedCase('due_first_days', { count: 1 }), ANN);

/**
 * @param {string} id
 * @param {Partial<Summary>} changes
 * @returns {Summary}
 */
function summary(id, changes) {
  return { ...USUAL, case: id, severity: '', urgent: 0, mine: [], due: [], assignee: '', fine: 'triage', ...changes };
}

/** @param {string} day */
const feedback = (day) => [{ what: 'feedback', day, of: 0 }];

test('the first severity comes first, then the earliest day', () => {
  const { soon } = agendaOf([
    summary('late', { due: feedback('2026-02-01') }),
    summary('soon', { due: feedback('2026-03-12') }),
    summary('grave', { severity: 'S1', due: feedback('2026-03-20') }),
    summary('same', { due: feedback('2026-02-01') }),
  ], ANN, TODAY);
  assert.deepEqual(soon.map((one) => one.summary.case), ['grave', 'late', 'same', 'soon']);
  assert.deepEqual(soon.map(({ grave }) => grave), [true, false, false, false]);
});

test('a case of the first severity that ended as no complaint is marked in what is due', () => {
  const due = feedback('2026-03-12');
  const ended = { due, ended: 'not_a_complaint' };
  const { soon } = agendaOf([summary('grave', { ...ended, severity: 'S1' }), summary('mild', { ...ended, severity: 'S3' }), summary('closed', { due, ended: 'closed', severity: 'S1' })], ANN, TODAY);
  assert.deepEqual(soon.filter(({ brief }) => brief).map((one) => one.summary.case), ['grave']);
});

test('what is further away than two weeks is left to the list of cases', () => {
  const days = ['2026-03-24', '2026-03-25'];
  const { soon } = agendaOf(days.map((day) => summary(day, { due: feedback(day) })), ANN, TODAY);
  assert.equal(AHEAD, 14);
  assert.deepEqual(soon.map((one) => one.summary.case), ['2026-03-24']);
});

test('a request waits for the reader until its last day, and is told once', () => {
  const asked = summary('asked', {
    mine: [{ what: 'approve', of: 4, until: '2026-03-12' }],
    due: [{ what: 'request', day: '2026-03-12', of: 4 }, ...feedback('2026-03-11')],
  });
  const [before, after] = [TODAY, '2026-03-13'].map((today) => agendaOf([asked], ANN, today));
  assert.deepEqual(before.waits.map(({ mine }) => mine), [[{ what: 'approve', day: '2026-03-12' }]]);
  assert.deepEqual(before.soon.map(({ dues }) => dues.map(({ what }) => what)), [['feedback']]);
  assert.deepEqual(after.waits, []);
});

test('what the reporter wrote waits from the day on which it came into the case', () => {
  const { waits } = agendaOf([summary('new', { mine: [{ what: 'wrote', of: 4, until: '2026-03-09' }] }), summary('old', { mine: [{ what: 'wrote', of: 4, until: '2026-01-09' }] })], ANN, TODAY);
  assert.deepEqual(waits.map((one) => [one.summary.case, one.mine]), [['old', [{ what: 'wrote', day: '2026-01-09' }]], ['new', [{ what: 'wrote', day: '2026-03-09' }]]]);
});

test('an open case waits for whom it is assigned to, after what has a day; a closed one does not', () => {
  const mine = { assignee: ANN, mine: [{ what: /** @type {const} */ ('task'), of: 2, until: '2026-03-01' }] };
  const of = (/** @type {string} */ me, /** @type {Partial<Summary>} */ more) => agendaOf([summary('one', { ...mine, ...more })], me, TODAY).waits;
  assert.deepEqual(of(ANN, {})[0].mine.map(({ what }) => what), ['task', 'assigned']);
  assert.deepEqual(of(BEN, { mine: [] }), []);
  assert.deepEqual(of(ANN, { mine: [], fine: 'closed' }), []);
});

test('without cases nothing waits and nothing is due', () => {
  assert.deepEqual(agendaOf([], ANN, TODAY), { waits: [], soon: [] });
});

test('who takes turns stands first, in order; a place is exchanged with a neighbour, and never lost', () => {
  const turns = turnsOf([0, 1, 2], [2, 0]);
  assert.deepEqual(turns.map(({ slot, takes }) => `${slot}${takes ? '*' : ''}`), ['2*', '0*', '1']);
  const slots = (/** @type {readonly { slot: number }[]} */ now) => now.map(({ slot }) => slot);
  assert.deepEqual(slots(moved(turns, 1, -1)), [0, 2, 1]);
  assert.deepEqual(slots(moved(turns, 1, 1)), [2, 1, 0]);
  assert.deepEqual([slots(moved(turns, 0, -1)), slots(moved(turns, 2, 1))], [[2, 0, 1], [2, 0, 1]]);
});
