/** Which cases are shown, and in which order: filters, search and sorting, over what the index holds. Nothing is asked of a server. */
import { daysBetween } from '../days.js';
import { coarse } from '../lifecycle/rules.js';
import { wordsOf } from './folded.js';
import { hasNews } from './looked.js';
import { waiting } from './summary.js';

/** @import { Due } from '../lifecycle/due.js' */
/** @import { Overview } from './kept.js' */
/** @import { Summary } from './summary.js' */
/** @import { Waiting } from './waiting.js' */
/**
 * A case as it stands on a day.
 * @typedef {object} Row
 * @property {Summary} summary
 * @property {Due | null} next what is due first
 * @property {boolean} late whether that day is past
 * @property {Waiting['what'] | ''} waits for the reader
 * @property {boolean} fresh whether somebody wrote in it since the reader's last visit
 * @property {number} age days from its receipt to its end, or until today
 */
/** @typedef {'urgency' | 'severity' | 'due' | 'age' | 'received'} Order */
/**
 * What was chosen. `state`: '' for all, a coarse state, or a fine one after a dot (".triage"); `severity` may be "none".
 * @typedef {object} Wanted
 * @property {string} typed
 * @property {string} state
 * @property {string} category
 * @property {string} severity
 * @property {string} leader key, hex, or "none"
 * @property {string} channel
 * @property {string} detriment a code, or "unsaid"
 * @property {string} outcome of one of the allegations
 * @property {string} from day of receipt, the first; '' for any
 * @property {string} to the last
 * @property {boolean} late
 * @property {boolean} assigned to the reader
 * @property {boolean} waiting for the reader
 * @property {boolean} held
 * @property {boolean} wrote the reporter did, and nobody has taken it up
 * @property {boolean} fresh
 */

const NEVER = '9999-12-31';
const NOT_GRADED = 'S9';
/** The beginning of a case's number, or a group of it as pages show it; less is likelier a word. */
const NUMBER = /^[0-9a-f]{4,32}$/;
const SHOWN = 8;

/** @type {Wanted} */
export const ALL = Object.freeze({
  typed: '', state: '', category: '', severity: '', leader: '', channel: '', detriment: '', outcome: '', from: '', to: '', late: false, assigned: false, waiting: false, held: false, wrote: false, fresh: false,
});

/** Each ascending; "urgency" is the order to begin with. @type {Record<Order, (row: Row) => (string | number)[]>} */
const KEYS = {
  urgency: (row) => [Number(coarse(row.summary.fine) !== 'open'), Number(!isGrave(row.summary)), nextDay(row), grade(row)],
  severity: (row) => [grade(row), nextDay(row)],
  due: (row) => [nextDay(row), grade(row)],
  age: (row) => [row.age, nextDay(row)],
  received: (row) => [row.summary.received, grade(row)],
};

/**
 * @param {Iterable<Summary>} summaries
 * @param {string} today
 * @param {Pick<Overview, 'looked' | 'visited'>} [before] what is not new to the reader
 * @returns {Row[]}
 */
export function rowsOf(summaries, today, before = { looked: new Map(), visited: '' }) {
  return Array.from(summaries, (summary) => {
    const next = summary.due[0] ?? null;
    const until = summary.closed && summary.closed < today ? summary.closed : today;
    const late = next !== null && next.day < today;
    const fresh = hasNews(summary, before);
    return { summary, next, late, fresh, waits: waiting(summary, today), age: Math.max(0, daysBetween(summary.received, until)) };
  });
}

/**
 * @param {readonly Row[]} rows
 * @param {Order} order
 * @param {boolean} [down]
 * @returns {Row[]} equal ones in one order whatever the browser: by the case's number
 */
export function sorted(rows, order, down = false) {
  const keyed = rows.map((row) => ({ row, keys: [...KEYS[order](row), row.summary.case] }));
  const turn = down ? -1 : 1;
  return keyed.sort((one, other) => compare(one.keys, other.keys, turn)).map(({ row }) => row);
}

/** Searches as somebody types: what more letters leave is among what fewer left. */
export class Finder {
  /** @type {{ rows: readonly Row[], wanted: string, words: string[], found: Row[] } | null} */
  #before = null;

  /**
   * @param {readonly Row[]} rows
   * @param {Wanted} wanted
   * @param {string} me the reader's key, hex
   * @returns {Row[]} in the order of `rows`
   */
  find(rows, wanted, me) {
    const words = wordsOf(wanted.typed);
    const rest = JSON.stringify({ ...wanted, typed: '' });
    const known = this.#before;
    const narrower = known && known.rows === rows && known.wanted === rest && narrows(words, known.words);
    const among = narrower ? known.found : rows.filter((row) => passes(row, wanted, me));
    const found = words.length ? among.filter(({ summary }) => words.every((word) => holds(summary, word))) : [...among];
    this.#before = { rows, wanted: rest, words, found };
    return found;
  }

  /** What was found is let go. */
  forget() {
    this.#before = null;
  }
}

/**
 * @param {Row} row
 * @param {Wanted} wanted
 * @param {string} me
 */
function passes({ summary, late, waits, fresh }, wanted, me) {
  return (!wanted.state || isIn(summary, wanted.state))
    && (!wanted.category || summary.category === wanted.category)
    && (!wanted.severity || (summary.severity || 'none') === wanted.severity)
    && isOfMarks(summary, wanted)
    && (!wanted.late || late)
    && (!wanted.assigned || summary.assignee === me)
    && (!wanted.waiting || waits !== '')
    && (!wanted.held || summary.holds > 0)
    && (!wanted.wrote || summary.wrote !== '')
    && (!wanted.fresh || fresh);
}

/** @param {Summary} summary @param {Wanted} wanted */
function isOfMarks({ assignee, channel, detriment, outcomes, received }, { leader, from, to, ...wanted }) {
  return (!leader || (assignee || 'none') === leader)
    && (!wanted.channel || channel === wanted.channel)
    && (!wanted.detriment || (detriment || 'unsaid') === wanted.detriment)
    && (!wanted.outcome || outcomes.includes(wanted.outcome))
    && (!from || received >= from)
    && (!to || received <= to);
}

/**
 * @param {Summary} summary
 * @param {string} state
 */
function isIn({ fine }, state) {
  return state.startsWith('.') ? fine === state.slice(1) : coarse(fine) === state;
}

/**
 * @param {Summary} summary
 * @param {string} word folded
 */
function holds(summary, word) {
  return summary.text.includes(word) || (NUMBER.test(word) && isNumber(summary, word));
}

/** @param {Summary} summary @param {string} word */
function isNumber({ case: id }, word) {
  return id.startsWith(word) || id.slice(0, SHOWN).includes(word);
}

/**
 * @param {string[]} words
 * @param {string[]} before
 * @returns {boolean} whether all that these words find was found by those before
 */
function narrows(words, before) {
  return before.every((old) => words.some((word) => (NUMBER.test(old) ? word.startsWith(old) : word.includes(old) && !NUMBER.test(word))));
}

/** @param {Summary} summary a case of the first severity, or one that looks urgent and is not graded yet */
export function isGrave({ severity, urgent }) {
  return severity === 'S1' || (severity === '' && urgent === 1);
}

/** @param {Row} row */
function grade({ summary }) {
  return summary.severity || NOT_GRADED;
}

/** @param {Row} row */
function nextDay({ next }) {
  return next?.day ?? NEVER;
}

/**
 * @param {readonly (string | number)[]} one
 * @param {readonly (string | number)[]} other
 * @param {number} turn
 */
function compare(one, other, turn) {
  for (let at = 0; at < one.length; at += 1) {
    if (one[at] !== other[at]) return one[at] < other[at] ? -turn : turn;
  }
  return 0;
}
