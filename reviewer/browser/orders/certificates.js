/** Certificates of destruction, fetched page by page and each checked against the directory that this page relies on. */
import { verifyCertificate } from '../../../crypto/js/cases.js';
import { ProtocolError } from '../../../crypto/js/errors.js';
import { hex } from '../../../crypto/js/index.js';
import * as api from './api.js';
import { read } from './following.js';

/** @import { CurrentDirectory } from '../../../crypto/js/index.js' */
/** @import { Certificate } from '../../../crypto/js/cases.js' */
/** @typedef {{ certificates: Certificate[], wrong: number }} Certified `wrong`: how many this line has not signed */

/**
 * @param {{ directory: CurrentDirectory | null, over: boolean }} own whose directory was fetched
 * @returns {Promise<Certified>} by day; of cases those that this member read at their end
 */
export async function loadCertificates(own) {
  if (!own.directory) throw new Error('no directory');
  /** @type {Map<string, Certificate>} */
  const found = new Map();
  let [start, wrong, more] = [0, 0, true];
  while (more && !own.over) {
    const { certificates, total } = await api.certificates(start);
    for (const document of certificates) {
      const one = verified(document, own.directory);
      if (one) found.set(hex(one.hash), one);
      else wrong += 1;
    }
    start += certificates.length;
    more = certificates.length > 0 && start < total;
  }
  return { certificates: [...found.values()], wrong };
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
