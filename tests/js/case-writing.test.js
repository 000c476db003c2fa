/** A case is written and read by members' browsers alone: what one writes, the others check, open and fold. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { generateKeys, hex, keysHash, random } from '../../crypto/js/index.js';
import { whenConfirmationIsWanted } from '../../reviewer/browser/api.js';
import { listCases, openCase } from '../../reviewer/browser/cases/store.js';
import { approve, carryOut, renew, write } from '../../reviewer/browser/cases/writing.js';
import { NotAllowed } from '../../reviewer/browser/lifecycle/failures.js';
import { today, visitOf } from './case-server.js';
import { filed } from './filed-case.js';

/** @param {string} kind */
const says = (kind, more = {}) => ({ kind, ...more });
const TRIAGE = {
  kind: 'triage', category: 'other', severity: 'S3', detriment: 'none', level: 'staff', materiality: 'unknown', period: '',
  allegations: ['Revenue was booked early'], note: '',
};

test('what one member files every other reads, with the report as it was sealed', async () => {
  const { server, ben, id } = await filed();
  const opened = await server.as(ben, () => openCase(ben, id));
  assert.equal(opened.state.fine, 'received');
  assert.equal(opened.state.readers.length, 4);
  assert.deepEqual([...opened.items.values()].map(({ what }) => what), ['Revenue was booked before delivery.']);
  assert.deepEqual(opened.differences, []);
});

test('two browsers that file at once make one case, and both read it', async () => {
  const { server, ben, cat, file, id } = await filed();
  const both = await Promise.all([ben, cat].map((own) => server.as(own, () => file(own))));
  assert.deepEqual(both.map((one) => one.id), [id, id]);
  assert.equal(server.cases.size, 1);
});

test('whom a report leaves out is granted nothing and finds nothing', async () => {
  const { server, dan, opened, id } = await filed({ excluded: [6] });
  assert.equal(opened.state.readers.length, 3);
  assert.deepEqual(await server.as(dan, () => listCases(dan)), []);
  await assert.rejects(server.as(dan, () => openCase(dan, id)), { code: 'not_found' });
});

test('entries written at once by two members are both kept, one after the other', async () => {
  const { server, ann, ben, id, opened } = await filed();
  const other = await server.as(ben, () => openCase(ben, id));
  await Promise.all([
    server.as(ann, () => write(ann, opened, says('note', { text: 'one' }))),
    server.as(ben, () => write(ben, other, says('note', { text: 'two' }))),
  ]);
  const { state } = await server.as(ann, () => openCase(ann, id));
  assert.deepEqual(state.timeline.map(({ kind }) => kind), ['filed', 'note', 'note']);
});

test('an entry whose answer got lost is not written twice', async () => {
  const { server, ann, opened } = await filed();
  server.lost = 1;
  const after = await server.as(ann, () => write(ann, opened, says('note', { text: 'once' })));
  assert.equal(after.entries.length, 2);
});

test('what a rule forbids is never sent', async () => {
  const { server, ann, opened } = await filed();
  const before = server.asked.length;
  await assert.rejects(server.as(ann, () => write(ann, opened, says('investigation', { plan: '' }))), NotAllowed);
  assert.equal(server.asked.length, before);
});

test('what somebody else did meanwhile is asked of the rules again', async () => {
  const { server, ann, ben, id, opened } = await filed();
  const other = await server.as(ben, () => openCase(ben, id));
  const acknowledged = says('acknowledged', { reply: '', how: 'by word' });
  await server.as(ann, () => write(ann, opened, acknowledged));
  await assert.rejects(server.as(ben, () => write(ben, other, acknowledged)), { reason: 'already' });
});

test('only what is new is fetched again', async () => {
  const { server, ann, opened } = await filed();
  const after = await server.as(ann, () => write(ann, opened, says('note', { text: 'one' })));
  server.asked.length = 0;
  await server.as(ann, () => openCase(ann, after.id));
  assert.deepEqual(server.asked, [`GET /api/cases/${after.id}/entries/2`]);
});

test('nothing that two must want is asked for or agreed to without a fresh second factor', async () => {
  const { server, ann, ben, id, opened } = await filed();
  const act = { kind: 'recusal_of', person: hex(ben.secret.signKey), why: 'A relative is named.', request: 0 };
  const request = says('request', { act, until: today() });
  whenConfirmationIsWanted(async () => false);
  server.fresh = false;
  await assert.rejects(server.as(ann, () => write(ann, opened, request)), { code: 'confirm' });
  server.fresh = true;
  const asked = await server.as(ann, () => write(ann, opened, request));
  server.fresh = false;
  await assert.rejects(server.as(ann, () => approve(ann, asked, 1)), { code: 'confirm' });
  const found = await server.as(ben, () => openCase(ben, id));
  assert.deepEqual(found.state.timeline.map(({ kind }) => kind), ['filed', 'request']);
  await server.as(ann, () => write(ann, asked, says('note', { text: 'at any time' })));
});

test('two persons close a case, with the signatures of both under one body', async () => {
  const { server, ann, ben, id, opened } = await filed();
  let now = await server.as(ann, () => write(ann, opened, says('conflict_check', { urgent: 0, note: '' })));
  now = await server.as(ann, () => write(ann, now, TRIAGE));
  const act = { kind: 'not_a_complaint', text: 'A question about leave.', request: 0 };
  now = await server.as(ann, () => write(ann, now, says('request', { act, until: today() })));
  const [{ request }] = now.state.requests;
  now = await server.as(ann, () => approve(ann, now, request));
  await assert.rejects(server.as(ann, () => carryOut(ann, now, request)), { reason: 'two_persons' });
  const bens = await server.as(ben, async () => approve(ben, await openCase(ben, id), request));
  now = await server.as(ben, () => carryOut(ben, bens, request));
  assert.deepEqual([now.state.fine, now.differences, now.state.refused], ['not_a_complaint', [], []]);
});

test('an approval with the signature of something else is named', async () => {
  const { server, ann, ben, id, opened } = await filed();
  let now = await server.as(ann, () => write(ann, opened, says('hold_placed', { matter: 'A subpoena.' })));
  const act = { kind: 'hold_released', hold: 1, why: 'Over.', request: 0 };
  now = await server.as(ann, () => write(ann, now, says('request', { act, until: today() })));
  await server.as(ben, async () => write(ben, await openCase(ben, id), says('approval', { request: 2, signature: hex(random(64)) })));
  now = await server.as(ann, () => openCase(ann, id));
  assert.deepEqual(now.differences, [{ sequence: 3, what: 'approval' }]);
});

test('who recuses itself has no case any more, and the next key is unknown to it', async () => {
  const { server, ann, ben, id, opened } = await filed();
  await server.as(ann, () => write(ann, opened, says('recusal', { why: 'kin' })));
  assert.equal(ann.cases.has(id), false);
  await assert.rejects(server.as(ann, () => openCase(ann, id)), { code: 'not_found' });
  const left = await server.as(ben, () => openCase(ben, id));
  assert.deepEqual(left.state.recused, [hex(ann.secret.signKey)]);
  assert.equal(left.state.maker, hex(ann.secret.signKey));
  const renewed = await server.as(ben, () => renew(ben, left));
  assert.deepEqual([renewed.state.key, renewed.state.maker], [2, hex(ben.secret.signKey)]);
  assert.equal(renewed.items.size, 1);
});

test('two persons recuse a third, who is left out of the next key', async () => {
  const { server, ann, ben, cat, id, opened } = await filed();
  const act = { kind: 'recusal_of', person: hex(cat.secret.signKey), why: 'kin', request: 0 };
  let now = await server.as(ann, () => write(ann, opened, says('request', { act, until: today() })));
  now = await server.as(ann, () => approve(ann, now, 1));
  now = await server.as(ben, async () => approve(ben, await openCase(ben, id), 1));
  now = await server.as(ben, () => carryOut(ben, now, 1));
  assert.deepEqual([now.state.readers.length, now.state.recused], [3, [hex(cat.secret.signKey)]]);
  await assert.rejects(server.as(cat, () => openCase(cat, id)), { code: 'not_found' });
});

test('an adviser is granted only the keys that a member verified, also at a renewal', async () => {
  const { line, server, ann, id, opened } = await filed();
  const adviser = generateKeys(0);
  const person = hex(adviser.signKey);
  server.enrol(adviser, 'adviser', 'Outside counsel');
  let now = await server.as(ann, () => write(ann, opened, says('key_verified', {
    person, keys: hex(keysHash(adviser.public)), role: 'Outside counsel',
  })));
  const made = says('grant_made', { reader: person, until: today(), why: 'advice' });
  const grantTo = [{ sign: person, ...adviser.public, until: today() }];
  now = await server.as(ann, () => write(ann, now, made, { grantTo }));
  const own = visitOf(line, adviser, null);
  assert.equal((await server.as(own, () => openCase(own, id))).items.size, 1);
  const account = server.accounts.find(({ sign }) => sign === person);
  assert.ok(account);
  account.x25519 = hex(random(32));
  now = await server.as(ann, () => renew(ann, now));
  assert.deepEqual([...ann.unsure], [[id, [person]]]);
  await assert.rejects(server.as(own, async () => write(own, await openCase(own, id), says('note', { text: 'x' }))), { reason: 'later_key' });
  assert.equal(now.state.readers.some((one) => one.person === person), true);
});

test('a server that shows less than was seen before is found out', async () => {
  const { line, server, ann, id, opened } = await filed();
  const after = await server.as(ann, () => write(ann, opened, says('note', { text: 'one' })));
  const again = visitOf(line, ann.secret);
  again.overview = { checkpoints: [], cases: new Map([[id, { entries: 2, last: hex(after.record.hashes[1]) }]]) };
  const kept = server.cases.get(id);
  assert.ok(kept);
  kept.documents.pop();
  kept.contents.pop();
  await assert.rejects(server.as(again, () => openCase(again, id)), { name: 'BrokenChain' });
  assert.equal(again.troubles.get(id), 'BrokenChain');
  await assert.rejects(server.as(ann, () => openCase(ann, id)), { name: 'BrokenChain' });
});

test('a listing that says something else than the record is named', async () => {
  const { server, ann, id } = await filed();
  server.lies = { state: 'closed' };
  await server.as(ann, () => listCases(ann));
  const opened = await server.as(ann, () => openCase(ann, id));
  assert.deepEqual(opened.differences, [{ sequence: 0, what: 'listing' }]);
});
