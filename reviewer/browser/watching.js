/** A view that shows what others do meanwhile: it looks again every few seconds, for as long as it is up. */
import { place } from './dom.js';
import { isUp } from './views.js';
import { visit } from './visit.js';

/** @import { Visit } from './visit.js' */

const POLL = 5_000;

/**
 * @param {string} view its heading has the id `view-title`
 * @param {(own: Visit) => Promise<void>} look
 * @param {(error: unknown, own: Visit) => void} failed
 */
export function watcher(view, look, failed) {
  let timer = 0;
  return { again, stop: () => clearTimeout(timer) };

  async function again() {
    clearTimeout(timer);
    const own = visit();
    const held = document.activeElement;
    try {
      await look(own);
    } catch (error) {
      if (!own.over) failed(error, own);
    }
    if (own.over || !isUp(view)) return;
    // What had the focus is gone: the keyboard begins at the top of the view, and not of the page.
    if (held && !held.isConnected) place(`${view}-title`).focus({ preventScroll: true });
    timer = window.setTimeout(again, POLL);
  }
}
