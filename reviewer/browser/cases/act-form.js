/** The form of an act: made from the rules, kept while somebody types, looked over before it is done, and done. */
import { hex, TooLong } from '../../../crypto/js/index.js';
import { calm, complain, progress } from '../announce.js';
import { ask } from '../ask.js';
import { fill, find, make, place, whenPressed, whenSent } from '../dom.js';
import { LifecycleError } from '../lifecycle/failures.js';
import { kindOf } from '../lifecycle/rules.js';
import { lastDayOf, periodOf } from '../retention/telling.js';
import { visit } from '../visit.js';
import { say } from '../words.js';
import { makeField } from './act-fields.js';
import { fieldsOf, kindOfAct, leftOpen, untilField } from './act-table.js';
import { conversationOf } from './conversation.js';
import { membersToGrant } from './granting.js';
import { isLetter, letterOf } from './letter.js';
import { stepBack } from './leaving.js';
import { NamedToOthers, namingNotes } from './naming.js';
import { whyRefused } from './refusals.js';
import { saidFields } from './said.js';
import { directoryOf } from './store.js';
import { warningNotes } from './warnings.js';
import { approve, checkWritable, write } from './writing.js';

/** @import { Visit } from '../visit.js' */
/** @import { Act } from '../lifecycle/acts.js' */
/** @import { Made } from './act-fields.js' */
/** @import { Letter } from './letter.js' */
/** @import { OpenCase } from './store.js' */
/** @import { Said } from './said.js' */

/** Where a reason is shown beside the field that it is about. @type {Record<string, string[]>} */
const ABOUT = {
  severity: ['severity'], allegations: ['allegations'], class: ['class'], day: ['due', 'held', 'until', 'received'],
  unknown_person: ['who', 'to', 'person', 'reader'], unknown_allegation: ['allegation'], no_task: ['task'], no_hold: ['hold'],
  no_reason: ['note'],
};

/** @typedef {{ id: string, act: Act, fields: Map<string, Made>, letter: Letter | null, approves: HTMLInputElement | null, warn: () => void }} Form */
/** @type {Form | null} */
let form = null;
/** @typedef {{ kind: string, asked?: string, left: boolean }} Done `asked`: the kind that was asked for; `left`: who did it does not read the case any more */
/** @type {(done: Done) => void} */
let finished = () => {};
/** @type {() => void} */
let closed = () => {};

/**
 * @param {(done: Done) => void} whenDone
 * @param {() => void} whenClosed without having done anything
 */
export function prepareActForm(whenDone, whenClosed) {
  finished = whenDone;
  closed = whenClosed;
  whenSent('act-form', submit);
  whenPressed(find('act-cancel', HTMLButtonElement), () => {
    closeActForm();
    closed();
  });
  place('act-fields').addEventListener('input', keepDraft);
  for (const type of ['input', 'change']) place('act-fields').addEventListener(type, () => form?.warn());
}

/** @returns {boolean} */
export function isWriting() {
  return form !== null;
}

export function closeActForm() {
  form = null;
  place('act-panel').hidden = true;
  fill(place('act-fields'));
  calm('act-complaint');
  progress('act-progress', '');
}

/**
 * @param {Visit} own
 * @param {OpenCase} opened
 * @param {Act} act
 */
export function openActForm(own, opened, act) {
  closeActForm();
  const kind = kindOfAct(act);
  const talk = conversationOf(own, opened);
  const letter = talk && isLetter(kind) ? letterOf(own, opened, talk, kind) : null;
  const fields = letter ? [] : fieldsOf(own, opened, kind);
  const made = [...fields, ...(act.asks ? [untilField()] : [])].map((field) => /** @type {const} */ ([field.name, makeField(field)]));
  if (letter) made.push(['text', letter.field]);
  const approves = act.asks ? approvalBox() : null;
  const warnings = make('div', { role: 'status' });
  const warn = () => fill(warnings, ...warningNotes(own, opened, { kind, ...valuesOf(made) }));
  form = { id: opened.id, act, fields: new Map(made), letter, approves: approves?.box ?? null, warn };
  place('act-title').textContent = say(`act.${kind}`);
  fill(place('act-does'), ...does(act, letter), ...leftOpen(opened, kind).map((text) => make('p', { class: 'hint' }, text)));
  fill(place('act-fields'), ...made.map(([, { element }]) => element), warnings, approves?.element);
  place('act-submit').textContent = submitText(act, letter);
  restoreDraft(own);
  if (kind === 'retention') followClass(own, opened);
  warn();
  place('act-panel').hidden = false;
  place('act-title').focus();
}

/** @param {Act} act @param {Letter | null} letter */
function does(act, letter) {
  return [...doesLines(act), letter && make('p', { class: 'hint' }, say('case.letter_hint'))];
}

/** @param {Act} act */
function doesLines({ kind, asks }) {
  const lines = asks ? [say('does.request'), say('case.asked_for', { what: say(`does.${asks}`) })] : [say(`does.${kind}`)];
  return lines.map((line) => make('p', { class: 'hint' }, line));
}

/** @param {Act} act @param {Letter | null} letter */
function submitText({ asks }, letter) {
  if (letter) return say('case.look_over_letter');
  return say(asks ? 'case.look_over_request' : 'case.look_over');
}

function approvalBox() {
  const box = make('input', { type: 'checkbox', id: 'act-approves' });
  box.checked = true;
  return { box, element: make('div', { class: 'check' }, box, make('label', { for: 'act-approves' }, say('case.approve_too'))) };
}

/**
 * The last day follows the class, until somebody changes it; that of a case that is kept on follows nothing.
 * @param {Visit} own
 * @param {OpenCase} opened
 */
function followClass(own, { state }) {
  if (state.fine === 'due_for_review') return;
  const [chosen, until] = ['class', 'until'].map((name) => form?.fields.get(name));
  chosen?.element.addEventListener('change', () => {
    if (chosen.value()) until?.write(lastDayOf(own, state, chosen.value()));
  });
}

// ---- what was typed --------------------------------------------------------------------------

/** @param {Form} open */
function draftName({ id, act }) {
  return `${id} ${act.kind} ${act.asks} ${act.request}`;
}

function keepDraft() {
  if (!form) return;
  visit().drafts.set(draftName(form), JSON.stringify(valuesOf(form.fields)));
}

/** @param {Iterable<readonly [string, Made]>} fields */
function valuesOf(fields) {
  return Object.fromEntries([...fields].map(([name, made]) => [name, made.value()]));
}

/** @param {Visit} own */
function restoreDraft(own) {
  const kept = form && own.drafts.get(draftName(form));
  if (!kept) return;
  for (const [name, value] of Object.entries(JSON.parse(kept))) form?.fields.get(name)?.write(value);
}

// ---- doing it --------------------------------------------------------------------------------

async function submit() {
  const own = visit();
  const open = form;
  const opened = open && own.cases.get(open.id);
  if (!open || !opened) return;
  calm('act-complaint');
  const content = readContent(own, open);
  if (!content) return;
  try {
    if (kindOf(content.kind).grants === '') checkWritable(own, opened, ruled(content)); // grants are made when it is written
    if (!(await lookOver(own, opened, open, content)) || own.over) return;
    progress('act-progress', say(open.letter ? 'reply.sending' : 'case.writing'));
    await perform(own, opened, open, content);
    own.drafts.delete(draftName(open));
    if (own.over) return;
    const left = content.kind === 'recusal';
    if (form === open) closeActForm();
    finished({ kind: content.kind, asked: open.act.asks, left });
  } catch (error) {
    progress('act-progress', '');
    if (!own.over) tellWhy(error);
  }
}

/**
 * @param {Visit} own
 * @param {Form} open
 * @returns {Said | null} null, with complaints beside the fields, for what will not do
 */
function readContent(own, { act, fields }) {
  const read = [...fields].map(([name, made]) => /** @type {const} */ ([name, made.read()]));
  const bad = read.find(([, value]) => value === undefined);
  if (bad) {
    const first = fields.get(bad[0])?.element.querySelector('[aria-invalid]');
    if (first instanceof HTMLElement) first.focus();
    return null;
  }
  const values = /** @type {Record<string, unknown>} */ (Object.fromEntries(read));
  const period = act.kind === 'retention' ? periodOf(own, String(values['class'])) : {};
  if (!act.asks) return { ...defaultsOf(act), ...period, kind: act.kind, ...values };
  const { until, ...asked } = values;
  return { kind: 'request', act: { kind: act.asks, ...asked, request: 0 }, until };
}

/** @param {Act} act @returns {Record<string, unknown>} fields that nobody fills in */
function defaultsOf({ kind, request }) {
  const { fields } = kindOf(kind);
  const reply = fields.has('reply') ? { reply: '' } : {};
  const number = fields.has('request') ? { request } : {};
  return { ...reply, ...number, ...(kind === 'grant_made' ? { until: '' } : {}) };
}

/**
 * What the rules say of a letter, they say whatever its number will be.
 * @param {Said} content
 * @returns {Said}
 */
function ruled(content) {
  if (content.kind === 'acknowledged' && 'text' in content) return { kind: content.kind, reply: '', how: '' };
  return content.kind === 'message' ? { ...content, reply: '0'.repeat(32) } : content;
}

/**
 * @param {Visit} own
 * @param {OpenCase} opened
 * @param {Form} open
 * @param {Said} content
 */
function lookOver(own, opened, { act, letter, approves }, content) {
  if (letter) return letter.lookOver(String(content.text));
  const said = act.asks ? /** @type {Said} */ (content.act) : content;
  const words = saidFields(own, opened, said);
  return ask(say('case.sure', { act: say(`act.${said.kind}`) }), [
    ...(words.length ? [make('dl', { class: 'said-fields quoted', tabindex: '0' }, ...words)] : []),
    ...doesLines(act),
    ...warningNotes(own, opened, said),
    ...(content.kind === 'grant_made' ? namingNotes(own, [opened], content.reader) : []),
    ...(approves?.checked ? [make('p', {}, say('case.approves_too'))] : []),
    make('p', {}, say('case.for_good')),
  ], say(act.asks ? 'act.request' : `act.${said.kind}`), say('ask.back'));
}

/**
 * @param {Visit} own
 * @param {OpenCase} opened
 * @param {Form} open
 * @param {Said} content
 */
async function perform(own, opened, { letter, approves }, content) {
  if (letter) return letter.send();
  if (content.kind === 'recusal') return void (await stepBack(own, opened, content));
  const grantTo = content.kind === 'grant_made' ? await memberGrant(own, content.reader) : undefined;
  const after = await write(own, opened, content, grantTo ? { grantTo } : {});
  if (!approves?.checked) return;
  const mine = after.state.requests.filter(({ by, kind }) => by === hex(own.secret.signKey) && kind === content.act.kind);
  const last = mine.at(-1);
  if (last) await approve(own, after, last.request);
}

/** @param {Visit} own @param {string} person */
async function memberGrant(own, person) {
  return membersToGrant(await directoryOf(own), []).filter(({ sign }) => sign === person);
}

/** @param {unknown} error */
function tellWhy(error) {
  if (error instanceof LifecycleError) {
    const name = ABOUT[error.reason]?.find((one) => form?.fields.has(one));
    if (name) return form?.fields.get(name)?.refuse(say(`reason.${error.reason}`));
  }
  return complain('act-complaint', whyNot(error));
}

/**
 * @param {unknown} error
 * @returns {string}
 */
export function whyNot(error) {
  if (error instanceof NamedToOthers) return say('case.named_to_others');
  if (error instanceof TooLong) return say('case.too_long');
  if (error instanceof LifecycleError) return say(error.name === 'NotAllowed' ? `reason.${error.reason}` : 'form.bad');
  return whyRefused(error);
}
