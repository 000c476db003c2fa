/** What happened in a case that its reader may not know of yet: the reporter wrote, or others did. */
import { isOfLeaving } from '../cases/leaving-words.js';

/** @import { CaseState, Opened } from '../lifecycle/state.js' */

/** Who wrote one of these after the reporter did has read it: an answer, a step, or a word on what to do with it. */
const TAKEN_UP = new Set([
  'message', 'feedback', 'note', 'task', 'triage', 'need_info', 'acceptance', 'investigation', 'counsel_engaged', 'finding', 'remediation',
  'reopening', 'closing', 'closing_without_feedback', 'closing_for_silence', 'not_a_complaint', 'referral', 'merge', 'taken_over',
]);
/** Written by the page itself: whoever's page it was need not know. */
const BY_ITSELF = ['filed', 'filed_again', 'follow_up'];
/** New case keys, and what was in the case already, say nothing new of the matter. */
const NO_NEWS = ['renewal', 'brought'];

/**
 * @param {CaseState} state
 * @param {readonly Opened[]} entries
 * @returns {{ day: string, of: number }} of the reporter's last words that no member who reads the case has taken up; '' if none wait
 */
export function untaken(state, entries) {
  const last = state.timeline.filter(({ kind }) => kind === 'follow_up').at(-1);
  const nothing = { day: '', of: 0 };
  if (!last || state.fine === 'destroyed') return nothing;
  const members = new Set(state.readers.filter(({ until }) => until === '').map(({ person }) => person));
  const taken = state.timeline.some(({ sequence, kind, author }) => (
    sequence > last.sequence && TAKEN_UP.has(kind) && members.has(author) && !isByLeaving(state, kind, entries[sequence])));
  return taken ? nothing : { day: last.day, of: last.sequence };
}

/**
 * @param {CaseState} state
 * @param {string} me the reader's key, hex
 * @returns {number} entries up to the last that somebody else wrote, or that came from the reporter; 0 if none did
 */
export function newsUntil({ timeline }, me) {
  const last = timeline.filter(({ kind, author }) => !NO_NEWS.includes(kind) && (author !== me || BY_ITSELF.includes(kind))).at(-1);
  return last ? last.sequence + 1 : 0;
}

/**
 * The messages that a page sends by itself: only where somebody has left.
 * @param {CaseState} state
 * @param {string} kind
 * @param {Opened} entry
 */
function isByLeaving({ recused }, kind, { content }) {
  return kind === 'message' && recused.length > 0 && isOfLeaving(/** @type {{ text: string }} */ (content).text);
}
