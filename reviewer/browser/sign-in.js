/** Signing in: the passphrase is stretched here, and only a value derived from it is shown to the server. */
import { MemberSecret, WrongPassphrase, fromBase64, fromHex, hex, loginVerifier, unwrap } from '../../crypto/js/index.js';
import { accept, calm, complain, progress, refuse } from './announce.js';
import * as api from './api.js';
import { field, whenSent } from './dom.js';
import { readCode, readLogin } from './entries.js';
import { isRefused, sentence } from './failures.js';
import { emptyFields } from './page.js';
import { stretchAside } from './stretching.js';
import { Visit } from './visit.js';
import { say } from './words.js';

/** @import { Line } from './page.js' */

/** Advisers and auditors have no slot; nothing that they do with their keys depends on one. */
const NO_SLOT = 0;

/**
 * @param {Line} line
 * @param {(begun: Visit) => Promise<void>} begin
 */
export function offerSignIn(line, begin) {
  whenSent('sign-in-form', async () => {
    calm('sign-in-complaint');
    const entries = readEntries();
    if (!entries) return;
    try {
      progress('sign-in-progress', say('sign_in.opening'));
      const begun = await signIn(line, entries);
      emptyFields();
      await begin(begun);
    } catch (error) {
      field('sign-in-code').value = '';
      complain('sign-in-complaint', whyNot(error));
    } finally {
      progress('sign-in-progress', '');
    }
  });
}

function readEntries() {
  const login = readLogin('sign-in-login');
  const passphrase = login && readPassphrase();
  const code = passphrase && readCode('sign-in-code');
  return login && passphrase && code ? { login, passphrase, code } : null;
}

function readPassphrase() {
  const input = field('sign-in-passphrase');
  if (input.value) accept(input);
  else refuse(input, say('sign_in.no_passphrase'));
  return input.value;
}

/**
 * @param {Line} line
 * @param {{ login: string, passphrase: string, code: string }} entries
 * @returns {Promise<Visit>}
 */
async function signIn(line, { login, passphrase, code }) {
  const instance = fromHex(line.instance);
  const root = await stretchAside(passphrase, login, instance);
  try {
    const { member, founded, pepper, wrapped } = await api.signIn({ login, verifier: hex(loginVerifier(root)), code });
    const bundle = await unwrap(fromBase64(wrapped), root, fromHex(pepper), instance);
    return new Visit(line, member, MemberSecret.unpack(bundle, member.slot ?? NO_SLOT), instance, founded);
  } finally {
    root.fill(0);
  }
}

/** @param {unknown} error */
function whyNot(error) {
  if (isRefused(error, 'not_signed_in')) return say('sign_in.wrong');
  if (error instanceof WrongPassphrase) return say('sign_in.keys_closed');
  return sentence(error);
}
