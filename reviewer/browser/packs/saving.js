/** Hands a file to the person at this browser; no server sees it. */
import { make } from '../dom.js';

const SOON = 60_000;

/**
 * @param {string} name
 * @param {Uint8Array<ArrayBuffer> | string | Blob} content
 * @param {string} type
 */
export function saveFile(name, content, type) {
  const address = URL.createObjectURL(new Blob([content], { type }));
  make('a', { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), SOON);
}
