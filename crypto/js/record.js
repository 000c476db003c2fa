/**
 * Checks the record of a case: its entries, one after another (protocol.md section 14). No case key is needed.
 * `checkRecord` is for who is shown all entries; `extend` for who takes one more.
 */
import { actOf, checkLifetime, checkSigners, CLOSING, isMetBy, NOBODY } from './approval.js';
import { NotAllowed } from './case-errors.js';
import { sha256 } from './derivation.js';
import { equal, fromHex, hex, utf8 } from './encoding.js';
import { entryHash, parseEntry } from './entry.js';
import { BadSignature, BrokenChain, Damaged, WrongInstance } from './errors.js';
import { HASH } from './limits.js';
import { CaseDomain, verify } from './signatures.js';
import { daysBetween, inForce } from './version.js';

/** @import { Bytes } from './encoding.js' */
/** @import { Approval, Need } from './approval.js' */
/** @import { Signed } from './document.js' */
/** @import { Entry } from './entry.js' */
/** @import { Directory } from './version.js' */

/** @typedef {{ instance: Bytes, case: Bytes, chain: Directory[], today: string | null }} RecordOf chain of the directory */
/**
 * Entries that were checked.
 * @typedef {object} CaseRecord
 * @property {RecordOf} of
 * @property {Entry[]} entries
 * @property {Bytes[]} hashes
 * @property {Map<string, string>} readers after the last entry: key, as hex, to last day or ''
 * @property {Set<string>} executed
 */

const FREE_MOVES = ['open open', 'closed closed', 'retained retained', 'closed open', 'closed retained', 'retained open'];
/** @type {Record<string, string[]>} */
const APPROVED_MOVES = { 'open closed': CLOSING, 'retained destroyed': ['destroy'] };

/**
 * @param {Signed[]} documents
 * @param {RecordOf} of
 * @returns {CaseRecord}
 * @throws {Malformed | BadSignature | WrongInstance | BrokenChain | NotAllowed}
 */
export function checkRecord(documents, of) {
  if (documents.length === 0) throw new BrokenChain('no entry');
  const entries = documents.map(parseEntry);
  /** @type {CaseRecord} */
  const none = { of, entries: [], hashes: [], readers: new Map(), executed: new Set() };
  return entries.reduce((record, entry, at) => extended(record, documents[at], entry), none);
}

/**
 * @param {CaseRecord} record
 * @param {Signed} document
 * @returns {CaseRecord} with one entry more; throws what checkRecord throws
 */
export function extend(record, document) {
  return extended(record, document, parseEntry(document));
}

/**
 * @param {CaseRecord} record
 * @returns {Entry} which says how the case stands
 */
export function lastOf(record) {
  return record.entries[record.entries.length - 1];
}

/**
 * @param {CaseRecord} record
 * @param {number} count of entries that were seen
 * @param {Bytes} last hash of the last of them
 * @throws {BrokenChain} the record does not hold them any more
 */
export function checkPinned(record, count, last) {
  const found = record.hashes[count - 1];
  if (!found || !equal(found, last)) throw new BrokenChain('pinned entry');
}

/**
 * @param {CaseRecord} record
 * @param {(Bytes | null)[]} contents only those of a destroyed case may be gone
 * @throws {Damaged}
 */
export function checkContents(record, contents) {
  if (contents.length !== record.entries.length) throw new Damaged('contents');
  const destroyed = lastOf(record).state === 'destroyed';
  record.entries.forEach((entry, at) => {
    const content = contents[at];
    if (content ? !equal(sha256(content), entry.content) : !destroyed) throw new Damaged('content');
  });
}

/**
 * @param {CaseRecord} record
 * @param {string} day
 * @returns {Set<string>} who reads on that day, as hex
 */
export function readersOn(record, day) {
  return new Set([...record.readers].filter(([, until]) => until === '' || day <= until).map(([key]) => key));
}

/**
 * @param {Map<string, string>} readers
 * @returns {Set<string>} those without a last day, as hex
 */
export function standing(readers) {
  return new Set([...readers].filter(([, until]) => until === '').map(([key]) => key));
}

/**
 * @param {Directory[]} chain
 * @param {string} day
 * @returns {Map<string, Set<number>>} members of any version in force: key, as hex, to the slots that it has in them
 */
export function membersOn(chain, day) {
  const found = new Map();
  for (const { sign, slot } of inForce(chain, day).flatMap(({ members }) => members)) {
    found.set(hex(sign), new Set([...(found.get(hex(sign)) ?? []), slot]));
  }
  return found;
}

/**
 * @param {CaseRecord} record
 * @param {Signed} document
 * @param {Entry} entry
 * @returns {CaseRecord}
 */
function extended(record, document, entry) {
  checkSignature(document, entry); // 1
  if (!equal(entry.instance, record.of.instance)) throw new WrongInstance('entry'); // 2
  if (!equal(entry.case, record.of.case)) throw new BrokenChain('case');
  checkPlace(record, entry); // 3
  const readers = readersAfter(record, entry, isRenewed(record, entry)); // 4
  checkAuthor(record, entry, readers); // 5
  checkGrants(record, entry); // 6
  const needs = [...moves(record, entry), ...leftOut(record, entry, readers)]; // 7, 8
  checkApprovals(record, entry, readers, needs); // 9
  return {
    of: record.of,
    entries: [...record.entries, entry],
    hashes: [...record.hashes, entryHash(document)],
    readers,
    executed: new Set([...record.executed, ...entry.approvals.map(({ approval }) => actOf(approval))]),
  };
}

/**
 * @param {Signed} document
 * @param {Entry} entry
 */
function checkSignature(document, entry) {
  const [one, ...more] = document.signatures;
  if (!one || more.length > 0 || !equal(one.key, entry.author)) throw new BadSignature('author');
  verify(CaseDomain.ENTRY, entry.author, utf8(document.body), one.signature);
}

/**
 * @param {CaseRecord} record
 * @param {Entry} entry
 */
function checkPlace({ of, entries, hashes }, entry) {
  const count = entries.length;
  const previous = hashes[count - 1] ?? new Uint8Array(HASH);
  if (entry.sequence !== count || !equal(entry.previous, previous)) throw new BrokenChain('sequence or previous');
  if (count > 0 && entry.day < entries[count - 1].day) throw new BrokenChain('day');
  if (of.today !== null && daysBetween(of.today, entry.day) > 1) throw new BrokenChain('day to come');
}

/**
 * @param {CaseRecord} record
 * @param {Entry} entry
 */
function isRenewed(record, entry) {
  const step = record.entries.length ? entry.key - lastOf(record).key : entry.key;
  if (step !== 0 && (step !== 1 || record.entries.length === 0)) throw new BrokenChain('key');
  return step === 1;
}

/**
 * @param {CaseRecord} record
 * @param {Entry} entry
 * @param {boolean} renewed
 */
function readersAfter(record, entry, renewed) {
  const after = new Map(renewed ? [] : record.readers);
  for (const { reader, until } of entry.grants) after.set(hex(reader), until);
  return after;
}

/**
 * @param {CaseRecord} record
 * @param {Entry} entry
 * @param {Map<string, string>} after
 */
function checkAuthor(record, entry, after) {
  const author = hex(entry.author);
  const allowed = record.entries.length === 0
    ? standing(after).has(author)
    : lastOf(record).state !== 'destroyed' && readersOn(record, entry.day).has(author);
  if (!allowed || standing(after).size === 0) throw new NotAllowed('author');
}

/**
 * @param {CaseRecord} record
 * @param {Entry} entry
 */
function checkGrants(record, entry) {
  const granting = entry.grants.length > 0 && record.entries.length > 0;
  if (granting && !standing(record.readers).has(hex(entry.author))) throw new NotAllowed('granted by one with a last day');
  const members = membersOn(record.of.chain, entry.day);
  const grantable = entry.grants.every(({ reader, until }) => (until ? entry.day <= until : members.has(hex(reader))));
  if (!grantable) throw new NotAllowed('grant');
}

/**
 * @param {CaseRecord} record
 * @param {Entry} entry
 * @returns {Need[]}
 */
function moves(record, entry) {
  if (record.entries.length === 0) {
    if (entry.state !== 'open') throw new NotAllowed('state');
    return [];
  }
  const before = lastOf(record);
  const move = `${before.state} ${entry.state}`;
  const needs = [];
  if (APPROVED_MOVES[move]) needs.push({ actions: APPROVED_MOVES[move], reader: NOBODY });
  else if (!FREE_MOVES.includes(move)) throw new NotAllowed('state');
  if (entry.state === 'destroyed' && (before.hold || entry.hold)) throw new NotAllowed('hold');
  if (before.hold && !entry.hold) needs.push({ actions: ['release'], reader: NOBODY });
  return needs;
}

/**
 * @param {CaseRecord} record
 * @param {Entry} entry
 * @param {Map<string, string>} after
 * @returns {Need[]}
 */
function leftOut(record, entry, after) {
  const versions = inForce(record.of.chain, entry.day).map(({ members }) => members.map(({ sign }) => hex(sign)));
  const lost = [...standing(record.readers)].filter((reader) => after.get(reader) !== '' && reader !== hex(entry.author));
  const members = lost.filter((reader) => versions.every((keys) => keys.includes(reader)));
  return members.map((reader) => ({ actions: ['recuse'], reader: fromHex(reader) }));
}

/**
 * @param {CaseRecord} record
 * @param {Entry} entry
 * @param {Map<string, string>} after
 * @param {Need[]} needs
 */
function checkApprovals(record, entry, after, needs) {
  const { approvals } = entry;
  if (approvals.length > 1 || needs.length > 1 || (needs.length && !approvals.length)) throw new NotAllowed('approvals');
  for (const { signed, approval } of approvals) {
    const wanted = needs.length ? needs : mayCarry(record, entry, after);
    if (!wanted.some((need) => isMetBy(need, approval))) throw new NotAllowed('approvals');
    checkExecutor(record, entry, approval);
    checkApproval(record, entry, signed, approval);
  }
}

/**
 * What an entry that needs no approval may execute: one hold of several goes; who does not read is recused.
 * @param {CaseRecord} record
 * @param {Entry} entry
 * @param {Map<string, string>} after
 * @returns {Need[]}
 */
function mayCarry(record, entry, after) {
  const stand = new Set([...standing(record.readers), ...standing(after)]);
  const strangers = entry.approvals.map(({ approval }) => approval.reader).filter((reader) => !stand.has(hex(reader)));
  const stays = record.entries.length > 0 && lastOf(record).hold && entry.hold;
  return [
    ...(stays ? [{ actions: ['release'], reader: NOBODY }] : []),
    ...strangers.map((reader) => ({ actions: ['recuse'], reader })),
  ];
}

/**
 * A member who reads; the key is renewed by a recusal, and by no other act.
 * @param {CaseRecord} record
 * @param {Entry} entry
 * @param {Approval} approval
 */
function checkExecutor(record, entry, approval) {
  const author = hex(entry.author);
  const allowed = standing(record.readers).has(author) && membersOn(record.of.chain, entry.day).has(author);
  const renewed = entry.key > (record.entries.length ? lastOf(record).key : 0);
  const fits = renewed === (approval.action === 'recuse') && (renewed || entry.grants.length === 0);
  if (!allowed || !fits) throw new NotAllowed('executed by');
}

/**
 * @param {CaseRecord} record
 * @param {Entry} entry
 * @param {Signed} signed
 * @param {Approval} approval
 */
function checkApproval({ of, entries, hashes, readers, executed }, entry, signed, approval) {
  const ours = equal(approval.instance, of.instance) && equal(approval.case, of.case);
  const asked = entries.find((_, at) => equal(hashes[at], approval.what));
  if (!ours || !asked || executed.has(actOf(approval))) throw new NotAllowed('approval of another case, or of nothing new');
  checkLifetime(approval, asked.day, entry.day);
  const [then, now] = [membersOn(of.chain, approval.day), membersOn(of.chain, entry.day)];
  const stand = standing(readers);
  checkSigners(signed, new Map([...now].filter(([key]) => stand.has(key) && then.has(key))));
}
