/** The committee's list, as this person may rely on it. */
import { hex } from '../../crypto/js/index.js';
import * as api from './api.js';
import { fetchMarks } from './keeping.js';
import { ownDirectory } from './own-list.js';
import { heldBy, refreshRing } from './ring.js';
import { visit } from './visit.js';

/** @import { CurrentDirectory, MemberSecret } from '../../crypto/js/index.js' */
/** @import { Visit } from './visit.js' */

/**
 * @param {MemberSecret} secret of who is signed in
 * @param {string | null} signed the body that was signed in this visit, if one was
 * @returns {Promise<CurrentDirectory | null>} null before the founding
 * @throws {import('../../crypto/js/index.js').ProtocolError} when the list is not one that this person may rely on
 */
export async function fetchDirectory(secret, signed = null) {
  return relyOnList(visit(), secret, signed);
}

/**
 * What another device has relied on counts as well, so the marks come first. What it has renewed, too: the ring is there
 * before any list that names its keys, so it comes after. From now on this list is one of those.
 * @param {Visit} own
 * @param {MemberSecret} secret
 * @param {string | null} signed
 * @returns {Promise<CurrentDirectory | null>}
 */
async function relyOnList(own, secret, signed) {
  const marks = await fetchMarks(own);
  const file = await api.directory();
  if (own.over) return null;
  own.marks = marks;
  if (!file) return null;
  await refreshRing(own);
  if (own.over) return null;
  const directory = ownDirectory(file, secret, signed, { standing: own.member.standing, ...marks }, heldBy(own));
  marks.relied.add(hex(directory.current.hash));
  return directory;
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
