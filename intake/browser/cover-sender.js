/**
 * Makes a visit at each moment of a schedule. It knows nothing of what waits to be sent: a visit takes along whatever is there when it begins, so
 * nothing is sent sooner because it is there, and nothing rests because something went.
 */

/** Longer waits are made of these: a timer holds three weeks at most, and the time that a device sleeps through costs one slice. */
const SLICE = 60_000;

/**
 * @param {Iterable<number>} delays milliseconds between one visit and the next
 * @param {() => void} visit begins one; nobody waits for its end, or a long visit would put off the next
 * @param {(milliseconds: number) => Promise<void>} [wait]
 */
export async function cover(delays, visit, wait = sleep) {
  for (const delay of delays) {
    await wait(delay);
    visit();
  }
}

/**
 * @param {number} milliseconds of the time that the device is awake
 * @returns {Promise<void>}
 */
export async function sleep(milliseconds) {
  for (let left = milliseconds; left > 0; left -= SLICE) {
    await new Promise((resolve) => setTimeout(resolve, Math.min(left, SLICE)));
  }
}
