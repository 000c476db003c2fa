/**
 * Certificates of destruction, each checked by its signature and against what this page knows: the record of the case, and
 * the rules that were in force. A certificate of a case that this page knows nothing of is passed over, whatever the server shows.
 */
import { verifyCertificate } from '../../../crypto/js/cases.js';
import { BrokenChain, ProtocolError } from '../../../crypto/js/errors.js';
import { hex } from '../../../crypto/js/index.js';
import { read } from './following.js';

/** @import { CurrentDirectory } from '../../../crypto/js/index.js' */
/** @import { Certificate, Orders } from '../../../crypto/js/cases.js' */
/** @import { Signed } from '../../../crypto/js/document.js' */
/** @import { Document } from './api.js' */
/**
 * `record`: the record of the case is another; `rules`: no such rules were in force; `approvers`: a key that no list names.
 * @typedef {'record' | 'rules' | 'approvers'} CertificateTrouble
 */
/** @typedef {{ hash: string, certificate: Certificate, signed: Signed, troubles: CertificateTrouble[] }} Held `hash` in hex */
/** @typedef {{ entries: number, last: string, whole: boolean }} Ended what is known of a case: how many entries, hash of the last, and whether that has destroyed it */
/**
 * @typedef {object} Certificates of one visit
 * @property {Held[]} held newest first
 * @property {Document[]} documents what the server has shown, by day
 * @property {string} read for what they were read last
 * @property {number} bad how many of them are no certificates of this line
 */
/**
 * @typedef {object} Knowing
 * @property {CurrentDirectory | null} directory
 * @property {Orders | null} known
 * @property {((id: string) => Ended | null) | null} ended of a case that this person reads, or read at its end; null where nobody's records are known: then all are shown
 */

/** @returns {Certificates} */
export function noCertificates() {
  return { held: [], documents: [], read: '', bad: 0 };
}

/**
 * @param {(start: number) => Promise<{ certificates: Document[], total: number }>} page
 * @param {number} held how many are known already
 * @returns {Promise<Document[] | null>} all; null where no other came
 */
export async function fetchCertificates(page, held) {
  const newer = await page(held);
  if (newer.total === held) return null;
  /** @type {Document[]} */
  const all = held === 0 ? newer.certificates : [];
  for (let total = newer.total; all.length < total;) {
    const next = await page(all.length);
    if (!next.certificates.length) throw new BrokenChain('fewer certificates than were told');
    all.push(...next.certificates);
    total = next.total;
  }
  return all;
}

/**
 * @param {readonly Document[]} documents by day
 * @param {Knowing} knowing
 * @returns {{ held: Held[], bad: number }} newest first; how many are no certificates of this line
 */
export function readCertificates(documents, knowing) {
  /** @type {Held[]} */
  const held = [];
  let bad = 0;
  for (const one of documents) {
    try {
      const found = readCertificate(one, knowing);
      if (found) held.push(found);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      bad += 1;
    }
  }
  return { held: held.reverse(), bad };
}

/**
 * @param {Document} document
 * @param {Knowing} knowing
 * @returns {Held | null}
 */
function readCertificate(document, { directory, known, ended }) {
  const chain = directory?.chain ?? [];
  const signed = read(document);
  const certificate = verifyCertificate(signed, chain);
  const end = certificate.what === 'case' && ended ? ended(hex(certificate.case)) : null;
  if (certificate.what === 'case' && ended && !end) return null;
  const listed = new Set(chain.flatMap(({ members }) => members.map(({ sign }) => hex(sign))));
  /** @type {(CertificateTrouble | false)[]} */
  const troubles = [
    end !== null && !isOf(certificate, end) && 'record',
    known !== null && !isUnder(certificate, known) && 'rules',
    certificate.approvers.some((key) => !listed.has(hex(key))) && 'approvers',
  ];
  return { hash: hex(certificate.hash), certificate, signed, troubles: troubles.filter((one) => one !== false) };
}

/** @param {Certificate} certificate @param {Ended} end */
function isOf({ entries }, { entries: count, last, whole }) {
  return (whole ? entries.length === count : entries.length >= count) && hex(entries[count - 1]) === last;
}

/**
 * Whether its rules were in force at some time of its day.
 * @param {Certificate} certificate
 * @param {Orders} known
 */
function isUnder({ order, day }, { orders }) {
  const adopted = orders.filter((one) => one.act === 'rules' && one.day <= day);
  return adopted.some((one, at) => hex(one.hash) === hex(order) && (adopted[at + 1]?.day ?? day) === day);
}
