/**
 * Filing: after each look every report becomes a case, and what its author added comes into it. It is done by the
 * browsers of those who can read the report, in the same way whatever it says; whoever is first files it for all.
 */
import { caseId } from '../../../crypto/js/cases.js';
import { Refused } from '../api.js';
import { dayOfEpoch } from '../days.js';
import { LifecycleError } from '../lifecycle/failures.js';
import { readersOn } from '../lifecycle/readers.js';
import { VERSION } from '../lifecycle/rules.js';
import { caseOf, isFiled } from './conversation.js';
import { membersToGrant } from './granting.js';
import { holdersSince, itemName } from './items.js';
import { directoryOf, listCases, openCase } from './store.js';
import { begin, write } from './writing.js';
import { dayNow } from '../clock.js';

/** @import { Directory } from '../../../crypto/js/index.js' */
/** @import { Message } from '../scanner.js' */
/** @import { Thread } from '../threads.js' */
/** @import { CaseVisit, OpenCase } from './store.js' */
/**
 * @typedef {CaseVisit & { threads: Thread[], unfiled: Map<string, unknown>, left: Set<string>, line: { epoch_seconds: number } }} Filer
 * `unfiled`: threads that could not be filed, and why; `left`: cases that are there and not for this member
 */

/**
 * One that cannot be filed does not keep the others from being filed.
 * @param {Filer} own
 */
export async function fileAll(own) {
  const listed = new Set((await listCases(own)).map((one) => one.case));
  for (const thread of own.threads.filter(isFiledByItself)) {
    if (own.over) return;
    try {
      await fileThread(own, thread, listed);
      own.unfiled.delete(thread.id);
    } catch (error) {
      own.unfiled.set(thread.id, error);
    }
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
 * @returns {Promise<OpenCase | null>} null where it is another's case now
 */
export async function fileReport(own, thread) {
  const [{ item, content, epoch }] = thread.messages;
  if (!item) return null;
  const directory = await directoryOf(own);
  const excluded = holdersSince(directory.chain, item.directoryHash, content.excluded);
  const said = {
    kind: 'filed',
    rules: VERSION,
    channel: 'line',
    received: dayCame(own, epoch),
    category: content.category || 'other',
    excluded,
    item: itemName(item),
    text: '',
  };
  return begin(own, caseId(item), said, { grantTo: membersToGrant(directory, excluded), items: [item] }).catch((error) => {
    if (!(error instanceof Refused && error.status === 404)) throw error;
    own.left.add(caseOf(thread) ?? ''); // it was filed, and this member left it: nothing is filed again
    return null;
  });
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
 * @param {Thread} thread
 * @param {Set<string>} listed
 */
async function fileThread(own, thread, listed) {
  const id = caseOf(thread) ?? '';
  if (own.left.has(id)) return;
  if (listed.has(id) && thread.messages.length === 1) return;
  const opened = listed.has(id) ? await openCase(own, id) : await fileReport(own, thread);
  if (opened) await fileFollowUps(own, thread, opened);
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
    await write(own, now, said, { items: [item], unless }).catch((error) => {
      if (!(error instanceof Refused && error.code === 'item')) throw error;
      return write(own, own.cases.get(opened.id) ?? now, said, { unless }); // something was put under its name before
    }).catch((error) => {
      if (!(error instanceof LifecycleError)) throw error; // a case that is destroyed takes nothing more
    });
  }
}

/**
 * @param {Filer} own
 * @param {number} epoch in which it came
 */
function dayCame({ line }, epoch) {
  const [came, today] = [dayOfEpoch(epoch, line.epoch_seconds), dayNow()];
  return came < today ? came : today;
}
