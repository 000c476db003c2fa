/**
 * Whole replies: found on the board and put together by a reporter, cut into parts and sealed by a member.
 */
import { random } from './boxes.js';
import { deflate } from './deflate.js';
import { extract } from './derivation.js';
import { hex, wellFormed } from './encoding.js';
import { ProtocolError, TooLong } from './errors.js';
import { addExcluded } from './exclusion.js';
import { MAX_PARTS, MAX_REPLY_CONTENT, MEMBER_SLOTS, MESSAGE, REPLY_DEFLATED } from './limits.js';
import { isFor, openWith, sealReply, serialiseReply } from './reply.js';

/** @import { Bytes } from './encoding.js' */
/** @import { MemberSecret } from './keys.js' */
/** @import { Reporter } from './phrase.js' */
/** @import { OpenedReply } from './reply.js' */
/** @import { Directory } from './version.js' */

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

// ---- reading ---------------------------------------------------------------------------------

/**
 * Tries all entries under the phrase's mask, adds the slots whose exclusion counts, and tries again until nothing is added.
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
    mask = addExcluded(mask, found, chain[chain.length - 1].members);
  }
  return { replies: joinParts(found), mask, failures };
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
