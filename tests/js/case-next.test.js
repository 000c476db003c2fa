/** What the page of a case offers first: the step that the case waits for, and nothing that leads into a dead end. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hex, random } from '../../crypto/js/index.js';
import { fieldsOf, kindOfAct, leftOpen, recusable } from '../../reviewer/browser/cases/act-table.js';
import { membersToGrant } from '../../reviewer/browser/cases/granting.js';
import { offers } from '../../reviewer/browser/cases/moves.js';
import { nextActs } from '../../reviewer/browser/cases/next-acts.js';
import { openCase } from '../../reviewer/browser/cases/store.js';
import { approve, begin, carryOut, write } from '../../reviewer/browser/cases/writing.js';
import { daysAfter } from '../../reviewer/browser/days.js';
import { useWords } from '../../reviewer/browser/words.js';
import { CaseServer, today, visitOf } from './case-server.js';
import { foundLine } from './line.js';

useWords(new Proxy({}, { get: (_, name) => String(name), has: () => true }), 'en');

/** @param {number[]} slots @param {number[]} readers places of those who read the case that came by letter */
async function letter(slots = [0, 2, 5], readers = [0, 1, 2]) {
  const line = foundLine(slots);
  const server = new CaseServer(line);
  const people = /** @type {any[]} */ (line.members.map((secret) => ({ ...visitOf(line, secret), threads: [], drafts: new Map() })));
  const ann = people[0];
  const keys = people.map(({ secret }) => hex(secret.signKey));
  const excluded = keys.filter((_, at) => !readers.includes(at)).sort();
  const content = { kind: 'filed', rules: 1, channel: 'letter', received: today(), category: 'other', excluded, item: '', text: 'x' };
  let now = await server.as(ann, () => begin(ann, random(16), content, { grantTo: membersToGrant(line.directory, excluded), items: [] }));
  return {
    people, keys, server, ann,
    now: () => now,
    /** @param {any} said @param {any} [own] */
    async say(said, own = ann) {
      now = await server.as(own, async () => write(own, await openCase(own, now.id), said));
      return this.next();
    },
    /** @param {any} [own] @returns {string[]} */
    next: (own = ann) => nextActs(own, now, offers(own, now).filter(({ why }) => !why)).map(kindOfAct),
    /** @param {string} kind */
    why: (kind) => offers(ann, now).find((act) => kindOfAct(act) === kind && act.request === 0)?.why,
  };
}

const TRIAGE = { category: 'other', severity: 'S3', detriment: 'low', level: 'staff', materiality: 'not_material', period: '', note: '' };

test('each step of a case is offered when its turn has come, with what it cannot do without', async () => {
  const matter = await letter();
  assert.deepEqual(matter.next().slice(0, 2), ['conflict_check', 'acknowledged']); // due one day earlier
  await matter.say({ kind: 'acknowledged', reply: '', how: 'by letter' });
  assert.equal((await matter.say({ kind: 'conflict_check', urgent: 0, note: '' }))[0], 'triage');
  assert.deepEqual((await matter.say({ kind: 'triage', ...TRIAGE, allegations: ['one', 'two'] })).slice(0, 2), ['acceptance', 'need_info']);
  assert.equal((await matter.say({ kind: 'acceptance', note: '' }))[0], 'assignment');
  assert.equal((await matter.say({ kind: 'assignment', to: matter.keys[1], note: '' }))[0], 'investigation');
  assert.equal((await matter.say({ kind: 'investigation', plan: '' }))[0], 'finding');
  const after = await matter.say({ kind: 'finding', allegation: 0, outcome: 'partly', text: 'x' });
  assert.equal(after[0], 'finding'); // the other one
  assert.ok(!after.includes('feedback'));
  assert.equal(matter.why('feedback'), 'case.feedback_early');
  const found = await matter.say({ kind: 'finding', allegation: 1, outcome: 'partly', text: 'x' });
  assert.deepEqual(found.slice(0, 2), ['remediation', 'feedback']);
  assert.equal((await matter.say({ kind: 'feedback', reply: '', text: 'x' }))[0], 'closing');
});

test('a task is offered to whom it was given, and to nobody else', async () => {
  const matter = await letter();
  await matter.say({ kind: 'task', text: 'read it', who: matter.keys[1], due: today() });
  assert.ok(!matter.next().includes('task_done'));
  assert.equal(matter.next(matter.people[1])[0], 'task_done');
});

test('who closes a case is told what stays open in it', async () => {
  const matter = await letter();
  assert.deepEqual(leftOpen(matter.now(), 'closing'), []);
  await matter.say({ kind: 'task', text: 'read it', who: matter.keys[1], due: today() });
  assert.deepEqual([leftOpen(matter.now(), 'closing'), leftOpen(matter.now(), 'note')], [['case.tasks_open.one'], []]);
});

test('what a severity follows from is asked before it', async () => {
  const asked = fieldsOf((await letter()).ann, (await letter()).now(), 'triage').map(({ name }) => name);
  for (const before of ['level', 'materiality', 'detriment']) assert.ok(asked.indexOf(before) < asked.indexOf('severity'), before);
  assert.equal(asked.length, 8);
});

test('a severe case asks first for what is due tomorrow', async () => {
  const matter = await letter();
  await matter.say({ kind: 'conflict_check', urgent: 0, note: '' });
  const next = await matter.say({ kind: 'triage', ...TRIAGE, severity: 'S1', level: 'officer', allegations: ['one'] });
  assert.deepEqual(next.slice(0, 2), ['chair_told', 'acceptance']);
});

test('after somebody has stepped back a new key is offered behind what people have to do: it is made by itself', async () => {
  const matter = await letter();
  const ben = matter.people[1];
  await matter.server.as(ben, async () => write(ben, await openCase(ben, matter.now().id), { kind: 'recusal', why: '' }));
  const next = await matter.say({ kind: 'note', text: 'x' });
  assert.deepEqual([next[0] === 'renewal', next.includes('renewal')], [false, true]);
  assert.ok(!(await matter.say({ kind: 'renewal' })).includes('renewal'));
});

test('of two readers neither can recuse the other, and the page says why; a third who does not read it they can', async () => {
  const matter = await letter([0, 2, 5], [0, 1]);
  assert.deepEqual(recusable(matter.ann, matter.now()), []);
  assert.equal(matter.why('recusal_of'), 'case.nobody_to_recuse');
  const wide = await letter([0, 2, 5, 6], [0, 1, 2, 3]);
  const eve = wide.people[3];
  await wide.server.as(eve, async () => write(eve, await openCase(eve, wide.now().id), { kind: 'recusal', why: '' }));
  const narrow = await wide.say({ kind: 'renewal' });
  assert.ok(narrow.length);
  assert.deepEqual(recusable(wide.ann, wide.now()).map(({ value }) => value).sort(), [wide.keys[1], wide.keys[2]].sort()); // Eve is gone already
});

test('two readers can recuse a member who does not read the case, and the rules take it', async () => {
  const matter = await letter([0, 2, 5], [0, 1, 2]);
  const [ann, ben] = matter.people;
  const [, , cat] = matter.keys;
  // Cat came to the committee's list, but was never granted the key: as after a change of the list.
  const unread = { ...matter.now(), state: { ...matter.now().state, readers: matter.now().state.readers.filter(({ person }) => person !== cat) } };
  const offered = recusable(ann, unread);
  assert.deepEqual(offered.map(({ value, text }) => [value, text]), [[cat, 'case.not_reading']]);
  await matter.say({ kind: 'request', act: { kind: 'recusal_of', person: cat, why: 'kin', request: 0 }, until: daysAfter(today(), 5) });
  const { requests } = matter.now().state;
  const [{ request }] = requests;
  await matter.server.as(ann, async () => approve(ann, await openCase(ann, matter.now().id), request));
  await matter.server.as(ben, async () => approve(ben, await openCase(ben, matter.now().id), request));
  const done = await matter.server.as(ben, async () => carryOut(ben, await openCase(ben, matter.now().id), request));
  assert.deepEqual(done.state.recused, [cat]);
});

test('an ended case asks for the feedback that is owed before it is put away', async () => {
  const { now, ann } = await letter();
  const acts = ['message', 'note', 'retention', 'feedback'].map((kind) => ({ kind, asks: '', request: 0, reason: '' }));
  const next = (/** @type {object} */ more) => nextActs(ann, { state: { ...now().state, fine: 'referred', ended: 'referred', closed: today(), ...more } }, acts).map(kindOfAct);
  assert.deepEqual(next({}), ['feedback', 'retention', 'message', 'note']);
  assert.deepEqual(next({ told: today() }), ['retention', 'message', 'note']);
  assert.deepEqual(next({ fine: 'closed', ended: 'closed' }), ['retention', 'message', 'note']);
});

test('a hold that was placed today is not offered for its review', async () => {
  const matter = await letter();
  const next = await matter.say({ kind: 'hold_placed', matter: 'A subpoena.' });
  assert.equal(matter.why('hold_reviewed'), ''); // possible, and not pressing
  assert.ok(!next.includes('hold_reviewed'));
});
