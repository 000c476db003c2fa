/** The view where another passphrase is chosen. */
import { accept, calm, complain, progress, refuse } from '../announce.js';
import { drawOffer, offerWords, readChoice } from '../choosing.js';
import { field, fill, place, whenSent } from '../dom.js';
import { isRefused, sentence } from '../failures.js';
import { visit } from '../visit.js';
import { say } from '../words.js';
import { closeWithPassphrase } from './closing.js';

const FIELDS = ['passphrase-present', 'passphrase-first', 'passphrase-again'];

/** @param {(text: string) => void} done */
export function preparePassphrase(done) {
  offerWords();
  forgetPassphrase();
  whenSent('passphrase-form', async () => {
    const own = visit();
    calm('passphrase-complaint');
    const present = readPresent('passphrase-present');
    const chosen = present && readChoice('passphrase-first', 'passphrase-again');
    if (!present || !chosen) return;
    try {
      progress('passphrase-progress', say('passphrase.closing'));
      await closeWithPassphrase(own, present, chosen);
      if (!own.over) done(say('passphrase.changed'));
    } catch (error) {
      if (own.over) return;
      if (isRefused(error, 'wrong_passphrase')) refuse(field('passphrase-present'), sentence(error));
      else complain('passphrase-complaint', sentence(error));
    } finally {
      progress('passphrase-progress', '');
    }
  });
}

export function enterPassphrase() {
  calm('passphrase-complaint');
  accept(...FIELDS.map(field));
  drawOffer();
}

export function forgetPassphrase() {
  fill(place('offered'));
  for (const id of FIELDS) field(id).value = '';
}

/**
 * @param {string} id
 * @returns {string} empty, with the reason beside the field, when nothing was typed
 */
export function readPresent(id) {
  const input = field(id);
  if (input.value) accept(input);
  else refuse(input, say('sign_in.no_passphrase'));
  return input.value;
}
