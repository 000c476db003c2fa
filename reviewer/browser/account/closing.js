/**
 * The own keys, closed anew: under another passphrase, or under another recovery sheet. They stay the same keys. Whoever
 * does it has to know the passphrase in force, since an open page is not enough.
 */
import { base64, hex, loginVerifier, sheetKey, sheetProof, wrap, wrapResting } from '../../../crypto/js/index.js';
import { demandFresh } from '../api.js';
import { stretchAside } from '../stretching.js';
import * as api from './api.js';

/** @import { Visit } from '../visit.js' */

/**
 * @param {Visit} own
 * @param {string} present the passphrase in force
 * @param {string} passphrase
 * @throws {import('../api.js').Refused} wrong_passphrase
 */
export async function closeWithPassphrase(own, present, passphrase) {
  await demandFresh(); // before the seconds of work
  const { instance, pepper, member, secret } = own;
  const shown = await verifierOf(own, present);
  const root = await stretchAside(passphrase, member.login, instance);
  const bundle = secret.pack();
  try {
    const wrapped = await wrap(bundle, root, pepper, instance);
    await api.changePassphrase({ present: shown, verifier: hex(loginVerifier(root)), wrapped: base64(wrapped) });
  } finally {
    for (const key of [bundle, root]) key.fill(0);
  }
}

/**
 * @param {Visit} own
 * @param {string} present the passphrase in force
 * @param {string} code ten words
 * @throws {import('../api.js').Refused} wrong_passphrase
 */
export async function closeWithSheet(own, present, code) {
  await demandFresh();
  const sheet = sheetKey(code, own.instance);
  const shown = await verifierOf(own, present);
  const bundle = own.secret.pack();
  try {
    const resting = await wrapResting(bundle, sheet, own.instance);
    await api.changeSheet({ present: shown, proof: hex(sheetProof(sheet)), resting: base64(resting) });
  } finally {
    for (const key of [bundle, sheet]) key.fill(0);
  }
}

/**
 * @param {Visit} own
 * @param {string} passphrase
 */
async function verifierOf({ member, instance }, passphrase) {
  const root = await stretchAside(passphrase, member.login, instance);
  const verifier = hex(loginVerifier(root));
  root.fill(0);
  return verifier;
}
