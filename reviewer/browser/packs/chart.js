/**
 * Bars beside the numbers of a table, drawn with DOM calls alone; dark on white, and where a number is withheld a dashed
 * frame of no length that would tell it. The number stands beside it: who cannot see the bar misses nothing.
 */

const SVG = 'http://www.w3.org/2000/svg';
const [WIDTH, HEIGHT, HIDDEN] = [240, 16, 24];

/**
 * @param {number | null} count null where it is withheld
 * @param {number} most of the counts beside it that are shown
 * @returns {SVGElement}
 */
export function bar(count, most) {
  const length = count === null ? HIDDEN : Math.round((WIDTH * count) / Math.max(1, most));
  const picture = draw('svg', { class: 'bars', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'xMinYMid meet', 'aria-hidden': 'true' });
  const edge = count === null ? 1 : 0; // a frame's line is drawn half outside of it
  picture.append(draw('rect', { x: edge, y: edge, width: length, height: HEIGHT - 2 * edge, class: count === null ? 'bar-withheld' : 'bar' }));
  return picture;
}

/**
 * @param {string} tag
 * @param {Record<string, string | number>} attributes
 * @returns {SVGElement}
 */
function draw(tag, attributes) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  return /** @type {SVGElement} */ (element);
}
