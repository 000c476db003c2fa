/** Answers requests of the Python cross test, one JSON document on standard input: see tests/vectors/README.md. */
import { readFileSync } from 'node:fs';
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

const { requests } = JSON.parse(readFileSync(0, 'utf8'));
const answers = [];
for (const request of requests) answers.push(await answer(request));
process.stdout.write(JSON.stringify({ answers }));
