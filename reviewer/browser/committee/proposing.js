/** The form by which a member proposes another list: who leaves, who comes, roles, or a longer term and nothing else. */
import { announce } from '../announce.js';
import { fill, find, make, place, whenSent } from '../dom.js';
import { visit } from '../visit.js';
import { say } from '../words.js';
import * as api from './api.js';
import { rememberProposed } from './proposals.js';

/** @import { CurrentDirectory } from '../../../crypto/js/index.js' */
/** @import { Visit } from '../visit.js' */
/** @import { Changes, Wanted } from './api.js' */

/** @type {string} what the fields were made for */
let made = '';

/** @param {(what: () => Promise<unknown>) => Promise<void>} act */
export function prepareProposing(act) {
  whenSent('change-form', async () => {
    let done = false;
    await act(async () => {
      const wanted = readWanted();
      await api.propose(wanted);
      rememberProposed(visit(), wanted);
      done = true;
    });
    if (done) showFirst();
  });
}

/** The proposal stands at the top of a long page: who prepared it is brought there. */
function showFirst() {
  announce(say('committee.prepared'));
  place('committee-proposals').querySelector('h2')?.focus();
}

export function forgetProposing() {
  made = '';
}

/**
 * @param {Visit} own
 * @param {CurrentDirectory} directory
 * @param {Changes} changes
 */
export function showProposing(own, { current }, { people }) {
  const ready = people.filter(({ keys_given: given }) => given);
  const now = JSON.stringify([current.body, ready]);
  if (now === made) return;
  made = now;
  const name = (/** @type {number} */ slot, /** @type {string} */ role) => (slot === own.slot ? say('founding.you', { role }) : role);
  fill(place('change-members'), ...current.members.map(({ slot, role }) =>
    checkbox(`change-retire-${slot}`, say('committee.retire', { role: name(slot, role) }), { 'data-retire': String(slot) })));
  fill(place('change-roles'), ...current.members.map(({ slot, role }) => roleField(slot, role, name(slot, role))));
  fill(place('change-newcomers'), ...ready.map(({ slot, role, login }) => newcomerField(slot, role, login, current.members.find((one) => one.slot === slot)?.role)));
  place('change-newcomers-title').hidden = !ready.length;
}

/**
 * @param {number} slot
 * @param {string} role
 * @param {string} name
 */
function roleField(slot, role, name) {
  const input = make('input', { type: 'text', id: `change-role-${slot}`, maxlength: '80', autocomplete: 'off', 'data-role': role, 'data-slot': String(slot) });
  input.value = role;
  return make('div', { class: 'field' }, make('label', { for: `change-role-${slot}` }, say('committee.role_of', { role: name })), input);
}

/**
 * @param {number} slot
 * @param {string} role
 * @param {string} login
 * @param {string | undefined} holder role of the member who has the slot now
 */
function newcomerField(slot, role, login, holder) {
  const text = holder ? say('committee.replace', { role: holder, login }) : say('committee.admit', { role, login });
  return checkbox(`change-admit-${slot}`, text, { 'data-admit': String(slot) });
}

/**
 * @param {string} id
 * @param {string} text
 * @param {Record<string, string>} data
 */
function checkbox(id, text, data) {
  return make('p', { class: 'check' }, make('input', { type: 'checkbox', id, ...data }), make('label', { for: id }, text));
}

/** @returns {Wanted} */
function readWanted() {
  const form = find('change-form', HTMLFormElement);
  const chosen = (/** @type {'retire' | 'admit'} */ what) => [...form.querySelectorAll(`input[data-${what}]`)]
    .filter((one) => one instanceof HTMLInputElement && one.checked)
    .map((one) => Number(/** @type {HTMLInputElement} */ (one).dataset[what]));
  const [retire, admit] = [chosen('retire'), chosen('admit')];
  const roles = [...form.querySelectorAll('input[data-role]')].flatMap((one) => {
    const { value, dataset } = /** @type {HTMLInputElement} */ (one);
    const [slot, role] = [Number(dataset['slot']), value.normalize('NFC').trim()];
    return role && role !== dataset['role'] && !retire.includes(slot) && !admit.includes(slot) ? [{ slot, role }] : [];
  });
  return { retire, admit, roles };
}
