/**
 * Sends a message, or only looks: both are one visit. What is sealed stays the same through every "Try again",
 * so that a message whose answer was lost on the way is not stored twice.
 */
import { equal, filler, findReplies, findStored, fromHex, sealMessage, WrongInstance } from '../../crypto/js/index.js';
import { visit } from './trace.js';

/** @import { Bytes, Content, CurrentDirectory, Reply } from '../../crypto/js/index.js' */
/** @import { Reporter } from '../../crypto/js/phrase.js' */
/** @import { Line, Member } from './line.js' */
/** @import { Served, Ways } from './trace.js' */
/** @import { Tell } from './words.js' */

/** The readers are not those that the page showed: the reporter must look again before anything is sealed. */
export class ReadersChanged extends Error {
  /** @param {Member[]} members */
  constructor(members) {
    super();
    this.members = members;
  }
}

/**
 * What a phrase brought back.
 * @typedef {object} Thread
 * @property {Reply[]} replies by day
 * @property {number} unsigned entries for this phrase that no reader signed
 * @property {number} mask whom what is sent now excludes
 * @property {number[]} own epochs of the stored list that hold a message of this phrase, ascending, one for each
 */

/**
 * @param {Line} line
 * @param {string} fingerprint hex32
 * @param {Ways['rest']} [rest] between two tries of one visit
 */
export function post(line, fingerprint, rest) {
  const found = fromHex(fingerprint);
  /** @type {(say: Tell) => Ways['tell']} */
  const tell = (say) => (step, share) => say(line.say(`doing_${step}`), share);

  return {
    /**
     * @param {Reporter} reporter
     * @param {Tell} say
     * @returns {Promise<{ thread: Thread, served: Served }>}
     */
    async look(reporter, say) {
      const served = await visit(line, found, { tell: tell(say), rest });
      return { thread: await threadOf(served, reporter), served };
    },

    /**
     * @param {Letter} letter
     * @param {Tell} say
     * @returns {Promise<Served>} once it is stored
     */
    send(letter, say) {
      return visit(line, found, { tell: tell(say), rest, write: ({ directory }) => letter.sealTo(directory, line) });
    },
  };
}

/**
 * One message, sealed once for each directory it meets. Every visit seals one envelope: what was sealed before is handed out only after a filler
 * was sealed for nothing, so that the drop of another try follows the board no sooner than a cover does.
 */
export class Letter {
  /** @type {{ hash: Bytes, envelope: Bytes } | null} */
  #sealed = null;

  /**
   * @param {Reporter} reporter
   * @param {(now: number) => Content} content
   */
  constructor(reporter, content) {
    this.reporter = reporter;
    this.content = content;
  }

  /**
   * @param {CurrentDirectory} directory verified
   * @param {Line} line
   * @returns {Promise<Bytes>}
   * @throws {ReadersChanged | TooLong | TooFewReaders}
   */
  async sealTo(directory, line) {
    checkReaders(directory, line);
    const { hash } = directory.current;
    if (this.#sealed && equal(this.#sealed.hash, hash)) {
      await filler(directory.current.instance);
    } else {
      this.#sealed = { hash, envelope: await sealMessage(this.content(Date.now()), this.reporter, directory) };
    }
    return this.#sealed.envelope;
  }
}

/**
 * The page named its readers before it fetched the directory; what counts is that both name the same.
 * @param {CurrentDirectory} directory
 * @param {Line} line
 */
export function checkReaders({ current }, line) {
  if (!equal(current.instance, fromHex(line.instance))) throw new WrongInstance('directory');
  const members = current.members.map(({ slot, role }) => ({ slot, role }));
  if (JSON.stringify(members) !== JSON.stringify(line.members.map(({ slot, role }) => ({ slot, role })))) {
    throw new ReadersChanged(members);
  }
}

/**
 * @param {Served} served
 * @param {Reporter} reporter
 * @returns {Promise<Thread>}
 */
async function threadOf({ directory, board }, reporter) {
  const { replies, mask, failures } = await findReplies(board.entries, reporter, directory.chain, directory.current.instance);
  return { replies, mask, unsigned: failures.length, own: findStored(board, reporter).map(({ epoch }) => epoch) };
}
