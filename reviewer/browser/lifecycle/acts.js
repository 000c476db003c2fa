/** Which acts a person may do now, and why not the others: what a page shows as buttons. */
import { checkDetails } from './details.js';
import { NotAllowed } from './failures.js';
import { checkMove } from './moves.js';
import { checkAuthor } from './readers.js';
import { checkReady } from './readiness.js';
import { checkApproval, checkDeciders, checkTwoPersons, checkWithdrawal } from './requests.js';
import { KINDS } from './rules.js';

/** @import { CaseState, Membership, Request } from './state.js' */
/**
 * An entry of `kind`. For a request, `asks` is the kind asked for; otherwise `request` is the open request that it is
 * about, 0 if about none. `reason` is '' if it may be done, by some words at least.
 * @typedef {Readonly<{ kind: string, asks: string, request: number, reason: string }>} Act
 */
/** @typedef {{ state: CaseState, members: readonly Membership[], person: string, day: string }} Chooser */

const ABOUT_A_REQUEST = ['approval', 'withdrawal'];

/**
 * @param {CaseState} state
 * @param {readonly Membership[]} members
 * @param {string} person
 * @param {string} day
 * @returns {Act[]} every act there is: first in the order of the rules, then for each open request
 */
export function nextMoves(state, members, person, day) {
  const chooser = { state, members, person, day };
  return [...entries(chooser), ...state.requests.flatMap((request) => about(chooser, request))];
}

/**
 * @param {Chooser} chooser
 * @returns {Act[]}
 */
function entries(chooser) {
  return [...KINDS].flatMap(([kind, { action }]) => {
    if (action) return [{ kind: 'request', asks: kind, request: 0, reason: reasonFor(chooser, 'request', kind) }];
    if (kind === 'request' || ABOUT_A_REQUEST.includes(kind)) return [];
    return [{ kind, asks: '', request: 0, reason: reasonFor(chooser, kind) }];
  });
}

/**
 * @param {Chooser} chooser
 * @param {Request} request
 * @returns {Act[]}
 */
function about(chooser, request) {
  return [...ABOUT_A_REQUEST, request.kind].map((kind) => (
    { kind, asks: '', request: request.request, reason: reasonFor(chooser, kind) || reasonAbout(chooser, kind, request) }));
}

/**
 * @param {Chooser} chooser
 * @param {string} kind
 * @param {string} [asks]
 */
function reasonFor({ state, members, person, day }, kind, asks = '') {
  return reasonOf(() => {
    checkMove(state.fine, kind);
    checkAuthor(state, members, kind, person, day);
    if (asks) checkMove(state.fine, asks);
    checkReady(state, members, asks || kind, person, day);
    if (asks) checkDeciders(state, members, asks, day);
  });
}

/**
 * @param {Chooser} chooser
 * @param {string} kind
 * @param {Request} request
 */
function reasonAbout({ state, members, person, day }, kind, { request, asks }) {
  return reasonOf(() => {
    if (kind === 'approval') return checkApproval(state, members, person, day, request);
    if (kind === 'withdrawal') return checkWithdrawal(state, person, day, request);
    const content = JSON.parse(asks);
    checkDetails({ state, members, author: person, day, content });
    return checkTwoPersons(state, members, person, day, content);
  });
}

/**
 * @param {() => unknown} check
 * @returns {string} '' if it passes
 */
function reasonOf(check) {
  try {
    check();
    return '';
  } catch (error) {
    if (error instanceof NotAllowed) return error.reason;
    throw error;
  }
}
