/**
 * What the published page says about its line: who reads, how long an epoch is, which words to use.
 */
import { speaker } from './words.js';

/** @typedef {{ slot: number, role: string }} Member */
/**
 * @typedef {object} Line
 * @property {string} instance hex16
 * @property {string} fingerprint hex32: the directory hash that the poster shows
 * @property {Member[]} members as published; checked against the directory before anything is sealed
 * @property {number} epoch_seconds
 * @property {string} company
 * @property {string} counsel address of standing counsel, may be empty
 * @property {string} other_address may be empty
 * @property {string} language
 * @property {true} [cover] only in the frame of cover traffic, which has nothing else but instance, fingerprint and epoch_seconds
 * @property {string} [directory] offline page only: the directory file, base64
 * @property {import('./words.js').Say} say
 */

const FINGERPRINT = /^[0-9a-f]{64}$/;

/**
 * @param {{ getElementById(id: string): { textContent: string | null } | null }} page the document
 * @returns {Line}
 */
export function readLine(page) {
  const { words, ...rest } = JSON.parse(page.getElementById('line')?.textContent ?? '{}');
  return { ...rest, say: speaker(words) };
}

/**
 * A poster's QR code carries the fingerprint behind the `#`, where no server sees or sets it: it counts more than the published one.
 * @param {Line} line
 * @param {string} fragment location.hash
 * @returns {string} hex32
 */
export function fingerprintFor(line, fragment) {
  const given = fragment.replace(/^#/, '').toLowerCase();
  return FINGERPRINT.test(given) ? given : line.fingerprint;
}
