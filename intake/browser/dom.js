/**
 * Builds elements. Text becomes text nodes and never markup: nothing here, or anywhere in the page, parses HTML.
 */

/** @typedef {Node | string | null | undefined | false} Child */
/** @typedef {Record<string, string | number | boolean | null | undefined | ((event: any) => void)>} Attributes */

let count = 0;

/** @returns {string} an id no other element has */
export function freshId() {
  count += 1;
  return `f${count}`;
}

/**
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Attributes} [attributes] a function is a listener: `{ click: ... }`; true is an attribute without value; false, null and undefined leave it out
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[Name]}
 */
export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(key, value);
    else if (value === true) element.setAttribute(key, '');
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(key, String(value));
  }
  element.append(...present(children));
  return element;
}

/**
 * @param {Element} parent
 * @param {...Child} children take the place of all that was there
 */
export function fill(parent, ...children) {
  parent.replaceChildren(...present(children));
}

/** @param {Child[]} children */
function present(children) {
  return /** @type {(Node | string)[]} */ (children.filter((child) => child || child === ''));
}

/**
 * @param {string} id
 * @returns {HTMLElement} an element that the template holds
 */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new ReferenceError(`the page has no #${id}`);
  return found;
}

/**
 * @param {() => void} act
 * @param {number} pause milliseconds of quiet before `act` runs
 * @returns {() => void}
 */
export function whenQuiet(act, pause) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(act, pause);
  };
}

/** Lets the browser paint before a long calculation starts. */
export function painted() {
  return new Promise((resolve) => setTimeout(resolve, 20));
}
