/** A case that is gone from the server's list was destroyed if a certificate says so of what was seen of it, and is lost else. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hex, random, utf8 } from '../../crypto/js/index.js';
import { CaseDomain, publicKey, sign } from '../../crypto/js/signatures.js';
import { readCertificates } from '../../reviewer/browser/orders/certificates.js';
import { learnOfEnds } from '../../reviewer/browser/overview/ending.js';
import { certificateOf } from '../../reviewer/browser/retention/in-force.js';
import { foundLine, TODAY } from './line.js';
import { summary } from './packs-summaries.js';

const BOARD = random(32);
const line = foundLine([0, 2, 5], { intakeKey: publicKey(random(32)), boardKey: publicKey(BOARD) });
const [FIRST, SEEN, LAST] = ['a1', 'b2', 'c3'].map((octet) => octet.repeat(32));
const CASE = 'd4'.repeat(16);
const KNOWN = summary({
  case: CASE, entries: 2, last: SEEN, fine: 'due_for_review', title: 'CANARY', text: 'canary', due: [{ day: '2026-01-01', what: 'feedback', of: 0 }],
  mine: [{ what: 'approve', of: 1, until: '2026-12-31' }], retention: 'general', keep: '2026-01-01',
});

/** @param {object} changes @param {Uint8Array<ArrayBuffer>} seed */
function certificate(changes, seed) {
  const body = JSON.stringify({
    type: 'SLCRT/1', instance: hex(line.instance), day: TODAY, what: 'case', case: CASE, first: 0, last: 0, entries: [FIRST, SEEN, LAST], sealed: ['0a'.repeat(32)],
    order: '0b'.repeat(32), approval: '0c'.repeat(32), approvers: ['0d'.repeat(32), '0e'.repeat(32)], method: ['overwritten'], beyond: [], ...changes,
  });
  return { body, signatures: [{ key: hex(publicKey(seed)), signature: hex(sign(CaseDomain.CERTIFICATE, seed, utf8(body))) }] };
}

/**
 * @param {object} [changes] to the certificate that the server shows
 * @param {object[]} [listings]
 * @param {Uint8Array<ArrayBuffer>} [seed] with which it is signed
 */
function learned(changes = {}, listings = [], seed = BOARD) {
  const overview = { cases: new Map([[CASE, KNOWN]]) };
  const certificates = readCertificates([certificate(changes, seed)], { directory: line.directory, known: null, ended: null });
  const own = { certificates };
  learnOfEnds(certificates, overview, /** @type {any} */ (listings));
  return { found: /** @type {typeof KNOWN} */ (overview.cases.get(CASE)), hash: certificateOf(/** @type {any} */ (own), CASE) };
}

test('a case whose certificate names what was seen of it is destroyed, new to the reader, and without a word', () => {
  const { found, hash } = learned();
  assert.deepEqual([found.fine, found.destroyed, found.entries, found.last, found.news], ['destroyed', TODAY, 3, LAST, 3]);
  assert.deepEqual([found.due, found.mine, found.held, found.retention], [[], [], [], 'general']);
  assert.doesNotMatch(JSON.stringify(found), /canary/i);
  assert.match(hash, /^[0-9a-f]{64}$/);
});

test('a certificate of another case, of another history, or of another line ends nothing', () => {
  assert.equal((learned({ case: 'ee'.repeat(16) })).found.fine, 'due_for_review');
  assert.equal((learned({ entries: [SEEN, FIRST, LAST] })).found.fine, 'due_for_review');
  assert.equal((learned({ entries: [FIRST, SEEN] })).found.fine, 'due_for_review');
  assert.equal((learned({}, [], random(32))).found.fine, 'due_for_review');
});

test('a case that the server still lists is not ended by a certificate', () => {
  assert.equal((learned({}, [{ case: CASE }])).found.fine, 'due_for_review');
});
