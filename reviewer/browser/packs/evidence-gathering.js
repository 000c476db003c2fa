/** Fetches what an evidence package holds beside what is open already: documents as they were signed, envelopes, proofs. */
import { lastOf, openItem, sealItem } from '../../../crypto/js/cases.js';
import { fromHex } from '../../../crypto/js/encoding.js';
import { Damaged, ProtocolError } from '../../../crypto/js/errors.js';
import { equal, sha256, utf8 } from '../../../crypto/js/index.js';
import { ask, bytesOf, Refused } from '../api.js';
import * as api from '../cases/api.js';
import { bringersOf, deliveredAs } from '../cases/items.js';

/** @import { Bytes, CurrentDirectory } from '../../../crypto/js/index.js' */
/** @import { OpenCase } from '../cases/store.js' */
/** @import { Thread } from '../threads.js' */
/** @import { Held, Proof } from './evidence-making.js' */
/** @typedef {{ instance: Bytes, directory: CurrentDirectory | null, member: { role: string }, line: { company: string }, threads?: readonly Thread[] }} Maker */

const SCRIPT = '/static/reviewer-verify.js';
const TRIES = 3;

/**
 * @param {Maker} own
 * @param {OpenCase} opened
 * @param {string} today
 * @returns {Promise<Held>}
 * @throws {Damaged} the server gives something else than what was checked; Refused
 */
export async function gatherEvidence(own, opened, today) {
  const { record, keys, id } = opened;
  const number = lastOf(record).key;
  const [directory, key] = [own.directory, keys.get(number)];
  if (!directory || !key) throw new Damaged('evidence');
  const documents = await documentsOf(opened);
  return {
    about: {
      instance: own.instance, case: record.of.case, made: today, by: own.member.role, company: own.line.company,
      entries: documents.length, number, key,
    },
    directory: directory.bytes,
    documents,
    contents: opened.contents.map((one) => one ?? new Uint8Array(0)),
    items: await itemsOf(own, opened),
    tree: await treeOf(id, documents.length),
    verifier: new TextDecoder().decode(await bytesOf(ask('GET', SCRIPT))),
  };
}

/**
 * The documents as they were signed, which are fetched again: what was checked before must be what comes now.
 * @param {OpenCase} opened
 */
async function documentsOf({ id, record }) {
  /** @type {api.WrittenDocument[]} */
  const documents = [];
  while (documents.length < record.entries.length) {
    const { entries } = await api.entries(id, documents.length);
    if (entries.length === 0) throw new Damaged('evidence');
    documents.push(...entries.map(({ document }) => document));
  }
  const wanted = documents.slice(0, record.entries.length);
  if (!wanted.every(({ body }, at) => equal(sha256(utf8(body)), record.hashes[at]))) throw new Damaged('evidence');
  return wanted;
}

/** @param {Maker} own @param {OpenCase} opened @returns {Promise<Map<string, Bytes>>} */
async function itemsOf(own, opened) {
  /** @type {Map<string, Bytes>} */
  const items = new Map();
  for (const [item, bringers] of bringersOf(opened.entries)) {
    const found = await itemOf(own, opened, item, bringers);
    if (found) items.set(item, found);
  }
  return items;
}

/**
 * Of all that was brought under a name the first that opens; where none does, what was delivered.
 * @param {Maker} own
 * @param {OpenCase} opened
 * @param {string} item
 * @param {readonly { sequence: number, key: number }[]} bringers
 */
async function itemOf(own, { id, record, keys }, item, bringers) {
  let first = null;
  for (const { sequence, key } of bringers) {
    const [served, caseKey] = [await orNone(api.item(id, sequence, item)), keys.get(key)];
    if (served && caseKey && await opens(own, record, served, { caseKey, case: record.of.case, id: fromHex(item) })) return served;
    first ??= served;
  }
  const [delivered, caseKey] = [deliveredAs(own, item)?.item, keys.get(bringers[0].key)];
  return delivered && caseKey ? sealItem(delivered, caseKey, record.of.case) : first;
}

/**
 * @param {Maker} own
 * @param {OpenCase['record']} record
 * @param {Bytes} served
 * @param {{ caseKey: Bytes, case: Bytes, id: Bytes }} where
 */
async function opens({ instance }, { of }, served, where) {
  try {
    await openItem(served, where, { instance, directoryHashes: of.chain.map(({ hash }) => hash), slot: null });
    return true;
  } catch (error) {
    if (error instanceof ProtocolError) return false;
    throw error;
  }
}

/**
 * Entries of today are in no checkpoint yet. If a new one came between two requests, what was asked is asked again.
 * @param {string} id
 * @param {number} count
 */
async function treeOf(id, count) {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const note = await orNone(noteOf());
    if (!note) return null;
    const { proofs, sizes } = await proofsOf(id, count);
    if (sizes.every((size) => size === sizeOf(note))) return { note, proofs };
  }
  return null;
}

/** @returns {Promise<string | null>} */
async function noteOf() {
  const answer = await ask('GET', '/api/checkpoint');
  return answer.status === 204 ? null : (await answer.json()).note;
}

/** @param {string} id @param {number} count */
async function proofsOf(id, count) {
  /** @type {Proof[]} */
  const proofs = [];
  const sizes = [];
  for (let sequence = 0; sequence < count; sequence += 1) {
    const found = await orNone(api.inclusion(id, sequence));
    if (!found) break; // what was written later is not in it either
    proofs.push({ sequence, number: found.number, proof: found.proof });
    sizes.push(found.size);
  }
  return { proofs, sizes };
}

/** @param {string} note */
function sizeOf(note) {
  return Number(note.split('\n')[1]);
}

/**
 * @template T
 * @param {Promise<T>} answer
 * @returns {Promise<T | null>}
 */
async function orNone(answer) {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Refused && error.status === 404) return null;
    throw error;
  }
}
