/** What other retention rules change: pure functions of what a member knows of the cases. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PROFILES } from '../../reviewer/browser/lifecycle/rules.js';
import { changedClasses, movesBetween, movesUnder } from '../../reviewer/browser/retention/changing.js';
import { BEFORE_ANY, spanOf } from '../../reviewer/browser/retention/in-force.js';
import { summary } from './packs-summaries.js';

const TODAY = '2026-07-01';
const rules = (/** @type {string} */ profile) => ({ profile, classes: PROFILES.get(profile) ?? {}, adopted: true });
const [US, DE] = ['us', 'de'].map(rules);
const KEPT = { fine: 'retained', retention: 'general', profile: 'us', years: 7, days: 0, closed: '2025-03-01', keep: '2032-03-01' };

test('before any were adopted the rules are those for the United States', () => {
  assert.deepEqual([BEFORE_ANY.profile, BEFORE_ANY.adopted, spanOf(BEFORE_ANY, 'general')], ['us', false, { years: 7, days: 0 }]);
});

test('a class that the rules do not name is kept as their profile has it', () => {
  assert.deepEqual(spanOf({ profile: 'de', classes: { general: { years: 5, days: 0 } }, adopted: true }, 'fraud'), { years: 3, days: 0 });
});

test('the classes that are kept for another time are named', () => {
  assert.deepEqual(changedClasses(US, DE), [
    { class: 'general', from: { years: 7, days: 0 }, to: { years: 3, days: 0 } }, { class: 'fraud', from: { years: 10, days: 0 }, to: { years: 3, days: 0 } },
  ]);
  assert.deepEqual(changedClasses(US, US), []);
});

test('each kept case moves from its last day to the one that the new rules ask for', () => {
  const cases = [summary({ ...KEPT, case: 'a1' }), summary({ ...KEPT, case: 'b2', closed: '2024-01-15', keep: '2031-01-15' }), summary({ fine: 'triage' })];
  assert.deepEqual(movesBetween(cases, US, DE, TODAY), [
    { case: 'b2', class: 'general', from: '2031-01-15', to: '2027-01-15' }, { case: 'a1', class: 'general', from: '2032-03-01', to: '2028-03-01' },
  ]);
  assert.deepEqual(movesBetween(cases, US, US, TODAY), []);
});

test('a day that would be past is today: nothing is late by a rule that came after', () => {
  const [move] = movesUnder([summary({ ...KEPT, closed: '2020-01-15', keep: '2027-01-15' })], DE, TODAY);
  assert.equal(move.to, TODAY);
});

test('what somebody keeps for longer, for a reason, stays until that day unless the rules ask for more', () => {
  const longer = summary({ ...KEPT, keep: '2033-01-01' });
  assert.deepEqual(movesUnder([longer], DE, TODAY).map(({ from, to }) => [from, to]), [['2033-01-01', '2033-01-01']]);
  assert.deepEqual(movesUnder([{ ...longer, profile: 'de', years: 3, keep: '2029-01-01' }], US, TODAY).map(({ to }) => to), ['2032-03-01']);
});

test('a case that is recorded so already does not move, and one that is due for review only if the rules keep it on', () => {
  const review = summary({ ...KEPT, fine: 'due_for_review', closed: '2020-03-01', profile: 'de', years: 3, keep: '2023-03-01' });
  assert.deepEqual(movesUnder([summary(KEPT), summary({ ...KEPT, fine: 'destroyed' })], US, TODAY), []);
  assert.deepEqual(movesUnder([review], US, TODAY).map(({ to }) => to), ['2027-03-01']);
  assert.deepEqual(movesUnder([{ ...review, profile: 'us', years: 7 }], DE, TODAY), []);
});
