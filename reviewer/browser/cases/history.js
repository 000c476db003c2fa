/** All that is on record of a case, in words, with who wrote it; and what came and is not on record yet. */
import { BOARD_EPOCHS } from '../../../crypto/js/index.js';
import { dayOfEpoch, readDay } from '../days.js';
import { make } from '../dom.js';
import { KINDS } from '../lifecycle/rules.js';
import { isBrief, saidBy, standing } from '../report.js';
import { messageId } from '../threads.js';
import { told } from '../told.js';
import { say } from '../words.js';
import { nameOf } from './names.js';
import { saidFields } from './said.js';
import { dayNow } from '../clock.js';

/** @import { Content } from '../../../crypto/js/index.js' */
/** @import { Refusal } from '../lifecycle/state.js' */
/** @import { Reply } from '../replies.js' */
/** @import { Visit } from '../visit.js' */
/** @import { Conversation } from './conversation.js' */
/** @import { Said } from './said.js' */
/** @import { OpenCase } from './store.js' */

/** What the heading of an entry names already, or what stands beside the case for as long as there is one. @type {Record<string, string[]>} */
const NAMED = {
  filed: ['channel', 'received', 'excluded', 'text'], filed_again: ['received', 'excluded'],
  recusal_of: ['person'], assignment: ['to'], task: ['who'], task_given: ['who'], key_verified: ['person'], grant_made: ['reader'], grant_taken: ['reader'],
};
/** The words that an entry is mostly about, shown as they were written. @type {Record<string, string>} */
const MAIN = { note: 'text', message: 'text', feedback: 'text', need_info: 'text', task: 'text', heard: 'text', remediation: 'text', auditor_informed: 'text' };

/**
 * @param {Visit} own
 * @param {OpenCase} opened
 * @param {Conversation | null} talk
 * @param {ReadonlySet<string>} fresh messages of the reporter that this person has not had before
 * @returns {HTMLElement[]} list items, in the order of the record
 */
export function historyItems(own, opened, talk, fresh) {
  const refused = new Map(opened.state.refused.map((one) => [one.sequence, one]));
  const onRecord = opened.entries.map(({ sequence }) => {
    const refusal = refused.get(sequence);
    return refusal ? refusedItem(own, opened, refusal) : entryItem(own, opened, talk, fresh, sequence);
  });
  return [...onRecord, ...unrecorded(own, opened, talk, fresh)];
}

/**
 * @param {Visit} own
 * @param {OpenCase} opened
 * @param {Conversation | null} talk
 * @param {ReadonlySet<string>} fresh
 * @param {number} sequence
 */
function entryItem(own, opened, talk, fresh, sequence) {
  const { author, day, content } = opened.entries[sequence];
  const said = /** @type {Said} */ (content);
  const theirs = said.kind === 'follow_up';
  const by = theirs ? say('report.reporter') : nameOf(own, opened, author);
  const where = said.reply && said.text && talk ? ` · ${whereIs(own, talk, said.reply, day)}` : '';
  const shown = readDay(theirs ? said.received : day, own.line.language);
  const differences = opened.differences.filter((one) => one.sequence === sequence && one.what !== 'listing');
  return make('li', { class: theirs ? 'theirs' : 'ours', ...newMark(theirs && isFresh(fresh, opened.items.get(said.item))) },
    saidBy(by, `${shown}${where}`, theirs && isFresh(fresh, opened.items.get(said.item))),
    theirs ? null : make('p', { class: 'done' }, doneText(own, opened, said)),
    ...wordsOf(own, opened, said),
    ...differences.map(({ what }) => make('p', { class: 'difference' }, say(`difference.${what}`))));
}

/**
 * @param {Visit} own
 * @param {OpenCase} opened
 * @param {Said} said
 */
function doneText(own, opened, said) {
  const person = said.person ?? said.to ?? said.who ?? said.reader;
  if (said.kind === 'filed') return say(said.channel === 'line' ? 'done.filed' : 'done.entered');
  const name = typeof person === 'string' && /^[0-9a-f]{64}$/.test(person) ? nameOf(own, opened, person) : '';
  return say(`done.${said.kind}`, { person: name, to: name, who: name, reader: name });
}

/**
 * @param {Visit} own
 * @param {OpenCase} opened
 * @param {Said} said
 * @returns {(HTMLElement | null)[]}
 */
function wordsOf(own, opened, said) {
  if (said.kind === 'follow_up') {
    const foreign = opened.foreign.has(said.item) ? [make('p', { class: 'difference' }, say('case.foreign'))] : [];
    return [...foreign, ...messageWords(own, opened.items.get(said.item), opened.unread.get(said.item))];
  }
  const asked = { request: said.act, approval: requestOf(opened, said.request), withdrawal: requestOf(opened, said.request) }[said.kind];
  const main = MAIN[said.kind];
  const fields = saidFields(own, opened, said, [...namedOf(opened, said), ...(main ? [main] : [])]);
  return [
    asked ? make('p', { class: 'asked' }, say(`act.${asked.kind}`)) : null,
    main && said[main] ? make('p', { class: 'said', dir: 'auto' }, said[main]) : null,
    said.kind === 'request' ? fieldList(saidFields(own, opened, said.act)) : null,
    fieldList(fields),
  ];
}

/**
 * @param {ReadonlySet<string>} fresh
 * @param {Content | undefined} content
 */
function isFresh(fresh, content) {
  return content !== undefined && fresh.has(messageId({ epoch: 0, object: '', content }));
}

/** @param {boolean} isNew @returns {Record<string, string>} for what can be gone to */
function newMark(isNew) {
  return isNew ? { 'data-new': '', tabindex: '-1' } : {};
}

/**
 * How and when a case came stands beside it as it was corrected: then the history shows what was entered first.
 * @param {OpenCase} opened
 * @param {Said} said
 * @returns {string[]} fields that are shown elsewhere
 */
function namedOf({ state }, said) {
  const named = NAMED[said.kind] ?? [];
  return said.kind === 'filed' ? named.filter((name) => !['channel', 'received'].includes(name) || said[name] === state[/** @type {'channel'} */ (name)]) : named;
}

/** @param {OpenCase} opened @param {number} request */
function requestOf({ entries }, request) {
  return /** @type {{ act?: Said } | undefined} */ (entries[request]?.content)?.act;
}

/** @param {HTMLElement[]} fields */
function fieldList(fields) {
  return fields.length ? make('dl', { class: 'said-fields' }, ...fields) : null;
}

/**
 * @param {Visit} own
 * @param {Content | undefined} content
 * @param {string} [failure]
 * @returns {HTMLElement[]}
 */
function messageWords(own, content, failure) {
  if (!content) return [make('p', { class: 'difference' }, say(failure === 'NotARecipient' ? 'case.not_for_you' : 'case.unread'))];
  return isBrief(content) ? [make('p', { class: 'said', dir: 'auto' }, content.what)] : told(content, own.line.language);
}

/**
 * @param {Visit} own
 * @param {OpenCase} opened
 * @param {Refusal} refusal
 */
function refusedItem(own, opened, { author, day, failure, reason, sequence }) {
  const why = failure === 'NotAllowed' ? say(`reason.${reason}`) : say('case.refused_form');
  const { content, unread } = opened.entries[sequence];
  const { kind } = /** @type {{ kind?: string }} */ (content);
  const unknown = say(unread ? 'case.refused_unread' : 'case.refused_unknown');
  return make('li', { class: 'refused' },
    saidBy(nameOf(own, opened, author), readDay(day, own.line.language)),
    ...opened.differences.filter((one) => one.sequence === sequence && one.what === 'passed_over').map(({ what }) => (
      make('p', { class: 'difference' }, say(`difference.${what}`)))),
    make('p', { class: 'difference' }, say('case.refused', { act: KINDS.has(kind ?? '') ? say(`act.${kind}`) : unknown }), ' ', why));
}

// ---- not on record ---------------------------------------------------------------------------

/**
 * @param {Visit} own
 * @param {OpenCase} opened
 * @param {Conversation | null} talk
 * @param {ReadonlySet<string>} fresh
 * @returns {HTMLElement[]}
 */
function unrecorded(own, opened, talk, fresh) {
  if (!talk) return [];
  const said = opened.entries.map(({ content }) => /** @type {{ reply?: string, text?: string }} */ (content));
  const recorded = new Set(said.filter(({ text }) => text).map(({ reply }) => reply));
  const answers = (own.replies.get(talk.id) ?? []).filter(({ id }) => !recorded.has(id));
  return [
    ...answers.map((reply) => answerItem(own, reply)),
    ...talk.waiting.map(({ content }) => make('li', { class: 'theirs', ...newMark(isFresh(fresh, content)) },
      saidBy(say('report.reporter'), `${readDay(content.day, own.line.language)} · ${say('case.waits')}`, isFresh(fresh, content)), ...messageWords(own, content))),
    ...own.unread.filter((one) => one.thread === talk.id).map(() => make('li', { class: 'refused' }, say('report.bad_reply'))),
  ];
}

/** @param {Visit} own @param {Reply} reply */
function answerItem(own, reply) {
  const name = reply.slot === own.member.slot ? say('report.you', { role: reply.role }) : reply.role;
  return make('li', { class: 'ours' },
    saidBy(name, `${readDay(reply.day, own.line.language)} · ${standing(own, reply)}`),
    make('p', { class: 'done' }, say('done.message')),
    make('p', { class: 'said', dir: 'auto' }, reply.text || say('reply.text_gone')));
}

/**
 * @param {Visit} own
 * @param {Conversation} talk
 * @param {string} reply id
 * @param {string} day of the entry
 */
function whereIs(own, talk, reply, day) {
  const found = own.replies.get(talk.id)?.find(({ id }) => id === reply);
  if (found) return standing(own, found);
  const oldest = dayOfEpoch(Math.max(0, own.boardEnds - BOARD_EPOCHS), own.line.epoch_seconds);
  const where = day < oldest ? 'gone' : 'waiting';
  return standing(own, { id: reply, slot: 0, role: '', day: dayNow(), text: '', where });
}
