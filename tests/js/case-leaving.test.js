/** Who leaves a case is left out of what the reporter sends next, by what goes out to the reporter then and by nothing else. */
import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { findReplies, hashesCarrying, hex, maskOfSlots, openEnvelope, sealMessage } from '../../crypto/js/index.js';
import { membersToGrant } from '../../reviewer/browser/cases/granting.js';
import { itemName, itemOf } from '../../reviewer/browser/cases/items.js';
import { nameWhoLeft, stepBack } from '../../reviewer/browser/cases/leaving.js';
import { openCase } from '../../reviewer/browser/cases/store.js';
import { approve, begin, carryOut, renew, write } from '../../reviewer/browser/cases/writing.js';
import { caseId } from '../../crypto/js/cases.js';
import { allThreads } from '../../reviewer/browser/cases/conversation.js';
import { whenConfirmationIsWanted } from '../../reviewer/browser/api.js';
import { daysAfter } from '../../reviewer/browser/days.js';
import { noMarks } from '../../reviewer/browser/marks.js';
import { findParts } from '../../reviewer/browser/replies.js';
import { useWords } from '../../reviewer/browser/words.js';
import { CaseServer, today, visitOf } from './case-server.js';
import { foundLine, reportBy, reporter } from './line.js';

const SLOTS = [0, 2, 5, 6];
const DAY = 86_400_000;

useWords({ 'leaving.stepped_back': 'I step back.', 'leaving.left_out': '{role} is out.' }, 'en');

/** A case of four members that came through the line, open at all of them. */
async function filed() {
  const line = foundLine(SLOTS);
  const server = new CaseServer(line);
  const people = line.members.map((secret) => full(visitOf(line, secret)));
  const [ann] = people;
  const envelope = await sealMessage(reportBy(reporter), reporter, line.directory);
  const found = await openEnvelope(envelope, ann.secret, hashesCarrying(line.directory, ann.secret), line.instance);
  const item = itemOf(found, envelope);
  const content = {
    kind: 'filed', rules: 1, channel: 'line', received: today(), category: 'other', excluded: [], item: itemName(item), text: '',
  };
  const { id } = await server.as(ann, () => begin(ann, caseId(item), content, { grantTo: membersToGrant(line.directory, []), items: [item] }));
  for (const own of people) await server.as(own, () => openCase(own, id));
  const mask = async () => (await findReplies(server.replies, reporter, line.directory.chain, line.instance)).mask;
  return { server, id, people, mask };
}

/** @typedef {Awaited<ReturnType<typeof filed>>} Filed */

/** @param {ReturnType<typeof visitOf>} visit @returns {any} with what answers need */
function full(visit) {
  const answers = { slot: visit.secret.slot, threads: [], parts: [], replies: new Map(), boardEnds: 0 };
  return { ...visit, ...answers, marks: noMarks(), unwritten: new Map() };
}

/**
 * Closed as no complaint, and kept for years.
 * @param {Filed} all
 */
async function kept(all) {
  const [ann, ben] = all.people;
  const say = (/** @type {any} */ own, /** @type {any} */ said) => all.server.as(own, async () => write(own, await openCase(own, all.id), said));
  const marks = { category: 'other', severity: 'S4', detriment: 'none', level: 'unknown', materiality: 'unknown' };
  await say(ann, { kind: 'conflict_check', urgent: 0, note: '' });
  await say(ann, { kind: 'triage', ...marks, period: '', allegations: ['one'], note: '' });
  const act = { kind: 'not_a_complaint', text: 'a question', request: 0 };
  const { state: { next } } = await say(ann, { kind: 'request', act, until: today() });
  for (const own of [ann, ben]) await all.server.as(own, async () => approve(own, await openCase(own, all.id), next - 1));
  await all.server.as(ben, async () => carryOut(ben, await openCase(ben, all.id), next - 1));
  return say(ann, { kind: 'retention', class: 'general', profile: 'us', years: 7, days: 0, until: daysAfter(today(), 2600), note: 'a suit' });
}

/** What a member's page does after each look. @param {Filed} all @param {any} own */
function look({ server, id }, own) {
  return server.as(own, async () => {
    const { state } = await openCase(own, id);
    own.overview = { cases: new Map([[id, { case: id, fine: state.fine, recusals: state.recused.length }]]) };
    own.overview.cases.get(id).entries = own.cases.get(id).record.entries.length;
    own.overview.cases.get(id).last = hex(own.cases.get(id).record.hashes.at(-1));
    return nameWhoLeft(own);
  });
}

/** What a look finds on the board first. @param {Filed} all @param {any} own */
async function readBoard({ server }, own) {
  own.parts = (await findParts(server.replies, allThreads(own), own.directory.chain, own.instance, async () => {})).parts;
}

/** @param {import('node:test').TestContext} context @param {number} days */
function later(context, days) {
  mock.timers.enable({ apis: ['Date'], now: Date.now() + days * DAY });
  context.after(() => mock.timers.reset());
}

/** @param {any[]} people in the order in which it is their turn to name somebody */
const inTurn = (people) => [...people].sort((one, other) => (hex(one.secret.signKey) < hex(other.secret.signKey) ? -1 : 1));

test('who steps back is left out of what the reporter sends next, at once and by nobody else\'s doing', async () => {
  const all = await filed();
  const [ann, ben, cat] = all.people;
  const opened = ben.cases.get(all.id);
  await all.server.as(ben, () => stepBack(ben, opened, { kind: 'recusal', why: '' }));
  assert.equal(await all.mask(), reporter.mask | maskOfSlots([2]));
  const { state } = await all.server.as(ann, () => openCase(ann, all.id));
  assert.deepEqual(state.timeline.map(({ kind }) => kind), ['filed', 'message', 'recusal']);
  assert.deepEqual([await look(all, ann), await look(all, cat)], [0, 0]); // it was said, and is not said again
});

test('a page that writes the recusal alone is caught: the reporter would seal to who has left', async () => {
  const all = await filed();
  const [, ben] = all.people;
  await all.server.as(ben, () => write(ben, ben.cases.get(all.id), { kind: 'recusal', why: '' }));
  assert.equal(await all.mask(), reporter.mask);
});

test('whom two others recuse is left out once two of those who stay have looked, and each says it once', async () => {
  const all = await filed();
  const [ann, ben, cat, dan] = all.people;
  const act = { kind: 'recusal_of', person: hex(dan.secret.signKey), why: 'kin', request: 0 };
  let now = await all.server.as(ann, () => write(ann, ann.cases.get(all.id), { kind: 'request', act, until: today() }));
  now = await all.server.as(ann, () => approve(ann, now, 1));
  now = await all.server.as(ben, async () => approve(ben, await openCase(ben, all.id), 1));
  await all.server.as(ben, () => carryOut(ben, now, 1));
  const told = [await look(all, ann), await look(all, ben), await look(all, cat)];
  assert.equal(told.reduce((sum, one) => sum + one), 2);
  assert.equal(await all.mask(), reporter.mask | maskOfSlots([6]));
  assert.deepEqual([await look(all, ann), await look(all, ben), await look(all, cat)], [0, 0, 0]);
});

test('who leaves a case that is only kept is left out of what the reporter sends next as well', async () => {
  const all = await filed();
  const [ann, ben, cat, dan] = all.people;
  assert.equal((await kept(all)).state.fine, 'retained');
  await all.server.as(dan, async () => write(dan, await openCase(dan, all.id), { kind: 'recusal', why: '' })); // and its page says nothing
  assert.equal(await all.mask(), reporter.mask); // as long as nobody says it, what comes next is sealed to who has left
  let told = 0;
  for (const own of [ann, ben, cat]) told += await look(all, own);
  assert.equal(told, 2);
  assert.equal(await all.mask(), reporter.mask | maskOfSlots([6]));
});

test('it is said again before the board has forgotten it', async (context) => {
  const all = await filed();
  const [ann, ben, cat, dan] = all.people;
  await all.server.as(ben, () => stepBack(ben, ben.cases.get(all.id), { kind: 'recusal', why: '' }));
  await all.server.as(ann, async () => renew(ann, await openCase(ann, all.id)));
  all.server.replies = []; // the board shows none of it any more
  mock.timers.enable({ apis: ['Date'], now: Date.now() + 61 * DAY });
  context.after(() => mock.timers.reset());
  let told = 0;
  for (const own of [ann, cat, dan]) told += await look(all, own);
  assert.equal(told, 2);
  assert.equal(await all.mask(), reporter.mask | maskOfSlots([2]));
});

test('a message on record that never went out keeps nobody from naming who has left', async (context) => {
  const all = await filed();
  const [ann, ben, cat, dan] = all.people;
  const now = await all.server.as(ben, () => write(ben, ben.cases.get(all.id), { kind: 'message', reply: hex(new Uint8Array(16)), text: 'x' }));
  await all.server.as(ben, () => write(ben, now, { kind: 'recusal', why: '' }));
  assert.equal(await look(all, inTurn([ann, cat, dan])[0]), 0); // it may be on its way to the board
  later(context, 2);
  for (const own of [ann, cat, dan]) {
    await readBoard(all, own);
    await look(all, own);
  }
  assert.equal(await all.mask(), reporter.mask | maskOfSlots([2]));
});

test('whose leaving the board shows is not named by others', async (context) => {
  const all = await filed();
  const [ann, ben, cat, dan] = all.people;
  await all.server.as(ben, () => stepBack(ben, ben.cases.get(all.id), { kind: 'recusal', why: '' }));
  later(context, 12);
  for (const own of [ann, cat, dan]) {
    await all.server.as(own, () => openCase(own, all.id));
    await readBoard(all, own);
    assert.equal(await look(all, own), 0);
  }
});

test('where one of the first two never looks, the next names after three days, and not before', async (context) => {
  const all = await filed();
  const [ann, ben, cat, dan] = all.people;
  await all.server.as(ben, () => write(ben, ben.cases.get(all.id), { kind: 'recusal', why: '' }));
  const [first, second, third] = inTurn([ann, cat, dan]);
  assert.deepEqual([await look(all, first), await look(all, third)], [1, 0]);
  assert.equal(await all.mask(), reporter.mask);
  later(context, 3);
  await readBoard(all, third);
  assert.equal(await look(all, third), 1);
  assert.equal(await all.mask(), reporter.mask | maskOfSlots([2]));
  assert.equal(await look(all, second), 1); // comes late, and does no harm
});

test('where the board shows that two have named, the next does not', async (context) => {
  const all = await filed();
  const [ann, ben, cat, dan] = all.people;
  await all.server.as(ben, () => write(ben, ben.cases.get(all.id), { kind: 'recusal', why: '' }));
  const [first, second, third] = inTurn([ann, cat, dan]);
  assert.deepEqual([await look(all, first), await look(all, second)], [1, 1]);
  later(context, 3);
  await readBoard(all, third);
  assert.equal(await look(all, third), 0);
});

test('a case that cannot be opened keeps nobody from naming in the others', async () => {
  const all = await filed();
  const [ann, ben, cat, dan] = all.people;
  await all.server.as(ben, () => write(ben, ben.cases.get(all.id), { kind: 'recusal', why: '' }));
  const [first] = inTurn([ann, cat, dan]);
  const { state, record } = await all.server.as(first, () => openCase(first, all.id));
  const told = (/** @type {string} */ id) => ({ case: id, fine: state.fine, recusals: 1, entries: 1, last: hex(record.hashes[0]) });
  first.overview = { cases: new Map(['ab'.repeat(16), all.id].map((id) => [id, told(id)])) };
  assert.equal(await all.server.as(first, () => nameWhoLeft(first)), 1);
});

test('the reporter is told of no leaving that a missing factor or a rule then prevents', async () => {
  const all = await filed();
  const [, ben] = all.people;
  const leave = (/** @type {object} */ more) => all.server.as(ben, () => (
    stepBack(ben, ben.cases.get(all.id), /** @type {any} */ ({ kind: 'recusal', ...more }))));
  whenConfirmationIsWanted(async () => false);
  all.server.fresh = false;
  await assert.rejects(leave({ why: '' }), { code: 'confirm' });
  all.server.fresh = true;
  await assert.rejects(leave({ why: 5 }), { name: 'BadContent' });
  assert.deepEqual(all.server.replies, []);
});
