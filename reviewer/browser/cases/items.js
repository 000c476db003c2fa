/**
 * The envelopes that were filed in a case, opened as they came; and whom they leave out. Who is left out by a report is
 * so by slot: whoever held it when the report was sealed, or later.
 */
import { itemId, openItem } from '../../../crypto/js/cases.js';
import { fromHex, hex } from '../../../crypto/js/encoding.js';
import { ProtocolError } from '../../../crypto/js/errors.js';
import { equal } from '../../../crypto/js/index.js';
import * as api from './api.js';

/** @import { Bytes, Content, Directory, Opened } from '../../../crypto/js/index.js' */
/** @import { Item } from '../../../crypto/js/cases.js' */
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
    if (found.items.has(item) || found.unread.has(item)) continue;
    const caseKey = keys.get(key);
    if (!caseKey) continue;
    const where = { caseKey, case: record.of.case, id: fromHex(item) };
    await openInto(found, own, record.of.chain, where, { id, item });
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
    found.items.set(item, opened.content);
    for (const person of holdersSince(chain, opened.directoryHash, opened.content.excluded)) found.leftOut.add(person);
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    found.unread.set(item, error.name);
  }
}
