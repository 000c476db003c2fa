/** What waits for the reader in a case: approvals, what was approved, tasks, and what the reporter wrote. */
import { coarse } from '../lifecycle/rules.js';

/** @import { CaseState, Request } from '../lifecycle/state.js' */
/**
 * `approve` a request, `carry_out` an own one that was approved, do a `task`, take up what the reporter `wrote`.
 * @typedef {Readonly<{ what: 'approve' | 'carry_out' | 'task' | 'wrote', of: number, until: string }>} Waiting `of`: the entry; `until`:
 *   the last day of a request, the day a task is due, or that on which the reporter's words came into the case
 */

const APPROVERS = 2;
/** They end with their last day, and the others when they are done. */
const REQUESTS = ['approve', 'carry_out'];

/**
 * @param {CaseState} state
 * @param {string} me
 * @param {{ day: string, of: number }} wrote the reporter's words that nobody has taken up, '' if none
 * @returns {Waiting[]}
 */
export function waitingFor(state, me, wrote) {
  if (state.fine === 'destroyed') return [];
  /** @type {Waiting[]} */
  const tasks = state.tasks.filter(({ who }) => who === me).map(({ task, due }) => ({ what: 'task', of: task, until: due }));
  /** @type {Waiting[]} */
  const words = wrote.day && isForMe(state, me) ? [{ what: 'wrote', of: wrote.of, until: wrote.day }] : [];
  return [...state.requests.flatMap((request) => asked(state, request, me)), ...tasks, ...words];
}

/**
 * @param {Waiting} one
 * @param {string} day
 * @returns {boolean} whether it still waits on that day
 */
export function isOn({ what, until }, day) {
  return !REQUESTS.includes(what) || day <= until;
}

/**
 * What the reporter wrote waits for the member who leads the case while it is open, else for every member who reads it.
 * @param {CaseState} state
 * @param {string} me
 */
function isForMe(state, me) {
  const led = coarse(state.fine) === 'open' && mayDecide(state, state.assignee);
  return mayDecide(state, me) && (!led || state.assignee === me);
}

/**
 * @param {CaseState} state
 * @param {Readonly<Request>} request
 * @param {string} me
 * @returns {Waiting[]}
 */
function asked(state, { request, by, subject, until, approved }, me) {
  if (!mayDecide(state, me) || subject === me) return [];
  if (approved.length >= APPROVERS) return by === me ? [{ what: 'carry_out', of: request, until }] : [];
  return approved.includes(me) ? [] : [{ what: 'approve', of: request, until }];
}

/**
 * Grants without a last day are given to members alone.
 * @param {CaseState} state
 * @param {string} me
 */
function mayDecide({ readers, recused, excluded }, me) {
  const member = readers.some(({ person, until }) => person === me && until === '');
  return member && !recused.includes(me) && !excluded.includes(me);
}
