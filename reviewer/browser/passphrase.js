/** What a member's passphrase must be: six words drawn by the page, or one of the member's own that is long enough. */

export const OWN_LENGTH = 16;
export const DRAWN_WORDS = 6;
/** `aaaaaaaaaaaaaaaa` is long, too. */
const DIFFERENT_LETTERS = 6;

/**
 * Words drawn by the page are longer than what a passphrase of one's own must be, so one rule does for both.
 * @param {string} text
 * @param {string} again typed a second time
 * @returns {'empty' | 'short' | 'repeated' | 'different' | null} what is wrong, null when nothing is
 */
export function problemOf(text, again) {
  const letters = [...text.normalize('NFKC')];
  if (!letters.length) return 'empty';
  if (letters.length < OWN_LENGTH) return 'short';
  if (new Set(letters).size < DIFFERENT_LETTERS) return 'repeated';
  return text === again ? null : 'different';
}
