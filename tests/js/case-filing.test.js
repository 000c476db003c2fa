/** Reports become cases by themselves, once, whoever looks first; and nobody files what leaves somebody out before that one is gone. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hashesCarrying, hex, openEnvelope, sealMessage } from '../../crypto/js/index.js';
import { allThreads, conversationOf } from '../../reviewer/browser/cases/conversation.js';
import { fileAll, inTheWay } from '../../reviewer/browser/cases/filing.js';
import { openCase } from '../../reviewer/browser/cases/store.js';
import { write } from '../../reviewer/browser/cases/writing.js';
import { sortThreads } from '../../reviewer/browser/threads.js';
import { CaseServer, visitOf } from './case-server.js';
import { foundLine, reportBy, reporter } from './line.js';

/** @import { Content } from '../../crypto/js/index.js' */

const EPOCH = Math.floor(Date.now() / 86_400_000) - 1;

/** Four members, none of whom has looked yet. */
async function line() {
  const founded = foundLine([0, 2, 5, 6]);
  const server = new CaseServer(founded);
  const members = founded.members.map((secret) => ({
    ...visitOf(founded, secret), threads: sortThreads([]).threads, unfiled: new Map(), left: new Set(), passedOver: new Set(),
  }));
  const [ann, ben, cat, dan] = members;
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const sent = [];
  const send = async (/** @type {Partial<Content>} */ changes) => (
    sent.push(await sealMessage(reportBy(reporter, changes), reporter, founded.directory)));
  /** @param {typeof ann} own */
  const look = async (own) => {
    const messages = [];
    for (const [at, envelope] of sent.entries()) {
      const found = await openEnvelope(envelope, own.secret, hashesCarrying(founded.directory, own.secret), founded.instance)
        .catch(() => null);
      if (!found) continue;
      const { contentKey, directoryHash } = found;
      messages.push({ epoch: EPOCH + at - 10, object: hex(found.object), content: found.content, item: { contentKey, directoryHash, envelope } });
    }
    own.threads = sortThreads(messages).threads;
    await server.as(own, () => fileAll(own));
    return [...server.cases.keys()];
  };
  return { server, ann, ben, cat, dan, send, look };
}

/** @typedef {Awaited<ReturnType<typeof line>>} Line */

/** @param {Line} line @param {Line['ann']} own */
async function onlyCase({ server }, own) {
  const [id] = server.cases.keys();
  return server.as(own, () => openCase(own, id));
}

test('a look files every report, and a second look nothing', async () => {
  const all = await line();
  await all.send({});
  assert.equal((await all.look(all.ann)).length, 1);
  const count = all.server.asked.filter((one) => one.startsWith('POST')).length;
  await all.look(all.ann);
  await all.look(all.ben);
  assert.equal(all.server.asked.filter((one) => one.startsWith('POST')).length, count);
  assert.equal((await onlyCase(all, all.ben)).state.category, 'fraud_records');
});

test('two browsers that look at once make one case, with each follow-up once', async () => {
  const all = await line();
  await all.send({});
  await all.send({ kind: 'followup', what: 'One more thing.' });
  await Promise.all([all.ann, all.ben, all.cat].map(all.look));
  const { state, items } = await onlyCase(all, all.cat);
  assert.deepEqual(state.timeline.map(({ kind }) => kind), ['filed', 'follow_up']);
  assert.deepEqual([...items.values()].map(({ what }) => what), ['Revenue was booked before delivery.', 'One more thing.']);
});

test('a test is not filed by itself', async () => {
  const all = await line();
  await all.send({ kind: 'test' });
  assert.deepEqual(await all.look(all.ann), []);
});

test('one whom the report leaves out files nothing, and asks for the same as without any report', async () => {
  /** @type {string[][]} */
  const worlds = [];
  for (const reported of [true, false]) {
    const all = await line();
    if (reported) await all.send({ excluded: [6] });
    await all.look(all.dan);
    const first = all.server.asked.splice(0);
    assert.equal((await all.look(all.ann)).length, Number(reported));
    all.server.asked.length = 0;
    await all.look(all.dan);
    worlds.push([...first, ...all.server.asked]);
  }
  assert.deepEqual(worlds[0], worlds[1]);
});

test('what leaves out somebody who reads waits until that one is left out, and is filed then', async () => {
  const all = await line();
  await all.send({});
  await all.look(all.ann);
  await all.send({ kind: 'followup', what: 'Director 6 is in it.', excluded: [6] });
  await all.look(all.ann);
  const opened = await onlyCase(all, all.ann);
  const talk = conversationOf(all.ann, opened);
  assert.deepEqual([opened.entries.length, talk?.waiting.map(({ content }) => content.what)], [1, ['Director 6 is in it.']]);
  assert.deepEqual(talk?.latest.excluded, [6]);
  const { chain } = /** @type {any} */ (all.ann.directory);
  const [waiting] = talk?.waiting ?? [];
  assert.deepEqual(inTheWay(chain, opened, waiting), [hex(all.dan.secret.signKey)]);
  await all.look(all.dan);
  const dans = await onlyCase(all, all.dan);
  await all.server.as(all.dan, () => write(all.dan, dans, { kind: 'recusal', why: '' }));
  await all.look(all.ann);
  const { state } = await onlyCase(all, all.ann);
  assert.deepEqual(state.timeline.map(({ kind }) => kind), ['filed', 'recusal', 'follow_up']);
  assert.deepEqual(state.excluded, [hex(all.dan.secret.signKey)]);
});

test('a member who was left out of a case does not file its report again', async () => {
  const all = await line();
  await all.send({});
  await all.look(all.ann);
  await all.look(all.dan);
  const dans = await onlyCase(all, all.dan);
  await all.server.as(all.dan, () => write(all.dan, dans, { kind: 'recusal', why: '' }));
  const gone = { case: dans.id, entries: dans.entries.length, last: hex(dans.record.hashes[0]), told: 1 };
  const remembered = { cases: new Map(), gone: new Map([[dans.id, gone]]), older: new Map(), checkpoints: [] };
  const again = { ...all.dan, cases: new Map(), listings: new Map(), left: new Set(), overview: remembered };
  await all.look(again);
  assert.deepEqual([all.server.cases.size, again.left.size, again.passedOver.size, again.unfiled.size], [1, 1, 0, 0]);
  all.server.asked.length = 0;
  await all.look(again);
  assert.deepEqual(all.server.asked, ['GET /api/cases']);
});

test('one report that cannot be filed does not keep another from being filed', async () => {
  const all = await line();
  await all.send({});
  await all.look(all.ann);
  await all.send({ kind: 'followup' });
  const [kept] = all.server.cases.values();
  kept.contents[0] = `${kept.contents[0].slice(0, -8)}AAAAAAA=`; // whatever it was, the hash is another now
  all.ben.cases.clear();
  await all.look(all.ben);
  assert.equal(all.ben.unfiled.size, 1);
  assert.equal(all.ben.troubles.size, 1);
});

test('a member who has the case and no delivery finds the talk with the reporter in it', async () => {
  const all = await line();
  await all.send({});
  await all.look(all.ann);
  await onlyCase(all, all.cat);
  const [made] = allThreads(all.cat);
  assert.equal(made.id, all.ann.threads[0].id);
});
