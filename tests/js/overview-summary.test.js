/** What is kept of a case says what its record says, and nothing that breaks a rule. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hex } from '../../crypto/js/index.js';
import { cut, fold, wordsOf } from '../../reviewer/browser/overview/folded.js';
import { LONGEST_TEXT, summarise, waiting } from '../../reviewer/browser/overview/summary.js';
import { useWords } from '../../reviewer/browser/words.js';
import { ANN, BEN, CAT, openedCase } from './overview-cases.js';

const LIFE = 'whole_life';

test('a summary names the last entry, so that it can be demanded in its place later', () => {
  const opened = openedCase(LIFE, { count: 4 });
  const { entries, last } = summarise(opened, ANN);
  assert.deepEqual([entries, last], [4, hex(opened.record.hashes[3])]);
});

test('a summary tells the marks and days of the record', () => {
  const found = summarise(openedCase(LIFE, { count: 11 }), ANN);
  const wanted = {
    received: '2026-03-02', opened: '2026-03-02', channel: 'line', category: 'control_deficiency', severity: 'S3', level: 'staff',
    fine: 'feedback_given', acknowledged: '2026-03-02', checked: '2026-03-02', triaged: '2026-03-02', counsel: '2026-03-02',
    told: '2026-03-02', feedback: '2026-03-02', outcomes: ['unsubstantiated'], remediation: 1, assignee: BEN, closed: '',
    auditor: '', readers: [ANN, BEN, CAT], refused: 0, retention: '', destroyed: '',
  };
  for (const [field, value] of Object.entries(wanted)) assert.deepEqual(found[/** @type {'case'} */ (field)], value, field);
});

test('a summary is JSON as the index takes it, at every step of a life', () => {
  for (let count = 1; count <= 20; count += 1) {
    const found = summarise(openedCase(LIFE, { count }), BEN);
    assert.deepEqual(JSON.parse(JSON.stringify(found)), found);
  }
});

test('what is due comes from the rules, with the company’s own periods', () => {
  const opened = openedCase(LIFE, { count: 1 });
  const day = (/** @type {{ due: { what: string, day: string }[] }} */ { due }) => due.find(({ what }) => what === 'triage')?.day;
  assert.equal(day(summarise(opened, ANN)), '2026-03-09');
  assert.equal(day(summarise(opened, ANN, { holidays: [], periods: { triage: 1 } })), '2026-03-03');
});

test('a request waits for whoever may approve it, until two have, and then for whoever asked', () => {
  const mine = (/** @type {string} */ me, /** @type {number} */ count) => waiting(summarise(openedCase(LIFE, { count }), me), '2026-03-02');
  assert.deepEqual([12, 13, 14, 15].map((count) => mine(ANN, count)), ['approve', '', 'carry_out', '']);
  assert.deepEqual([12, 13, 14, 15].map((count) => mine(CAT, count)), ['approve', 'approve', '', '']);
  assert.deepEqual([12, 13, 14, 15].map((count) => mine('d4'.repeat(32), count)), ['', '', '', '']);
});

test('a request whose time is over waits for nobody', () => {
  const found = summarise(openedCase(LIFE, { count: 12 }), CAT);
  assert.equal(waiting(found, '2026-03-16'), 'approve');
  assert.equal(waiting(found, '2026-03-17'), '');
});

test('nobody is asked to approve what is about them', () => {
  const opened = openedCase('recusal_of_another');
  const asked = opened.entries.findIndex(({ content }) => /** @type {any} */ (content).act?.kind === 'recusal_of');
  assert.notEqual(asked, -1);
  const { act } = /** @type {any} */ (opened.entries[asked].content);
  const before = openedCase('recusal_of_another', { count: asked + 1 });
  assert.equal(waiting(summarise(before, act.person), before.state.last), '');
  assert.equal(waiting(summarise(before, CAT === act.person ? ANN : CAT), before.state.last), 'approve');
});

test('a task waits for who has it', () => {
  const opened = openedCase('due_task');
  assert.ok(opened.state.tasks.length);
  const [{ who }] = opened.state.tasks;
  assert.equal(waiting(summarise(opened, who), '2030-01-01'), 'task');
  assert.equal(waiting(summarise(opened, 'e7'.repeat(32)), '2030-01-01'), '');
});

test('a case is a test when its report came as one, and not by what came into it later', () => {
  assert.equal(summarise(openedCase(LIFE, { count: 1, report: { kind: 'test' } }), ANN).test, 1);
  assert.equal(summarise(openedCase(LIFE, { count: 1, report: { kind: 'report' } }), ANN).test, 0);
});

test('the days of what the chair is owed count from the day on which the first severity was found', () => {
  const { severe, chair, meeting } = summarise(openedCase('due_told_and_met'), ANN);
  assert.ok(severe && chair >= severe && meeting >= severe, JSON.stringify({ severe, chair, meeting }));
  const none = summarise(openedCase(LIFE, { count: 11 }), ANN);
  assert.deepEqual([none.severe, none.chair, none.meeting], ['', '', '']);
});

test('a hold has a period for each of its reviews, and the last one ends with it', () => {
  const [first, ...rest] = summarise(openedCase('due_hold_reviewed'), ANN).reviews;
  assert.ok(first.from && first.done && !first.ended);
  assert.deepEqual(rest.at(-1), { from: first.done, done: '', ended: '' });
  const released = summarise(openedCase('act_hold_released'), ANN).reviews;
  assert.ok(released.length && released.every(({ ended }) => ended));
});

/** @param {string} author @param {string} kind @param {object} [more] */
const entry = (author, kind, more = {}) => ({ author, content: { kind, ...more } });
const [ITS_ITEM, ITS_REPLY] = ['2e', '3f'].map((octet) => octet.repeat(16));
const follow = entry(ANN, 'follow_up', { item: ITS_ITEM, received: '2026-03-02', excluded: [] });
const answer = (/** @type {string} */ author, text = 'Thank you') => entry(author, 'message', { reply: ITS_REPLY, text });
const EVE = 'e5'.repeat(32);

/** A case in which somebody asked the reporter for more. @param {{ author: string, content: object }[]} then @param {string} [story] */
function askedMore(then, story = 'act_silence') {
  const entries = openedCase(story).entries;
  const more = then.map((one, at) => ({ ...entries[entries.length - 1], ...one, sequence: entries.length + at, grants: [], approvals: [] }));
  return openedCase(story, { then: more });
}

test('what the reporter wrote waits for every member who reads the case, until one of them has taken it up', () => {
  for (const me of [ANN, BEN, CAT]) {
    const { mine, wrote } = summarise(askedMore([follow]), me);
    assert.deepEqual(mine.map(({ what, until }) => [what, until]), [['wrote', '2026-03-02']]);
    assert.equal(wrote, '2026-03-02');
  }
  for (const done of [answer(BEN), entry(CAT, 'note', { text: 'Read; nothing to do.' })]) {
    const { mine, wrote, refused } = summarise(askedMore([follow, done]), ANN);
    assert.deepEqual([mine, wrote, refused], [[], '', 0], done.content.kind);
  }
  assert.equal(summarise(askedMore([answer(BEN), follow]), ANN).wrote, '2026-03-02');
});

test('what the reporter wrote to a closed case waits for all, and in an open one for the member who leads it', () => {
  const closed = askedMore([follow], 'due_hold_reviewed');
  assert.equal(closed.state.fine, 'closed');
  assert.deepEqual([ANN, BEN].map((me) => waiting(summarise(closed, me), '2026-05-21')), ['wrote', 'wrote']);
  const led = askedMore([entry(ANN, 'assignment', { to: BEN, note: '' }), follow]);
  assert.deepEqual([ANN, BEN].map((me) => summarise(led, me).mine.map(({ what }) => what)), [[], ['wrote']]);
  assert.equal(summarise(led, ANN).wrote, '2026-03-02', 'the list says it to everybody');
});

test('what a page tells the reporter by itself when somebody leaves is no answer', () => {
  useWords({ 'leaving.stepped_back': 'I step back.', 'leaving.left_out': '{role} has left.' }, 'en');
  const story = 'due_key_of_who_left';
  const { state } = openedCase(story);
  assert.ok(state.recused.length);
  const me = [ANN, BEN, CAT].find((one) => state.readers.some(({ person }) => person === one)) ?? EVE;
  const of = (/** @type {string} */ text) => summarise(askedMore([{ ...follow, author: me }, answer(me, text)], story), me).wrote !== '';
  assert.deepEqual(['I step back.', 'The chair has left.', 'We have looked into it.'].map(of), [true, true, false]);
});

test('news is what others wrote, and what came from the reporter through whoever’s page', () => {
  const news = (/** @type {{ author: string, content: object }[]} */ ...then) => summarise(askedMore(then), ANN).news;
  const before = openedCase('act_silence').entries.length;
  assert.equal(news(), 1, 'all by herself but that her page filed it');
  assert.equal(news(follow), before + 1);
  assert.equal(news(follow, answer(ANN)), before + 1);
  assert.equal(news(follow, answer(BEN)), before + 2);
});

test('the text is what the report and the entries say, and its first line is the title', () => {
  const report = { what: '\n  The Café’s second set of books\nis in the safe.', who: 'Jörg' };
  const { title, text } = summarise(openedCase(LIFE, { count: 8, report }), ANN);
  assert.equal(title, 'The Café’s second set of books');
  assert.ok(text.startsWith("the cafe's second set of books is in the safe. jorg"));
  for (const said of ['invoices were split', 'ledgers', 'a firm', 'interviews']) assert.ok(text.includes(said), said);
});

test('an entry that counts for nothing says nothing in the list', () => {
  const [first] = openedCase(LIFE, { count: 1 }).entries;
  const note = (/** @type {string} */ author, /** @type {string} */ text, sequence = 1) => (
    { ...first, sequence, author, grants: [], content: { kind: 'note', text } });
  const then = [note('e7'.repeat(32), 'by a stranger'), note(ANN, 'by a reader', 2)];
  const { text, refused } = summarise(openedCase(LIFE, { count: 1, then }), ANN);
  assert.deepEqual([text, refused], ['by a reader', 1]);
});

test('of a destroyed case no words stay, and its numbers do', () => {
  const { title, text, period, destroyed, outcomes } = summarise(openedCase(LIFE, { report: { what: 'Books' } }), ANN);
  assert.deepEqual([title, text, period], ['', '', '']);
  assert.deepEqual([destroyed, outcomes], ['2034-01-01', ['unsubstantiated']]);
});

test('long texts are cut, never within a character', () => {
  const { title, text } = summarise(openedCase(LIFE, { count: 1, report: { what: '🜚'.repeat(20_000) } }), ANN);
  assert.equal(text.length, LONGEST_TEXT);
  assert.ok(title.length < 130);
  for (const shown of [title, text]) assert.equal(Buffer.from(shown).toString(), shown);
  assert.equal(cut('ab🜚', 3), 'ab');
  assert.equal(cut('ab🜚', 4), 'ab🜚');
});

test('folding makes one of what people type in several ways', () => {
  for (const [one, other] of [
    ['Résumé', 'resume'], ['STRASSE', 'straße'], ['Οδός', 'ΟΔΟΣ'], ['ﬁle', 'FILE'], ['İstanbul', 'istanbul'],
    ['the CFO’s “bonus”', "the cfo's bonus"], ['"bonus"', 'bonus'], ['2024–2025', '2024-2025'], ['e\u0301', 'é'], ['a\n b', 'A  B'],
  ]) assert.equal(fold(one), fold(other), one);
  assert.deepEqual(wordsOf('  The  Second the BOOKS '), ['second', 'books', 'the']);
  assert.deepEqual(wordsOf(' '), []);
});
