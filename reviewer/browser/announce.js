/** What people hear and see while something happens, and when it failed. */
import { place } from './dom.js';

/**
 * Said by screen readers, without moving the focus.
 * @param {string} text
 */
export function announce(text) {
  place('announcer').textContent = text;
}

/**
 * A line beside what it is about; its element is a live region.
 * @param {string} id
 * @param {string} text empty takes it away
 */
export function progress(id, text) {
  place(id).textContent = text;
}

/**
 * Shows why something did not work and what to do next, and moves the focus there, so that it is read.
 * @param {string} id of an element with tabindex -1
 * @param {string} text
 */
export function complain(id, text) {
  const element = place(id);
  element.textContent = text;
  element.focus();
}

/** @param {string} id */
export function calm(id) {
  place(id).textContent = '';
}

/**
 * Marks a field as wrong, says why beside it, and moves the focus into it.
 * @param {HTMLInputElement | HTMLTextAreaElement} input has an element `ID-error` beside it
 * @param {string} text
 */
export function refuse(input, text) {
  place(`${input.id}-error`).textContent = text;
  input.setAttribute('aria-invalid', 'true');
  input.focus();
}

/** @param {...(HTMLInputElement | HTMLTextAreaElement)} inputs */
export function accept(...inputs) {
  for (const input of inputs) {
    place(`${input.id}-error`).textContent = '';
    input.removeAttribute('aria-invalid');
  }
}
