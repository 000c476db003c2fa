/** A report that was filed without somebody, or as something else, is filed again, read by all whom it lets read it, and answered. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { caseId } from '../../crypto/js/cases.js';
import { utf8 } from '../../crypto/js/encoding.js';
import { hashesCarrying, hex, openEnvelope, random, reporterFromPhrase, sealMessage } from '../../crypto/js/index.js';
import { conversationOf } from '../../reviewer/browser/cases/conversation.js';
import { stillSo } from '../../reviewer/browser/cases/envelopes.js';
import { fileReportAgain } from '../../reviewer/browser/cases/filing.js';
import { readersToGrant } from '../../reviewer/browser/cases/granting.js';
import { itemName } from '../../reviewer/browser/cases/items.js';
import { filedAgain, placeOf } from '../../reviewer/browser/cases/places.js';
import { members, openCase } from '../../reviewer/browser/cases/store.js';
import { write } from '../../reviewer/browser/cases/writing.js';
import { gatherEvidence } from '../../reviewer/browser/packs/evidence-gathering.js';
import { makePackageFiles } from '../../reviewer/browser/packs/evidence-making.js';
import { readEvidence } from '../../reviewer/browser/packs/evidence-record.js';
import { today } from './case-server.js';
import { reportBy } from './line.js';
import { altering, comeBack, fileAgain, fileBy, itemOfReport, keyOf, look, report, reported, spoil, takenAway } from './taking-away.js';

/** @import { All, Member } from './taking-away.js' */

/** @param {All} all @param {Member} own @param {string} id */
const opens = ({ server }, own, id) => server.as(own, () => openCase(own, id));
/** @param {All} all */
const derivedOf = ({ dan }) => hex(caseId(itemOfReport(dan)));
/** @param {{ state: import('../../reviewer/browser/lifecycle/state.js').CaseState }} opened */
const kinds = ({ state }) => state.timeline.map(({ kind }) => kind);

test('no trick of who looks first takes a report away from the others', async () => {
  assert.deepEqual(await takenAway('as_made'), []);
});

test('a report that was filed without a member is an alarm to that one, until it is filed again', async () => {
  const all = await reported();
  await fileBy(all, { to: [all.dan] });
  assert.deepEqual(await look(all, all.ann), { id: '', trouble: 'passed_over' });
  assert.deepEqual(await look(all, await comeBack(all, all.ann)), { id: '', trouble: 'passed_over' });
  const again = await fileAgain(all, all.ann);
  assert.deepEqual(kinds(/** @type {any} */ (again)), ['filed_again']);
  assert.notEqual(again?.id, derivedOf(all));
  for (const own of [all.ann, all.ben, await comeBack(all, all.ben)]) assert.deepEqual(await look(all, own), { id: again?.id, trouble: '' });
  assert.equal((await look(all, all.dan)).id, derivedOf(all)); // who filed it first reads both
  assert.deepEqual(filedAgain(all.dan, derivedOf(all)), [again?.id]);
});

test('what the reporter adds comes into the case in which the report was filed again', async () => {
  const all = await reported();
  await fileBy(all, { to: [all.dan] });
  await look(all, all.ann);
  const again = await fileAgain(all, all.ann);
  await look(all, all.ben);
  await report(all, { kind: 'followup', what: 'One more thing.' });
  const ben = await comeBack(all, all.ben);
  await look(all, ben);
  const found = await opens(all, all.cat, again?.id ?? '');
  assert.deepEqual(kinds(found), ['filed_again', 'follow_up']);
  assert.equal(conversationOf(all.cat, found)?.latest.what, 'One more thing.');
});

test('where two have filed it again on one day, the lower number counts for all', async () => {
  const all = await reported();
  await fileBy(all, { to: [all.dan] });
  await look(all, all.ann);
  await look(all, all.ben);
  const made = await Promise.all([all.ann, all.ben].map((own) => all.server.as(own, () => fileReportAgain(own, own.threads[0]))));
  const [lower] = made.map((one) => one?.id).sort();
  for (const own of [all.ann, all.ben, all.cat]) assert.equal((await look(all, own)).id, lower);
  assert.deepEqual(filedAgain(all.cat, derivedOf(all)), made.map((one) => one?.id).sort());
});

test('who was passed over is named to the readers, and can be given the case although the filing says it was left out', async () => {
  const all = await reported();
  await fileBy(all, { to: [all.ann, all.ben, all.dan], excluded: [all.cat] });
  await look(all, all.cat);
  const { id } = await look(all, all.ann);
  const found = await opens(all, all.ann, id);
  assert.deepEqual([found.filing, found.state.excluded, [...found.leftOut]], [{ without: [keyOf(all.cat)], although: [] }, [], []]);
  assert.deepEqual(found.differences.map(({ sequence, what }) => [sequence, what]), [[0, 'without'], [0, 'excluded']]);
  const reader = { person: keyOf(all.cat), until: '' };
  await all.server.as(all.ann, async () => write(
    all.ann, found, { kind: 'grant_made', reader: reader.person, until: '', why: 'Passed over.' }, { grantTo: await readersToGrant(all.ann, found, [reader]) }));
  assert.deepEqual(await look(all, all.cat), { id, trouble: '' });
  const healed = await opens(all, all.cat, id);
  assert.deepEqual(stillSo(healed.filing, healed.state, members(all.cat), today()), { without: [], although: [] });
  assert.deepEqual(kinds(await all.server.as(all.cat, () => write(all.cat, healed, { kind: 'note', text: 'I read it.' }))), ['filed', 'grant_made', 'note']);
});

test('a case that was given to somebody whom the report leaves out says so, and goes on without that one', async () => {
  const all = await reported();
  all.sent.length = 0;
  await report(all, { excluded: [5] }); // Cat
  await fileBy(all, {});
  const { id } = await look(all, all.ann);
  const found = await opens(all, all.ann, id);
  assert.deepEqual([found.filing, found.state.excluded], [{ without: [], although: [keyOf(all.cat)] }, [keyOf(all.cat)]]);
  assert.equal(found.state.fine, 'received');
  const cats = await opens(all, all.cat, id);
  assert.equal(cats.items.size, 0);
});

test('a member who has left the case is not told that somebody filed it alone, as long as its overview remembers', async () => {
  const all = await reported();
  const { id } = await look(all, all.ann);
  await look(all, all.ann);
  const { id: same } = await look(all, all.cat);
  const opened = await opens(all, all.cat, same || derivedOf(all));
  await look(all, all.cat); // its overview has been kept since
  await all.server.as(all.cat, () => write(all.cat, opened, { kind: 'recusal', why: '' }));
  assert.equal((await look(all, await comeBack(all, all.cat))).trouble, 'left');
  all.server.indexes.clear();
  assert.equal((await look(all, await comeBack(all, all.cat))).trouble, 'passed_over');
  assert.equal(id, derivedOf(all));
});

test('what does not open in a case is brought again by one who has it, once', async () => {
  const all = await reported();
  await altering(all, ({ items }) => spoil(items), () => fileBy(all));
  const { id } = await look(all, all.ann);
  await look(all, all.ben);
  await look(all, all.ann);
  const found = await opens(all, all.cat, id);
  assert.deepEqual([kinds(found), [...found.lacking], [...found.unread]], [['filed', 'brought'], [], []]);
  const later = await opens(all, { ...all.cat, cases: new Map(), threads: [] }, id);
  assert.deepEqual([...later.items.values()].map(({ what }) => what), ['Revenue was booked before delivery.']);
});

test('an evidence package of somebody who came later holds the report that was brought again, and can be read', async () => {
  const all = await reported();
  await altering(all, ({ items }) => spoil(items), () => fileBy(all));
  const { id } = await look(all, all.ann);
  all.server.others.set('/static/reviewer-verify.js', utf8('""'));
  const later = { ...all.cat, cases: new Map(), threads: [], line: { ...all.cat.line, company: 'Contoso' } };
  const opened = await opens(all, later, id);
  const files = await all.server.as(later, async () => makePackageFiles(await gatherEvidence(later, opened, today())));
  /** @type {string[]} */
  const wrong = [];
  const read = await readEvidence(files, (file, what) => wrong.push(`${file} ${what}`));
  assert.deepEqual([[...read?.items.keys() ?? []], wrong.filter((one) => one.startsWith('items/'))], [[itemName(itemOfReport(all.dan))], []]);
});

test('where the server gives something else, each member brings it once and no more', async () => {
  const all = await reported();
  const { id } = await look(all, all.ann);
  const [kept] = all.server.cases.values();
  const honest = globalThis.fetch;
  globalThis.fetch = async (path, options) => (String(path).includes('/items/') ? new Response(random(16_432)) : honest(path, options));
  for (let at = 0; at < 3; at += 1) for (const own of [all.ben, all.cat]) await look(all, await comeBack(all, own)).then(() => look(all, own));
  globalThis.fetch = honest;
  assert.deepEqual(kinds(await opens(all, all.ann, id)).filter((kind) => kind === 'brought').length, 2);
  assert.equal(kept.documents.length, 3);
});

test('somebody else’s message, filed as a follow-up, is not answered and leaves nobody out', async () => {
  const all = await reported();
  const { id } = await look(all, all.dan);
  const stranger = await reporterFromPhrase('dan himself', all.line.instance);
  const envelope = await sealMessage(reportBy(stranger, { what: 'Not the reporter.', excluded: [5] }), stranger, all.line.directory);
  const { contentKey, directoryHash } = await openEnvelope(envelope, all.dan.secret, hashesCarrying(all.line.directory, all.dan.secret), all.line.instance);
  const item = { contentKey, directoryHash, envelope };
  const said = { kind: 'follow_up', item: itemName(item), received: today(), excluded: [] };
  await all.server.as(all.dan, async () => write(all.dan, await openCase(all.dan, id), said, { items: [item] }));
  await look(all, all.ann);
  const found = await opens(all, all.ann, id);
  assert.deepEqual([...found.foreign], [itemName(item)]);
  assert.deepEqual([found.state.excluded, [...found.leftOut]], [[], []]);
  assert.equal(conversationOf(all.ann, found)?.latest.what, 'Revenue was booked before delivery.');
});

test('a follow-up that is said to leave somebody out leaves out whom it says itself', async () => {
  const all = await reported();
  await report(all, { kind: 'followup', what: 'More.', excluded: [5] });
  all.dan.threads = all.dan.threads.map((thread) => ({ ...thread, messages: thread.messages.slice(0, 1) }));
  const { id } = await look(all, all.dan);
  await comeBack(all, all.dan).then(async (dan) => {
    const [, { item }] = dan.threads[0].messages;
    assert.ok(item);
    const said = { kind: 'follow_up', item: itemName(item), received: today(), excluded: [] };
    await all.server.as(dan, async () => write(dan, await openCase(dan, id), said, { items: [item] }));
  });
  const found = await opens(all, all.ann, id);
  assert.deepEqual(found.state.refused.map(({ reason }) => reason), ['reader_excluded']); // Cat reads the case
  assert.equal(placeOf(all.ann, all.ann.threads[0]).id, id);
});
