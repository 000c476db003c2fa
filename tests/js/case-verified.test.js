/** What one member has verified wrongly, two set right: an adviser is let in, and new case keys are made. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { generateKeys, hex, keysHash, random } from '../../crypto/js/index.js';
import { whenConfirmationIsWanted } from '../../reviewer/browser/api.js';
import { admitAdviser, leftBehind } from '../../reviewer/browser/cases/advisers.js';
import { membersToGrant } from '../../reviewer/browser/cases/granting.js';
import { openCase } from '../../reviewer/browser/cases/store.js';
import { approve, begin, carryOut, renew, write } from '../../reviewer/browser/cases/writing.js';
import { CaseServer, today, visitOf } from './case-server.js';
import { foundLine } from './line.js';

/** @typedef {ReturnType<typeof visitOf>} Own */

/** A case of three members, and an adviser for whom one of them has verified other keys. */
async function poisoned() {
  const line = foundLine([0, 2, 5]);
  const server = new CaseServer(line);
  const [ann, ben, eve] = line.members.map((secret) => visitOf(line, secret));
  const keys = generateKeys(0);
  const adviser = { sign: hex(keys.signKey), ...keys.public, role: 'Counsel' };
  server.enrol(keys, 'adviser', 'Counsel');
  const filed = { kind: 'filed', rules: 1, channel: 'letter', received: today(), category: 'other', excluded: [], item: '', text: 'x' };
  const { id } = await server.as(ann, () => begin(ann, random(16), filed, { grantTo: membersToGrant(line.directory, []), items: [] }));
  const verify = (/** @type {Own} */ own, /** @type {string} */ hash) => server.as(own, async () => (
    write(own, await openCase(own, id), { kind: 'key_verified', person: adviser.sign, keys: hash, role: 'Counsel' })));
  await verify(eve, 'ee'.repeat(32));
  const admit = (/** @type {Own} */ own) => server.as(own, () => admitAdviser(own, id, adviser, { until: today(), why: 'advice' }));
  return { server, ann, ben, eve, id, verify, admit, keys: hex(keysHash(keys.public)), adviser: visitOf(line, keys, null) };
}

test('an adviser for whom wrong keys were verified first is let in when another has compared the words', async () => {
  const { server, ann, ben, id, verify, admit, keys, adviser } = await poisoned();
  await assert.rejects(admit(ann), { name: 'OthersVerified' });
  await assert.rejects(admit(ann), { name: 'OthersVerified' }); // and it is said once
  await assert.rejects(server.as(adviser, () => openCase(adviser, id)), { code: 'not_found' });
  const both = await verify(ben, keys);
  assert.deepEqual(both.state.timeline.map(({ kind }) => kind), ['filed', 'key_verified', 'key_verified', 'key_verified']);
  await admit(ann);
  assert.equal((await server.as(adviser, () => openCase(adviser, id))).state.readers.length, 4);
});

test('wrong keys for an adviser who reads stop no new case key', async () => {
  const { server, ann, ben, eve, id, verify, admit, keys } = await poisoned();
  await verify(ann, keys);
  await verify(ben, keys);
  await admit(ann);
  const now = await verify(eve, 'dd'.repeat(32));
  assert.deepEqual(now.state.compared.map(({ by }) => by), [[hex(eve.secret.signKey)]]);
  const renewed = await server.as(ben, async () => renew(ben, await openCase(ben, id)));
  assert.deepEqual([renewed.state.key, renewed.state.readers.length], [1, 4]);
});

test('nothing is written of an adviser whose grant could not follow', async () => {
  const { server, ann, id, adviser, keys } = await poisoned();
  const person = { sign: hex(adviser.secret.signKey), ...adviser.secret.public, role: 'Counsel' };
  const admit = (/** @type {object} */ more) => server.as(ann, () => admitAdviser(ann, id, person, { until: today(), why: 'advice', ...more }));
  const count = async () => (await server.as(ann, () => openCase(ann, id))).entries.length;
  const before = await count();
  for (const [grant, name] of [[{ until: '2020-01-01' }, 'NotAllowed'], [{ until: '' }, 'NotAllowed'], [{ until: 'soon' }, 'BadContent'], [{ why: '' }, 'BadContent']]) {
    await assert.rejects(admit(/** @type {object} */ (grant)), { name });
  }
  whenConfirmationIsWanted(async () => false);
  server.fresh = false;
  await assert.rejects(admit({}), { code: 'confirm' });
  assert.equal(await count(), before);
  server.fresh = true;
  await assert.rejects(admit({}), { name: 'OthersVerified' }); // these keys are the second ones: that they were compared stands now
  assert.deepEqual((await server.as(ann, () => openCase(ann, id))).state.compared.map((one) => one.keys), [keys]);
});

test('who brings in advisers with wrong keys can still be recused', async () => {
  const { server, ann, ben, eve, id } = await poisoned();
  const until = today();
  for (const role of ['Counsel to one', 'Counsel to another']) {
    const keys = generateKeys(0);
    const person = hex(keys.signKey);
    server.enrol(keys, 'adviser', role);
    await server.as(eve, async () => write(eve, await openCase(eve, id), { kind: 'key_verified', person, keys: hex(random(32)), role }));
    const grantTo = [{ sign: person, ...keys.public, until }];
    await server.as(eve, async () => write(eve, await openCase(eve, id), { kind: 'grant_made', reader: person, until, why: 'x' }, { grantTo }));
  }
  const asked = await server.as(ann, async () => write(ann, await openCase(ann, id), {
    kind: 'request', act: { kind: 'recusal_of', person: hex(eve.secret.signKey), why: 'x', request: 0 }, until,
  }));
  const [{ request }] = asked.state.requests;
  await server.as(ann, () => approve(ann, asked, request));
  const approved = await server.as(ben, async () => approve(ben, await openCase(ben, id), request));
  const done = await server.as(ben, () => carryOut(ben, approved, request));
  assert.deepEqual(done.state.recused, [hex(eve.secret.signKey)]);
  assert.equal(ben.unsure.get(id)?.length, 2);
  assert.deepEqual(leftBehind(done).map(({ by }) => by), Array(2).fill(hex(eve.secret.signKey))); // they are named, to be let go
  await assert.rejects(server.as(eve, () => openCase(eve, id)), { code: 'not_found' });
});
