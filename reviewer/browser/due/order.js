/** The order in which members take turns. */

/** @typedef {{ slot: number, takes: boolean }} Turn */

/**
 * @param {readonly number[]} members slots of all
 * @param {readonly number[]} slots who takes turns now
 * @returns {Turn[]} those first, in their order; then the others by slot
 */
export function turnsOf(members, slots) {
  const others = members.filter((slot) => !slots.includes(slot));
  return [...slots.map((slot) => ({ slot, takes: true })), ...others.map((slot) => ({ slot, takes: false }))];
}

/**
 * @param {readonly Turn[]} now
 * @param {number} at
 * @param {number} by -1 for earlier, 1 for later
 * @returns {Turn[]} with two neighbours exchanged, where there are two
 */
export function moved(now, at, by) {
  const to = at + by;
  if (to < 0 || to >= now.length) return [...now];
  const after = [...now];
  [after[at], after[to]] = [now[to], now[at]];
  return after;
}
