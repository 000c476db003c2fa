/** What is due, and who is on duty. */
import { milliseconds } from '../clock.js';
import { fetchDirectory } from '../directory.js';
import { fill, place } from '../dom.js';
import { sentence } from '../failures.js';
import { whenRefreshed } from '../overview/refreshing.js';
import { isUp } from '../views.js';
import { isVisiting, visit } from '../visit.js';
import { duty } from './api.js';
import { FILLED, forgetPanel, showAgenda, showDuty, showOrders } from './panel.js';
import { enterTurns, forgetTurns, prepareTurns } from './turns.js';

/** @import { Room } from '../rooms.js' */
/** @import { Visit } from '../visit.js' */
/** @import { Progress } from '../overview/refreshing.js' */
/** @import { Duty } from './api.js' */

const OFTEN = 1_000;

/** As the server said last; null before it did in this visit. @type {Duty | null} */
let last = null;
/** The alert that the visit began with, if any. */
let quiet = '';
let shownAt = 0;

/** @type {Room} */
export const due = {
  views: [{ name: 'duty', for: ['member'], enter: () => void enterTurns(visit()) }],
  prepare() {
    prepareTurns(() => renewDue(visit()));
    whenRefreshed(follow);
  },
  forget() {
    last = null;
    quiet = '';
    forgetPanel();
    forgetTurns();
    place('due-complaint').textContent = '';
  },
  filled: [...FILLED, 'duty-members'],
};

/**
 * Before the inbox looks, so that it is still told that nobody else did; and after each look.
 * @param {Visit} own
 */
export async function renewDue(own) {
  show(own);
  try {
    const now = await duty();
    own.directory ??= await fetchDirectory(own.secret, own.signed);
    if (own.over) return;
    quiet = last ? quiet : now.quiet;
    last = now;
    place('due-complaint').textContent = '';
    show(own);
  } catch (error) {
    if (!own.over) place('due-complaint').textContent = sentence(error);
  }
}

/**
 * While many cases are opened the panel is not made anew for each.
 * @param {Progress} progress
 */
function follow({ total, over }) {
  if (!isVisiting() || !isUp('inbox') || (total > 0 && !over && milliseconds() - shownAt < OFTEN)) return;
  shownAt = milliseconds();
  show(visit());
}

/** @param {Visit} own */
function show(own) {
  if (!last) return fill(place('due-duty'));
  showDuty(own, last, quiet);
  showOrders(own, last.day);
  showAgenda(own, last.day);
}
