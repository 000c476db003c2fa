/**
 * Small cells are not shown: a table that says "1 of S1" may name somebody. What is withheld cannot be computed from what
 * is shown either, not even by who knows these rules. docs/packs.md says how, tests/js/packs-suppression.test.js tries it.
 */

/** The smallest count that a table shows. */
export const LEAST = 5;
/** Below this many, a share is said as "n of m": a percentage would look more certain than it is. */
export const FEW = 10;

/** @typedef {Readonly<{ code: string, count: number | null }>} Cell count: null where it is withheld */
/** @typedef {Readonly<{ total: number, cells: readonly Cell[] }>} Mix each of `total` things stands in one cell */
/** @typedef {Readonly<{ at: 'none' | 'few' | 'shown', count: number | null }>} Count of things that no table adds up; `few`: 1 to 4 */
/** @typedef {Readonly<{ part: number, of: number, percent: number | null }>} Share percent: null where `of` is few */

/**
 * @param {Iterable<string>} found a code for each thing
 * @param {readonly string[]} codes all there are, in the order of the table
 * @returns {Mix}
 */
export function mix(found, codes) {
  const counts = new Map(codes.map((code) => [code, 0]));
  for (const code of found) {
    const before = counts.get(code);
    if (before === undefined) throw new Error('no such cell');
    counts.set(code, before + 1);
  }
  return withheld([...counts]);
}

/**
 * @param {number} found
 * @returns {Count}
 */
export function count(found) {
  if (found === 0) return { at: 'none', count: 0 };
  return found < LEAST ? { at: 'few', count: null } : { at: 'shown', count: found };
}

/**
 * @param {number} part
 * @param {number} of
 * @returns {Share}
 */
export function share(part, of) {
  return { part, of, percent: of < FEW ? null : Math.round((100 * part) / of) };
}

/**
 * @param {Mix} table
 * @param {readonly string[]} codes
 * @param {readonly string[]} among
 * @returns {Share | null} how many of the things in `among` are in `codes`; null where a cell is withheld, or all are empty
 */
export function shareOf({ cells }, codes, among) {
  const sum = (/** @type {readonly string[]} */ some) => cells.filter(({ code }) => some.includes(code))
    .reduce((/** @type {number | null} */ all, one) => (all === null || one.count === null ? null : all + one.count), 0);
  const [part, of] = [sum(codes), sum(among)];
  return part === null || !of ? null : share(part, of);
}

/**
 * Cells of 1 to 4; an empty cell holds nobody, and is shown. If the total would give a cell back, the smallest of those
 * that are shown are withheld as well: all that are equal, for to choose among them would tell something. If nothing but
 * empty cells would be left, they are withheld too: else a table of ones would be told by its total.
 * @param {[string, number][]} counts
 * @returns {Mix}
 */
function withheld(counts) {
  const total = counts.reduce((sum, [, one]) => sum + one, 0);
  const hidden = new Set(counts.filter(([, one]) => one > 0 && one < LEAST).map(([code]) => code));
  while (isTold(counts.filter(([code]) => hidden.has(code)))) {
    const shown = counts.filter(([code]) => !hidden.has(code));
    if (shown.length === 0) break;
    for (const code of smallest(shown)) hidden.add(code);
  }
  if (counts.every(([code, one]) => hidden.has(code) || one === 0) && total > 0) for (const [code] of counts) hidden.add(code);
  return { total, cells: counts.map(([code, one]) => ({ code, count: hidden.has(code) ? null : one })) };
}

/**
 * The total less what is shown is the sum of what is withheld. It tells each of them if there is but one, or if they can
 * only all be 1, or all be as large as a small cell gets.
 * @param {[string, number][]} hidden
 */
function isTold(hidden) {
  if (hidden.length === 0) return false;
  const sum = hidden.reduce((all, [, one]) => all + one, 0);
  return hidden.length === 1 || sum === hidden.length || sum === hidden.length * (LEAST - 1);
}

/**
 * @param {[string, number][]} shown
 * @returns {string[]} the smallest that are not empty; the empty ones if there are no others
 */
function smallest(shown) {
  const filled = shown.filter(([, one]) => one > 0).map(([, one]) => one);
  const least = filled.length ? Math.min(...filled) : 0;
  return shown.filter(([, one]) => one === least).map(([code]) => code);
}
