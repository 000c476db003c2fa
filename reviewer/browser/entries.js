/** What people type into the fields that several pages have, brought into the form the server expects. */
import { accept, refuse } from './announce.js';
import { field } from './dom.js';
import { say } from './words.js';

/**
 * @param {string} id
 * @returns {string | null} null, with the reason beside the field, when it is empty
 */
export function readLogin(id) {
  const input = field(id);
  const login = input.value.normalize('NFKC').trim().toLowerCase();
  if (!login) {
    refuse(input, say('entry.no_login'));
    return null;
  }
  accept(input);
  return login;
}

/**
 * Apps show codes as `123 456`; people type them so.
 * @param {string} id
 * @returns {string | null} six digits
 */
export function readCode(id) {
  const input = field(id);
  const code = input.value.normalize('NFKC').replace(/\s/g, '');
  if (!/^[0-9]{6}$/.test(code)) {
    refuse(input, say('entry.no_code'));
    return null;
  }
  accept(input);
  return code;
}
