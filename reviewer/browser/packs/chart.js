/**
 * Bars, drawn with DOM calls alone; dark on white, and where a number is withheld a dashed frame of no length that would
 * tell it. The table beside says the same in words.
 */
import { make } from '../dom.js';
import { say } from '../words.js';

/** @typedef {{ name: string, count: number | null }} Bar */

const SVG = 'http://www.w3.org/2000/svg';
const [WIDTH, LINE, BAR, LABEL, NUMBER] = [640, 34, 18, 250, 46];
const LONGEST = WIDTH - LABEL - NUMBER;
const HIDDEN = 28;
const LETTERS = 34;

/**
 * @param {string} title
 * @param {readonly Bar[]} bars
 * @returns {HTMLElement} a picture with its text alternative
 */
export function barChart(title, bars) {
  const most = Math.max(1, ...bars.map(({ count }) => count ?? 0));
  const said = bars.map(({ name, count }) => `${name}: ${count ?? say('packs.withheld')}`).join('; ');
  const picture = draw('svg', { class: 'bars', viewBox: `0 0 ${WIDTH} ${LINE * bars.length}`, role: 'img', 'aria-label': `${title}. ${said}` });
  bars.forEach((bar, at) => picture.append(...barOf(bar, LINE * at, most)));
  return make('figure', { class: 'chart' }, picture);
}

/**
 * @param {Bar} bar
 * @param {number} top
 * @param {number} most
 */
function barOf({ name, count }, top, most) {
  const middle = top + LINE / 2;
  const length = count === null ? HIDDEN : Math.round((LONGEST * count) / most);
  const label = draw('text', { x: LABEL - 10, y: middle, class: 'bar-name', 'text-anchor': 'end', 'dominant-baseline': 'central' });
  label.textContent = name.length > LETTERS ? `${name.slice(0, LETTERS - 1).trimEnd()}…` : name;
  const box = draw('rect', { x: LABEL, y: middle - BAR / 2, width: length, height: BAR, class: count === null ? 'bar-withheld' : 'bar' });
  const number = draw('text', { x: LABEL + length + 8, y: middle, class: 'bar-number', 'dominant-baseline': 'central' });
  number.textContent = count === null ? '–' : String(count);
  return [label, box, number];
}

/**
 * @param {string} tag
 * @param {Record<string, string | number>} attributes
 */
function draw(tag, attributes) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  return element;
}
