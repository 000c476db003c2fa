/**
 * The envelopes that were filed in a case, opened as they came; and whom they leave out. Who is left out by a report is
 * so by slot: whoever held it when the report was sealed, or later. Whoever files may have brought something else under
 * the name, or nothing: then it is taken from the own deliveries, where it is in them.
 */
import { itemId, openItem } from '../../../crypto/js/cases.js';
import { fromHex, hex } from '../../../crypto/js/encoding.js';
import { ProtocolError } from '../../../crypto/js/errors.js';
import { equal } from '../../../crypto/js/index.js';
import { Refused } from '../api.js';
import * as api from './api.js';

/** @import { Bytes, Content, Directory, Opened } from '../../../crypto/js/index.js' */
/** @import { Item } from '../../../crypto/js/cases.js' */
/** @import { Thread } from '../threads.js' */
/** @import { CaseVisit, OpenCase } from './store.js' */
/** @typedef {{ items: Map<string, Content>, unread: Map<string, string>, leftOut: Set<string> }} Items `unread`: id to the failure's name */

/**
 * @param {CaseVisit} own
 * @param {Pick<OpenCase, 'id' | 'record' | 'entries' | 'state' | 'keys'>} opened
 * @param {Items} known what was opened before, kept as it is
 * @returns {Promise<Items>}
 */
export async function openItems(own, { id, record, entries, state, keys }, known) {
  const found = { items: new Map(known.items), unread: new Map(known.unread), leftOut: new Set(known.leftOut) };
  for (const { key, item } of itemsNamed(entries, state)) {
    if (found.items.has(item)) continue;
    const caseKey = keys.get(key);
    const where = caseKey && { caseKey, case: record.of.case, id: fromHex(item) };
    if (where && !found.unread.has(item)) await openInto(found, own, record.of.chain, where, { id, item });
    if (found.unread.has(item)) takeDelivered(found, own, record.of.chain, item);
  }
  return found;
}

/**
 * @param {readonly OpenCase['entries'][number][]} entries
 * @param {OpenCase['state']} state
 * @returns {{ sequence: number, key: number, item: string }[]} of entries that count
 */
export function itemsNamed(entries, state) {
  const lines = state.timeline.filter(({ kind }) => kind === 'filed' || kind === 'follow_up');
  return lines.flatMap(({ sequence }) => {
    const { item } = /** @type {{ item: string }} */ (entries[sequence].content);
    return item ? [{ sequence, key: entries[sequence].key, item }] : [];
  });
}

/**
 * @param {readonly Directory[]} chain
 * @param {Uint8Array} directoryHash of the version that was sealed to
 * @param {readonly number[]} slots
 * @returns {string[]} keys of all who held one of the slots then or later, ascending
 */
export function holdersSince(chain, directoryHash, slots) {
  const from = chain.findIndex(({ hash }) => equal(hash, directoryHash));
  const members = chain.slice(Math.max(0, from)).flatMap((version) => version.members);
  return [...new Set(members.filter(({ slot }) => slots.includes(slot)).map(({ sign }) => hex(sign)))].sort();
}

/**
 * @param {Opened} opened
 * @param {Bytes} envelope
 * @returns {Item}
 */
export function itemOf({ contentKey, directoryHash }, envelope) {
  return { contentKey, directoryHash, envelope };
}

/** @param {Item} item @returns {string} hex */
export function itemName(item) {
  return hex(itemId(item));
}

/**
 * The name is made from the envelope and its key, so nothing else can stand under it.
 * @param {{ threads?: readonly Thread[] }} own
 * @param {string} item
 */
export function deliveredAs({ threads = [] }, item) {
  return threads.flatMap(({ messages }) => messages).find((message) => message.item && itemName(message.item) === item);
}

/**
 * @param {Items} found
 * @param {CaseVisit} own
 * @param {Directory[]} chain
 * @param {{ caseKey: Bytes, case: Bytes, id: Bytes }} where
 * @param {{ id: string, item: string }} names
 */
async function openInto(found, own, chain, where, { id, item }) {
  const reader = { instance: own.instance, directoryHashes: chain.map(({ hash }) => hash), slot: own.member.slot };
  try {
    const { opened } = await openItem(await api.item(id, item), where, reader);
    take(found, chain, item, opened);
  } catch (error) {
    const absent = error instanceof Refused && error.status === 404; // named, and never brought
    if (!absent && !(error instanceof ProtocolError)) throw error;
    found.unread.set(item, error.name);
  }
}

/**
 * @param {Items} found
 * @param {CaseVisit} own
 * @param {Directory[]} chain
 * @param {string} item
 */
function takeDelivered(found, own, chain, item) {
  const message = deliveredAs(own, item);
  if (!message?.item) return;
  take(found, chain, item, { content: message.content, directoryHash: message.item.directoryHash });
  found.unread.delete(item);
}

/**
 * @param {Items} found
 * @param {Directory[]} chain
 * @param {string} item
 * @param {Pick<Opened, 'content' | 'directoryHash'>} opened
 */
function take(found, chain, item, { content, directoryHash }) {
  found.items.set(item, content);
  for (const person of holdersSince(chain, directoryHash, content.excluded)) found.leftOut.add(person);
}
