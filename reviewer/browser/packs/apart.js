/**
 * What came and is no complaint: tests of the channel, and what the committee found to be spam. Numbers about complaints
 * leave both out, and say beside how many there were. What is kept, held and destroyed is counted whatever it is.
 */
import { hex } from '../../../crypto/js/encoding.js';
import { equal } from '../../../crypto/js/index.js';
import { caseOf } from '../cases/conversation.js';
import { dayOfEpoch } from '../days.js';

/** @import { Directory } from '../../../crypto/js/index.js' */
/** @import { Summary } from '../overview/summary.js' */
/** @import { Message } from '../scanner.js' */
/** @import { Thread } from '../threads.js' */
/** @typedef {Readonly<{ received: string, readers: readonly string[] }>} Unfiled a test that nobody made a case of */
/** @typedef {{ threads: readonly Thread[], listings: ReadonlyMap<string, unknown>, line: { epoch_seconds: number }, directory: { chain: readonly Directory[] } | null }} Inbox */

/** For which the class of retention is meant; a test has it as well in the end. */
const SPAM = 'spam_or_test';

/** @param {Summary} one */
export function isSpam({ retention, test }) {
  return retention === SPAM && !test;
}

/**
 * @param {readonly Summary[]} cases
 * @returns {Summary[]} those that the numbers are about
 */
export function complaints(cases) {
  return cases.filter((one) => !one.test && !isSpam(one));
}

/**
 * Tests become cases only when somebody wants it. The others lie in the inbox for as long as deliveries are kept.
 * @param {Inbox} inbox
 * @returns {Unfiled[]}
 */
export function unfiledTests({ threads, listings, line, directory }) {
  const firsts = threads.filter((thread) => !listings.has(caseOf(thread) ?? '')).map(({ messages: [first] }) => first);
  return firsts.filter(({ content }) => content.kind === 'test').map((first) => (
    { received: dayOfEpoch(first.epoch, line.epoch_seconds), readers: readersOf(first, directory?.chain ?? []) }));
}

/**
 * @param {{ troubles: ReadonlyMap<string, string>, looked: boolean }} own
 * @returns {('troubles' | 'not_looked')[]} why a pack may lack something: a record does not check, or what came was not looked through yet
 */
export function gaps({ troubles, looked }) {
  return [...(troubles.size ? /** @type {const} */ (['troubles']) : []), ...(looked ? [] : /** @type {const} */ (['not_looked']))];
}

/**
 * @param {Message} message
 * @param {readonly Directory[]} chain
 * @returns {string[]} keys of those to whom it was sealed
 */
function readersOf({ item, content }, chain) {
  const sealedTo = item && chain.find(({ hash }) => equal(hash, item.directoryHash));
  return sealedTo?.members.filter(({ slot }) => !content.excluded.includes(slot)).map(({ sign }) => hex(sign)) ?? [];
}
