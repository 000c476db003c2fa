/**
 * Cases that were destroyed, and whose last entries this page has not seen: the job that destroys took them away first. The
 * signed certificate says so, if it names what was seen of them in its place; without one they are taken for lost. The server
 * signs it, so it is no proof that two had approved: what it says is shown as news, and an auditor's check of the record tells.
 */
import { hex } from '../../../crypto/js/index.js';

/** @import { Certificate } from '../../../crypto/js/cases.js' */
/** @import { CaseListing } from '../cases/api.js' */
/** @import { Certificates } from '../orders/certificates.js' */
/** @import { OwnOverview } from './keeping.js' */
/** @import { Summary } from './summary.js' */

/**
 * @param {Pick<Certificates, 'held'>} certificates that this line has signed
 * @param {Pick<OwnOverview, 'cases'>} overview changed in place
 * @param {readonly CaseListing[]} listings
 */
export function learnOfEnds({ held }, overview, listings) {
  const listed = new Set(listings.map((one) => one.case));
  const missing = [...overview.cases.values()].filter((one) => !listed.has(one.case) && one.fine !== 'destroyed');
  for (const one of missing) {
    const certificate = held.find((other) => hex(other.certificate.case) === one.case)?.certificate;
    if (certificate && isEndOf(certificate, one)) overview.cases.set(one.case, ended(one, certificate));
  }
}

/**
 * @param {Certificate} certificate
 * @param {Pick<Summary, 'entries' | 'last'>} known what was seen: the last entry is another, which destroyed the case
 */
function isEndOf({ entries }, { entries: count, last }) {
  return entries.length > count && hex(entries[count - 1]) === last;
}

/**
 * @param {Summary} known
 * @param {Certificate} certificate
 * @returns {Summary} of a destroyed case no words stay
 */
function ended(known, { day, entries }) {
  const nothing = { period: '', title: '', text: '', wrote: '', due: [], mine: [], held: [], holds: 0 };
  const count = entries.length;
  return { ...known, ...nothing, entries: count, news: count, last: hex(entries[count - 1]), fine: 'destroyed', since: day, destroyed: day };
}
