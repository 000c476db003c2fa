/**
 * What a reporter is told when a member leaves a case. The reporter's page leaves out of what it sends next whoever names
 * themselves in an answer, and whom two others name (docs/decisions/0037-the-reporter-is-told-who-has-left.md).
 */
import { hex } from '../../../crypto/js/index.js';
import { putOut, sealAnswer } from '../answering.js';
import { dayNow } from '../clock.js';
import { daysAfter } from '../days.js';
import { keepMarks } from '../keeping.js';
import { readersOn } from '../lifecycle/readers.js';
import { coarse } from '../lifecycle/rules.js';
import { say } from '../words.js';
import { conversationOf } from './conversation.js';
import { slotsLeftOut, writeDown } from './letter.js';
import { openCase } from './store.js';
import { write } from './writing.js';

/** @import { Visit } from '../visit.js' */
/** @import { Content } from '../lifecycle/content.js' */
/** @import { Conversation } from './conversation.js' */
/** @import { OpenCase } from './store.js' */

/** The board shows an answer for 90 epochs, and a reporter may come at the last moment: it is said again before. */
const AGAIN = 60;
/** So many have to name somebody who has not named themselves. */
const NAMING = 2;

/**
 * First the reporter is told, while this member can still write; then the case is left.
 * @param {Visit} own
 * @param {OpenCase} opened
 * @param {Content} content a recusal
 */
export async function stepBack(own, opened, content) {
  const talk = conversationOf(own, opened);
  if (talk && !hasNamed(own, talk, own.slot)) await tell(own, opened, talk, { text: say('leaving.stepped_back'), slot: own.slot });
  return write(own, own.cases.get(opened.id) ?? opened, content);
}

/**
 * After a look: whoever was recused, and has not said so to the reporter, is named by two of those who stay.
 * @param {Visit} own whose overview and board are up to date
 * @returns {Promise<number>} how many answers went out
 */
export async function nameWhoLeft(own) {
  let told = 0;
  for (const { case: id, fine, recusals } of own.overview?.cases.values() ?? []) {
    if (!recusals || !['open', 'closed'].includes(coarse(fine)) || own.over) continue;
    const opened = own.cases.get(id) ?? await openCase(own, id);
    told += await nameIn(own, opened);
  }
  return told;
}

/**
 * @param {Visit} own
 * @param {OpenCase} opened
 */
async function nameIn(own, opened) {
  const talk = conversationOf(own, opened);
  const me = hex(own.secret.signKey);
  if (!talk || !whoNames(own, opened).includes(me)) return 0;
  let told = 0;
  for (const { sign, slot, role } of recused(own, opened)) {
    if (hasNamedThemselves(opened, hex(sign)) || hasNamed(own, talk, slot)) continue;
    await tell(own, opened, talk, { text: say('leaving.left_out', { role }), slot });
    told += 1;
  }
  return told;
}

/**
 * The first of the members who read on, by key: everybody comes to the same two.
 * @param {Visit} own
 * @param {OpenCase} opened
 */
function whoNames({ directory }, { state }) {
  const listed = new Set(directory?.current.members.map(({ sign }) => hex(sign)));
  const stay = readersOn(state, dayNow()).map(({ person }) => person);
  return stay.filter((one) => listed.has(one) && !state.recused.includes(one)).sort().slice(0, NAMING);
}

/**
 * @param {Visit} own
 * @param {OpenCase} opened
 */
function recused({ directory }, { state }) {
  return directory?.current.members.filter(({ sign }) => state.recused.includes(hex(sign))) ?? [];
}

/**
 * What they told the reporter is on record before their leaving is, and sooner than on the board.
 * @param {OpenCase} opened
 * @param {string} person
 */
function hasNamedThemselves({ state: { timeline } }, person) {
  const by = timeline.filter((line) => line.author === person);
  const left = by.findIndex(({ kind }) => kind === 'recusal');
  return left > 0 && by[left - 1].kind === 'message' && by[left - 1].day === by[left].day && isRecent(by[left].day);
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
