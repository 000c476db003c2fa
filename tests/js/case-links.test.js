/**
 * A link or a merger names another case to all who read this one: none is offered of which one of them is not to know, and
 * it is asked again when it is approved and carried out.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hex, random } from '../../crypto/js/index.js';
import { membersToGrant } from '../../reviewer/browser/cases/granting.js';
import { recusable } from '../../reviewer/browser/cases/act-table.js';
import { mergeable, takeOver, takeOverIfPossible } from '../../reviewer/browser/cases/merging.js';
import { namedToNewcomer, otherCases } from '../../reviewer/browser/cases/naming.js';
import { caseNamed } from '../../reviewer/browser/cases/said.js';
import { listCases, openCase } from '../../reviewer/browser/cases/store.js';
import { warningsOf } from '../../reviewer/browser/cases/warnings.js';
import { approve, begin, carryOut, write } from '../../reviewer/browser/cases/writing.js';
import { addDays } from '../../reviewer/browser/lifecycle/days.js';
import { keepUntil } from '../../reviewer/browser/lifecycle/due.js';
import { CLASSES } from '../../reviewer/browser/lifecycle/rules.js';
import { BEFORE_ANY, spanOf } from '../../reviewer/browser/retention/in-force.js';
import { useWords } from '../../reviewer/browser/words.js';
import { CaseServer, today, visitOf } from './case-server.js';
import { foundLine } from './line.js';

useWords(new Proxy({}, { get: (_, name) => String(name), has: () => true }), 'en');

test('a case that one of the readers does not read is not offered, neither opened nor from the overview', async () => {
  const line = foundLine([0, 2, 5, 6]);
  const server = new CaseServer(line);
  const [ann, , , dan] = line.members.map((secret) => visitOf(line, secret));
  const file = (/** @type {string[]} */ excluded) => server.as(ann, () => begin(
    ann, random(16), { kind: 'filed', rules: 1, channel: 'letter', received: today(), category: 'other', excluded, item: '', text: 'x' },
    { grantTo: membersToGrant(line.directory, excluded), items: [] }));
  const all = [await file([]), await file([])];
  const without = [await file([hex(dan.secret.signKey)]), await file([hex(dan.secret.signKey)])];
  await server.as(ann, () => listCases(ann));
  const offered = (/** @type {any} */ own, /** @type {any} */ opened) => otherCases(own, opened).map(({ value }) => value).sort();
  assert.deepEqual(offered(ann, all[0]), [all[1].id]);
  assert.deepEqual(offered(ann, without[0]), [...all.map(({ id }) => id), without[1].id].sort()); // who reads more may know
  const told = [...all, ...without].map(({ id, state }) => [id, { case: id, readers: state.readers.map(({ person }) => person) }]);
  const later = { ...ann, cases: new Map(), overview: { cases: new Map(/** @type {any} */ (told)), checkpoints: [] } };
  assert.deepEqual(offered(later, all[0]), [all[1].id]);
  assert.deepEqual(offered({ ...later, overview: null }, all[0]), []); // nothing is known of them yet
});

/**
 * Two cases: one that the fourth member may be given, and one that leaves that member out.
 * @param {number} count of members who read the first
 */
async function two(count) {
  const line = foundLine([0, 2, 5, 6]);
  const server = new CaseServer(line);
  const own = line.members.map((secret) => visitOf(line, secret));
  const person = own.map(({ secret }) => hex(secret.signKey));
  const everybody = membersToGrant(line.directory, []);
  const file = (/** @type {string[]} */ excluded, /** @type {string[]} */ readers) => server.as(own[0], () => begin(
    own[0], random(16), { kind: 'filed', rules: 1, channel: 'letter', received: today(), category: 'other', excluded, item: '', text: 'x' },
    { grantTo: everybody.filter(({ sign }) => readers.includes(sign)), items: [] }));
  const other = await file([person[3]], person.slice(0, 3));
  const opened = await file([], person.slice(0, count));
  const says = (/** @type {number} */ who, /** @type {any} */ content, /** @type {any} */ extra = {}) => server.as(own[who], async () => (
    write(own[who], await openCase(own[who], opened.id), content, extra)));
  const give = () => says(0, { kind: 'grant_made', reader: person[3], until: '', why: 'all read' }, { grantTo: everybody.filter(({ sign }) => sign === person[3]) });
  return { server, own, person, opened, other, says, give };
}

const STEPS = [
  { kind: 'acknowledged', reply: '', how: 'by letter' },
  { kind: 'conflict_check', urgent: 0, note: '' },
  {
    kind: 'triage', category: 'other', severity: 'S3', detriment: 'none', level: 'staff', materiality: 'unknown', period: '',
    allegations: ['Revenue was booked early'], note: '',
  },
];

test('a merger is approved and carried out only while all who read the case read the other', async () => {
  const { server, own, opened, other, says, give } = await two(3);
  for (const step of STEPS) await says(0, step);
  await says(0, { kind: 'request', act: { kind: 'merge', into: other.id, text: 'the same', request: 0 }, until: today() });
  const does = (/** @type {number} */ who, /** @type {typeof approve} */ act) => server.as(own[who], async () => (
    act(own[who], await openCase(own[who], opened.id), 4)));
  await does(0, approve);
  await does(1, approve);
  await give();
  const before = (await server.as(own[0], () => openCase(own[0], opened.id))).entries.length;
  await assert.rejects(does(1, carryOut), { name: 'NamedToOthers' });
  await assert.rejects(does(2, approve), { name: 'NamedToOthers' });
  await assert.rejects(does(3, approve), { name: 'NamedToOthers' }); // who does not read the other finds that out as well
  assert.equal((await server.as(own[0], () => openCase(own[0], opened.id))).entries.length, before);
});

test('a link is written while all who read the case read the other, and later no more', async () => {
  const { server, own, person, opened, other, says, give } = await two(3);
  const link = { kind: 'link', case: other.id, why: 'related' };
  const linked = await says(1, link);
  assert.equal(linked.state.links.length, 1);
  assert.deepEqual(namedToNewcomer(own[1], [linked], person[3]), [other.id]); // who gives the case is told before
  assert.deepEqual(namedToNewcomer(own[1], [linked, other], person[3]), []);
  assert.deepEqual(namedToNewcomer(own[1], [linked], person[2]), []);
  await give();
  await assert.rejects(says(1, link), { name: 'NamedToOthers' });
  await assert.rejects(says(1, { ...link, case: opened.id }), { name: 'NamedToOthers' });
  const theirs = own[3];
  await server.as(theirs, async () => [await listCases(theirs), await openCase(theirs, opened.id)]);
  assert.equal(caseNamed(/** @type {any} */ (theirs), other.id), 'case.linked');
  assert.notEqual(caseNamed(/** @type {any} */ (own[1]), other.id), 'case.linked');
});

test('whoever is on the committee can be recused, as long as two others read the case', async () => {
  const [many, few] = [await two(3), await two(2)];
  const offered = (/** @type {typeof few} */ { own, opened }) => recusable(/** @type {any} */ (own[0]), opened).map(({ value }) => value).sort();
  assert.deepEqual(offered(many), many.person.slice(1).sort()); // also the one who does not read it
  assert.deepEqual(offered(few), few.person.slice(2).sort()); // not the second reader: nobody could approve with the first
  assert.deepEqual(offered({ ...many, opened: many.other }), many.person.slice(1, 3).sort()); // excluded is as good
});

/** @param {Awaited<ReturnType<typeof two>>} all @param {string} into */
async function merge({ server, own, opened, says }, into) {
  for (const step of STEPS) await says(0, step);
  await says(0, { kind: 'request', act: { kind: 'merge', into, text: 'the same', request: 0 }, until: today() });
  for (const who of [0, 1]) await server.as(own[who], async () => approve(own[who], await openCase(own[who], opened.id), 4));
  return server.as(own[1], async () => carryOut(own[1], await openCase(own[1], opened.id), 4));
}

test('the case that goes on says once that it took over the other, whoever writes it', async () => {
  const all = await two(3);
  const { server, own, opened, other } = all;
  const merged = await merge(all, other.id);
  for (const who of [1, 0]) await server.as(own[who], () => takeOver(own[who], merged));
  const there = await server.as(own[2], () => openCase(own[2], other.id));
  assert.deepEqual(there.state.taken, [opened.id]);
  assert.deepEqual(there.entries.at(-1)?.content, { kind: 'taken_over', case: opened.id, text: 'the same' });
  assert.equal(there.state.timeline.filter(({ kind }) => kind === 'taken_over').length, 1);
});

test('the case that goes on does not name one that not all of its readers read', async () => {
  const all = await two(2); // the third member reads only the case that goes on
  const { server, own, other } = all;
  const merged = await merge(all, other.id);
  await assert.rejects(server.as(own[1], () => takeOver(own[1], merged)), { name: 'NamedToOthers' });
  assert.equal(await server.as(own[1], () => takeOverIfPossible(own[1], merged)), merged); // the merger is done all the same
  assert.deepEqual((await server.as(own[2], () => openCase(own[2], other.id))).state.taken, []);
});

test('a case is merged only into one that is open', async () => {
  const { server, own, opened, other } = await two(3);
  const offered = () => mergeable(/** @type {any} */ (own[0]), opened).map(({ value }) => value);
  await server.as(own[0], () => listCases(own[0]));
  assert.deepEqual(offered(), [other.id]);
  own[0].cases.set(other.id, { ...other, state: { ...other.state, fine: 'closed' } });
  assert.deepEqual(offered(), []);
});

test('who merges into a case that somebody else reads is told that it will not be named there', async () => {
  const { server, own, opened, other } = await two(2);
  const [here, there] = await server.as(own[0], async () => [await openCase(own[0], opened.id), await openCase(own[0], other.id)]);
  const asked = (/** @type {any} */ from, /** @type {string} */ into) => warningsOf(/** @type {any} */ (own[0]), from, { kind: 'merge', into });
  assert.deepEqual(asked(here, other.id), ['merging.unread.one']); // the third member
  assert.deepEqual(asked(there, opened.id), []);
  assert.deepEqual(asked(here, ''), []); // none is chosen yet
});

test('before a case of the first severity is closed as no complaint, and where it is kept for days only, that is said', async () => {
  const { server, own, opened } = await two(2);
  const here = await server.as(own[0], () => openCase(own[0], opened.id));
  const of = (/** @type {string} */ severity) => ({ ...here, state: { ...here.state, severity, closed: '2026-03-10' } });
  const asked = (/** @type {string} */ severity, /** @type {any} */ said) => warningsOf(/** @type {any} */ (own[0]), of(severity), said);
  const end = { kind: 'not_a_complaint', text: 'A question.' };
  const keep = (/** @type {string} */ name) => ({ kind: 'retention', class: name, until: '' });
  assert.deepEqual(asked('S1', end), ['case.grave_no_complaint']);
  assert.deepEqual(asked('S2', end), []);
  for (const name of ['out_of_scope', 'spam_or_test']) {
    assert.deepEqual([asked('S1', keep(name)), asked('S3', keep(name))], [['case.grave_kept'], []]);
  }
  for (const name of ['general', 'fraud']) assert.deepEqual(asked('S1', keep(name)), []);
});

test('a last day before that of the class is warned of, and a later one is to say why', async () => {
  const { server, own, opened } = await two(2);
  const here = await server.as(own[0], () => openCase(own[0], opened.id));
  const closed = { ...here, state: { ...here.state, closed: '2026-03-10' } };
  const [name] = CLASSES.keys();
  const { years, days } = spanOf(BEFORE_ANY, name);
  const usual = keepUntil(closed.state, years, days);
  const asked = (/** @type {string} */ until) => warningsOf(/** @type {any} */ (own[0]), closed, { kind: 'retention', class: name, until });
  assert.deepEqual(asked(addDays(usual, -1)), ['case.kept_short']);
  assert.deepEqual(asked(addDays(usual, 1)), ['case.kept_longer']);
  assert.deepEqual([asked(usual), asked('')], [[], []]);
});
