/** What a reporter wrote is read from a case, and answered, whatever somebody put under its name when it was filed. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { caseId } from '../../crypto/js/cases.js';
import { base64, fromBase64, hashesCarrying, hex, openEnvelope, random, sealMessage } from '../../crypto/js/index.js';
import { conversationOf } from '../../reviewer/browser/cases/conversation.js';
import { fileAll } from '../../reviewer/browser/cases/filing.js';
import { itemName } from '../../reviewer/browser/cases/items.js';
import { openCase } from '../../reviewer/browser/cases/store.js';
import { write } from '../../reviewer/browser/cases/writing.js';
import { gatherEvidence } from '../../reviewer/browser/packs/evidence-gathering.js';
import { makePackageFiles } from '../../reviewer/browser/packs/evidence-making.js';
import { sortThreads } from '../../reviewer/browser/threads.js';
import { utf8 } from '../../crypto/js/encoding.js';
import { CaseServer, today, visitOf } from './case-server.js';
import { foundLine, reportBy, reporter } from './line.js';

const EPOCH = Math.floor(Date.now() / 86_400_000) - 9;

/** Three members with a report and a follow-up among their deliveries. */
async function delivered() {
  const line = foundLine([0, 2, 5]);
  const server = new CaseServer(line);
  const sent = [await sealMessage(reportBy(reporter), reporter, line.directory)];
  sent.push(await sealMessage(reportBy(reporter, { kind: 'followup', what: 'One more thing.' }), reporter, line.directory));
  const people = await Promise.all(line.members.map(async (secret) => {
    const messages = await Promise.all(sent.map(async (envelope, at) => {
      const { object, content, contentKey, directoryHash } = await openEnvelope(envelope, secret, hashesCarrying(line.directory, secret), line.instance);
      return { epoch: EPOCH + at, object: hex(object), content, item: { contentKey, directoryHash, envelope } };
    }));
    const more = { threads: sortThreads(messages).threads, unfiled: new Map(), left: new Set(), passedOver: new Set() };
    return { ...visitOf(line, secret), ...more };
  }));
  const [report, followUp] = people[0].threads[0].messages.map(({ item }) => item);
  assert.ok(report && followUp);
  return { line, server, people, report, followUp, id: hex(caseId(report)) };
}

/**
 * @param {() => Promise<unknown>} act during which every item that is brought is random bytes
 * @param {string} [as] the name it is brought under
 */
async function bringingJunk(act, as) {
  const honest = globalThis.fetch;
  globalThis.fetch = (path, options = {}) => {
    if (options.method !== 'POST') return honest(path, options);
    const { items, ...rest } = JSON.parse(String(options.body));
    const junk = items.map((/** @type {{ id: string, value: string }} */ one) => (
      { id: as ?? one.id, value: base64(random(fromBase64(one.value).length)) }));
    return honest(path, { ...options, body: JSON.stringify({ ...rest, items: junk }) });
  };
  try {
    await act();
  } finally {
    globalThis.fetch = honest;
  }
}

/** @typedef {Awaited<ReturnType<typeof delivered>>} All */

/** @param {All} all @param {All['people'][0]} own */
const reads = ({ server, id }, own) => server.as(own, () => openCase(own, id));

test('a report that was filed with something else in its place is read and answered by all who had it delivered', async () => {
  const all = await delivered();
  const [ann, ben] = all.people;
  await bringingJunk(() => all.server.as(ann, () => fileAll(ann)));
  const opened = await reads(all, ben);
  assert.deepEqual([...opened.unread], []);
  assert.deepEqual(conversationOf(ben, opened)?.filed.map(({ what }) => what), ['Revenue was booked before delivery.', 'One more thing.']);
  const later = { ...ben, cases: new Map(), threads: ben.threads.slice(1) };
  const without = await reads(all, later);
  assert.equal(without.unread.size, 2); // who has no delivery is shown that it cannot be read
  later.threads = ben.threads;
  assert.deepEqual([...(await reads(all, later)).unread], []); // and reads it once it is there
});

test('a follow-up whose name was taken before is filed and read all the same', async () => {
  const all = await delivered();
  const [ann, ben, cat] = all.people;
  const [{ messages: [first, second] }] = ann.threads;
  ann.threads = sortThreads([first]).threads;
  await all.server.as(ann, () => fileAll(ann));
  const opened = await reads(all, ann);
  await bringingJunk(
    () => all.server.as(ann, () => write(ann, opened, { kind: 'note', text: 'x' }, { items: [all.report] })), itemName(all.followUp));
  await all.server.as(ben, () => fileAll(ben));
  assert.deepEqual([...ben.unfiled.values()], []);
  const found = await reads(all, cat);
  assert.deepEqual(found.state.timeline.map(({ kind }) => kind), ['filed', 'note', 'follow_up']);
  assert.equal(conversationOf(cat, found)?.latest.what, second.content.what);
});

test('an entry that names what nobody brought keeps nobody from reading the case', async () => {
  const all = await delivered();
  const [ann, ben] = all.people;
  await all.server.as(ann, () => fileAll(ann));
  const opened = await reads(all, ann);
  const named = hex(random(16));
  const said = { kind: 'follow_up', item: named, received: today(), excluded: [] };
  await all.server.as(ann, () => write(ann, opened, said));
  const found = await reads(all, ben);
  assert.deepEqual([...found.unread.keys()], [named]);
  assert.equal(found.items.size, 2);
});

test('an evidence package holds what was delivered, where something else was filed in its place', async () => {
  const all = await delivered();
  const [ann, ben] = all.people;
  await bringingJunk(() => all.server.as(ann, () => fileAll(ann)));
  all.server.others.set('/static/reviewer-verify.js', utf8('""'));
  const opened = await reads(all, ben);
  const maker = { ...ben, line: { ...ben.line, company: 'Contoso' } };
  const files = await all.server.as(ben, async () => makePackageFiles(await gatherEvidence(maker, opened, today())));
  assert.ok(files.has(`items/${itemName(all.report)}.json`));
});
