/**
 * What a reporter says, in one frame of constant size. Every kind of message has the same fields, and all
 * are signed, so that reading needs one path.
 */
import { deflate } from './deflate.js';
import { sha256 } from './derivation.js';
import { equal, hex, join, utf8, wellFormed } from './encoding.js';
import { BadSignature, TooLong } from './errors.js';
import { frame, unframe } from './frame.js';
import {
  HASH, KEY, MAX_CONTENT, MEMBER_SLOTS, MESSAGE, PAYLOAD, PAYLOAD_DEFLATED, THREAD,
} from './limits.js';
import { Domain, publicKey, sign, verify } from './signatures.js';
import { ascending, day, hexOf, integerOf, listOf, objectOf, oneOf, readJson, text } from './strict.js';

/** @import { Bytes } from './encoding.js' */

export const KINDS = /** @type {const} */ (['report', 'followup', 'test']);

/** Section 9. */
export const CATEGORIES = /** @type {const} */ ([
  'fraud_statements', 'fraud_records', 'control_deficiency', 'misrepresentation', 'reporting_deviation',
  'gaap_misapplication', 'auditor_influence', 'retaliation', 'related_party', 'attorney_report', 'other',
]);
export const RELATIONS = /** @type {const} */ (['employee', 'former', 'supplier', 'shareholder', 'other']);

/**
 * @typedef {object} Content
 * @property {(typeof KINDS)[number]} kind
 * @property {Bytes} thread
 * @property {Bytes} message 16 random bytes
 * @property {string} day YYYY-MM-DD
 * @property {string} language
 * @property {string} what
 * @property {string} whereWhen
 * @property {string} who
 * @property {string} howKnown
 * @property {(typeof CATEGORIES)[number] | ''} category
 * @property {(typeof RELATIONS)[number] | ''} relation
 * @property {string} identity
 * @property {number[]} excluded slots, ascending
 * @property {Bytes} replyKey
 * @property {Bytes} reporterKey
 * @property {AttachedFile[]} files
 */

/** @typedef {{ key: Bytes, name: string, type: string, size: number, sha256: Bytes }} AttachedFile */

const readContent = objectOf({
  kind: oneOf(KINDS),
  thread: hexOf(THREAD),
  message: hexOf(MESSAGE),
  day,
  language: text,
  what: text,
  where_when: text,
  who: text,
  how_known: text,
  category: oneOf([...CATEGORIES, '']),
  relation: oneOf([...RELATIONS, '']),
  identity: text,
  excluded: ascending(integerOf(0, MEMBER_SLOTS - 1)),
  reply_key: hexOf(KEY),
  reporter_key: hexOf(KEY),
  files: listOf(objectOf({ key: hexOf(KEY), name: text, type: text, size: integerOf(), sha256: hexOf(HASH) })),
});

/**
 * @param {Content} content
 * @param {Bytes} seed the reporter's signing seed
 * @param {Bytes} instance
 * @param {Bytes} directoryHash of the version that it is sealed to
 * @param {Bytes} object of the envelope that will carry it
 * @returns {Promise<Bytes>} 6 440 bytes
 * @throws {TooLong | Malformed | BadSignature}
 */
export async function framePayload(content, seed, instance, directoryHash, object) {
  const bytes = serialiseContent(content);
  if (bytes.length > MAX_CONTENT) throw new TooLong('content');
  parseContent(bytes); // what no reader would take is not sealed
  if (!equal(publicKey(seed), content.reporterKey)) throw new BadSignature('reporter key');
  const signature = sign(Domain.MESSAGE, seed, signedPart(content, bytes, instance, directoryHash, object));
  return frame(bytes, signature, PAYLOAD, MAX_CONTENT);
}

/**
 * @param {Bytes} payload
 * @param {Bytes} instance
 * @param {Bytes} directoryHash of the version under which its envelope opened
 * @param {Bytes} object
 * @returns {Promise<Content>}
 * @throws {Malformed | BadSignature}
 */
export async function unframePayload(payload, instance, directoryHash, object) {
  const { content: bytes, signature } = await unframe(payload, PAYLOAD, MAX_CONTENT);
  const content = parseContent(bytes);
  const signed = signedPart(content, bytes, instance, directoryHash, object);
  verify(Domain.MESSAGE, content.reporterKey, signed, signature);
  return content;
}

/**
 * For the meter that shows how much room is left.
 * @param {Content} content
 * @returns {Promise<{ used: number, limit: number }>} bytes once deflated; fits while used <= limit
 */
export async function measure(content) {
  const bytes = serialiseContent(content);
  const used = (await deflate(bytes)).length;
  return { used: bytes.length > MAX_CONTENT ? Math.max(used, PAYLOAD_DEFLATED + 1) : used, limit: PAYLOAD_DEFLATED };
}

/**
 * A follow-up belongs to a report only if the same reporter signed both; else it is shown apart, as unconfirmed.
 * @param {Content} followup
 * @param {Content} report
 */
export function belongsTo(followup, report) {
  return equal(followup.thread, report.thread) && equal(followup.reporterKey, report.reporterKey);
}

/**
 * With the directory and what the content excludes, the reporter signs who may read it.
 * @param {Content} content
 * @param {Bytes} bytes
 * @param {Bytes} instance
 * @param {Bytes} directoryHash
 * @param {Bytes} object
 */
function signedPart(content, bytes, instance, directoryHash, object) {
  return join(instance, directoryHash, object, content.thread, content.message, sha256(bytes));
}

/**
 * @param {Content} content
 * @returns {Bytes}
 */
export function serialiseContent(content) {
  return utf8(JSON.stringify({
    kind: content.kind,
    thread: hex(content.thread),
    message: hex(content.message),
    day: content.day,
    language: wellFormed(content.language),
    what: wellFormed(content.what),
    where_when: wellFormed(content.whereWhen),
    who: wellFormed(content.who),
    how_known: wellFormed(content.howKnown),
    category: content.category,
    relation: content.relation,
    identity: wellFormed(content.identity),
    excluded: content.excluded,
    reply_key: hex(content.replyKey),
    reporter_key: hex(content.reporterKey),
    files: content.files.map((file) => ({
      key: hex(file.key),
      name: wellFormed(file.name),
      type: wellFormed(file.type),
      size: file.size,
      sha256: hex(file.sha256),
    })),
  }));
}

/**
 * @param {Bytes} bytes
 * @returns {Content}
 */
export function parseContent(bytes) {
  const { where_when: whereWhen, how_known: howKnown, reply_key: replyKey, reporter_key: reporterKey, ...rest } =
    readContent(readJson(bytes));
  return { ...rest, whereWhen, howKnown, replyKey, reporterKey };
}
