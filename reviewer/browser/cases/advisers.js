/**
 * Letting an adviser read one case. Who invites advisers and compares key words is the committee's page: it registers here
 * what the button on the page of a case does, and calls `admitAdviser` when the words were the same.
 */
import { hex, keysHash } from '../../../crypto/js/index.js';
import { make, whenPressed } from '../dom.js';
import { demandFresh } from '../api.js';
import { checkContent } from '../lifecycle/content.js';
import { checkDetails } from '../lifecycle/details.js';
import { isMember, readersOn } from '../lifecycle/readers.js';
import { comparersOf } from '../lifecycle/state.js';
import { say } from '../words.js';
import { OthersVerified, verifiedKeys } from './granting.js';
import { members, openCase } from './store.js';
import { checkWritable, write } from './writing.js';
import { dayNow } from '../clock.js';

/** @import { Bytes } from '../../../crypto/js/index.js' */
/** @import { Content } from '../lifecycle/content.js' */
/** @import { CaseState } from '../lifecycle/state.js' */
/** @import { Visit } from '../visit.js' */
/** @import { CaseVisit, OpenCase } from './store.js' */
/** @typedef {{ kind: string, reader: string }} Grant of a `grant_made` */
/** @typedef {{ sign: string, x25519: Bytes, mlkem: Bytes, role: string }} Adviser `sign` in hex */

/** @type {((own: Visit, id: string) => void) | null} */
let wanted = null;

/** @param {(own: Visit, id: string) => void} act what happens when somebody wants an adviser in the case `id` */
export function whenAdviserIsWanted(act) {
  wanted = act;
}

/**
 * @param {Visit} own
 * @param {OpenCase} opened
 * @returns {HTMLButtonElement | null}
 */
export function adviserButton(own, { id, state }) {
  const [act, person] = [wanted, hex(own.secret.signKey)];
  const may = isMember(members(own), person, dayNow()) && state.fine !== 'destroyed' && !state.recused.includes(person);
  if (!act || !may) return null;
  const button = make('button', { type: 'button' }, say('case.adviser'));
  whenPressed(button, () => act(own, id));
  return button;
}

/**
 * Two entries: that the key words were compared, with the keys that they stand for, and the grant. Where others were
 * verified for this person before, the first entry counts once another member has written the same, and the grant waits.
 * @param {CaseVisit} own
 * @param {string} id
 * @param {Adviser} adviser whose key words were compared by this member
 * @param {{ until: string, why: string }} grant
 * @returns {Promise<OpenCase>}
 * @throws {OthersVerified}, LifecycleError before anything is written
 */
export async function admitAdviser(own, id, { sign, x25519, mlkem, role }, { until, why }) {
  const keys = hex(keysHash({ x25519, mlkem }));
  const opened = await openCase(own, id);
  const said = { kind: 'key_verified', person: sign, keys, role };
  const grant = { kind: 'grant_made', reader: sign, until, why };
  const isSaid = comparersOf(opened.state, sign, keys).includes(hex(own.secret.signKey));
  checkGrant(own, isSaid ? opened.state : checkWritable(own, opened, said), grant);
  await demandFresh();
  const verified = isSaid ? opened : await write(own, opened, said);
  if (verifiedKeys(verified).get(sign) !== keys) throw new OthersVerified();
  return write(own, verified, grant, { grantTo: [{ sign, x25519, mlkem, until }] });
}

/**
 * Before the first entry is written: it would stand in the record for good, also where the second cannot follow.
 * @param {CaseVisit} own
 * @param {CaseState} state after the first
 * @param {Content} grant
 * @throws {import('../lifecycle/failures.js').LifecycleError}
 */
function checkGrant(own, state, grant) {
  checkDetails({ state, members: members(own), author: hex(own.secret.signKey), day: dayNow(), content: checkContent(grant) });
}

/**
 * @param {OpenCase} opened
 * @returns {{ person: string, by: string }[]} advisers who read on and were let in by somebody who was recused
 */
export function leftBehind({ entries, state }) {
  const counted = new Set(state.timeline.map(({ sequence }) => sequence));
  const made = entries.filter(({ sequence }) => counted.has(sequence)).map(({ author, content }) => ({ author, .../** @type {Grant} */ (content) }));
  const by = new Map(made.filter(({ kind }) => kind === 'grant_made').map(({ reader, author }) => [reader, author]));
  return readersOn(state, dayNow()).flatMap(({ person, until }) => {
    const author = by.get(person) ?? '';
    return until && state.recused.includes(author) ? [{ person, by: author }] : [];
  });
}
