/**
 * Enrolment: keys are made in this browser, closed with a passphrase and with a printed sheet, and only then handed in.
 * Nothing is saved before; the invitation stays in the fragment, which no server sees in a request.
 */
import {
  base64, drawCode, fromHex, generateKeys, hex, keyWords, keysHash, loginVerifier, sheetKey, sheetProof, wrap, wrapResting,
} from '../../crypto/js/index.js';
import { announce, calm, complain, progress } from './announce.js';
import * as api from './api.js';
import { offerWords, readChoice } from './choosing.js';
import { button, field, fill, make, place, whenPressed, whenSent } from './dom.js';
import { readCode } from './entries.js';
import { isRefused, sentence } from './failures.js';
import { groups } from './groups.js';
import { openPage } from './page.js';
import { preparePaper, showPaper } from './paper.js';
import { facts, grouped } from './people.js';
import { drawQr } from './qr.js';
import { stretchAside } from './stretching.js';
import { faceTop, showOnly } from './views.js';
import { say } from './words.js';

/** @import { Invitation } from './api.js' */
/** @import { Bytes } from '../../crypto/js/index.js' */
/** @typedef {{ instance: Bytes, sign: Bytes, keys: Bytes, isGuest: boolean }} Made public halves of the new keys */

/** Advisers and auditors have no slot; nothing that they do with their keys depends on one. */
const NO_SLOT = 0;

const VIEWS = ['opening', 'void', 'start', 'passphrase', 'sheet', 'authenticator', 'done'];
const STEPS = ['passphrase', 'sheet', 'authenticator'];
const WORK = ['enrol.making', 'enrol.closing', 'enrol.handing'];

openPage(() => {
  invitation = null;
  root = null;
  code = '';
});
/** @type {Invitation | null} */
let invitation = null;
/** @type {Promise<Bytes> | null} stretched while the sheet is printed */
let root = null;
let code = '';

/** @param {string} name */
function show(name) {
  showOnly(name, VIEWS);
  place('steps').hidden = !STEPS.includes(name);
  for (const item of place('steps').children) {
    const step = item.getAttribute('data-step') ?? '';
    item.classList.toggle('past', STEPS.indexOf(step) < STEPS.indexOf(name));
    if (step === name) item.setAttribute('aria-current', 'step');
    else item.removeAttribute('aria-current');
  }
  faceTop(name);
}

const token = () => location.hash.slice(1);

async function open() {
  show('opening');
  progress('opening-progress', say('enrol.opening'));
  try {
    invitation = await api.openInvitation(token());
    showStart(invitation);
  } catch (error) {
    const gone = isRefused(error, 'not_found') || isRefused(error, 'malformed');
    place('void-text').textContent = gone ? say('enrol.void') : sentence(error);
    show('void');
  }
}

/** @param {Invitation} opened */
function showStart({ role, login, slot }) {
  place('start-guest').hidden = slot !== null;
  place('start-member').hidden = slot === null;
  fill(place('start-facts'), ...facts([[say('account.role'), role], [say('account.login'), login]]));
  show('start');
}

// ---- passphrase ------------------------------------------------------------------------------

whenPressed(button('start-begin'), () => {
  window.addEventListener('beforeunload', warn);
  show('passphrase');
});
offerWords();

/** @param {Event} event half an enrolment is easily lost by closing the page */
function warn(event) {
  event.preventDefault();
}

whenSent('passphrase-form', async () => {
  const passphrase = readChoice('passphrase-first', 'passphrase-again');
  if (!passphrase || !invitation) return;
  root = stretchAside(passphrase, invitation.login, fromHex(invitation.instance));
  root.catch(() => undefined); // it is awaited at the end
  field('passphrase-first').value = field('passphrase-again').value = '';
  place('offered').textContent = '';
  showSheet();
});

// ---- recovery sheet --------------------------------------------------------------------------

function showSheet() {
  code = drawCode();
  showPaper(code);
  show('sheet');
}

preparePaper(showAuthenticator);

// ---- authenticator, and handing in -----------------------------------------------------------

function showAuthenticator() {
  if (!invitation) return;
  fill(place('authenticator-qr'), drawQr(invitation.totp_qr, say('enrol.qr')));
  fill(place('authenticator-secret'), ...grouped(groups(invitation.totp_secret)));
  show('authenticator');
}

whenSent('authenticator-form', async () => {
  calm('authenticator-complaint');
  const digits = readCode('authenticator-code');
  if (!digits || !invitation || !root) return;
  try {
    const made = await handIn(invitation, await root, digits);
    window.removeEventListener('beforeunload', warn);
    history.replaceState(null, '', location.pathname);
    code = '';
    fill(place('done-facts'), ...facts([[say('account.login'), invitation.login]]));
    show('done');
    await showWords(made);
  } catch (error) {
    field('authenticator-code').value = '';
    complain('authenticator-complaint', whyNot(error));
  } finally {
    showWork(-1);
  }
});

/**
 * @param {Invitation} to
 * @param {Bytes} stretched
 * @param {string} digits
 * @returns {Promise<Made>}
 */
async function handIn(to, stretched, digits) {
  const instance = fromHex(to.instance);
  showWork(0);
  const secret = generateKeys(to.slot ?? NO_SLOT);
  const bundle = secret.pack();
  const made = { instance, sign: secret.signKey, keys: keysHash(secret.public), isGuest: to.slot === null }; // before they are wiped
  const sheet = sheetKey(code, instance);
  showWork(1);
  const wrapped = await wrap(bundle, stretched, fromHex(to.pepper), instance);
  const resting = await wrapResting(bundle, sheet, instance);
  bundle.fill(0);
  showWork(2);
  await api.enrol({
    token: token(),
    sign_key: hex(made.sign),
    x25519: hex(secret.public.x25519),
    mlkem: base64(secret.public.mlkem),
    verifier: hex(loginVerifier(stretched)),
    wrapped: base64(wrapped),
    resting: base64(resting),
    proof: hex(sheetProof(sheet)),
    code: digits,
  }).finally(() => secret.wipe());
  return made;
}

/**
 * Members compare the words of a whole list; an adviser or an auditor those of the own keys.
 * @param {Made} made
 */
async function showWords({ instance, sign, keys, isGuest }) {
  place('done-member').hidden = isGuest;
  place('done-guest').hidden = !isGuest;
  if (!isGuest) return;
  progress('done-progress', say('enrol.words_coming'));
  const words = await keyWords(sign, keys, instance);
  fill(place('done-words'), ...words.map((word) => make('li', { translate: 'no' }, word)));
  progress('done-progress', '');
}

/** @param {number} at which of the steps is under way; -1 for none */
function showWork(at) {
  place('authenticator-steps').hidden = at < 0;
  fill(place('authenticator-steps'), ...WORK.map((key, step) => make('li', { 'aria-current': step === at && 'step' }, say(key))));
  if (at >= 0) announce(say(WORK[at]));
}

/** @param {unknown} error */
function whyNot(error) {
  return isRefused(error, 'not_found') ? say('enrol.void') : sentence(error);
}

void open();
window.addEventListener('hashchange', () => location.reload());
