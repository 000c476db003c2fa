/** Times the first step of opening over the envelopes in a file: scan.mjs FILE COUNT... prints milliseconds as JSON. */
import { readFileSync } from 'node:fs';
import { ENVELOPE, generateKeys, opensFirst } from '../../crypto/js/index.js';

const [file, ...counts] = process.argv.slice(2);
const bytes = new Uint8Array(readFileSync(file));
const instance = bytes.slice(8, 24); // after the magic
const secret = generateKeys(3);

/** @param {number} count */
function scan(count) {
  const begin = performance.now();
  for (let at = 0; at < count; at += 1) {
    const start = (at * ENVELOPE) % bytes.length;
    if (opensFirst(bytes.subarray(start, start + ENVELOPE), secret, instance)) throw new Error('a filler opened');
  }
  return performance.now() - begin;
}

process.stdout.write(JSON.stringify(counts.map((count) => scan(Number(count)))));
