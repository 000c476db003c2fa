/**
 * Whoever left the committee still knows the keys of the cases that they read, and whoever stepped back from a case has made
 * its key. So the next of the others who signs in makes new ones, without being asked: what is written from then on stays
 * closed to those who left.
 */
import { openCase } from '../cases/store.js';
import { write } from '../cases/writing.js';
import { breathe } from '../dom.js';
import { catchUp } from '../overview/refreshing.js';
import { isSealedToWhoLeft, perhapsSealedToWhoLeft } from './handing.js';

/** @import { Visit } from '../visit.js' */
/** @import { OpenCase } from '../cases/store.js' */
/** @typedef {{ sealed: number, failed: { id: string, error: unknown }[] }} Resealed how many got a new key here, and which did not */

/** @type {{ own: Visit, work: Promise<Resealed> } | null} */
let running = null;

/**
 * @param {Visit} own whose overview and list are up to date
 * @param {(done: number, total: number) => void} [tell]
 * @returns {Promise<Resealed>} one at a time: who asks meanwhile waits for the same
 */
export function sealAnew(own, tell = () => {}) {
  if (running?.own !== own) {
    const work = sealEach(own, tell).finally(() => { if (running?.own === own) running = null; });
    running = { own, work };
  }
  return running.work;
}

/**
 * @param {Visit} own
 * @param {(done: number, total: number) => void} tell
 * @returns {Promise<Resealed>}
 */
async function sealEach(own, tell) {
  const found = { sealed: 0, failed: /** @type {Resealed['failed']} */ ([]) };
  const ids = own.directory && own.overview ? perhapsSealedToWhoLeft(own.overview.cases.values(), own.directory) : [];
  for (const [at, id] of ids.entries()) {
    if (own.over) break;
    tell(at + 1, ids.length);
    try {
      found.sealed += Number(await sealOne(own, id));
    } catch (error) {
      found.failed.push({ id, error });
    }
    await breathe();
  }
  if (!own.over) catchUp(own);
  return found;
}

/**
 * @param {Visit} own
 * @param {string} id
 * @returns {Promise<boolean>} whether there was anything to do
 */
async function sealOne(own, id) {
  const opened = await openCase(own, id);
  if (own.over || isDone(own, opened)) return false;
  await write(own, opened, { kind: 'renewal' }, { unless: (now) => isDone(own, now) });
  return true;
}

/** @param {Visit} own @param {OpenCase} opened */
function isDone({ directory }, opened) {
  return !directory || !isSealedToWhoLeft(opened, directory.current);
}
