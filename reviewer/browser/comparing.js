/** Which six words this page has shown, and whether they are still those of the list that would be signed. */

/** @import { Directory } from '../../crypto/js/index.js' */
/** @typedef {{ readonly body: string, readonly directory: Directory | null, readonly words: readonly string[] }} Prepared `directory`: null when the own keys are not on it */

/**
 * People hear words, and press a button some time later. In between the server may show another list; then what was
 * heard says nothing about what would be signed.
 */
export class Comparison {
  /** @type {Prepared | null} the list whose words are on the page */
  current = null;
  /** Words of another list were on this page before, and nobody has confirmed the new ones. */
  changed = false;
  /** @type {string | null} body of the list whose words were on the page last, even if none are now */
  #heard = null;
  /** @type {string | null} body whose words are being worked out */
  #coming = null;

  /** @param {string | null} body of the list that is prepared now; null when none is */
  begin(body) {
    this.current = null;
    this.#coming = body;
  }

  /**
   * @param {Prepared} prepared
   * @returns {boolean} whether its words belong on the page; false when another list came meanwhile
   */
  take(prepared) {
    if (this.#coming !== prepared.body) return false;
    if (this.#heard !== null && this.#heard !== prepared.body) this.changed = true;
    this.#heard = prepared.body;
    this.#coming = null;
    this.current = prepared;
    return true;
  }

  /**
   * Somebody has confirmed the words of `prepared`, in a dialog that showed them.
   * @param {Prepared} prepared
   * @returns {boolean} whether they may be signed: not when the list changed while the dialog was open
   */
  confirm(prepared) {
    if (this.current?.body !== prepared.body) return false;
    this.changed = false;
    return true;
  }

  forget() {
    this.begin(null);
    this.changed = false;
    this.#heard = null;
  }
}
