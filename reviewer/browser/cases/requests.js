/** What somebody has asked the others to agree to: its exact words, who has approved, and what can be done about it. */
import { readDay } from '../days.js';
import { ask } from '../ask.js';
import { make, whenPressed } from '../dom.js';
import { mayDecide } from '../lifecycle/readers.js';
import { say } from '../words.js';
import { documentOf } from './approvals.js';
import { nameOf, namesOf } from './names.js';
import { saidFields } from './said.js';
import { takeOverIfPossible } from './merging.js';
import { members } from './store.js';
import { warningNotes } from './warnings.js';
import { approve, carryOut } from './writing.js';
import { dayNow } from '../clock.js';

/** @import { Visit } from '../visit.js' */
/** @import { Request } from '../lifecycle/state.js' */
/** @import { Act } from '../lifecycle/acts.js' */
/** @import { Offer } from './moves.js' */
/** @import { OpenCase } from './store.js' */
/**
 * @typedef {object} Doing
 * @property {(act: Act) => void} choose opens the form of an act
 * @property {(work: () => Promise<OpenCase>, kind: string) => Promise<void>} run does it, and tells
 */

/**
 * @param {Visit} own
 * @param {OpenCase} opened
 * @param {readonly Offer[]} offers
 * @param {Doing} doing
 * @returns {HTMLElement[]}
 */
export function requestPanels(own, opened, offers, doing) {
  return opened.state.requests.map((request) => panel(own, opened, request, offers.filter((one) => one.request === request.request), doing));
}

/**
 * @param {Visit} own
 * @param {OpenCase} opened
 * @param {Request} request
 * @param {readonly Offer[]} offers
 * @param {Doing} doing
 */
function panel(own, opened, request, offers, doing) {
  const id = `case-request-${request.request}`;
  const buttons = offers.filter(({ why }) => !why).map((offer) => requestButton(own, opened, request, offer, doing));
  const over = request.until < dayNow();
  return make('section', { class: 'panel request', 'aria-labelledby': id },
    make('h3', { id }, say('case.request', { act: say(`act.${request.kind}`) })),
    make('p', { class: 'hint' }, say(over ? 'case.request_over' : 'case.request_by', {
      person: nameOf(own, opened, request.by), day: readDay(request.until, own.line.language),
    })),
    words(own, opened, request),
    make('p', {}, approvedText(own, opened, request)),
    notYet(own, opened, offers, request),
    buttons.length > 0 && make('div', { class: 'actions' }, ...buttons));
}

/** @param {Visit} own @param {OpenCase} opened @param {Request} request */
function words(own, opened, { asks }) {
  return make('dl', { class: 'said-fields quoted', tabindex: '0' }, ...saidFields(own, opened, JSON.parse(asks)));
}

/**
 * Only a signature that is right counts: a wrong one is named in the history.
 * @param {Visit} own
 * @param {OpenCase} opened
 * @param {Request} request
 */
function approvedText(own, opened, { request, approved }) {
  const signed = documentOf(opened, request, approved).signatures.length;
  if (!approved.length) return say('case.approved_by_nobody');
  const persons = namesOf(own, opened, approved);
  return signed < approved.length ? say('case.approved_wrongly', { persons }) : say('case.approved_by', { persons });
}

/**
 * Why it cannot be carried out yet.
 * @param {Visit} own
 * @param {OpenCase} opened
 * @param {readonly Offer[]} offers
 * @param {Request} request
 */
function notYet(own, opened, offers, { kind, request, approved }) {
  const offer = offers.find((one) => one.kind === kind);
  if (!offer?.why) return null;
  const counted = approved.filter((person) => mayDecide(opened.state, members(own), person, dayNow()));
  const one = offer.reason === 'two_persons' && documentOf(opened, request, counted).signatures.length === 1;
  return make('p', { class: 'hint' }, one ? say('case.one_more') : offer.why);
}

/**
 * @param {Visit} own
 * @param {OpenCase} opened
 * @param {Request} request
 * @param {Offer} offer
 * @param {Doing} doing
 */
function requestButton(own, opened, request, offer, doing) {
  const kind = offer.kind;
  const text = kind === request.kind ? say('case.carry_out', { act: say(`act.${kind}`) }) : say(`act.${kind}`);
  const button = make('button', { type: 'button', class: kind === 'withdrawal' ? '' : 'primary', 'data-act': kind }, text);
  whenPressed(button, async () => {
    if (kind === 'withdrawal') return doing.choose(offer);
    if (!(await confirm(own, opened, request, kind)) || own.over) return undefined;
    const work = kind === 'approval' ? () => approve(own, opened, request.request) : () => carry(own, opened, request);
    return doing.run(work, kind);
  });
  return button;
}

/**
 * @param {Visit} own
 * @param {OpenCase} opened
 * @param {Request} request
 */
async function carry(own, opened, { request, kind }) {
  const done = await carryOut(own, opened, request);
  return kind === 'merge' ? takeOverIfPossible(own, done) : done;
}

/**
 * @param {Visit} own
 * @param {OpenCase} opened
 * @param {Request} request
 * @param {string} kind
 */
function confirm(own, opened, request, kind) {
  const carried = kind === request.kind;
  const act = say(`act.${request.kind}`);
  return ask(say(carried ? 'case.carry_out_sure' : 'case.approve_sure', { act }), [
    words(own, opened, request),
    make('p', {}, say(carried ? `does.${request.kind}` : 'does.approval')),
    ...warningNotes(own, opened, JSON.parse(request.asks)),
    make('p', {}, say('case.for_good')),
  ], carried ? act : say('act.approval'), say('ask.no'));
}
