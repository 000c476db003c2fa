/** A line of four members and cases that were entered by hand, all open at each of them. */
import { randomBytes } from 'node:crypto';
import { membersToGrant } from '../../reviewer/browser/cases/granting.js';
import { openCase } from '../../reviewer/browser/cases/store.js';
import { approve, begin, carryOut, write } from '../../reviewer/browser/cases/writing.js';
import { CaseServer, today, visitOf } from './case-server.js';
import { foundLine } from './line.js';

/** @typedef {Awaited<ReturnType<typeof manyCases>>} Many */
/** @typedef {ReturnType<typeof visitOf>} Own */

const BY_HAND = { kind: 'filed', rules: 1, channel: 'letter', category: 'other', excluded: [], item: '', text: 'a letter' };
const MARKS = { category: 'other', severity: 'S4', detriment: 'none', level: 'unknown', materiality: 'unknown' };

/** @param {number} count */
export async function manyCases(count) {
  const line = foundLine([0, 2, 5, 6]);
  const server = new CaseServer(line);
  const [ann, ben, cat, dan] = line.members.map((secret) => visitOf(line, secret));
  const ids = [];
  for (let at = 0; at < count; at += 1) {
    const id = new Uint8Array(randomBytes(16));
    const grants = { grantTo: membersToGrant(line.directory, []), items: [] };
    ids.push((await server.as(ann, () => begin(ann, id, { ...BY_HAND, received: today() }, grants))).id);
  }
  return { server, ann, ben, cat, dan, ids };
}

/** @param {Many} all @param {Own} own @param {string} id @param {any} content */
export function say({ server }, own, id, content) {
  return server.as(own, async () => write(own, await openCase(own, id), content));
}

/**
 * Asked for by ann, approved by ann and ben.
 * @param {Many} all
 * @param {string} id
 * @param {any} act
 * @returns {Promise<number>} the request
 */
export async function agree(all, id, act) {
  const { server, ann, ben } = all;
  const { state: { next } } = await say(all, ann, id, { kind: 'request', act: { ...act, request: 0 }, until: today() });
  for (const own of [ann, ben]) await server.as(own, async () => approve(own, await openCase(own, id), next - 1));
  return next - 1;
}

/** @param {Many} all @param {string} id @param {any} act */
export async function together(all, id, act) {
  const request = await agree(all, id, act);
  return all.server.as(all.ann, async () => carryOut(all.ann, await openCase(all.ann, id), request));
}

/**
 * Closed as no complaint, and kept as it is said.
 * @param {Many} all
 * @param {string} id
 * @param {any} retention fields
 */
export async function keep(all, id, retention) {
  await say(all, all.ann, id, { kind: 'conflict_check', urgent: 0, note: '' });
  await say(all, all.ann, id, { kind: 'triage', ...MARKS, period: '', allegations: ['one'], note: '' });
  await together(all, id, { kind: 'not_a_complaint', text: 'a question' });
  return say(all, all.ann, id, { kind: 'retention', note: '', ...retention });
}
