/**
 * What a member who looks first can do so that the others do not get a report, and what the others' pages make of it. The
 * one who does it is Dan; each trick is played, then Ann, Ben and Cat look, and file again where their pages offer it.
 */
import { caseId, plain, signEntry } from '../../crypto/js/cases.js';
import { base64, fromBase64, fromHex, hashesCarrying, hex, openEnvelope, random, sealMessage, sha256 } from '../../crypto/js/index.js';
import { conversationOf } from '../../reviewer/browser/cases/conversation.js';
import { fileAll, fileReportAgain, tendCases } from '../../reviewer/browser/cases/filing.js';
import { membersToGrant } from '../../reviewer/browser/cases/granting.js';
import { itemName } from '../../reviewer/browser/cases/items.js';
import { placeOf } from '../../reviewer/browser/cases/places.js';
import { directoryOf, openCase } from '../../reviewer/browser/cases/store.js';
import { begin } from '../../reviewer/browser/cases/writing.js';
import { refreshOverview } from '../../reviewer/browser/overview/refreshing.js';
import { sortThreads } from '../../reviewer/browser/threads.js';
import { CaseServer, today, visitOf } from './case-server.js';
import { foundLine, reportBy, reporter } from './line.js';

/** @import { Content } from '../../crypto/js/index.js' */
/** @import { Visit } from '../../reviewer/browser/visit.js' */
/** @typedef {ReturnType<typeof memberOf>} Member */
/** @typedef {'as_made' | 'takes_absent_for_left' | 'brings_nothing'} How a page: as it is, or broken in one place */

const EPOCH = Math.floor(Date.now() / 86_400_000) - 9;

/** @param {ReturnType<typeof foundLine>} line @param {number} which @param {How} how */
function memberOf(line, which, how) {
  const left = new Set();
  return {
    ...visitOf(line, line.members[which]), threads: sortThreads([]).threads, unfiled: new Map(), left,
    passedOver: how === 'takes_absent_for_left' ? left : new Set(),
  };
}

/** @param {How} [how] */
export async function reported(how = 'as_made') {
  const line = foundLine([0, 2, 5, 6]);
  const server = new CaseServer(line);
  const [ann, ben, cat, dan] = [0, 1, 2, 3].map((which) => memberOf(line, which, how));
  const all = { line, server, ann, ben, cat, dan, how, sent: /** @type {Uint8Array<ArrayBuffer>[]} */ ([]) };
  await report(all, {});
  return all;
}

/** @typedef {Awaited<ReturnType<typeof reported>>} All */

/** @param {All} all @param {Partial<Content>} changes */
export async function report(all, changes) {
  all.sent.push(await sealMessage(reportBy(reporter, changes), reporter, all.line.directory));
  for (const own of [all.ann, all.ben, all.cat, all.dan]) await deliver(all, own);
}

/** @param {All} all @param {Member} own */
async function deliver({ line, sent }, own) {
  const messages = [];
  for (const [at, envelope] of sent.entries()) {
    const found = await openEnvelope(envelope, own.secret, hashesCarrying(line.directory, own.secret), line.instance).catch(() => null);
    if (!found) continue;
    const { contentKey, directoryHash, object, content } = found;
    messages.push({ epoch: EPOCH + at, object: hex(object), content, item: { contentKey, directoryHash, envelope } });
  }
  own.threads = sortThreads(messages).threads;
}

/** What a page does at each look. @param {All} all @param {Member} own */
export async function look({ server, how }, own) {
  await server.as(own, async () => {
    await fileAll(own);
    await refreshOverview(visit(own));
    if (how !== 'brings_nothing') await tendCases(own);
  });
  return placeOf(own, own.threads[0]);
}

/** A new visit of the same member: nothing is remembered but what its index holds. @param {All} all @param {Member} own */
export async function comeBack(all, own) {
  const again = memberOf(all.line, all.line.members.indexOf(own.secret), all.how);
  await deliver(all, again);
  return again;
}

/** @param {Member} own */
function visit(own) {
  return /** @type {Visit} */ (/** @type {unknown} */ (own));
}

/** @param {All} all @param {Member} own whose page offers it */
export function fileAgain({ server }, own) {
  return server.as(own, () => fileReportAgain(own, own.threads[0]));
}

/**
 * Dan files the report, by hand-made calls.
 * @param {All} all
 * @param {{ to?: Member[], excluded?: Member[], content?: object }} [how]
 */
export async function fileBy({ server, dan }, { to, excluded = [], content = {} } = {}) {
  const item = itemOfReport(dan);
  const keys = to?.map(keyOf);
  const said = {
    kind: 'filed', rules: 1, channel: 'line', received: today(), category: 'other', excluded: excluded.map(keyOf).sort(), item: itemName(item),
    text: '', ...content,
  };
  return server.as(dan, async () => {
    const grantTo = membersToGrant(await directoryOf(dan), []).filter(({ sign }) => !keys || keys.includes(sign));
    return begin(dan, caseId(item), said, { grantTo, items: [item] });
  });
}

/** @param {Member} own */
export function itemOfReport(own) {
  const [{ item }] = own.threads[0].messages;
  if (!item) throw new Error('no delivery');
  return item;
}

/** @param {Member} own */
export const keyOf = (own) => hex(own.secret.signKey);

/**
 * @param {All} all
 * @param {(body: any) => void} change of what is posted
 * @param {() => Promise<unknown>} act
 */
export async function altering({ dan, server }, change, act) {
  const honest = globalThis.fetch;
  globalThis.fetch = (path, options = {}) => {
    if (options.method !== 'POST') return honest(path, options);
    const body = JSON.parse(String(options.body));
    change(body);
    return honest(path, { ...options, body: JSON.stringify(body) });
  };
  await server.as(dan, act).finally(() => { globalThis.fetch = honest; });
}

/** @param {{ value: string }[]} items as they are posted */
export function spoil(items) {
  for (const one of items) one.value = base64(random(fromBase64(one.value).length));
}

/** Grants to the others are random bytes, and the entry is signed over them. @param {Member} dan @param {any} body */
function spoilGrants(dan, body) {
  const entry = JSON.parse(body.document.body);
  entry.grants.forEach((/** @type {any} */ one, /** @type {number} */ at) => {
    if (one.reader === keyOf(dan)) return;
    body.grants[at] = base64(random(fromBase64(body.grants[at]).length));
    one.grant = hex(sha256(fromBase64(body.grants[at])));
  });
  const grants = entry.grants.map((/** @type {any} */ one) => ({ reader: fromHex(one.reader), until: one.until, grant: fromHex(one.grant) }));
  const octets = { instance: fromHex(entry.instance), case: fromHex(entry.case), previous: fromHex(entry.previous), author: fromHex(entry.author), content: fromHex(entry.content) };
  const signed = signEntry({ ...entry, ...octets, hold: entry.hold === 1, grants }, dan.secret.signSeed);
  body.document = plain(signed);
}

/** @type {Record<string, (all: All) => Promise<unknown>>} */
export const TRICKS = {
  'filed for oneself alone': (all) => fileBy(all, { to: [all.dan] }),
  'filed for oneself alone, as if it left out the others': (all) => fileBy(all, { to: [all.dan], excluded: [all.ann, all.ben, all.cat] }),
  'filed without one, as if it left that one out': (all) => fileBy(all, { to: [all.ann, all.ben, all.dan], excluded: [all.cat] }),
  'filed with junk for the others’ keys': (all) => altering(all, (body) => spoilGrants(all.dan, body), () => fileBy(all)),
  'filed with junk for the report': (all) => altering(all, ({ items }) => spoil(items), () => fileBy(all)),
  'filed as something else': (all) => fileBy(all, { content: { item: '', channel: 'letter', text: 'A letter' } }),
  'filed under the name of another report': (all) => fileBy(all, { content: { item: 'ab'.repeat(16) } }),
};

/**
 * @param {How} how
 * @returns {Promise<string[]>} tricks after which somebody does not read the report, cannot answer it, or comes later and
 *   is not shown it
 */
export async function takenAway(how) {
  const found = [];
  for (const [name, trick] of Object.entries(TRICKS)) {
    const all = await reported(how);
    await trick(all);
    if (!(await isReadByAll(all))) found.push(name);
  }
  return found;
}

/** @param {All} all */
async function isReadByAll(all) {
  const honest = [all.ann, all.ben, all.cat];
  for (const own of honest) {
    const { trouble } = await look(all, own);
    if (trouble && trouble !== 'left') await fileAgain(all, own);
  }
  for (const own of honest) await look(all, own);
  const read = await Promise.all(honest.map((own) => isRead(all, own)));
  return read.every(Boolean);
}

/** Also by somebody with the same case and no delivery. @param {All} all @param {Member} own */
async function isRead({ server }, own) {
  const { id } = placeOf(own, own.threads[0]);
  if (!id) return false;
  const opened = await server.as(own, () => openCase(own, id));
  const later = { ...own, cases: new Map(), threads: [] };
  const { items, unread } = await server.as(own, () => openCase(later, id));
  return conversationOf(own, opened)?.id === own.threads[0].id && items.size > 0 && unread.size === 0;
}
