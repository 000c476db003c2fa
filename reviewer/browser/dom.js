/** Making and finding elements. Text is only ever set as text: nothing here parses HTML. */

/** Milliseconds that somebody may wait for a picture. */
const PATIENCE = 250;

/** @typedef {Node | string | null | undefined | false} Child */

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, string | boolean>} [attributes] `true` sets an empty one, `false` none
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false) element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...present(children));
  return element;
}

/**
 * @param {Element} parent
 * @param {...Child} children
 */
export function fill(parent, ...children) {
  parent.replaceChildren(...present(children));
}

/**
 * Like `fill`, but an element that is as it was stays: who stands on it, or is just pressing it, keeps it.
 * @param {Element} parent
 * @param {...Element} children whose markup says all that they do
 */
export function renew(parent, ...children) {
  const before = [...parent.children];
  let at = 0;
  for (const child of children) {
    const same = before.findIndex((one, place) => place >= at && one.isEqualNode(child));
    if (same < 0) {
      parent.insertBefore(child, before[at] ?? null);
    } else {
      before.slice(at, same).forEach((gone) => gone.remove());
      at = same + 1;
    }
  }
  before.slice(at).forEach((gone) => gone.remove());
}

/**
 * @param {Child[]} children
 * @returns {(Node | string)[]}
 */
function present(children) {
  return /** @type {(Node | string)[]} */ (children.filter((child) => child instanceof Node || typeof child === 'string'));
}

/**
 * An element that the page's template promises.
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} kind
 * @returns {T}
 */
export function find(id, kind) {
  const element = document.getElementById(id);
  if (!(element instanceof kind)) throw new Error(`the page has no ${kind.name} #${id}`);
  return element;
}

/** @param {string} id */
export const field = (id) => find(id, HTMLInputElement);
/** @param {string} id */
export const button = (id) => find(id, HTMLButtonElement);
/** @param {string} id */
export const place = (id) => find(id, HTMLElement);

/**
 * A button that does one thing at a time: while it runs, it cannot be pressed again, but keeps the focus.
 * @param {HTMLButtonElement} pressed
 * @param {() => Promise<void> | void} act
 */
export function whenPressed(pressed, act) {
  pressed.addEventListener('click', () => void alone(pressed, act));
}

/**
 * @param {string} id of a form
 * @param {() => Promise<void>} act
 */
export function whenSent(id, act) {
  const form = find(id, HTMLFormElement);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const submit = form.querySelector('button[type=submit]');
    if (submit instanceof HTMLButtonElement) void alone(submit, act);
  });
}

/**
 * @param {HTMLButtonElement} pressed
 * @param {() => Promise<void> | void} act
 */
async function alone(pressed, act) {
  if (pressed.getAttribute('aria-disabled') === 'true') return;
  pressed.setAttribute('aria-disabled', 'true');
  try {
    await act();
  } finally {
    pressed.removeAttribute('aria-disabled');
  }
}

/** Until the browser has drawn what was changed, or a moment later: a page that nobody sees is not drawn. */
export function drawn() {
  return new Promise((/** @type {(value?: undefined) => void} */ resolve) => {
    requestAnimationFrame(() => setTimeout(resolve, 0));
    setTimeout(resolve, PATIENCE);
  });
}

/** The browser may draw, and react to keys, before what comes next. */
export function breathe() {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
