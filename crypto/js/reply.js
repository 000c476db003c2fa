/**
 * One entry of the board: one part of a reply, sealed to a reporter and signed by its author.
 */
import { gcmOpen, gcmSeal, random } from './boxes.js';
import { expand, extract, sha256 } from './derivation.js';
import { equal, hex, join, utf8 } from './encoding.js';
import { BadSignature, Malformed, NotARecipient } from './errors.js';
import { frame, unframe } from './frame.js';
import { COMMIT, ENTRY, MAX_PARTS, MAX_REPLY_CONTENT, MEMBER_SLOTS, MESSAGE, REPLY_PAYLOAD, SALT } from './limits.js';
import { Domain, isSignedBy, sign } from './signatures.js';
import { ascending, day, hexOf, integerOf, objectOf, readJson, text } from './strict.js';

/** @import { Bytes } from './encoding.js' */
/** @import { Directory, DirectoryMember } from './version.js' */

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

/**
 * The author, and so the role, is what the directory says.
 * @typedef {ReplyContent & { author: DirectoryMember, role: string }} OpenedReply
 */

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
 * @param {Bytes} entry
 * @param {Bytes} key extracted
 * @returns {boolean} by the commitment alone: one derivation for each entry
 */
export function isFor(entry, key) {
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
export async function openWith(entry, key, thread, chain, instance) {
  if (entry.length !== ENTRY) throw new Malformed('entry');
  if (!isFor(entry, key)) throw new NotARecipient('entry');
  const payload = await gcmOpen(expand(key, 'SLREP/1 key', entry.subarray(0, SALT)), entry.slice(SALT + COMMIT));
  const { content: bytes, signature } = await unframe(payload, REPLY_PAYLOAD, MAX_REPLY_CONTENT);
  const content = parseReply(bytes);
  const signed = signedPart(instance, thread, entry.subarray(0, SALT + COMMIT), bytes);
  const author = authorOf(content.slot, chain, signed, signature);
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

// ---- writing ---------------------------------------------------------------------------------

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
  const key = extract(replyKey);
  const salt = random(SALT);
  const head = join(salt, expand(key, 'SLREP/1 commit', salt));
  const signature = sign(Domain.REPLY, signSeed, signedPart(instance, thread, head, bytes));
  const payload = await frame(bytes, signature, REPLY_PAYLOAD, MAX_REPLY_CONTENT);
  return join(head, await gcmSeal(expand(key, 'SLREP/1 key', salt), payload));
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
 * With salt and commitment, the signature is good in this entry alone.
 * @param {Bytes} instance
 * @param {Bytes} thread
 * @param {Bytes} head of the entry
 * @param {Bytes} bytes
 */
function signedPart(instance, thread, head, bytes) {
  return join(instance, thread, head, sha256(bytes));
}
