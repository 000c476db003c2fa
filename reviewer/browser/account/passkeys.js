/** The own passkeys: which there are, another one, another name, one less. */
import { accept, announce, calm, complain, progress, refuse } from '../announce.js';
import { ask } from '../ask.js';
import { readDay } from '../days.js';
import { field, fill, find, make, place, whenPressed, whenSent } from '../dom.js';
import { sentence } from '../failures.js';
import { isUp } from '../views.js';
import { visit } from '../visit.js';
import { say } from '../words.js';
import * as api from './api.js';
import { NoPasskey, PasskeyHeld, knowsPasskeys, makePasskey } from './webauthn.js';

/** @import { Visit } from '../visit.js' */
/** @import { ShownPasskey } from './api.js' */

export function preparePasskeys() {
  whenSent('passkey-form', () => attempt(add));
}

/** @param {Visit} own */
export async function showPasskeys(own) {
  find('passkey-form', HTMLFormElement).hidden = !knowsPasskeys();
  place('passkeys-unknown').hidden = knowsPasskeys();
  calm('passkeys-complaint');
  accept(field('passkey-name'));
  try {
    const { passkeys } = await api.passkeys();
    if (own.over || !isUp('account')) return;
    fill(place('passkeys'), ...passkeys.map((one) => item(one, own.line.language)));
    place('passkeys-none').hidden = passkeys.length > 0;
  } catch (error) {
    if (!own.over) place('passkeys-complaint').textContent = sentence(error);
  }
}

/**
 * @param {ShownPasskey} passkey
 * @param {string} language
 */
function item({ id, name, day }, language) {
  const act = (/** @type {string} */ key, /** @type {typeof remove} */ work) => {
    const button = make('button', { type: 'button', class: 'quiet' }, say(key), make('span', { class: 'unseen' }, ` ${name}`));
    whenPressed(button, () => attempt((own) => work(own, id, name)));
    return button;
  };
  return make('li', {},
    make('span', { class: 'who' }, name, make('span', { class: 'login' }, ` ${say('passkey.since', { day: readDay(day, language) })}`)),
    make('span', { class: 'state' }, act('passkey.rename', rename), act('passkey.remove', remove)));
}

/** @param {Visit} own */
async function add(own) {
  const input = field('passkey-name');
  const name = input.value.normalize('NFC').trim();
  if (!name) return refuse(input, say('passkey.no_name'));
  accept(input);
  const options = await api.addChallenge();
  progress('passkeys-progress', say('passkey.waiting'));
  await api.addPasskey({ name, ...(await makePasskey(options)) });
  if (own.over) return;
  input.value = '';
  await told(own, say('passkey.added', { name }));
}

/**
 * @param {Visit} own
 * @param {string} id
 * @param {string} name as it is called now
 */
async function rename(own, id, name) {
  const input = make('input', { type: 'text', id: 'passkey-other-name', maxlength: '64', autocomplete: 'off', spellcheck: 'false' });
  input.value = name;
  const field = make('div', { class: 'field' }, make('label', { for: input.id }, say('passkey.name')), input);
  if (!(await ask(say('passkey.rename_title', { name }), [field], say('passkey.rename_yes'), say('ask.no'))) || own.over) return;
  const other = input.value.normalize('NFC').trim();
  if (!other) return complain('passkeys-complaint', say('passkey.no_name'));
  await api.renamePasskey(id, other);
  if (!own.over) await told(own, say('passkey.renamed', { name: other }));
}

/**
 * @param {Visit} own
 * @param {string} id
 * @param {string} name
 */
async function remove(own, id, name) {
  const sure = await ask(say('passkey.remove_title', { name }), [make('p', {}, say('passkey.remove_text'))], say('passkey.remove'), say('ask.no'));
  if (!sure || own.over) return;
  await api.removePasskey(id);
  if (!own.over) await told(own, say('passkey.removed', { name }));
}

/**
 * The button that was pressed may be gone by now: the focus goes to what the list is called.
 * @param {Visit} own
 * @param {string} text
 */
async function told(own, text) {
  await showPasskeys(own);
  place('passkeys-title').focus();
  announce(text);
}

/** @param {(own: Visit) => Promise<void>} act */
async function attempt(act) {
  const own = visit();
  calm('passkeys-complaint');
  try {
    await act(own);
  } catch (error) {
    if (!own.over) complain('passkeys-complaint', whyNot(error));
  } finally {
    progress('passkeys-progress', '');
  }
}

/** @param {unknown} error */
function whyNot(error) {
  if (error instanceof NoPasskey) return say('passkey.not_made');
  return error instanceof PasskeyHeld ? say('passkey.held') : sentence(error);
}
