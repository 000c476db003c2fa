/**
 * The evidence package of one case, for counsel or a court: asked for on the page of the case, put together and checked
 * in this browser, written into the record with its hash, and only then handed out.
 */
import { lastOf } from '../../../crypto/js/cases.js';
import { Damaged } from '../../../crypto/js/errors.js';
import { equal, hex, sha256, utf8 } from '../../../crypto/js/index.js';
import { announce } from '../announce.js';
import { ask as request, bytesOf, Refused } from '../api.js';
import { ask } from '../ask.js';
import * as api from '../cases/api.js';
import { itemsNamed } from '../cases/items.js';
import { members } from '../cases/store.js';
import { renew, write } from '../cases/writing.js';
import { dayOf } from '../days.js';
import { make, whenPressed } from '../dom.js';
import { sentence } from '../failures.js';
import { nextMoves } from '../lifecycle/acts.js';
import { say } from '../words.js';
import { LIST, packed } from './evidence-files.js';
import { makePackageFiles } from './evidence-making.js';
import { saveFile } from './saving.js';

/** @import { Bytes } from '../../../crypto/js/index.js' */
/** @import { OpenCase } from '../cases/store.js' */
/** @import { Visit } from '../visit.js' */
/** @import { Files } from './evidence-files.js' */
/** @import { Proof } from './evidence-making.js' */

const SCRIPT = '/static/reviewer-verify.js';
const ZIP = 'application/zip';
const today = () => dayOf(Date.now());

/**
 * For the page of a case, and for members alone: who has a grant that ends makes no lasting copy.
 * @param {Visit} own
 * @param {() => OpenCase} opened the case as it stands when the button is pressed
 * @param {(opened: OpenCase) => void} changed the record holds the notes about it
 * @returns {HTMLElement} a button, and beside it what becomes of it
 */
export function evidenceButton(own, opened, changed = () => undefined) {
  const pressed = make('button', { type: 'button', class: 'evidence' }, say('packs.evidence'));
  const said = make('p', { class: 'progress', role: 'status' });
  const complaint = make('p', { class: 'complaint', tabindex: '-1' });
  whenPressed(pressed, async () => {
    complaint.textContent = '';
    if (!await agreed()) return;
    said.textContent = say('packs.evidence_making');
    try {
      const { after, failed } = await handOut(own, opened());
      if (own.over) return;
      said.textContent = say(failed ? 'packs.evidence_not_renewed' : 'packs.evidence_made');
      announce(said.textContent);
      changed(after);
    } catch (error) {
      if (own.over) return;
      said.textContent = '';
      complaint.textContent = error instanceof Damaged ? say('packs.evidence_damaged') : sentence(error);
      complaint.focus();
    }
  });
  return make('div', { class: 'evidence-act' }, pressed, said, complaint);
}

function agreed() {
  const points = ['content', 'unsealed', 'record', 'renewal'].map((name) => make('li', {}, say(`packs_evidence.${name}`)));
  return ask(say('packs.evidence_title'), [make('ul', { class: 'plain' }, ...points)], say('packs.evidence_yes'), say('ask.no'));
}

/**
 * First the note, then the file: no package leaves that the record does not know of. Its key opens what was written so
 * far; a new one is made for what comes.
 * @param {Visit} own
 * @param {OpenCase} opened
 */
async function handOut(own, opened) {
  const files = await makePackageFiles(await heldOf(own, opened));
  const noted = await withNote(own, opened, files);
  saveFile(`case-${opened.id.slice(0, 8)}-${today()}.zip`, packed(files), ZIP);
  if (!mayDo(own, noted, 'renewal')) return { after: noted, failed: false };
  try {
    return { after: await renew(own, noted), failed: false };
  } catch {
    return { after: noted, failed: true };
  }
}

/** @param {Visit} own @param {OpenCase} opened @param {Files} files */
async function withNote(own, opened, files) {
  if (!mayDo(own, opened, 'note')) return opened;
  const list = files.get(LIST);
  if (!list) throw new Damaged('evidence');
  return write(own, opened, { kind: 'note', text: say('packs.evidence_note', { last: opened.record.entries.length - 1, hash: hex(sha256(list)) }) });
}

/** @param {Visit} own @param {OpenCase} opened @param {string} kind */
function mayDo(own, opened, kind) {
  const moves = nextMoves(opened.state, members(own), hex(own.secret.signKey), today());
  return moves.some((one) => one.kind === kind && !one.asks && one.reason === '');
}

/** @param {Visit} own @param {OpenCase} opened */
async function heldOf(own, opened) {
  const { record, keys, id } = opened;
  const [documents, script] = [await documentsOf(opened), await bytesOf(request('GET', SCRIPT))];
  const number = lastOf(record).key;
  const [directory, key] = [own.directory, keys.get(number)];
  if (!directory || !key) throw new Damaged('evidence');
  const about = {
    instance: own.instance, case: record.of.case, made: today(), by: own.member.role, company: own.line.company,
    entries: record.entries.length, number, key,
  };
  const contents = opened.contents.map((one) => one ?? new Uint8Array(0));
  return { about, directory: directory.bytes, documents, contents, items: await itemsOf(opened), tree: await treeOf(id, documents.length), verifier: new TextDecoder().decode(script) };
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

/** @param {OpenCase} opened @returns {Promise<Map<string, Bytes>>} */
async function itemsOf({ id, entries, state }) {
  /** @type {Map<string, Bytes>} */
  const items = new Map();
  for (const { item } of itemsNamed(entries, state)) items.set(item, await api.item(id, item));
  return items;
}

/**
 * Entries of today are in no checkpoint yet. If a new one came between two requests, what was asked is asked again.
 * @param {string} id
 * @param {number} count
 */
async function treeOf(id, count) {
  for (let tries = 0; tries < 2; tries += 1) {
    const note = await orNone(noteOf());
    if (!note) return null;
    const { proofs, sizes } = await proofsOf(id, count);
    if (sizes.every((size) => size === sizeOf(note))) return { note, proofs };
  }
  return null;
}

/** @returns {Promise<string | null>} */
async function noteOf() {
  const answer = await request('GET', '/api/checkpoint');
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
