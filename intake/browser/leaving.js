/**
 * Leaving: the quick way out, a question before typed text is lost, and an empty page behind. Switching to another app is not leaving.
 */
import { byId } from './dom.js';

/**
 * @param {{ typed: () => boolean, forget: () => void }} page `typed` says whether there is text to lose; `forget` drops every secret the script holds
 */
export function watchLeaving({ typed, forget }) {
  let leaving = false;
  const wipe = () => {
    forget();
    for (const field of document.querySelectorAll('textarea, input, select')) clear(field);
    document.body.replaceChildren();
  };
  byId('leave').addEventListener('click', (event) => {
    event.preventDefault();
    leaving = true;
    const elsewhere = /** @type {HTMLAnchorElement} */ (event.currentTarget).href;
    wipe();
    location.replace(elsewhere);
  });
  window.addEventListener('beforeunload', (event) => {
    if (!leaving && typed()) event.preventDefault();
  });
  // The back-forward cache would keep the page alive with all its text: nothing is left in it, and a page shown again from there is loaded anew.
  window.addEventListener('pagehide', wipe);
  window.addEventListener('pageshow', (event) => {
    if (event.persisted) location.reload();
  });
}

/** @param {Element} field */
function clear(field) {
  if (field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement) field.value = '';
  if (field instanceof HTMLInputElement) field.checked = false;
  if (field instanceof HTMLSelectElement) field.selectedIndex = 0;
}
