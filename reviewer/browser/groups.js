/** Long values in groups that people can compare by eye and read aloud. */

/**
 * @param {string} text
 * @param {number} [size]
 * @returns {string[]}
 */
export function groups(text, size = 4) {
  return text.match(new RegExp(`.{1,${size}}`, 'g')) ?? [];
}
