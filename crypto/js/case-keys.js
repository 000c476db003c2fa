/**
 * The keys of a case, and what they open (protocol.md section 14): which of a reader's own keys is good, and the contents
 * under it and under the older ones to which it leads. No bad renewal may shut a reader out, and no reader may pass over
 * what a colleague wrote who can still hand it on.
 */
import { NotAllowed } from './case-errors.js';
import { hex } from './encoding.js';
import { keyBefore, openContent } from './entry.js';
import { Damaged, ProtocolError } from './errors.js';
import { checkContents, lastOf, membersOn, standing } from './record.js';

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
  need(!canMend(record, renewal, older).length); // 3. who wrote under a key of somebody else can still make one for all
  const asked = [...earlier, renewal].flatMap(({ approvals }) => approvals.map(({ approval }) => hex(approval.what)));
  need(!passed.some(({ sequence }) => asked.includes(hex(record.hashes[sequence])))); // 4. what two approved stays readable
}

/**
 * @param {CaseRecord} record
 * @param {Renewal} renewal which may be one that the record does not hold yet
 * @param {number} older
 * @returns {string[]} whose very keys wrote under a key between `older` and that of `renewal`, though somebody else made one of
 *   these; and can still make a key that leads to it: standing readers before `renewal`, and members on its day
 */
export function canMend(record, renewal, older) {
  const earlier = record.entries.slice(0, renewal.sequence);
  const passed = earlier.filter(({ key }) => key > older && key < renewal.key);
  const [now, stand] = [membersOn(record.of.chain, renewal.day), standingAfter(earlier)];
  const wrote = [...new Set(passed.map(({ author }) => hex(author)))].filter((key) => now.has(key) && stand.has(key));
  const makers = passed.filter((entry) => isRenewal(record, entry));
  return wrote.filter((key) => makers.some((maker) => isAnother(record, maker, key, slotsOf(now, key))));
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
 * Whether a member made this entry whose place is none of `slots`: old and new keys of one person are one.
 * @param {CaseRecord} record
 * @param {Entry} maker
 * @param {string} key
 * @param {number[]} slots of that key
 */
function isAnother({ of: { chain } }, { author, day }, key, slots) {
  const places = slotsOf(membersOn(chain, day), hex(author));
  return hex(author) !== key && places.length > 0 && !places.some((slot) => slots.includes(slot));
}

/** @param {Entry[]} entries @returns {Set<string>} the standing readers after the last of these */
function standingAfter(entries) {
  const newest = entries[entries.length - 1].key;
  const grants = entries.filter(({ key }) => key === newest).flatMap((entry) => entry.grants);
  return standing(new Map(grants.map(({ reader, until }) => [hex(reader), until])));
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
