/** What is on for a reader: what waits for this person, and what is late or soon due, out of the cases that it reads. */
import { daysAfter } from '../days.js';
import { coarse } from '../lifecycle/rules.js';
import { isGrave } from '../overview/finding.js';
import { isOn } from '../overview/waiting.js';

/** @import { Due } from '../lifecycle/due.js' */
/** @import { Summary } from '../overview/summary.js' */
/** @typedef {Readonly<{ what: 'approve' | 'carry_out' | 'task' | 'wrote' | 'assigned', day: string }>} Mine `day`: by when, or since when the reporter waits; '' if none is set */
/** @typedef {Readonly<{ summary: Summary, grave: boolean, brief: boolean, mine: readonly Mine[] }>} Waits */
/** @typedef {Readonly<{ summary: Summary, grave: boolean, brief: boolean, dues: readonly Due[] }>} Soon */
/* `brief`: of the first severity, and closed as no complaint */
/** @typedef {Readonly<{ waits: readonly Waits[], soon: readonly Soon[] }>} Agenda */

/** What is further away is told by the list of cases. */
export const AHEAD = 14;
const NEVER = '9999-12-31';

/**
 * @param {Iterable<Summary>} summaries
 * @param {string} me the reader's Ed25519 key, hex
 * @param {string} today
 * @returns {Agenda} cases of the first severity first, then by the earliest day
 */
export function agendaOf(summaries, me, today) {
  const cases = [...summaries].map((summary) => ({ summary, grave: isGrave(summary), brief: isBrief(summary) }));
  const waits = cases.map((one) => ({ ...one, mine: waitingFor(one.summary, me, today) }));
  const soon = cases.map((one) => ({ ...one, dues: soonDue(one.summary, today) }));
  return {
    waits: sorted(waits.filter(({ mine }) => mine.length > 0), ({ mine }) => mine.map(({ day }) => day || NEVER)),
    soon: sorted(soon.filter(({ dues }) => dues.length > 0), ({ dues }) => dues.map(({ day }) => day)),
  };
}

/**
 * A case of the first severity that ended as no complaint is soon gone, and somebody should look before.
 * @param {Summary} summary
 */
function isBrief(summary) {
  return isGrave(summary) && summary.ended === 'not_a_complaint';
}

/**
 * @param {Summary} summary
 * @param {string} me
 * @param {string} today
 * @returns {Mine[]} the earliest first; a request that is over waits for nobody
 */
function waitingFor({ mine, assignee, fine }, me, today) {
  /** @type {Mine[]} */
  const found = mine.filter((one) => isOn(one, today)).map(({ what, until }) => ({ what, day: until }));
  found.sort((one, other) => compare(one.day, other.day) || compare(one.what, other.what));
  if (assignee === me && coarse(fine) === 'open') found.push({ what: 'assigned', day: '' });
  return found;
}

/**
 * Tasks and requests that wait for the reader are told there.
 * @param {Summary} summary
 * @param {string} today
 * @returns {Due[]}
 */
function soonDue({ due, mine }, today) {
  const [last, told] = [daysAfter(today, AHEAD), new Set(mine.map(({ of }) => of))];
  return due.filter(({ day, of }) => day <= last && !(of && told.has(of)));
}

/**
 * @template {{ summary: Summary, grave: boolean }} T
 * @param {T[]} items
 * @param {(item: T) => string[]} daysOf
 * @returns {T[]}
 */
function sorted(items, daysOf) {
  const keyed = items.map((item) => ({ item, day: daysOf(item).reduce((one, other) => (one < other ? one : other)) }));
  keyed.sort((one, other) => Number(other.item.grave) - Number(one.item.grave) || compare(one.day, other.day)
    || compare(one.item.summary.case, other.item.summary.case));
  return keyed.map(({ item }) => item);
}

/**
 * @param {string} one
 * @param {string} other
 */
function compare(one, other) {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
