/** What an accepted entry changes in a case, beside its fine state and the timeline. */
import { contentText } from './content.js';
import { coarse, LIMITS } from './rules.js';
import { comparersOf, happening, replace } from './state.js';

/** @import { Content } from './content.js' */
/** @import { CaseState, Compared, Happened, Opened, Shape } from './state.js' */
/** @typedef {Partial<Shape>} Changes */
/** @typedef {(state: CaseState, entry: Opened, content: Content) => Changes} Effect */

const NOT_ENDED = { ended: '', closed: '', merged: '', retention: '', profile: '', years: 0, days: 0, keep: '' };

/** @type {ReadonlyMap<string, Effect>} */
const EFFECTS = new Map(Object.entries({
  filed,
  filed_again: (state, entry, content) => filed(state, entry, { ...content, channel: 'line' }),
  conflict_check: (_, __, { urgent }) => ({ urgent }),
  triage,
  assignment: (_, __, { to }) => ({ assignee: to }),
  finding,
  task: (state, { sequence }, { text, who, due }) => ({ tasks: [...state.tasks, { task: sequence, text, who, due }] }),
  task_given: (state, _, { task, who, due }) => ({ tasks: state.tasks.map((one) => (one.task === task ? { ...one, who, due } : one)) }),
  task_withdrawn: taskDone,
  task_done: taskDone,
  need_info: needInfo,
  message,
  follow_up: (state, _, { excluded }) => ({ asked: '', excluded: joined(state.excluded, excluded) }),
  heard,
  receipt_corrected: (_, __, { received, channel }) => ({ received, channel }),
  taken_over: (state, _, content) => ({ taken: joined(state.taken, [content.case]) }),
  feedback: (_, { day }) => ({ told: day }),
  request,
  approval,
  merge: (_, __, { into }) => ({ merged: into }),
  retention: (_, __, { class: retention, profile, years, days, until }) => ({ retention, profile, years, days, keep: until }),
  link: (state, _, content) => ({ links: [...state.links, { case: content.case, why: content.why }] }),
  hold_placed: (state, { sequence, day }, { matter }) => ({ holds: [...state.holds, { hold: sequence, matter, reviewed: day }] }),
  hold_reviewed: (state, { day }, { hold }) => ({
    holds: state.holds.map((one) => (one.hold === hold ? { ...one, reviewed: day } : one)),
  }),
  hold_released: (state, _, { hold }) => ({ holds: state.holds.filter((one) => one.hold !== hold) }),
  key_verified: keyVerified,
  recusal: (state, { author }) => recuse(state, author),
  recusal_of: (state, _, { person }) => recuse(state, person),
}));

/**
 * @param {CaseState} state whose readers and key are those of the entry's grants already
 * @param {Opened} entry that was found to be allowed
 * @param {Content} content
 * @param {string} fine
 * @returns {CaseState} the state after it
 */
export function after(state, entry, content, fine) {
  const { kind } = content;
  const { sequence, day, author } = entry;
  /** @type {Changes} */
  const changes = { timeline: [...state.timeline, { sequence, day, author, kind, fine }], happened: count(state, kind, day) };
  if (fine !== state.fine) Object.assign(changes, { fine, since: day }, turn(state, day, fine));
  if (Object.hasOwn(content, 'request') && kind !== 'approval') {
    changes.requests = state.requests.filter((one) => one.request !== content.request);
  }
  return led(replace(state, { ...changes, ...EFFECTS.get(kind)?.(state, entry, content) }));
}

/**
 * Nobody leads a case who was left out of the key in use.
 * @param {CaseState} state
 * @returns {CaseState}
 */
function led(state) {
  const reads = state.readers.some(({ person }) => person === state.assignee);
  return reads || !state.assignee ? state : replace(state, { assignee: '' });
}

/**
 * @param {CaseState} state
 * @param {string} kind
 * @param {string} day
 * @returns {Happened[]}
 */
function count(state, kind, day) {
  const before = happening(state, kind);
  const now = { kind, count: before.count + 1, first: before.first || day, last: day };
  return [now, ...state.happened.filter((one) => one.kind !== kind)].sort((one, other) => (one.kind < other.kind ? -1 : 1));
}

/**
 * What comes with leaving one coarse state for another.
 * @param {CaseState} state
 * @param {string} day
 * @param {string} fine
 * @returns {Changes}
 */
function turn(state, day, fine) {
  if (coarse(fine) === 'closed') return { ended: fine, closed: day, asked: '' };
  if (fine === 'reopened') return { ...NOT_ENDED, reopened: day, told: '' };
  return state.fine === 'need_info' ? { asked: '' } : {};
}

/** @type {Effect} */
function filed(_, __, { channel, received, category, excluded }) {
  return { channel, received, category, excluded: [...excluded] };
}

/** @type {Effect} */
function triage(state, entry, content) {
  const { category, severity, detriment, level, materiality, period } = content;
  const added = content.allegations.slice(state.allegations.length);
  const severe = state.severe || (severity === 'S1' ? entry.day : '');
  const allegations = [...state.allegations, ...added.map((/** @type {string} */ text) => ({ text, outcome: '' }))];
  return { category, severity, detriment, level, materiality, period, severe, allegations };
}

/** @type {Effect} */
function finding(state, _, { allegation, outcome }) {
  return { allegations: state.allegations.map((one, at) => (at === allegation ? { ...one, outcome } : one)) };
}

/** @type {Effect} */
function taskDone(state, _, { task }) {
  return { tasks: state.tasks.filter((one) => one.task !== task) };
}

/** @type {Effect} */
function heard() {
  return { asked: '' };
}

/**
 * Who did not write through the line is asked in the way the case came, and this entry says what.
 * @type {Effect}
 */
function needInfo(state, { day }) {
  return state.channel === 'line' ? {} : { asked: day };
}

/**
 * Only what is said after more was found to be needed is a question that may stay unanswered.
 * @type {Effect}
 */
function message(state, { day }) {
  return state.fine === 'need_info' ? { asked: day } : {};
}

/** @type {Effect} */
function request(state, { sequence, author }, { act, until }) {
  const asked = {
    request: sequence,
    by: author,
    until,
    kind: act.kind,
    asks: contentText(act),
    subject: act.person ?? '',
    approved: Object.freeze([]),
  };
  return { requests: [...state.requests, asked] };
}

/** @type {Effect} */
function approval(state, { author }, content) {
  return {
    requests: state.requests.map((one) => (
      one.request === content.request ? { ...one, approved: Object.freeze([...one.approved, author]) } : one)),
  };
}

/**
 * The first keys of somebody count; others when two members have compared them. One alone could otherwise stop every new
 * case key, or keep somebody out, with wrong ones.
 * @type {Effect}
 */
function keyVerified(state, { author }, { person, keys }) {
  const others = state.verified.filter((one) => one.person !== person);
  const verified = [...others, { person, keys }].sort((one, other) => (one.person < other.person ? -1 : 1));
  const before = state.verified.find((one) => one.person === person)?.keys ?? keys;
  if (before === keys) return { verified };
  const by = Object.freeze([...comparersOf(state, person, keys), author]);
  if (by.length < LIMITS.comparers) return { compared: pending(state, { person, keys, by }) };
  return { verified, compared: state.compared.filter((one) => one.person !== person) };
}

/**
 * @param {CaseState} state
 * @param {Compared} now
 * @returns {Compared[]} ascending
 */
function pending({ compared }, now) {
  const others = compared.filter(({ person, keys }) => person !== now.person || keys !== now.keys);
  const order = (/** @type {Compared} */ one) => one.person + one.keys;
  return [...others, now].sort((one, other) => (order(one) < order(other) ? -1 : 1));
}

/**
 * @param {CaseState} state
 * @param {string} person
 * @returns {Changes}
 */
function recuse(state, person) {
  return { recused: joined(state.recused, [person]) };
}

/**
 * @param {readonly string[]} some
 * @param {readonly string[]} others
 * @returns {string[]} ascending, each once
 */
function joined(some, others) {
  return [...new Set([...some, ...others])].sort();
}
