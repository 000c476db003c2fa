/** From opened envelopes to conversations: which messages belong together, and which only claim to. */
import { belongsTo, hex, sha256 } from '../../crypto/js/index.js';

/** @import { Message } from './scanner.js' */
/** @typedef {{ id: string, messages: Message[] }} Thread `id` as of threadOf; the first message began it, the others are confirmed */
/** @typedef {{ threads: Thread[], apart: Message[] }} Sorted `apart`: what no report of the same author vouches for */

/**
 * @param {readonly Message[]} messages whose signatures are right
 * @returns {Sorted} threads with the latest word first
 */
export function sortThreads(messages) {
  const inOrder = withoutRepeats([...messages].sort(byTime));
  /** @type {Map<string, Thread>} */
  const threads = new Map();
  for (const message of inOrder) {
    const id = threadOf(message);
    if (message.content.kind !== 'followup' && !threads.has(id)) threads.set(id, { id, messages: [message] });
  }
  const apart = inOrder.filter((message) => !join(message, threads.get(threadOf(message))));
  return { threads: [...threads.values()].sort((a, b) => byTime(latest(b), latest(a))), apart };
}

/**
 * @param {Message} message
 * @param {Thread | undefined} thread
 * @returns {boolean} whether the message is in the thread now
 */
function join(message, thread) {
  if (!thread) return false;
  const [first] = thread.messages;
  if (message === first) return true;
  const belongs = belongsTo(message.content, first.content);
  if (belongs) thread.messages.push(message);
  return belongs;
}

/**
 * The key that answers are sealed with: of the last message, since a reporter may leave out more people as time goes by.
 * @param {Thread} thread
 */
export function latest(thread) {
  return thread.messages[thread.messages.length - 1];
}

/**
 * A thread's number may be known to others than its author, who could otherwise come first and own it; the author's
 * key signs. So both together say which conversation it is.
 * @param {Message} message
 * @returns {string} hex, the same for every reader
 */
export function threadOf({ content: { thread, reporterKey } }) {
  return hex(sha256(thread, reporterKey).subarray(0, thread.length));
}

/** @param {Message} message */
export function messageId(message) {
  return hex(message.content.message);
}

/**
 * One message may come twice: in a batch and again by an imported file.
 * @param {readonly Message[]} messages
 * @returns {Message[]}
 */
function withoutRepeats(messages) {
  /** @type {Map<string, Message>} */
  const different = new Map();
  for (const message of messages) {
    const key = JSON.stringify(message.content);
    if (!different.has(key)) different.set(key, message);
  }
  return [...different.values()];
}

const RANK = { report: 0, test: 0, followup: 1 };

/**
 * By the batch they came in; nothing finer is known. The object makes the order the same for every reader.
 * @param {Message} a
 * @param {Message} b
 */
function byTime(a, b) {
  return a.epoch - b.epoch || RANK[a.content.kind] - RANK[b.content.kind] || (a.object < b.object ? -1 : 1);
}
