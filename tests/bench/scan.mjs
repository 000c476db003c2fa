/** Times how long envelopes in a file are found not to be for somebody: scan.mjs FILE COUNT... prints milliseconds as JSON. */
import { readFileSync } from 'node:fs';
import { ENVELOPE, NotARecipient, envelopeOpener, generateKeys } from '../../crypto/js/index.js';

const [file, ...counts] = process.argv.slice(2);
const bytes = new Uint8Array(readFileSync(file));
const instance = bytes.slice(8, 24); // after the magic
const secret = generateKeys(3);

const open = await envelopeOpener(secret, [], instance);

/** @param {number} count */
async function scan(count) {
  const begin = performance.now();
  for (let at = 0; at < count; at += 1) {
    const start = (at * ENVELOPE) % bytes.length;
    await open(bytes.subarray(start, start + ENVELOPE)).then(mustNotOpen, mustBeStrange);
  }
  return performance.now() - begin;
}

function mustNotOpen() {
  throw new Error('a filler opened');
}

/** @param {unknown} error */
function mustBeStrange(error) {
  if (!(error instanceof NotARecipient)) throw error;
}

const times = [];
for (const count of counts) times.push(await scan(Number(count)));
process.stdout.write(JSON.stringify(times));
