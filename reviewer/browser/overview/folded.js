/** Texts as they are searched: without case, accents or the printer's marks, so that "resume" finds "Résumé". */

const MARKS = /\p{M}+/gu;
// with what JSON writes as two characters: quotes are not searched for, and the index stays plain
const SPACES = /[\s\p{Cc}"“”„‟«»″]+/gu;
const APOSTROPHES = /[‘’‚‛ʼ′]/g;
const DASHES = /[‐‑‒–—―−]/g;

/**
 * @param {string} text
 * @returns {string} mostly within Latin-1, which browsers keep and search in half the space
 */
export function fold(text) {
  const bare = text.normalize('NFKD').replace(MARKS, '').replace(APOSTROPHES, "'").replace(DASHES, '-').replaceAll('\\', '/');
  // up and down again: the two small sigmas, "ß" and "SS", the dotless i become one
  return bare.toUpperCase().toLowerCase().replaceAll('ς', 'σ').replace(SPACES, ' ').trim();
}

/**
 * @param {string} typed
 * @returns {string[]} the words to look for, each once, the longest first: what is rare leaves little to search for the rest
 */
export function wordsOf(typed) {
  return [...new Set(fold(typed).split(' '))].filter(Boolean).sort((one, other) => other.length - one.length);
}

/**
 * @param {string} text
 * @param {number} longest in UTF-16 units
 * @returns {string} its beginning; a character of two units is never cut in half
 */
export function cut(text, longest) {
  const half = /[\ud800-\udbff]/.test(text.charAt(longest - 1));
  return text.slice(0, half ? longest - 1 : longest);
}
