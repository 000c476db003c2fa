/** The overview follows the record: it opens what changed, demands what it saw, and says what it does not read any more. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hex, random } from '../../crypto/js/index.js';
import { membersToGrant } from '../../reviewer/browser/cases/granting.js';
import { directoryOf, openCase } from '../../reviewer/browser/cases/store.js';
import { begin, write } from '../../reviewer/browser/cases/writing.js';
import { keepOverview, loadOverview } from '../../reviewer/browser/overview/keeping.js';
import { countNews, hasNews, markLooked } from '../../reviewer/browser/overview/looked.js';
import { catchUp, leaveCase, refreshOverview, whenRefreshed } from '../../reviewer/browser/overview/refreshing.js';
import { CaseServer, today, visitOf } from './case-server.js';
import { foundLine } from './line.js';

/** @import { Visit } from '../../reviewer/browser/visit.js' */

const ID = '00'.repeat(16);

/** A committee with some cases, entered by hand by the first member. @param {string[]} texts */
async function committee(...texts) {
  const line = foundLine([0, 2, 5]);
  const server = new CaseServer(line);
  const [ann, ben] = line.members.map((secret) => /** @type {Visit & ReturnType<typeof visitOf>} */ (/** @type {unknown} */ (visitOf(line, secret))));
  const file = async (/** @type {string} */ text) => {
    const content = { kind: 'filed', rules: 1, channel: 'letter', received: today(), category: 'other', excluded: [], item: '', text };
    const opened = await server.as(ann, async () => begin(ann, random(16), content, { grantTo: membersToGrant(await directoryOf(ann), []), items: [] }));
    return opened.id;
  };
  const ids = [];
  for (const text of texts) ids.push(await file(text));
  return { line, server, ann, ben, ids, file };
}

/** @typedef {Awaited<ReturnType<typeof committee>>} Committee */

/** Another device of the same member. @param {Committee} of @param {Visit} own */
function device({ line }, own) {
  return /** @type {typeof own} */ (/** @type {unknown} */ (visitOf(line, own.secret)));
}

/** @param {Committee} of @param {Visit} own */
function refresh({ server }, own) {
  return server.as(own, () => refreshOverview(own));
}

/** @param {Committee} of @param {string} id @param {string} text */
async function note({ server, ann }, id, text) {
  return server.as(ann, async () => write(ann, await openCase(ann, id), { kind: 'note', text }));
}

/** @param {Visit} own */
function titles(own) {
  return [...own.overview?.cases.values() ?? []].map(({ title }) => title).sort();
}

/** @param {CaseServer} server @param {() => Promise<unknown>} act @returns {Promise<string[]>} */
async function asked(server, act) {
  const before = server.asked.length;
  await act();
  return server.asked.slice(before);
}

test('all cases that are read are in the overview, from the index alone the next time', async () => {
  const of = await committee('Books in the safe', 'A forged signature');
  await refresh(of, of.ben);
  assert.deepEqual(titles(of.ben), ['A forged signature', 'Books in the safe']);
  const later = device(of, of.ben);
  const requests = await asked(of.server, () => of.server.as(later, () => loadOverview(later)));
  assert.deepEqual(titles(later), ['A forged signature', 'Books in the safe']);
  assert.deepEqual(requests, ['GET /api/index']);
});

test('only what changed is opened again', async () => {
  const of = await committee('one', 'two', 'three');
  await refresh(of, of.ben);
  await note(of, of.ids[1], 'more');
  const requests = await asked(of.server, () => refresh(of, of.ben));
  assert.deepEqual(requests.filter((one) => one.includes('/entries/')), [`GET /api/cases/${of.ids[1]}/entries/1`]);
  assert.equal(of.ben.overview?.cases.get(of.ids[1])?.entries, 2);
});

test('the index is written after every look, in the same way whether or not anything changed', async () => {
  const of = await committee('one');
  await refresh(of, of.ben);
  const quiet = await asked(of.server, () => refresh(of, of.ben));
  assert.deepEqual(quiet, ['GET /api/checkpoint', 'GET /api/orders', 'GET /api/certificates/0', 'GET /api/cases', 'GET /api/index', 'PUT /api/index']);
  await note(of, of.ids[0], 'more');
  const busy = await asked(of.server, () => refresh(of, of.ben));
  assert.deepEqual(busy.filter((one) => !one.includes('/entries/')), quiet);
});

test('on the first visit nothing is new; what others write after it is, until the case was opened', async () => {
  const of = await committee('one', 'two');
  const fresh = (/** @type {Visit} */ own) => of.ids.map((id) => own.overview !== null && hasNews({ case: id, news: own.overview.cases.get(id)?.news ?? 0 }, own.overview));
  await refresh(of, of.ben);
  assert.deepEqual(fresh(of.ben), [false, false]);
  await note(of, of.ids[1], 'more');
  const later = device(of, of.ben);
  await refresh(of, later);
  assert.deepEqual(fresh(later), [false, true]);
  assert.equal(later.overview && countNews(later.overview), 1);
  await refresh(of, of.ann);
  assert.deepEqual(fresh(of.ann), [false, false], 'her own words');
  markLooked(later.overview, of.ids[1], 2);
  await refresh(of, later);
  assert.deepEqual(fresh(later), [false, false]);
  const again = device(of, of.ben);
  await refresh(of, again);
  assert.deepEqual(fresh(again), [false, false]);
});

test('who asks for a refresh while one runs waits for the same', async () => {
  const of = await committee('one');
  const requests = await asked(of.server, () => Promise.all([refresh(of, of.ben), refresh(of, of.ben)]));
  assert.equal(requests.filter((one) => one === 'GET /api/cases').length, 1);
});

test('a record that lacks an entry which was seen is an alarm that names the case, and disturbs no other', async () => {
  const of = await committee('cut short', 'whole');
  await note(of, of.ids[0], 'what is to vanish');
  await refresh(of, of.ben);
  const kept = of.server.cases.get(of.ids[0]);
  if (!kept) throw new Error('no case');
  cutShort(kept);
  const later = device(of, of.ben);
  await note(of, of.ids[1], 'more');
  await refresh(of, later);
  assert.deepEqual([...later.troubles], [[of.ids[0], 'BrokenChain']]);
  assert.deepEqual(titles(later), ['cut short', 'whole']);
  assert.equal(later.overview?.cases.get(of.ids[0])?.entries, 2, 'what was seen stays demanded');
  assert.equal(later.overview?.cases.get(of.ids[1])?.entries, 2);
});

/** @param {NonNullable<ReturnType<CaseServer['cases']['get']>>} kept */
function cutShort(kept) {
  kept.documents.pop();
  kept.contents.pop();
  kept.record = { ...kept.record, entries: kept.record.entries.slice(0, -1), hashes: kept.record.hashes.slice(0, -1) };
}

test('what another device has seen is demanded here too', async () => {
  const of = await committee('forked');
  const [desk, phone] = [of.ben, device(of, of.ben)];
  await refresh(of, desk);
  const kept = of.server.cases.get(of.ids[0]);
  if (!kept) throw new Error('no case');
  const before = { ...kept, documents: [...kept.documents], contents: [...kept.contents] };
  await note(of, of.ids[0], 'shown to the phone');
  await refresh(of, phone);
  of.server.cases.set(of.ids[0], before);
  const again = device(of, of.ann);
  await of.server.as(again, async () => write(again, await openCase(again, of.ids[0]), { kind: 'note', text: 'shown to the desk' }));
  await refresh(of, desk); // opens what it is shown, and learns from the index what the phone saw
  await refresh(of, desk);
  assert.equal(desk.troubles.get(of.ids[0]), 'BrokenChain');
});

test('two devices do not undo each other', async () => {
  const of = await committee('one');
  const [desk, phone] = [of.ben, device(of, of.ben)];
  await refresh(of, desk);
  await of.server.as(phone, () => loadOverview(phone));
  await of.file('two');
  await refresh(of, desk);
  await of.server.as(phone, () => keepOverview(phone));
  const later = device(of, of.ben);
  await of.server.as(later, () => loadOverview(later));
  assert.deepEqual(titles(later), ['one', 'two']);
});

test('a case that is not listed any more is out of the list, and is told once', async () => {
  const of = await committee('one', 'two');
  await refresh(of, of.ben);
  const taken = of.server.cases.get(of.ids[0]);
  of.server.cases.delete(of.ids[0]);
  await refresh(of, of.ben);
  assert.deepEqual(titles(of.ben), ['two']);
  assert.equal(of.ben.overview?.gone.get(of.ids[0])?.told, 0);
  if (taken) of.server.cases.set(of.ids[0], taken);
  await refresh(of, of.ben);
  assert.deepEqual(titles(of.ben), ['one', 'two']);
  assert.equal(of.ben.overview?.gone.size, 0);
});

test('a case that comes back shorter than it went is an alarm', async () => {
  const of = await committee('one');
  await note(of, of.ids[0], 'more');
  await refresh(of, of.ben);
  const taken = of.server.cases.get(of.ids[0]);
  if (!taken) throw new Error('no case');
  of.server.cases.delete(of.ids[0]);
  await refresh(of, of.ben);
  cutShort(taken);
  of.server.cases.set(of.ids[0], taken);
  await refresh(of, of.ben);
  assert.equal(of.ben.troubles.get(of.ids[0]), 'BrokenChain');
  assert.deepEqual(titles(of.ben), []);
});

test('nobody is told of a case that they have left themselves', async () => {
  const of = await committee('one');
  await refresh(of, of.ben);
  leaveCase(of.ben, of.ids[0]);
  of.server.cases.delete(of.ids[0]);
  await refresh(of, of.ben);
  assert.equal(of.ben.overview?.gone.get(of.ids[0])?.told, 1);
});

test('a copy of the index that was altered is an alarm, and all is opened anew', async () => {
  const of = await committee('one');
  await refresh(of, of.ben);
  const me = hex(of.ben.secret.signKey);
  const kept = of.server.indexes.get(me);
  if (!kept) throw new Error('no index');
  kept[100] ^= 1;
  const later = device(of, of.ben);
  await refresh(of, later);
  assert.deepEqual([...later.overview?.alarms ?? []], ['damaged']);
  assert.deepEqual(titles(later), ['one']);
});

test('what was written in this visit shows at once', async () => {
  const of = await committee('one');
  await refresh(of, of.ann);
  await note(of, of.ids[0], 'a word that is searched');
  catchUp(of.ann);
  const summary = of.ann.overview?.cases.get(of.ids[0]);
  assert.equal(summary?.entries, 2);
  assert.ok(summary?.text.includes('a word that is searched'));
});

test('other periods work the days due out anew', async () => {
  const of = await committee('one');
  await refresh(of, of.ben);
  const due = (/** @type {Visit} */ own) => own.overview?.cases.get(of.ids[0])?.due.find(({ what }) => what === 'feedback')?.day;
  const before = due(of.ben);
  const later = device(of, of.ben);
  Object.assign(later.line, { terms: { holidays: [], periods: { feedback: 30 } } });
  await refresh(of, later);
  assert.ok(String(due(later)) < String(before));
});

test('how far it is is told, first of all that the index is there', async () => {
  const of = await committee('one', 'two');
  /** @type {string[]} */
  const told = [];
  whenRefreshed(({ done, total, over }) => told.push(`${done}/${total}${over ? ' over' : ''}`));
  await refresh(of, of.ben);
  assert.deepEqual(told, ['0/0', '1/2', '2/2', '2/2 over']);
});

test('a server that fails stops the refresh, which says so', async () => {
  const of = await committee('one');
  of.server.others.set('/api/cases', new Uint8Array(3));
  await assert.rejects(refresh(of, of.ben));
  of.server.others.delete('/api/cases');
  await refresh(of, of.ben);
  assert.deepEqual(titles(of.ben), ['one']);
  assert.notEqual(of.ids[0], ID);
});
