/**
 * The cases that this person reads, each fetched, checked, opened and folded, and kept for the visit. What was checked
 * once is not fetched again; what does not check is remembered as that, and disturbs no other.
 */
import { checkPinned, checkRecord, extend, madeLater, openHeld, readSigned } from '../../../crypto/js/cases.js';
import { fromBase64, fromHex } from '../../../crypto/js/encoding.js';
import { BrokenChain } from '../../../crypto/js/errors.js';
import { readJson } from '../../../crypto/js/strict.js';
import { Refused } from '../api.js';
import { fetchDirectory } from '../directory.js';
import { foldEach } from '../lifecycle/folding.js';
import { memberships, openedEntries } from '../lifecycle/opened.js';
import * as api from './api.js';
import { differencesIn, differencesOfFiling, differencesOfListing, passingOver } from './differences.js';
import { asEnvelopesSay, compareFiling, foreignItems, leftOutOfCase, wronglyExcluding } from './envelopes.js';
import { noItems, openItems } from './items.js';
import { heldKeys, ownGrants } from './keys.js';
import { demandLeaf } from './tree.js';
import { dayNow } from '../clock.js';

/** @import { Bytes, Content, CurrentDirectory, MemberSecret } from '../../../crypto/js/index.js' */
/** @import { CaseRecord, ReadingKeys } from '../../../crypto/js/cases.js' */
/** @import { Terms } from '../lifecycle/due.js' */
/** @import { CaseState, Membership, Opened } from '../lifecycle/state.js' */
/** @import { CaseListing } from './api.js' */
/** @import { Thread } from '../threads.js' */
/** @import { Pinned } from '../overview/kept.js' */
/** @import { Difference } from './differences.js' */
/** @import { Filing } from './envelopes.js' */
/** @import { Envelope } from './items.js' */
/** @import { OwnGrant } from './keys.js' */
/** @import { TreeSeen } from './tree.js' */
/** @import { Certificates } from '../orders/certificates.js' */
/** @import { Ordered } from '../orders/following.js' */

/**
 * What a visit holds for cases.
 * @typedef {object} CaseVisit
 * @property {{ terms: Terms, epoch_seconds: number }} line
 * @property {{ slot: number | null }} member
 * @property {MemberSecret} secret
 * @property {ReadingKeys[]} [ring] reading keys since those of the bundle
 * @property {Bytes} instance
 * @property {string | null} signed
 * @property {CurrentDirectory | null} directory
 * @property {boolean} over
 * @property {Map<string, OpenCase>} cases
 * @property {Map<string, CaseListing>} listings as the server gave them last
 * @property {Map<string, string[]>} [unsure] by case: advisers to whom its newest key was not sealed here, as nobody knows their keys
 * @property {Map<string, string>} troubles cases that did not check: id to the name of the failure
 * @property {TreeSeen} tree
 * @property {Ordered} [ordered] what the committee has ordered for the whole line, of members
 * @property {Certificates} [certificates] of what was destroyed, as far as they were looked at
 * @property {Thread[]} [threads] what came with the deliveries, where somebody has them
 * @property {{ cases: Map<string, { entries: number, last: string, readers?: readonly string[] }>, checkpoints: Pinned[] } | null} [overview]
 */
/**
 * @typedef {object} OpenCase
 * @property {string} id
 * @property {CaseRecord} record
 * @property {(Bytes | null)[]} contents sealed
 * @property {Opened[]} entries
 * @property {CaseState} state
 * @property {Map<number, Bytes>} keys by number: the newest that is good, and those to which it leads
 * @property {OwnGrant[]} grants the newest first
 * @property {number[]} broken the entries that made newer keys, which are no good here: the case can be read, not written in
 * @property {CaseListing | null} listing
 * @property {Difference[]} differences
 * @property {Map<string, Content>} items what was filed, by id
 * @property {Map<string, Envelope>} envelopes the same, and to which version of the directory they were sealed
 * @property {Map<string, string>} unread filed, but not opened here: id to the name of the failure
 * @property {Set<string>} lacking filed, and read from the own deliveries alone: ids
 * @property {Set<string>} tried what was brought and looked at
 * @property {Set<string>} foreign filed, and by somebody else than who reported: ids
 * @property {Filing} filing how who was given the case at first differs from what the report says
 * @property {Set<string>} leftOut keys of all whom something filed excludes, by slot
 */

/** A record whose first entry does not count: nobody can have begun it by a page of ours, and nothing can follow. */
export class NotACase extends Error {
  constructor() {
    super('the first entry does not count');
    this.name = 'NotACase';
  }
}

/**
 * @param {CaseVisit} own
 * @returns {Promise<CaseListing[]>}
 */
export async function listCases(own) {
  const { cases } = await api.list();
  own.listings = new Map(cases.map((one) => [one.case, one]));
  return cases;
}

/**
 * @param {CaseVisit} own
 * @param {string} id
 * @returns {Promise<OpenCase>}
 * @throws {Refused}, NotACase, or what the protocol throws; all but the first is kept in own.troubles
 */
export async function openCase(own, id) {
  try {
    const opened = await opening(own, id);
    if (!own.over) own.cases.set(id, opened);
    own.troubles.delete(id);
    return opened;
  } catch (error) {
    if (error instanceof Refused && error.status === 404) forget(own, id);
    else if (!(error instanceof Refused) && error instanceof Error) own.troubles.set(id, error.name);
    throw error;
  }
}

/**
 * @param {CaseVisit} own whose directory was fetched
 * @returns {Membership[]}
 */
export function members({ directory }) {
  return memberships(directory?.chain ?? []);
}

/** @param {CaseVisit} own @returns {Terms} the company's periods and holidays */
export function termsOf({ line }) {
  return line.terms;
}

/**
 * @param {CaseVisit} own
 * @returns {Promise<CurrentDirectory>}
 */
export async function directoryOf(own) {
  own.directory ??= await fetchDirectory(own.secret, own.signed);
  if (!own.directory) throw new BrokenChain('no directory');
  return own.directory;
}

/**
 * Nobody reads it here any more.
 * @param {CaseVisit} own
 * @param {string} id
 */
export function forget(own, id) {
  for (const key of own.cases.get(id)?.keys.values() ?? []) key.fill(0);
  own.cases.delete(id);
  own.listings.delete(id);
  own.troubles.delete(id);
}

/**
 * @param {CaseVisit} own
 * @param {string} id
 * @returns {Promise<OpenCase>}
 */
async function opening(own, id) {
  const directory = await directoryOf(own);
  const known = own.cases.get(id) ?? null;
  const fetched = await fetchSince(id, known?.record.entries.length ?? 0);
  const record = checked(own, id, known, fetched.documents); // 1. genuine, complete, in order
  const pinned = own.overview?.cases.get(id);
  if (pinned) checkPinned(record, pinned.entries, fromHex(pinned.last)); // 2. nothing that was seen is gone
  await demandLeaf(own, id, record); // 3. what is old enough is in the tree
  const contents = [...(known?.contents ?? []), ...fetched.contents];
  const grants = [...ownGrants(own, record, known?.record.entries.length ?? 0, fetched.grants), ...(known?.grants ?? [])];
  const read = await openHeld(record, contents, heldKeys(own, record, grants)); // 4. the newest good key opens what it may
  const broken = madeLater(record, Math.max(...read.keys.keys()));
  const { keys } = read;
  const said = openedEntries(record, read);
  const items = await openItems(own, { id, record, entries: said, keys }, known ?? noItems()); // 5. what they file
  const { states, ...found } = folded(directory.chain, said, items.envelopes); // 6. what comes of it
  if (!states[0].fine) throw new NotACase();
  const { entries } = found;
  const listing = own.listings.get(id) ?? null;
  const wrong = wronglyExcluding(entries, directory.chain, items.envelopes);
  const differences = [
    ...differencesIn(record, entries, states, termsOf(own)), ...passingOver(record, keys),
    ...differencesOfFiling(found.filing, wrong), ...differencesOfListing(record, listing),
  ];
  return { id, record, contents, keys, grants, broken, ...items, ...found, listing, differences };
}

/**
 * @param {CurrentDirectory['chain']} chain
 * @param {Opened[]} said
 * @param {Map<string, Envelope>} envelopes
 */
function folded(chain, said, envelopes) {
  const [entries, members] = [asEnvelopesSay(said, chain, envelopes), memberships(chain)];
  const states = foldEach(entries, members);
  const state = states[states.length - 1];
  const leftOut = leftOutOfCase(entries, state, chain, envelopes);
  const foreign = foreignItems(entries, state, envelopes);
  return { entries, states, state, leftOut, foreign, filing: compareFiling(entries, members, leftOut) };
}

/**
 * @param {string} id
 * @param {number} from
 */
async function fetchSince(id, from) {
  const documents = [];
  const contents = [];
  const grants = [];
  for (;;) {
    const page = await api.entries(id, from + documents.length);
    if (page.total < from + documents.length) throw new BrokenChain('fewer entries than before');
    documents.push(...page.entries.map(({ document }) => document));
    contents.push(...page.entries.map(({ content }) => (content === null ? null : fromBase64(content))));
    grants.push(...page.grants.map((grant) => fromBase64(grant)));
    const [have, { total }] = [from + documents.length, page];
    if (have === total) return { documents, contents, grants };
    if (have > total || page.entries.length === 0) throw new BrokenChain('not as many entries as were told');
  }
}

/**
 * @param {CaseVisit} own
 * @param {string} id
 * @param {OpenCase | null} known
 * @param {readonly object[]} documents those that are new
 * @returns {CaseRecord}
 */
function checked({ instance, directory }, id, known, documents) {
  const of = { instance, case: fromHex(id), chain: directory?.chain ?? [], today: dayNow() };
  const signed = documents.map((document) => readSigned(readJson(JSON.stringify(document))));
  if (!known) return checkRecord(signed, of);
  return signed.reduce(extend, { ...known.record, of }); // a later version of the directory makes no old entry wrong
}
