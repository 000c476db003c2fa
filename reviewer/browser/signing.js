/**
 * Comparing six words, and signing. A person confirms words and roles in a dialog that stands still; exactly what it
 * shows is signed, or nothing.
 */
import { checkDraft, hex, signBody, spokenWords } from '../../crypto/js/index.js';
import { announce, complain, progress } from './announce.js';
import * as api from './api.js';
import { ask, closeQuestion } from './ask.js';
import { Comparison } from './comparing.js';
import { button, fill, make, place, whenPressed } from './dom.js';
import { isRefused } from './failures.js';
import { personItem, roleList } from './people.js';
import { visit } from './visit.js';
import { say } from './words.js';

/** @import { Founding } from './api.js' */
/** @import { Prepared } from './comparing.js' */

const comparison = new Comparison();
let asking = false;

/** @param {(what: () => Promise<unknown>) => Promise<void>} act does it, and tells when it failed */
export function prepareSigning(act) {
  for (const id of ['founding-sign', 'founding-again']) whenPressed(button(id), () => act(sign));
}

/** No list is prepared: what was shown until now cannot be signed any more. */
export function withdrawWords() {
  hold(null);
}

export function leaveSigning() {
  hold(null);
  comparison.forget();
}

/** @param {Founding} founding in which a list is prepared */
export async function showComparing({ draft, signed }) {
  const body = draft?.body ?? '';
  if (comparison.current?.body !== body && !(await take(body))) return;
  if (comparison.current) showPrepared(comparison.current, signed);
}

/**
 * The words are of the list as it arrived here; only the check of the own keys can be made by a machine.
 * @param {string} body
 * @returns {Promise<boolean>} false when another list came meanwhile
 */
async function take(body) {
  hold(body);
  progress('founding-progress', say('founding.words_coming'));
  const directory = ownDraft(body);
  const words = directory ? await spokenWords(directory) : [];
  const taken = comparison.take({ body, directory, words });
  if (taken) progress('founding-progress', '');
  return taken;
}

/**
 * From here until the words of `body` are on the page, nothing can be signed.
 * @param {string | null} body
 */
function hold(body) {
  comparison.begin(body);
  if (asking) closeQuestion();
  button('founding-sign').disabled = true;
  progress('founding-progress', '');
  place('founding-alarm').hidden = true;
  for (const id of ['founding-own', 'founding-words', 'founding-signers']) fill(place(id));
}

/** @param {string} body */
function ownDraft(body) {
  const { secret, instance } = visit();
  try {
    return checkDraft(body, secret, instance);
  } catch {
    return null;
  }
}

/**
 * @param {Prepared} prepared
 * @param {number[]} signed slots
 */
function showPrepared({ directory, words }, signed) {
  const done = signed.includes(visit().slot);
  place('founding-own').classList.toggle('note-bad', !directory);
  fill(place('founding-own'), make('p', {}, say(directory ? 'founding.own_keys_right' : 'founding.own_keys_wrong')));
  fill(place('founding-words'), ...wordItems(words));
  fill(place('founding-signers'), ...(directory?.members ?? []).map((member) => signer(member, signed)));
  button('founding-sign').hidden = done || !directory;
  button('founding-sign').disabled = comparison.changed;
  place('founding-signed').textContent = done ? say('founding.you_signed') : '';
  showAlarm(comparison.changed && !done, directory !== null);
}

/**
 * @param {boolean} alarmed
 * @param {boolean} signable
 */
function showAlarm(alarmed, signable) {
  const alarm = place('founding-alarm');
  const isNew = alarmed && alarm.hidden;
  alarm.hidden = !alarmed;
  button('founding-again').hidden = !signable;
  if (isNew) alarm.focus();
}

/** @param {readonly string[]} words */
function wordItems(words) {
  return words.map((word) => make('li', { translate: 'no' }, word));
}

/**
 * @param {{ slot: number, role: string }} member
 * @param {number[]} signed
 */
function signer({ slot, role }, signed) {
  const ready = signed.includes(slot);
  return personItem({ role: nameOf({ slot, role }), state: say(ready ? 'founding.signed' : 'founding.not_signed'), ready });
}

/** @param {{ slot: number, role: string }} member */
function nameOf({ slot, role }) {
  return slot === visit().member.slot ? say('founding.you', { role }) : role;
}

async function sign() {
  const own = visit();
  const prepared = comparison.current;
  if (!prepared?.directory || !(await confirm(prepared)) || own.over) return;
  if (!comparison.confirm(prepared)) return complain('founding-complaint', say('founding.changed_meanwhile'));
  own.signed = prepared.body;
  try {
    const { founded } = await api.signDraft(hex(signBody(prepared.body, own.secret)));
    announce(say(founded ? 'founding.is_done' : 'founding.you_signed'));
  } catch (error) {
    if (!isRefused(error, 'malformed')) throw error;
    complain('founding-complaint', say('founding.changed_meanwhile')); // the server has another list already
  }
}

/**
 * @param {Prepared} prepared its words and roles stay in the dialog, whatever the page behind it comes to show
 * @returns {Promise<boolean>}
 */
async function confirm({ directory, words }) {
  const members = directory?.members ?? [];
  asking = true;
  try {
    return await ask(say(comparison.changed ? 'founding.confirm_new_title' : 'founding.confirm_title'), [
      make('p', {}, say('founding.confirm_text')),
      make('ol', { class: 'spoken', 'aria-label': say('founding.confirm_words') }, ...wordItems(words)),
      make('h3', {}, say('founding.confirm_roles')),
      roleList(members.map(nameOf)),
    ], say('founding.confirm_yes'), say('ask.no'));
  } finally {
    asking = false;
  }
}
