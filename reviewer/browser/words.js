/** The words this page's script may say. They come from the page itself, so that a translation needs no other script. */

/** @typedef {Record<string, string | number>} Values */

/** @type {Record<string, string>} */
let words = {};
let plural = new Intl.PluralRules('en');
let number = new Intl.NumberFormat('en');

/**
 * @param {Record<string, string>} dictionary
 * @param {string} language a BCP 47 tag
 */
export function useWords(dictionary, language) {
  words = dictionary;
  plural = new Intl.PluralRules(language);
  number = new Intl.NumberFormat(language);
}

/**
 * @param {string} key
 * @param {Values} [values] for the {placeholders} of the text
 * @returns {string}
 */
export function say(key, values = {}) {
  const text = words[key];
  if (text === undefined) throw new Error(`no words for ${key}`);
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? written(values[name]) : whole));
}

/** @param {string | number} value */
function written(value) {
  return typeof value === 'number' ? number.format(value) : value;
}

/**
 * As `say`, in the form that the number asks for: the keys end in the plural category, `.one`, `.other`.
 * @param {string} key
 * @param {number} count also the value of {count}
 * @param {Values} [values]
 * @returns {string}
 */
export function sayCount(key, count, values = {}) {
  const form = `${key}.${plural.select(count)}`;
  return say(form in words ? form : `${key}.other`, { count, ...values });
}
