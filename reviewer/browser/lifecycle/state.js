/**
 * What a case is after some entries: frozen, and the same in Python (reviewer/lifecycle/state.py), field by field.
 *
 * Days are YYYY-MM-DD, '' where something has not happened. Persons are their Ed25519 keys in hex, as entries name
 * them: a place in the directory may get another holder, a key may not.
 */

/** @typedef {Readonly<{ person: string, since: string, until: string, slot: number }>} Membership `until`: its last day, '' while it lasts */
/** @typedef {Readonly<{ person: string, until: string }>} Reader who was granted the key in use; `until`: the last day, or '' */
/** @typedef {Readonly<{ action: string, request: number, signers: readonly string[] }>} Approval `request`: the entry that asks */
/**
 * @typedef {object} Opened an entry whose chain, signature and seal were checked
 * @property {number} sequence
 * @property {string} day
 * @property {string} author
 * @property {number} key
 * @property {unknown} content
 * @property {readonly Reader[]} grants ascending by person
 * @property {readonly Approval[]} approvals
 * @property {string} state that the server is shown
 * @property {number} hold the same
 * @property {readonly string[] | null} [excluded] whom the envelope that it files leaves out, by that day, ascending; null where no
 *   envelope was opened
 * @property {string} [unread] the reason why its reader cannot know what it says, '' if there is none
 */
/** @typedef {Readonly<{ text: string, outcome: string }>} Allegation */
/** @typedef {Readonly<{ task: number, text: string, who: string, due: string }>} Task */
/**
 * @typedef {object} Request
 * @property {number} request
 * @property {string} by
 * @property {string} until
 * @property {string} kind
 * @property {string} asks the one text of the entry asked for (contentText)
 * @property {string} subject whom it is about, '' if nobody
 * @property {readonly string[]} approved
 */
/** @typedef {Readonly<{ hold: number, matter: string, reviewed: string }>} Hold */
/** @typedef {Readonly<{ case: string, why: string }>} Link */
/** @typedef {Readonly<{ person: string, keys: string }>} Verified keys: the hash of those to which case keys are sealed */
/** @typedef {Readonly<{ person: string, keys: string, by: readonly string[] }>} Compared other keys than the verified ones, and the members who compared them; they count when there are two */
/** @typedef {Readonly<{ kind: string, count: number, first: string, last: string }>} Happened days of the first and last of a kind */
/** @typedef {Readonly<{ sequence: number, day: string, author: string, kind: string, fine: string }>} Line `fine`: after it */
/** @typedef {Readonly<{ sequence: number, day: string, author: string, failure: string, reason: string }>} Refusal */
/**
 * `severe` is the day a case first was of severity S1; `asked` the day of the last question to a reporter who has not
 * answered; `told` that of the last feedback since it was opened or reopened; `keep` the last day of retention; `maker` who made the case key in use; `shown` and `held`
 * what the server is shown of state and hold.
 * @typedef {object} Shape
 * @property {string} fine
 * @property {string} since
 * @property {string} received
 * @property {string} channel
 * @property {string} category
 * @property {string} severity
 * @property {string} detriment
 * @property {string} level
 * @property {string} materiality
 * @property {string} period
 * @property {number} urgent
 * @property {string} severe
 * @property {readonly Allegation[]} allegations
 * @property {string} assignee
 * @property {string} asked
 * @property {string} ended
 * @property {string} closed
 * @property {string} reopened
 * @property {string} told
 * @property {string} retention class
 * @property {string} profile of the rules by which that was decided
 * @property {number} years of the period
 * @property {number} days of the period
 * @property {string} keep
 * @property {number} key
 * @property {string} maker
 * @property {readonly Reader[]} readers
 * @property {readonly string[]} recused
 * @property {readonly string[]} excluded
 * @property {readonly Verified[]} verified
 * @property {readonly Compared[]} compared
 * @property {readonly Task[]} tasks
 * @property {readonly Readonly<Request>[]} requests
 * @property {readonly Hold[]} holds
 * @property {readonly Link[]} links
 * @property {string} merged
 * @property {readonly string[]} taken the cases that go on in this one
 * @property {readonly Happened[]} happened
 * @property {readonly Line[]} timeline
 * @property {readonly Refusal[]} refused
 * @property {string} shown
 * @property {number} held
 * @property {number} next
 * @property {string} last
 */
/** @typedef {Readonly<Shape>} CaseState */

/** @type {CaseState} */
const NOTHING = Object.freeze({
  fine: '',
  since: '',
  received: '',
  channel: '',
  category: '',
  severity: '',
  detriment: '',
  level: '',
  materiality: '',
  period: '',
  urgent: 0,
  severe: '',
  allegations: [],
  assignee: '',
  asked: '',
  ended: '',
  closed: '',
  reopened: '',
  told: '',
  retention: '',
  profile: '',
  years: 0,
  days: 0,
  keep: '',
  key: 0,
  maker: '',
  readers: [],
  recused: [],
  excluded: [],
  verified: [],
  compared: [],
  tasks: [],
  requests: [],
  holds: [],
  links: [],
  merged: '',
  taken: [],
  happened: [],
  timeline: [],
  refused: [],
  shown: '',
  held: 0,
  next: 0,
  last: '',
});

/** Before the first entry. */
export const EMPTY = replace(NOTHING, { ...NOTHING });

/**
 * @param {CaseState} state
 * @param {Partial<Shape>} changes
 * @returns {CaseState} another one; its lists are frozen, their items as well
 */
export function replace(state, changes) {
  for (const list of Object.values(changes)) if (Array.isArray(list)) freezeAll(list);
  return Object.freeze({ ...state, ...changes });
}

/**
 * @param {CaseState} state
 * @param {string} kind
 * @returns {Happened} when entries of the kind came
 */
export function happening(state, kind) {
  return state.happened.find((one) => one.kind === kind) ?? { kind, count: 0, first: '', last: '' };
}

/**
 * @param {CaseState} state
 * @param {string} person
 * @param {string} keys
 * @returns {readonly string[]} who compared these keys of somebody after others had been
 */
export function comparersOf({ compared }, person, keys) {
  return compared.find((one) => one.person === person && one.keys === keys)?.by ?? [];
}

/** @param {unknown[]} list */
function freezeAll(list) {
  if (Object.isFrozen(list)) return;
  for (const item of list) Object.freeze(item);
  Object.freeze(list);
}
