/**
 * The phrase, large, with two ways to keep it: the clipboard and a sheet of paper that does not say what it is for.
 */
import { el } from './dom.js';
import { button } from './views.js';

/**
 * @param {import('./line.js').Line} line
 * @param {string} phrase
 * @param {string} check the two check words
 * @returns {{ card: HTMLElement, sheet: HTMLElement }} the sheet shows on paper only
 */
export function phraseCard(line, phrase, check) {
  const { say } = line;
  const said = el('p', { class: 'hint', role: 'status' });
  const copy = button(say('copy'), () => copied(phrase).then((done) => {
    said.textContent = say(done ? 'copied' : 'not_copied');
  }));
  const print = button(say('print'), () => printSheet(say('sheet_title')));
  const card = el('div', { class: 'card' },
    wordList(phrase),
    el('p', { class: 'checks' }, say('check_words'), ' ', el('span', { class: 'check', translate: 'no' }, check)));
  const node = el('div', { class: 'flow' }, card,
    el('div', { class: 'acts' }, copy, print),
    el('p', { class: 'hint' }, say('copy_hint'), ' ', say('print_hint')), said);
  return { card: node, sheet: sheet(line, phrase, check) };
}

/** @param {string} phrase */
function wordList(phrase) {
  return el('ol', { class: 'words', translate: 'no' }, ...phrase.split(' ').map((word) => el('li', {}, word)));
}

/**
 * @param {import('./line.js').Line} line
 * @param {string} phrase
 * @param {string} check
 */
function sheet({ say }, phrase, check) {
  return el('div', { class: 'sheet', 'aria-hidden': 'true' },
    el('p', {}, el('strong', {}, say('sheet_title'))), wordList(phrase), el('p', {}, say('sheet_check'), ' ', check));
}

/**
 * A print queue, and the name of a file printed to, keep the title of what is printed.
 * @param {string} neutral
 */
function printSheet(neutral) {
  const title = document.title;
  document.title = neutral;
  window.print();
  document.title = title;
}

/**
 * @param {string} text
 * @returns {Promise<boolean>}
 */
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
