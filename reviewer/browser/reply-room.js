/** How much fits into an answer. An estimate while somebody types; what is sealed in the end is counted exactly. */
import { deflate } from '../../crypto/js/deflate.js';
import { utf8 } from '../../crypto/js/encoding.js';
import { MAX_PARTS, REPLY_DEFLATED } from '../../crypto/js/limits.js';

/** What the fields of one part take beside its text, deflated, with some room to be on the safe side. */
const FIELDS = 140;
const PART = REPLY_DEFLATED - FIELDS;
/** Short texts hardly deflate; below this the ratio says nothing yet. */
const TELLING = 200;

/**
 * @param {string} text
 * @returns {Promise<{ parts: number, left: number, fits: boolean }>} left: characters until another part is needed
 */
export async function roomLeft(text) {
  const used = (await deflate(utf8(text))).length;
  const parts = Math.max(1, Math.ceil(used / PART));
  const perCharacter = text.length < TELLING ? 0.7 : used / text.length;
  const left = Math.max(0, Math.floor((parts * PART - used) / perCharacter / 50) * 50);
  return { parts, left, fits: parts <= MAX_PARTS };
}
