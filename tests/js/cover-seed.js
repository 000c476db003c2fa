/** Makes the schedule of covers repeatable, and nothing else: it alone asks for one number of 32 bits. */

/**
 * @param {number} seed
 * @returns {() => void} undoes it
 */
export function seeded(seed) {
  const honest = crypto.getRandomValues;
  let state = seed;
  const draw = (/** @type {any} */ into) =>
    (into instanceof Uint32Array && into.length === 1 ? into.fill(next()) : honest.call(crypto, into));
  Object.assign(crypto, { getRandomValues: draw });
  return () => { crypto.getRandomValues = honest; };

  /** splitmix32 */
  function next() {
    state = (state + 0x9e3779b9) | 0;
    let value = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    value = Math.imul(value ^ (value >>> 15), 0x735a2d97);
    return (value ^ (value >>> 15)) >>> 0;
  }
}
