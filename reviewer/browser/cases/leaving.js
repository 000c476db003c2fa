/**
 * What a reporter is told when a member leaves a case. The reporter's page leaves out of what it sends next whoever names
 * themselves in an answer, and whom two others name (docs/decisions/0037-the-reporter-is-told-who-has-left.md).
 */
import { hex } from '../../../crypto/js/index.js';
import { ProtocolError } from '../../../crypto/js/errors.js';
import { putOut, sealAnswer } from '../answering.js';
import { demandFresh, Refused } from '../api.js';
import { dayNow } from '../clock.js';
import { daysAfter, daysBetween } from '../days.js';
import { keepMarks } from '../keeping.js';
import { LifecycleError } from '../lifecycle/failures.js';
import { readersOn } from '../lifecycle/readers.js';
import { coarse } from '../lifecycle/rules.js';
import { conversationOf } from './conversation.js';
import { leftOut, steppedBack } from './leaving-words.js';
import { slotsLeftOut, writeDown } from './letter.js';
import { openCase } from './store.js';
import { rehearse, write } from './writing.js';

/** @import { Visit } from '../visit.js' */
/** @import { Content } from '../lifecycle/content.js' */
/** @import { Conversation } from './conversation.js' */
/** @import { OpenCase } from './store.js' */

/** The board shows an answer for 90 epochs, and a reporter may come at the last moment: it is said again before. */
const AGAIN = 60;
/** So many have to name somebody who has not named themselves. */
const NAMING = 2;
/** After so many days without them the next one by key names too, and so on: one may be away, or have no mind to. */
const NEXT = 3;

/**
 * First the reporter is told, while this member can still write; then the case is left. Before either it is made sure
 * that it can be: the reporter is not told of a leaving that the rules or a missing second factor then prevent.
 * @param {Visit} own
 * @param {OpenCase} opened
 * @param {Content} content a recusal
 */
export async function stepBack(own, opened, content) {
  await rehearse(own, opened, content);
  await demandFresh();
  const talk = conversationOf(own, opened);
  if (talk && !hasNamed(own, talk, own.slot)) await tell(own, opened, talk, { text: steppedBack(), slot: own.slot });
  return write(own, own.cases.get(opened.id) ?? opened, content);
}

/**
 * After a look: whoever was recused, and has not said so to the reporter, is named by two of those who stay. A case in
 * which that cannot be done now keeps none of the others from it; it is tried again after the next look.
 * @param {Visit} own whose overview and board are up to date
 * @returns {Promise<number>} how many answers went out
 */
export async function nameWhoLeft(own) {
  let told = 0;
  for (const { case: id, fine, recusals } of own.overview?.cases.values() ?? []) {
    if (!recusals || coarse(fine) === 'destroyed' || own.over) continue;
    try {
      told += await nameIn(own, own.cases.get(id) ?? await openCase(own, id));
    } catch (error) {
      if (!isOfOneCase(error)) throw error;
    }
  }
  return told;
}

/** @param {unknown} error */
function isOfOneCase(error) {
  return error instanceof ProtocolError || error instanceof LifecycleError || (error instanceof Refused && ![0, 401].includes(error.status));
}

/**
 * @param {Visit} own
 * @param {OpenCase} opened
 */
async function nameIn(own, opened) {
  const talk = conversationOf(own, opened);
  if (!talk) return 0;
  let told = 0;
  for (const { sign, slot, role } of recused(own, opened)) {
    if (hasNamedThemselves(own, opened, talk, { sign: hex(sign), slot }) || hasNamed(own, talk, slot)) continue;
    if (!isToName(own, opened, talk, { sign: hex(sign), slot })) continue;
    await tell(own, opened, talk, { text: leftOut(role), slot });
    told += 1;
  }
  return told;
}

/**
 * The first of the members who read on, by key: everybody comes to the same two. The others wait for their turn, and
 * need not when the board shows that two have named.
 * @param {Visit} own
 * @param {OpenCase} opened
 * @param {Conversation} talk
 * @param {{ sign: string, slot: number }} whom
 */
function isToName(own, { state, entries }, talk, { sign, slot }) {
  const listed = new Set(own.directory?.current.members.map((member) => hex(member.sign)));
  const stay = readersOn(state, dayNow()).map(({ person }) => person);
  const inOrder = stay.filter((one) => listed.has(one) && !state.recused.includes(one)).sort();
  const turn = inOrder.indexOf(hex(own.secret.signKey));
  if (turn < NAMING) return turn >= 0;
  const { sequence } = leavingOf({ state, entries }, sign) ?? { sequence: 0 };
  const since = daysBetween(entries[sequence].day, dayNow()) % (AGAIN + 1);
  const others = new Set(namings(own, talk, slot).filter((one) => one.slot !== slot).map((one) => one.slot));
  return since >= NEXT * (turn - NAMING + 1) && others.size < NAMING;
}

/**
 * @param {Visit} own
 * @param {OpenCase} opened
 */
function recused({ directory }, { state }) {
  return directory?.current.members.filter(({ sign }) => state.recused.includes(hex(sign))) ?? [];
}

/**
 * Whether the board shows it. The record alone says nothing of what went out: it is believed for a day, while what went
 * out may not be on the board yet.
 * @param {Visit} own
 * @param {OpenCase} opened
 * @param {Conversation} talk
 * @param {{ sign: string, slot: number }} whom
 */
function hasNamedThemselves(own, { state, entries }, talk, { sign, slot }) {
  const left = leavingOf({ state, entries }, sign);
  if (left?.kind !== 'recusal' || !isRecent(left.day)) return false;
  if (namings(own, talk, slot).some((one) => one.slot === slot)) return true;
  const before = state.timeline.filter(({ author, sequence }) => author === sign && sequence < left.sequence).at(-1);
  return before?.kind === 'message' && before.day === left.day && daysAfter(left.day, 1) >= dayNow();
}

/**
 * @param {Pick<OpenCase, 'state' | 'entries'>} opened
 * @param {string} person
 */
function leavingOf({ state: { timeline }, entries }, person) {
  return timeline.filter(({ sequence, kind, author }) => (kind === 'recusal' && author === person)
    || (kind === 'recusal_of' && /** @type {{ person: string }} */ (entries[sequence].content).person === person)).at(-1);
}

/**
 * @param {Visit} own
 * @param {Conversation} talk
 * @param {number} slot
 * @returns {{ slot: number }[]} of the board, who leaves this one out of the talk, and not too long ago
 */
function namings({ parts }, talk, slot) {
  return parts.filter(({ thread, content }) => thread === talk.id && content.excluded.includes(slot) && isRecent(content.day))
    .map(({ content }) => content);
}

/**
 * @param {Visit} own
 * @param {Conversation} talk
 * @param {number} slot
 */
function hasNamed({ marks }, talk, slot) {
  return [...marks.sent.values()].some(({ thread, excluded, day }) => thread === talk.id && excluded.includes(slot) && isRecent(day));
}

/** @param {string} day */
function isRecent(day) {
  return daysAfter(day, AGAIN) >= dayNow();
}

/**
 * @param {Visit} own
 * @param {OpenCase} opened
 * @param {Conversation} talk
 * @param {{ text: string, slot: number }} what
 */
async function tell(own, opened, talk, { text, slot }) {
  const excluded = [...new Set([...slotsLeftOut(own, opened, talk), slot])].sort((one, other) => one - other);
  const sealed = await sealAnswer(own, talk.id, talk.latest, { text, excluded });
  await putOut(own, sealed);
  own.unwritten.set(opened.id, [{ kind: 'message', reply: sealed.id, text }]);
  await keepMarks(own);
  await writeDown(own, opened.id);
}
