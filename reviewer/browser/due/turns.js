/** Who takes turns at the weekly duty, and in which order. */
import { announce, calm, complain, progress } from '../announce.js';
import { button, fill, make, place, whenPressed } from '../dom.js';
import { fetchDirectory } from '../directory.js';
import { sentence } from '../failures.js';
import { visit } from '../visit.js';
import { say } from '../words.js';
import { chooseTurns, duty } from './api.js';
import { moved, turnsOf } from './order.js';
import { roleOf } from './panel.js';

/** @import { Visit } from '../visit.js' */
/** @import { Turn } from './order.js' */

/** As the form stands: those who take turns and the others, in the order shown. @type {Turn[]} */
let turns = [];
/** @type {() => Promise<void>} */
let saved = async () => {};

/** @param {() => Promise<void>} whenSaved */
export function prepareTurns(whenSaved) {
  saved = whenSaved;
  whenPressed(button('duty-save'), () => save(visit()));
}

export function forgetTurns() {
  turns = [];
  for (const id of ['duty-progress', 'duty-complaint']) place(id).textContent = '';
}

/** @param {Visit} own */
export async function enterTurns(own) {
  progress('duty-progress', '');
  try {
    own.directory ??= await fetchDirectory(own.secret, own.signed);
    const { slots } = await duty();
    if (own.over || !own.directory) return;
    turns = turnsOf(own.directory.current.members.map(({ slot }) => slot), slots);
    show(own);
    calm('duty-complaint');
  } catch (error) {
    if (!own.over) complain('duty-complaint', sentence(error));
  }
}

/** @param {Visit} own */
async function save(own) {
  const slots = turns.filter(({ takes }) => takes).map(({ slot }) => slot);
  try {
    await chooseTurns(slots);
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
  fill(place('duty-members'), ...turns.map((turn, at) => row(own, turn, at)));
}

/**
 * @param {Visit} own
 * @param {Turn} turn
 * @param {number} at
 */
function row(own, turn, at) {
  const [id, role] = [`duty-takes-${turn.slot}`, roleOf(own, turn.slot)];
  const box = make('input', { type: 'checkbox', id });
  box.checked = turn.takes;
  box.addEventListener('change', () => { turn.takes = box.checked; });
  return make('li', {},
    make('span', { class: 'duty-who' }, box, make('label', { for: id }, role)),
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
  if (at + by < 0 || at + by >= turns.length) pressed.setAttribute('aria-disabled', 'true');
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
  if (at + by < 0 || at + by >= turns.length) return;
  const { slot } = turns[at];
  turns = moved(turns, at, by);
  show(own);
  const pressed = place('duty-members').querySelector(`[data-move="${slot} ${by < 0 ? 'earlier' : 'later'}"]`);
  if (pressed instanceof HTMLElement) pressed.focus();
  announce(say('duty.place', { role: roleOf(own, slot), place: at + by + 1 }));
}
