/** A member's marks are of one size: what was read longest ago gives way, and nothing that a member does waits for room. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hex, openMarks, random } from '../../crypto/js/index.js';
import { keepMarks } from '../../reviewer/browser/keeping.js';
import { noMarks, readMarks } from '../../reviewer/browser/marks.js';

test('Marks of more messages than there is room for are kept, without those read longest ago.', async () => {
  const secret = { signSeed: random(32) };
  const instance = random(16);
  const read = Array.from({ length: 4500 }, () => hex(random(16)));
  const visit = /** @type {any} */ ({ secret, instance, marks: { ...noMarks(), read: new Set(read) }, over: false });
  /** @type {Uint8Array<ArrayBuffer> | null} */
  let stored = null;
  const honest = globalThis.fetch;
  globalThis.fetch = async (_, options = {}) => {
    if (options.method !== 'PUT') return stored ? new Response(stored) : new Response('{"error":"not_found"}', { status: 404 });
    stored = /** @type {Uint8Array<ArrayBuffer>} */ (options.body);
    return new Response(null, { status: 204 });
  };
  try {
    await keepMarks(visit);
    const late = hex(random(16));
    visit.marks.read.add(late);
    await keepMarks(visit);
    const kept = [...readMarks(await openMarks(/** @type {any} */ (stored), secret.signSeed, instance)).read];
    assert.ok(kept.length > 3000);
    assert.deepEqual(kept, [...read, late].slice(-kept.length));
    assert.deepEqual([...visit.marks.read], kept);
  } finally {
    globalThis.fetch = honest;
  }
});
