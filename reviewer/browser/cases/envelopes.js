/**
 * What the envelopes of a case say, beside what the entries say of them. Whom a report leaves out is for the reporter to
 * say, who has signed it; whoever files may say something else, and then it counts for nothing.
 */
import { belongsTo } from '../../../crypto/js/index.js';
import { isMemberThroughout, readersOn } from '../lifecycle/readers.js';
import { holdersSince, itemsNamed } from './items.js';

/** @import { Directory } from '../../../crypto/js/index.js' */
/** @import { CaseState, Membership, Opened } from '../lifecycle/state.js' */
/** @import { Envelope } from './items.js' */
/** @typedef {ReadonlyMap<string, Envelope>} Envelopes by id */
/**
 * Whom the first entry passed over, though the report does not leave them out; and to whom it gave the case, though the
 * report does. Both ascending.
 * @typedef {{ without: string[], although: string[] }} Filing
 */

/**
 * @param {readonly Opened[]} entries
 * @param {readonly Directory[]} chain
 * @param {Envelopes} envelopes that could be opened
 * @returns {Opened[]} with whom their envelopes leave out; nothing is known of one while the report itself does not open
 */
export function asEnvelopesSay(entries, chain, envelopes) {
  const report = envelopes.get(itemOfEntry(entries[0]));
  return entries.map((entry) => {
    const envelope = envelopes.get(itemOfEntry(entry));
    if (!envelope || !report) return entry;
    const excluded = isForeign(envelope, report) ? [] : leftOutBy(envelope, chain.filter(({ day }) => day <= entry.day));
    return { ...entry, excluded };
  });
}

/**
 * @param {readonly Opened[]} entries
 * @param {CaseState} state
 * @param {readonly Directory[]} chain
 * @param {Envelopes} envelopes
 * @returns {Set<string>} keys of all whom something filed leaves out, by slot: those who held it then or later
 */
export function leftOutOfCase(entries, state, chain, envelopes) {
  const report = envelopes.get(itemOfEntry(entries[0]));
  return new Set(itemsNamed(entries, state).flatMap(({ item }) => {
    const envelope = envelopes.get(item);
    return envelope && report && !isForeign(envelope, report) ? leftOutBy(envelope, chain) : [];
  }));
}

/**
 * Somebody else's message under the name of a follow-up: to answer that one would be to answer a stranger.
 * @param {readonly Opened[]} entries
 * @param {CaseState} state
 * @param {Envelopes} envelopes
 * @returns {Set<string>} ids
 */
export function foreignItems(entries, state, envelopes) {
  const report = envelopes.get(itemOfEntry(entries[0]));
  const named = itemsNamed(entries, state).map(({ item }) => item);
  return new Set(named.filter((item) => {
    const envelope = envelopes.get(item);
    return envelope && isForeign(envelope, report);
  }));
}

/**
 * Who was to read the case is those whom every list in force on that day names, but whom the report leaves out.
 * @param {readonly Opened[]} entries as of asEnvelopesSay
 * @param {readonly Membership[]} members
 * @param {ReadonlySet<string>} leftOut as of leftOutOfCase
 * @returns {Filing}
 */
export function compareFiling([first], members, leftOut) {
  if (!itemOfEntry(first) || !first.excluded) return { without: [], although: [] };
  const granted = first.grants.map(({ person }) => person);
  const named = [...new Set(members.map(({ person }) => person))].sort();
  const wanted = named.filter((one) => isMemberThroughout(members, one, first.day) && !leftOut.has(one));
  const barred = new Set(first.excluded);
  return { without: wanted.filter((one) => !granted.includes(one)), although: granted.filter((one) => barred.has(one)) };
}

/**
 * @param {Filing} filing
 * @param {CaseState} state
 * @param {readonly Membership[]} members
 * @param {string} today
 * @returns {Filing} what of it is still so
 */
export function stillSo({ without, although }, state, members, today) {
  const reading = new Set(readersOn(state, today).map(({ person }) => person));
  const here = (/** @type {string} */ one) => members.some(({ person, until }) => person === one && until === '');
  return {
    without: without.filter((one) => !reading.has(one) && here(one) && !state.recused.includes(one)),
    although: although.filter((one) => reading.has(one)),
  };
}

/**
 * On the day of a change two lists are in force, and an author may have known one of them.
 * @param {readonly Opened[]} entries
 * @param {readonly Directory[]} chain
 * @param {Envelopes} envelopes
 * @returns {number[]} entries that say something else about whom a message leaves out than the message itself
 */
export function wronglyExcluding(entries, chain, envelopes) {
  return entries.filter((entry) => {
    const envelope = envelopes.get(itemOfEntry(entry));
    const { excluded: claims } = /** @type {{ excluded?: unknown }} */ (entry.content);
    if (!envelope || !Array.isArray(claims)) return false;
    const [most, least] = [leftOutBy(envelope, chain), leftOutBy(envelope, chain.filter(({ day }) => day < entry.day))];
    return claims.some((one) => !most.includes(one)) || least.some((one) => !claims.includes(one));
  }).map(({ sequence }) => sequence);
}

/** @param {Envelope} envelope @param {readonly Directory[]} chain */
function leftOutBy({ content, directoryHash }, chain) {
  return holdersSince(chain, directoryHash, content.excluded);
}

/** @param {Envelope} envelope @param {Envelope | undefined} report that the case is about */
function isForeign({ content }, report) {
  return report !== undefined && !belongsTo(content, report.content);
}

/** @param {Opened} entry */
function itemOfEntry({ content }) {
  const { item } = /** @type {{ item?: unknown }} */ (content);
  return typeof item === 'string' ? item : '';
}
