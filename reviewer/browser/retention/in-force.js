/** The retention rules of the company that are in force: here alone stands where they come from. */
import { hex } from '../../../crypto/js/index.js';
import { PROFILES } from '../lifecycle/rules.js';

/** @import { Span } from '../lifecycle/rules.js' */
/** @import { Rules as AdoptedRules } from '../../../crypto/js/cases.js' */
/** @import { CaseVisit } from '../cases/store.js' */
/**
 * @typedef {object} Rules
 * @property {string} profile code
 * @property {Readonly<Record<string, Span>>} classes the span of each class
 * @property {boolean} adopted by two members; before that nothing is destroyed
 */

const USUAL = 'us';
/** @type {Readonly<Record<string, Span>>} */
const NONE = Object.freeze({});

/** Before the committee has adopted any: what a case is kept by, so that nothing waits for it. @type {Rules} */
export const BEFORE_ANY = Object.freeze({ profile: USUAL, classes: PROFILES.get(USUAL) ?? NONE, adopted: false });

/**
 * @param {CaseVisit} own
 * @returns {Rules}
 */
export function rulesInForce({ ordered }) {
  const rules = ordered?.orders?.rules;
  if (!rules) return BEFORE_ANY;
  const profile = PROFILES.has(rules.profile) ? rules.profile : USUAL; // a newer page may have known more
  return { profile, classes: spansOf(rules), adopted: true };
}

/** @param {AdoptedRules} rules @returns {Rules['classes']} */
export function spansOf({ classes }) {
  return Object.fromEntries(classes.map(({ class: name, years, days }) => [name, { years, days }]));
}

/**
 * @param {CaseVisit} own
 * @returns {string} the day since which everything stays, '' while nothing is frozen
 */
export function frozenSince({ ordered }) {
  return ordered?.orders?.frozen[0]?.day ?? '';
}

/**
 * @param {CaseVisit} own
 * @param {string} id of a case
 * @returns {string} the hash of the certificate of its destruction, hex; '' while none is known
 */
export function certificateOf({ certificates }, id) {
  return certificates?.held.find(({ certificate }) => certificate.what === 'case' && hex(certificate.case) === id)?.hash ?? '';
}

/**
 * @param {Rules} rules
 * @param {string} name of a class
 * @returns {Span} of a class that the rules do not name, that of their profile
 */
export function spanOf({ profile, classes }, name) {
  const span = classes[name] ?? PROFILES.get(profile)?.[name];
  if (!span) throw new Error('no such class');
  return span;
}
