/** Words to begin a letter with have blanks: a line that ends with a colon, and what is to be told after it. */

const ENDS = /[:\uff1a]$/;

/**
 * @param {string} text of a letter
 * @param {string} template that it may have begun with
 * @returns {string} the first line of the template after which nothing was written; '' if there is none
 */
export function emptyBlank(text, template) {
  const [lines, given] = [linesOf(text), new Set(linesOf(template))];
  return lines.find((line, at) => given.has(line) && ENDS.test(line) && (at + 1 === lines.length || given.has(lines[at + 1]))) ?? '';
}

/** @param {string} text */
function linesOf(text) {
  return text.split('\n').map((line) => line.trim()).filter(Boolean);
}
