/** One act in each of many cases: an entry of its own in each, passed over where it is there, and gone on with after a stop. */
import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { inEach } from '../../reviewer/browser/cases/in-each.js';
import { approveReleases, askForRelease, bringToRules, placeHold, releasesAsked, reviewHolds } from '../../reviewer/browser/cases/set-acts.js';
import { openCase } from '../../reviewer/browser/cases/store.js';
import { daysAfter } from '../../reviewer/browser/days.js';
import { addYears } from '../../reviewer/browser/lifecycle/days.js';
import { today } from './case-server.js';
import { keep, manyCases, say } from './many-cases.js';

/** @import { Act, Outcome } from '../../reviewer/browser/cases/in-each.js' */
/** @import { Many, Own } from './many-cases.js' */

const DAY = 86_400_000;

/**
 * @param {Many} all
 * @param {Own} own
 * @param {Act} act
 * @param {{ told?: (outcome: Outcome) => void, isOff?: () => boolean }} [watch]
 */
function run({ server, ids }, own, act, { told = () => {}, isOff = () => false } = {}) {
  return server.as(own, () => inEach(own, ids, act, { told, isOff }));
}

/** @param {Outcome} outcome */
const counts = ({ written, passed, failed }) => [written.length, passed.length, failed.length];

/** @param {Many} all @param {Own} own */
const holds = ({ server, ids }, own) => server.as(own, async () => {
  const found = [];
  for (const id of ids) found.push((await openCase(own, id)).state.holds.map(({ matter, reviewed }) => `${matter} ${reviewed}`));
  return found;
});

/** @param {import('node:test').TestContext} context @param {number} days */
function later(context, days) {
  mock.timers.enable({ apis: ['Date'], now: Date.now() + days * DAY });
  context.after(() => mock.timers.reset());
}

test('a hold is placed in every case, and begun again in none', async () => {
  const all = await manyCases(3);
  assert.deepEqual(counts(await run(all, all.ann, placeHold(all.ann, 'SEC inquiry'))), [3, 0, 0]);
  assert.deepEqual(counts(await run(all, all.ben, placeHold(all.ben, ' SEC  inquiry'))), [0, 3, 0]);
  assert.deepEqual(counts(await run(all, all.ben, placeHold(all.ben, 'another matter'))), [3, 0, 0]);
  assert.deepEqual((await holds(all, all.cat)).map((one) => one.length), [2, 2, 2]);
});

test('what was stopped goes on where it was', async () => {
  const all = await manyCases(4);
  let seen = 0;
  const first = await run(all, all.ann, placeHold(all.ann, 'a suit'), { told: () => { seen += 1; }, isOff: () => seen === 2 });
  assert.deepEqual([counts(first), first.total], [[2, 0, 0], 4]);
  assert.deepEqual(counts(await run(all, all.ann, placeHold(all.ann, 'a suit'))), [2, 2, 0]);
});

test('one case in which it fails keeps it from no other', async () => {
  const all = await manyCases(3);
  all.ids.splice(1, 0, '00'.repeat(16));
  const found = await run(all, all.ann, placeHold(all.ann, 'a suit'));
  assert.deepEqual([counts(found), found.failed[0].id], [[3, 0, 1], '00'.repeat(16)]);
});

test('what would fail in every case ends it, and the rest is done later', async () => {
  const all = await manyCases(3);
  const honest = globalThis.fetch;
  let left = 1;
  globalThis.fetch = async (path, init) => {
    if (init?.method !== 'POST' || left > 0) {
      left -= Number(init?.method === 'POST');
      return honest(path, init);
    }
    return new Response(JSON.stringify({ error: 'too_many' }), { status: 429, headers: { 'Content-Type': 'application/json' } });
  };
  const first = await run(all, all.ann, placeHold(all.ann, 'a suit')).finally(() => { globalThis.fetch = honest; });
  assert.deepEqual([counts(first), /** @type {any} */ (first.stopped).code], [[1, 0, 0], 'too_many']);
  assert.deepEqual(counts(await run(all, all.ann, placeHold(all.ann, 'a suit'))), [2, 1, 0]);
});

test('holds whose review is due are reviewed, and no others', async (context) => {
  const all = await manyCases(2);
  await run(all, all.ann, placeHold(all.ann, 'old'));
  later(context, 80);
  await say(all, all.ann, all.ids[0], { kind: 'hold_placed', matter: 'new' });
  assert.deepEqual(counts(await run(all, all.ben, reviewHolds(all.ben, 'still needed'))), [2, 0, 0]);
  assert.deepEqual(await holds(all, all.cat), [[`old ${today()}`, `new ${today()}`], [`old ${today()}`]]);
  assert.deepEqual(counts(await run(all, all.cat, reviewHolds(all.cat, 'still needed'))), [0, 2, 0]);
});

test('a release is asked for once in each case, and ends the hold when a second member approves words that were read', async () => {
  const all = await manyCases(2);
  for (const matter of ['a suit', 'an inquiry']) await run(all, all.ann, placeHold(all.ann, matter));
  assert.deepEqual(counts(await run(all, all.ann, askForRelease(all.ann, 'a suit', 'settled'))), [2, 0, 0]);
  for (const own of [all.ann, all.ben]) assert.deepEqual(counts(await run(all, own, askForRelease(own, 'a suit', 'other words'))), [0, 2, 0]);
  assert.deepEqual(counts(await run(all, all.ann, approveReleases(all.ann, new Set([JSON.stringify(['a suit', 'settled'])])))), [0, 2, 0]);
  const asked = await all.server.as(all.ben, async () => releasesAsked(all.ben, await openCase(all.ben, all.ids[0])));
  assert.deepEqual(asked.map(({ matter, why }) => [matter, why]), [['a suit', 'settled']]);
  assert.deepEqual(counts(await run(all, all.ben, approveReleases(all.ben, new Set(['something else'])))), [0, 2, 0]);
  assert.deepEqual(counts(await run(all, all.ben, approveReleases(all.ben, new Set(asked.map(({ words }) => words))))), [2, 0, 0]);
  assert.deepEqual((await holds(all, all.cat)).map((one) => one.map((hold) => hold.split(' 2')[0])), [['an inquiry'], ['an inquiry']]);
});

test('what is kept by other rules is brought to those in force, each once', async () => {
  const all = await manyCases(3);
  const [us, de] = [7, 3].map((years) => ({ class: 'general', profile: years === 7 ? 'us' : 'de', years, days: 0, until: addYears(today(), years) }));
  await keep(all, all.ids[0], us);
  await keep(all, all.ids[1], de);
  assert.deepEqual(counts(await run(all, all.ben, bringToRules(all.ben, 'the rules have changed'))), [1, 2, 0]);
  const { state } = await all.server.as(all.cat, () => openCase(all.cat, all.ids[1]));
  assert.deepEqual([state.fine, state.profile, state.years, state.keep], ['retained', 'us', 7, us.until]);
  assert.deepEqual(counts(await run(all, all.ann, bringToRules(all.ann, ''))), [0, 3, 0]);
});

test('a case that is kept on by a decision is not kept for less by a rule', async () => {
  const all = await manyCases(1);
  const long = daysAfter(today(), 9000);
  await keep(all, all.ids[0], { class: 'general', profile: 'de', years: 3, days: 0, until: long, note: 'a suit' });
  await run(all, all.ben, bringToRules(all.ben, 'the rules have changed'));
  const { state } = await all.server.as(all.cat, () => openCase(all.cat, all.ids[0]));
  assert.deepEqual([state.profile, state.years, state.keep], ['us', 7, long]);
});
