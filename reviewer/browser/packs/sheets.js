/** The sheets that were put together: the pack, and apart from it what only some of its readers may have. */
import { make, whenPressed } from '../dom.js';
import { say, sayCount } from '../words.js';
import { csv } from './csv.js';
import { packPaper, partPaper } from './paper.js';
import { rowsOf, rowsOfPart } from './rows.js';
import { saveFile } from './saving.js';

/** @import { Pack, Part } from './pack.js' */
/** @import { Sheet } from './paper.js' */
/** @typedef {{ company: string, language: string, today: string, name: string }} Frame */
/** @typedef {{ roles: string[], parts: Part[] }} Supplement */

const CSV = 'text/csv;charset=utf-8';

/**
 * @param {Pack} pack
 * @param {Supplement[]} supplements that are not empty
 * @param {Frame} frame
 * @returns {HTMLElement[]}
 */
export function sheetsOf(pack, supplements, frame) {
  return [packSheet(pack, frame), ...(supplements.length ? [introduction(supplements.length)] : []),
    ...supplements.map((supplement, at) => supplementSheet(pack, supplement, at, frame))];
}

/**
 * Nothing on it depends on whether there is a supplement.
 * @param {Pack} pack
 * @param {Frame} frame
 */
function packSheet(pack, frame) {
  /** @type {Map<string, string>} */
  const texts = new Map();
  const sheet = { ...frame, id: 'pack-title', written: keepIn(texts) };
  const article = make('article', { class: 'pack', 'aria-labelledby': sheet.id });
  article.append(buttons(article, `${pack.kind}-${nameOf(pack)}`, () => csv(rowsOf(pack, texts))), ...packPaper(pack, sheet));
  return article;
}

/** Only on the screen. @param {number} count */
function introduction(count) {
  return make('div', { class: 'note note-bad pack-intro' },
    make('h2', {}, sayCount('packs.supplements', count)), make('p', {}, say('packs.supplements_text')));
}

/**
 * @param {Pack} pack
 * @param {Supplement} supplement
 * @param {number} at
 * @param {Frame} frame
 */
function supplementSheet(pack, { roles, parts }, at, frame) {
  const sheet = { ...frame, id: `supplement-title-${at}`, written: () => undefined };
  const article = make('article', { class: 'pack supplement', 'aria-labelledby': sheet.id });
  const rows = () => csv([[say('packs.supplement'), ''], [say('packs.only_for'), roles.join('; ')], ...parts.flatMap((part) => rowsOfPart(part, new Map()))]);
  article.append(buttons(article, `supplement-${at + 1}-${pack.kind}-${nameOf(pack)}`, rows),
    make('header', { class: 'pack-head' },
      make('p', { class: 'pack-company' }, frame.company),
      make('h2', { id: sheet.id }, say('packs.supplement')),
      make('p', { class: 'pack-about' }, `${say('packs.only_for')} ${roles.join('; ')}`)),
    ...parts.map((part) => partPaper(part, sheet)),
    make('p', { class: 'pack-note' }, say('packs.supplement_note')));
  return article;
}

/** @param {Map<string, string>} texts @returns {Sheet['written']} */
function keepIn(texts) {
  return (name, text) => void texts.set(name, text);
}

/** @param {Pack} pack */
function nameOf({ kind, period: { from, to } }) {
  return kind === 'sweep' ? to : `${from}-${to}`;
}

/**
 * @param {HTMLElement} article
 * @param {string} name
 * @param {() => string} table
 */
function buttons(article, name, table) {
  const [print, save] = [make('button', { type: 'button' }, say('packs.print')), make('button', { type: 'button' }, say('packs.save'))];
  whenPressed(print, () => printAlone(article));
  whenPressed(save, () => saveFile(`${name}.csv`, table(), CSV));
  return make('div', { class: 'actions on-screen' }, print, save);
}

/** Supplements are printed by their own button alone, and nothing with them. @param {HTMLElement} article */
function printAlone(article) {
  const others = [...document.querySelectorAll('.pack')].filter((one) => one !== article);
  article.classList.add('printed');
  for (const one of others) one.classList.add('unprinted');
  window.addEventListener('afterprint', () => {
    article.classList.remove('printed');
    for (const one of others) one.classList.remove('unprinted');
  }, { once: true });
  window.print();
}
