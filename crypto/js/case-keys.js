/**
 * The keys of a case, and what they open (protocol.md section 14): which of a reader's own keys is good, and the contents
 * under it and under the older ones to which it leads. No bad renewal may shut a reader out, and no reader may pass over
 * what two members wrote.
 */
import { NotAllowed } from './case-errors.js';
import { APPROVERS } from './case-limits.js';
import { hex } from './encoding.js';
import { keyBefore, openContent } from './entry.js';
import { Damaged, ProtocolError } from './errors.js';
import { checkContents, lastOf, membersOn } from './record.js';

/** @import { Bytes } from './encoding.js' */
/** @import { ContentPlace, Entry } from './entry.js' */
/** @import { CaseRecord } from './record.js' */
/** @typedef {(Bytes | null)[]} Contents sealed, in the order of the entries */
/** @typedef {{ number: number, caseKey: Bytes }} HeldKey */
/** @typedef {Pick<Entry, 'sequence' | 'day' | 'author' | 'key' | 'approvals'>} Renewal */
/**
 * What a good key opens: of each entry its content, null for one that says nothing; `keys` of the chain, by number.
 * @typedef {{ opened: (Record<string, unknown> | null)[], keys: Map<number, Bytes> }} Reading
 */

/**
 * @param {CaseRecord} record
 * @param {Contents} contents
 * @param {Iterable<HeldKey>} held the highest number first; the first good one is gone by
 * @returns {Promise<Reading>}
 * @throws {Damaged} a content is not the signed one, or no key is good
 */
export async function openHeld(record, contents, held) {
  checkContents(record, contents);
  for (const { number, caseKey } of held) {
    try {
      return await read(record, contents, number, caseKey);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error; // what is wrong with it, its author did: an older key is taken
    }
  }
  throw new Damaged('no good key');
}

/**
 * @param {CaseRecord} record
 * @param {Contents} contents
 * @param {number} number of the case key
 * @param {Bytes} caseKey
 * @returns {Promise<Reading>}
 * @throws {Malformed | Damaged} also when this reader was given another key than the others
 * @throws {NotAllowed} a key of its chain passes over what its author may not
 */
export async function openContents(record, contents, number, caseKey) {
  checkContents(record, contents);
  return read(record, contents, number, caseKey);
}

/**
 * @param {CaseRecord} record
 * @param {Renewal} renewal which may be one that the record does not hold yet
 * @param {number} older the number of the key to which it leads back
 * @throws {NotAllowed} its author may not pass over those between
 */
export function checkStep(record, renewal, older) {
  const { chain } = record.of;
  const earlier = record.entries.slice(0, renewal.sequence);
  const passed = earlier.filter(({ key }) => key > older && key < renewal.key);
  if (!passed.length) return;
  const [me, now] = [hex(renewal.author), membersOn(chain, renewal.day)];
  const granted = earlier.filter(({ key }) => key === older).flatMap(({ grants }) => grants.map(({ reader }) => hex(reader)));
  need(now.has(me) && granted.includes(me)); // 1. a member, who came no later than that key
  const own = slotsOf(now, me);
  const written = passed.map(({ author, day }) => ({ author: hex(author), slots: slotsOf(membersOn(chain, day), hex(author)) }));
  need(!written.some(({ author, slots }) => author === me || slots.some((slot) => own.includes(slot)))); // 2. who wrote under a key had it
  const present = new Set([...now.keys()].flatMap((key) => slotsOf(now, key)));
  need(!areTwo(written.map(({ author, slots }) => ({ author, slots: slots.filter((slot) => present.has(slot)) })))); // 3. what two wrote under, two had
  const asked = [...earlier, renewal].flatMap(({ approvals }) => approvals.map(({ approval }) => hex(approval.what)));
  need(!passed.some(({ sequence }) => asked.includes(hex(record.hashes[sequence])))); // 4. what two approved stays readable
}

/**
 * @param {CaseRecord} record
 * @param {number} number of a key
 * @returns {number[]} the entries that made those above it
 */
export function madeLater(record, number) {
  return record.entries.filter((entry) => isRenewal(record, entry) && entry.key > number).map(({ sequence }) => sequence);
}

/**
 * @param {CaseRecord} record
 * @param {Contents} contents
 * @param {number} number
 * @param {Bytes} caseKey
 * @returns {Promise<Reading>}
 */
async function read(record, contents, number, caseKey) {
  if (number > lastOf(record).key) throw new Damaged('a key that the record does not know');
  const keys = new Map([[number, caseKey]]);
  /** @type {Reading['opened']} */
  const opened = record.entries.map(() => null);
  for (let current = number; ;) {
    const [first, ...others] = record.entries.filter((entry, at) => entry.key === current && contents[at]);
    if (!first) break;
    const place = { caseKey: /** @type {Bytes} */ (keys.get(current)) };
    const content = (/** @type {Entry} */ { sequence }) => /** @type {Bytes} */ (contents[sequence]);
    const found = await openContent(content(first), { ...first, ...place }); // it proves the key
    opened[first.sequence] = found;
    for (const entry of others) opened[entry.sequence] = await orNothing(content(entry), { ...entry, ...place });
    if (!isRenewal(record, first)) break;
    const { before, older } = keyBefore(current, found);
    checkStep(record, first, older);
    keys.set(older, before);
    current = older;
  }
  return { opened, keys };
}

/**
 * @param {Bytes} content
 * @param {ContentPlace} place
 */
async function orNothing(content, place) {
  try {
    return await openContent(content, place);
  } catch (error) {
    if (error instanceof ProtocolError) return null;
    throw error;
  }
}

/**
 * @param {CaseRecord} record
 * @param {Entry} entry
 */
function isRenewal({ entries }, { sequence, key }) {
  return sequence > 0 && entries[sequence - 1].key < key;
}

/**
 * Keys and slots are both counted, as for approvals.
 * @param {{ author: string, slots: number[] }[]} authors
 */
function areTwo(authors) {
  const members = authors.filter(({ slots }) => slots.length);
  const [keys, places] = [new Set(members.map(({ author }) => author)), new Set(members.flatMap(({ slots }) => slots))];
  return Math.min(keys.size, places.size) >= APPROVERS;
}

/**
 * @param {ReadonlyMap<string, ReadonlySet<number>>} members
 * @param {string} key
 */
function slotsOf(members, key) {
  return [...(members.get(key) ?? [])];
}

/** @param {boolean} good */
function need(good) {
  if (!good) throw new NotAllowed('passes over what its author may not');
}
