/**
 * Says the page's words. Every word shown comes from the catalogue, by name; no other module holds a sentence.
 */

/** @typedef {(text: string, share?: number) => void} Tell shows what the page does; `share` of something long is done, 0 to 1 */
/** @typedef {(name: string, values?: Record<string, string | number>) => string} Say */

/**
 * @param {Record<string, string>} words from the page's configuration
 * @returns {Say} fills `{name}` places; throws on an unknown name, so that a missing word is found at once
 */
export function speaker(words) {
  return (name, values = {}) => {
    const text = words[name];
    if (text === undefined) throw new RangeError(`no words called ${name}`);
    return text.replace(/\{(\w+)\}/g, (place, key) => (key in values ? String(values[key]) : place));
  };
}
