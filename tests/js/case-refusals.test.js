/** A refusal of the server says which rule it is that does not allow the entry. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { ask, Refused } from '../../reviewer/browser/api.js';
import { whyRefused } from '../../reviewer/browser/cases/refusals.js';
import { CODES } from '../../reviewer/browser/lifecycle/rules.js';
import { useWords } from '../../reviewer/browser/words.js';

/** Reasons that the server has by itself: where reviewer/case_taking.py and reviewer/case_rules.py raise them. */
const SOURCES = ['case_taking.py', 'case_rules.py'].map((name) => readFileSync(new URL(`../../reviewer/${name}`, import.meta.url), 'utf8'));
const RAISED = new Set(SOURCES.flatMap((text) => [...text.matchAll(/(?:need\([^\n]*, |EntryRefused\()"(\w+)"\)/g)].map(([, reason]) => reason)));
const WORDS = new Proxy({}, { get: (_, name) => (name === 'refusal.not_allowed' ? 'No: {why}' : String(name)), has: () => true });

/** @param {object} body what the server answers */
async function answered(body) {
  const before = globalThis.fetch;
  globalThis.fetch = async () => new Response(JSON.stringify(body), { status: 403 });
  try {
    await ask('POST', '/api/cases/1/entries', {});
  } catch (error) {
    return error;
  } finally {
    globalThis.fetch = before;
  }
  throw new Error('nothing was refused');
}

test('the reason that the server names is said in the words of the rules', async () => {
  useWords(WORDS, 'en');
  const error = await answered({ error: 'not_allowed', reason: 'too_early' });
  assert.ok(error instanceof Refused);
  assert.equal(whyRefused(error), 'No: reason.too_early');
});

test('every reason that the server can give has words of its own', () => {
  useWords(WORDS, 'en');
  assert.deepEqual(['grants', 'review', 'signature'].filter((one) => !RAISED.has(one)), []);
  for (const reason of [...RAISED, 'state', 'not_reader']) {
    const known = CODES.get('reasons')?.includes(reason);
    assert.equal(whyRefused(new Refused('not_allowed', 403, reason)), known ? `No: reason.${reason}` : `refusal.by_${reason}`);
  }
});

test('a reason that nobody knows is not shown, and nor is one that is no text', async () => {
  useWords(WORDS, 'en');
  for (const reason of ['<b>', 7, '']) assert.equal(whyRefused(await answered({ error: 'not_allowed', reason })), 'refusal.by_rule');
});
