/**
 * Looks through batches for what this member's keys open. Every batch is fetched whole, whatever it holds, so the
 * requests tell nothing. What was sealed to these keys and is damaged is found, too: it must be shown.
 */
import { Malformed, NotARecipient, ProtocolError, batchHash, hex, objectOf, splitBatch } from '../../crypto/js/index.js';
import { digestOfObjects } from './stored-list.js';

/** @import { Bytes, Content } from '../../crypto/js/index.js' */
/** @typedef {{ epoch: number, envelopes: number, sha256: string }} BatchListing */
/** @typedef {{ epoch: number, object: string, content: Content }} Message `object` in hex */
/** @typedef {{ epoch: number, object: string, failure: string }} Damage `failure` is a name of docs/protocol.md, section 11 */
/** @typedef {{ messages: Message[], damages: Damage[] }} Findings */
/** @typedef {Findings & { digest: string }} Seen what a batch held; `digest` of all its objects */
/** @typedef {{ content: Content, object: Uint8Array }} Opened */
/** @typedef {{ done: number, total: number, epoch: number }} Step */
/**
 * @typedef {object} Means
 * @property {(epoch: number) => Promise<Bytes>} fetchBatch
 * @property {(envelope: Bytes) => Promise<Opened>} open throws ProtocolError
 * @property {() => Promise<unknown>} breathe lets the page draw and react
 * @property {(step: Step) => void} tell after each batch
 */

/** The page must stay alive: this long, in milliseconds, it may stand still. */
const STRETCH = 24;

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
      await this.#paused;
      if (this.#stopped) return false;
      const findings = await lookInto(listed, means);
      if (this.#stopped) return false;
      this.#seen.set(listed.epoch, findings);
      means.tell({ done: done + 1, total: due.length, epoch: listed.epoch });
    }
    return !this.#stopped;
  }
}

/**
 * @param {BatchListing} listed
 * @param {Means} means
 * @returns {Promise<Seen>}
 */
async function lookInto(listed, { fetchBatch, open, breathe }) {
  const envelopes = check(await fetchBatch(listed.epoch), listed);
  /** @type {Seen} */
  const findings = { messages: [], damages: [], digest: digestOfObjects(envelopes.map(objectOf)) };
  let since = performance.now();
  for (const envelope of envelopes) {
    await lookAt(envelope, listed.epoch, open, findings);
    if (performance.now() - since < STRETCH) continue;
    await breathe();
    since = performance.now();
  }
  return findings;
}

/**
 * @param {Bytes} bytes
 * @param {BatchListing} listed
 * @returns {Bytes[]} envelopes
 * @throws {BadBatch}
 */
function check(bytes, { epoch, sha256 }) {
  if (hex(batchHash(bytes)) !== sha256) throw new BadBatch(epoch);
  try {
    return splitBatch(bytes);
  } catch (error) {
    throw error instanceof Malformed ? new BadBatch(epoch) : error;
  }
}

/**
 * @param {Bytes} envelope
 * @param {number} epoch
 * @param {Means['open']} open
 * @param {Findings} findings
 */
async function lookAt(envelope, epoch, open, findings) {
  try {
    const { content, object } = await open(envelope);
    findings.messages.push({ epoch, object: hex(object), content });
  } catch (error) {
    if (error instanceof NotARecipient) return;
    if (!(error instanceof ProtocolError)) throw error;
    findings.damages.push({ epoch, object: hex(objectOf(envelope)), failure: error.name });
  }
}
