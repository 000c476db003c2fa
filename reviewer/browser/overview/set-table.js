/** The acts that are offered for all cases of the list: when each makes sense, what it asks for, and what is shown before it. */
import { inEach } from '../cases/in-each.js';
import { approveReleases, askForRelease, bringToRules, placeHold, releasesAsked, reviewHolds, SOON } from '../cases/set-acts.js';
import { dayNow } from '../clock.js';
import { daysAfter, readShort } from '../days.js';
import { make } from '../dom.js';
import { coarse } from '../lifecycle/rules.js';
import { lagsBehind, movesUnder } from '../retention/changing.js';
import { rulesInForce } from '../retention/in-force.js';
import { say, sayCount } from '../words.js';
import { shortNumber } from './row.js';

/** @import { Act, Outcome } from '../cases/in-each.js' */
/** @import { Visit } from '../visit.js' */
/** @import { Row } from './finding.js' */
/** @import { SetField } from './set-fields.js' */
/** @typedef {{ text: Node[], act: Act }} Plan what somebody looks over, and what is then done in each case */
/** @typedef {Record<string, string>} Values of the fields, by name */
/**
 * @typedef {object} SetAct
 * @property {string} name
 * @property {(own: Visit, rows: readonly Row[]) => Row[]} take cases in which it is tried; it is offered where there is one
 * @property {() => string} does
 * @property {(rows: readonly Row[]) => SetField[]} fields
 * @property {(own: Visit, ids: readonly string[], values: Values, told: (outcome: Outcome) => void) => Promise<Plan | null>} plan null where there is nothing to do
 */

/** So many cases are told by number; the rest as a count. */
const TOLD = 20;

const isThere = (/** @type {Row} */ { summary }) => coarse(summary.fine) !== 'destroyed';
const isHeld = (/** @type {Row} */ { summary }) => summary.holds > 0;
const isReviewed = (/** @type {Row} */ { summary }) => summary.due.some(({ what, day }) => what === 'hold_review' && day <= daysAfter(dayNow(), SOON));
const waits = (/** @type {Row} */ row) => isHeld(row) && row.summary.mine.some(({ what }) => what === 'approve');

/** @type {readonly SetAct[]} */
export const SETS = [
  {
    name: 'hold',
    ...among(isThere),
    does: () => say('set_does.hold'),
    fields: () => [{ name: 'hold' }],
    plan: async (own, _, { hold }) => ({ text: quoted([hold]), act: placeHold(own, hold) }),
  },
  {
    name: 'review',
    ...among(isReviewed),
    does: () => say('set_does.review', { days: SOON }),
    fields: () => [{ name: 'review' }],
    plan: async (own, _, { review }) => ({ text: quoted([review]), act: reviewHolds(own, review) }),
  },
  {
    name: 'release',
    ...among(isHeld),
    does: () => say('set_does.release'),
    fields: (rows) => [{ name: 'matter', choices: mattersOf(rows) }, { name: 'release' }],
    plan: async (own, _, { matter, release }) => ({ text: quoted(releaseLines(matter, release)), act: askForRelease(own, matter, release) }),
  },
  {
    name: 'approve',
    ...among(waits),
    does: () => say('set_does.approve'),
    fields: () => [],
    plan: planApproval,
  },
  {
    name: 'rules',
    take: lagging,
    does: () => say('set_does.rules'),
    fields: () => [{ name: 'rules', optional: true }],
    plan: planRules,
  },
];

/** @param {(row: Row) => boolean} takes */
function among(takes) {
  return { take: (/** @type {Visit} */ _, /** @type {readonly Row[]} */ rows) => rows.filter(takes) };
}

/** @type {SetAct['take']} */
function lagging(own, rows) {
  const [rules, today] = [rulesInForce(own), dayNow()];
  return rows.filter(({ summary }) => lagsBehind(summary, rules, today));
}

/** @param {readonly Row[]} rows @returns {string[]} */
function mattersOf(rows) {
  return [...new Set(rows.flatMap(({ summary }) => summary.held.map(({ matter }) => matter)))].sort();
}

/**
 * Nobody approves what was not read: the requests are read first, and their words shown, each once.
 * @type {SetAct['plan']}
 */
async function planApproval(own, ids, _, told) {
  /** @type {Map<string, { matter: string, why: string, count: number }>} */
  const found = new Map();
  await inEach(own, ids, async (opened) => {
    for (const { words, matter, why } of releasesAsked(own, opened)) found.set(words, { matter, why, count: (found.get(words)?.count ?? 0) + 1 });
    return null;
  }, { told, isOff: () => false });
  if (!found.size) return null;
  const text = [...found.values()].flatMap(({ matter, why, count }) => quoted([...releaseLines(matter, why), sayCount('overview.count', count)]));
  return { text, act: approveReleases(own, new Set(found.keys())) };
}

/** @type {SetAct['plan']} */
async function planRules(own, ids, { rules: note }) {
  const known = ids.flatMap((id) => own.overview?.cases.get(id) ?? []);
  const moves = movesUnder(known, rulesInForce(own), dayNow());
  if (!moves.length) return null;
  const day = (/** @type {string} */ one) => readShort(one, own.line.language);
  const lines = moves.slice(0, TOLD).map(({ case: id, from, to }) => say('set.move', {
    case: own.overview?.cases.get(id)?.title || say('overview.untitled'), number: shortNumber(id), from: day(from), to: day(to),
  }));
  const more = moves.length > TOLD ? [sayCount('set.moves_more', moves.length - TOLD)] : [];
  return { text: quoted([...lines, ...more]), act: bringToRules(own, note || say('set.rules_note')) };
}

/** @param {readonly string[]} lines */
function quoted(lines) {
  return [make('div', { class: 'quoted', tabindex: '0' }, ...lines.map((line) => make('p', { dir: 'auto' }, line)))];
}

/** @param {string} matter @param {string} why */
function releaseLines(matter, why) {
  return [say('set.matter', { matter }), say('set.why', { why })];
}
