/** Draws a QR code as elements of the page. */
import { QUIET, pathOf } from './qr-path.js';

const SVG = 'http://www.w3.org/2000/svg';

/**
 * @param {string[]} rows of zeros and ones
 * @param {string} label for those who do not see it
 * @returns {SVGElement} dark on white in either colour scheme, as cameras expect
 */
export function drawQr(rows, label) {
  const size = String(rows.length + 2 * QUIET);
  return shape('svg', { viewBox: `0 0 ${size} ${size}`, role: 'img', 'aria-label': label, 'shape-rendering': 'crispEdges' },
    shape('rect', { width: size, height: size, fill: '#fff' }),
    shape('path', { d: pathOf(rows), fill: '#000' }));
}

/**
 * @param {string} name
 * @param {Record<string, string>} attributes
 * @param {...SVGElement} children
 * @returns {SVGElement}
 */
function shape(name, attributes, ...children) {
  const element = /** @type {SVGElement} */ (document.createElementNS(SVG, name));
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}
