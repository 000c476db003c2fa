/**
 * Signing in: the passphrase is stretched here, and only a value derived from it is shown to the server, together with a
 * code of the authenticator or what a passkey signed.
 */
import { MemberSecret, WrongPassphrase, fromBase64, fromHex, hex, loginVerifier, unwrap } from '../../crypto/js/index.js';
import { NoPasskey, knowsPasskeys, usePasskey } from './account/webauthn.js';
import { accept, calm, complain, progress, refuse } from './announce.js';
import * as api from './api.js';
import { button, field, whenPressed, whenSent } from './dom.js';
import { readCode, readLogin } from './entries.js';
import { isRefused, sentence } from './failures.js';
import { emptyFields } from './page.js';
import { stretchAside } from './stretching.js';
import { Visit } from './visit.js';
import { say } from './words.js';

/** @import { SignedIn } from './api.js' */
/** @import { Line } from './page.js' */

/** Advisers and auditors have no slot; nothing that they do with their keys depends on one. */
const NO_SLOT = 0;

/** @typedef {{ login: string, passphrase: string }} Entries */
/** @typedef {(proof: { login: string, verifier: string }) => Promise<SignedIn>} LetIn shows the second factor with the rest */

/**
 * @param {Line} line
 * @param {(begun: Visit) => Promise<void>} begin
 */
export function offerSignIn(line, begin) {
  whenSent('sign-in-form', () => attempt(line, begin, 'sign_in.wrong', async () => {
    const code = readCode('sign-in-code');
    return code ? (proof) => api.signIn({ ...proof, code }) : null;
  }));
  button('sign-in-passkey').hidden = !knowsPasskeys();
  whenPressed(button('sign-in-passkey'), () => attempt(line, begin, 'sign_in.wrong_passkey', async () => {
    accept(field('sign-in-code'));
    progress('sign-in-progress', say('passkey.waiting'));
    const { challenge, host } = await api.signInChallenge();
    const assertion = await usePasskey(challenge, host);
    return (proof) => api.signInByPasskey({ ...proof, ...assertion });
  }));
}

/**
 * @param {Line} line
 * @param {(begun: Visit) => Promise<void>} begin
 * @param {string} wrong words for: one of the three is not right
 * @param {() => Promise<LetIn | null>} show asks for the second factor; null, with the reason beside the field, when there is none
 */
async function attempt(line, begin, wrong, show) {
  calm('sign-in-complaint');
  const entries = readEntries();
  if (!entries) return;
  try {
    const letIn = await show();
    if (!letIn) return;
    progress('sign-in-progress', say('sign_in.opening'));
    const begun = await signIn(line, entries, letIn);
    emptyFields();
    await begin(begun);
  } catch (error) {
    field('sign-in-code').value = '';
    complain('sign-in-complaint', isRefused(error, 'not_signed_in') ? say(wrong) : whyNot(error));
  } finally {
    progress('sign-in-progress', '');
  }
}

/** @returns {Entries | null} */
function readEntries() {
  const login = readLogin('sign-in-login');
  const passphrase = login && readPassphrase();
  return login && passphrase ? { login, passphrase } : null;
}

function readPassphrase() {
  const input = field('sign-in-passphrase');
  if (input.value) accept(input);
  else refuse(input, say('sign_in.no_passphrase'));
  return input.value;
}

/**
 * @param {Line} line
 * @param {Entries} entries
 * @param {LetIn} letIn
 * @returns {Promise<Visit>}
 */
async function signIn(line, { login, passphrase }, letIn) {
  const instance = fromHex(line.instance);
  const root = await stretchAside(passphrase, login, instance);
  try {
    const { member, founded, pepper, wrapped } = await letIn({ login, verifier: hex(loginVerifier(root)) });
    const bundle = await unwrap(fromBase64(wrapped), root, fromHex(pepper), instance);
    const begun = new Visit(line, member, MemberSecret.unpack(bundle, member.slot ?? NO_SLOT), instance, founded);
    begun.pepper = fromHex(pepper);
    return begun;
  } finally {
    root.fill(0);
  }
}

/** @param {unknown} error */
function whyNot(error) {
  if (error instanceof NoPasskey) return say('sign_in.no_passkey');
  if (error instanceof WrongPassphrase) return say('sign_in.keys_closed');
  return sentence(error);
}
