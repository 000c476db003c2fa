/** Answers to reporters: those found on the board, and those this member sent that are not there yet. */
import { NotARecipient, ProtocolError, hex, openReply } from '../../crypto/js/index.js';

/** @import { Bytes, Directory, OpenedReply } from '../../crypto/js/index.js' */
/** @import { Thread } from './threads.js' */
/** @import { Marks } from './marks.js' */
/** @typedef {{ thread: string, content: OpenedReply }} Part `thread` as of threadOf */
/** @typedef {{ thread: string, failure: string }} Unread an entry for a thread that cannot be vouched for */
/** @typedef {'board' | 'partly' | 'waiting' | 'gone'} Where */
/** @typedef {{ id: string, slot: number, role: string, day: string, text: string, where: Where }} Reply */

/**
 * Tries every entry with every key of every thread. Nothing of this can be seen from outside: the board is the same
 * bytes for everyone, and was fetched whole.
 * @param {readonly Bytes[]} entries
 * @param {readonly Thread[]} threads
 * @param {Directory[]} chain of a verified directory, which names the authors
 * @param {Bytes} instance
 * @param {() => Promise<unknown>} breathe
 * @returns {Promise<{ parts: Part[], unread: Unread[] }>}
 */
export async function findParts(entries, threads, chain, instance, breathe) {
  /** @type {Part[]} */
  const parts = [];
  /** @type {Unread[]} */
  const unread = [];
  for (const { id, messages } of threads) {
    const keys = new Map(messages.map(({ content }) => [hex(content.replyKey), content]));
    for (const { replyKey, thread } of keys.values()) {
      await breathe();
      for (const entry of entries) {
        const found = await tryEntry(entry, replyKey, thread, chain, instance);
        if (typeof found === 'string') unread.push({ thread: id, failure: found });
        else if (found) parts.push({ thread: id, content: found });
      }
    }
  }
  return { parts, unread };
}

/**
 * @param {Bytes} entry
 * @param {Bytes} key
 * @param {Bytes} thread
 * @param {Directory[]} chain
 * @param {Bytes} instance
 * @returns {Promise<OpenedReply | string | null>} the name of a failure; null for what is not this thread's
 */
async function tryEntry(entry, key, thread, chain, instance) {
  try {
    return await openReply(entry, key, thread, chain, instance);
  } catch (error) {
    if (error instanceof NotARecipient) return null;
    if (error instanceof ProtocolError) return error.name;
    throw error;
  }
}

/**
 * @param {readonly Part[]} parts
 * @param {Marks} marks
 * @param {{ slot: number, role: string }} own
 * @param {string} oldest first day that the board still shows
 * @returns {Map<string, Reply[]>} by thread, oldest first
 */
export function assembleReplies(parts, marks, own, oldest) {
  /** @type {Map<string, Reply[]>} */
  const replies = new Map();
  /** @type {Map<string, Part[]>} by thread, reply and author */
  const groups = new Map();
  for (const part of parts) {
    const key = keyOf(part.thread, hex(part.content.reply), part.content.slot);
    groups.set(key, [...(groups.get(key) ?? []), part]);
  }
  for (const group of groups.values()) add(replies, group[0].thread, fromBoard(group));
  for (const sent of marks.sent.values()) {
    if (groups.has(keyOf(sent.thread, sent.reply, own.slot))) continue;
    add(replies, sent.thread, { ...sent, ...own, id: sent.reply, where: sent.day < oldest ? 'gone' : 'waiting' });
  }
  for (const list of replies.values()) list.sort((a, b) => (a.day === b.day ? 0 : a.day < b.day ? -1 : 1));
  return replies;
}

/**
 * A report may name another's reply key, and then shows that answer too; it must not take it away from where it belongs.
 * @param {string} thread
 * @param {string} reply
 * @param {number} slot of the author
 */
function keyOf(thread, reply, slot) {
  return `${thread} ${reply} ${slot}`;
}

/**
 * @param {Map<string, Reply[]>} replies
 * @param {string} thread
 * @param {Reply} reply
 */
function add(replies, thread, { id, slot, role, day, text, where }) {
  replies.set(thread, [...(replies.get(thread) ?? []), { id, slot, role, day, text, where }]);
}

/**
 * @param {Part[]} group parts of one reply by one author
 * @returns {Reply}
 */
function fromBoard(group) {
  const inOrder = new Map(group.sort((a, b) => a.content.part - b.content.part).map((part) => [part.content.part, part]));
  const [{ content }] = inOrder.values();
  const text = [...inOrder.values()].map((part) => part.content.text).join('');
  const where = inOrder.size === content.parts ? 'board' : 'partly';
  return { id: hex(content.reply), slot: content.slot, role: content.author.role, day: content.day, text, where };
}
