/** The way to the page of a case, and the names of cases as a way there. */
import { make } from '../dom.js';
import { go } from '../views.js';
import { visit } from '../visit.js';
import { caseNamed } from './said.js';

/** @import { Visit } from '../visit.js' */

/** @param {string} id */
export function goToCase(id) {
  visit().chosenCase = id;
  go('case');
}

/**
 * @param {Visit} own
 * @param {string} id
 * @returns {boolean} whether the reader is known to read it
 */
export function isKnown({ listings, cases, overview }, id) {
  return listings.has(id) || cases.has(id) || Boolean(overview?.cases.has(id));
}

/**
 * @param {Visit} own
 * @param {string} id
 * @returns {Node} what the case is called; pressed, it opens, where the reader reads it
 */
export function caseLink(own, id) {
  const name = caseNamed(own, id);
  if (!isKnown(own, id)) return document.createTextNode(name);
  return linkTo(id, name);
}

/**
 * @param {string} id
 * @param {string} name
 * @returns {HTMLElement} pressed, it opens the case
 */
export function linkTo(id, name) {
  const link = make('a', { href: '#case', dir: 'auto', 'data-case': id }, name);
  link.addEventListener('click', (event) => {
    event.preventDefault(); // the address of the page that is up already would change nothing
    goToCase(id);
  });
  return link;
}
