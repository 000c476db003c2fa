/** Why the server did not take an entry: the rule that it names, in the words that the rules have for it. */
import { Refused } from '../api.js';
import { sentence } from '../failures.js';
import { CODES } from '../lifecycle/rules.js';
import { say } from '../words.js';

/** Answers that mean something else here than elsewhere. */
const KNOWN = ['moved', 'day', 'not_found'];
/** Reasons beside those of the rules: what a page that keeps to the protocol never comes to. */
const BY_PROTOCOL = ['author', 'content', 'due', 'entries', 'frozen', 'grant', 'no_rules', 'renewals', 'review', 'signature'];

/**
 * @param {unknown} error
 * @returns {string} what is said of any failure, where it is no refusal of an entry
 */
export function whyRefused(error) {
  if (!(error instanceof Refused)) return sentence(error);
  if (error.code === 'not_allowed') return notAllowed(error);
  return KNOWN.includes(error.code) ? say(`refusal.${error.code}`) : sentence(error);
}

/** @param {Refused} error */
function notAllowed({ reason }) {
  if (CODES.get('reasons')?.includes(reason)) return say('refusal.not_allowed', { why: say(`reason.${reason}`) });
  return say(BY_PROTOCOL.includes(reason) ? `refusal.by_${reason}` : 'refusal.by_rule');
}
