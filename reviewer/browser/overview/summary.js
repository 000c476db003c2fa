/**
 * What the list of cases, the packs and the reminders know of a case: a pure function of the opened case. It is kept in
 * the reader's own sealed index, so that signing in does not wait for cases to be opened. Of a destroyed case no words stay.
 */
import { hex } from '../../../crypto/js/encoding.js';
import { dueList } from '../lifecycle/due.js';
import { KINDS } from '../lifecycle/rules.js';
import { happening } from '../lifecycle/state.js';
import { cut, fold } from './folded.js';
import { itemsNamed } from '../cases/items.js';
import { chairDays, heldFor, holdReviews } from './timers.js';
import { isOn, waitingFor } from './waiting.js';
import { newsUntil, untaken } from './wrote.js';

/** @import { Content } from '../../../crypto/js/index.js' */
/** @import { CaseRecord } from '../../../crypto/js/cases.js' */
/** @import { Due, Terms } from '../lifecycle/due.js' */
/** @import { CaseState, Opened } from '../lifecycle/state.js' */
/** @import { Held, Review } from './timers.js' */
/** @import { Waiting } from './waiting.js' */

/**
 * Days are YYYY-MM-DD, '' where something has not happened; persons are Ed25519 keys in hex; codes are those of
 * reviewer/lifecycle/rules.json, '' before one was given.
 * @typedef {object} Summary
 * @property {string} case id, hex of 16 bytes
 * @property {string} item id of the report that it was filed from, '' if it did not come through the line or does not count
 * @property {string} again id of the case in which that was filed before, '' mostly
 * @property {number} entries how many
 * @property {string} last hash of the last of them, hex: both are demanded to stand in their place later
 * @property {string} opened the day of the first entry
 * @property {string} received
 * @property {string} channel
 * @property {string} category
 * @property {string} severity
 * @property {string} detriment
 * @property {string} level
 * @property {string} materiality
 * @property {string} period that the complaint is about, in words
 * @property {number} urgent 1 if the conflict check found it so
 * @property {string} fine state; `coarse` of lifecycle/rules.js says which the server sees
 * @property {string} since the day of that state
 * @property {string} ended the fine state by which it last was closed, '' while it is open
 * @property {string} closed
 * @property {string} reopened
 * @property {string} assignee
 * @property {string} acknowledged first
 * @property {string} checked the first conflict check
 * @property {string} triaged first
 * @property {string} feedback first
 * @property {string} told the last feedback since it was opened or reopened
 * @property {string[]} outcomes of each allegation, '' while it has none
 * @property {number} recusals persons
 * @property {number} holds in force
 * @property {string} severe the day it first was of severity S1
 * @property {string} chair the day the chair was told of that
 * @property {string} meeting the day on which a meeting about it was written down
 * @property {Review[]} reviews periods of its holds
 * @property {Held[]} held for what, since when, and when that was reviewed
 * @property {string} counsel first engaged
 * @property {string} auditor first informed
 * @property {number} followUps
 * @property {number} test 1 if the reporter's page sent it as a test of the line
 * @property {number} named 1 if somebody who wrote to the line said who they are
 * @property {number} remediation 1 if there was any
 * @property {string} retention class
 * @property {string} profile of the rules by which it is kept
 * @property {number} years of their period for its class
 * @property {number} days of it
 * @property {string} keep the last day of retention
 * @property {string} destroyed
 * @property {string} merged into which case
 * @property {number} refused entries that count for nothing, or that showed the server something else
 * @property {number} shut 1 if the newest case key does not open for the reader
 * @property {Due[]} due the earliest first
 * @property {string[]} readers ascending, also those whose grant ends
 * @property {Waiting[]} mine
 * @property {string} wrote the day of what the reporter wrote and nobody has taken up
 * @property {number} news entries up to the last one that is not the reader's own
 * @property {string} title the first line of the report, '' if it has none
 * @property {string} text folded for search: report, follow-ups, and what was written
 */
/**
 * The part of store.js's OpenCase that is summarised.
 * @typedef {object} Summarised
 * @property {string} id
 * @property {CaseRecord} record
 * @property {readonly Opened[]} entries
 * @property {CaseState} state
 * @property {readonly unknown[]} differences
 * @property {readonly unknown[]} broken
 * @property {ReadonlyMap<string, Content>} items by id: what the envelopes say
 */

/** Where a company has set no periods and holidays of its own. @type {Terms} */
export const USUAL_TERMS = Object.freeze({ holidays: [], periods: {} });

/** The most of a case that is searched. Where there are many cases, the index holds less (kept.js). */
export const LONGEST_TEXT = 16_384;
const LONGEST_TITLE = 120;
/** Forms of fields that hold what somebody wrote. */
const PROSE = ['text', 'words', 'line', 'line?'];

/**
 * @param {Summarised} opened
 * @param {string} me the reader's Ed25519 key, hex
 * @param {Terms} [terms]
 * @returns {Summary}
 */
export function summarise(opened, me, terms = USUAL_TERMS) {
  const { state, record } = opened;
  const parts = state.fine === 'destroyed' ? [] : written(opened);
  const wrote = untaken(state, opened.entries);
  return {
    case: opened.id,
    entries: record.entries.length,
    last: hex(record.hashes[record.hashes.length - 1]),
    ...filedFrom(opened),
    opened: record.entries[0].day,
    ...marks(state),
    ...happened(state),
    ...chairDays(state),
    reviews: holdReviews(state, opened.entries),
    held: heldFor(state, opened.entries),
    test: Number(isTest(opened)),
    named: Number([...opened.items.values()].some(({ identity }) => identity.trim() !== '')),
    refused: state.refused.length + opened.differences.length,
    shut: Number(opened.broken.length > 0),
    due: dueList(state, terms),
    readers: state.readers.map(({ person }) => person).sort(),
    mine: waitingFor(state, me, wrote),
    wrote: wrote.day,
    news: newsUntil(state, me),
    title: titleOf(parts),
    text: cut(fold(parts.join('\n')), LONGEST_TEXT),
  };
}

/**
 * @param {Summary} summary
 * @param {string} day today
 * @returns {Waiting['what'] | ''} the first thing that waits for the reader on that day, if any does
 */
export function waiting({ mine }, day) {
  return mine.find((one) => isOn(one, day))?.what ?? '';
}

/** What the first report says of itself: what followed, or was put into the case, changes nothing. @param {Summarised} opened */
function isTest({ entries, state, items }) {
  const [first] = itemsNamed(entries, state);
  return first?.sequence === 0 && items.get(first.item)?.kind === 'test';
}

/** @param {Summarised} opened */
function filedFrom({ entries: [first], state }) {
  const { item = '', again = '' } = /** @type {{ item?: string, again?: string }} */ (first.content);
  return state.timeline[0]?.sequence === 0 ? { item, again } : { item: '', again: '' };
}

/** @param {CaseState} state */
function marks(state) {
  const { received, channel, category, severity, detriment, level, materiality, urgent } = state;
  const { fine, since, ended, closed, reopened, assignee, told, retention, profile, years, days, keep, merged } = state;
  return {
    received, channel, category, severity, detriment, level, materiality, urgent,
    period: fine === 'destroyed' ? '' : state.period,
    fine, since, ended, closed, reopened, assignee, told, retention, profile, years, days, keep, merged,
    outcomes: state.allegations.map(({ outcome }) => outcome),
    recusals: state.recused.length,
    holds: state.holds.length,
    destroyed: fine === 'destroyed' ? since : '',
  };
}

/** @param {CaseState} state */
function happened(state) {
  const first = (/** @type {string} */ kind) => happening(state, kind).first;
  return {
    acknowledged: first('acknowledged'),
    checked: first('conflict_check'),
    triaged: first('triage'),
    feedback: first('feedback'),
    counsel: first('counsel_engaged'),
    auditor: first('auditor_informed'),
    followUps: happening(state, 'follow_up').count + happening(state, 'heard').count,
    remediation: Number(happening(state, 'remediation').count > 0),
  };
}

/**
 * @param {Summarised} opened
 * @returns {string[]} what was written in the case, entry by entry; a report where the entry names it
 */
function written({ entries, state, items }) {
  const counted = new Set(state.timeline.map(({ sequence }) => sequence));
  return entries.filter(({ sequence }) => counted.has(sequence)).flatMap(({ content }) => {
    const { item, ...said } = /** @type {{ item?: string, kind: string } & Record<string, any>} */ (content);
    return [...(said.kind === 'brought' ? [] : reported(items.get(item ?? ''))), ...prose(said)];
  });
}

/** @param {Content | undefined} content */
function reported(content) {
  return content ? [content.what, content.whereWhen, content.who, content.howKnown, content.identity] : [];
}

/**
 * @param {Record<string, any>} content
 * @returns {string[]}
 */
function prose(content) {
  const fields = [...KINDS.get(content.kind)?.fields ?? []];
  return fields.flatMap(([name, form]) => {
    if (form === 'allegations') return content[name];
    return PROSE.includes(form) ? [content[name]] : [];
  });
}

/**
 * @param {string[]} parts
 * @returns {string}
 */
function titleOf(parts) {
  const line = parts.join('\n').split('\n').map((each) => each.trim()).find(Boolean) ?? '';
  if (line.length <= LONGEST_TITLE) return line;
  const end = line.lastIndexOf(' ', LONGEST_TITLE);
  return `${cut(line, end > 0 ? end : LONGEST_TITLE)} …`;
}
