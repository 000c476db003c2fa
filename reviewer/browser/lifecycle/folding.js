/**
 * A case is the fold of its entries. An entry that breaks a rule stays in the record, is named, and counts for nothing:
 * what was signed once cannot be taken out, so one bad entry must not lock the case for everybody.
 */
import { checkContent } from './content.js';
import { checkDetails } from './details.js';
import { after } from './effects.js';
import { LifecycleError, need } from './failures.js';
import { checkMove } from './moves.js';
import { checkAuthor, checkGrants, followGrants } from './readers.js';
import { checkReady } from './readiness.js';
import { checkApproval, checkApprovals, checkRequest, checkTwoPersons, checkWithdrawal } from './requests.js';
import { coarse, kindOf, RETURNS } from './rules.js';
import { EMPTY, replace } from './state.js';

/** @import { Content } from './content.js' */
/** @import { Saying } from './details.js' */
/** @import { CaseState, Membership, Opened } from './state.js' */

/**
 * @param {Iterable<Opened>} entries
 * @param {readonly Membership[]} members
 * @returns {CaseState} the case after all entries; those that break a rule are in `refused`
 */
export function fold(entries, members) {
  return foldEach(entries, members).at(-1) ?? EMPTY;
}

/**
 * @param {Iterable<Opened>} entries
 * @param {readonly Membership[]} members
 * @returns {CaseState[]} the case after each entry
 */
export function foldEach(entries, members) {
  let state = EMPTY;
  return [...entries].map((entry) => (state = acceptOrRefuse(state, entry, members)));
}

/**
 * The case after one entry more. UnknownKind, BadContent, NotAllowed.
 * @param {CaseState} state
 * @param {Opened} entry
 * @param {readonly Membership[]} members
 * @returns {CaseState}
 */
export function accept(state, entry, members) {
  const done = foresee(state, entry, members);
  // 7. what the server was shown is what came of it; what two have approved is done all the same, and cannot be spent
  need(entry.approvals.length > 0 || (entry.state === done.shown && entry.hold === done.held), 'clear');
  return replace(done, { shown: entry.state, held: entry.hold });
}

/**
 * As accept, but whatever `entry` shows to the server: who writes one asks here first, and shows clearPart.
 * @param {CaseState} state
 * @param {Opened} entry
 * @param {readonly Membership[]} members
 * @returns {CaseState}
 */
export function foresee(state, entry, members) {
  const { author, day } = entry;
  // 1. it stands where it belongs, and its key is one of those that are gone by
  need(entry.sequence === state.next && day >= state.last, 'order');
  need(entry.unread !== 'passed_over', 'passed_over');
  need(entry.unread !== 'later_key', 'later_key');
  // 2. its form
  const own = checkContent(entry.content);
  const { kind } = own;
  const content = asSealed(own, entry.excluded ?? null);
  // 3. the table of moves
  const fine = checkMove(state.fine, kind);
  // 4. keys and readers; the first entry's author is among those it grants
  const granted = followGrants(state, entry);
  checkAuthor(entry.sequence === 0 ? granted : state, members, kind, author, day);
  // 5. what must be so before, and what it says
  checkReady(state, members, kind, author, day);
  const saying = { state, members, author, day, content };
  const isKnown = (entry.excluded ?? null) !== null;
  checkDetails({ ...saying, content: isKnown ? content : own }); // what is only claimed may keep its own entry out, no person
  // 6. two persons where two are needed, and no approval where none is
  checkAgreement(saying, entry);
  checkGrants(state, members, entry, own); // or one who gave too many a case could make it nobody's
  const done = after(granted, entry, content, fine);
  return pass(done, entry, clearAfter(state, done));
}

/**
 * What was filed leaves out whom its envelope leaves out, whatever is said of it, and nobody while that is not known. What
 * was entered by hand has no envelope: there it is said by who entered it.
 * @param {Content} content
 * @param {readonly string[] | null} excluded by the envelope, where it is known
 * @returns {Content}
 */
function asSealed(content, excluded) {
  if (!content.item || !Object.hasOwn(content, 'excluded')) return content;
  const came = excluded !== null && Object.hasOwn(content, 'channel') ? { channel: 'line' } : {}; // nothing else is sealed
  return { ...content, ...came, excluded: [...excluded ?? []] };
}

/**
 * What to show of `done`. Where a refused entry showed something else, and the protocol does not let one person take it
 * back, that stays until this side of the case changes.
 * @param {CaseState} before
 * @param {CaseState} done
 */
function clearAfter(before, done) {
  const [was, now] = [coarse(before.fine), coarse(done.fine)];
  const wayBack = before.shown === now || RETURNS.some(([from, to]) => from === before.shown && to === now);
  const released = before.holds.length > 0 && done.holds.length === 0;
  const held = done.holds.length > 0 || (before.held === 1 && !released);
  return { shown: was === now && !wayBack ? before.shown : now, held: Number(held) };
}

/**
 * @param {Saying} saying
 * @param {Opened} entry
 */
function checkAgreement(saying, entry) {
  const { state, members, author, day, content } = saying;
  /** @type {string[]} */
  let counted = [];
  if (content.kind === 'request') checkRequest(saying, entry.sequence);
  else if (content.kind === 'approval') checkApproval(state, members, author, day, content.request);
  else if (content.kind === 'withdrawal') checkWithdrawal(state, author, day, content.request);
  else if (kindOf(content.kind).action) counted = checkTwoPersons(state, members, author, day, content);
  checkApprovals(content, entry.approvals, counted);
}

/**
 * @param {CaseState} state
 * @param {Opened} entry
 * @param {readonly Membership[]} members
 */
function acceptOrRefuse(state, entry, members) {
  try {
    return accept(state, entry, members);
  } catch (error) {
    if (!(error instanceof LifecycleError)) throw error;
    const { sequence, day, author } = entry;
    const refusal = { sequence, day, author, failure: error.name, reason: error.reason };
    const followed = replace(followGrants(state, entry), { refused: [...state.refused, refusal] });
    return pass(followed, entry, { shown: entry.state, held: entry.hold });
  }
}

/**
 * @param {CaseState} state
 * @param {Opened} entry
 * @param {{ shown: string, held: number }} clear
 */
function pass(state, entry, clear) {
  return replace(state, { ...clear, next: entry.sequence + 1, last: entry.day > state.last ? entry.day : state.last });
}
