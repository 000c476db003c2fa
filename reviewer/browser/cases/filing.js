/**
 * Filing: after each look every report becomes a case, and what its author added comes into it. It is done by the
 * browsers of those who can read the report, in the same way whatever it says; whoever is first files it for all.
 */
import { caseId, newCase } from '../../../crypto/js/cases.js';
import { belongsTo, hex } from '../../../crypto/js/index.js';
import { Refused } from '../api.js';
import { dayOfEpoch } from '../days.js';
import { LifecycleError } from '../lifecycle/failures.js';
import { readersOn } from '../lifecycle/readers.js';
import { VERSION } from '../lifecycle/rules.js';
import { loadOverview } from '../overview/keeping.js';
import { caseOf, isFiled } from './conversation.js';
import { membersToGrant } from './granting.js';
import { bringersOf, deliveredAs, holdersSince, itemName } from './items.js';
import { filedAgain, placeOf, remembers } from './places.js';
import { directoryOf, listCases, openCase } from './store.js';
import { begin, write } from './writing.js';
import { dayNow } from '../clock.js';

/** @import { Item } from '../../../crypto/js/cases.js' */
/** @import { Directory } from '../../../crypto/js/index.js' */
/** @import { Message } from '../scanner.js' */
/** @import { Thread } from '../threads.js' */
/** @import { Visit } from '../visit.js' */
/** @import { CaseVisit, OpenCase } from './store.js' */
/**
 * `unfiled`: threads that could not be filed, and why; `left`: cases that are there and not for this member any more;
 * `passedOver`: those that never were
 * @typedef {object} Filed
 * @property {Thread[]} threads
 * @property {Map<string, unknown>} unfiled
 * @property {Set<string>} left
 * @property {Set<string>} passedOver
 * @property {{ epoch_seconds: number }} line
 */
/** @typedef {CaseVisit & Filed} Filer */

/**
 * One that cannot be filed does not keep the others from being filed.
 * @param {Filer} own
 */
export async function fileAll(own) {
  const listed = new Set((await listCases(own)).map((one) => one.case));
  await forEach(own, own.threads.filter(isFiledByItself), (thread) => fileThread(own, thread, listed));
}

/**
 * Once the cases of this member were looked at: what was filed again is gone on with, and what does not open in a case, or
 * never came into it, is brought again, so that those who come later can read it.
 * @param {Filer} own
 */
export async function tendCases(own) {
  await forEach(own, own.threads, async (thread) => {
    if (placeOf(own, thread).id !== caseOf(thread)) await openAllAgain(own, caseOf(thread) ?? '');
    const { id } = placeOf(own, thread);
    const apart = id !== caseOf(thread) && thread.messages.length > 1;
    const opened = id ? own.cases.get(id) ?? (apart ? await openCase(own, id) : null) : null;
    if (!opened) return;
    if (apart) await fileFollowUps(own, thread, opened);
    await bringWhatLacks(own, opened.id);
  });
}

/**
 * Which of several counts is told by whom their first entries passed over. One that does not check has an alarm of its own.
 * @param {Filer} own
 * @param {string} derived id of the first case
 */
async function openAllAgain(own, derived) {
  const again = filedAgain(own, derived);
  for (const id of again.length > 1 ? again : []) {
    if (!own.cases.has(id) && !own.troubles.has(id)) await openCase(own, id).catch(() => null);
  }
}

/**
 * Tests become cases only when somebody wants it; what stands apart never does.
 * @param {Thread} thread
 */
export function isFiledByItself({ messages: [first] }) {
  return first.content.kind === 'report' && first.item !== undefined;
}

/**
 * @param {Filer} own
 * @param {Thread} thread
 * @returns {Promise<OpenCase | null>} null where there is a case, and not for this member
 */
export async function fileReport(own, thread) {
  const [{ item }] = thread.messages;
  if (!item) return null;
  const { said, grantTo } = await firstEntry(own, thread.messages[0], item);
  const id = caseId(item);
  const first = { kind: 'filed', ...said, channel: 'line', text: '' };
  return begin(own, id, first, { grantTo, items: [item] }).catch(async (error) => {
    if (!(error instanceof Refused && error.status === 404)) throw error;
    await loadOverview(/** @type {Visit} */ (/** @type {unknown} */ (own)));
    (remembers(own, hex(id)) ? own.left : own.passedOver).add(hex(id));
    return null;
  });
}

/**
 * A report whose case is not for this member, or holds something else, in a case of its own. Its id is drawn by lot: one
 * that is made of the report could be taken beforehand as well.
 * @param {Filer} own
 * @param {Thread} thread
 * @returns {Promise<OpenCase | null>}
 */
export async function fileReportAgain(own, thread) {
  const [{ item }] = thread.messages;
  if (!item) return null;
  const { said, grantTo } = await firstEntry(own, thread.messages[0], item);
  const opened = await begin(own, newCase(), { kind: 'filed_again', ...said, again: caseOf(thread) }, { grantTo, items: [item] });
  await fileFollowUps(own, thread, opened);
  return own.cases.get(opened.id) ?? opened;
}

/**
 * @param {readonly Directory[]} chain
 * @param {OpenCase} opened
 * @param {Message} message from the reporter
 * @returns {string[]} who reads the case and is left out by the message: it cannot be filed before they were left out
 */
export function inTheWay(chain, { state }, { item, content }) {
  const excluded = item ? holdersSince(chain, item.directoryHash, content.excluded) : [];
  return readersOn(state, dayNow()).map(({ person }) => person).filter((person) => excluded.includes(person));
}

/**
 * @param {Filer} own
 * @param {Thread[]} threads
 * @param {(thread: Thread) => Promise<unknown>} act
 */
async function forEach(own, threads, act) {
  for (const thread of threads) {
    if (own.over) return;
    try {
      await act(thread);
      own.unfiled.delete(thread.id);
    } catch (error) {
      own.unfiled.set(thread.id, error);
    }
  }
}

/**
 * @param {Filer} own
 * @param {Message} message
 * @param {Item} item
 */
async function firstEntry(own, { content, epoch }, item) {
  const directory = await directoryOf(own);
  const excluded = holdersSince(directory.chain, item.directoryHash, content.excluded);
  const said = { rules: VERSION, received: dayCame(own, epoch), category: content.category || 'other', excluded, item: itemName(item) };
  return { said, grantTo: membersToGrant(directory, excluded) };
}

/**
 * @param {Filer} own
 * @param {Thread} thread
 * @param {Set<string>} listed
 */
async function fileThread(own, thread, listed) {
  const [{ id, trouble }, derived] = [placeOf(own, thread), caseOf(thread) ?? ''];
  if (trouble || (id && id !== derived)) return;
  if (listed.has(derived) && thread.messages.length === 1) return;
  const opened = listed.has(derived) ? await openCase(own, derived) : await fileReport(own, thread);
  if (opened && placeOf(own, thread).id === derived) await fileFollowUps(own, thread, opened);
}

/**
 * @param {Filer} own
 * @param {Thread} thread
 * @param {OpenCase} opened
 */
async function fileFollowUps(own, thread, opened) {
  const { chain } = await directoryOf(own);
  for (const message of thread.messages.slice(1)) {
    const now = own.cases.get(opened.id) ?? opened;
    const { item, content, epoch } = message;
    if (!item || isFiled(now, message) || inTheWay(chain, now, message).length || own.over) continue;
    const excluded = holdersSince(chain, item.directoryHash, content.excluded);
    const said = { kind: 'follow_up', item: itemName(item), received: dayCame(own, epoch), excluded };
    const unless = (/** @type {OpenCase} */ then) => isFiled(then, message);
    await write(own, now, said, { items: [item], unless }).catch(passOver);
  }
}

/**
 * Each member brings each once: where it still does not open then, it is the server that gives something else. What is not
 * known to be by who reported this case is not brought: whoever named it here would have this page show it to its readers.
 * @param {Filer} own
 * @param {string} id
 */
async function bringWhatLacks(own, id) {
  const { chain } = await directoryOf(own);
  const me = hex(own.secret.signKey);
  for (const item of own.cases.get(id)?.lacking ?? []) {
    const [now, message] = [own.cases.get(id), deliveredAs(own, item)];
    if (!now || !message?.item || !isByReporter(now, message) || inTheWay(chain, now, message).length || own.over) continue;
    if (bringersOf(now.entries).get(item)?.some(({ sequence }) => now.entries[sequence].author === me)) continue;
    const unless = (/** @type {OpenCase} */ then) => !then.lacking.has(item);
    await write(own, now, { kind: 'brought', item }, { items: [message.item], unless }).catch(passOver);
  }
}

/**
 * @param {OpenCase} opened
 * @param {Message} message
 * @returns {boolean} whether it is by who reported the case; nobody is known to have, while its report does not open
 */
function isByReporter({ entries: [first], items }, { content }) {
  const report = items.get(/** @type {{ item?: string }} */ (first.content).item ?? '');
  return report !== undefined && belongsTo(content, report);
}

/** A case that is destroyed takes nothing more. @param {unknown} error */
function passOver(error) {
  if (!(error instanceof LifecycleError)) throw error;
}

/**
 * @param {Filer} own
 * @param {number} epoch in which it came
 */
function dayCame({ line }, epoch) {
  const [came, today] = [dayOfEpoch(epoch, line.epoch_seconds), dayNow()];
  return came < today ? came : today;
}
