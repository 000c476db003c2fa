/** Which acts belong together on the page of a case, and what each form asks for beside its words. */
import { hex } from '../../../crypto/js/index.js';
import { addDays } from '../lifecycle/days.js';
import { holdsPlaceOf, isMember, mayDecide, readersOn } from '../lifecycle/readers.js';
import { ACTIONS, CLASSES, CODES, coarse, KINDS, LIMITS } from '../lifecycle/rules.js';
import { happening } from '../lifecycle/state.js';
import { lastDayOf, spanText } from '../retention/telling.js';
import { say, sayCount } from '../words.js';
import { nameOf } from './names.js';
import { mergeable } from './merging.js';
import { otherCases } from './naming.js';
import { members } from './store.js';
import { dayNow } from '../clock.js';

/** @import { Visit } from '../visit.js' */
/** @import { Act } from '../lifecycle/acts.js' */
/** @import { CaseState } from '../lifecycle/state.js' */
/** @import { Choice, Field } from './act-fields.js' */
/** @import { OpenCase } from './store.js' */

/** @type {readonly [string, readonly string[]][]} */
export const GROUPS = [
  ['assess', ['acknowledged', 'conflict_check', 'triage', 'need_info', 'acceptance', 'receipt_corrected']],
  ['work', [
    'note', 'task', 'task_done', 'task_given', 'task_withdrawn', 'assignment', 'investigation', 'counsel_engaged', 'finding', 'remediation',
    'chair_told', 'meeting', 'auditor_informed', 'link',
  ]],
  ['talk', ['message', 'feedback', 'heard']],
  ['decide', ['closing', 'closing_without_feedback', 'closing_for_silence', 'not_a_complaint', 'referral', 'merge']],
  ['people', ['recusal', 'recusal_of', 'grant_made', 'grant_taken', 'renewal']],
  ['keep', ['hold_placed', 'hold_reviewed', 'hold_released', 'retention', 'review', 'destruction', 'reopening']],
];
/** What a triage asks for, in this order: the severity follows from what stands before it. */
const ASKED = ['category', 'allegations', 'level', 'materiality', 'detriment', 'severity', 'period', 'note'];
const REQUEST_DAYS = 14;
const APPROVERS = ACTIONS.get('recuse') ?? Infinity;

/** @param {Act} act @returns {string} the kind that it is all about */
export function kindOfAct({ kind, asks }) {
  return asks || kind;
}

/**
 * @param {Visit} own
 * @param {OpenCase} opened
 * @param {string} kind
 * @returns {Field[]} those that a person fills in
 */
export function fieldsOf(own, opened, kind) {
  const hidden = ['request', 'reply', 'item', 'rules', 'signature', 'profile', 'years', 'days'];
  const fields = [...(KINDS.get(kind)?.fields ?? [])].filter(([name]) => !hidden.includes(name));
  if (kind === 'triage') fields.sort(([one], [other]) => ASKED.indexOf(one) - ASKED.indexOf(other));
  return fields.flatMap(([name, form]) => {
    const more = moreOf(own, opened, kind, name);
    return more === null ? [] : [{ name, kind, form, ...more }];
  });
}

/**
 * @param {OpenCase} opened
 * @param {string} kind
 * @returns {string[]} what is not finished in a case that the act would close
 */
export function leftOpen({ state }, kind) {
  const closes = [...(KINDS.get(kind)?.moves.values() ?? [])].some((to) => coarse(to) === 'closed');
  return closes && state.tasks.length ? [sayCount('case.tasks_open', state.tasks.length)] : [];
}

/** @returns {Field} */
export function untilField() {
  const today = dayNow();
  return {
    name: 'until', kind: 'request', form: 'day', value: addDays(today, REQUEST_DAYS), least: today, most: addDays(today, LIMITS.request),
    hint: say('case.until_hint'),
  };
}

/**
 * @param {Visit} own
 * @param {OpenCase} opened
 * @param {string} kind
 * @param {string} name
 * @returns {Partial<Field> | null} null for a field that nobody has to fill in
 */
function moreOf(own, opened, kind, name) {
  const [{ state }, today] = [opened, dayNow()];
  switch (`${kind} ${name}`) {
    case 'triage category': return { value: state.category };
    case 'triage severity': return { value: state.severity, hint: say('case.severity_hint') };
    case 'triage detriment': return { value: state.detriment };
    case 'triage level': return { value: state.level };
    case 'triage materiality': return { value: state.materiality };
    case 'triage period': return { value: state.period };
    case 'triage allegations': return { value: state.allegations.map(({ text }) => text).join('\n'), hint: say(state.allegations.length ? 'case.allegations_hint' : 'case.allegations_first') };
    case 'assignment to':
    case 'task_given who':
    case 'task who': return { choices: readerChoices(own, opened, () => true) };
    case 'task_given due':
    case 'task due': return { least: today };
    case 'meeting held': return { value: today, most: today };
    case 'finding allegation': return { choices: state.allegations.map(({ text }, at) => ({ value: String(at), text })) };
    case 'heard received': return { value: today, most: today };
    case 'receipt_corrected received': return { value: state.received, most: happening(state, 'filed').first };
    case 'receipt_corrected channel': return { choices: otherWays(), value: state.channel };
    case 'heard channel': return { choices: otherWays() };
    case 'task_given task':
    case 'task_withdrawn task':
    case 'task_done task': return { choices: state.tasks.map((one) => ({ value: String(one.task), text: taskText(own, opened, one) })) };
    case 'hold_reviewed hold':
    case 'hold_released hold': return { choices: state.holds.map(({ hold, matter }) => ({ value: String(hold), text: matter })) };
    case 'recusal_of person': return { choices: recusable(own, opened) };
    case 'grant_made reader': return { choices: admissible(own, opened) };
    case 'grant_made until': return null;
    case 'grant_taken reader': return { choices: readerChoices(own, opened, (one) => !isMember(members(own), one, today)) };
    case 'merge into': return { choices: mergeable(own, opened) };
    case 'link case': return { choices: otherCases(own, opened) };
    case 'retention class': return { choices: classChoices(own, state), value: state.retention, hint: say('case.class_hint') };
    case 'retention until': return { least: today, value: usualDay(own, state), hint: say(state.fine === 'due_for_review' ? 'case.kept_on_hint' : 'case.kept_hint') };
    case 'retention note': return { needed: state.fine === 'due_for_review', hint: say('case.kept_note_hint') };
    case 'acknowledged how': return { needed: true, hint: say('case.how_hint') };
    default: return {};
  }
}

/**
 * @param {Visit} own
 * @param {OpenCase} opened
 * @param {{ text: string, who: string }} task
 */
function taskText(own, opened, { text, who }) {
  return who === hex(own.secret.signKey) ? text : say('case.task_of', { text, person: nameOf(own, opened, who) });
}

/**
 * @param {Visit} own
 * @param {OpenCase} opened
 * @param {(person: string) => boolean} fits
 * @returns {Choice[]}
 */
function readerChoices(own, opened, fits) {
  const readers = readersOn(opened.state, dayNow()).map(({ person }) => person).filter(fits);
  return readers.map((value) => ({ value, text: nameOf(own, opened, value) }));
}

/**
 * Also members who do not read the case: once recused, they can never be given it. Two others who read it have to approve.
 * @param {Visit} own
 * @param {OpenCase} opened
 * @returns {Choice[]}
 */
export function recusable(own, opened) {
  const [{ state }, list, today] = [opened, members(own), dayNow()];
  const gone = [...state.recused, ...state.excluded, hex(own.secret.signKey)];
  const deciding = state.readers.map(({ person }) => person).filter((one) => mayDecide(state, list, one, today));
  const isApproved = (/** @type {string} */ person) => deciding.filter((one) => !holdsPlaceOf(list, one, [person], today)).length >= APPROVERS;
  const fit = everybody(own).filter((person) => !holdsPlaceOf(list, person, gone, today) && isApproved(person));
  const reads = (/** @type {string} */ one) => readersOn(state, today).some(({ person }) => person === one);
  const text = (/** @type {string} */ person) => (reads(person) ? nameOf(own, opened, person) : say('case.not_reading', { person: nameOf(own, opened, person) }));
  return fit.map((value) => ({ value, text: text(value) }));
}

/** @param {Visit} own @returns {string[]} keys of the members whom the list in force names */
function everybody({ directory }) {
  return directory?.current.members.map(({ sign }) => hex(sign)) ?? [];
}

/**
 * @param {Visit} own
 * @param {OpenCase} opened
 * @returns {Choice[]} members who do not read the case, and neither were left out nor left
 */
export function admissible(own, opened) {
  const { state, leftOut } = opened;
  const today = dayNow();
  const barred = new Set(readersOn(state, today).map(({ person }) => person));
  const gone = [...state.recused, ...state.excluded, ...leftOut];
  return everybody(own).filter((person) => !barred.has(person) && !holdsPlaceOf(members(own), person, gone, today)).map((value) => ({ value, text: nameOf(own, opened, value) }));
}

/** @returns {Choice[]} channels beside the line */
export function otherWays() {
  const channels = CODES.get('channels')?.filter((one) => one !== 'line') ?? [];
  return channels.map((value) => ({ value, text: say(`channel.${value}`) }));
}

/** @param {Visit} own @param {CaseState} state @returns {Choice[]} with the time for which the rules in force keep each */
function classChoices(own, state) {
  const possible = [...CLASSES].filter(([, { after }]) => after.includes(state.ended));
  return possible.map(([value]) => ({ value, text: say('class.with_span', { class: say(`class.${value}`), span: spanText(own, value) }) }));
}

/**
 * What is kept on is kept for as long as somebody says; else the rules in force say it of a class that was chosen.
 * @param {Visit} own
 * @param {CaseState} state
 */
function usualDay(own, state) {
  const [only, ...others] = classChoices(own, state);
  const chosen = state.retention || (others.length ? '' : only?.value);
  return chosen && state.fine !== 'due_for_review' ? lastDayOf(own, state, chosen) : '';
}
