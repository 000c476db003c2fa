/**
 * Replies on the board. A reporter tries every entry at home; a member seals a long reply as several
 * entries of one size.
 */
import { gcmOpen, gcmSeal, random } from './boxes.js';
import { deflate } from './deflate.js';
import { expand, extract, sha256 } from './derivation.js';
import { ascending, day, hexOf, integerOf, objectOf, readJson, text } from './document.js';
import { equal, hex, join, utf8, wellFormed } from './encoding.js';
import { BadSignature, Malformed, NotARecipient, ProtocolError, TooLong } from './errors.js';
import {
  COMMIT, ENTRY, MAX_PARTS, MAX_REPLY_CONTENT, MEMBER_SLOTS, MESSAGE, REPLY_DEFLATED, REPLY_PAYLOAD, SALT,
} from './limits.js';
import { frame, unframe } from './payload.js';
import { maskOfSlots } from './phrase.js';
import { Domain, isSignedBy, sign } from './signatures.js';

/** @import { Bytes } from './encoding.js' */
/** @import { Directory, DirectoryMember } from './directory.js' */
/** @import { MemberSecret } from './keys.js' */
/** @import { Reporter } from './phrase.js' */

/**
 * One part of a reply, as an entry carries it.
 * @typedef {object} ReplyContent
 * @property {Bytes} reply id of the reply, the same in all its parts
 * @property {number} part from 1
 * @property {number} parts
 * @property {number} slot of the author
 * @property {string} day YYYY-MM-DD
 * @property {string} text
 * @property {number[]} excluded slots, ascending
 */

/** @typedef {ReplyContent & { author: DirectoryMember, role: string }} OpenedReply the author, and so the role, is what the directory says */

/**
 * A reply put together from its parts.
 * @typedef {object} Reply
 * @property {Bytes} reply
 * @property {number} slot
 * @property {string} role
 * @property {string} day
 * @property {string} text of the parts that are there, in order
 * @property {number} parts
 * @property {number[]} missing numbers of the parts that are not there
 * @property {number[]} excluded
 */

/** Random ids differ a little in how they deflate. */
const SPARE = 24;

const slot = integerOf(0, MEMBER_SLOTS - 1);
const readContent = objectOf({
  reply: hexOf(MESSAGE),
  part: integerOf(1, MAX_PARTS),
  parts: integerOf(1, MAX_PARTS),
  slot,
  day,
  text,
  excluded: ascending(slot),
});

// ---- reading ---------------------------------------------------------------------------------

/**
 * @param {Bytes} entry 2 048 bytes
 * @param {Bytes} replyKey
 * @param {Bytes} thread
 * @param {Directory[]} chain of a verified directory
 * @param {Bytes} instance
 * @returns {Promise<OpenedReply>}
 * @throws {NotARecipient | Damaged | Malformed | BadSignature}
 */
export function openReply(entry, replyKey, thread, chain, instance) {
  return openWith(entry, extract(replyKey), thread, chain, instance);
}

/**
 * Tries all entries under the phrase's mask, adds what the replies exclude, and tries again until nothing is added.
 * @param {Bytes[]} entries of a verified board
 * @param {Reporter} reporter
 * @param {Directory[]} chain
 * @param {Bytes} instance
 * @returns {Promise<{ replies: Reply[], mask: number, failures: ProtocolError[] }>} mask: whom follow-ups exclude;
 *   failures: entries meant for this reporter that did not open as they should, to be shown
 */
export async function findReplies(entries, reporter, chain, instance) {
  /** @type {OpenedReply[]} */
  const found = [];
  /** @type {ProtocolError[]} */
  const failures = [];
  const tried = new Set();
  let mask = reporter.mask;
  while (!tried.has(mask)) {
    tried.add(mask);
    const key = extract(reporter.replyKey(mask));
    for (const entry of entries.filter((each) => isFor(each, key))) {
      await openWith(entry, key, reporter.thread, chain, instance).then((reply) => found.push(reply), (error) => {
        if (!(error instanceof ProtocolError)) throw error;
        failures.push(error);
      });
    }
    mask = found.reduce((sum, reply) => sum | maskOfSlots(reply.excluded), mask);
  }
  return { replies: joinParts(found), mask, failures };
}

/**
 * @param {Bytes} entry
 * @param {Bytes} key extracted
 * @returns {boolean} by the commitment alone: one derivation for each entry
 */
function isFor(entry, key) {
  const commit = expand(key, 'SLREP/1 commit', entry.subarray(0, SALT));
  return equal(commit, entry.subarray(SALT, SALT + COMMIT));
}

/**
 * @param {Bytes} entry
 * @param {Bytes} key extracted
 * @param {Bytes} thread
 * @param {Directory[]} chain
 * @param {Bytes} instance
 * @returns {Promise<OpenedReply>}
 */
async function openWith(entry, key, thread, chain, instance) {
  if (entry.length !== ENTRY) throw new Malformed('entry');
  if (!isFor(entry, key)) throw new NotARecipient('entry');
  const payload = await gcmOpen(expand(key, 'SLREP/1 key', entry.subarray(0, SALT)), entry.slice(SALT + COMMIT));
  const { content: bytes, signature } = await unframe(payload, REPLY_PAYLOAD, MAX_REPLY_CONTENT);
  const content = parseReply(bytes);
  const author = authorOf(content.slot, chain, signedPart(instance, thread, bytes), signature);
  return { ...content, author, role: author.role };
}

/**
 * @param {Bytes} bytes
 * @returns {ReplyContent}
 */
export function parseReply(bytes) {
  const content = readContent(readJson(bytes));
  if (content.part > content.parts) throw new Malformed('part');
  return content;
}

/**
 * @param {number} authorSlot
 * @param {Directory[]} chain
 * @param {Bytes} message
 * @param {Bytes} signature
 * @returns {DirectoryMember} as the newest version names the one whose key signed
 */
function authorOf(authorSlot, chain, message, signature) {
  const seated = chain.flatMap(({ members }) => members.filter((member) => member.slot === authorSlot)).reverse();
  const distinct = seated.filter((member, at) => seated.findIndex((other) => equal(other.sign, member.sign)) === at);
  const author = distinct.find((member) => isSignedBy(Domain.REPLY, member.sign, message, signature));
  if (!author) throw new BadSignature('reply');
  return author;
}

/**
 * @param {OpenedReply[]} found
 * @returns {Reply[]} by day
 */
function joinParts(found) {
  /** @type {Map<string, OpenedReply[]>} */
  const groups = new Map();
  for (const part of found) {
    // The author belongs to the name: whoever holds the reply key could reuse another's id.
    const name = `${part.slot} ${part.parts} ${hex(part.reply)}`;
    groups.set(name, [...(groups.get(name) ?? []).filter((other) => other.part !== part.part), part]);
  }
  return [...groups.values()].map(joinGroup).sort((a, b) => (a.day < b.day ? -1 : Number(a.day > b.day)));
}

/** @param {OpenedReply[]} group */
function joinGroup(group) {
  const parts = group.sort((a, b) => a.part - b.part);
  const { reply, author, day: written, parts: count } = parts[0];
  const numbers = parts.map(({ part }) => part);
  return {
    reply,
    slot: author.slot,
    role: author.role,
    day: written,
    text: parts.map((part) => part.text).join(''),
    parts: count,
    missing: Array.from({ length: count }, (_, at) => at + 1).filter((number) => !numbers.includes(number)),
    excluded: [...new Set(parts.flatMap(({ excluded }) => excluded))].sort(),
  };
}

// ---- writing ---------------------------------------------------------------------------------

/**
 * @param {{ text: string, day: string, excluded: number[] }} message
 * @param {MemberSecret} author
 * @param {{ replyKey: Bytes, thread: Bytes }} to as the reporter's newest message gives them
 * @param {Bytes} instance
 * @returns {Promise<Bytes[]>} 1 to 16 entries of 2 048 bytes
 * @throws {TooLong}
 */
export async function sealReplies(message, author, to, instance) {
  const reply = random(MESSAGE);
  const texts = await splitText(message.text);
  return Promise.all(texts.map((piece, at) => {
    const content = { ...message, reply, part: at + 1, parts: texts.length, slot: author.slot, text: piece };
    return sealReply(content, author.signSeed, to, instance);
  }));
}

/**
 * @param {string} whole
 * @returns {Promise<string[]>} the parts it is sent in: the fewest of almost equal length that fit their entries
 * @throws {TooLong}
 */
export async function splitText(whole) {
  const characters = [...wellFormed(whole)];
  for (let parts = 1; parts <= MAX_PARTS; parts += 1) {
    const texts = cut(characters, parts);
    const fit = await Promise.all(texts.map(fits));
    if (fit.every(Boolean)) return texts;
  }
  throw new TooLong('reply');
}

/**
 * @param {string} piece
 * @returns {Promise<boolean>} whether it fits an entry, with the longest of everything beside it
 */
async function fits(piece) {
  const excluded = Array.from({ length: MEMBER_SLOTS }, (_, at) => at);
  const largest = { reply: random(MESSAGE), part: MAX_PARTS, parts: MAX_PARTS, slot: 0, day: '2999-12-31', text: piece, excluded };
  const bytes = serialiseReply(largest);
  return bytes.length <= MAX_REPLY_CONTENT && (await deflate(bytes)).length + SPARE <= REPLY_DEFLATED;
}

/**
 * @param {string[]} characters
 * @param {number} parts
 * @returns {string[]} of almost equal length
 */
function cut(characters, parts) {
  const size = Math.ceil(characters.length / parts);
  return Array.from({ length: parts }, (_, at) => characters.slice(at * size, (at + 1) * size).join(''));
}

/**
 * @param {ReplyContent} content one part
 * @param {Bytes} signSeed of its author
 * @param {{ replyKey: Bytes, thread: Bytes }} to
 * @param {Bytes} instance
 * @returns {Promise<Bytes>} the entry
 * @throws {TooLong | Malformed}
 */
export async function sealReply(content, signSeed, { replyKey, thread }, instance) {
  const bytes = serialiseReply(content);
  parseReply(bytes); // what no reader would take is not sealed
  const signature = sign(Domain.REPLY, signSeed, signedPart(instance, thread, bytes));
  const payload = await frame(bytes, signature, REPLY_PAYLOAD, MAX_REPLY_CONTENT);
  const key = extract(replyKey);
  const salt = random(SALT);
  const sealed = await gcmSeal(expand(key, 'SLREP/1 key', salt), payload);
  return join(salt, expand(key, 'SLREP/1 commit', salt), sealed);
}

/** @param {ReplyContent} content */
export function serialiseReply(content) {
  return utf8(JSON.stringify({
    reply: hex(content.reply),
    part: content.part,
    parts: content.parts,
    slot: content.slot,
    day: content.day,
    text: content.text,
    excluded: content.excluded,
  }));
}

/**
 * @param {Bytes} instance
 * @param {Bytes} thread
 * @param {Bytes} bytes
 */
function signedPart(instance, thread, bytes) {
  return join(instance, thread, sha256(bytes));
}
