/**
 * One cover, in the frame that the intranet's script has opened: it loads what the first page loads, rests as somebody who reads or writes, and
 * makes the page's own visit.
 */
import { fromHex } from '../../crypto/js/index.js';
import { anyLength } from './cover-schedule.js';
import { sleep } from './cover-sender.js';
import { visit } from './trace.js';

/** Between opening the page and the visit: from who comes back with a phrase at hand to who writes a report. */
const READING = /** @type {const} */ ([20_000, 1_800_000]);

/** @param {import('./line.js').Line} line */
export async function coverOnce(line) {
  await sleep(anyLength(...READING));
  try {
    await visit(line, fromHex(line.fingerprint), { tell: () => undefined });
  } catch {
    // Nobody looks here, and the next cover does not come any sooner.
  }
}
