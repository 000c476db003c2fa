/** Where one is signed in: the kind of browser and system, and hours. The server keeps nothing else of device or place. */
import { announce, calm, complain } from '../announce.js';
import { button, fill, make, place, whenPressed } from '../dom.js';
import { sentence } from '../failures.js';
import { isUp } from '../views.js';
import { visit } from '../visit.js';
import { say, sayCount } from '../words.js';
import * as api from './api.js';

/** @import { Visit } from '../visit.js' */
/** @import { ShownSession } from './api.js' */

export function prepareSessions() {
  whenPressed(button('sessions-end'), () => attempt(api.endOtherSessions, 'session.all_ended'));
}

/** @param {Visit} own */
export async function showSessions(own) {
  calm('sessions-complaint');
  try {
    const { sessions } = await api.sessions();
    if (own.over || !isUp('account')) return;
    fill(place('sessions'), ...sessions.map(item));
    place('sessions-actions').hidden = sessions.length < 2;
  } catch (error) {
    if (!own.over) place('sessions-complaint').textContent = sentence(error);
  }
}

/** @param {ShownSession} session */
function item({ id, opened, seen, own, browser, system }) {
  const kind = kindText(browser, system);
  const times = say('session.times', { opened: ago(opened), seen: ago(seen) });
  const end = make('button', { type: 'button', class: 'quiet' }, say('session.end'), make('span', { class: 'unseen' }, ` ${kind}, ${times}`));
  whenPressed(end, () => attempt(() => api.endSession(id), 'session.ended'));
  return make('li', {},
    make('span', { class: 'who' }, own ? say('session.this', { kind }) : kind, make('span', { class: 'login' }, ` ${times}`)),
    make('span', { class: 'state' }, own ? null : end));
}

/** @param {string} browser @param {string} system */
function kindText(browser, system) {
  if (browser === 'other' && system === 'other') return say('session.unknown');
  return say('session.kind', { browser: say(`browser.${browser}`), system: say(`system.${system}`) });
}

/** @param {number} hours whole */
function ago(hours) {
  return hours ? sayCount('session.hours', hours) : say('session.just_now');
}

/**
 * @param {() => Promise<unknown>} act
 * @param {string} done key of what to say then
 */
async function attempt(act, done) {
  const own = visit();
  calm('sessions-complaint');
  try {
    await act();
    if (own.over) return;
    await showSessions(own);
    place('sessions-title').focus();
    announce(say(done));
  } catch (error) {
    if (!own.over) complain('sessions-complaint', sentence(error));
  }
}
