/**
 * A case as an evidence package holds it: what was signed and sealed, read and checked step by step, so that each failure
 * has the name of a file. Who makes a package and who checks one use the same steps.
 */
import { checkRecord, extend, lastOf, openContents, openItem, parseSigned, verifyCheckpoint, verifyInclusion } from '../../../crypto/js/cases.js';
import { equal, fromHex, hex, utf8 } from '../../../crypto/js/encoding.js';
import { Malformed } from '../../../crypto/js/errors.js';
import { KEY, sha256, verifyDirectory } from '../../../crypto/js/index.js';
import { serialiseContent } from '../../../crypto/js/payload.js';
import { day, hexOf, integerOf, listOf, objectOf, oneOf, readJson, text } from '../../../crypto/js/strict.js';
import { isRightApproval } from '../cases/approvals.js';
import { asEnvelopesSay } from '../cases/envelopes.js';
import { bringersOf, itemsNamed } from '../cases/items.js';
import { fold } from '../lifecycle/folding.js';
import { memberships, openedEntries } from '../lifecycle/opened.js';
import {
  bytesOf, CHECKPOINT, contentName, DIRECTORY, documentName, itemName, PACKAGE, PROOFS, sealedItemName, sealedName,
} from './evidence-files.js';
import { README } from './evidence-words.js';
import { storyOf, storyPage, storyText } from './evidence-story.js';

/** @import { Bytes, Content, CurrentDirectory } from '../../../crypto/js/index.js' */
/** @import { CaseRecord, Checkpoint } from '../../../crypto/js/cases.js' */
/** @import { Signed } from '../../../crypto/js/document.js' */
/** @import { CaseState, Opened } from '../lifecycle/state.js' */
/** @import { Envelope } from '../cases/items.js' */
/** @import { Files } from './evidence-files.js' */
/** @typedef {{ file: string, what: string }} Finding `what`: the check, as FINDINGS of evidence-words.js names it */
/** @typedef {(file: string, what: string) => void} Report */
/** @typedef {{ instance: Bytes, case: Bytes, made: string, by: string, company: string, entries: number, number: number, key: Bytes }} About */
/**
 * @typedef {object} Evidence
 * @property {About} about
 * @property {CurrentDirectory} directory
 * @property {CaseRecord} record
 * @property {Opened[]} entries
 * @property {CaseState} state
 * @property {Map<string, Content>} items
 * @property {Checkpoint | null} checkpoint
 * @property {number} proven entries whose proof holds
 * @property {number[]} unproven those without a proof, where there is a checkpoint
 */

const TYPE = 'SLEVD/1';
const HASH = 32;
const readAbout = objectOf({
  type: oneOf([TYPE]), instance: hexOf(16), case: hexOf(16), made: day, by: text, company: text,
  entries: integerOf(1), number: integerOf(), key: hexOf(KEY),
});
const readProofs = listOf(objectOf({ sequence: integerOf(), number: integerOf(), proof: listOf(hexOf(HASH)) }));

/** @param {About} about @returns {Bytes} */
export function writeAbout({ instance, case: id, key, ...rest }) {
  return pretty({ type: TYPE, instance: hex(instance), case: hex(id), ...rest, key: hex(key) });
}

/**
 * @param {Files} files
 * @param {Report} report
 * @returns {Promise<Evidence | null>} null where so much is wrong that the case cannot be read
 */
export async function readEvidence(files, report) {
  const about = tried(() => aboutOf(files), PACKAGE, 'form', report); // 1. what it is
  const directory = about && tried(() => verifyDirectory(bytesOf(files, DIRECTORY), { today: null, fingerprint: null }), DIRECTORY, 'directory', report); // 2
  const record = about && directory && recordOf(files, about, directory, report); // 3. signatures, chain, rights, approvals
  if (!about || !directory || !record) return null;
  const checkpoint = checkpointOf(files, record, directory, report); // 4. the tree
  const contents = await contentsOf(files, about, record, report); // 5. sealed contents, opened
  if (!contents) return null;
  const envelopes = await envelopesOf(files, record, contents); // 6. envelopes
  const entries = asEnvelopesSay(contents.opened, directory.chain, envelopes);
  const state = fold(entries, memberships(directory.chain));
  for (const { item } of itemsNamed(entries, state)) if (!envelopes.has(item)) report(sealedItemName(item), 'item');
  reportApprovals(record, entries, state, report); // 7. each yes has its signature
  const items = new Map([...envelopes].map(([id, { content }]) => [id, content]));
  return { about, directory, record, entries, state, items, ...checkpoint };
}

/**
 * What is written from the record, to be read by people and other programs.
 * @param {Evidence} evidence
 * @returns {Files}
 */
export function derivedFiles({ about, directory, entries, state, items }) {
  const blocks = storyOf({ id: hex(about.case), company: about.company, chain: directory.chain, entries, state, items });
  /** @type {Files} */
  const files = new Map([['README.txt', utf8(README)], ['case.html', utf8(storyPage(blocks))], ['case.txt', utf8(storyText(blocks))]]);
  for (const { sequence, content } of entries) files.set(contentName(sequence), pretty(content));
  for (const [id, content] of items) files.set(itemName(id), pretty(JSON.parse(new TextDecoder().decode(serialiseContent(content)))));
  return files;
}

/**
 * @template T
 * @param {() => T} read
 * @param {string} file
 * @param {string} what
 * @param {Report} report
 * @returns {T | null}
 */
function tried(read, file, what, report) {
  try {
    return read();
  } catch {
    report(file, what);
    return null;
  }
}

/** @param {Files} files @returns {About} */
function aboutOf(files) {
  const { type: _, ...about } = readAbout(readJson(bytesOf(files, PACKAGE)));
  return about;
}

/**
 * @param {Files} files
 * @param {About} about
 * @param {CurrentDirectory} directory
 * @param {Report} report
 * @returns {CaseRecord | null} up to the first entry that is wrong, which is named
 */
function recordOf(files, { instance, case: id, entries }, { chain }, report) {
  /** @type {CaseRecord | null} */
  let record = null;
  for (let at = 0; at < entries; at += 1) {
    record = tried(() => longer(record, parseSigned(bytesOf(files, documentName(at)))), documentName(at), 'entry', report);
    if (!record) return null;
  }
  return record;

  /** @param {CaseRecord | null} before @param {Signed} document @returns {CaseRecord} */
  function longer(before, document) {
    return before ? extend(before, document) : checkRecord([document], { instance, case: id, chain, today: null });
  }
}

/**
 * @param {Files} files
 * @param {CaseRecord} record
 * @param {CurrentDirectory} directory
 * @param {Report} report
 */
function checkpointOf(files, record, directory, report) {
  if (!files.has(CHECKPOINT) && !files.has(PROOFS)) return { checkpoint: null, proven: 0, unproven: [] };
  const note = bytesOf(files, CHECKPOINT);
  const keys = [...directory.chain].reverse().map(({ boardKey }) => boardKey);
  const checkpoint = tried(() => verifiedBySome(note, keys, record.of.instance), CHECKPOINT, 'checkpoint', report);
  const proofs = tried(() => readProofs(readJson(bytesOf(files, PROOFS))), PROOFS, 'form', report);
  if (!checkpoint || !proofs) return { checkpoint: null, proven: 0, unproven: [] };
  const proven = proofs.filter(({ sequence, number, proof }) => tried(() => {
    if (!record.hashes[sequence]) throw new Malformed('proof of no entry');
    verifyInclusion(record.hashes[sequence], number, checkpoint.size, proof, checkpoint.root);
    return true;
  }, `${PROOFS}: ${documentName(sequence)}`, 'proof', report));
  const shown = new Set(proven.map(({ sequence }) => sequence));
  const unproven = record.entries.map(({ sequence }) => sequence).filter((sequence) => !shown.has(sequence));
  return { checkpoint, proven: shown.size, unproven };
}

/**
 * @param {Bytes} note
 * @param {Bytes[]} keys of the board, the newest first
 * @param {Bytes} instance
 * @returns {Checkpoint}
 */
function verifiedBySome(note, keys, instance) {
  for (const key of keys.slice(0, -1)) {
    const found = tried(() => verifyCheckpoint(note, key, instance), '', '', () => undefined);
    if (found) return found;
  }
  return verifyCheckpoint(note, keys[keys.length - 1], instance);
}

/**
 * @param {Files} files
 * @param {About} about
 * @param {CaseRecord} record
 * @param {Report} report
 * @returns {Promise<{ opened: Opened[], keys: Map<number, Bytes> } | null>}
 */
async function contentsOf(files, { number, key }, record, report) {
  const sealed = record.entries.map(({ sequence }) => bytesOf(files, sealedName(sequence)));
  const wrong = record.entries.filter((entry, at) => !equal(sha256(sealed[at]), entry.content));
  for (const { sequence } of wrong) report(sealedName(sequence), 'content');
  if (wrong.length) return null;
  try {
    if (number !== lastOf(record).key) throw new Malformed('key');
    const read = await openContents(record, sealed, number, key);
    return { opened: openedEntries(record, read), keys: read.keys };
  } catch {
    report(PACKAGE, 'opening');
    return null;
  }
}

/**
 * @param {CaseRecord} record
 * @param {Opened[]} entries
 * @param {CaseState} state
 * @param {Report} report
 */
function reportApprovals(record, entries, state, report) {
  for (const { sequence, kind } of state.timeline) {
    if (kind === 'approval' && !isRightApproval({ record, entries }, sequence)) report(contentName(sequence), 'approval');
  }
}

/**
 * @param {Files} files
 * @param {CaseRecord} record
 * @param {{ opened: Opened[], keys: Map<number, Bytes> }} found
 * @returns {Promise<Map<string, Envelope>>}
 */
async function envelopesOf(files, record, { opened, keys }) {
  /** @type {Map<string, Envelope>} */
  const envelopes = new Map();
  for (const [item, bringers] of bringersOf(opened)) {
    const name = sealedItemName(item);
    const known = [...new Set(bringers.map(({ key }) => key))].flatMap((key) => keys.get(key) ?? []);
    const found = files.has(name) ? await openedBySome(bytesOf(files, name), known, record, item) : null;
    if (found) envelopes.set(item, found);
  }
  return envelopes;
}

/**
 * @param {Bytes} sealed
 * @param {readonly Bytes[]} keys of the case
 * @param {CaseRecord} record
 * @param {string} item
 * @returns {Promise<Envelope | null>}
 */
async function openedBySome(sealed, keys, { of }, item) {
  for (const caseKey of keys) {
    const reader = { instance: of.instance, directoryHashes: of.chain.map(({ hash }) => hash), slot: null };
    const found = await openItem(sealed, { caseKey, case: of.case, id: fromHex(item) }, reader).catch(() => null);
    if (found) return found.opened;
  }
  return null;
}

/** @param {unknown} value @returns {Bytes} */
function pretty(value) {
  return utf8(`${JSON.stringify(value, null, 2)}\n`);
}
