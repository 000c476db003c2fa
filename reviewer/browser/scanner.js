/**
 * Looks through batches for what this member's keys open. Every batch is fetched whole, whatever it holds, so the
 * requests tell nothing; but one value of it after the other, so that a long one needs no more memory than a short one.
 * What was sealed to these keys and is damaged is found, too: it must be shown.
 */
import {
  ENVELOPE, NotARecipient, ProtocolError, VALUE_ENVELOPES, batchHasher, hex, objectOf, splitBatch,
} from '../../crypto/js/index.js';
import { digestOfObjects } from './stored-list.js';

/** @import { Bytes, Content } from '../../crypto/js/index.js' */
/** @import { Item } from '../../crypto/js/cases.js' */
/** @typedef {{ epoch: number, envelopes: number, sha256: string }} BatchListing */
/** @typedef {{ epoch: number, object: string, content: Content, item?: Item }} Message `object` in hex; `item`: what a case is filed from */
/** @typedef {{ epoch: number, object: string, failure: string }} Damage `failure` is a name of docs/protocol.md, section 11 */
/** @typedef {{ messages: Message[], damages: Damage[] }} Findings */
/** @typedef {Findings & { digest: string }} Seen what a batch held; `digest` of all its objects */
/** @typedef {{ content: Content, object: Uint8Array, contentKey?: Bytes, directoryHash?: Bytes }} Opened */
/** @typedef {{ done: number, total: number, epoch: number, share: number }} Step `share`, from 0 to 1, of the batch of `epoch` */
/**
 * @typedef {object} Means
 * @property {(epoch: number, number: number) => Promise<Bytes>} fetchValue
 * @property {(envelope: Bytes) => Promise<Opened>} open throws ProtocolError
 * @property {() => Promise<unknown>} breathe lets the page draw and react
 * @property {(step: Step) => void} tell within a batch, where it is long, and after each
 */

/** The page must stay alive: this long, in milliseconds, it may stand still. */
const STRETCH = 24;
/** After so many milliseconds in one batch somebody wants to know how far it is. */
const LONG = 1000;

/** A batch that is not the one that was listed, or not made of envelopes. */
export class BadBatch extends Error {
  /** @param {number} epoch */
  constructor(epoch) {
    super('batch');
    this.name = 'BadBatch';
    this.epoch = epoch;
  }
}

export class Scanner {
  /** @type {Map<number, Seen>} by epoch */
  #seen = new Map();
  /** @type {Promise<void> | null} */
  #paused = null;
  #goOn = () => {};
  #stopped = false;

  /** @returns {Findings} of all batches looked through so far, oldest first */
  get findings() {
    const epochs = [...this.#seen.keys()].sort((a, b) => a - b).map((epoch) => /** @type {Seen} */ (this.#seen.get(epoch)));
    return { messages: epochs.flatMap((one) => one.messages), damages: epochs.flatMap((one) => one.damages) };
  }

  /**
   * @param {number} epoch
   * @returns {string | undefined} of the objects of a batch that was looked through, as of digestOfObjects
   */
  digestOf(epoch) {
    return this.#seen.get(epoch)?.digest;
  }

  get paused() {
    return this.#paused !== null;
  }

  pause() {
    this.#paused ??= new Promise((resolve) => (this.#goOn = resolve));
  }

  resume() {
    this.#paused = null;
    this.#goOn();
  }

  /** Forgets what was found; a scan under way ends without a word. */
  stop() {
    this.#stopped = true;
    this.#seen.clear();
    this.resume();
  }

  /**
   * Newest first: what is new is wanted first. The batches seen before are not fetched again.
   * @param {BatchListing[]} listing
   * @param {Means} means
   * @returns {Promise<boolean>} whether all was looked through; false after `stop`
   * @throws {BadBatch} or what `fetchBatch` throws; what was found until then stays
   */
  async lookThrough(listing, means) {
    const due = listing.filter(({ epoch }) => !this.#seen.has(epoch)).sort((a, b) => b.epoch - a.epoch);
    for (const [done, listed] of due.entries()) {
      const { epoch } = listed;
      const tell = (/** @type {number} */ share) => means.tell({ done, total: due.length, epoch, share });
      const seen = await this.#lookInto(listed, { ...means, tell });
      if (!seen) return false;
      this.#seen.set(epoch, seen);
      means.tell({ done: done + 1, total: due.length, epoch, share: 1 });
    }
    return !this.#stopped;
  }

  /**
   * @param {BatchListing} listed
   * @param {Omit<Means, 'tell'> & { tell: (share: number) => void }} means
   * @returns {Promise<Seen | null>} null after `stop`
   * @throws {BadBatch} what was found in it is then forgotten
   */
  async #lookInto({ epoch, envelopes, sha256 }, { fetchValue, open, breathe, tell }) {
    const { add, hash } = batchHasher();
    const [findings, objects] = [noFindings(), /** @type {Bytes[]} */ ([])];
    const begun = performance.now();
    let since = begun;
    for (let number = 0; objects.length < envelopes; number += 1) {
      if (!(await this.#mayGoOn())) return null;
      const value = await fetchValue(epoch, number);
      if (value.length !== ENVELOPE * Math.min(VALUE_ENVELOPES, envelopes - objects.length)) throw new BadBatch(epoch);
      for (const envelope of splitBatch(value)) {
        add(envelope);
        objects.push(objectOf(envelope));
        await lookAt(envelope, epoch, open, findings);
        if (performance.now() - since < STRETCH) continue;
        if (since - begun > LONG) tell(objects.length / envelopes);
        await breathe();
        if (!(await this.#mayGoOn())) return null;
        since = performance.now();
      }
    }
    if (hex(hash()) !== sha256) throw new BadBatch(epoch);
    return this.#stopped ? null : { ...findings, digest: digestOfObjects(objects) };
  }

  /** @returns {Promise<boolean>} once it is not paused: false after `stop` */
  async #mayGoOn() {
    await this.#paused;
    return !this.#stopped;
  }
}

/** @returns {Findings} */
function noFindings() {
  return { messages: [], damages: [] };
}

/**
 * @param {Bytes} envelope
 * @param {number} epoch
 * @param {Means['open']} open
 * @param {Findings} findings
 */
async function lookAt(envelope, epoch, open, findings) {
  try {
    const { content, object, contentKey, directoryHash } = await open(envelope);
    const message = { epoch, object: hex(object), content };
    // a copy, since the envelope is a part of a whole delivery that must not stay in memory with it
    const item = contentKey && directoryHash && { contentKey, directoryHash, envelope: envelope.slice() };
    findings.messages.push(item ? { ...message, item } : message);
  } catch (error) {
    if (error instanceof NotARecipient) return;
    if (!(error instanceof ProtocolError)) throw error;
    findings.damages.push({ epoch, object: hex(objectOf(envelope)), failure: error.name });
  }
}
