/** Acts on a set of cases: what is written in each of them, and which have it already. */
import { hex } from '../../../crypto/js/index.js';
import { dayNow } from '../clock.js';
import { nextMoves } from '../lifecycle/acts.js';
import { addDays } from '../lifecycle/days.js';
import { dueList } from '../lifecycle/due.js';
import { coarse } from '../lifecycle/rules.js';
import { matterOf } from '../overview/timers.js';
import { lagsBehind, lastDayUnder } from '../retention/changing.js';
import { rulesInForce, spanOf } from '../retention/in-force.js';
import { members, termsOf } from './store.js';
import { approve, carryOut, write } from './writing.js';

/** @import { Content } from '../lifecycle/content.js' */
/** @import { CaseState, Request } from '../lifecycle/state.js' */
/** @import { CaseVisit, OpenCase } from './store.js' */
/** @import { Act } from './in-each.js' */

/** As long as a request on the page of a case is open, if nobody says otherwise. */
const REQUEST_DAYS = 14;
/** A hold whose review is due within so many days can be reviewed with those that are due. */
export const SOON = 14;

/**
 * A hold for the same matter is not placed twice.
 * @param {CaseVisit} own
 * @param {string} matter
 * @returns {Act}
 */
export function placeHold(own, matter) {
  return async (opened) => {
    const isHeld = (/** @type {OpenCase} */ { state }) => state.holds.some((one) => matterOf(one.matter) === matterOf(matter));
    if (isGone(opened) || isHeld(opened)) return null;
    return write(own, opened, { kind: 'hold_placed', matter }, { unless: isHeld });
  };
}

/**
 * Of each hold for that matter, with the own approval. It is asked for once: what another member has asked for is approved
 * in its own words (approveReleases).
 * @param {CaseVisit} own
 * @param {string} matter as matterOf gives it
 * @param {string} why
 * @returns {Act}
 */
export function askForRelease(own, matter, why) {
  return async (opened) => {
    let now = opened;
    for (const { hold } of opened.state.holds.filter((one) => matterOf(one.matter) === matter)) now = await askFor(own, now, hold, why);
    return now === opened ? null : now;
  };
}

/**
 * Requests to release a hold, in the words that somebody has read: approved, and carried out where that makes two.
 * @param {CaseVisit} own
 * @param {ReadonlySet<string>} read as releasesAsked gives them
 * @returns {Act}
 */
export function approveReleases(own, read) {
  return async (opened) => {
    let now = opened;
    for (const { request } of releasesAsked(own, opened).filter(({ words }) => read.has(words))) {
      now = await approve(own, now, request);
      if (isAgreed(own, now, request)) now = await carryOut(own, now, request);
    }
    return now === opened ? null : now;
  };
}

/**
 * @param {CaseVisit} own
 * @param {OpenCase} opened
 * @returns {{ request: number, matter: string, why: string, words: string }[]} open requests that this person may approve
 */
export function releasesAsked(own, { state }) {
  const me = hex(own.secret.signKey);
  const open = state.requests.filter((one) => isOpenRelease(one) && reasonFor(own, state, { kind: 'approval', request: one.request, me }) === '');
  return open.flatMap(({ request, asks }) => {
    const { hold, why } = JSON.parse(asks);
    const matter = state.holds.find((one) => one.hold === hold)?.matter ?? '';
    return matter ? [{ request, matter, why, words: JSON.stringify([matter, why]) }] : [];
  });
}

/**
 * All holds whose review is due, or soon.
 * @param {CaseVisit} own
 * @param {string} note
 * @returns {Act}
 */
export function reviewHolds(own, note) {
  return async (opened) => {
    let now = opened;
    for (const hold of dueHolds(own, opened.state)) {
      const unless = (/** @type {OpenCase} */ other) => !dueHolds(own, other.state).includes(hold);
      now = await write(own, now, { kind: 'hold_reviewed', hold, note }, { unless });
    }
    return now === opened ? null : now;
  };
}

/**
 * What is kept by other rules than those in force is kept by these, with the day that follows.
 * @param {CaseVisit} own
 * @param {string} note
 * @returns {Act}
 */
export function bringToRules(own, note) {
  return async (opened) => {
    const rules = rulesInForce(own);
    const behind = (/** @type {OpenCase} */ { state }) => lagsBehind(state, rules, dayNow());
    if (!behind(opened)) return null;
    return write(own, opened, underRules(own, opened.state, note), { unless: (now) => !behind(now) });
  };
}

/**
 * @param {CaseVisit} own
 * @param {CaseState} state of a case that is kept
 * @param {string} note
 * @returns {Content}
 */
function underRules(own, state, note) {
  const rules = rulesInForce(own);
  const { years, days } = spanOf(rules, state.retention);
  return { kind: 'retention', class: state.retention, profile: rules.profile, years, days, until: lastDayUnder(state, rules, dayNow()), note };
}

/**
 * @param {CaseVisit} own
 * @param {CaseState} state
 * @returns {number[]} holds
 */
export function dueHolds(own, state) {
  const last = addDays(dayNow(), SOON);
  return dueList(state, termsOf(own)).filter(({ what, day }) => what === 'hold_review' && day <= last).map(({ of }) => of);
}

/**
 * @param {CaseVisit} own
 * @param {OpenCase} opened
 * @param {number} hold
 * @param {string} why
 * @returns {Promise<OpenCase>} the same where it was asked for already
 */
async function askFor(own, opened, hold, why) {
  const known = askedFor(opened.state, hold);
  const me = hex(own.secret.signKey);
  if (known) return known.by === me && !known.approved.includes(me) ? approve(own, opened, known.request) : opened; // broken off in between
  const act = { kind: 'hold_released', hold, why, request: 0 };
  const after = await write(own, opened, { kind: 'request', act, until: addDays(dayNow(), REQUEST_DAYS) });
  const mine = askedFor(after.state, hold);
  return mine?.by === me ? approve(own, after, mine.request) : after;
}

/** @param {CaseState} state @param {number} hold @returns {Request | undefined} that is still open */
function askedFor({ requests }, hold) {
  return requests.find((one) => isOpenRelease(one) && JSON.parse(one.asks).hold === hold);
}

/** @param {Request} request */
function isOpenRelease({ kind, until }) {
  return kind === 'hold_released' && until >= dayNow();
}

/** @param {CaseVisit} own @param {OpenCase} opened @param {number} request */
function isAgreed(own, { state }, request) {
  return reasonFor(own, state, { kind: 'hold_released', request, me: hex(own.secret.signKey) }) === '';
}

/**
 * @param {CaseVisit} own
 * @param {CaseState} state
 * @param {{ kind: string, request: number, me: string }} about
 * @returns {string | undefined} why that cannot be done about the request; '' if it can
 */
function reasonFor(own, state, { kind, request, me }) {
  return nextMoves(state, members(own), me, dayNow()).find((one) => one.request === request && one.kind === kind)?.reason;
}

/** @param {OpenCase} opened */
function isGone({ state }) {
  return coarse(state.fine) === 'destroyed';
}
