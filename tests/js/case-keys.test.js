/**
 * A member who renews the case key badly, by hand: the others read on by the key before, see who did it, and go on. What a
 * hostile member posts here passes a server, which cannot open it.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lastOf, newCaseKey, NotAllowed, plain, sealContent, sealGrant, signEntry } from '../../crypto/js/cases.js';
import { base64, fromHex, hex, random, sha256 } from '../../crypto/js/index.js';
import { othersToAsk } from '../../reviewer/browser/cases/broken-key.js';
import { staysShown } from '../../reviewer/browser/cases/differences.js';
import { listCases, openCase } from '../../reviewer/browser/cases/store.js';
import { mayPassOver, renew, write } from '../../reviewer/browser/cases/writing.js';
import { summarise } from '../../reviewer/browser/overview/summary.js';
import { today, visitOf } from './case-server.js';
import { filed } from './filed-case.js';

/** @import { OpenCase } from '../../reviewer/browser/cases/store.js' */
/** @typedef {ReturnType<typeof visitOf>} Own */
/** @typedef {Awaited<ReturnType<typeof filed>>} Filed */

const NOTE = { kind: 'note', text: 'what was seen' };
const GRANT = 1216;

/** @param {Filed} line @param {Own} own @returns {Promise<OpenCase>} */
const look = ({ server, id }, own) => server.as(own, () => openCase(own, id));
/** @param {Filed} line @param {Own} own @param {object} content @param {object} [extra] */
const say = async (line, own, content, extra) => {
  const opened = await look(line, own);
  return line.server.as(own, () => write(own, opened, /** @type {any} */ (content), extra));
};
/** @param {OpenCase} opened */
const refusals = ({ state }) => state.refused.map(({ sequence, author, reason }) => [sequence, author, reason]);
/** @param {OpenCase} opened */
const passed = ({ differences }) => differences.filter(({ what }) => what === 'passed_over').map(({ sequence }) => sequence);
/** @param {OpenCase} opened */
const alarmed = (opened) => opened.differences.filter((one) => staysShown(opened, one)).map(({ sequence }) => sequence);
/** @param {Own} own */
const keyOf = (own) => hex(own.secret.signKey);

/**
 * A renewal for all who read, that gives only some of them the key.
 * @param {Filed} line
 * @param {Own} own who makes it
 * @param {{ good?: Own[], leads?: object, junk?: boolean }} how `leads`: instead of the right key before
 */
async function renewBadly(line, own, { good = [], leads, junk = false }) {
  const { record, keys } = await look(line, own);
  const last = lastOf(record);
  const place = { instance: own.instance, case: fromHex(line.id), number: last.key + 1 };
  const [caseKey, sequence, newest] = [newCaseKey(), record.entries.length, keys.get(last.key)];
  assert.ok(newest);
  const said = { kind: 'renewal', ...(leads ?? { before: hex(newest) }) };
  const right = await sealContent(said, { caseKey, case: place.case, sequence, author: own.secret.signKey });
  const content = junk ? random(right.length) : right;
  const known = new Map([own, ...good].map((one) => [keyOf(one), one.secret.public]));
  const readers = [...record.readers.keys()].sort();
  const grants = readers.map((reader) => {
    const reads = known.get(reader);
    return reads ? sealGrant(caseKey, reads, place) : random(GRANT);
  });
  const entry = {
    instance: own.instance, case: place.case, sequence, previous: record.hashes[sequence - 1], day: today(), author: own.secret.signKey,
    key: place.number, content: sha256(content), state: last.state, hold: last.hold, review: last.review, due: last.due, approvals: [],
    grants: readers.map((reader, at) => ({ reader: fromHex(reader), until: '', grant: sha256(grants[at]) })),
  };
  const body = JSON.stringify({ document: plain(signEntry(entry, own.secret.signSeed)), content: base64(content), grants: grants.map(base64), items: [] });
  const answer = await line.server.as(own, () => fetch(`/api/cases/${line.id}/entries`, { method: 'POST', body }));
  assert.equal(answer.status, 201);
}

test('who is given junk for a new key reads the case as it was, and sees whose doing it is', async () => {
  const line = await filed();
  await renewBadly(line, line.dan, {});
  for (const own of [line.ann, line.ben, line.cat]) {
    const opened = await look(line, own);
    assert.deepEqual([opened.state.fine, opened.items.size, opened.broken], ['received', 1, [1]]);
    assert.deepEqual(refusals(opened), [[1, keyOf(line.dan), 'later_key']]);
    assert.deepEqual(othersToAsk(/** @type {any} */ (own), opened).includes(keyOf(line.dan)), false);
    assert.equal(summarise(opened, keyOf(own)).shut, 1);
  }
  assert.deepEqual((await look(line, line.dan)).broken, []);
});

test('who is shut out writes nothing, and makes no new key by itself unless somebody asks for it', async () => {
  const line = await filed();
  await renewBadly(line, line.dan, {});
  const before = line.server.cases.get(line.id)?.documents.length;
  for (const content of [NOTE, { kind: 'renewal' }]) await assert.rejects(say(line, line.ben, content), { reason: 'later_key' });
  assert.equal(line.server.cases.get(line.id)?.documents.length, before);
});

test('one who was shut out makes a key from the last that opened: all work on, and all see who passed over what', async () => {
  const line = await filed();
  await renewBadly(line, line.dan, {});
  await say(line, line.dan, NOTE); // by whom alone it can be read
  assert.equal(mayPassOver(line.ben, await look(line, line.ben)), true);
  await say(line, line.ben, { kind: 'renewal' }, { passOver: true });
  for (const own of [line.ben, line.cat, line.ann, line.dan]) await say(line, own, NOTE);
  for (const own of [line.ann, line.ben, line.cat, line.dan]) {
    const opened = await look(line, own);
    assert.deepEqual(refusals(opened), [1, 2].map((sequence) => [sequence, keyOf(line.dan), 'passed_over']));
    assert.equal(opened.state.timeline.filter(({ kind }) => kind === 'note').length, 4);
    assert.deepEqual([passed(opened), opened.entries[3].author, opened.broken], [[3], keyOf(line.ben), []]);
    assert.deepEqual(alarmed(opened), [3]); // four entries later it still stands above the case
    assert.equal(summarise(opened, keyOf(own)).shut, 0);
  }
});

test('a colleague for whom the key is good makes one as always: nothing is lost to anybody', async () => {
  const line = await filed();
  await renewBadly(line, line.dan, { good: [line.ann] });
  await say(line, line.ann, NOTE);
  const shut = await look(line, line.ben);
  assert.deepEqual([shut.broken, shut.state.timeline.length], [[1], 1]);
  assert.equal(mayPassOver(line.ben, shut), false); // it would undo what ann wrote, who is there and can make a new one
  for (const own of [line.ben, line.cat]) assert.deepEqual(othersToAsk(/** @type {any} */ (own), shut), [keyOf(line.ann)]);
  const good = await look(line, line.ann);
  await line.server.as(line.ann, () => renew(line.ann, good));
  const opened = await look(line, line.ben);
  assert.deepEqual([opened.broken, opened.state.refused, [...opened.keys.keys()], passed(opened)], [[], [], [2, 1, 0], []]);
  await say(line, line.ben, NOTE);
});

test('a new key with a junk content, or one that leads nowhere, is gone by by nobody, not by who made it', async () => {
  for (const how of [{ junk: true }, { leads: { before: hex(random(32)) } }, { leads: {} }]) {
    const line = await filed();
    const everybody = [line.ann, line.ben, line.cat, line.dan];
    await renewBadly(line, line.dan, { ...how, good: everybody });
    for (const own of everybody) assert.deepEqual((await look(line, own)).broken, [1]);
    await say(line, line.cat, { kind: 'renewal' }, { passOver: true });
    await say(line, line.ann, NOTE);
  }
});

test('nobody undoes what it wrote or read itself: such a key is good for nobody, whoever was given it', async () => {
  const line = await filed();
  const everybody = [line.ann, line.ben, line.cat, line.dan];
  const first = hex(/** @type {any} */ ((await look(line, line.dan)).keys.get(0)));
  await say(line, line.ann, { kind: 'renewal' });
  await say(line, line.dan, NOTE);
  await renewBadly(line, line.dan, { good: everybody, leads: { before: first, from: 0 } });
  for (const own of everybody) {
    const opened = await look(line, own);
    assert.deepEqual([opened.broken, opened.state.timeline.map(({ kind }) => kind)], [[3], ['filed', 'renewal', 'note']]);
  }
});

test('whom the report leaves out stays out of a key that passes over another', async () => {
  const line = await filed({ excluded: [6] });
  await renewBadly(line, line.cat, {});
  await say(line, line.ben, { kind: 'renewal' }, { passOver: true });
  assert.equal((await look(line, line.ann)).state.readers.length, 3);
  assert.deepEqual(await line.server.as(line.dan, () => listCases(line.dan)), []);
});

test('a grant that the server alters or keeps back is the server’s doing, and blamed on no colleague', async () => {
  const line = await filed();
  await say(line, line.ann, { kind: 'renewal' });
  const grants = line.server.cases.get(line.id)?.grants;
  assert.ok(grants);
  const [name] = [...grants.keys()].filter((one) => one === `1 ${keyOf(line.ben)}`);
  for (const served of [base64(random(GRANT)), '']) {
    grants.set(name, served);
    await assert.rejects(look(line, line.ben), { name: 'Damaged' });
    assert.equal(line.ben.troubles.get(line.id), 'Damaged');
  }
});

test('a key that may not be passed over is refused before anything is sent', async () => {
  const line = await filed();
  await renewBadly(line, line.dan, { good: [line.ann] });
  await say(line, line.ann, NOTE);
  const before = line.server.cases.get(line.id)?.documents.length;
  await assert.rejects(say(line, line.ben, { kind: 'renewal' }, { passOver: true }), NotAllowed);
  assert.equal(line.server.cases.get(line.id)?.documents.length, before);
});
