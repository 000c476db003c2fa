/** A request that wants a fresh second factor is sent again, as it was, once somebody has shown one; else nothing is done. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Refused, ask, json, whenConfirmationIsWanted } from '../../reviewer/browser/api.js';

const CONFIRM = { status: 403, body: { error: 'confirm' } };

/**
 * @param {{ status: number, body: object }[]} answers in their order
 * @returns {string[]} what is sent: method, path and body
 */
function serve(...answers) {
  /** @type {string[]} */
  const sent = [];
  globalThis.fetch = /** @type {typeof fetch} */ (async (path, { method, body } = {}) => {
    sent.push(`${method} ${path} ${body}`);
    const { status, body: said } = answers.shift() ?? { status: 500, body: {} };
    return new Response(JSON.stringify(said), { status });
  });
  return sent;
}

test('a request goes out again as it was when a fresh factor was shown', async () => {
  const sent = serve(CONFIRM, { status: 200, body: { done: true } });
  whenConfirmationIsWanted(async () => true);
  assert.deepEqual(await json('POST', '/api/act', { text: 'as typed' }), { done: true });
  assert.deepEqual(sent, Array(2).fill('POST /api/act {"text":"as typed"}'));
});

test('nothing is sent again when none was shown', async () => {
  const sent = serve(CONFIRM);
  whenConfirmationIsWanted(async () => false);
  await assert.rejects(ask('POST', '/api/act', {}), (error) => error instanceof Refused && error.code === 'confirm');
  assert.equal(sent.length, 1);
});

test('it is asked for once, also if the server wants it again', async () => {
  const sent = serve(CONFIRM, CONFIRM);
  let asked = 0;
  whenConfirmationIsWanted(async () => Boolean(++asked));
  await assert.rejects(ask('POST', '/api/act', {}), (error) => error instanceof Refused && error.code === 'confirm');
  assert.deepEqual([sent.length, asked], [2, 1]);
});

test('another refusal asks nobody', async () => {
  serve({ status: 403, body: { error: 'not_yours' } });
  whenConfirmationIsWanted(async () => assert.fail('nobody is to be asked'));
  await assert.rejects(ask('GET', '/api/act'), (error) => error instanceof Refused && error.code === 'not_yours');
});
