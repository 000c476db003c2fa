/** What a reporter told, as a list of questions and answers. It is text, and shown as text. */
import { make } from './dom.js';
import { readDay } from './days.js';
import { say } from './words.js';

/** @import { Content } from '../../crypto/js/index.js' */

const LONGEST = 90;
/** So little more is not worth cutting off. */
const REST = 20;

/**
 * @param {Content} content
 * @param {string} language of the page
 * @param {boolean} [dated] whether the day is among the facts: not where it stands above them already
 * @returns {HTMLElement[]}
 */
export function told(content, language, dated = true) {
  const long = /** @type {const} */ (['what', 'whereWhen', 'who', 'howKnown', 'identity']).map((name) => ({ name, text: content[name] }));
  const short = [
    { name: 'category', text: content.category && say(`category.${content.category}`) },
    { name: 'relation', text: content.relation && say(`relation.${content.relation}`) },
    ...(dated ? [{ name: 'day', text: readDay(content.day, language) }] : []),
    { name: 'language', text: nameOf(content.language, language) },
  ];
  const empty = [...long, ...short].filter((answer) => !isTold(answer)).map(({ name }) => say(`empty.${name}`));
  const inLanguage = { dir: 'auto', lang: content.language || false };
  const lists = [
    make('dl', { class: 'told' }, ...long.filter(isTold).flatMap(({ name, text }) => item(name, make('dd', inLanguage, text)))),
    make('dl', { class: 'facts' }, ...short.filter(isTold).flatMap(({ name, text }) => item(name, make('dd', {}, text)))),
  ];
  if (!empty.length) return lists;
  const fields = new Intl.ListFormat(language, { type: 'conjunction' }).format(empty);
  return [...lists, make('p', { class: 'left-empty' }, say('told.empty', { fields }))];
}

/** @param {{ text: string }} answer */
function isTold({ text }) {
  return text.trim() !== '';
}

/**
 * @param {string} name
 * @param {HTMLElement} answer
 */
function item(name, answer) {
  return [make('dt', {}, say(`told.${name}`)), answer];
}

/**
 * @param {string} tag from the reporter, checked by nobody
 * @param {string} language
 */
function nameOf(tag, language) {
  try {
    return new Intl.DisplayNames([language], { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/**
 * @param {Pick<Content, 'what' | 'whereWhen' | 'who' | 'howKnown'>} content
 * @returns {string} its first line, short enough for a heading
 */
export function firstLine({ what, whereWhen, who, howKnown }) {
  const line = [what, whereWhen, who, howKnown].join('\n').split('\n').map((each) => each.trim()).find(Boolean) ?? say('told.nothing');
  if (line.length <= LONGEST + REST) return line;
  const end = line.lastIndexOf(' ', LONGEST);
  return `${line.slice(0, end > 0 ? end : LONGEST)} …`;
}
