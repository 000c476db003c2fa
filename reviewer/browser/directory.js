/** The committee's list, as this member may rely on it: signed with the own key from the first version on. */
import * as api from './api.js';
import { ownDirectory } from './own-list.js';

/** @import { CurrentDirectory, MemberSecret } from '../../crypto/js/index.js' */

/**
 * @param {MemberSecret} secret
 * @param {string | null} signed the body that was signed in this visit, if one was
 * @returns {Promise<CurrentDirectory | null>} null before the founding
 * @throws {import('../../crypto/js/index.js').ProtocolError} when the list is not one that this member signed
 */
export async function fetchDirectory(secret, signed = null) {
  const file = await api.directory();
  return file && ownDirectory(file, secret, signed);
}

/**
 * @param {CurrentDirectory} directory
 * @param {readonly number[]} excluded slots
 * @returns {{ readers: string[], leftOut: string[] }} roles
 */
export function whoReads({ current }, excluded) {
  const leftOut = current.members.filter(({ slot }) => excluded.includes(slot));
  const readers = current.members.filter(({ slot }) => !excluded.includes(slot));
  return { readers: readers.map(({ role }) => role), leftOut: leftOut.map(({ role }) => role) };
}
