/** A certificate is shown as far as it agrees with what the page knows; of a case that it does not know, nothing is. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { random } from '../../crypto/js/index.js';
import { certificateFile } from '../../reviewer/browser/orders/certificate-file.js';
import { refreshCertificates } from '../../reviewer/browser/orders/own-certificates.js';
import { certificateOf } from '../../reviewer/browser/retention/in-force.js';
import { addDays } from '../../reviewer/browser/lifecycle/days.js';
import { today } from './case-server.js';
import { certified, certifiedCase, follow, give, orderingLine, RULES } from './standing-orders.js';

const CASE = '01'.repeat(16);
const [FIRST, LAST] = ['11'.repeat(32), '22'.repeat(32)];

/** A member who reads a destroyed case, under rules that two have adopted. */
async function reading() {
  const of = orderingLine();
  const [ann, ben] = of.line.members;
  give(of, { act: 'rules', rules: RULES, day: addDays(today(), -1) }, ann, ben);
  const [own] = of.people;
  await follow(of, own);
  own.overview?.cases.set(CASE, /** @type {any} */ ({ case: CASE, fine: 'destroyed', entries: 2, last: LAST }));
  const refresh = async (/** @type {object[]} */ ...documents) => {
    of.server.certificates.push(...documents.map((document) => ({ document, readers: null })));
    await of.server.as(own, () => refreshCertificates(own));
    return own.certificates.held;
  };
  return { of, own, refresh };
}

test('the certificate of a case that the reader knows is there, newest first, and found by the case', async () => {
  const { of, own, refresh } = await reading();
  const found = await refresh(certified(of, { first: 1, last: 1 }), certified(of, { first: 2, last: 2 }), certifiedCase(of, CASE, [FIRST, LAST]));
  assert.deepEqual(found.map(({ certificate }) => certificate.first), [0, 2, 1]);
  assert.deepEqual(found.map(({ troubles }) => troubles), [[], [], []]);
  assert.equal(certificateOf(own, CASE), found[0].hash);
  of.server.asked = [];
  await refresh();
  assert.deepEqual(of.server.asked, ['GET /api/certificates/3']);
});

test('the certificate of a case that this reader does not know is passed over, whatever the server shows', async () => {
  const { of, own, refresh } = await reading();
  const found = await refresh(certifiedCase(of, '02'.repeat(16), [FIRST, LAST]));
  assert.deepEqual(found, []);
  assert.equal(own.certificates.bad, 0);
});

test('a certificate that names other entries than the record is said not to agree', async () => {
  const { of, refresh } = await reading();
  const [one, other] = await refresh(certifiedCase(of, CASE, [FIRST]), certifiedCase(of, CASE, [LAST, FIRST]));
  assert.deepEqual([one.troubles, other.troubles], [['record'], ['record']]);
});

test('a case that was destroyed between two looks has a certificate, too, that begins with what was seen', async () => {
  const { of, own, refresh } = await reading();
  const id = '03'.repeat(16);
  own.overview?.cases.set(id, /** @type {any} */ ({ case: id, fine: 'due_for_review', entries: 1, last: FIRST }));
  const [good] = await refresh(certifiedCase(of, id, [FIRST, LAST]));
  assert.deepEqual(good.troubles, []);
  const [bad] = await refresh(certifiedCase(of, id, [LAST, FIRST]));
  assert.deepEqual(bad.troubles, ['record']);
});

test('a certificate under rules that were not in force on its day is said not to agree', async () => {
  const { of, own, refresh } = await reading();
  const [ann, ben] = of.line.members;
  const early = certified(of, { day: addDays(today(), -2) });
  const today_ = certified(of, {});
  give(of, { act: 'rules', rules: { ...RULES, calendar: 91 } }, ann, ben);
  await follow(of, own);
  const found = await refresh(early, certified(of, { order: 'ff'.repeat(32) }), today_);
  assert.deepEqual(found.map(({ troubles }) => troubles), [[], ['rules'], ['rules']]);
});

test('a certificate that another key has signed is counted, and not shown', async () => {
  const { of, own, refresh } = await reading();
  assert.deepEqual(await refresh(certified(of, {}, random(32))), []);
  assert.equal(own.certificates.bad, 1);
});

test('an approver who was never on the list is named as that', async () => {
  const { of, refresh } = await reading();
  const approvers = ['aa'.repeat(32), 'bb'.repeat(32)];
  const [found] = await refresh(certified(of, { what: 'case', case: CASE, first: 0, last: 0, entries: [FIRST, LAST], approval: 'cd'.repeat(32), approvers }));
  assert.deepEqual(found.troubles, ['approvers']);
});

test('a certificate is not taken away with another list than the one that the page relies on', async () => {
  const { of, own, refresh } = await reading();
  const [held] = await refresh(certified(of, {}));
  const relied = /** @type {import('../../crypto/js/index.js').CurrentDirectory} */ (own.directory);
  const orders = /** @type {any[]} */ (of.server.orders);
  assert.equal(JSON.parse(certificateFile(held, of.line.file, orders, relied)).type, 'SLCRF/1');
  assert.throws(() => certificateFile(held, orderingLine().line.file, orders, relied), { name: 'BrokenChain' });
  assert.throws(() => certificateFile(held, null, orders, relied), { name: 'BrokenChain' });
});
