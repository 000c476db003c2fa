/** What is due when. Periods and holidays are the company's (Terms); nothing here decides what is allowed. */
import { addBusinessDays, addDays, addYears, quarter } from './days.js';
import { ACCOUNTING, CLEAR, coarse, LIMITS, OWED, PERIODS } from './rules.js';
import { happening } from './state.js';

/** @import { CaseState } from './state.js' */
/**
 * `periods` replaces some of rules.json; `holidays` are days on which no business is done.
 * @typedef {Readonly<{ holidays: readonly string[], periods: Readonly<Record<string, number>> }>} Terms
 */
/** @typedef {Readonly<{ day: string, what: string, of: number }>} Due `of`: the entry it comes from, 0 for the case as a whole */

/**
 * @param {CaseState} state
 * @param {Terms} terms
 * @returns {Due[]} all that is due in the case, the earliest first
 */
export function dueList(state, terms) {
  const found = [...later(state, terms), ...askedFor(state), ...owed(state, terms)];
  if (coarse(state.fine) === 'open') {
    found.push(...firstSteps(state, terms, state.urgent), ...forTheChair(state, terms), ...endings(state, terms), ...silence(state));
  }
  return found.sort(byDay);
}

/**
 * @param {CaseState} state
 * @param {string} day
 * @param {Terms} terms
 * @returns {Due[]} what was due before `day`
 */
export function overdue(state, day, terms) {
  return dueList(state, terms).filter((one) => one.day < day);
}

/**
 * What the next entry shows to the server: coarse state, hold, quarter of review, and due days that would be the same
 * whatever was found, so that no row says that an officer is implicated.
 * @param {CaseState} state
 * @param {Terms} terms
 */
export function clearPart(state, terms) {
  const now = coarse(state.fine);
  const found = [...later(state, terms)];
  if (now === 'open') found.push(...firstSteps(state, terms, 0), ...endings(state, terms));
  const earliest = new Map(found.sort(byDay).reverse().map((one) => [one.what, one.day]));
  return {
    state: state.shown,
    hold: state.held,
    review: state.shown === 'retained' ? quarter(state.keep || state.last) : '',
    due: [...CLEAR].sort().flatMap((what) => {
      const day = earliest.get(what);
      return day === undefined ? [] : [{ what, day }];
    }),
  };
}

/**
 * @param {CaseState} state
 * @param {number} years
 * @param {number} days
 * @returns {string} the last day of a period of retention, counted from the closing
 */
export function keepUntil(state, years, days) {
  return addDays(addYears(state.closed, years), days);
}

/**
 * @param {CaseState} state
 * @param {Terms} terms
 * @param {number} urgent
 * @returns {Iterable<Due>}
 */
function* firstSteps(state, terms, urgent) {
  if (!happening(state, 'acknowledged').count) {
    const soon = addBusinessDays(state.received, daysOf(terms, 'acknowledge'), terms.holidays);
    const most = addDays(state.received, daysOf(terms, 'acknowledge_most'));
    yield { day: soon < most ? soon : most, what: 'acknowledge', of: 0 };
  }
  const checked = happening(state, 'conflict_check').first;
  if (!checked) yield business(state.received, 'conflict_check', terms);
  if (!happening(state, 'triage').count) {
    const usual = addBusinessDays(state.received, daysOf(terms, 'triage'), terms.holidays);
    const soon = urgent ? addBusinessDays(checked, daysOf(terms, 'triage_urgent'), terms.holidays) : usual;
    yield { day: soon < usual ? soon : usual, what: 'triage', of: 0 };
  }
}

/**
 * Once a case is of the first severity, whatever became of that later.
 * @param {CaseState} state
 * @param {Terms} terms
 * @returns {Iterable<Due>}
 */
function* forTheChair(state, terms) {
  for (const what of ['chair_told', 'meeting']) {
    if (state.severe && happening(state, what).last < state.severe) yield business(state.severe, what, terms);
  }
}

/**
 * @param {CaseState} state
 * @param {Terms} terms
 * @returns {Iterable<Due>}
 */
function* endings(state, terms) {
  yield* feedback(state, terms);
  const period = ACCOUNTING.includes(state.category) ? 'closure_accounting' : 'closure';
  yield { day: addDays(state.reopened || state.received, daysOf(terms, period)), what: 'closure', of: 0 };
}

/**
 * The day from which a case may be closed because its reporter was asked and is silent. The server is not shown it: it
 * would say that more was needed.
 * @param {CaseState} state
 * @returns {Iterable<Due>}
 */
function* silence({ fine, asked }) {
  if (fine === 'need_info' && asked) yield { day: addDays(asked, LIMITS.silence), what: 'silence', of: 0 };
}

/**
 * Feedback after an end of which the reporter need not have heard. It is not shown to the server: it would say how the case
 * ended. Nobody is owed any for what is kept as spam or as a test.
 * @param {CaseState} state
 * @param {Terms} terms
 * @returns {Iterable<Due>}
 */
function* owed(state, terms) {
  const over = ['closed', 'retained'].includes(coarse(state.fine)) && OWED.includes(state.ended);
  if (over && state.retention !== 'spam_or_test') yield* feedback(state, terms);
}

/**
 * @param {CaseState} state
 * @param {Terms} terms
 * @returns {Iterable<Due>}
 */
function* feedback(state, terms) {
  if (!state.told) yield { day: addDays(feedbackFrom(state, terms), daysOf(terms, 'feedback')), what: 'feedback', of: 0 };
}

/**
 * @param {CaseState} state
 * @param {Terms} terms
 * @returns {string} the acknowledgement, or the day by which it should have come
 */
function feedbackFrom(state, terms) {
  const acknowledged = happening(state, 'acknowledged').first;
  return state.reopened || acknowledged || addDays(state.received, daysOf(terms, 'acknowledge_most'));
}

/**
 * @param {CaseState} state
 * @param {Terms} terms
 * @returns {Iterable<Due>}
 */
function* later(state, terms) {
  if (state.fine === 'destroyed') return;
  for (const { hold, reviewed } of state.holds) {
    yield { day: addDays(reviewed, daysOf(terms, 'hold_review')), what: 'hold_review', of: hold };
  }
  // who left made the key in use, and so knows it
  if (state.recused.includes(state.maker)) yield business(happening(state, 'recusal').last || state.last, 'renewal', terms);
  if (state.fine === 'retained') yield { day: state.keep, what: 'review', of: 0 };
}

/**
 * @param {CaseState} state
 * @returns {Iterable<Due>}
 */
function* askedFor(state) {
  if (state.fine === 'destroyed') return;
  for (const { due, task } of state.tasks) yield { day: due, what: 'task', of: task };
  for (const { until, request } of state.requests) yield { day: until, what: 'request', of: request };
}

/**
 * @param {string} day
 * @param {string} what
 * @param {Terms} terms
 * @returns {Due}
 */
function business(day, what, terms) {
  return { day: addBusinessDays(day, daysOf(terms, what), terms.holidays), what, of: 0 };
}

/** @param {Terms} terms @param {string} code */
function daysOf(terms, code) {
  return terms.periods[code] ?? PERIODS[code];
}

/** @param {Due} one @param {Due} other */
function byDay(one, other) {
  if (one.day !== other.day) return one.day < other.day ? -1 : 1;
  if (one.what !== other.what) return one.what < other.what ? -1 : 1;
  return one.of - other.of;
}
