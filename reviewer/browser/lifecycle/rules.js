/** The rules as data, read from reviewer/lifecycle/rules.json: the one source for this folder and its twin in Python. */
import found from '../../lifecycle/rules.json' with { type: 'json' };

/**
 * @typedef {object} Kind
 * @property {string} by who may write it: a `member`, any `reader` (advisers too), or a member or the `assignee`
 * @property {string} action of the approval it needs, '' if one person may do it
 * @property {string} grants which grants it makes: `first`, `one`, `renew` (a new case key) or none
 * @property {Map<string, string>} fields names and forms
 * @property {Map<string, string>} moves from one fine state to another
 * @property {readonly string[]} stays fine states in which it is allowed and moves nothing
 * @property {readonly string[]} during the same for coarse states
 */
/**
 * @typedef {object} WrittenKind
 * @property {string} by
 * @property {string} [action]
 * @property {string} [grants]
 * @property {Record<string, string>} fields
 * @property {Record<string, string>} [moves]
 * @property {string[]} [stays]
 * @property {string[]} [while]
 */

// maps, so that no name of a kind or code can be that of something every object has
export const VERSION = found.version;
export const STATES = mapOf(found.states);
/** @type {ReadonlyMap<string, Kind>} */
export const KINDS = new Map(Object.entries(found.kinds).map(([name, kind]) => [name, readKind(kind)]));
/** @type {ReadonlyMap<string, readonly string[]>} */
export const CODES = mapOf(/** @type {Record<string, string[]>} */ (found.codes));
export const ACTIONS = mapOf(found.actions);
/** @type {Readonly<Record<string, number>>} */
export const PERIODS = Object.freeze(found.periods);
export const LIMITS = Object.freeze(found.limits);
/** What the server is shown may go back so without approval (docs/protocol.md, section 14). */
export const RETURNS = Object.freeze(found.returns);
/** Codes of the due days that the server may see. */
export const CLEAR = Object.freeze(found.clear);
export const ACCOUNTING = Object.freeze(found.accounting);
/** Ends after which feedback is still owed. @type {readonly string[]} */
export const OWED = Object.freeze(found.owed);
export const FRAUD = Object.freeze(found.fraud);
/** For each mark of a triage, the mildest severity that each of its codes leaves. */
export const SEVEREST = mapOf(/** @type {Record<string, Record<string, string>>} */ (found.severest));
/** After which ends a class of retention is possible. @type {ReadonlyMap<string, { after: string[] }>} */
export const CLASSES = mapOf(found.classes);
/** @typedef {Readonly<{ years: number, days: number }>} Span of retention, counted from the closing */
/** For each profile, the span of each class: defaults, to be confirmed by counsel. @type {ReadonlyMap<string, Readonly<Record<string, Span>>>} */
export const PROFILES = mapOf(found.profiles);

/**
 * @param {string} fine
 * @returns {string} the state that the server may see; '' before the first entry
 */
export function coarse(fine) {
  return STATES.get(fine) ?? '';
}

/**
 * @param {string} name of a kind that is known
 * @returns {Kind}
 */
export function kindOf(name) {
  const kind = KINDS.get(name);
  if (!kind) throw new Error('no such kind');
  return kind;
}

/** @param {WrittenKind} kind */
function readKind(kind) {
  return Object.freeze({
    by: kind.by,
    action: kind.action ?? '',
    grants: kind.grants ?? '',
    fields: mapOf(kind.fields),
    moves: mapOf(kind.moves ?? {}),
    stays: kind.stays ?? [],
    during: kind.while ?? [],
  });
}

/**
 * @template V
 * @param {Record<string, V>} record
 * @returns {Map<string, V>}
 */
function mapOf(record) {
  return new Map(Object.entries(record));
}
