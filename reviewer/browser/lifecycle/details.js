/** What an entry says must fit the case: that task is open, that severity is not too low, that day is not past. */
import { addDays } from './days.js';
import { keepUntil } from './due.js';
import { need } from './failures.js';
import { holdsPlaceOf, isMember, isReader } from './readers.js';
import { CLASSES, FRAUD, LIMITS, SEVEREST } from './rules.js';
import { comparersOf, happening } from './state.js';

/** @import { Content } from './content.js' */
/** @import { CaseState, Membership } from './state.js' */

/**
 * Who says what, when, about which case; `members` is the directory's list.
 * @typedef {object} Saying
 * @property {CaseState} state
 * @property {readonly Membership[]} members
 * @property {string} author
 * @property {string} day
 * @property {Content} content
 */

/** @type {ReadonlyMap<string, (saying: Saying, content: Content) => void>} */
const CHECKS = new Map(Object.entries({
  filed: checkNotBeforeItCame,
  filed_again: checkNotBeforeItCame,
  follow_up: checkFollowUp,
  heard: checkHeard,
  receipt_corrected: checkReceiptCorrected,
  triage: checkTriage,
  meeting: checkMeeting,
  assignment: checkAssignment,
  finding: checkFinding,
  task: checkTask,
  task_given: checkTaskGiven,
  task_withdrawn: checkTaskDone,
  task_done: checkTaskDone,
  hold_reviewed: checkHold,
  hold_released: checkHold,
  retention: checkRetention,
  recusal_of: checkRecusalOf,
  grant_taken: checkGrantTaken,
  key_verified: checkKeyVerified,
  grant_made: checkGrantMade,
}));

/**
 * NotAllowed with what does not fit.
 * @param {Saying} saying
 */
export function checkDetails(saying) {
  CHECKS.get(saying.content.kind)?.(saying, saying.content);
}

/**
 * @param {Content} content of a triage
 * @returns {string} the mildest severity that its marks leave
 */
export function severest(content) {
  return [...SEVEREST].map(([mark, grades]) => grades[content[mark]] ?? 'S4').sort()[0] ?? 'S4';
}

/**
 * @param {CaseState} state
 * @returns {boolean} whether an allegation of a case of fraud was substantiated, at least in part
 */
export function provenFraud(state) {
  const proven = state.allegations.some((one) => ['substantiated', 'partly'].includes(one.outcome));
  return proven && FRAUD.includes(state.category);
}

/** @param {Saying} saying @param {Content} content */
function checkNotBeforeItCame(saying, content) {
  need(content.received <= saying.day, 'day');
}

/**
 * Filing here would show it to all readers, so whom it excludes must have been left out before.
 * @param {Saying} saying @param {Content} content
 */
function checkFollowUp(saying, content) {
  checkNotBeforeItCame(saying, content);
  need(!content.excluded.some((/** @type {string} */ person) => reads(saying, person)), 'reader_excluded');
}

/**
 * What comes through the line is filed, and not entered by hand.
 * @param {Saying} saying @param {Content} content
 */
function checkHeard(saying, content) {
  checkNotBeforeItCame(saying, content);
  need(content.channel !== 'line', 'channel');
}

/**
 * What was entered by hand came on the day on which it was entered at the latest.
 * @param {Saying} saying @param {Content} content
 */
function checkReceiptCorrected({ state }, { channel, received }) {
  need(channel !== 'line', 'channel');
  need(received <= happening(state, 'filed').first, 'day');
}

/**
 * Allegations are added, never changed; severity is at least what the other marks make it.
 * @param {Saying} saying @param {Content} content
 */
function checkTriage(saying, content) {
  need(saying.state.allegations.every((one, at) => one.text === content.allegations[at]), 'allegations');
  need(content.severity <= severest(content), 'severity');
}

/** @param {Saying} saying @param {Content} content */
function checkMeeting(saying, content) {
  need(content.held <= saying.day, 'day');
}

/** @param {Saying} saying @param {Content} content */
function checkAssignment(saying, content) {
  need(reads(saying, content.to), 'unknown_person');
}

/** @param {Saying} saying @param {Content} content */
function checkFinding(saying, content) {
  need(content.allegation < saying.state.allegations.length, 'unknown_allegation');
}

/** @param {Saying} saying @param {Content} content */
function checkTask(saying, content) {
  need(reads(saying, content.who), 'unknown_person');
  need(content.due >= saying.day, 'day');
}

/** @param {Saying} saying @param {Content} content */
function checkTaskGiven(saying, content) {
  checkTaskDone(saying, content);
  checkTask(saying, content);
}

/** @param {Saying} saying @param {Content} content */
function checkTaskDone(saying, content) {
  need(saying.state.tasks.some((one) => one.task === content.task), 'no_task');
}

/** @param {Saying} saying @param {Content} content */
function checkHold(saying, content) {
  need(saying.state.holds.some((one) => one.hold === content.hold), 'no_hold');
}

/**
 * A class that the end of the case permits, so that no complaint is destroyed as spam; never less than the period that the
 * entry itself names; and a reason for each day more, for what is kept on, and for what is kept for less.
 * @param {Saying} saying @param {Content} content
 */
function checkRetention(saying, content) {
  const { state, day } = saying;
  need(Boolean(CLASSES.get(content.class)?.after.includes(state.ended)), 'class');
  need(content.class === 'fraud' || !provenFraud(state), 'class');
  const asked = keepUntil(state, content.years, content.days);
  const least = [day, asked, addDays(state.closed, LIMITS.retention)].sort()[2];
  need(content.until >= least, 'day');
  const usual = state.fine !== 'due_for_review' && content.until >= state.keep && content.until === least;
  need(usual || content.note.trim() !== '', 'no_reason');
}

/**
 * Also of somebody who does not read the case yet, or not any more: recused is for good.
 * @param {Saying} saying @param {Content} content
 */
function checkRecusalOf(saying, content) {
  need(isMember(saying.members, content.person, saying.day), 'unknown_person');
  need(!saying.state.recused.includes(content.person), 'already');
  need(content.person !== saying.author, 'subject');
}

/**
 * Of an adviser, or of somebody who is no member any more; leaving out a member takes two persons.
 * @param {Saying} saying @param {Content} content
 */
function checkGrantTaken(saying, content) {
  need(reads(saying, content.reader) && !isMember(saying.members, content.reader, saying.day), 'no_adviser');
}

/**
 * Nobody vouches for the own keys; who compares other keys than those that count says so once.
 * @param {Saying} saying @param {Content} content
 */
function checkKeyVerified({ state, members, author, day }, { person, keys }) {
  need(person !== author, 'same_person');
  need(!holdsPlaceOf(members, author, comparersOf(state, person, keys), day), 'already');
}

/** @param {Saying} saying @param {Content} content */
function checkGrantMade(saying, content) {
  const { state, members, day } = saying;
  const { reader, until } = content;
  need(!holdsPlaceOf(members, reader, state.recused, day), 'recused');
  need(!holdsPlaceOf(members, reader, state.excluded, day), 'excluded');
  if (isMember(members, reader, day)) {
    need(!reads(saying, reader), 'already');
    return need(until === '', 'day');
  }
  need(state.verified.some((one) => one.person === reader), 'not_verified');
  need(day <= until && until <= addDays(day, LIMITS.grant), 'day');
  return need(state.readers.every((one) => one.person !== reader || one.until < until), 'already');
}

/** @param {Saying} saying @param {string} person */
function reads(saying, person) {
  return isReader(saying.state, person, saying.day);
}
