/**
 * The sender of the browser against a real intake, for tests/integration/test_cover_traces.py: the same schedule, sender and visit as in the cover
 * frame, with a clock that does not wait. Takes one JSON document, prints the moments of the visits in milliseconds.
 */
import { text } from 'node:stream/consumers';
import { filler, fromBase64 } from '../../crypto/js/index.js';
import { cover } from '../../intake/browser/cover-sender.js';
import { delays } from '../../intake/browser/cover-schedule.js';
import { visit } from '../../intake/browser/trace.js';
import { seeded } from './cover-seed.js';

/** @typedef {{ address: string, line: any, fingerprint: string, seed: number, visits: number, mean: number, waiting: string[], mutant: string }} Orders */
/** @type {Orders} */
const orders = JSON.parse(await text(process.stdin));
const waiting = orders.waiting.map((one) => fromBase64(one));
const honestFetch = globalThis.fetch;
/** @type {number[]} */
const moments = [];
let now = 0;
let takenAlong = false;
let last = Promise.resolve();

globalThis.fetch = (path, request = {}) => {
  const shorter = orders.mutant === 'another size' && !takenAlong && request.body instanceof Uint8Array;
  const body = shorter ? /** @type {Uint8Array<ArrayBuffer>} */ (request.body).subarray(1) : request.body;
  return honestFetch(`${orders.address}${String(path)}`, { ...request, body });
};

/** @param {number} time */
async function wait(time) {
  await last; // so that visits do not overlap and their requests can be told apart
  if (orders.mutant === 'send now' && waiting.length) return;
  now += time;
  if (orders.mutant === 'pause after a send' && takenAlong) now += time;
}

function go() {
  moments.push(now);
  takenAlong = waiting.length > 0;
  last = visit(orders.line, fromBase64(orders.fingerprint), {
    tell: () => undefined,
    rest: async () => undefined,
    write: async ({ directory }) => waiting.shift() ?? filler(directory.current.instance).then(() => null),
  }).then(() => undefined, (error) => {
    if (!orders.mutant) throw error;
  });
}

function* limited() {
  const schedule = delays(orders.mean);
  for (let count = 0; count < orders.visits; count += 1) yield schedule.next().value;
}

seeded(orders.seed);
await cover(limited(), go, wait);
await last;
process.stdout.write(JSON.stringify(moments));
