/**
 * Finds a few things in a text that often point to one person. Pure, on the device only. It points and never judges:
 * what it does not find may still give somebody away, so nothing here may be read as "safe".
 *
 * It runs while somebody writes, so its time must grow with the text and no faster: a pattern that may begin at every character is bounded.
 */

/** @typedef {'email' | 'phone' | 'number' | 'near' | 'date' | 'signature' | 'path'} Kind */
/** @typedef {{ kind: Kind, start: number, end: number, text: string }} Trace */
/**
 * @typedef {object} Language what a catalogue says about its language
 * @property {string} code for names of months
 * @property {string} near phrases such as "my manager", separated by `|`
 * @property {string} closings ends of letters such as "regards", separated by `|`
 * @property {string} labels words before a staff number such as "badge", separated by `|`
 */

/** A name before the @ has at most 64 characters (RFC 5321, section 4.5.3.1.1); of a longer one the end is pointed at. */
const EMAIL = /[\p{L}\d._%+-]{1,64}@[\p{L}\d-]+(?:\.[\p{L}\d-]+)+/gu;
const PHONE = /(?<![\p{L}\d.,])(?:\+|\()?\d[\d\s().\/-]{5,18}\d(?![\p{L}\d])/gu;
const GROUPED_AMOUNT = /^\d{1,3}(?:[ .]\d{3})+$/;
const ISO_DAY = /^\d{4}[-\/.]\d{1,2}[-\/.]\d{1,2}$|^\d{1,2}[-\/.]\d{1,2}[-\/.]\d{2,4}$/;
const CODE = /(?<![\p{L}\d-])\p{Lu}{1,4}-?\d{4,10}(?![\p{L}\d])/gu;
const NUMERIC_DAY = /(?<![\d.,\/-])(?:\d{4}[-\/.]\d{1,2}[-\/.]\d{1,2}|\d{1,2}[-\/.]\d{1,2}[-\/.](?:\d{4}|\d{2}))(?![\d\/-])/gu;
const CLOCK_TIME = /(?<![\d:.])(?:[01]?\d|2[0-3]):[0-5]\d(?:\s?[ap]\.?m\.?)?(?![\d:])/giu;
const USER_PATH = /\b[A-Z]:\\Users\\[^\\\s]+/giu;
/** White space between two words of one thing; twice without a bound, it would be divided in every possible way. */
const SPACE = '\\s{1,40}';
const MAYBE_SPACE = '\\s{0,40}';
const INDENT = '[^\\S\\n]{0,40}';

/**
 * @param {string} text
 * @param {Language} language
 * @returns {Trace[]} in order of place, none overlapping another
 */
export function findTraces(text, language) {
  const found = [
    ...matches(text, EMAIL, 'email'),
    ...matches(text, USER_PATH, 'path'),
    ...matches(text, NUMERIC_DAY, 'date'),
    ...matches(text, written(language.code), 'date'),
    ...matches(text, CLOCK_TIME, 'date'),
    ...matches(text, PHONE, 'phone').filter(isPhone),
    ...matches(text, labelled(language.labels), 'number'),
    ...matches(text, CODE, 'number'),
    ...matches(text, anyOf(language.near), 'near'),
    ...matches(text, closing(language.closings), 'signature'),
  ];
  return apart(found, text.length);
}

/**
 * @param {string} text
 * @param {RegExp} pattern
 * @param {Kind} kind
 * @returns {Trace[]}
 */
function matches(text, pattern, kind) {
  return [...text.matchAll(pattern)].map((hit) => ({
    kind, start: hit.index, end: hit.index + hit[0].length, text: hit[0],
  }));
}

/** An amount of money and a date have as many digits as a telephone. @param {Trace} trace */
function isPhone({ text }) {
  const digits = text.replace(/\D/g, '').length;
  return digits >= 7 && digits <= 15 && !GROUPED_AMOUNT.test(text) && !ISO_DAY.test(text);
}

/**
 * Earlier kinds win where two overlap: an address is an address although its digits look like a telephone.
 * @param {Trace[]} found
 * @param {number} length of the text
 */
function apart(found, length) {
  const taken = new Uint8Array(length);
  const kept = found.filter(({ start, end }) => {
    const free = !taken.subarray(start, end).includes(1);
    if (free) taken.fill(1, start, end);
    return free;
  });
  return kept.sort((a, b) => a.start - b.start);
}

/** @param {string} list words separated by `|` */
function alternatives(list) {
  return list.split('|').map((word) => word.trim().replace(/[.*+?^${}()[\]\\]/g, '\\$&').replace(/\s+/g, SPACE)).join('|');
}

/** @param {string} list */
function anyOf(list) {
  return new RegExp(`(?<![\\p{L}\\d])(?:${alternatives(list)})(?![\\p{L}\\d])`, 'giu');
}

/** "badge 4711", "employee no. 123": a word and the number behind it. @param {string} list */
function labelled(list) {
  return new RegExp(`(?<![\\p{L}\\d])(?:${alternatives(list)})${MAYBE_SPACE}(?:number|no\\.?|nr\\.?|id|#|:){0,4}${MAYBE_SPACE}[\\p{L}-]{0,4}\\d{2,10}(?![\\p{L}\\d])`, 'giu');
}

/** A closing on a line of its own, with the name under it. @param {string} list */
function closing(list) {
  return new RegExp(`^${INDENT}(?:\\p{L}{1,40}${SPACE})?(?:${alternatives(list)})[,.!]?${INDENT}(?:\\n${MAYBE_SPACE}[^\\n]{2,60})?$(?![\\s\\S]{200})`, 'gimu');
}

/**
 * "12 March", "March 12th": a day with its month. A month alone is not pointed at.
 * @param {string} code
 */
function written(code) {
  const months = ['long', 'short'].flatMap((length) => Array.from({ length: 12 }, (_, month) =>
    new Intl.DateTimeFormat(code, { month: /** @type {'long' | 'short'} */ (length), timeZone: 'UTC' }).format(Date.UTC(2025, month, 1))));
  const names = alternatives([...new Set(months)].sort((a, b) => b.length - a.length).join('|'));
  const day = '(?:0?[1-9]|[12]\\d|3[01])(?:st|nd|rd|th|\\.)?';
  return new RegExp(`(?<![\\p{L}\\d])(?:${day}${SPACE}(?:of${SPACE})?(?:${names})|(?:${names})\\.?${SPACE}${day})(?![\\p{L}\\d])`, 'giu');
}
