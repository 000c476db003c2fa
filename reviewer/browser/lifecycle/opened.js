/** From a record that the protocol has checked (crypto/js/record.js) to the entries that are folded here. */
import { hex, utf8 } from '../../../crypto/js/encoding.js';
import { CaseDomain, isSignedBy } from '../../../crypto/js/signatures.js';

/** @import { CaseRecord, Reading } from '../../../crypto/js/cases.js' */
/** @import { Directory } from '../../../crypto/js/index.js' */
/** @import { Entry } from '../../../crypto/js/entry.js' */
/** @import { Signed } from '../../../crypto/js/document.js' */
/** @import { Membership, Opened } from './state.js' */

/** Of a renewal: to which older key it leads. */
const LEADING = ['before', 'from'];

/**
 * A content that this reader cannot open says nothing, and so is refused. The older key, to which a renewal leads, is the
 * protocol's and is left out: no case ever holds it. An entry with an approval says what two have approved, whatever its
 * own content is: otherwise whoever read both signatures could spend them on other words.
 * @param {CaseRecord} record
 * @param {Reading} read
 * @returns {Opened[]}
 */
export function openedEntries(record, read) {
  const own = record.entries.map(({ key }, at) => said(read.opened[at], at > 0 && key > record.entries[at - 1].key));
  return record.entries.map((entry, at) => {
    const act = approved(record, entry, own);
    return act ? opened(record, entry, act, '') : opened(record, entry, own[at], unread(read, entry));
  });
}

/**
 * @param {Directory[]} chain of the directory
 * @returns {Membership[]} who was a member when: each version to the day of the next, both included
 */
export function memberships(chain) {
  return chain.flatMap((version, at) => version.members.map((member) => (
    { person: hex(member.sign), since: version.day, until: chain[at + 1]?.day ?? '', slot: member.slot })));
}

/**
 * @param {CaseRecord} record
 * @param {Entry} entry
 * @param {readonly Record<string, unknown>[]} all what each entry says itself
 * @returns {object | null} what the request asks for whose approval the entry carries; null without one, or if nothing of
 *   the form was asked
 */
function approved(record, { approvals: [one] }, all) {
  const asked = one && all[placeOf(record, hex(one.approval.what))];
  const act = asked?.kind === 'request' ? asked.act : null;
  return typeof act === 'object' && !Array.isArray(act) ? act : null;
}

/**
 * @param {Record<string, unknown> | null} content
 * @param {boolean} renewed
 */
function said(content, renewed) {
  return Object.fromEntries(Object.entries(content ?? {}).filter(([name]) => !(renewed && LEADING.includes(name))));
}

/**
 * @param {Reading} read
 * @param {Entry} entry
 * @returns {string} why it cannot be read: '' unless its key is none of those that are gone by
 */
function unread({ keys }, { key }) {
  const known = [...keys.keys()];
  if (key > Math.max(...known)) return 'later_key';
  return Math.min(...known) < key && !keys.has(key) ? 'passed_over' : '';
}

/**
 * @param {CaseRecord} record
 * @param {Entry} entry
 * @param {unknown} content
 * @param {string} why
 * @returns {Opened}
 */
function opened(record, entry, content, why) {
  return {
    sequence: entry.sequence,
    day: entry.day,
    author: hex(entry.author),
    key: entry.key,
    content,
    grants: entry.grants.map(({ reader, until }) => ({ person: hex(reader), until })),
    approvals: entry.approvals.map(({ signed, approval }) => (
      { action: approval.action, request: placeOf(record, hex(approval.what)), signers: signersOf(signed) })),
    state: entry.state,
    hold: Number(entry.hold),
    excluded: null,
    unread: why,
  };
}

/**
 * @param {CaseRecord} record
 * @param {string} what the hash of an entry
 */
function placeOf(record, what) {
  return record.hashes.findIndex((hash) => hex(hash) === what);
}

/**
 * @param {Signed} signed
 * @returns {string[]} who has validly signed, ascending, each once
 */
function signersOf({ body, signatures }) {
  const good = signatures.filter(({ key, signature }) => isSignedBy(CaseDomain.APPROVAL, key, utf8(body), signature));
  return [...new Set(good.map(({ key }) => hex(key)))].sort();
}
