/**
 * When covers go out: at the moments of a Poisson process, drawn without looking at anything. The wait for the next one has no memory, so that
 * whoever is interrupted, by sleep or by a closed page, draws anew and is in the same process still.
 */

/**
 * @param {number} mean of the waits, in any unit
 * @returns {Generator<number, never>} one wait after the other, without end, in the same unit
 */
export function* delays(mean) {
  if (!(mean > 0 && mean < Infinity)) throw new RangeError('a mean wait is more than zero');
  for (;;) yield -mean * Math.log(chance());
}

/**
 * @param {number} least
 * @param {number} most
 * @returns {number} between the two, every order of size as likely as the next
 */
export function anyLength(least, most) {
  return least * (most / least) ** chance();
}

/** @returns {number} above 0 and at most 1, from the browser's own randomness */
export function chance() {
  return (crypto.getRandomValues(new Uint32Array(1))[0] + 1) / 2 ** 32;
}
