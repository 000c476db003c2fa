/**
 * For a page of the company's intranet, which keeps a copy of this file (docs/cover-traffic.md):
 *
 *     <script src="/cover.js" data-line="https://line.example" data-mean-hours="4" defer></script>
 *
 * It opens the line's cover frame at the moments of a Poisson process. One page of the browser does so at a time, whatever the number of tabs;
 * the lock is held in memory, and nothing is stored.
 */
import { delays } from './cover-schedule.js';
import { cover } from './cover-sender.js';

const HOUR = 3_600_000;
/** Longer than a frame can take: half an hour of reading, and a visit with all its tries. */
const LIFE = 2 * HOUR;

const { line, meanHours = '4' } = document.currentScript?.dataset ?? {};
const address = new URL('/cover.html', line).href;
const waits = delays(Number(meanHours) * HOUR);

void navigator.locks.request('sealed-line-cover', () => cover(waits, openFrame));

/** What the frame may do is what a visit needs; it learns nothing of the page around it. */
function openFrame() {
  const frame = document.createElement('iframe');
  frame.hidden = true;
  frame.referrerPolicy = 'no-referrer';
  frame.setAttribute('sandbox', 'allow-scripts allow-same-origin');
  frame.src = address;
  document.body.append(frame);
  setTimeout(() => frame.remove(), LIFE);
}
