/**
 * Says how much more fits. What counts is the size once deflated, so the number of characters is an estimate; whether it fits is exact.
 */
import { measure } from '../../crypto/js/index.js';
import { el, whenQuiet } from './dom.js';

/** @import { Content } from '../../crypto/js/index.js' */

const PAUSE = 400;
/** Deflated bytes for a character of ordinary text, before there is enough of it to know. */
const USUAL = 0.5;
const ENOUGH = 400;

/**
 * @param {import('./line.js').Line} line
 * @param {() => Content} content as it stands
 * @param {HTMLTextAreaElement[]} areas
 * @returns {{ node: HTMLElement, fits: () => Promise<boolean> }}
 */
export function room(line, content, areas) {
  const node = el('p', { class: 'hint room' });
  const number = new Intl.NumberFormat(line.language, { maximumSignificantDigits: 2 });
  const show = async () => {
    const { used, limit } = await measure(content());
    const characters = areas.reduce((sum, { value }) => sum + value.length, 0);
    const perCharacter = characters > ENOUGH ? Math.max(used / characters, 0.05) : USUAL;
    const left = Math.round((limit - used) / perCharacter);
    const count = number.format(Math.abs(left));
    node.textContent = line.say(left < 0 ? 'room_none' : 'room', { count });
    return used <= limit;
  };
  const later = whenQuiet(() => { void show(); }, PAUSE);
  for (const area of areas) area.addEventListener('input', later);
  void show();
  return { node, fits: show };
}
