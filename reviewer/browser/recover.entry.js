/** Recovery: ten words from the printed sheet open the keys in this browser, which closes them with a new passphrase. */
import {
  base64, canonical, fromBase64, fromHex, hex, loginVerifier, sheetKey, sheetProof, unknownWords, unwrapResting, wrap,
} from '../../crypto/js/index.js';
import { CODE_WORDS } from '../../crypto/js/limits.js';
import { accept, calm, complain, progress, refuse } from './announce.js';
import * as api from './api.js';
import { offerWords, readChoice } from './choosing.js';
import { field, find, whenSent } from './dom.js';
import { readCode, readLogin } from './entries.js';
import { isRefused, sentence } from './failures.js';
import { emptyFields, openPage } from './page.js';
import { stretchAside } from './stretching.js';
import { faceTop, showOnly } from './views.js';
import { say } from './words.js';

/** @import { Bytes } from '../../crypto/js/index.js' */
/** @typedef {{ login: string, bundle: Bytes, pepper: Bytes, token: string }} Opened */

const VIEWS = ['prove', 'renew', 'renewed'];
/** @type {Opened | null} */
let opened = null;

const line = openPage(forget);

function forget() {
  opened?.bundle.fill(0);
  opened = null;
}

/** @param {string} name */
function show(name) {
  showOnly(name, VIEWS);
  faceTop(name);
}

whenSent('prove-form', async () => {
  calm('prove-complaint');
  const login = readLogin('prove-login');
  const words = login && readWords();
  const code = words && readCode('prove-code');
  if (!login || !words || !code) return;
  try {
    progress('prove-progress', say('recover.opening'));
    opened = await open(login, words, code);
    emptyFields();
    show('renew');
  } catch (error) {
    field('prove-code').value = '';
    complain('prove-complaint', isRefused(error, 'not_signed_in') ? say('recover.wrong') : sentence(error));
  } finally {
    progress('prove-progress', '');
  }
});

/** @returns {string | null} null, with the reason beside the field, when they cannot be the sheet's */
function readWords() {
  const area = find('prove-words', HTMLTextAreaElement);
  const words = canonical(area.value);
  const unknown = unknownWords(words);
  const count = words ? words.split(' ').length : 0;
  if (unknown.length) refuse(area, say('recover.unknown', { words: unknown.join(', ') }));
  else if (count !== CODE_WORDS) refuse(area, say('recover.count', { count }));
  else accept(area);
  return unknown.length || count !== CODE_WORDS ? null : words;
}

/**
 * @param {string} login
 * @param {string} words
 * @param {string} code
 * @returns {Promise<Opened>}
 */
async function open(login, words, code) {
  const instance = fromHex(line.instance);
  const sheet = sheetKey(words, instance);
  const grant = await api.openRecovery({ login, proof: hex(sheetProof(sheet)), code });
  const bundle = await unwrapResting(fromBase64(grant.resting), sheet, instance);
  return { login, bundle, pepper: fromHex(grant.pepper), token: grant.token };
}

whenSent('renew-form', async () => {
  calm('renew-complaint');
  const passphrase = readChoice('renew-first', 'renew-again');
  if (!passphrase || !opened) return;
  try {
    progress('renew-progress', say('recover.closing'));
    await renew(opened, passphrase);
    forget();
    emptyFields();
    show('renewed');
  } catch (error) {
    complain('renew-complaint', isRefused(error, 'not_signed_in') ? say('recover.late') : sentence(error));
  } finally {
    progress('renew-progress', '');
  }
});

/**
 * @param {Opened} keys
 * @param {string} passphrase
 */
async function renew({ login, bundle, pepper, token }, passphrase) {
  const instance = fromHex(line.instance);
  const root = await stretchAside(passphrase, login, instance);
  const wrapped = await wrap(bundle, root, pepper, instance);
  await api.recover({ token, verifier: hex(loginVerifier(root)), wrapped: base64(wrapped) });
}

offerWords();
show('prove');
