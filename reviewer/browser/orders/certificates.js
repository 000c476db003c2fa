/** Certificates of destruction, fetched page by page and each checked against the directory that this page relies on. */
import { verifyCertificate } from '../../../crypto/js/cases.js';
import { ProtocolError } from '../../../crypto/js/errors.js';
import { hex } from '../../../crypto/js/index.js';
import { Refused } from '../api.js';
import * as api from './api.js';
import { read } from './following.js';

/** @import { CurrentDirectory } from '../../../crypto/js/index.js' */
/** @import { Certificate } from '../../../crypto/js/cases.js' */
/** @import { Certified, Ordered } from './following.js' */
/** @typedef {{ directory: CurrentDirectory | null, over: boolean, ordered: Ordered }} Follower whose directory was fetched */

/**
 * Asks whether there are others than were fetched, and then for all: once a day some may have come between the others.
 * @param {Follower} own
 */
export async function followCertificates(own) {
  const { ordered } = own;
  try {
    const { total } = await api.certificates(ordered.certified.total);
    if (total !== ordered.certified.total) ordered.certified = await loadCertificates(own);
  } catch (error) {
    if (!(error instanceof Refused)) throw error; // the next look asks again
  }
}

/**
 * @param {Pick<Follower, 'directory' | 'over'>} own
 * @returns {Promise<Certified>} by day; of cases those that this member read at their end
 */
export async function loadCertificates(own) {
  if (!own.directory) throw new Error('no directory');
  /** @type {Map<string, Certificate>} */
  const found = new Map();
  let [start, wrong, total, more] = [0, 0, 0, true];
  while (more && !own.over) {
    const page = await api.certificates(start);
    for (const document of page.certificates) {
      const one = verified(document, own.directory);
      if (one) found.set(hex(one.hash), one);
      else wrong += 1;
    }
    start += page.certificates.length;
    total = page.total;
    more = page.certificates.length > 0 && start < total;
  }
  return { certificates: [...found.values()], wrong, total };
}

/**
 * @param {readonly Certificate[]} certificates
 * @param {string} id of a case
 * @returns {Certificate | null}
 */
export function certificateOfCase(certificates, id) {
  return certificates.find((one) => one.what === 'case' && hex(one.case) === id) ?? null;
}

/**
 * @param {api.Document} document
 * @param {CurrentDirectory} directory
 * @returns {Certificate | null}
 */
function verified(document, { chain }) {
  try {
    return verifyCertificate(read(document), chain);
  } catch (error) {
    if (error instanceof ProtocolError) return null;
    throw error;
  }
}
