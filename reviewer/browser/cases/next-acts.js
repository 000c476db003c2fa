/** What comes next in a case: the steps on its way, what is due, and what is always at hand, in the order in which to do them. */
import { hex } from '../../../crypto/js/index.js';
import { dayNow } from '../clock.js';
import { daysAfter } from '../days.js';
import { addBusinessDays } from '../lifecycle/days.js';
import { dueList } from '../lifecycle/due.js';
import { readersOn } from '../lifecycle/readers.js';
import { coarse, KINDS } from '../lifecycle/rules.js';
import { kindOfAct } from './act-table.js';
import { termsOf } from './store.js';

/** @import { Act } from '../lifecycle/acts.js' */
/** @import { Due } from '../lifecycle/due.js' */
/** @import { CaseState } from '../lifecycle/state.js' */
/** @import { CaseVisit, OpenCase } from './store.js' */

/** What is done when something is due. @type {Record<string, string>} */
const ANSWERS = {
  acknowledge: 'acknowledged', conflict_check: 'conflict_check', triage: 'triage', chair_told: 'chair_told', meeting: 'meeting',
  feedback: 'feedback', silence: 'closing_for_silence', renewal: 'renewal', hold_review: 'hold_reviewed', review: 'review', task: 'task_done',
};
/** Always at hand. */
const COMMON = ['message', 'note'];
/** Each of these is a move, and none of them the next step of a case that is looked into. */
const LATER = ['not_a_complaint', 'referral', 'merge', 'reopening', 'closing_without_feedback', 'counsel_engaged'];
/** Moves that wait for something, or that nobody can take back: after those that go on. */
const ASIDE = ['need_info', 'destruction'];
/** Whoever of the others signs in next makes it without being asked (committee/resealing.js): nobody has to think of it first. */
const BY_ITSELF = 'renewal';
/** States in which somebody has to lead the case, and in which what is alleged is looked into. */
const LED = ['accepted', 'investigating', 'counsel_engaged', 'findings', 'remediation'];
const LOOKED_INTO = ['investigating', 'counsel_engaged', 'findings', 'remediation'];
/** Of two moves the one that is due in so many days comes first. */
const NEAR = 14;

/**
 * @param {CaseVisit} own
 * @param {Pick<OpenCase, 'state'>} opened
 * @param {readonly Act[]} acts that are possible now
 * @returns {Act[]} what to do next, the most pressing first
 */
export function nextActs(own, { state }, acts) {
  const wanted = inOrder(state, dueForMe(own, state), addBusinessDays(dayNow(), 1, termsOf(own).holidays)).filter((kind) => isTimely(state, kind));
  return wanted.flatMap((kind) => acts.find((act) => kindOfAct(act) === kind && act.request === 0) ?? []);
}

/** @param {CaseState} state @returns {number} how many allegations have no finding */
export function withoutFinding({ allegations }) {
  return allegations.filter(({ outcome }) => !outcome).length;
}

/** @param {CaseState} state @returns {boolean} whether somebody who reads the case leads it */
export function isLed(state) {
  return readersOn(state, dayNow()).some(({ person }) => person === state.assignee);
}

/**
 * @param {CaseState} state
 * @param {readonly Due[]} due
 * @param {string} soon what is due by this day comes before all else
 */
function inOrder(state, due, soon) {
  const answers = due.map(({ what, day }) => ({ kind: ANSWERS[what], day })).filter(({ kind }) => kind);
  const pressing = answers.filter(({ day, kind }) => day <= soon && kind !== BY_ITSELF).map(({ kind }) => kind);
  const all = answers.map(({ kind }) => kind);
  const owed = coarse(state.fine) === 'closed' ? all : []; // before it is put away
  return [...new Set([...pressing, ...owed, ...missing(state), ...movesOf(state, answers), ...all, ...COMMON])];
}

/**
 * What the next step of the case, or a later one, cannot do without.
 * @param {CaseState} state
 * @returns {string[]}
 */
function missing(state) {
  return [
    ...(LED.includes(state.fine) && !isLed(state) ? ['assignment'] : []),
    ...(LOOKED_INTO.includes(state.fine) && withoutFinding(state) ? ['finding'] : []),
  ];
}

/**
 * @param {CaseState} state
 * @param {readonly { kind: string, day: string }[]} answers
 * @returns {string[]} kinds that move the case on its way; those that are due first, those that only wait last
 */
function movesOf({ fine }, answers) {
  const near = daysAfter(dayNow(), NEAR);
  const dueOf = (/** @type {string} */ kind) => answers.find((one) => one.kind === kind && one.day <= near)?.day ?? '9';
  const moves = [...KINDS].filter(([name, { moves: table }]) => table.has(fine) && !LATER.includes(name)).map(([name]) => name);
  moves.sort((one, other) => (dueOf(one) < dueOf(other) ? -1 : Number(dueOf(one) > dueOf(other))));
  return [...moves.filter((name) => !ASIDE.includes(name)), ...moves.filter((name) => ASIDE.includes(name))];
}

/**
 * Somebody else's task is theirs to mark as done; a hold that was placed or reviewed lately needs no look yet.
 * @param {CaseVisit} own
 * @param {CaseState} state
 */
function dueForMe(own, state) {
  const mine = new Set(state.tasks.filter(({ who }) => who === hex(own.secret.signKey)).map(({ task }) => task));
  const near = daysAfter(dayNow(), NEAR);
  return dueList(state, termsOf(own)).filter(({ what, of, day }) => (what === 'task' ? mine.has(of) : what !== 'hold_review' || day <= near));
}

/** @param {CaseState} state @param {string} kind */
function isTimely(state, kind) {
  if (state.requests.some((asked) => asked.kind === kind && asked.until >= dayNow())) return false; // it waits for the others
  if (kind === 'feedback' && ['closed', 'retained'].includes(coarse(state.fine))) return true; // it is owed after this end
  if (kind === 'feedback') return ['findings', 'remediation'].includes(state.fine) && !withoutFinding(state);
  return kind !== 'investigation' || state.fine !== 'findings';
}
