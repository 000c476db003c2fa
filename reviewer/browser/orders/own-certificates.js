/** The certificates that this person may know of: of epochs, and of destroyed cases that it read. The auditor is shown all. */
import * as api from './api.js';
import { fetchCertificates, readCertificates } from './certificates.js';

/** @import { Visit } from '../visit.js' */
/** @import { Ended } from './certificates.js' */

/**
 * @param {Visit} own whose orders were looked at; of a member, whose overview was loaded
 * @throws {import('../api.js').Refused} or BrokenChain
 */
export async function refreshCertificates(own) {
  const { certificates } = own;
  const page = isAuditor(own) ? api.auditedCertificates : api.certificates;
  const found = await fetchCertificates(page, certificates.documents.length);
  if (own.over) return;
  certificates.documents = found ?? certificates.documents;
  readOwnCertificates(own);
}

/**
 * By what is known now of orders and cases.
 * @param {Visit} own
 */
export function readOwnCertificates(own) {
  const { certificates, directory, ordered } = own;
  const now = JSON.stringify([certificates.documents.length, ordered.orders?.head.count, directory?.current.version, knownIn(own)]);
  if (certificates.read === now) return; // each has a signature to check, and there may be thousands
  const ended = isAuditor(own) ? null : (/** @type {string} */ id) => endedOf(own, id);
  const { held, bad } = readCertificates(certificates.documents, { directory, known: ordered.orders, ended });
  Object.assign(certificates, { held, read: now, bad });
}

/** @param {Visit} own */
function isAuditor({ member }) {
  return member.standing === 'auditor';
}

/** @param {Visit} own how many cases it knows, and how many of them were destroyed */
function knownIn({ overview }) {
  const destroyed = [...overview?.cases.values() ?? []].filter(({ fine }) => fine === 'destroyed');
  return [overview?.cases.size, destroyed.length];
}

/**
 * Of what was destroyed between two looks the page knows the entries before alone. Whoever has left a case is not told of its end.
 * @param {Visit} own
 * @param {string} id
 * @returns {Ended | null}
 */
function endedOf({ overview }, id) {
  const known = overview?.cases.get(id);
  return known ? { entries: known.entries, last: known.last, whole: known.fine === 'destroyed' } : null;
}
