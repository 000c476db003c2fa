/**
 * Acts that two persons must want: asked for word for word, approved by both, and carried out in time.
 * The approval documents and their signatures are the protocol's; here it is counted who said yes.
 */
import { contentText } from './content.js';
import { addDays } from './days.js';
import { checkDetails } from './details.js';
import { need, NotAllowed } from './failures.js';
import { checkMove } from './moves.js';
import { holdsPlaceOf, mayDecide } from './readers.js';
import { checkReady } from './readiness.js';
import { ACTIONS, kindOf, LIMITS } from './rules.js';

/** @import { Content } from './content.js' */
/** @import { Saying } from './details.js' */
/** @import { Approval, CaseState, Membership, Request } from './state.js' */

/**
 * The act could be carried out now, bears this request's number, and the request ends in time.
 * @param {Saying} saying
 * @param {number} sequence
 */
export function checkRequest(saying, sequence) {
  const { state, members, author, day, content } = saying;
  need(content.act.request === sequence, 'no_request');
  need(day <= content.until && content.until <= addDays(day, LIMITS.request), 'day');
  checkMove(state.fine, content.act.kind);
  checkReady(state, members, content.act.kind, author, day);
  checkDetails({ ...saying, content: content.act });
}

/**
 * Nobody approves twice, what is about them, or too late. Who asked may be one of the two.
 * @param {CaseState} state
 * @param {readonly Membership[]} members
 * @param {string} author
 * @param {string} day
 * @param {number} number
 */
export function checkApproval(state, members, author, day, number) {
  const request = openRequest(state, number);
  need(!holdsPlaceOf(members, author, request.approved, day), 'same_person');
  need(!holdsPlaceOf(members, author, [request.subject], day), 'subject');
  need(day <= request.until, 'expired');
}

/**
 * Enough read the case to approve it, of different places. It is asked before an act is offered and of no entry: who is
 * admitted later approves what was asked before.
 * @param {CaseState} state
 * @param {readonly Membership[]} members
 * @param {string} kind
 * @param {string} day
 */
export function checkDeciders(state, members, kind, day) {
  /** @type {string[]} */
  const places = [];
  for (const { person } of state.readers) {
    if (mayDecide(state, members, person, day) && !holdsPlaceOf(members, person, places, day)) places.push(person);
  }
  need(places.length >= (ACTIONS.get(kindOf(kind).action) ?? Infinity), 'too_few');
}

/**
 * By whom it was made; when it is over, by anybody.
 * @param {CaseState} state
 * @param {string} author
 * @param {string} day
 * @param {number} number
 */
export function checkWithdrawal(state, author, day, number) {
  const request = openRequest(state, number);
  need(author === request.by || day > request.until, 'not_requester');
}

/**
 * @param {CaseState} state
 * @param {readonly Membership[]} members
 * @param {string} author
 * @param {string} day
 * @param {Content} content
 * @returns {string[]} who of those that approved still counts, at least as many as the action needs
 */
export function checkTwoPersons(state, members, author, day, content) {
  const request = openRequest(state, content.request);
  need(request.asks === contentText(content), 'not_as_asked');
  need(author !== request.subject, 'subject');
  need(day <= request.until, 'expired');
  const counted = request.approved.filter((person) => mayDecide(state, members, person, day));
  need(counted.length >= needed(kindOf(content.kind).action), 'two_persons');
  return counted;
}

/**
 * The entry carries the approval document of its request, signed by enough of those who count, and no other.
 * @param {Content} content
 * @param {readonly Approval[]} carried
 * @param {readonly string[]} counted
 */
export function checkApprovals(content, carried, counted) {
  const { action } = kindOf(content.kind);
  const good = carried.every((one) => one.action === action && one.request === content.request);
  need(good && carried.length === (action ? 1 : 0), 'approvals');
  if (!action) return;
  const signers = new Set(carried[0].signers.filter((person) => counted.includes(person)));
  need(signers.size >= needed(action), 'two_persons');
}

/**
 * @param {CaseState} state
 * @param {number} number
 * @returns {Readonly<Request>} NotAllowed: no_request
 */
export function openRequest(state, number) {
  const request = state.requests.find((one) => one.request === number);
  if (!request) throw new NotAllowed('no_request');
  return request;
}

/** @param {string} action */
function needed(action) {
  return ACTIONS.get(action) ?? Infinity;
}
