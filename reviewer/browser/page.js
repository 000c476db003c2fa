/** What every member page does first and last: read its settings and words, and leave nothing behind. */
import { field, place } from './dom.js';
import { useHolidays, useLanguage } from './due/words.js';
import { useWords } from './words.js';

/** @import { Terms } from './lifecycle/due.js' */
/** @typedef {{ instance: string, epoch_seconds: number, company: string, address: string, intake_address: string, idle_minutes: number, language: string, terms: Terms }} Line */

/**
 * @param {() => void} forget wipes keys and texts from memory
 * @returns {Line}
 */
export function openPage(forget) {
  const line = /** @type {Line} */ (embedded('line'));
  useWords(/** @type {Record<string, string>} */ (embedded('words')), line.language);
  useHolidays(line.terms.holidays);
  useLanguage(line.language);
  leaveNothing(forget);
  document.querySelector('.skip')?.addEventListener('click', skip);
  for (const shower of document.querySelectorAll('[data-shows]')) {
    if (shower instanceof HTMLButtonElement) shower.addEventListener('click', () => toggle(shower));
  }
  return line;
}

/**
 * The address names views and invitations: it must not be changed for a skip.
 * @param {Event} event
 */
function skip(event) {
  event.preventDefault();
  place('main').focus();
}

/** @param {string} id */
function embedded(id) {
  return JSON.parse(document.getElementById(id)?.textContent ?? '');
}

/**
 * A page kept for the Back button would keep keys and texts with it, whatever the headers say.
 * @param {() => void} forget
 */
function leaveNothing(forget) {
  window.addEventListener('pagehide', () => {
    forget();
    emptyFields();
    document.querySelector('main')?.replaceChildren();
  });
  window.addEventListener('pageshow', (event) => {
    if (event.persisted) location.reload();
  });
}

/** Also done when a visit ends while the page stays. */
export function emptyFields() {
  for (const input of document.querySelectorAll('input, textarea')) {
    if (input instanceof HTMLInputElement && ['checkbox', 'radio'].includes(input.type)) input.checked = false; // the value is its name
    else if (input instanceof HTMLInputElement || input instanceof HTMLTextAreaElement) input.value = '';
  }
}

/** @param {HTMLButtonElement} shower */
function toggle(shower) {
  const input = field(shower.dataset['shows'] ?? '');
  const shown = input.type === 'text';
  input.type = shown ? 'password' : 'text';
  shower.setAttribute('aria-pressed', String(!shown));
}
