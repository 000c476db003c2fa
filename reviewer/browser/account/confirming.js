/**
 * Asks who is at the page for a second factor once more, when an act wants a fresh one. What was begun waits meanwhile,
 * with all that was typed, and goes on when the factor was right.
 */
import { accept, calm, complain, progress, refuse } from '../announce.js';
import { whenConfirmationIsWanted } from '../api.js';
import { button, field, find, place, whenPressed, whenSent } from '../dom.js';
import { readCode } from '../entries.js';
import { isRefused, sentence } from '../failures.js';
import { isVisiting } from '../visit.js';
import { say } from '../words.js';
import * as api from './api.js';
import { NoPasskey, knowsPasskeys, usePasskey } from './webauthn.js';

/** @type {Promise<boolean> | null} several requests may want it at once; it is asked for once */
let asked = null;

export function prepareConfirming() {
  whenConfirmationIsWanted(() => {
    asked ??= ask().finally(() => (asked = null));
    return asked;
  });
  whenSent('confirm-form', () => attempt(byCode));
  whenPressed(button('confirm-passkey'), () => attempt(byPasskey));
  button('confirm-no').addEventListener('click', () => dialog().close('no'));
}

/** The visit is over: nobody is asked any more, and what waited is not done. */
export function forgetConfirming() {
  dialog().close('no');
}

const dialog = () => find('confirm', HTMLDialogElement);

/** @returns {Promise<boolean>} */
function ask() {
  if (!isVisiting()) return Promise.resolve(false);
  const box = dialog();
  clear();
  button('confirm-passkey').hidden = true;
  void offerPasskey();
  return new Promise((resolve) => {
    box.onclose = () => {
      clear();
      resolve(box.returnValue === 'yes');
    };
    box.returnValue = 'no';
    box.showModal();
    place('confirm-title').focus();
  });
}

function clear() {
  calm('confirm-complaint');
  progress('confirm-progress', '');
  accept(field('confirm-code'));
  field('confirm-code').value = '';
}

/** The button is there only for who has a passkey. Without an answer there is still the code. */
async function offerPasskey() {
  if (!knowsPasskeys()) return;
  const { credentials } = await api.confirmChallenge().catch(() => ({ credentials: [] }));
  button('confirm-passkey').hidden = !credentials.length;
}

/** @param {() => Promise<boolean>} show */
async function attempt(show) {
  calm('confirm-complaint');
  try {
    if (await show()) dialog().close('yes');
  } catch (error) {
    field('confirm-code').value = '';
    if (!dialog().open) return;
    if (isRefused(error, 'wrong_code')) refuse(field('confirm-code'), say('confirm.wrong'));
    else complain('confirm-complaint', error instanceof NoPasskey ? say('confirm.no_passkey') : sentence(error));
  } finally {
    progress('confirm-progress', '');
  }
}

async function byCode() {
  const code = readCode('confirm-code');
  if (code) await api.confirm(code);
  return Boolean(code);
}

async function byPasskey() {
  progress('confirm-progress', say('passkey.waiting'));
  const { challenge, host, credentials } = await api.confirmChallenge();
  await api.confirmByPasskey(await usePasskey(challenge, host, credentials));
  return true;
}
