/**
 * One view at a time, in one page without history entries: what was typed stays in a hidden view until the page is left.
 */
import { byId, el } from './dom.js';

/**
 * Shows a view and moves the focus to its heading, so that a screen reader starts there.
 * @param {HTMLElement} view a child of main; added when it is not there yet
 */
export function show(view) {
  const main = byId('main');
  if (view.parentElement !== main) main.append(view);
  for (const other of main.children) {
    if (other instanceof HTMLElement && other.classList.contains('view')) other.hidden = other !== view;
  }
  byId('foot').hidden = view.id !== 'start';
  window.scrollTo(0, 0);
  view.querySelector('h1')?.focus({ preventScroll: true });
}

/**
 * @param {string} title
 * @param {...import('./dom.js').Child} children
 * @returns {HTMLElement} a view with its heading
 */
export function view(title, ...children) {
  return el('div', { class: 'view' }, el('h1', { tabindex: -1 }, title), ...children);
}

/**
 * @param {string} text
 * @param {() => void} act
 * @param {string} [look] class
 */
export function button(text, act, look = '') {
  return el('button', { type: 'button', class: look, click: act }, text);
}

/** @import { Tell } from './words.js' */

/**
 * What the page says while it works, and the sentence that says what to do when something went wrong. A bar that moves is for eyes only: the
 * sentence is not said again.
 * @returns {{ node: HTMLElement, tell: Tell, refuse: (text: string) => void }}
 */
export function messages() {
  const status = el('p', { class: 'status', role: 'status' });
  const bar = el('progress', { hidden: true, 'aria-hidden': 'true' });
  const problem = el('p', { class: 'problem', role: 'alert' });
  const set = (/** @type {string} */ said, /** @type {string} */ wrong, /** @type {number | undefined} */ share) => {
    if (status.textContent !== said) status.textContent = said;
    problem.textContent = wrong;
    bar.hidden = share === undefined;
    bar.value = share ?? 0;
  };
  return { node: el('div', {}, status, bar, problem), tell: (text, share) => set(text, '', share), refuse: (text) => set('', text, undefined) };
}

/**
 * Runs one act at a time from a button, which keeps the focus while it waits.
 * @param {HTMLButtonElement} pressed
 * @param {() => Promise<void>} act
 */
export async function busy(pressed, act) {
  if (pressed.getAttribute('aria-disabled') === 'true') return;
  pressed.setAttribute('aria-disabled', 'true');
  try {
    await act();
  } finally {
    pressed.removeAttribute('aria-disabled');
  }
}

/**
 * @param {() => Promise<void>} act
 * @param {ReturnType<typeof messages>} message
 * @param {(error: unknown) => string} sentence what to do when it fails
 * @param {() => void} [failed]
 */
export async function attempt(act, message, sentence, failed) {
  try {
    await act();
  } catch (error) {
    message.refuse(sentence(error));
    failed?.();
  }
}
