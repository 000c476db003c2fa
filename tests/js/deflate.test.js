/** No payload makes a reader take more memory than its limit. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflate, inflate } from '../../crypto/js/deflate.js';
import { utf8 } from '../../crypto/js/encoding.js';
import { Malformed } from '../../crypto/js/errors.js';

const LIMIT = 65_536;

test('what was deflated comes back, up to the limit itself', async () => {
  for (const content of [new Uint8Array(0), utf8('a report'), new Uint8Array(LIMIT)]) {
    assert.deepEqual(await inflate(await deflate(content), LIMIT), content);
  }
});

test('one byte beyond the limit is refused', async () => {
  await assert.rejects(inflate(await deflate(new Uint8Array(LIMIT + 1)), LIMIT), Malformed);
});

test('a bomb is refused without being inflated', async () => {
  const bomb = await deflate(new Uint8Array(200_000_000));
  const before = process.memoryUsage().arrayBuffers;
  await assert.rejects(inflate(bomb, LIMIT), Malformed);
  assert.ok(process.memoryUsage().arrayBuffers - before < 20_000_000);
});

test('a stream that is cut, followed by more, or none at all is refused', async () => {
  const whole = await deflate(utf8('a report'));
  for (const wrong of [whole.slice(0, -1), Uint8Array.of(...whole, 0), Uint8Array.of(...whole, ...whole), new Uint8Array(0), Uint8Array.of(7)]) {
    await assert.rejects(inflate(wrong, LIMIT), Malformed);
  }
});
