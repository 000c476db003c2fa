/** What a change of the list does to cases: who left is locked out of what comes next, who came is given what is old. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { generateKeys, hex, random } from '../../crypto/js/index.js';
import { membersToGrant } from '../../reviewer/browser/cases/granting.js';
import { directoryOf, openCase } from '../../reviewer/browser/cases/store.js';
import { begin, renew, write } from '../../reviewer/browser/cases/writing.js';
import { barred, isSealedToWhoLeft, missing, perhapsMissing, perhapsSealedToWhoLeft } from '../../reviewer/browser/committee/handing.js';
import { sealAnew } from '../../reviewer/browser/committee/resealing.js';
import { refreshOverview } from '../../reviewer/browser/overview/refreshing.js';
import { CaseServer, today, visitOf } from './case-server.js';
import { lineAfter } from './later-list.js';
import { foundLine } from './line.js';

/** @import { MemberSecret } from '../../crypto/js/keys.js' */
/** @import { Visit } from '../../reviewer/browser/visit.js' */
/** @import { Line } from './later-list.js' */

/** @param {Line} line @param {MemberSecret} secret */
const visiting = (line, secret) => /** @type {Visit & ReturnType<typeof visitOf>} */ (/** @type {unknown} */ (visitOf(line, secret)));

/** Four members and one case, filed today by the first; `excluded`: keys whom it leaves out. @param {(line: Line) => string[]} excludedOf */
async function committee(excludedOf = () => []) {
  const line = foundLine([0, 2, 5, 6]);
  const server = new CaseServer(line);
  const visits = line.members.map((secret) => visiting(line, secret));
  const [ann] = visits;
  const excluded = excludedOf(line);
  const content = { kind: 'filed', rules: 1, channel: 'letter', received: today(), category: 'other', excluded, item: '', text: 'A letter' };
  const opened = await server.as(ann, async () => begin(ann, random(16), content, { grantTo: membersToGrant(await directoryOf(ann), excluded), items: [] }));
  return { line, server, visits, id: opened.id };
}

/** @typedef {Awaited<ReturnType<typeof committee>>} Committee */

const RENEWAL = [{ what: 'renewal', day: today(), of: 0 }];
/** @type {typeof RENEWAL} */
const NOTHING = [];

/** The list changes today, and everybody's page has it. @param {Committee} of @param {MemberSecret[]} secrets */
function change({ line, server, visits }, secrets) {
  const after = lineAfter(line, secrets, today());
  server.line = after;
  const { chain } = after.directory;
  for (const kept of server.cases.values()) kept.record = { ...kept.record, of: { ...kept.record.of, chain } };
  for (const own of visits) own.directory = after.directory;
  for (const secret of secrets) if (!line.members.includes(secret)) server.enrol(secret, 'member', `Director ${secret.slot}`);
  return after;
}

/** What the inbox does after each look. @param {Committee} of @param {Visit} own */
function look({ server }, own) {
  return server.as(own, async () => {
    await refreshOverview(own);
    return sealAnew(own);
  });
}

/** @param {Committee} of @param {Visit} own */
function open({ server, id }, own) {
  return server.as(own, () => openCase(own, id));
}

/** @param {{ entries: readonly { content: unknown }[] }} opened what its first entry says */
const textOf = ({ entries: [{ content }] }) => /** @type {{ text: string }} */ (content).text;

test('who left holds no key of what is written after the next of the others looked', async () => {
  const of = await committee();
  const [ann, ben, , dan] = of.visits;
  change(of, of.line.members.slice(0, 3));
  assert.deepEqual(await look(of, ben), { sealed: 1, failed: [] });
  const opened = await open(of, ann);
  await of.server.as(ann, () => write(ann, opened, { kind: 'note', text: 'Written later.' }));
  const kept = of.server.cases.get(of.id);
  assert.equal(kept?.record.entries[2].key, 1);
  assert.equal(kept?.grants.has(`1 ${hex(dan.secret.signKey)}`), false);
  assert.deepEqual([...kept?.grants.keys() ?? []].filter((one) => one.startsWith('1 ')).length, 3);
  await assert.rejects(open(of, dan), { code: 'not_found' });
});

test('who steps back has made the key, so the next of the others who looks makes another one', async () => {
  const of = await committee();
  const [ann, ben, , dan] = of.visits;
  await of.server.as(dan, async () => write(dan, await openCase(dan, of.id), { kind: 'recusal', why: '' }));
  assert.equal((await open(of, ann)).state.maker, hex(dan.secret.signKey));
  assert.deepEqual(await look(of, ben), { sealed: 1, failed: [] });
  assert.equal((await open(of, ann)).state.maker, hex(ben.secret.signKey));
  assert.deepEqual(await look(of, ann), { sealed: 0, failed: [] });
});

test('what was read before the change stays readable for those who stay', async () => {
  const of = await committee();
  change(of, of.line.members.slice(0, 3));
  await look(of, of.visits[1]);
  const opened = await open(of, of.visits[2]);
  assert.deepEqual([opened.state.refused, opened.differences], [[], []]);
  assert.equal(textOf(opened), 'A letter');
});

test('two who look at once make one new key', async () => {
  const of = await committee();
  const [ann, ben] = of.visits;
  change(of, of.line.members.slice(0, 3));
  await Promise.all([look(of, ann), look(of, ben)]);
  const { state, record } = await open(of, ann);
  assert.deepEqual([state.key, record.entries.length], [1, 2]);
});

test('while nobody left nothing is written', async () => {
  const of = await committee();
  change(of, [...of.line.members, generateKeys(3)]);
  assert.deepEqual(await look(of, of.visits[0]), { sealed: 0, failed: [] });
  assert.equal(of.server.cases.get(of.id)?.documents.length, 1);
});

test('who came is to be given a case that was filed on the very day', async () => {
  const of = await committee();
  const newcomer = generateKeys(3);
  const { directory } = change(of, [...of.line.members, newcomer]);
  const [ann] = of.visits;
  const cases = new Map([[of.id, await open(of, ann)]]);
  const found = missing(cases, directory, today());
  assert.deepEqual(found.map(({ member, cases: ids }) => [hex(member.sign), ids]), [[hex(newcomer.signKey), [of.id]]]);
});

test('who came, and was given a case, keeps it when it is sealed anew on the day of the change', async () => {
  const of = await committee();
  const newcomer = generateKeys(3);
  const { directory } = change(of, [...of.line.members, newcomer]);
  const [ann] = of.visits;
  const [{ member, keys }] = missing(new Map([[of.id, await open(of, ann)]]), directory, today());
  const to = { sign: hex(member.sign), x25519: keys.x25519, mlkem: keys.mlkem, until: '' };
  const content = { kind: 'grant_made', reader: to.sign, until: '', why: 'Came later' };
  const given = await of.server.as(ann, async () => write(ann, await openCase(ann, of.id), content, { grantTo: [to] }));
  assert.equal(isSealedToWhoLeft(given, directory.current), false);
  const renewed = await of.server.as(ann, () => renew(ann, given));
  assert.ok(renewed.state.readers.some(({ person }) => person === to.sign));
  assert.deepEqual(renewed.state.refused, []);
  const theirs = await open(of, visiting({ ...of.line, directory }, newcomer));
  assert.equal(textOf(theirs), 'A letter');
});

test('who was left out is given nothing, not with other keys either', async () => {
  const of = await committee((line) => [hex(line.members[3].signKey)]);
  const again = generateKeys(6);
  const { directory } = change(of, [...of.line.members.slice(0, 3), again]);
  const opened = await open(of, of.visits[0]);
  assert.ok(barred(opened, directory.chain).has(hex(again.signKey)));
  assert.deepEqual(missing(new Map([[of.id, opened]]), directory, today()), []);
});

test('only cases that may be concerned are opened', async () => {
  const of = await committee();
  const newcomer = generateKeys(3);
  const { directory } = change(of, [...of.line.members.slice(0, 3), newcomer]);
  const all = of.line.members.map(({ signKey }) => hex(signKey));
  const here = all.slice(0, 3);
  const known = (/** @type {string} */ id, /** @type {string} */ fine, /** @type {string[]} */ readers, due = NOTHING) => ({ case: id, fine, readers, due });
  const cases = [
    known('left', 'triage', all), known('lacks', 'triage', here), known('whole', 'triage', [...here, hex(newcomer.signKey)]),
    known('gone', 'destroyed', all), known('recused', 'triage', [...here, hex(newcomer.signKey)], RENEWAL), known('over', 'destroyed', here, RENEWAL),
  ];
  assert.deepEqual(perhapsSealedToWhoLeft(cases, directory), ['left', 'recused']);
  assert.deepEqual(perhapsMissing(cases, directory.current), ['left', 'lacks']);
});
