/** The page of a case: the report, what is due, what can be done now, and all that was done. */
import { hex } from '../../../crypto/js/index.js';
import { announce, calm, complain } from '../announce.js';
import { dayNow } from '../clock.js';
import { readDay } from '../days.js';
import { fill, make, place } from '../dom.js';
import { dueText, isLate } from '../due/words.js';
import { dueList } from '../lifecycle/due.js';
import { catchUp, leaveCase, showCaughtUp, whenRefreshed } from '../overview/refreshing.js';
import { markLooked } from '../overview/looked.js';
import { evidenceButton } from '../packs/evidence.js';
import { certificateLink } from '../orders/certificate-list.js';
import { refreshCertificates } from '../orders/own-certificates.js';
import { certificateOf, frozenSince } from '../retention/in-force.js';
import { messageId } from '../threads.js';
import { told } from '../told.js';
import { go, isUp } from '../views.js';
import { isVisiting, visit } from '../visit.js';
import { say } from '../words.js';
import { showAlarms } from './alarms.js';
import { closeActForm, isWriting, openActForm, prepareActForm, whyNot } from './act-form.js';
import { conversationOf } from './conversation.js';
import { allegationList, caseFacts, dueItems, readersList } from './facts.js';
import { historyItems } from './history.js';
import { itemsNamed } from './items.js';
import { offers, showMoves } from './moves.js';
import { numberOf, titleOf } from './names.js';
import { requestPanels } from './requests.js';
import { openCase, termsOf } from './store.js';

/** @import { Visit } from '../visit.js' */
/** @import { Act } from '../lifecycle/acts.js' */
/** @import { Done } from './act-form.js' */
/** @import { Conversation } from './conversation.js' */
/** @import { Summary } from '../overview/summary.js' */
/** @import { OpenCase } from './store.js' */

/** Failures of a record that have words of their own. */
const TROUBLES = ['BrokenChain', 'BadSignature', 'Damaged', 'NotAllowed', 'NotACase'];

/** What the page shows now, so that it is not made anew for nothing. */
let shown = '';
/** The case that the reader was asked to leave, when it was last read. */
let asked = '';
/** What the reporter wrote that this person has not had before the page came up: it stays marked until the page is left. @type {Set<string>} */
let fresh = new Set();
/** Somebody has just come to the page: what it shows is read. What comes later may come while nobody looks at the screen. */
let coming = false;

export const CASE_PLACES = [
  'case-title', 'case-lead', 'case-alarms', 'case-due', 'case-requests', 'case-why', 'case-next', 'case-groups', 'case-report', 'case-allegations',
  'case-history', 'case-facts', 'case-readers', 'case-evidence', 'case-done', 'act-fields', 'act-title', 'act-does',
];

export function prepareCase() {
  prepareActForm(afterAct, () => show(true));
  whenRefreshed(({ over }) => { if (over && isVisiting() && isUp('case')) show(); }); // other cases that it names may be known now
}

export function enterCase() {
  forgetCase();
  place('case-title').textContent = say('case.opening');
  coming = true;
  show(true);
  void refreshCase().finally(() => { coming = false; });
}

/** Whoever goes elsewhere has seen what is marked as new; who was signed out has not. */
export function leaveCasePage() {
  if (isVisiting()) for (const id of fresh) visit().marks.read.add(id);
}

export function forgetCase() {
  shown = '';
  fresh = new Set();
  place('case-body').hidden = true;
  closeActForm();
  for (const id of CASE_PLACES) fill(place(id));
  calm('case-complaint');
}

/** After a look, and when the page comes up: what others wrote meanwhile is added, and said. */
export async function refreshCase() {
  const own = visit();
  const id = own.chosenCase;
  if (!isUp('case') || !id) return;
  const known = own.cases.get(id);
  if (known) asked = isAskedToGo(own, known) ? id : '';
  try {
    const before = known?.entries.length ?? 0;
    const opened = await openCase(own, id);
    const { merged } = opened.state;
    if (merged && !own.cases.has(merged)) await openCase(own, merged).catch(() => null); // what it says of this one
    if (own.over) return;
    showCaughtUp(own);
    if (own.chosenCase !== id) return;
    calm('case-complaint');
    show();
    if (before && opened.entries.length > before) announce(say('case.more'));
    if (opened.state.fine === 'destroyed') void withCertificate(own, id, () => show(true));
  } catch (error) {
    if (!own.over && own.chosenCase === id) showFailure(own, id, error);
  }
}

/**
 * Who was recused is not shown the entry that says so, and may have read the request.
 * @param {Visit} own
 * @param {OpenCase} known as it was last read
 */
function isAskedToGo(own, { state }) {
  return state.requests.some(({ kind, subject }) => kind === 'recusal_of' && subject === hex(own.secret.signKey));
}

/** @param {Visit} own @param {string} id @param {unknown} error */
function showFailure(own, id, error) {
  const trouble = own.troubles.get(id);
  const known = own.overview?.cases.get(id);
  if (known?.destroyed && !own.cases.has(id)) {
    showGone(own, known);
    void withCertificate(own, id, () => showGone(own, known));
    return;
  }
  if (trouble || !own.cases.has(id)) { // not right, or not read here any more
    if (shown) forgetCase();
    place('case-title').textContent = say('case.number', { number: numberOf(id) });
  }
  const text = trouble ? say(`trouble.${TROUBLES.includes(trouble) ? trouble : 'other'}`) : say('case.not_fetched');
  if (place('case-complaint').textContent !== text) complain('case-complaint', trouble ? `${say('trouble.title')} ${text}` : whySaid(error, asked === id, text));
}

/**
 * The certificates are asked for only where one is to be shown.
 * @param {Visit} own
 * @param {string} id of a destroyed case
 * @param {() => void} again called when its certificate was found
 */
async function withCertificate(own, id, again) {
  if (own.member.standing !== 'member' || certificateOf(own, id)) return;
  catchUp(own);
  await refreshCertificates(own).catch(() => undefined); // the page of retention says why they are not there
  if (!own.over && own.chosenCase === id && isUp('case') && certificateOf(own, id)) again();
}

/**
 * Nobody is given anything of it any more: this is what the own list remembers.
 * @param {Visit} own
 * @param {Summary} summary
 */
function showGone(own, { case: id, destroyed }) {
  if (shown) forgetCase();
  const hash = certificateOf(own, id);
  place('case-title').textContent = say('case.number', { number: numberOf(id) });
  fill(place('case-lead'), say('case.destroyed_gone', { day: readDay(destroyed, own.line.language) }), hash && ' ', hash && certificateLink(hash, say('case.destroyed_by')));
}

/** @param {unknown} error @param {boolean} recused @param {string} otherwise */
function whySaid(error, recused, otherwise) {
  if (!(error instanceof Error && error.name === 'Refused' && 'code' in error && error.code === 'not_found')) return otherwise;
  return say(recused ? 'case.gone_recused' : 'case.gone');
}

/** @param {boolean} [anew] although nothing has changed */
function show(anew = false) {
  const own = visit();
  const opened = own.chosenCase ? own.cases.get(own.chosenCase) : null;
  if (!opened) return;
  const talk = conversationOf(own, opened);
  markNew(own, opened, talk);
  const state = stateOf(own, opened, talk);
  if (state === shown && !anew) return;
  shown = state;
  place('case-body').hidden = false;
  keepFocus(() => {
    showHead(own, opened);
    showEvidence(own, opened);
    showReport(own, opened);
    fill(place('case-history'), ...historyItems(own, opened, talk, fresh));
    showAlarms(own, opened, talk, run);
    fill(place('case-facts'), ...caseFacts(own, opened));
    fill(place('case-readers'), ...readersList(own, opened));
    showDoing(own, opened);
  });
}

/**
 * What others wrote makes the page anew while somebody may stand on a button or a fold with the keyboard.
 * @param {() => void} change
 */
function keepFocus(change) {
  const now = document.activeElement;
  const id = now?.closest('[id]')?.id ?? '';
  const act = now?.getAttribute('data-act');
  const which = act ? `[data-act="${act}"]` : now?.localName === 'summary' ? 'summary' : '';
  change();
  const same = id && which && !now?.isConnected ? document.getElementById(id)?.querySelector(which) : null;
  if (same instanceof HTMLElement) same.focus();
}

/** @param {Visit} own @param {OpenCase} opened @param {Conversation | null} talk */
function stateOf(own, { id, entries, broken, differences, state }, talk) {
  const named = [...state.links.map((link) => link.case), state.merged].filter((one) => own.cases.has(one) || own.overview?.cases.has(one));
  const replies = talk ? (own.replies.get(talk.id) ?? []).map(({ id: reply, where }) => [reply, where]) : [];
  return JSON.stringify([id, entries.length, broken, differences, named, talk?.waiting.length, replies, own.unwritten.has(id), own.directory?.current.version, own.ordered.orders?.head.count]);
}

/** @param {Visit} own @param {OpenCase} opened @param {Conversation | null} talk */
function markNew(own, { id: which, items, entries, foreign }, talk) {
  const filed = [...items].filter(([item]) => !foreign.has(item)).map(([, content]) => messageId({ epoch: 0, object: '', content }));
  for (const id of [...filed, ...(talk?.waiting ?? []).map(messageId)]) {
    if (own.marks.read.has(id)) continue;
    fresh.add(id);
    if (coming) own.marks.read.add(id);
  }
  markLooked(own.overview, which, entries.length);
}

/**
 * How it stands, and what is due first: who comes twice a quarter sees both before anything else.
 * @param {Visit} own
 * @param {OpenCase} opened
 */
function showHead(own, opened) {
  const { state } = opened;
  place('case-title').textContent = titleOf(opened);
  const [first] = dueList(state, termsOf(own));
  const today = dayNow();
  fill(place('case-lead'), say('case.lead', { state: say(`state.${state.fine}`), day: readDay(state.since, own.line.language) }),
    state.holds.length > 0 && ` ${say('case.lead_hold')}`, frozenText(own, opened),
    state.fine === 'destroyed' && ` ${say('case.destroyed_waits')}`, first && ' ', first && make('span', { class: isLate(first, today) ? 'late' : '' }, say('case.lead_due', { due: dueText(first, today) })));
}

/** @param {Visit} own @param {OpenCase} opened @returns {string} '' where nothing is frozen, or nothing is left that could be destroyed */
function frozenText(own, { state }) {
  const since = frozenSince(own);
  return since && state.fine !== 'destroyed' ? ` ${say('case.lead_frozen', { day: readDay(since, own.line.language) })}` : '';
}

/**
 * Made once for a case, since it tells by itself how far it is.
 * @param {Visit} own
 * @param {OpenCase} opened
 */
function showEvidence(own, opened) {
  const gone = own.member.standing !== 'member' || opened.state.fine === 'destroyed' || opened.broken.length > 0;
  if (gone) fill(place('case-evidence'));
  else if (!place('case-evidence').firstChild) {
    fill(place('case-evidence'), make('h2', {}, say('case.evidence')), make('p', { class: 'hint' }, say('case.evidence_text')),
      evidenceButton(own, opened, () => show(true)));
  }
}

/** @param {Visit} own @param {OpenCase} opened */
function showReport(own, opened) {
  const [first] = itemsNamed(opened.entries, opened.state);
  const content = first && opened.items.get(first.item);
  const failure = first && opened.unread.get(first.item);
  const { text } = /** @type {{ text?: string }} */ (opened.entries[0].content);
  fill(place('case-report'), ...(content ? told(content, own.line.language) : []),
    failure ? make('p', { class: 'difference' }, say(failure === 'NotARecipient' ? 'case.not_for_you' : 'case.unread')) : null,
    text ? make('p', { class: 'said', dir: 'auto' }, text) : null);
  const allegations = allegationList(opened);
  fill(place('case-allegations'), allegations && make('h2', {}, say('case.allegations')), allegations);
}

/** @param {Visit} own @param {OpenCase} opened */
function showDoing(own, opened) {
  const due = dueItems(own, opened);
  fill(place('case-due'), ...(due.length ? due : [make('li', {}, say('case.nothing_due'))]));
  const all = offers(own, opened);
  const choose = (/** @type {Act} */ act) => {
    fill(place('case-done'));
    openActForm(own, opened, act);
    place('case-acts').hidden = true;
  };
  const panels = opened.broken.length ? [] : requestPanels(own, opened, all, { choose, run });
  fill(place('case-requests'), panels.length > 0 && make('h2', {}, say('case.requests')), ...panels);
  place('case-acts').hidden = isWriting() || opened.broken.length > 0; // without the key in use nothing can be written
  showMoves(own, opened, choose);
}

// ---- after an act ----------------------------------------------------------------------------

/**
 * @param {() => Promise<OpenCase>} work
 * @param {string} kind
 */
async function run(work, kind) {
  const own = visit();
  const opened = own.cases.get(own.chosenCase ?? '');
  calm('case-complaint');
  try {
    await work();
    if (!own.over) afterAct({ kind, left: false });
  } catch (error) {
    if (own.over || !opened) return;
    show(); // somebody else may have been faster
    complain('case-complaint', whyNot(error));
  }
}

/** @param {Done} done */
function afterAct({ kind, asked = '', left }) {
  const own = visit();
  if (left) {
    const id = own.chosenCase ?? '';
    own.left.add(id);
    leaveCase(own, id);
    own.chosenCase = null;
    go('inbox');
    place('inbox-said').textContent = say('case.you_left');
    announce(say('case.you_left'));
    return;
  }
  show(true);
  place('case-done').textContent = asked ? say('case.done_asked', { act: say(`act.${asked}`) }) : say('case.done', { act: say(`act.${kind}`) });
  place('case-done').focus();
}
