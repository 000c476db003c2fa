/**
 * The numbers of governance, from what the reader's own browser knows of cases; nothing is asked of a server, and nothing
 * that is withheld leaves this module. docs/packs.md says how each is counted.
 */
import { daysBetween } from '../days.js';
import { addDays, quarter } from '../lifecycle/days.js';
import { CODES } from '../lifecycle/rules.js';
import { complaints, isSpam } from './apart.js';
import { isIn, periodOf } from './period.js';
import { count, LEAST, mix, shareOf } from './suppression.js';
import { GRAVE, STEPS, timeliness } from './timeliness.js';

/** @import { Terms } from '../lifecycle/due.js' */
/** @import { Summary } from '../overview/summary.js' */
/** @import { Period } from './period.js' */
/** @import { Count, Mix, Share } from './suppression.js' */
/** @import { Grave, Step, Timeliness } from './timeliness.js' */

/**
 * @typedef {object} Numbers
 * @property {Period} period
 * @property {number} received in the period
 * @property {number} open at its end, or today if that is earlier
 * @property {number} closed in the period
 * @property {Mix} ageing of those that are open
 * @property {Readonly<Record<Step, Timeliness>>} timely
 * @property {Readonly<Record<Grave, Count>>} late
 * @property {number} tests of the channel that were made cases, and came in the period; the numbers before are without them
 * @property {Count} spam the same of what was found to be spam
 * @property {number | null} median days from receipt to closing; null where fewer than five closed
 * @property {Mix} findings on the allegations of what was closed
 * @property {Share | null} substantiated of those that were found one way or the other
 * @property {Mix} names whether who reported was named
 * @property {Mix} followUps whether who reported wrote again
 * @property {Mix} categories
 * @property {Mix} severities
 * @property {Mix} detriments
 * @property {Count} recusals
 * @property {Count} holds
 * @property {Count} destructions
 */
/** @typedef {Readonly<{ classes: Mix, quarters: Mix }>} Kept */

/** Days open, each class up to its number; the last one has no end. */
export const AGES = Object.freeze([['to_45', 45], ['to_90', 90], ['to_180', 180], ['over_180', Infinity]]);
/** Before a triage has said anything. */
export const UNSAID = 'unsaid';
const QUARTERS = 8;
const PROVEN = ['substantiated', 'partly'];
const UNPROVEN = ['unsubstantiated', 'inconclusive'];

/**
 * @param {readonly Summary[]} all cases that every reader of the numbers can open (audience.js)
 * @param {Period} period
 * @param {string} today
 * @param {Terms} terms
 * @returns {Numbers}
 */
export function numbers(all, period, today, terms) {
  const cases = complaints(all);
  const came = all.filter((one) => isIn(period, one.received));
  const end = today < period.to ? today : period.to;
  const received = cases.filter((one) => isIn(period, one.received));
  const closed = cases.filter((one) => isIn(period, one.closed));
  const open = cases.filter((one) => one.received <= end && !(one.closed && one.closed <= end));
  const findings = mix(closed.flatMap(({ outcomes }) => outcomes).map(findingOf), ['proven', 'unproven', 'otherwise']);
  return {
    period,
    received: received.length,
    open: open.length,
    closed: closed.length,
    ageing: mix(open.map((one) => ageOf(daysBetween(one.reopened || one.received, end))), AGES.map(([code]) => String(code))),
    timely: timely(cases, period, today, terms),
    late: late(cases, all, period, today, terms),
    tests: came.filter(({ test }) => test).length,
    spam: count(came.filter(isSpam).length),
    median: medianDays(closed),
    findings,
    substantiated: shareOf(findings, ['proven'], ['proven', 'unproven']),
    ...mixes(received),
    ...counts(all, period, end),
  };
}

/**
 * What is kept after closing, for the report on retention. Which quarters the table has does not depend on the cases: a
 * row that is there would say that it is not empty.
 * @param {readonly Summary[]} cases
 * @param {string} today
 * @returns {Kept} by class, and by the quarter in which it is to be reviewed; never both at once
 */
export function keptNumbers(cases, today) {
  const kept = cases.filter(({ fine }) => fine === 'retained' || fine === 'due_for_review');
  const soon = quartersFrom(today);
  const quarterOf = (/** @type {string} */ day) => {
    if (day < today) return 'over';
    return soon.includes(quarter(day)) ? quarter(day) : 'later';
  };
  return {
    classes: mix(kept.map(({ retention }) => retention), CODES.get('classes') ?? []),
    quarters: mix(kept.map(({ keep }) => quarterOf(keep)), ['over', ...soon, 'later']),
  };
}

/** @param {string} today */
function quartersFrom(today) {
  let day = today;
  return Array.from({ length: QUARTERS }, () => {
    const name = quarter(day);
    day = addDays(periodOf(name).to, 1);
    return name;
  });
}

/** @param {readonly Summary[]} received */
function mixes(received) {
  const codes = (/** @type {string} */ name) => [...CODES.get(name) ?? [], UNSAID];
  return {
    names: mix(received.map((one) => (one.channel === 'line' && !one.named ? 'anonymous' : 'other')), ['anonymous', 'other']),
    followUps: mix(received.map((one) => (one.followUps ? 'again' : 'once')), ['again', 'once']),
    categories: mix(received.map((one) => one.category || UNSAID), codes('categories')),
    severities: mix(received.map((one) => one.severity || UNSAID), codes('severities')),
    detriments: mix(received.map((one) => one.detriment || UNSAID), codes('detriments')),
  };
}

/**
 * @param {readonly Summary[]} cases
 * @param {Period} period
 * @param {string} end
 */
function counts(cases, period, end) {
  const handled = complaints(cases).filter((one) => one.received <= end && (!one.closed || one.closed >= period.from));
  return {
    recusals: count(handled.reduce((sum, one) => sum + one.recusals, 0)),
    holds: count(cases.filter((one) => one.received <= end && one.holds > 0).length),
    destructions: count(cases.filter((one) => isIn(period, one.destroyed)).length),
  };
}

/**
 * @param {readonly Summary[]} cases
 * @param {Period} period
 * @param {string} today
 * @param {Terms} terms
 */
function timely(cases, period, today, terms) {
  const found = STEPS.map((step) => [step, timeliness(step, cases, period, today, terms)]);
  return /** @type {Record<Step, Timeliness>} */ (Object.fromEntries(found));
}

/**
 * @param {readonly Summary[]} cases
 * @param {readonly Summary[]} all a hold is reviewed whatever it keeps
 * @param {Period} period
 * @param {string} today
 * @param {Terms} terms
 */
function late(cases, all, period, today, terms) {
  const found = GRAVE.map((step) => [step, count(timeliness(step, step === 'hold_review' ? all : cases, period, today, terms).late)]);
  return /** @type {Record<Grave, Count>} */ (Object.fromEntries(found));
}

/** @param {string} outcome */
function findingOf(outcome) {
  if (PROVEN.includes(outcome)) return 'proven';
  return UNPROVEN.includes(outcome) ? 'unproven' : 'otherwise';
}

/** @param {number} days */
function ageOf(days) {
  const [code] = AGES.find(([, most]) => days <= Number(most)) ?? AGES[AGES.length - 1];
  return String(code);
}

/**
 * The middle one of few would be somebody's.
 * @param {readonly Summary[]} closed
 */
function medianDays(closed) {
  if (closed.length < LEAST) return null;
  const days = closed.map((one) => daysBetween(one.received, one.closed)).sort((one, other) => one - other);
  const middle = days.length / 2;
  return Number.isInteger(middle) ? Math.round((days[middle - 1] + days[middle]) / 2) : days[Math.floor(middle)];
}
