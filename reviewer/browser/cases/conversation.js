/** The talk with the reporter that a case is about: what was filed, what waits to be filed, and which key answers are sealed with. */
import { caseId } from '../../../crypto/js/cases.js';
import { hex } from '../../../crypto/js/index.js';
import { messageId, threadOf } from '../threads.js';
import { itemName, itemsNamed } from './items.js';

/** @import { Content } from '../../../crypto/js/index.js' */
/** @import { Message } from '../scanner.js' */
/** @import { Thread } from '../threads.js' */
/** @import { OpenCase } from './store.js' */
/**
 * `id` as of threadOf; `filed` the report and what followed; `waiting` came with the deliveries and is not in the case yet;
 * `latest` of both, which says to whom an answer goes and whom it leaves out.
 * @typedef {{ id: string, filed: Content[], waiting: Message[], latest: Content }} Conversation
 */
/** @typedef {{ threads: Thread[] }} Threads */

/**
 * @param {Thread} thread
 * @returns {string | null} id of its case; null for what is filed only when somebody wants it
 */
export function caseOf({ messages: [first] }) {
  return first.item ? hex(caseId(first.item)) : null;
}

/**
 * @param {Threads} own
 * @param {OpenCase} opened
 * @returns {Conversation | null} null where nothing came through the line
 */
export function conversationOf({ threads }, opened) {
  const own = itemsNamed(opened.entries, opened.state).filter(({ item }) => !opened.foreign.has(item));
  const filed = own.flatMap(({ item }) => opened.items.get(item) ?? []);
  if (!filed.length) return null;
  const id = threadOf({ epoch: 0, object: '', content: filed[0] });
  const thread = threads.find((one) => one.id === id);
  const waiting = thread?.messages.filter((message) => !isFiled(opened, message)) ?? [];
  return { id, filed, waiting, latest: waiting.at(-1)?.content ?? filed[filed.length - 1] };
}

/**
 * One message may have come twice, so it is told by its number, where the filed one can be read, and by its envelope.
 * @param {OpenCase} opened
 * @param {Message} message
 */
export function isFiled({ entries, state, items }, message) {
  const named = new Set(itemsNamed(entries, state).map(({ item }) => item));
  if (message.item && named.has(itemName(message.item))) return true;
  return [...named].some((item) => {
    const content = items.get(item);
    return content && hex(content.message) === messageId(message);
  });
}

/**
 * Members who came later have the case, and no delivery that holds the report: their threads are made of the cases.
 * @param {Threads & { cases: ReadonlyMap<string, OpenCase> }} own
 * @returns {Thread[]}
 */
export function allThreads(own) {
  const known = new Set(own.threads.map(({ id }) => id));
  const more = [...own.cases.values()].flatMap((opened) => {
    const found = conversationOf(own, opened);
    if (!found || known.has(found.id)) return [];
    return [{ id: found.id, messages: found.filed.map((content) => ({ epoch: 0, object: '', content })) }];
  });
  return [...own.threads, ...more];
}
