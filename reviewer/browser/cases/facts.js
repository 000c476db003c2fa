/** Beside a case: what it is, how it stands, who reads it and who does not. */
import { hex } from '../../../crypto/js/index.js';
import { readDay } from '../days.js';
import { make } from '../dom.js';
import { dueList } from '../lifecycle/due.js';
import { readersOn } from '../lifecycle/readers.js';
import { facts, roleList } from '../people.js';
import { certificateLink } from '../orders/certificate-list.js';
import { certificateOf, rulesInForce } from '../retention/in-force.js';
import { isKeptOtherwise, spanText } from '../retention/telling.js';
import { timeText } from '../retention/time.js';
import { dueText, isLate } from '../due/words.js';
import { say } from '../words.js';
import { caseLink } from './going.js';
import { nameOf, numberOf } from './names.js';
import { isLed } from './next-acts.js';
import { termsOf } from './store.js';
import { dayNow } from '../clock.js';

/** @import { Visit } from '../visit.js' */
/** @import { OpenCase } from './store.js' */

/**
 * @param {Visit} own
 * @param {OpenCase} opened
 * @returns {HTMLElement[]} terms and values
 */
export function caseFacts(own, opened) {
  const { state, id } = opened;
  const day = (/** @type {string} */ one) => one && readDay(one, own.line.language);
  /** @type {[string, string | Node][]} */
  const found = [
    [say('fact.number'), numberOf(id)],
    [say('fact.received'), day(state.received)],
    [say('fact.channel'), say(`channel.${state.channel}`)],
    [say('fact.category'), say(`category.${state.category}`)],
    [say('fact.severity'), state.severity && say(`severity.${state.severity}`)],
    [say('fact.detriment'), state.detriment && say(`detriment.${state.detriment}`)],
    [say('fact.level'), state.level && say(`level.${state.level}`)],
    [say('fact.materiality'), state.materiality && say(`materiality.${state.materiality}`)],
    [say('fact.period'), state.period],
    [say('fact.assignee'), leaderOf(own, opened)],
    [say('fact.hold'), holdsOf(own, opened)],
    [say('fact.retention'), state.retention && say('fact.kept', { class: say(`class.${state.retention}`), day: day(state.keep) })],
    [say('fact.rules'), state.retention && rulesOf(own, opened)],
    [say('fact.certificate'), certificateFact(own, id)],
    [say('fact.links'), linksOf(own, opened)],
  ];
  return facts(found.filter(([, value]) => value));
}

/** @param {Visit} own @param {OpenCase} opened @returns {string} '' where nobody was ever to lead it */
function leaderOf(own, opened) {
  const { state } = opened;
  const person = state.assignee && nameOf(own, opened, state.assignee);
  return person && !isLed(state) ? say('fact.not_led', { person }) : person;
}

/**
 * @param {OpenCase} opened
 * @returns {HTMLElement | null} what is alleged, and what came of it
 */
export function allegationList({ state }) {
  if (!state.allegations.length) return null;
  return make('ol', { class: 'allegations' }, ...state.allegations.map(({ text, outcome }) => (
    make('li', { dir: 'auto' }, text, make('span', { class: 'outcome' }, ` – ${say(outcome ? `outcome.${outcome}` : 'case.no_outcome_yet')}`)))));
}

/**
 * Those whom the reporter left out are named to those who read the case: they must not mention it to them.
 * @param {Visit} own
 * @param {OpenCase} opened
 * @returns {(HTMLElement | false)[]}
 */
export function readersList(own, opened) {
  const { state, leftOut } = opened;
  const names = (/** @type {Iterable<string>} */ persons) => [...persons].map((one) => nameOf(own, opened, one));
  const reading = readersOn(state, dayNow()).map(({ person, until }) => {
    const name = nameOf(own, opened, person);
    return until ? say('case.reads_until', { person: name, day: readDay(until, own.line.language) }) : name;
  });
  const here = new Set(own.directory?.current.members.map(({ sign }) => hex(sign)));
  // What a reporter writes later leaves out whoever has left the case, too: that is no wish of the reporter.
  const excluded = [...new Set([...state.excluded, ...leftOut])].filter((one) => here.has(one) && !state.recused.includes(one));
  return [
    roleList(reading),
    make('h3', {}, say('report.left_out')),
    excluded.length ? roleList(names(excluded)) : make('p', {}, say('report.nobody_left_out')),
    excluded.length > 0 && make('p', { class: 'hint' }, say('report.left_out_text')),
    state.recused.length > 0 && make('h3', {}, say('case.recused')),
    state.recused.length > 0 && roleList(names(state.recused)),
  ];
}

/**
 * @param {Visit} own
 * @param {OpenCase} opened
 * @returns {HTMLElement[]} list items
 */
export function dueItems(own, opened) {
  const { state, entries } = opened;
  const today = dayNow();
  return dueList(state, termsOf(own)).map((due) => {
    const matter = /** @type {{ text?: string, matter?: string, who?: string }} */ (due.of ? entries[due.of].content : {});
    const more = due.what === 'task' ? matter.text : due.what === 'hold_review' ? matter.matter : '';
    const whose = due.what === 'task' && matter.who ? ` (${nameOf(own, opened, matter.who)})` : '';
    return make('li', { class: isLate(due, today) ? 'late' : '' }, dueText(due, today), whose, more ? make('span', { dir: 'auto' }, `: ${more}`) : null);
  });
}

/** @param {Visit} own @param {OpenCase} opened @returns {HTMLElement | ''} each with its day, and that of its last review */
function holdsOf(own, { state, entries }) {
  const texts = state.holds.map(({ hold, matter, reviewed }) => {
    const [placed, last] = [entries[hold].day, reviewed].map((one) => readDay(one, own.line.language));
    return say(reviewed === entries[hold].day ? 'fact.hold_since' : 'fact.hold_reviewed', { matter, day: placed, reviewed: last });
  });
  return texts.length ? make('ul', {}, ...texts.map((text) => make('li', { dir: 'auto' }, text))) : '';
}

/** @param {Visit} own @param {OpenCase} opened by which rules it is kept, and whether others are in force now */
function rulesOf(own, { state }) {
  const [recorded, now] = [state, rulesInForce(own)];
  const other = isKeptOtherwise(own, state) && say('fact.rules_other', { profile: say(`profile.${now.profile}`), span: spanText(own, state.retention) });
  return make('span', {}, say('fact.rules_span', { profile: say(`profile.${recorded.profile}`), span: timeText(recorded) }),
    other && make('span', { class: 'late' }, ` ${other}`));
}

/** @param {Visit} own @param {string} id @returns {HTMLElement | ''} */
function certificateFact(own, id) {
  const hash = certificateOf(own, id);
  return hash && certificateLink(hash, say('fact.certificate_read'));
}

/** @param {Visit} own @param {OpenCase} opened */
function linksOf(own, { state }) {
  const links = [
    ...state.links.map(({ case: id, why }) => ({ id, why: say(`link.${why}`) })),
    ...(state.merged ? [{ id: state.merged, why: say('link.merged') }] : []),
    ...state.taken.map((id) => ({ id, why: say('link.taken') })),
  ];
  return links.length ? make('ul', {}, ...links.map(({ id, why }) => make('li', { dir: 'auto' }, caseLink(own, id), ` – ${why}`))) : '';
}
