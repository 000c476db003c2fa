/**
 * Which cases a pack counts: those that every one of its readers can open. Somebody who is named in a complaint, and was
 * left out, must not find it in a number either. What such a pack shows is the same as if that case did not exist.
 */

/** @import { Summary } from '../overview/summary.js' */
/** @typedef {Readonly<{ readers: readonly string[], cases: readonly Summary[] }>} Group cases of one pack; `readers` may have it */

/**
 * @template {{ readers: readonly string[] }} One
 * @param {Iterable<One>} all cases, or tests that are none
 * @param {readonly string[]} readers of the pack: Ed25519 keys, hex
 * @returns {One[]}
 */
export function countedFor(all, readers) {
  return [...all].filter((one) => readers.every((reader) => one.readers.includes(reader)));
}

/**
 * What the pack leaves out. Cases that one reader cannot open, and cases that another cannot, do not come together: each
 * supplement is for all of them who can open its cases, and for nobody else. What none of them can open is in none.
 * @param {Iterable<Summary>} summaries
 * @param {readonly string[]} readers of the pack
 * @returns {Group[]} one for each circle of readers; the larger circles first
 */
export function supplements(summaries, readers) {
  /** @type {Map<string, { readers: string[], cases: Summary[] }>} */
  const groups = new Map();
  for (const one of summaries) {
    const able = readers.filter((reader) => one.readers.includes(reader)).sort();
    if (able.length === 0 || able.length === readers.length) continue;
    const group = groups.get(able.join()) ?? { readers: able, cases: [] };
    group.cases.push(one);
    groups.set(able.join(), group);
  }
  return [...groups.values()].sort((one, other) => other.readers.length - one.readers.length);
}
