/** What was written in a thread, in the order people lived it. */
import { isOfLeaving } from './cases/leaving-words.js';

/** @import { Message } from './scanner.js' */
/** @import { Reply } from './replies.js' */
/** @import { Thread } from './threads.js' */
/** @typedef {{ kind: 'message', day: string, message: Message } | { kind: 'reply', day: string, reply: Reply }} Entry */

/**
 * Days are all that is known. On one day the report comes first, then answers, then what the reporter added: who
 * adds something has most likely read.
 * @param {Thread} thread
 * @param {readonly Reply[]} replies
 * @returns {Entry[]} all but the first message
 */
export function timeline(thread, replies) {
  /** @type {Entry[]} */
  const entries = [
    ...replies.map((reply) => /** @type {const} */ ({ kind: 'reply', day: reply.day, reply })),
    ...thread.messages.slice(1).map((message) => /** @type {const} */ ({ kind: 'message', day: message.content.day, message })),
  ];
  return entries.sort((a, b) => (a.day === b.day ? 0 : a.day < b.day ? -1 : 1));
}

/**
 * @param {Thread} thread
 * @param {readonly Reply[]} replies
 * @returns {boolean} whether the reporter has the last word, as far as days can tell: what a page sends by itself when somebody
 * leaves the case answers nothing
 */
export function isWaiting(thread, replies) {
  const last = timeline(thread, replies.filter(({ text }) => !isOfLeaving(text))).at(-1);
  return !last || last.kind === 'message';
}
