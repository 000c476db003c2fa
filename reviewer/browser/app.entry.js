/** The members' page: one document for a whole visit, so that keys never have to outlive a page. */
import { announce, calm, complain } from './announce.js';
import * as api from './api.js';
import { closeQuestion } from './ask.js';
import { refreshCase } from './cases/page.js';
import { hasToJoin, whenJoined } from './committee/joining.js';
import { button, fill, place, whenPressed } from './dom.js';
import { renewDue } from './due/room.js';
import { enterFounding, leaveFounding, prepareFounding } from './founding.js';
import { leaveImport, prepareImport } from './import-file.js';
import { Idleness } from './idle.js';
import { enterInbox, leaveInbox, prepareInbox } from './inbox.js';
import { keepMarks } from './keeping.js';
import { showCaughtUp } from './overview/refreshing.js';
import { emptyFields, openPage } from './page.js';
import { enterReport, hasChosen, prepareReport, refreshReport } from './report.js';
import { offerSignIn } from './sign-in.js';
import { ROOMS } from './rooms.js';
import { addView, followAddress, go } from './views.js';
import { beginVisit, endVisit, isVisiting, visit } from './visit.js';
import { say } from './words.js';

/** @import { Standing } from './api.js' */
/** @import { Visit } from './visit.js' */

const PATIENCE = 5_000;
/** Whatever the views have filled with what was opened, or with names. */
const FILLED = [
  'report-title', 'report-lead', 'report-fields', 'report-timeline', 'report-readers', 'report-next',
  ...ROOMS.flatMap(({ filled }) => filled),
  'founding-own', 'founding-words', 'founding-people', 'founding-signers', 'question-text',
];
const line = openPage(forget);
/** @type {Idleness | null} */
let idleness = null;

/** @param {Visit} begun */
async function begin(begun) {
  beginVisit(begun);
  try {
    begun.joining = begun.founded && await hasToJoin(begun);
  } catch (error) {
    endVisit();
    throw error;
  }
  if (begun.over) return;
  idleness = new Idleness(line.idle_minutes, () => void leave('idle.ended'));
  showNavigation(begun);
  go(startOf(begun));
}

/** @type {Record<Standing, string>} */
const STARTS = { member: 'inbox', adviser: 'cases', auditor: 'log' };

/** @param {Visit} own @returns {string} the view to begin with */
function startOf({ founded, joining, member }) {
  if (!founded) return 'founding';
  return joining ? 'joining' : STARTS[member.standing];
}

/** The list has been compared, and names who had to join. @param {Visit} own */
function joined(own) {
  own.joining = false;
  showNavigation(own);
  go(startOf(own));
}

/** Before the founding there is nowhere to go but out, and nearly so before joining. @param {Visit} own */
function showNavigation({ founded, joining, member }) {
  place('navigation').hidden = false;
  for (const item of place('navigation').querySelectorAll('li')) {
    const whose = item.dataset['for']?.split(' ') ?? [];
    const view = item.querySelector('[data-view]')?.getAttribute('data-view') ?? null;
    const open = founded && (!joining || view === 'account' || view === 'joining') && (!whose.length || whose.includes(member.standing));
    item.hidden = view !== null && !open;
  }
}

/** Keys and texts go at once; what the server keeps is told after. */
function forget() {
  idleness?.stop();
  idleness = null;
  leaveInbox();
  leaveFounding();
  leaveImport();
  for (const room of ROOMS) room.forget();
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
const isMember = () => isFounded() && !visit().joining && visit().member.standing === 'member';

prepareFounding();
prepareInbox(() => {
  refreshReport();
  void refreshCase();
  showCaughtUp(visit());
});
prepareReport();
prepareImport();
watchForTheEnd();
whenJoined(joined);
for (const id of ['leave', 'account-leave']) whenPressed(button(id), () => leave('sign_out.done'));
addView('sign-in', () => undefined, () => !isVisiting());
addView('founding', enterFounding, () => isVisiting() && visit().member.standing === 'member');
addView('inbox', () => { showNavigation(visit()); void renewDue(visit()); enterInbox(); }, isMember, () => calm('inbox-said'));
addView('report', enterReport, () => isMember() && hasChosen(visit()));
addView('import', leaveImport, isMember);
for (const room of ROOMS) {
  room.prepare();
  for (const view of room.views) {
    const allowed = () => isFounded() && (!visit().joining || view.early === true) && view.for.includes(visit().member.standing) && (view.allowed?.(visit()) ?? true);
    addView(view.name, view.enter, allowed, view.leave);
  }
}
offerSignIn(line, begin);
followAddress(() => (isVisiting() ? startOf(visit()) : 'sign-in'));
