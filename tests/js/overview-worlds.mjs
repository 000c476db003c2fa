/**
 * What the browser of a member M asks for and sends at each look, in two worlds: in one there is a case that excludes M,
 * which the others treat meanwhile. Prints the two transcripts as JSON, with lengths in place of what is sealed.
 * `lists_all` is a broken server, which lists every case to everybody.
 */
import { hex, random } from '../../crypto/js/index.js';
import { membersToGrant } from '../../reviewer/browser/cases/granting.js';
import { directoryOf, openCase } from '../../reviewer/browser/cases/store.js';
import { begin, write } from '../../reviewer/browser/cases/writing.js';
import { refreshOverview } from '../../reviewer/browser/overview/refreshing.js';
import { CaseServer, today, visitOf } from './case-server.js';
import { foundLine } from './line.js';

/** @import { Visit } from '../../reviewer/browser/visit.js' */

const how = process.argv[2];
const LOOKS = 3;

/** @param {boolean} hidden whether the case that excludes M is there @returns {Promise<string[]>} */
async function world(hidden) {
  const line = foundLine([0, 2, 5]);
  const server = new CaseServer(line);
  const [ann, ben, m] = line.members.map((secret) => /** @type {Visit & ReturnType<typeof visitOf>} */ (/** @type {unknown} */ (visitOf(line, secret))));
  const file = async (/** @type {string[]} */ excluded) => {
    const content = { kind: 'filed', rules: 1, channel: 'letter', received: today(), category: 'other', excluded, item: '', text: 'x'.repeat(9000) };
    const grantTo = async () => membersToGrant(await directoryOf(ann), excluded);
    return (await server.as(ann, async () => begin(ann, random(16), content, { grantTo: await grantTo(), items: [] }))).id;
  };
  const open = await file([]);
  const [transcript, listen] = listening(server);
  for (let look = 0; look < LOOKS; look += 1) {
    if (hidden && look > 0) await treat(server, ann, ben, await file([hex(m.secret.signKey)]));
    await server.as(ann, async () => write(ann, await openCase(ann, open), { kind: 'note', text: 'looked at again' }));
    await server.as(m, () => listen(() => refreshOverview(m)));
  }
  return transcript.map((one) => one.replaceAll(open, 'OWN'));
}

/** @param {CaseServer} server @param {any} ann @param {any} ben @param {string} id */
async function treat(server, ann, ben, id) {
  await server.as(ann, async () => write(ann, await openCase(ann, id), { kind: 'note', text: 'a secret' }));
  await server.as(ben, () => refreshOverview(ben));
}

/** @param {CaseServer} server @returns {[string[], (act: () => Promise<void>) => Promise<void>]} */
function listening(server) {
  /** @type {string[]} */
  const heard = [];
  const asked = globalThis.fetch;
  const ask = /** @type {typeof fetch} */ (async (path, options = {}) => {
    const body = /** @type {Uint8Array | undefined} */ (options.body);
    const answer = path === '/api/cases' && how === 'lists_all' ? everything(server) : await asked(path, options);
    const bytes = await answer.arrayBuffer();
    heard.push(`${options.method} ${path} ${body?.length ?? 0} ${answer.status} ${bytes.byteLength}`);
    return new Response(answer.status === 204 ? null : bytes, answer);
  });
  return [heard, async (act) => {
    globalThis.fetch = ask;
    await act().finally(() => { globalThis.fetch = asked; });
  }];
}

/** @param {CaseServer} server */
function everything({ cases }) {
  const listed = [...cases].map(([id, { record }]) => ({
    case: id, opened: today(), state: 'open', hold: 0, review: '', due: [], entries: record.entries.length,
    last: hex(record.hashes[record.hashes.length - 1]), key: 0, until: '',
  }));
  return new Response(JSON.stringify({ cases: listed }));
}

process.stdout.write(JSON.stringify([await world(true), await world(false)]));
