/**
 * Acts on all cases that the list shows: their form, what is looked over before they begin, how far they are, and what came
 * of it. What they write is said in cases/set-acts.js.
 */
import { ask } from '../ask.js';
import { calmField, readField, makeSetField } from './set-fields.js';
import { whyNot } from '../cases/act-form.js';
import { doneOf, inEach } from '../cases/in-each.js';
import { button, fill, find, make, place, whenPressed, whenSent } from '../dom.js';
import { visit } from '../visit.js';
import { say, sayCount } from '../words.js';
import { shownRows } from './list.js';
import { catchUp } from './refreshing.js';
import { shortNumber } from './row.js';
import { SETS } from './set-table.js';

/** @import { Visit } from '../visit.js' */
/** @import { Outcome } from '../cases/in-each.js' */
/** @import { SetAct } from './set-table.js' */

/** More than a server takes from one person in an hour. */
const MANY = 600;

/** @type {SetAct | null} */
let chosen = null;
/** @type {readonly string[]} ids of the cases for which the form was opened: the list may change below it */
let meant = [];
/** Names of the acts that are offered now. */
let shown = '';
let off = false;
let busy = false;
/** @type {() => void} */
let changed = () => {};

/** @param {() => void} whenChanged called when something was written */
export function prepareForAll(whenChanged) {
  changed = whenChanged;
  whenSent('cases-all-form', begin);
  whenPressed(button('cases-all-cancel'), close);
  whenPressed(button('cases-all-stop'), () => { off = true; });
}

/** The list shows other cases than before. @param {Visit} own */
export function renewForAll(own) {
  const rows = shownRows();
  place('cases-all').hidden = own.member.standing !== 'member' || (rows.length === 0 && !busy);
  place('cases-all-title').textContent = sayCount('set.title', rows.length);
  if (chosen || busy) return;
  const offered = SETS.filter((one) => one.take(own, rows).length > 0);
  const names = offered.map(({ name }) => name).join();
  if (names === shown) return; // somebody may stand on one of the buttons
  shown = names;
  fill(place('cases-all-acts'), make('p', { class: 'hint' }, say('set.hint')), make('div', { class: 'actions' }, ...offered.map(offer)));
}

export function forgetForAll() {
  off = true;
  busy = false;
  shown = '';
  close();
  for (const id of ['cases-all-acts', 'cases-all-said', 'cases-all-progress', 'cases-all-title']) fill(place(id));
  find('cases-all', HTMLDetailsElement).open = false;
}

/** @param {SetAct} act */
function offer(act) {
  const pressed = make('button', { type: 'button', 'data-set': act.name }, say(`set_act.${act.name}`));
  whenPressed(pressed, () => open(act));
  return pressed;
}

/** @param {SetAct} act */
function open(act) {
  const own = visit();
  [chosen, meant] = [act, act.take(own, shownRows()).map(({ summary }) => summary.case)];
  place('cases-all-act').textContent = say(`set_act.${act.name}`);
  place('cases-all-does').textContent = act.does();
  fill(place('cases-all-fields'), ...act.fields(shownRows()).map(makeSetField));
  fill(place('cases-all-said'));
  place('cases-all-acts').hidden = true;
  place('cases-all-form').hidden = false;
  place('cases-all-act').focus();
}

function close() {
  [chosen, meant] = [null, []];
  place('cases-all-form').hidden = true;
  place('cases-all-acts').hidden = false;
  fill(place('cases-all-fields'));
  button('cases-all-stop').hidden = true;
}

async function begin() {
  const [own, act, ids] = [visit(), chosen, meant];
  if (!act || busy) return;
  calmField();
  const values = readField(act.fields(shownRows()));
  if (!values) return;
  [off, busy] = [false, true];
  try {
    const plan = await act.plan(own, ids, values, tell('set.reading'));
    if (own.over || off) return;
    if (!plan) return tellNow(say('set.nothing'));
    const title = sayCount('set.sure', ids.length, { act: say(`set_act.${act.name}`) });
    const many = ids.length > MANY && make('p', {}, say('set.many'));
    const text = [...plan.text, make('p', { class: 'hint' }, act.does()), many, make('p', {}, say('case.for_good'))].filter((one) => one instanceof Node);
    if (!(await ask(title, text, say(`set_act.${act.name}`), say('ask.no'))) || own.over) return;
    place('cases-all-form').hidden = true;
    button('cases-all-stop').hidden = false;
    const outcome = await inEach(own, ids, plan.act, { told: tell('set.working'), isOff: () => off });
    if (!own.over) finish(own, outcome);
  } catch (error) {
    if (!own.over) tellNow(whyNot(error));
  } finally {
    busy = false;
    if (!own.over) fill(place('cases-all-progress'));
  }
}

/** @param {string} key @returns {(outcome: Outcome) => void} */
function tell(key) {
  return (outcome) => {
    if (!off) place('cases-all-progress').textContent = say(key, { done: doneOf(outcome), total: outcome.total });
  };
}

/** @param {Visit} own @param {Outcome} outcome */
function finish(own, outcome) {
  busy = false;
  close();
  catchUp(own);
  fill(place('cases-all-said'), make('ul', { class: 'plain' }, ...linesOf(outcome).map((line) => make('li', {}, line))));
  place('cases-all-said').focus();
  changed();
}

/** @param {Outcome} outcome @returns {string[]} */
function linesOf(outcome) {
  const { written, passed, failed, total, stopped } = outcome;
  const [done, why] = [doneOf(outcome), stopped ? whyNot(stopped) : ''];
  return [
    sayCount('set.written', written.length),
    passed.length > 0 && sayCount('set.passed', passed.length),
    ...failed.map(({ id, error }) => say('set.failed', { number: shortNumber(id), why: whyNot(error) })),
    done < total && (why ? say('set.stopped_by', { why, done, total }) : say('set.stopped', { done, total })),
  ].filter((line) => line !== false);
}

/** @param {string} text */
function tellNow(text) {
  fill(place('cases-all-said'), make('p', {}, text));
  place('cases-all-said').focus();
}
