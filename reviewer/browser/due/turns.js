/** Who takes turns at the weekly duty, and in which order. */
import { announce, calm, complain, progress } from '../announce.js';
import { ask } from '../ask.js';
import { readDay } from '../days.js';
import { button, fill, make, place, whenPressed } from '../dom.js';
import { fetchDirectory } from '../directory.js';
import { sentence } from '../failures.js';
import { visit } from '../visit.js';
import { say } from '../words.js';
import { chooseTurns, duty } from './api.js';
import { beginnings, chosen, mayMove, moved, turnsOf } from './order.js';
import { roleOf } from './panel.js';

/** @import { Visit } from '../visit.js' */
/** @import { Turn } from './order.js' */

/** As the form stands: those who take turns and the others, in the order shown. @type {Turn[]} */
let turns = [];
/** The week that runs: whose it is, and its last day. */
let week = { slot: -1, until: '' };
/** @type {() => Promise<void>} */
let saved = async () => {};

/** @param {() => Promise<void>} whenSaved */
export function prepareTurns(whenSaved) {
  saved = whenSaved;
  whenPressed(button('duty-save'), () => save(visit()));
}

export function forgetTurns() {
  turns = [];
  for (const id of ['duty-progress', 'duty-complaint', 'duty-change']) place(id).textContent = '';
}

/** @param {Visit} own */
export async function enterTurns(own) {
  progress('duty-progress', '');
  try {
    own.directory ??= await fetchDirectory(own.secret, own.signed);
    const { slots, slot, until } = await duty();
    if (own.over || !own.directory) return;
    week = { slot, until };
    turns = turnsOf(own.directory.current.members.map(({ slot }) => slot), slots);
    show(own);
    calm('duty-complaint');
  } catch (error) {
    if (!own.over) complain('duty-complaint', sentence(error));
  }
}

/** @param {Visit} own */
async function save(own) {
  try {
    if (changeNow(own) && !(await ask(say('duty.change_sure'), [make('p', {}, changeNow(own))], say('duty.change_yes'), say('ask.no')))) return;
    if (own.over) return;
    await chooseTurns(chosen(turns));
    await enterTurns(own);
    if (own.over) return;
    progress('duty-progress', say('duty.saved'));
    await saved();
  } catch (error) {
    if (!own.over) complain('duty-complaint', sentence(error));
  }
}

/** @param {Visit} own */
function show(own) {
  const begins = beginnings(turns, week.until);
  fill(place('duty-members'), ...turns.map((turn, at) => row(own, turn, at, whenOf(own, begins.get(turn.slot)))));
  place('duty-change').textContent = changeNow(own);
}

/**
 * @param {Visit} own
 * @param {string | undefined} begins the first day, '' for the week that runs, undefined for who takes no turns
 */
function whenOf({ line }, begins) {
  if (begins === undefined) return say('duty.no_turn');
  return begins ? say('duty.from', { day: readDay(begins, line.language) }) : say('duty.now', { day: readDay(week.until, line.language) });
}

/** @param {Visit} own @returns {string} what changes this very week, '' if nothing does */
function changeNow(own) {
  const [first] = chosen(turns);
  return first === week.slot ? '' : say('duty.changes', { role: roleOf(own, first), other: roleOf(own, week.slot), day: readDay(week.until, own.line.language) });
}

/**
 * @param {Visit} own
 * @param {Turn} turn
 * @param {number} at
 * @param {string} when
 */
function row(own, turn, at, when) {
  const [id, role] = [`duty-takes-${turn.slot}`, roleOf(own, turn.slot)];
  const box = make('input', { type: 'checkbox', id });
  box.checked = turn.takes;
  box.addEventListener('change', () => {
    turn.takes = box.checked;
    show(own);
    place(id).focus();
  });
  return make('li', {},
    make('span', { class: 'duty-who' }, box, make('label', { for: id }, role, make('span', { class: 'duty-when' }, when))),
    make('span', { class: 'duty-moves' }, mover(own, at, -1, role), mover(own, at, 1, role)));
}

/**
 * @param {Visit} own
 * @param {number} at
 * @param {number} by
 * @param {string} role
 */
function mover(own, at, by, role) {
  const name = by < 0 ? 'earlier' : 'later';
  const pressed = make('button', { type: 'button', class: 'quiet', 'data-move': `${turns[at].slot} ${name}`, 'aria-label': say(`duty.${name}_of`, { role }) }, say(`duty.${name}`));
  if (!mayMove(turns, week.slot, at, by)) pressed.setAttribute('aria-disabled', 'true');
  pressed.addEventListener('click', () => move(own, at, by));
  return pressed;
}

/**
 * The row goes to another place, and the keyboard with it.
 * @param {Visit} own
 * @param {number} at
 * @param {number} by
 */
function move(own, at, by) {
  if (!mayMove(turns, week.slot, at, by)) return;
  const { slot } = turns[at];
  turns = moved(turns, at, by);
  show(own);
  const pressed = place('duty-members').querySelector(`[data-move="${slot} ${by < 0 ? 'earlier' : 'later'}"]`);
  if (pressed instanceof HTMLElement) pressed.focus();
  announce(say('duty.place', { role: roleOf(own, slot), place: at + by + 1 }));
}
