/**
 * An auditor's account opens nothing before two members have compared its six words and signed that they did. Who has is
 * read from the signatures, never from what the server says.
 */
import { checkConfirmation, confirmationBody, isConfirmed, signConfirmation } from '../../../crypto/js/cases.js';
import { ProtocolError, fromHex, hex } from '../../../crypto/js/index.js';
import { ask } from '../ask.js';
import { dayNow } from '../clock.js';
import { make } from '../dom.js';
import { say } from '../words.js';
import * as api from './api.js';
import { spoken, wordsOfPerson } from './words.js';

/** @import { Bytes } from '../../../crypto/js/index.js' */
/** @import { Visit } from '../visit.js' */
/** @import { Auditor, Confirmed } from './api.js' */
/** @typedef {{ sign: string, x25519: Bytes, mlkem: Bytes }} Keys `sign` in hex */

/**
 * @param {Visit} own
 * @param {Pick<Auditor, 'keys' | 'confirmations'>} auditor
 * @returns {number[]} the slots of those who have confirmed it, each once; what is not rightly signed counts for nothing
 */
export function confirmers(own, { keys, confirmations }) {
  const chain = own.directory?.chain;
  if (!keys || !chain) return [];
  const of = { instance: own.instance, auditor: fromHex(keys.sign), chain };
  return [...new Set(confirmations.flatMap((one) => {
    try {
      return [checkConfirmation(read(one), of).slot];
    } catch (error) {
      if (error instanceof ProtocolError) return [];
      throw error;
    }
  }))];
}

/**
 * @param {Visit} own
 * @param {number[]} slots of those who have confirmed
 * @returns {string} how the account stands
 */
export function standingOf(own, slots) {
  if (slots.length === 0) return say('committee.confirmed_by_nobody');
  const roles = slots.map((slot) => roleOf(own, slot)).join(', ');
  return say(isConfirmed(slots) ? 'committee.confirmed_by' : 'committee.confirmed_by_one', { roles });
}

/**
 * Shows this page's words for the auditor's keys, to be compared with those that the auditor reads aloud; then signs.
 * @param {Visit} own
 * @param {Pick<Auditor, 'role' | 'login'>} auditor
 * @param {Keys} keys
 */
export async function confirmAuditor(own, { role, login }, { sign, x25519, mlkem }) {
  const auditor = fromHex(sign);
  const words = await wordsOfPerson({ sign: auditor, x25519, mlkem }, own.instance);
  const same = await ask(say('committee.compare_title', { role }), [
    make('p', {}, say('committee.confirm_text', { role, login })),
    spoken(words, say('committee.confirm_words')),
    make('p', {}, say('committee.confirm_otherwise')),
  ], say('committee.confirm_yes'), say('committee.compare_no'));
  if (!same || own.over) return;
  const body = confirmationBody({ instance: own.instance, auditor, day: dayNow() });
  const { signature } = signConfirmation(body, own.secret.signSeed);
  await api.confirmAuditor(login, { body, signature: hex(signature) });
}

/** @param {Confirmed} signed */
function read({ body, signatures }) {
  return { body, signatures: signatures.map(({ key, signature }) => ({ key: fromHex(key), signature: fromHex(signature) })) };
}

/** Also of somebody who has left since. @param {Visit} own @param {number} slot */
function roleOf(own, slot) {
  const ever = own.directory?.chain.flatMap(({ members }) => members) ?? [];
  return ever.filter((one) => one.slot === slot).at(-1)?.role ?? '';
}
