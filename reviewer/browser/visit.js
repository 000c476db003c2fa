/** One member's visit, from signing in to leaving: all that is secret or was opened lives here, in memory, and is wiped at the end. */
import { noMarks } from './marks.js';
import { Scanner } from './scanner.js';

/** @import { Bytes, CurrentDirectory, MemberSecret } from '../../crypto/js/index.js' */
/** @import { Member } from './api.js' */
/** @import { Marks } from './marks.js' */
/** @import { Line } from './page.js' */
/** @import { Part, Reply, Unread } from './replies.js' */
/** @import { Message } from './scanner.js' */
/** @import { Differences } from './stored-list.js' */
/** @import { Thread } from './threads.js' */

export class Visit {
  scanner = new Scanner();
  /** @type {CurrentDirectory | null} */
  directory = null;
  /** @type {string | null} body of the list that was signed last in this visit */
  signed = null;
  /** @type {Marks} */
  marks = noMarks();
  /** @type {Thread[]} */
  threads = [];
  /** @type {Message[]} */
  apart = [];
  /** @type {Map<string, Reply[]>} by thread */
  replies = new Map();
  /** @type {Part[]} answers on the board */
  parts = [];
  /** @type {Unread[]} */
  unread = [];
  /** The last epoch of the board that was read; -1 before any was. */
  boardEnds = -1;
  /** @type {Differences} between the batches offered and the stored list */
  differences = {};
  /** How many messages the list has shown so far. */
  found = 0;
  /** @type {Map<string, string>} what was typed and not sent yet, by thread */
  drafts = new Map();
  /** @type {string | null} id of the thread, or the object of a message that stands apart */
  chosen = null;
  over = false;

  /**
   * @param {Line} line
   * @param {Member} member
   * @param {MemberSecret} secret
   * @param {Bytes} instance
   * @param {boolean} founded
   */
  constructor(line, member, secret, instance, founded) {
    this.line = line;
    this.member = member;
    this.secret = secret;
    this.instance = instance;
    this.founded = founded;
  }

  /** Keys are overwritten; texts are strings, which can only be let go. */
  wipe() {
    this.over = true;
    this.scanner.stop();
    this.secret.wipe();
    this.marks = noMarks();
    this.threads = [];
    this.apart = [];
    this.replies.clear();
    this.parts = [];
    this.unread = [];
    this.drafts.clear();
    this.chosen = null;
  }
}

/** @type {Visit | null} */
let current = null;

/** @param {Visit} begun */
export function beginVisit(begun) {
  current = begun;
}

export function endVisit() {
  current?.wipe();
  current = null;
}

export function isVisiting() {
  return current !== null;
}

/** @returns {Visit} */
export function visit() {
  if (!current) throw new Error('nobody is signed in');
  return current;
}
