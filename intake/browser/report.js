/**
 * Makes the content of a message out of what was written. A message carries its day, and no finer time.
 */
import { KEY, MESSAGE, random, slotsOfMask, THREAD } from '../../crypto/js/index.js';
import { dayOf } from './dates.js';

/** @import { Content } from '../../crypto/js/index.js' */
/** @import { Reporter } from '../../crypto/js/phrase.js' */
/** @import { Line } from './line.js' */

/**
 * What a reporter may say, texts without spaces around.
 * @typedef {Pick<Content, 'what' | 'whereWhen' | 'who' | 'howKnown' | 'category' | 'relation' | 'identity' | 'excluded'>} Draft
 */

/** @type {Draft} */
const UNSAID = { what: '', whereWhen: '', who: '', howKnown: '', category: '', relation: '', identity: '', excluded: [] };

/**
 * @param {Line} line
 * @param {Draft} draft
 * @param {Reporter} reporter whose phrase carries the draft's exclusions
 * @param {number} now milliseconds of Unix time
 * @returns {Content}
 */
export function reportContent(line, draft, reporter, now) {
  return { ...draft, ...signedBy(reporter, reporter.mask), kind: 'report', day: dayOf(now), language: line.language };
}

/**
 * @param {Line} line
 * @param {string} text
 * @param {Reporter} reporter
 * @param {number} mask of the phrase and of all that replies exclude
 * @param {number} now milliseconds of Unix time
 * @returns {Content}
 */
export function followUpContent(line, text, reporter, mask, now) {
  const said = { ...UNSAID, what: text, excluded: slotsOfMask(mask) };
  return { ...said, ...signedBy(reporter, mask), kind: 'followup', day: dayOf(now), language: line.language };
}

/**
 * The same as far as its length goes, for a draft whose phrase is not drawn yet.
 * @param {Line} line
 * @param {Draft} draft
 * @returns {Content}
 */
export function provisionalContent(line, draft) {
  const signer = { thread: random(THREAD), replyKey: random(KEY), reporterKey: random(KEY) };
  return { ...draft, ...signer, message: random(MESSAGE), files: [], kind: 'report', day: dayOf(0), language: line.language };
}

/**
 * @param {Reporter} reporter
 * @param {number} mask
 */
function signedBy(reporter, mask) {
  return {
    thread: reporter.thread, message: random(MESSAGE), replyKey: reporter.replyKey(mask), reporterKey: reporter.key, files: [],
  };
}
