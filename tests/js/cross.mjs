/** Answers requests of the Python cross test, one JSON document a line: see tests/vectors/README.md. */
import { createInterface } from 'node:readline';
import { ProtocolError } from '../../crypto/js/errors.js';
import { areas, makers } from './areas.js';

/** @param {Record<string, any>} request */
async function answer({ do: what, ...request }) {
  try {
    return { ok: await (what in makers ? makers[what](request) : areas[what](request.input)) };
  } catch (error) {
    if (error instanceof ProtocolError) return { error: error.name };
    throw error;
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const answers = [];
  for (const request of JSON.parse(line).requests) answers.push(await answer(request));
  process.stdout.write(`${JSON.stringify({ answers })}\n`);
}
