/**
 * The founding ceremony: gather, compare six words, sign. The server only proposes a list; this page checks that its
 * reader's own keys stand in it, people compare the words aloud, and what comes into force must be what was signed.
 */
import { BrokenChain, hex, makeKeysSignature } from '../../crypto/js/index.js';
import { announce, calm, complain } from './announce.js';
import * as api from './api.js';
import { ask } from './ask.js';
import { fetchDirectory } from './directory.js';
import { button, fill, find, make, place, whenPressed } from './dom.js';
import { sentence } from './failures.js';
import { groups } from './groups.js';
import { keepLinkOf, prepareInviting } from './inviting.js';
import { grouped, personItem } from './people.js';
import { leaveSigning, prepareSigning, showComparing, withdrawWords } from './signing.js';
import { isUp } from './views.js';
import { visit } from './visit.js';
import { say, sayCount } from './words.js';

/** @import { Founder, Founding } from './api.js' */

const POLL = 4_000;
const FIRST_VERSION = 1;
const FEWEST = 3;

/** @type {Founding | null} */
let seen = null;
let timer = 0;

export function prepareFounding() {
  whenPressed(button('founding-prepare'), () => act(() => api.prepareDraft()));
  prepareSigning(act);
  whenPressed(button('founding-over'), startOver);
  prepareInviting(() => (seen?.members ?? []).map(({ slot }) => slot), follow);
}

/** Called each time the view comes up. */
export function enterFounding() {
  clearTimeout(timer);
  calm('founding-complaint');
  void giveKeysSignature().then(follow);
}

export function leaveFounding() {
  clearTimeout(timer);
  seen = null;
  leaveSigning();
  keepLinkOf([]);
}

async function giveKeysSignature() {
  const { secret, instance, founded } = visit();
  if (founded) return;
  try {
    await api.giveKeysSignature(hex(makeKeysSignature(secret, instance, FIRST_VERSION)));
  } catch (error) {
    complain('founding-complaint', sentence(error));
  }
}

/** Looks again every few seconds, for as long as the view is up. */
async function follow() {
  clearTimeout(timer);
  const before = visit();
  try {
    const founding = await api.founding();
    if (before.over) return;
    await show(founding);
    if (place('founding-complaint').textContent === say('failure.unreachable')) calm('founding-complaint');
  } catch (error) {
    seen = null;
    if (!before.over) complainOnce(sentence(error));
  }
  if (!before.over && isUp('founding') && !visit().founded) timer = window.setTimeout(follow, POLL);
}

/** @param {string} text moves the focus only when it says something new */
function complainOnce(text) {
  if (place('founding-complaint').textContent !== text) complain('founding-complaint', text);
}

/** @param {() => Promise<unknown>} what */
async function act(what) {
  calm('founding-complaint');
  try {
    await what();
    await follow();
  } catch (error) {
    complain('founding-complaint', sentence(error));
  }
}

// ---- showing ---------------------------------------------------------------------------------

/** @param {Founding} founding */
async function show(founding) {
  if (JSON.stringify(founding) === JSON.stringify(seen)) return;
  const before = seen;
  seen = founding;
  const stage = founding.founded ? 'done' : founding.draft ? 'compare' : 'gather';
  if (stage === 'done') await showDone(founding);
  if (stage !== 'compare') withdrawWords();
  showStage(stage);
  if (stage === 'gather') showGathering(founding);
  if (stage === 'compare') await showComparing(founding);
  tell(before, founding);
}

/** @param {'gather' | 'compare' | 'done'} stage */
function showStage(stage) {
  const order = ['gather', 'compare', 'done'];
  for (const item of place('founding-steps').children) {
    const step = item.getAttribute('data-step') ?? '';
    item.classList.toggle('past', order.indexOf(step) < order.indexOf(stage));
    if (step === stage) item.setAttribute('aria-current', 'step');
    else item.removeAttribute('aria-current');
  }
  for (const name of order) place(`founding-${name}`).hidden = name !== stage;
}

/** @param {Founding} founding */
function showGathering({ members }) {
  keepLinkOf(members.filter(({ state }) => state === 'invited').map(({ slot }) => slot));
  fill(place('founding-people'), ...members.map(gathered));
  const missing = members.filter(({ state, keys_given: given }) => state !== 'enrolled' || !given);
  const ready = members.length >= FEWEST && !missing.length;
  button('founding-prepare').hidden = !ready;
  place('founding-waiting').textContent = ready ? say('founding.all_here') : whatIsMissing(members, missing);
}

/**
 * @param {Founder[]} members
 * @param {Founder[]} missing
 */
function whatIsMissing(members, missing) {
  if (!missing.length) return sayCount('founding.too_few', FEWEST - members.length);
  return say('founding.waiting_for', { roles: missing.map(({ role }) => role).join(', ') });
}

/** @param {Founder} founder */
function gathered({ slot, role, login, state, keys_given: given }) {
  const ready = state === 'enrolled' && given;
  const words = say(ready ? 'founding.enrolled' : state === 'enrolled' ? 'founding.not_signed_in' : 'founding.invited');
  const own = slot === visit().member.slot;
  const act = state === 'invited' ? withdrawButton(slot, role) : undefined;
  return personItem({ role: own ? say('founding.you', { role }) : role, login, state: words, ready, act });
}

/**
 * @param {number} slot
 * @param {string} role
 */
function withdrawButton(slot, role) {
  const whose = make('span', { class: 'unseen' }, ` ${role}`);
  const withdraw = make('button', { type: 'button', class: 'quiet' }, say('founding.withdraw'), whose);
  whenPressed(withdraw, async () => {
    const text = make('p', {}, say('founding.withdraw_text', { role }));
    const sure = await ask(say('founding.withdraw_title'), [text], say('founding.withdraw'), say('ask.no'));
    if (sure) await act(() => api.withdraw(slot));
  });
  return withdraw;
}

/**
 * The fingerprint is that of the list this page has checked, not one that the server names.
 * @param {Founding} founding
 * @throws {Error} as fetchDirectory: then the line is not founded for this page
 */
async function showDone({ address }) {
  const own = visit();
  own.directory ??= await fetchDirectory(own.secret, own.signed);
  if (own.over) return;
  if (!own.directory) throw new BrokenChain('no list');
  own.founded = true;
  fill(place('founding-fingerprint'), ...grouped(groups(hex(own.directory.current.hash))));
  const poster = find('founding-poster', HTMLAnchorElement);
  poster.href = `${address}/en/poster.html`;
  poster.textContent = poster.href;
}

/**
 * What others did meanwhile is said aloud, too.
 * @param {Founding | null} before
 * @param {Founding} now
 */
function tell(before, now) {
  if (!before) return;
  if (now.founded) announce(say('founding.is_done'));
  else if (now.draft && !before.draft) announce(say('founding.words_here'));
  else if (!now.draft && before.draft) announce(say('founding.started_over'));
  else if (now.draft) announce(sayCount('founding.signed_count', now.signed.length, { all: now.members.length }));
  else announce(place('founding-waiting').textContent ?? '');
}

// ---- acting ----------------------------------------------------------------------------------

async function startOver() {
  const sure = await ask(say('founding.over_title'), [make('p', {}, say('founding.over_text'))], say('founding.over_yes'), say('ask.no'));
  if (sure) await act(() => api.startOver());
}
