/**
 * Entries of a case's record: bodies, made and parsed, and their sealed contents (protocol.md section 14). Whether an
 * entry follows from those before it, record says.
 */
import { ascendingBy, code, matching } from './case-forms.js';
import { parseApproval } from './approval.js';
import { gcmOpen, gcmSeal, random } from './boxes.js';
import {
  CASE, CONTENT_OVERHEAD, ENTRY_FRAMES, MAX_APPROVALS, MAX_DUE, MAX_ENTRY_CONTENT, MAX_GRANTS, MAX_U32,
} from './case-limits.js';
import { hkdf, sha256 } from './derivation.js';
import { plain, readSigned } from './document.js';
import { equal, fromUtf8, hex, join, u32, utf8 } from './encoding.js';
import { Damaged, Malformed } from './errors.js';
import { COMMIT, HASH, INSTANCE, KEY, SALT } from './limits.js';
import { CaseDomain, publicKey, sign } from './signatures.js';
import { closeSteps, openSteps } from './steps.js';
import { day, hexOf, integerOf, listOf, objectOf, oneOf, readJson, text } from './strict.js';

/** @import { Bytes } from './encoding.js' */
/** @import { Approval } from './approval.js' */
/** @import { Signed } from './document.js' */
/** @import { Json } from './strict.js' */

/** How a case stands, as far as it shows. */
export const STATES = /** @type {const} */ (['open', 'closed', 'retained', 'destroyed']);

/** @typedef {(typeof STATES)[number]} State */
/** @typedef {{ reader: Bytes, until: string, grant: Bytes }} Granted until is empty or the last day; grant is a hash */
/**
 * @typedef {object} Entry
 * @property {Bytes} instance
 * @property {Bytes} case
 * @property {number} sequence
 * @property {Bytes} previous
 * @property {string} day
 * @property {Bytes} author
 * @property {number} key
 * @property {Bytes} content hash of the sealed content
 * @property {State} state
 * @property {boolean} hold
 * @property {string} review
 * @property {{ what: string, day: string }[]} due
 * @property {Granted[]} grants
 * @property {{ signed: Signed, approval: Approval }[]} approvals
 */
/** @typedef {{ caseKey: Bytes, case: Bytes, sequence: number, author: Bytes }} ContentPlace */

const QUARTER = /^(?:|[0-9]{4}-Q[1-4])$/;

const readBody = objectOf({
  type: oneOf([CaseDomain.ENTRY]),
  instance: hexOf(INSTANCE),
  case: hexOf(CASE),
  sequence: integerOf(0, MAX_U32),
  previous: hexOf(HASH),
  day,
  author: hexOf(KEY),
  key: integerOf(0, MAX_U32),
  content: hexOf(HASH),
  state: oneOf(STATES),
  hold: integerOf(0, 1),
  review: matching(QUARTER),
  due: ascendingBy('what', listOf(objectOf({ what: code, day }), MAX_DUE)),
  grants: ascendingBy('reader', listOf(objectOf({ reader: hexOf(KEY), until, grant: hexOf(HASH) }), MAX_GRANTS)),
  approvals: listOf(readSigned, MAX_APPROVALS),
});

/**
 * @param {Entry} entry
 * @returns {string} the text that the author signs
 */
export function entryBody(entry) {
  return JSON.stringify({
    type: CaseDomain.ENTRY,
    instance: hex(entry.instance),
    case: hex(entry.case),
    sequence: entry.sequence,
    previous: hex(entry.previous),
    day: entry.day,
    author: hex(entry.author),
    key: entry.key,
    content: hex(entry.content),
    state: entry.state,
    hold: Number(entry.hold),
    review: entry.review,
    due: entry.due.map(({ what, day: last }) => ({ what, day: last })),
    grants: entry.grants.map((one) => ({ reader: hex(one.reader), until: one.until, grant: hex(one.grant) })),
    approvals: entry.approvals.map(({ signed }) => plain(signed)),
  });
}

/**
 * @param {Entry} entry
 * @param {Bytes} seed the author's
 * @returns {Signed}
 * @throws {Malformed} no reader would take it
 */
export function signEntry(entry, seed) {
  const body = entryBody(entry);
  const signed = { body, signatures: [{ key: publicKey(seed), signature: sign(CaseDomain.ENTRY, seed, utf8(body)) }] };
  parseEntry(signed);
  return signed;
}

/**
 * @param {Signed} signed
 * @returns {Bytes} what the next entry names as previous
 */
export function entryHash(signed) {
  return sha256(signed.body);
}

/**
 * @param {Signed} signed
 * @returns {Entry} with its approvals; form only
 */
export function parseEntry(signed) {
  const { type: _, hold, approvals, ...rest } = readBody(readJson(signed.body));
  return { ...rest, hold: hold === 1, approvals: approvals.map((one) => ({ signed: one, approval: parseApproval(one) })) };
}

/**
 * @param {object} content with a kind; JSON as the protocol has it, so numbers are integers from 0
 * @param {ContentPlace} place
 * @returns {Promise<Bytes>} in one of five lengths
 * @throws {Malformed | TooLong}
 */
export async function sealContent(content, place) {
  const json = utf8(JSON.stringify(content));
  readContent(json);
  const salt = random(SALT);
  const { commit, key } = contentKeys(salt, place);
  return join(salt, commit, await gcmSeal(key, await closeSteps(json, ENTRY_FRAMES, MAX_ENTRY_CONTENT)));
}

/**
 * @param {Bytes} sealed
 * @param {ContentPlace} place
 * @returns {Promise<Record<string, unknown>>} all but its kind is the application's to check
 * @throws {Malformed | Damaged}
 */
export async function openContent(sealed, place) {
  if (!ENTRY_FRAMES.includes(sealed.length - CONTENT_OVERHEAD)) throw new Malformed('content');
  const { commit, key } = contentKeys(sealed.slice(0, SALT), place);
  if (!equal(sealed.subarray(SALT, SALT + COMMIT), commit)) throw new Damaged('case key');
  const json = await openSteps(await gcmOpen(key, sealed.slice(SALT + COMMIT)), ENTRY_FRAMES, MAX_ENTRY_CONTENT);
  readContent(json);
  return JSON.parse(fromUtf8(json));
}

/**
 * @param {number} number of a renewed key
 * @param {Record<string, unknown>} content the first one under it
 * @returns {{ before: Bytes, older: number }} the older key to which it leads, and its number
 * @throws {Malformed}
 */
export function keyBefore(number, { before, from = number - 1 }) {
  const older = integerOf(0, number - 1)(typeof from === 'number' ? from : null);
  return { before: hexOf(KEY)(typeof before === 'string' ? before : null), older };
}

/** @param {Bytes} json */
function readContent(json) {
  const found = readJson(json);
  if (!(found instanceof Map)) throw new Malformed('content');
  text(found.get('kind') ?? null);
}

/**
 * @param {Bytes} salt
 * @param {ContentPlace} place
 */
function contentKeys(salt, { caseKey, case: caseName, sequence, author }) {
  const place = join(salt, caseName, u32(sequence), author);
  return { commit: hkdf(caseKey, 'SLENT/1 commit', place), key: hkdf(caseKey, 'SLENT/1 key', place) };
}

/** @param {Json} value */
function until(value) {
  return value === '' ? '' : day(value);
}
