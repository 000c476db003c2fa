/** What the page says about time is true of days and of short epochs alike. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  askAgain, calendarDay, clock, dayOf, epochAt, fromNow, isOldBoard, kept, lengthOf, listedBy, milestones, moment, nameOfEpoch,
} from '../../intake/browser/dates.js';

const DAY = 86_400;
const NOON = Date.UTC(2025, 10, 21, 12);

test('a message leaves when its epoch ends, and can be answered two epochs after it began', () => {
  const times = milestones(epochAt(NOON, DAY), DAY);
  assert.deepEqual(Object.values(times).map(dayOf), ['2025-11-22', '2025-11-23', '2025-11-28', '2026-02-21']);
});

test('an answer stays for ninety epochs, said in whole units that are not too long', () => {
  assert.equal(kept(DAY, 'en'), '90 days');
  assert.equal(kept(15, 'en'), '22 minutes');
  assert.equal(kept(3600, 'en'), '3 days');
  assert.equal(lengthOf(DAY, 'en'), '24 hours');
  assert.equal(lengthOf(1, 'en'), '1 second');
});

test('a board that lags by more than three epochs is old, however well it is signed', () => {
  assert.deepEqual([99, 98, 97, 96, 10].map((epoch) => isOldBoard(epoch, 100)), [false, false, false, true, true]);
});

test('how long a message waits is counted by the clock, at whatever epoch the board stands', () => {
  assert.deepEqual([94, 93, 10].map((epoch) => askAgain(epoch, 100)), [false, true, true]);
  assert.equal(listedBy({ epoch: 99, now: 100 }), 101);
  assert.equal(listedBy({ epoch: 50, now: 100 }), 101);
  assert.equal(listedBy({ epoch: 100, now: 100 }), 102);
});

test('the hour is told only where epochs are shorter than a day', () => {
  assert.match(moment(NOON, DAY, 'en-GB'), /^Friday,? 21 November 2025$/);
  assert.match(moment(NOON + 15_000, 15, 'en-GB'), /21 November.*12:00:15 UTC/);
});

test('the end of an epoch is told in UTC', () => {
  assert.equal(clock(milestones(epochAt(NOON, DAY), DAY).leaves, 'en'), '00:00 UTC');
  assert.equal(clock(NOON + 15_000, 'en'), '12:00:15 UTC');
});

test('what lies ahead is told in the largest unit that fits', () => {
  assert.equal(fromNow(NOON + 7 * 3_600_000, NOON, 'en'), 'in 7 hours');
  assert.equal(fromNow(NOON + 12_000, NOON, 'en'), 'in 12 seconds');
  assert.equal(fromNow(NOON - 5, NOON, 'en'), 'in 1 second');
});

test('an epoch is called by its day, or by its last moment', () => {
  assert.equal(nameOfEpoch(epochAt(NOON, DAY), DAY, 'en-GB'), '21 November 2025');
  assert.match(nameOfEpoch(epochAt(NOON, 15), 15, 'en-GB'), /12:00:15 UTC/);
});

test('a day that is none is shown as it came', () => {
  assert.equal(calendarDay('2025-11-21', 'en-GB'), '21 November 2025');
  assert.equal(calendarDay('whenever', 'en'), 'whenever');
});

test('a message never carries a finer time than its day', () => {
  assert.equal(dayOf(NOON), dayOf(NOON + 11 * 3_600_000));
  assert.equal(dayOf(NOON).length, 10);
});
