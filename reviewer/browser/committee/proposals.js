/**
 * What is proposed: each proposal is checked against the list that this page relies on, told in words, and signed only from
 * a dialog that stands still. When what is shown changes after somebody heard its words, that is said first.
 */
import { ProtocolError, hex, signBody } from '../../../crypto/js/index.js';
import { announce } from '../announce.js';
import { ask } from '../ask.js';
import { readDay } from '../days.js';
import { fill, make, place, whenPressed } from '../dom.js';
import { heldBy } from '../ring.js';
import { say } from '../words.js';
import * as api from './api.js';
import { checkProposal, isAsWanted } from './change.js';
import { spoken, wordsOfList } from './words.js';
import { dayNow } from '../clock.js';

/** @import { CurrentDirectory } from '../../../crypto/js/index.js' */
/** @import { Visit } from '../visit.js' */
/** @import { Changes, Proposal, Wanted } from './api.js' */
/** @import { Checked, Difference } from './change.js' */
/** @typedef {{ own: Visit, directory: CurrentDirectory, changes: Changes, act: (what: () => Promise<unknown>) => Promise<void> }} Shown */

/** @type {Wanted | null} what this page has proposed in this visit */
let wanted = null;
/** @type {Map<number, string>} the body whose words were on the page last, by who proposed it */
const heard = new Map();

/** @param {Visit} own @param {Wanted | null} proposed by this page, in place of what it proposed before */
export function rememberProposed({ slot }, proposed) {
  wanted = proposed;
  heard.delete(slot);
}

export function forgetProposals() {
  wanted = null;
  heard.clear();
}

/** @param {Shown} shown */
export async function showProposals(shown) {
  const panels = await Promise.all(shown.changes.proposals.map((one) => panelOf(shown, one)));
  if (!shown.own.over) fill(place('committee-proposals'), ...panels);
}

/**
 * @param {Shown} shown
 * @param {Proposal} proposal
 */
async function panelOf(shown, proposal) {
  const { own, directory } = shown;
  const by = directory.current.members.find(({ slot }) => slot === proposal.by);
  const title = make('h2', { tabindex: '-1' }, proposal.by === own.slot ? say('committee.you_propose') : say('committee.proposes', { role: by?.role ?? '' }));
  try {
    const checked = checkProposal(proposal.body, directory, dayNow(), heldBy(own));
    const words = await wordsOfList(checked.next);
    return make('div', { class: 'panel' }, title, ...aboutChange(shown, proposal, checked, words));
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    return make('div', { class: 'panel' }, title, bad('committee.impossible'), takeBack(shown, proposal));
  }
}

/**
 * @param {Shown} shown
 * @param {Proposal} proposal
 * @param {Checked} checked
 * @param {string[]} words
 */
function aboutChange(shown, proposal, checked, words) {
  const { own, directory, changes } = shown;
  const roles = directory.current.members.filter(({ slot }) => proposal.signed.includes(slot)).map(({ role }) => role);
  return [
    ...alarms(shown, proposal, checked),
    changeList(own, checked),
    make('p', {}, say('committee.words_of_proposal')),
    spoken(words, say('committee.words_title')),
    make('p', {}, roles.length
      ? say('committee.signed_by', { roles: roles.join(', '), count: roles.length, all: changes.quorum })
      : say('committee.signed_by_nobody', { all: changes.quorum })),
    buttons(shown, proposal, checked, words),
  ];
}

/**
 * @param {Shown} shown
 * @param {Proposal} proposal
 * @param {Checked} checked
 */
function alarms({ own, directory, changes }, proposal, { differences }) {
  const before = heard.get(proposal.by);
  heard.set(proposal.by, proposal.body);
  const mine = proposal.by === own.slot && wanted;
  const retired = differences.some(({ what, slot }) => what === 'retires' && slot === own.slot);
  return [
    mine && !isAsWanted(differences, mine, directory.current, changes.people) ? bad('committee.not_as_proposed') : null,
    before !== undefined && before !== proposal.body ? bad('committee.proposal_changed') : null,
    retired ? make('div', { class: 'note' }, make('p', {}, say('committee.you_leave'))) : null,
  ];
}

/** @param {string} key */
function bad(key) {
  return make('div', { class: 'note note-bad', role: 'alert' }, make('p', {}, say(key)));
}

/**
 * @param {Visit} own
 * @param {Checked} checked
 */
function changeList(own, { next, differences, leaves }) {
  const until = readDay(next.notAfter, own.line.language);
  return make('ul', { class: 'plain' },
    ...differences.map((one) => make('li', {}, sentenceOf(one))),
    make('li', {}, say(differences.length ? 'committee.term' : 'committee.term_only', { until })),
    leaves ? make('li', {}, say('committee.today', { day: readDay(next.day, own.line.language) })) : null);
}

/** @param {Difference} difference */
function sentenceOf({ what, slot, role, was }) {
  return say(`committee.${what}`, { role, was, slot });
}

/**
 * @param {Shown} shown
 * @param {Proposal} proposal
 * @param {Checked} checked
 * @param {string[]} words
 */
function buttons(shown, proposal, checked, words) {
  const done = proposal.signed.includes(shown.own.slot);
  const sign = make('button', { type: 'button', class: 'primary' }, say('committee.sign'));
  whenPressed(sign, () => shown.act(() => signAfterAsking(shown, proposal, checked, words)));
  return make('div', { class: 'actions' },
    done ? make('p', { class: 'next-step' }, say('committee.you_signed')) : sign, takeBack(shown, proposal));
}

/**
 * @param {Shown} shown
 * @param {Proposal} proposal
 */
function takeBack({ own, act }, { by }) {
  if (by !== own.slot) return null;
  const button = make('button', { type: 'button' }, say('committee.take_back'));
  whenPressed(button, () => act(async () => {
    await api.withdraw();
    rememberProposed(own, null);
  }));
  return button;
}

/**
 * @param {Shown} shown
 * @param {Proposal} proposal
 * @param {Checked} checked
 * @param {string[]} words
 */
async function signAfterAsking({ own, changes }, { body }, checked, words) {
  const sure = await ask(say('committee.sign_title'), [
    make('p', {}, say('committee.sign_text', { all: changes.quorum })),
    changeList(own, checked),
    spoken(words, say('committee.words_title')),
  ], say('committee.sign_yes'), say('ask.no'));
  if (!sure || own.over) return;
  const { in_force: inForce } = await api.sign({ list: hex(checked.next.hash), signature: hex(signBody(body, own.secret)) });
  announce(say(inForce ? 'committee.in_force' : 'committee.you_signed'));
}
