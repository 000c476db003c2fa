/** One view at a time: the right heading has the focus, the title says where one is, the address names the view and nothing else. */
import { place } from './dom.js';

/** @type {Map<string, { enter: () => void, allowed: () => boolean, leave: () => void }>} */
const views = new Map();
const product = document.title.split(' – ').at(-1) ?? '';
/** @type {() => string} */
let elsewhere = () => '';
let now = '';

/**
 * @param {string} name id of the view's section
 * @param {() => void} enter fills the view, each time it comes up
 * @param {() => boolean} [allowed]
 * @param {() => void} [leave] empties the view, when another comes up
 */
export function addView(name, enter, allowed = () => true, leave = () => undefined) {
  views.set(name, { enter, allowed, leave });
}

/**
 * Follows the address from now on.
 * @param {() => string} otherwise the view for whoever may not see the one that was asked for
 */
export function followAddress(otherwise) {
  elsewhere = otherwise;
  window.addEventListener('hashchange', () => bringUp(location.hash.slice(1)));
  // No hash changes for the link of the view that is up: who follows it wants to see what is new.
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a[data-view]') : null;
    if (!(link instanceof HTMLAnchorElement) || link.hash !== location.hash) return;
    event.preventDefault(); // going to where one is takes the focus from the heading
    bringUp(now);
  });
  bringUp(otherwise());
}

/** @param {string} name */
export function go(name) {
  if (location.hash !== `#${name}`) history.pushState(null, '', `#${name}`);
  bringUp(name);
}

/** @param {string} name */
export function isUp(name) {
  return now === name;
}

/** @param {string} asked */
function bringUp(asked) {
  const name = views.get(asked)?.allowed() ? asked : elsewhere();
  if (asked !== name) history.replaceState(null, '', `#${name}`);
  if (now !== name) views.get(now)?.leave();
  now = name;
  for (const link of document.querySelectorAll('a[data-view]')) mark(link, name);
  showOnly(name, [...views.keys()]);
  views.get(name)?.enter();
  faceTop(name);
}

/**
 * @param {string} name
 * @param {readonly string[]} names of all views
 */
export function showOnly(name, names) {
  for (const other of names) place(other).hidden = other !== name;
}

/** @param {Element} link @param {string} name */
function mark(link, name) {
  if (link.getAttribute('data-view') === name) link.setAttribute('aria-current', 'page');
  else link.removeAttribute('aria-current');
}

/**
 * The heading takes the focus, so that a screen reader says where one is and the keyboard starts there. Titles are
 * kept by browsers and shown in lists of windows: where a heading is a reporter's own words, the title is not.
 * @param {string} name
 */
export function faceTop(name) {
  const heading = place(`${name}-title`);
  document.title = `${heading.dataset['title'] ?? heading.textContent} – ${product}`;
  heading.focus({ preventScroll: true });
  window.scrollTo(0, 0);
}
