/** The inbox: looks for what is new, tells how far that is, and shows the list. */
import { announce, calm, complain } from './announce.js';
import { dayOfEpoch, isDaily, readDay } from './days.js';
import { button, fill, find, make, place, whenPressed } from './dom.js';
import { fileAll, tendCases } from './cases/filing.js';
import { nameWhoLeft } from './cases/leaving.js';
import { sealAnew } from './committee/resealing.js';
import { termNote } from './committee/term.js';
import { renewDue } from './due/room.js';
import { sentence } from './failures.js';
import { clearList, countNew, isSuspect, showList } from './inbox-list.js';
import { lookAtAll, sortFindings } from './looking.js';
import { refreshOverview, showCaughtUp } from './overview/refreshing.js';
import { renewWhenDue } from './renewing.js';
import { BadBatch } from './scanner.js';
import { visit } from './visit.js';
import { say, sayCount } from './words.js';

/** @import { BatchListing, Step } from './scanner.js' */
/** @import { Visit } from './visit.js' */

const LONGEST_WAIT = 300;
const SHORTEST_WAIT = 5;

let looking = false;
let timer = 0;
let told = 0;
/** How many new reports were announced last; -1 before the first look is over. */
let announced = -1;
/** No look of this visit is over. */
let first = true;

/** @type {() => void} */
let changed = () => {};

/** @param {() => void} whenChanged called after each look, for views that show the same */
export function prepareInbox(whenChanged) {
  changed = whenChanged;
  whenPressed(button('scan-pause'), () => {
    const { scanner } = visit();
    if (scanner.paused) scanner.resume();
    else scanner.pause();
    showPause(true);
  });
}

export function enterInbox() {
  showList(visit());
  showCaughtUp(visit());
  void look();
}

export function leaveInbox() {
  clearTimeout(timer);
  looking = false;
  told = 0;
  announced = -1;
  first = true;
  clearList();
  fill(place('inbox-term'));
  place('scan-text').textContent = '';
}

/** Looks for what is new, now and every few minutes; one look at a time. */
export async function look() {
  if (looking) return;
  const own = visit();
  looking = true;
  clearTimeout(timer);
  try {
    await lookAtAll(own, { step: (step) => showStep(own, step), outcome: (batches) => showOutcome(own, batches) });
    if (own.directory && !own.over) showTerm(own);
    if (own.directory && !own.over) await fileAndOpen(own);
    if (!own.over) calm('inbox-complaint');
    if (!own.over) void renewDue(own);
  } catch (error) {
    if (!own.over) showFailure(whyNot(error, own.line.epoch_seconds, own.line.language));
  } finally {
    if (!own.over) lookLater(own);
  }
}

/**
 * What came becomes cases, what others did in cases is read.
 * @param {Visit} own
 */
async function fileAndOpen(own) {
  await fileAll(own);
  if (own.over) return;
  showList(own);
  changed();
  await refreshOverview(own);
  if (own.over) return;
  await tendCases(own);
  if (own.over) return;
  showList(own);
  changed();
  await nameWhoLeft(own);
  if (first) await sealWhatWasLeft(own);
  if (own.over || !(await renewWhenDue(own)) || own.over) return;
  announce(say('renewal.offered'));
}

/**
 * Once a visit, soon after signing in: a new key wants a fresh factor, and nobody is to be asked for one out of the blue.
 * @param {Visit} own
 */
async function sealWhatWasLeft(own) {
  first = false;
  const { sealed } = await sealAnew(own);
  if (sealed && !own.over) announce(sayCount('committee.sealed_anew', sealed));
}

/** A list that is over stops the line, and not everybody looks at the committee's page. @param {Visit} own */
function showTerm(own) {
  const link = make('p', {}, make('a', { href: '#committee' }, say('committee.renew_link')));
  fill(place('inbox-term'), own.directory && termNote(own, own.directory.current, link));
}

/** @param {Visit} own */
function lookLater(own) {
  looking = false;
  showPause(false);
  timer = window.setTimeout(look, 1000 * Math.min(LONGEST_WAIT, Math.max(SHORTEST_WAIT, own.line.epoch_seconds)));
}

// ---- how far it is ---------------------------------------------------------------------------

/**
 * @param {Visit} own
 * @param {Step} step
 */
function showStep(own, { done, total, epoch, share }) {
  const [within, looked] = [share < 1, share < 1 ? done + share : done];
  const text = stepText(own, { done, total, epoch, share });
  if (within || total > 1) place('scan-text').textContent = text;
  const bar = find('scan-bar', HTMLProgressElement);
  bar.max = total;
  bar.value = looked;
  showPause(within || (total > 1 && done < total));
  // A voice that counts to ninety helps nobody: quarters do.
  const quarter = Math.floor((4 * looked) / total);
  if ((within || total >= 8) && quarter !== told) announce(text);
  told = quarter;
  if (within) return;
  if (own.scanner.findings.messages.length === own.found) return;
  own.found = own.scanner.findings.messages.length;
  sortFindings(own);
  showList(own);
}

/**
 * @param {Visit} own
 * @param {Step} step
 */
function stepText(own, { done, total, epoch, share }) {
  const day = readDay(dayOfEpoch(epoch, own.line.epoch_seconds), own.line.language);
  if (share < 1) return say('scan.within', { day, percent: Math.floor(100 * share) });
  return say('scan.step', { done, total, day });
}

/** @param {boolean} scanning */
function showPause(scanning) {
  button('scan-pause').hidden = !scanning;
  button('scan-pause').textContent = say(visit().scanner.paused ? 'scan.resume' : 'scan.pause');
  place('scan-bar').hidden = !scanning;
}

/**
 * @param {Visit} own
 * @param {BatchListing[] | null} batches
 */
function showOutcome(own, batches) {
  showPause(false);
  showList(own);
  const text = !batches ? say('scan.not_founded') : isSuspect(own) ? say('stored.scan') : outcomeText(own, batches);
  place('scan-text').textContent = text;
  const fresh = countNew(own);
  if (fresh > announced || announced < 0) announce(`${text} ${fresh ? sayCount('inbox.new_count', fresh) : ''}`);
  announced = fresh;
}

/**
 * @param {Visit} own
 * @param {BatchListing[]} batches
 */
function outcomeText(own, batches) {
  if (!batches.length) return say(isDaily(own.line.epoch_seconds) ? 'scan.no_batch' : 'scan.no_batch_epoch');
  const last = batches.reduce((latest, { epoch }) => Math.max(latest, epoch), -1);
  const day = readDay(dayOfEpoch(last, own.line.epoch_seconds), own.line.language);
  return sayCount('scan.done', batches.length, { day });
}

/**
 * What the last look told is not known to be true any more.
 * @param {string} text moves the focus only when it says something new
 */
function showFailure(text) {
  place('scan-text').textContent = '';
  if (place('inbox-complaint').textContent !== text) complain('inbox-complaint', text);
}

/**
 * @param {unknown} error
 * @param {number} epochSeconds
 * @param {string} language
 */
function whyNot(error, epochSeconds, language) {
  if (error instanceof BadBatch) return say('scan.bad_batch', { day: readDay(dayOfEpoch(error.epoch, epochSeconds), language) });
  if (error instanceof Error && ['WrongInstance', 'Malformed', 'Damaged'].includes(error.name)) return say('scan.not_signed');
  return sentence(error);
}
