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
/** @typedef {{ content: Content, directoryHash: Bytes }} Envelope what it says, and to which version it was sealed */
/**
 * @typedef {object} Items
 * @property {Map<string, Content>} items what the envelopes say, by id
 * @property {Map<string, Envelope>} envelopes the same
 * @property {Map<string, string>} unread named, but not opened here: id to the failure's name
 * @property {Set<string>} lacking read from the own deliveries alone: nothing that was brought under the name opens
 * @property {Set<string>} tried `sequence id` of what was looked at before
 */

/** Kinds of entry that file an envelope; `brought` brings one again. */
const FILING = new Set(['filed', 'filed_again', 'follow_up']);
const NAME = /^[0-9a-f]{32}$/;

/** @returns {Items} */
export function noItems() {
  return { items: new Map(), envelopes: new Map(), unread: new Map(), lacking: new Set(), tried: new Set() };
}

/**
 * Of all that was brought under a name the first that opens is read, whoever brought it.
 * @param {CaseVisit} own
 * @param {Pick<OpenCase, 'id' | 'record' | 'entries' | 'keys'>} opened
 * @param {Items} known what was opened before, kept as it is
 * @returns {Promise<Items>}
 */
export async function openItems(own, { id, record, entries, keys }, known) {
  const { items, envelopes, unread, lacking, tried } = known;
  const found = { items: new Map(items), envelopes: new Map(envelopes), unread: new Map(unread), lacking: new Set(lacking), tried: new Set(tried) };
  for (const [item, bringers] of bringersOf(entries)) {
    for (const { sequence, key } of bringers) {
      const caseKey = keys.get(key);
      const read = found.items.has(item) && !found.lacking.has(item);
      if (read || !caseKey || found.tried.has(`${sequence} ${item}`)) continue;
      found.tried.add(`${sequence} ${item}`);
      await openInto(found, own, record.of.chain, { caseKey, case: record.of.case, id: fromHex(item) }, { id, item, sequence });
    }
    if (found.unread.has(item)) takeDelivered(found, own, item);
  }
  return found;
}

/**
 * @param {readonly Pick<OpenCase['entries'][number], 'content' | 'key'>[]} entries
 * @param {OpenCase['state']} state
 * @returns {{ sequence: number, key: number, item: string }[]} of entries that count: each envelope where it was filed first
 */
export function itemsNamed(entries, state) {
  const lines = state.timeline.filter(({ kind }) => FILING.has(kind));
  const named = lines.flatMap(({ sequence }) => {
    const { item } = /** @type {{ item: string }} */ (entries[sequence].content);
    return item ? [{ sequence, key: entries[sequence].key, item }] : [];
  });
  return named.filter(({ item }, at) => named.findIndex((one) => one.item === item) === at);
}

/**
 * Whether an entry counts is found out with what its envelope says, so here it is of no matter.
 * @param {readonly OpenCase['entries'][number][]} entries
 * @returns {Map<string, { sequence: number, key: number }[]>} by id: the entries that bring an envelope, or say so
 */
export function bringersOf(entries) {
  /** @type {Map<string, { sequence: number, key: number }[]>} */
  const found = new Map();
  for (const { sequence, key, content } of entries) {
    const { kind, item } = /** @type {{ kind?: string, item?: unknown }} */ (content);
    if (!(FILING.has(kind ?? '') || kind === 'brought') || typeof item !== 'string' || !NAME.test(item)) continue;
    found.set(item, [...found.get(item) ?? [], { sequence, key }]);
  }
  return found;
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
 * @param {{ id: string, item: string, sequence: number }} names
 */
async function openInto(found, own, chain, where, { id, item, sequence }) {
  const reader = { instance: own.instance, directoryHashes: chain.map(({ hash }) => hash), slot: own.member.slot };
  try {
    const { opened } = await openItem(await api.item(id, sequence, item), where, reader);
    take(found, item, opened);
  } catch (error) {
    const absent = error instanceof Refused && error.status === 404; // named, and never brought
    if (!absent && !(error instanceof ProtocolError)) throw error;
    if (!found.items.has(item) && found.unread.get(item) !== 'NotARecipient') found.unread.set(item, error.name);
  }
}

/**
 * @param {Items} found
 * @param {CaseVisit} own
 * @param {string} item
 */
function takeDelivered(found, own, item) {
  const message = deliveredAs(own, item);
  if (!message?.item) return;
  take(found, item, { content: message.content, directoryHash: message.item.directoryHash });
  found.lacking.add(item);
}

/**
 * @param {Items} found
 * @param {string} item
 * @param {Envelope} opened
 */
function take(found, item, { content, directoryHash }) {
  found.items.set(item, content);
  found.envelopes.set(item, { content, directoryHash });
  found.unread.delete(item);
  found.lacking.delete(item);
}
