/** Who reads a case can write nonsense into it, under the own name: the others read on, see whose it is, and write after it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lastOf, newCaseKey, plain, sealContent, signEntry } from '../../crypto/js/cases.js';
import { base64, fromHex, generateKeys, hex, keysHash, random, sha256 } from '../../crypto/js/index.js';
import { membersToGrant, sealGrants } from '../../reviewer/browser/cases/granting.js';
import { directoryOf, NotACase, openCase } from '../../reviewer/browser/cases/store.js';
import { begin, renew, write } from '../../reviewer/browser/cases/writing.js';
import { CaseServer, today, visitOf } from './case-server.js';
import { foundLine } from './line.js';

/** @import { OpenCase } from '../../reviewer/browser/cases/store.js' */

/** A case of three members that an adviser reads. */
async function advised() {
  const line = foundLine([0, 2, 5]);
  const server = new CaseServer(line);
  const [ann, ben] = line.members.map((secret) => visitOf(line, secret));
  const adviser = generateKeys(0);
  const [person, until] = [hex(adviser.signKey), today()];
  server.enrol(adviser, 'adviser', 'Counsel');
  const filed = { kind: 'filed', rules: 1, channel: 'letter', received: today(), category: 'other', excluded: [], item: '', text: 'x' };
  const verified = { kind: 'key_verified', person, keys: hex(keysHash(adviser.public)), role: 'Counsel' };
  const granted = { kind: 'grant_made', reader: person, until, why: 'advice' };
  let opened = await server.as(ann, () => begin(ann, random(16), filed, { grantTo: membersToGrant(line.directory, []), items: [] }));
  opened = await server.as(ann, () => write(ann, opened, verified));
  opened = await server.as(ann, () => write(ann, opened, granted, { grantTo: [{ sign: person, ...adviser.public, until }] }));
  return { server, ann, ben, adviser: visitOf(line, adviser, null), person, id: opened.id };
}

/**
 * An entry that is right as far as a server sees, its content random bytes of a right length.
 * @param {ReturnType<typeof visitOf>} own
 * @param {OpenCase} opened
 */
function nonsense({ instance, secret }, { id, record, contents }) {
  const [last, junk] = [lastOf(record), random(contents[0]?.length ?? 0)];
  const entry = {
    instance, case: fromHex(id), sequence: record.entries.length, previous: record.hashes[record.hashes.length - 1], day: today(),
    author: secret.signKey, key: last.key, content: sha256(junk), state: last.state, hold: last.hold, review: last.review, due: last.due,
    grants: [], approvals: [],
  };
  return { document: plain(signEntry(entry, secret.signSeed)), content: base64(junk), grants: [], items: [] };
}

test('an entry of random bytes by an adviser locks nobody out, and is shown as the adviser\'s', async () => {
  const { server, ann, ben, adviser, person, id } = await advised();
  await server.as(adviser, async () => {
    const body = JSON.stringify(nonsense(adviser, await openCase(adviser, id)));
    assert.equal((await fetch(`/api/cases/${id}/entries`, { method: 'POST', body })).status, 201);
  });
  const found = await server.as(ben, () => openCase(ben, id));
  assert.deepEqual(found.state.refused.map(({ sequence, author, failure }) => [sequence, author, failure]), [[3, person, 'BadContent']]);
  const noted = await server.as(ben, () => write(ben, found, { kind: 'note', text: 'we go on' }));
  const renewed = await server.as(ben, () => renew(ben, noted));
  assert.equal(renewed.state.key, 1);
  const seen = await server.as(ann, () => openCase(ann, id));
  assert.deepEqual(seen.state.timeline.map(({ kind }) => kind), ['filed', 'key_verified', 'grant_made', 'note', 'renewal']);
});

for (const said of [{ kind: 'note', text: 'x' }, { kind: 'nonsense' }, { kind: 'filed', again: 5 }]) {
  test(`what begins as no case does is shown as that, and disturbs no other: ${JSON.stringify(said)}`, async () => {
    const { server, ann, ben } = await advised();
    const [key, id] = [newCaseKey(), random(16)];
    const { granted, sealed } = sealGrants(key, membersToGrant(await directoryOf(ben), []), { instance: ben.instance, case: id, number: 0 });
    const content = await sealContent(said, { caseKey: key, case: id, sequence: 0, author: ben.secret.signKey });
    const entry = {
      instance: ben.instance, case: id, sequence: 0, previous: new Uint8Array(32), day: today(), author: ben.secret.signKey, key: 0,
      content: sha256(content), state: /** @type {const} */ ('open'), hold: false, review: '', due: [], grants: granted, approvals: [],
    };
    const body = { document: plain(signEntry(entry, ben.secret.signSeed)), content: base64(content), grants: sealed.map((one) => base64(one)), items: [] };
    const answer = await server.as(ben, () => fetch(`/api/cases/${hex(id)}/entries`, { method: 'POST', body: JSON.stringify(body) }));
    assert.equal(answer.status, 201);
    await assert.rejects(server.as(ann, () => openCase(ann, hex(id))), NotACase);
    assert.deepEqual([...ann.troubles], [[hex(id), 'NotACase']]);
    assert.deepEqual([...ann.cases.keys()].filter((one) => one === hex(id)), []);
  });
}
