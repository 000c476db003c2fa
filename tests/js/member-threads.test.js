/** Messages are joined by their author's key, not by what they claim; answers are put together from their parts. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hex, random } from '../../crypto/js/index.js';
import { joinMarks, noMarks, readMarks, withoutOldestText, writeMarks } from '../../reviewer/browser/marks.js';
import { assembleReplies } from '../../reviewer/browser/replies.js';
import { latest, sortThreads } from '../../reviewer/browser/threads.js';
import { isWaiting, timeline } from '../../reviewer/browser/timeline.js';
import { useWords } from '../../reviewer/browser/words.js';
import { reportBy, reporter } from './line.js';

/** @import { Content } from '../../crypto/js/index.js' */
/** @import { Part, Reply } from '../../reviewer/browser/replies.js' */
/** @import { Message } from '../../reviewer/browser/scanner.js' */

const own = { slot: 2, role: 'Director 2' };

useWords({ 'leaving.stepped_back': 'I step back.', 'leaving.left_out': '{role} is out.' }, 'en');

/**
 * @param {number} epoch
 * @param {Partial<Content>} [changes]
 * @returns {Message}
 */
function message(epoch, changes) {
  return { epoch, object: hex(random(16)), content: reportBy(reporter, changes) };
}

const followup = /** @type {const} */ ({ kind: 'followup' });

test('a follow-up of the same author joins its report, and its reply key is the one to answer with', () => {
  const [report, more] = [message(1), message(5, { ...followup, replyKey: random(32) })];
  const { threads, apart } = sortThreads([more, report]);
  assert.deepEqual(threads.map(({ messages }) => messages), [[report, more]]);
  assert.equal(latest(threads[0]).content.replyKey, more.content.replyKey);
  assert.deepEqual(apart, []);
});

test('a follow-up that came before its report still joins it', () => {
  const [report, early] = [message(5), message(1, followup)];
  assert.deepEqual(sortThreads([report, early]).threads[0].messages, [report, early]);
});

test('a follow-up by who knows a thread but not its key stands apart', () => {
  const report = message(1);
  const forged = message(2, { ...followup, reporterKey: random(32) });
  const { threads, apart } = sortThreads([report, forged]);
  assert.deepEqual(threads.map(({ messages }) => messages), [[report]]);
  assert.deepEqual(apart, [forged]);
});

for (const squatted of [1, 5]) {
  test(`a report with another's thread, in epoch ${squatted}, takes nothing from a report in epoch 3`, () => {
    const thief = message(squatted, { reporterKey: random(32), replyKey: random(32), what: 'squatted' });
    const [report, more] = [message(3), message(7, followup)];
    const { threads, apart } = sortThreads([thief, report, more]);
    assert.deepEqual(threads.map(({ messages }) => messages), [[report, more], [thief]]);
    assert.notEqual(threads[0].id, threads[1].id);
    assert.deepEqual(latest(threads[0]).content.replyKey, report.content.replyKey);
    assert.deepEqual(apart, []);
  });
}

test('an answer stays in its conversation when another report names the same reply key', () => {
  const both = part(1, 1, 'Thank you.', { reply: random(16) });
  const replies = assembleReplies([{ ...both, thread: 'bb' }, both], noMarks(), own, '2025-11-01');
  assert.deepEqual(['aa', 'bb'].map((thread) => replies.get(thread)?.map(({ text }) => text)), [['Thank you.'], ['Thank you.']]);
});

test('a follow-up without any report is shown, apart', () => {
  const lost = message(2, followup);
  assert.deepEqual(sortThreads([lost]), { threads: [], apart: [lost] });
});

test('one message that came twice is shown once', () => {
  const report = message(1);
  const again = { ...report, epoch: 3, object: hex(random(16)) };
  assert.deepEqual(sortThreads([again, report]).threads[0].messages, [report]);
});

test('the thread with the latest word comes first', () => {
  const [old, other] = [message(1), message(2, { thread: random(16) })];
  const { threads } = sortThreads([old, other, message(3, followup)]);
  assert.deepEqual(threads.map(({ messages }) => messages[0]), [old, other]);
});

/**
 * @param {number} part
 * @param {number} parts
 * @param {string} text
 * @param {{ reply: Uint8Array<ArrayBuffer>, slot?: number, day?: string }} of
 * @returns {Part}
 */
function part(part, parts, text, { reply, slot = 0, day = '2026-02-01' }) {
  const author = { slot, role: `Director ${slot}`, sign: random(32), keys: random(32), since: 1, keysSignature: random(64) };
  return { thread: 'aa', content: { reply, part, parts, slot, day, text, excluded: [], author, role: author.role } };
}

test('an answer is put together from its parts, and says when some are missing', () => {
  const [whole, half] = [{ reply: random(16) }, { reply: random(16), day: '2026-02-02' }];
  const parts = [part(2, 2, 'world', whole), part(1, 2, 'hello ', whole), part(1, 2, 'only', half)];
  const replies = assembleReplies(parts, noMarks(), own, '2025-11-01').get('aa');
  assert.deepEqual(replies?.map(({ text, where }) => [text, where]), [['hello world', 'board'], ['only', 'partly']]);
});

test('two authors who use one id are two answers', () => {
  const reply = random(16);
  const parts = [part(1, 1, 'mine', { reply, slot: 0 }), part(1, 1, 'yours', { reply, slot: 5 })];
  assert.equal(assembleReplies(parts, noMarks(), own, '2025-11-01').get('aa')?.length, 2);
});

test('an own answer waits until it is on the board, and is known after it has left it', () => {
  const marks = noMarks();
  const id = random(16);
  for (const [reply, day] of [[hex(id), '2026-02-01'], ['bb', '2026-02-02'], ['cc', '2025-01-01']]) {
    marks.sent.set(reply, { reply, day, thread: 'aa', text: day, excluded: [] });
  }
  const replies = assembleReplies([part(1, 1, 'on it', { reply: id, slot: 2 })], marks, own, '2025-11-01').get('aa');
  assert.deepEqual(replies?.map(({ where }) => where), ['gone', 'board', 'waiting']);
});

test('the reporter has the last word until somebody answers', () => {
  const { threads: [thread] } = sortThreads([message(1), message(2, { ...followup, day: '2026-02-05' })]);
  /** @type {Reply} */
  const reply = { id: 'aa', slot: 0, role: '', day: '2026-02-03', text: '', where: 'board' };
  assert.equal(isWaiting(thread, [reply]), true);
  assert.equal(isWaiting(thread, [{ ...reply, day: '2026-02-06' }]), false);
  assert.deepEqual(timeline(thread, [reply]).map(({ kind }) => kind), ['reply', 'message']);
});

test('marks of two devices are joined, and a text once known is not lost', () => {
  const sent = { reply: 'aa', thread: 'bb', day: '2026-02-01', text: 'hello', excluded: [] };
  const one = { ...noMarks(), read: new Set(['1']), sent: new Map([['aa', { ...sent, text: '' }]]) };
  const other = { ...noMarks(), read: new Set(['2']), sent: new Map([['aa', sent]]) };
  for (const joined of [joinMarks(one, other), joinMarks(other, one)]) {
    assert.deepEqual([...joined.read].sort(), ['1', '2']);
    assert.deepEqual(joined.sent.get('aa'), sent);
    assert.deepEqual(readMarks(JSON.parse(JSON.stringify(writeMarks(joined)))), joined);
  }
});

test('marks that are too long lose the oldest text first, and never that it was sent', () => {
  const sent = ['2026-02-02', '2026-02-01'].map((day) => ({ reply: day, thread: 'bb', day, text: 'hello', excluded: [] }));
  const marks = { ...noMarks(), read: new Set(['1']), sent: new Map(sent.map((one) => [one.reply, one])) };
  const less = withoutOldestText(marks);
  assert.deepEqual([...(less?.sent.values() ?? [])].map(({ text }) => text), ['hello', '']);
  assert.equal(less && withoutOldestText(less)?.sent.size, 2);
  assert.equal(withoutOldestText(noMarks()), null);
});

test('marks of another version are not guessed at', () => {
  assert.throws(() => readMarks({ version: 2, read: [], sent: [] }), TypeError);
});

test('what a page sends by itself when somebody leaves is no answer', () => {
  const { threads: [thread] } = sortThreads([message(1)]);
  /** @type {Reply} */
  const left = { id: 'aa', slot: 0, role: '', day: '2026-02-06', text: 'I step back.', where: 'board' };
  assert.equal(isWaiting(thread, [left, { ...left, id: 'bb', text: 'Director 2 is out.' }]), true);
  assert.equal(isWaiting(thread, [left, { ...left, id: 'bb', text: 'Thank you.' }]), false);
});
