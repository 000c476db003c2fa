/** The members' page: one document for a whole visit, so that keys never have to outlive a page. */
import { enterAccount } from './account.js';
import { announce, complain } from './announce.js';
import * as api from './api.js';
import { closeQuestion } from './ask.js';
import { button, fill, place, whenPressed } from './dom.js';
import { enterFounding, leaveFounding, prepareFounding } from './founding.js';
import { leaveImport, prepareImport } from './import-file.js';
import { Idleness } from './idle.js';
import { enterInbox, leaveInbox, prepareInbox } from './inbox.js';
import { keepMarks } from './keeping.js';
import { emptyFields, openPage } from './page.js';
import { leaveReplyForm } from './reply-form.js';
import { enterReport, hasChosen, prepareReport, refreshReport } from './report.js';
import { offerSignIn } from './sign-in.js';
import { addView, followAddress, go } from './views.js';
import { beginVisit, endVisit, isVisiting, visit } from './visit.js';
import { say } from './words.js';

/** @import { Visit } from './visit.js' */

const PATIENCE = 5_000;
/** Whatever the views have filled with what was opened, or with names. */
const FILLED = [
  'report-title', 'report-lead', 'report-fields', 'report-timeline', 'report-readers', 'account-facts',
  'founding-own', 'founding-words', 'founding-people', 'founding-signers', 'question-text',
];
const line = openPage(forget);
/** @type {Idleness | null} */
let idleness = null;

/** @param {Visit} begun */
async function begin(begun) {
  beginVisit(begun);
  idleness = new Idleness(line.idle_minutes, () => void leave('idle.ended'));
  showNavigation(begun.founded);
  go(begun.founded ? 'inbox' : 'founding');
}

/** @param {boolean} founded before that there is nowhere to go but out */
function showNavigation(founded) {
  place('navigation').hidden = false;
  for (const item of place('navigation').querySelectorAll('li')) item.hidden = !founded && item.querySelector('[data-view]') !== null;
}

/** Keys and texts go at once; what the server keeps is told after. */
function forget() {
  idleness?.stop();
  idleness = null;
  leaveInbox();
  leaveFounding();
  leaveImport();
  leaveReplyForm();
  endVisit();
  closeQuestion();
  emptyFields();
  for (const id of FILLED) fill(place(id));
}

/** @param {string} reason words to say on the sign-in view */
async function leave(reason) {
  await inTime(keepMarks(visit())); // leaving matters more than read marks
  if (!isVisiting()) return;
  forget();
  await inTime(api.signOut());
  place('navigation').hidden = true;
  go('sign-in');
  announce(say(reason));
  if (reason !== 'sign_out.done') complain('sign-in-complaint', say(reason));
}

/**
 * Keys do not stay because a network is slow.
 * @param {Promise<unknown>} work
 */
async function inTime(work) {
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  await Promise.race([work, late]).catch(() => undefined);
}

/** An expired session shows itself at any request; then nothing is left to keep. */
function watchForTheEnd() {
  api.whenSignedOut(() => {
    if (!isVisiting()) return;
    forget();
    place('navigation').hidden = true;
    go('sign-in');
    complain('sign-in-complaint', say('failure.not_signed_in'));
  });
}

const isFounded = () => isVisiting() && visit().founded;

prepareFounding();
prepareInbox(refreshReport);
prepareReport();
prepareImport();
watchForTheEnd();
for (const id of ['leave', 'account-leave']) whenPressed(button(id), () => leave('sign_out.done'));
addView('sign-in', () => undefined, () => !isVisiting());
addView('founding', enterFounding, isVisiting);
addView('inbox', () => { showNavigation(true); enterInbox(); }, isFounded);
addView('report', enterReport, () => isFounded() && hasChosen(visit()));
addView('import', leaveImport, isFounded);
addView('account', enterAccount, isFounded);
offerSignIn(line, begin);
followAddress(() => (isFounded() ? 'inbox' : isVisiting() ? 'founding' : 'sign-in'));
