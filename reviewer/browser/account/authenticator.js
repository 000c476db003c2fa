/** The view where another authenticator takes the place of the present one. */
import { calm, complain } from '../announce.js';
import { button, field, fill, place, whenPressed, whenSent } from '../dom.js';
import { readCode } from '../entries.js';
import { isRefused, sentence } from '../failures.js';
import { groups } from '../groups.js';
import { grouped } from '../people.js';
import { drawQr } from '../qr.js';
import { visit } from '../visit.js';
import { say } from '../words.js';
import * as api from './api.js';

/** Sealed by the server to this session; it is brought back as it is. */
let offer = '';

/** @param {(text: string) => void} done */
export function prepareAuthenticator(done) {
  whenPressed(button('authenticator-begin'), () => attempt(begin));
  whenSent('authenticator-form', () => attempt(async () => {
    const own = visit();
    const code = readCode('authenticator-code');
    if (!code) return;
    await api.takeAuthenticator({ offer, code });
    if (own.over) return;
    forgetAuthenticator();
    done(say('authenticator.changed'));
  }));
}

export function enterAuthenticator() {
  calm('authenticator-complaint');
  forgetAuthenticator();
}

export function forgetAuthenticator() {
  offer = '';
  for (const id of ['authenticator-qr', 'authenticator-secret']) fill(place(id));
  field('authenticator-code').value = '';
  showOffer(false);
}

async function begin() {
  const own = visit();
  const found = await api.offerAuthenticator();
  if (own.over) return;
  offer = found.offer;
  fill(place('authenticator-qr'), drawQr(found.totp_qr, say('enrol.qr')));
  fill(place('authenticator-secret'), ...grouped(groups(found.totp_secret)));
  showOffer(true);
  place('authenticator-offer-title').focus();
}

/** @param {boolean} now */
function showOffer(now) {
  place('authenticator-offer').hidden = !now;
  place('authenticator-start').hidden = now;
}

/** @param {() => Promise<void>} act */
async function attempt(act) {
  const own = visit();
  calm('authenticator-complaint');
  try {
    await act();
  } catch (error) {
    if (own.over) return;
    field('authenticator-code').value = '';
    complain('authenticator-complaint', isRefused(error, 'wrong_code') ? say('authenticator.wrong') : sentence(error));
  }
}
