/**
 * One member names another report of the line in a case that an adviser reads, and brings nothing; then the others' pages
 * look. As they are made, or, `brings_all`, bringing whatever they have among their own deliveries.
 */
import { generateKeys, hashesCarrying, hex, keysHash, openEnvelope, reporterFromPhrase, sealMessage } from '../../crypto/js/index.js';
import { addDays } from '../../reviewer/browser/lifecycle/days.js';
import { deliveredAs, itemName } from '../../reviewer/browser/cases/items.js';
import { openCase } from '../../reviewer/browser/cases/store.js';
import { write } from '../../reviewer/browser/cases/writing.js';
import { sortThreads } from '../../reviewer/browser/threads.js';
import { today, visitOf } from './case-server.js';
import { reportBy } from './line.js';
import { look, reported } from './taking-away.js';

/** @typedef {Awaited<ReturnType<typeof reported>>} All */

/** @param {'as_made' | 'brings_all'} how @returns {Promise<string[]>} what the adviser reads of the other report */
export async function strangersRead(how) {
  const all = await reported();
  const { server, ann, dan, line } = all;
  const { id } = await look(all, ann);
  const other = await deliverAnother(all);
  const adviser = await letInAdviser(all, id);
  const said = { kind: 'follow_up', item: other, received: today(), excluded: [] };
  await server.as(dan, async () => write(dan, await openCase(dan, id), said));
  await look(all, ann);
  if (how === 'brings_all') await bringAll(all, id);
  const own = visitOf(line, adviser, null);
  const seen = await server.as(own, () => openCase(own, id));
  const read = seen.items.get(other);
  return read ? [read.what] : [];
}

/** @param {All} all @returns {Promise<string>} its name; Ann and Dan have it among their deliveries */
async function deliverAnother({ line, ann, dan }) {
  const stranger = await reporterFromPhrase('another reporter', line.instance);
  const envelope = await sealMessage(reportBy(stranger, { what: 'Quite another report' }), stranger, line.directory);
  for (const own of [ann, dan]) {
    const { contentKey, directoryHash, object, content } = await openEnvelope(envelope, own.secret, hashesCarrying(line.directory, own.secret), line.instance);
    own.threads = [...own.threads, ...sortThreads([{ epoch: 20_000, object: hex(object), content, item: { contentKey, directoryHash, envelope } }]).threads];
  }
  const { item } = dan.threads[1].messages[0];
  if (!item) throw new Error('no delivery');
  return itemName(item);
}

/** @param {All} all @param {string} id */
async function letInAdviser({ server, ann }, id) {
  const adviser = generateKeys(0);
  const person = hex(adviser.signKey);
  server.enrol(adviser, 'adviser', 'Counsel');
  const verified = { kind: 'key_verified', person, keys: hex(keysHash(adviser.public)), role: 'Counsel' };
  const opened = await server.as(ann, async () => write(ann, await openCase(ann, id), verified));
  const until = addDays(today(), 9);
  const granted = { kind: 'grant_made', reader: person, until, why: 'expert' };
  await server.as(ann, () => write(ann, opened, granted, { grantTo: [{ sign: person, ...adviser.public, until }] }));
  return adviser;
}

/** @param {All} all @param {string} id */
async function bringAll({ server, ann }, id) {
  const opened = await server.as(ann, () => openCase(ann, id));
  for (const item of opened.lacking) {
    const delivered = deliveredAs(ann, item)?.item;
    if (delivered) await server.as(ann, () => write(ann, opened, { kind: 'brought', item }, { items: [delivered] }));
  }
}
