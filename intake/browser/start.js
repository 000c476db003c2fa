/**
 * The first moment of a page: can this browser seal here? If so the ways in open; if not, the honest stop stays, and no field is ever made.
 */
import { byId } from './dom.js';

/** @returns {boolean} whether WebCrypto and raw deflate are there: an .onion address in a plain browser has no WebCrypto */
export function canSeal() {
  try {
    return Boolean(globalThis.crypto?.subtle) && Boolean(new CompressionStream('deflate-raw'));
  } catch {
    return false;
  }
}

/** @param {string} why */
export function stopHere(why) {
  byId('why-stopped').textContent = why;
  byId('stop').classList.add('now');
}

/** @param {Record<string, () => void>} ways by the id of their button */
export function openWays(ways) {
  for (const [id, act] of Object.entries(ways)) byId(id).addEventListener('click', act);
  byId('stop').hidden = true;
  byId('ways').hidden = false;
}
