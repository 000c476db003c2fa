/** One member's visit, from signing in to leaving: all that is secret or was opened lives here, in memory, and is wiped at the end. */
import { noTree } from './cases/tree.js';
import { noMarks } from './marks.js';
import { noCertificates } from './orders/certificates.js';
import { noOrders } from './orders/following.js';
import { Scanner } from './scanner.js';

/** @import { ReadingKeys } from '../../crypto/js/cases.js' */
/** @import { Bytes, CurrentDirectory, MemberSecret } from '../../crypto/js/index.js' */
/** @import { Member } from './api.js' */
/** @import { CaseListing } from './cases/api.js' */
/** @import { Said } from './cases/said.js' */
/** @import { OpenCase } from './cases/store.js' */
/** @import { Marks } from './marks.js' */
/** @import { Line } from './page.js' */
/** @import { OwnOverview } from './overview/keeping.js' */
/** @import { Part, Reply, Unread } from './replies.js' */
/** @import { Message } from './scanner.js' */
/** @import { Differences } from './stored-list.js' */
/** @import { Thread } from './threads.js' */

export class Visit {
  scanner = new Scanner();
  /** @type {Bytes} goes into the key that closes the own keys; empty before it was given */
  pepper = new Uint8Array(0);
  /** @type {ReadingKeys[]} those since the bundle's, newest first */
  ring = [];
  /** The ring as the server keeps it: its SHA-256, zeros for none; and the version that its newest keys are offered for. */
  kept = { hash: new Uint8Array(32), offered: 0 };
  /** @type {CurrentDirectory | null} */
  directory = null;
  /** @type {string | null} body of the list that was signed last in this visit */
  signed = null;
  /** There is no list yet that this person has compared, or that names it. */
  joining = false;
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
  /** Whether a look has gone through all deliveries in this visit. */
  looked = false;
  /** How many messages the list has shown so far. */
  found = 0;
  /** @type {Map<string, string>} what was typed and not sent yet, by thread */
  drafts = new Map();
  /** @type {Map<string, OpenCase>} by id */
  cases = new Map();
  /** @type {Map<string, CaseListing>} as the server gave them last */
  listings = new Map();
  /** @type {Map<string, string>} cases that did not check: id to the name of the failure */
  troubles = new Map();
  /** @type {Map<string, string[]>} by case: advisers to whom its newest key was not sealed here, as nobody knows their keys */
  unsure = new Map();
  /** @type {Map<string, unknown>} threads that could not be filed as cases, and why */
  unfiled = new Map();
  /** @type {Map<string, Said[]>} by case: what went out to a reporter and is not on record yet */
  unwritten = new Map();
  /** @type {Set<string>} cases that are there, and not for this member any more */
  left = new Set();
  /** @type {Set<string>} cases that are there, and that were never for this member: somebody has filed them without it */
  passedOver = new Set();
  /** What was seen of the tree of all records. */
  tree = noTree();
  /** What the committee has ordered for the whole line, as this page checked it. */
  ordered = noOrders();
  certificates = noCertificates();
  /** @type {string | null} hash of the certificate that is shown, in hex */
  chosenCertificate = null;
  /** @type {OwnOverview | null} before the index was fetched */
  overview = null;
  /** @type {string | null} id of the case that is shown */
  chosenCase = null;
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

  /** @returns {number} of a member; nobody else has one */
  get slot() {
    if (this.member.slot === null) throw new Error('no slot');
    return this.member.slot;
  }

  /** Keys are overwritten; texts are strings, which can only be let go. */
  wipe() {
    this.over = true;
    this.scanner.stop();
    this.secret.wipe();
    for (const { secret } of this.ring) secret.wipe();
    this.ring = [];
    this.pepper.fill(0);
    this.marks = noMarks();
    this.threads = [];
    this.apart = [];
    this.replies.clear();
    this.parts = [];
    this.unread = [];
    this.drafts.clear();
    this.overview = null;
    this.tree = noTree();
    this.ordered = noOrders();
    this.certificates = noCertificates();
    this.chosenCertificate = null;
    for (const { keys } of this.cases.values()) for (const key of keys.values()) key.fill(0);
    this.cases.clear();
    this.listings.clear();
    this.troubles.clear();
    this.unsure.clear();
    this.unfiled.clear();
    this.unwritten.clear();
    this.left.clear();
    this.passedOver.clear();
    this.chosenCase = null;
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
