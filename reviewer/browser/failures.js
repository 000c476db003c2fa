/** From a failure to the sentence that says what to do next. What it does not know, it says in general words. */
import { Refused } from './api.js';
import { say } from './words.js';

/** Failures of the protocol that are not anybody's mistake, but a sign that something is wrong. */
const ALARMS = new Map([
  ['BrokenChain', 'scan.foreign_list'], ['BadSignature', 'scan.not_signed'], ['UnusableRing', 'failure.ring'], ['RingFull', 'failure.ring_full'],
  ['OthersVerified', 'failure.others_verified'],
]);
const KNOWN = new Set([
  'unreachable', 'unavailable', 'not_signed_in', 'too_many', 'wrong_code', 'taken', 'not_ready', 'draft_exists',
  'no_draft', 'founded', 'expired', 'foreign', 'retired', 'slot_used', 'too_few', 'confirm', 'wrong_passphrase',
  'passkey_known', 'passkeys_full', 'not_confirmed',
]);

/**
 * @param {unknown} error
 * @returns {string}
 */
export function sentence(error) {
  if (error instanceof Refused && KNOWN.has(error.code)) return say(`failure.${error.code}`);
  return say((error instanceof Error && ALARMS.get(error.name)) || 'failure.other');
}

/** @param {unknown} error @param {string} code */
export function isRefused(error, code) {
  return error instanceof Refused && error.code === code;
}
