/** Inviting somebody to the committee, or a member whose keys are lost; and who is on the way. */
import { accept, calm, complain, refuse } from '../announce.js';
import { ask } from '../ask.js';
import { field, fill, find, make, place, whenPressed, whenSent } from '../dom.js';
import { sentence } from '../failures.js';
import { personItem } from '../people.js';
import { say } from '../words.js';
import * as api from './api.js';
import { showLink } from './link.js';

/** @import { CurrentDirectory } from '../../../crypto/js/index.js' */
/** @import { Changes, Waiting } from './api.js' */

const NEW = 'new';
/** @type {string} what the choice was made for */
let made = '';
/** @type {number | null} whose link is shown */
let linkFor = null;
/** @type {number[]} */
let free = [];

/** @param {() => Promise<void>} follow */
export function prepareNewcomers(follow) {
  find('newcomer-who', HTMLSelectElement).addEventListener('change', suggestRole);
  whenSent('newcomer-form', () => invite(follow));
}

export function forgetNewcomers() {
  made = '';
  linkFor = null;
}

/**
 * @param {CurrentDirectory} directory
 * @param {Changes} changes
 * @param {(what: () => Promise<unknown>) => Promise<void>} act
 */
export function showNewcomers({ current }, changes, act) {
  const taken = changes.people.map(({ slot }) => slot);
  free = changes.free.filter((slot) => !taken.includes(slot));
  place('committee-waiting-title').hidden = !changes.people.length;
  fill(place('committee-waiting'), ...changes.people.map((one) => waitingItem(one, act)));
  if (linkFor !== null && changes.people.find(({ slot }) => slot === linkFor)?.state !== 'invited') {
    linkFor = null;
    fill(place('newcomer-link'));
  }
  place('newcomer-full').textContent = free.length ? '' : say('committee.no_slot');
  const now = JSON.stringify([current.body, taken, free.length > 0]);
  if (now === made) return;
  made = now;
  const members = current.members.filter(({ slot }) => !taken.includes(slot));
  fill(find('newcomer-who', HTMLSelectElement),
    free.length ? make('option', { value: NEW }, say('committee.new_person')) : null,
    ...members.map(({ slot, role }) => make('option', { value: String(slot), 'data-role': role }, say('committee.new_keys', { role }))));
  suggestRole();
}

/** New keys are for the same person in the same role. */
function suggestRole() {
  const option = find('newcomer-who', HTMLSelectElement).selectedOptions[0];
  field('newcomer-role').value = option?.dataset['role'] ?? '';
}

/**
 * @param {Waiting} person
 * @param {(what: () => Promise<unknown>) => Promise<void>} act
 */
function waitingItem({ slot, role, login, state, keys_given: given }, act) {
  const words = say(state === 'invited' ? 'founding.invited' : given ? 'committee.can_be_admitted' : 'founding.not_signed_in');
  const away = make('button', { type: 'button', class: 'quiet' }, say('founding.withdraw'), make('span', { class: 'unseen' }, ` ${role}`));
  whenPressed(away, async () => {
    const sure = await ask(say('committee.away_title'), [make('p', {}, say('committee.away_text', { role, login }))], say('founding.withdraw'), say('ask.no'));
    if (sure) await act(() => api.uninvite(slot));
  });
  return personItem({ role, login, state: words, ready: given, act: away });
}

/** @param {() => Promise<void>} follow */
async function invite(follow) {
  const [role, login] = [field('newcomer-role'), field('newcomer-login')];
  calm('newcomer-complaint');
  if (!isFilled(role, 'founding.no_role') || !isFilled(login, 'founding.no_login')) return;
  const who = find('newcomer-who', HTMLSelectElement).value;
  const slot = who === NEW ? free[0] : Number(who);
  if (slot === undefined || who === '') return complain('newcomer-complaint', say('committee.no_slot'));
  const whom = { slot, role: role.value.trim(), login: login.value.normalize('NFKC').trim().toLowerCase() };
  try {
    const { link_token: token } = await api.invite(whom);
    role.value = login.value = '';
    await follow();
    linkFor = slot;
    showLink('newcomer-link', say('founding.link', { role: whom.role }), token);
  } catch (error) {
    complain('newcomer-complaint', sentence(error));
  }
}

/**
 * @param {HTMLInputElement} input
 * @param {string} key of the words to say when it is not
 */
function isFilled(input, key) {
  if (input.value.trim()) accept(input);
  else refuse(input, say(key));
  return Boolean(input.value.trim());
}
