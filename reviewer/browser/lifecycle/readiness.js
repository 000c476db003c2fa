/** What must be so before a kind of entry makes sense, whatever the entry will say. nextMoves shows these reasons. */
import { addDays } from './days.js';
import { need } from './failures.js';
import { isMember, isReader, mayDecide, readersOn } from './readers.js';
import { LIMITS } from './rules.js';
import { happening } from './state.js';

/** @import { CaseState, Membership } from './state.js' */

/**
 * NotAllowed with what is missing; the state, the person and the words are checked elsewhere.
 * @param {CaseState} state
 * @param {readonly Membership[]} members
 * @param {string} kind
 * @param {string} author
 * @param {string} day
 */
export function checkReady(state, members, kind, author, day) {
  switch (kind) {
    case 'acknowledged':
      return need(happening(state, kind).count === 0, 'already');
    case 'investigation':
      return need(isReader(state, state.assignee, day), 'no_assignee');
    case 'closing':
    case 'closing_without_feedback':
      return need(state.allegations.every((one) => one.outcome !== ''), 'no_outcome');
    case 'closing_for_silence':
      need(state.asked !== '', 'not_asked');
      return need(day >= addDays(state.asked, LIMITS.silence), 'not_silent');
    case 'destruction':
      return need(state.holds.length === 0, 'held');
    case 'review':
      return need(day > state.keep, 'too_early');
    case 'hold_reviewed':
    case 'hold_released':
      return need(state.holds.length > 0, 'no_hold');
    case 'task_done':
    case 'task_given':
    case 'task_withdrawn':
      return need(state.tasks.length > 0, 'no_task');
    case 'receipt_corrected':
      return need(state.channel !== 'line', 'channel');
    case 'grant_taken':
      return need(readersOn(state, day).some((one) => !isMember(members, one.person, day)), 'no_adviser');
    case 'recusal':
      return need(hasOthers(state, members, author, day), 'last_reader');
    case 'recusal_of':
      return need(hasOthers(state, members, author, day), 'no_other');
    default:
      return undefined;
  }
}

/**
 * @param {CaseState} state
 * @param {readonly Membership[]} members
 * @param {string} author
 * @param {string} day
 * @returns {boolean} whether a member beside the author could go on with the case
 */
function hasOthers(state, members, author, day) {
  return state.readers.some((one) => one.person !== author && mayDecide(state, members, one.person, day));
}
