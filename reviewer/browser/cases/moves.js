/** What can be done now, as buttons: first what comes next, then everything by groups, with the reasons for what cannot be done. */
import { hex } from '../../../crypto/js/index.js';
import { fill, make, place, whenPressed } from '../dom.js';
import { nextMoves } from '../lifecycle/acts.js';
import { KINDS } from '../lifecycle/rules.js';
import { say, sayCount } from '../words.js';
import { GROUPS, admissible, kindOfAct, recusable } from './act-table.js';
import { adviserButton } from './advisers.js';
import { conversationOf } from './conversation.js';
import { inTheWay } from './filing.js';
import { isLetter } from './letter.js';
import { mergeable } from './merging.js';
import { otherCases } from './naming.js';
import { frozenSince, rulesInForce } from '../retention/in-force.js';
import { nextActs, withoutFinding } from './next-acts.js';
import { members } from './store.js';
import { dayNow } from '../clock.js';

/** @import { Visit } from '../visit.js' */
/** @import { Act } from '../lifecycle/acts.js' */
/** @import { OpenCase } from './store.js' */
/** @typedef {Act & { why: string }} Offer `why`: the reason in words, '' if it can be done */

/** States that feedback moves on, and after it nothing can be found any more. */
const EARLY = ['findings', 'remediation'];

/**
 * @param {Visit} own
 * @param {OpenCase} opened
 * @returns {Offer[]} every act of the case, and of its requests
 */
export function offers(own, opened) {
  const acts = nextMoves(opened.state, members(own), hex(own.secret.signKey), dayNow());
  return acts.map((act) => ({ ...act, why: act.reason ? whyByRule(own, act) : whyNotHere(own, opened, act) }));
}

/**
 * Where an act moves the case on, its reason says from where: people then know what comes first.
 * @param {Visit} own
 * @param {Act} act
 */
function whyByRule({ line }, act) {
  const from = [...(KINDS.get(kindOfAct(act))?.moves.keys() ?? [])].filter(Boolean);
  if (act.reason !== 'state' || !from.length) return say(`reason.${act.reason}`);
  const states = new Intl.ListFormat(line.language, { type: 'disjunction' }).format(from.map((state) => say('case.quoted', { text: say(`state.${state}`) })));
  return say('case.why_state', { states });
}

/**
 * Reasons that the rules do not know: there is nobody to write to, or to choose.
 * @param {Visit} own
 * @param {OpenCase} opened
 * @param {Act} act
 */
function whyNotHere(own, opened, act) {
  const kind = kindOfAct(act);
  if (kind === 'feedback' && EARLY.includes(opened.state.fine) && withoutFinding(opened.state)) return say('case.feedback_early');
  if (kind === 'destruction') return whyNothingIsDestroyed(own);
  if (kind === 'grant_made') return admissible(own, opened).length ? '' : say('case.nobody_to_admit');
  if (kind === 'recusal_of' && act.request === 0) return recusable(own, opened).length ? '' : say('case.nobody_to_recuse');
  if (kind === 'link') return otherCases(own, opened).length ? '' : say('case.no_other_case');
  if (kind === 'merge' && act.request === 0) return mergeable(own, opened).length ? '' : say('case.no_open_case');
  return isLetter(kind) && act.request === 0 ? whyNoLetter(own, opened, kind) : '';
}

/**
 * What the committee has ordered for all cases: a request for two would come to nothing.
 * @param {Visit} own
 */
function whyNothingIsDestroyed(own) {
  if (frozenSince(own)) return say('case.frozen');
  return rulesInForce(own).adopted ? '' : say('case.no_rules');
}

/**
 * @param {Visit} own
 * @param {OpenCase} opened
 * @param {string} kind
 */
function whyNoLetter(own, opened, kind) {
  const talk = conversationOf(own, opened);
  if (!talk) return kind === 'message' ? say('case.no_line') : '';
  const chain = own.directory?.chain ?? [];
  return talk.waiting.some((message) => inTheWay(chain, opened, message).length > 0) ? say('case.letter_waits') : '';
}

/**
 * @param {Visit} own
 * @param {OpenCase} opened
 * @param {(act: Act) => void} choose
 */
export function showMoves(own, opened, choose) {
  const all = offers(own, opened).filter(({ request }) => request === 0);
  const next = nextActs(own, opened, all.filter(({ why }) => !why));
  place('case-why').textContent = next.length ? whyNext(opened, kindOfAct(next[0])) : '';
  fill(place('case-next'), ...next.map((act, at) => actButton(act, choose, at === 0)));
  const open = new Set([...place('case-groups').querySelectorAll('details[open]')].map((one) => one.id));
  const groups = opened.state.fine === 'destroyed' ? [] : groupsFor(own, all);
  fill(place('case-groups'), ...groups.map(([group, kinds]) => groupOf(own, opened, { group, kinds, all, open }, choose)));
}

/**
 * @param {OpenCase} opened
 * @param {string} kind
 * @returns {string} why this is the next step, where that does not go without saying
 */
function whyNext({ state }, kind) {
  switch (kind) {
    case 'finding': return sayCount('why.finding', withoutFinding(state), { of: state.allegations.length });
    case 'assignment': return say('why.assignment');
    default: return '';
  }
}

/**
 * Advisers do little, and need no reasons for the rest.
 * @param {Visit} own
 * @param {readonly Offer[]} all
 */
function groupsFor(own, all) {
  const can = new Set(all.filter(({ why }) => !why).map(kindOfAct));
  return own.member.standing === 'member' ? GROUPS : GROUPS.filter(([, kinds]) => kinds.some((kind) => can.has(kind)));
}

/**
 * @param {Visit} own
 * @param {OpenCase} opened
 * @param {{ group: string, kinds: readonly string[], all: readonly Offer[], open: ReadonlySet<string> }} what
 * @param {(act: Act) => void} choose
 */
function groupOf(own, opened, { group, kinds, all, open }, choose) {
  const acts = kinds.flatMap((kind) => all.find((act) => kindOfAct(act) === kind) ?? []);
  const [can, cannot] = [acts.filter(({ why }) => !why), acts.filter(({ why }) => why)];
  const adviser = group === 'people' ? adviserButton(own, opened) : null;
  const id = `case-group-${group}`;
  return make('details', { class: 'acts', id, open: open.has(id) },
    make('summary', {}, say(`group.${group}`)),
    can.length || adviser ? make('div', { class: 'actions' }, ...can.map((act) => actButton(act, choose, false)), adviser)
      : make('p', { class: 'hint' }, say('case.nothing_now')),
    cannot.length > 0 && notNow(cannot, `${id}-not`, open.has(`${id}-not`)));
}

/**
 * @param {readonly Offer[]} acts
 * @param {string} id
 * @param {boolean} open
 */
function notNow(acts, id, open) {
  return make('details', { class: 'not-now', id, open },
    make('summary', {}, say('case.not_now')),
    make('ul', { class: 'plain' }, ...acts.map((act) => make('li', {}, make('strong', {}, say(`act.${kindOfAct(act)}`)), `: ${act.why}`))));
}

/**
 * @param {Act} act
 * @param {(act: Act) => void} choose
 * @param {boolean} first
 */
function actButton(act, choose, first) {
  const kind = kindOfAct(act);
  const button = make('button', { type: 'button', class: first ? 'primary' : '', 'data-act': kind },
    say(`act.${kind}`), KINDS.get(kind)?.action ? make('span', { class: 'two-persons' }, ` ${say('case.two_persons')}`) : null);
  whenPressed(button, () => choose(act));
  return button;
}
