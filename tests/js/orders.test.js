/** Standing orders and certificates in the browser: nothing counts that members have not signed, and nothing seen is forgotten. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { follow, orderBody, parseOrder, signOrder } from '../../crypto/js/cases.js';
import { NotAllowed } from '../../crypto/js/case-errors.js';
import { hex, random, sha256, utf8 } from '../../crypto/js/index.js';
import { CaseDomain, publicKey, sign } from '../../crypto/js/signatures.js';
import * as api from '../../reviewer/browser/orders/api.js';
import { fetchCertificates, readCertificates } from '../../reviewer/browser/orders/certificates.js';
import { followOrders, noOrders } from '../../reviewer/browser/orders/following.js';
import { agree, bodyOf, freeze, proposeRelease, proposeRules, review } from '../../reviewer/browser/orders/giving.js';
import { frozenSince, rulesInForce } from '../../reviewer/browser/retention/in-force.js';
import { foundLine, TODAY } from './line.js';

const RULES = { profile: 'us', classes: [{ class: 'general', years: 7, days: 0 }, { class: 'spam', years: 0, days: 30 }], calendar: 90 };
const BOARD = random(32);
const line = foundLine([0, 2, 5], { intakeKey: publicKey(random(32)), boardKey: publicKey(BOARD) });
const [chair, second, counsel] = line.members.map((secret) => visitOf(secret));

/** @typedef {ReturnType<typeof visitOf>} Own */
/** @typedef {{ body: string, signatures: { key: string, signature: string }[] }} Document */

/** @param {import('../../crypto/js/index.js').MemberSecret} secret */
function visitOf(secret) {
  return {
    secret, instance: line.instance, directory: line.directory, over: false, ordered: noOrders(),
    overview: { orders: /** @type {{ count: number, hash: string }[]} */ ([]) },
  };
}

/** @param {string} body @param {Own[]} signers @returns {Document} */
function signed(body, ...signers) {
  return {
    body,
    signatures: signers.map(({ secret }) => {
      const { key, signature } = signOrder(body, secret.signSeed);
      return { key: hex(key), signature: hex(signature) };
    }),
  };
}

/**
 * A server that shows these orders and proposals, and writes down what it is sent.
 * @param {Document[]} orders
 * @param {object[]} [proposals]
 * @param {Document[]} [certificates]
 */
function serve(orders, proposals = [], certificates = []) {
  /** @type {[string, any][]} */
  const sent = [];
  globalThis.fetch = /** @type {typeof fetch} */ (async (path, { method = 'GET', body } = {}) => {
    if (method !== 'GET') {
      sent.push([`${method} ${path}`, body ? JSON.parse(String(body)) : null]);
      return path === '/api/orders' ? new Response(null, { status: 204 }) : Response.json({ in_force: false });
    }
    const [, start] = /^\/api\/certificates\/(\d+)$/.exec(String(path)) ?? [];
    if (start) return Response.json({ certificates: certificates.slice(Number(start), Number(start) + 2), total: certificates.length });
    return Response.json({ orders, proposals });
  });
  return sent;
}

/** @param {Own} own @param {Document[]} orders @param {object[]} [proposals] */
async function followed(own, orders, proposals) {
  serve(orders, proposals);
  await followOrders(own, TODAY);
  return own.ordered;
}

/** A freeze by the chair and rules by two, as documents. */
async function someOrders() {
  /** @type {Document[]} */
  const documents = [];
  const own = visitOf(chair.secret);
  await followed(own, documents);
  documents.push(signed(bodyOf(own, { act: 'freeze' }, TODAY), chair));
  await followed(own, documents);
  documents.push(signed(bodyOf(own, { act: 'rules', rules: RULES }, TODAY), chair, second));
  return documents;
}

const documents = await someOrders();

test('rules and freezes count as members have signed them', async () => {
  const own = visitOf(counsel.secret);
  assert.equal(rulesInForce(/** @type {any} */ (own)).adopted, false);
  const { orders, trouble } = await followed(own, documents);
  assert.equal(trouble, '');
  assert.deepEqual(orders?.rules, RULES);
  const rules = rulesInForce(/** @type {any} */ (own));
  assert.deepEqual([rules.adopted, rules.profile, rules.classes.spam], [true, 'us', { years: 0, days: 30 }]);
  assert.equal(frozenSince(/** @type {any} */ (own)), TODAY);
  assert.deepEqual(own.overview.orders, [{ count: 2, hash: hex(sha256(documents[1].body)), version: 1, day: TODAY }]);
});

const forged = { ...documents[1], signatures: [documents[1].signatures[0]] };
for (const [what, orders, trouble] of /** @type {[string, Document[], string][]} */ ([
  ['rules that one member signed', [documents[0], forged], 'unsigned'],
  ['rules with another calendar', [documents[0], { ...documents[1], body: documents[1].body.replace('"calendar":90', '"calendar":30') }], 'unsigned'],
  ['a freeze left out', [documents[1]], 'other'],
  ['a freeze by nobody', [{ ...documents[0], signatures: [{ ...documents[0].signatures[0], signature: '00'.repeat(64) }] }], 'unsigned'],
  ['what is no order', [{ ...documents[0], body: '{}' }], 'unsigned'],
])) {
  test(`${what}: it is told, nothing is in force, and what was seen stays kept`, async () => {
    const own = visitOf(counsel.secret);
    own.overview.orders = [{ count: 1, hash: 'ab'.repeat(32) }];
    const found = await followed(own, orders);
    assert.deepEqual([found.orders, found.proposals, found.trouble], [null, [], trouble]);
    assert.equal(rulesInForce(/** @type {any} */ (own)).adopted, false);
    assert.deepEqual(own.overview.orders, [{ count: 1, hash: 'ab'.repeat(32) }]);
  });
}

test('a server that shows fewer orders than were seen is told', async () => {
  const own = visitOf(counsel.secret);
  await followed(own, documents);
  assert.equal((await followed(own, documents.slice(0, 1))).trouble, 'other');
  assert.equal((await followed(own, [])).trouble, 'other');
  assert.equal((await followed(own, documents)).trouble, '');
});

test('a server that does not answer takes no rules away for good', async () => {
  const own = visitOf(counsel.secret);
  await followed(own, documents);
  globalThis.fetch = /** @type {typeof fetch} */ (async () => new Response('{}', { status: 503 }));
  await followOrders(own, TODAY);
  assert.equal(own.ordered.trouble, 'away');
  assert.equal((await followed(own, documents)).trouble, '');
});

test('of what is proposed only what can be the next order is shown', async () => {
  const own = visitOf(counsel.secret);
  await followed(own, documents);
  const good = bodyOf(own, { act: 'release', of: 0 }, TODAY);
  const bodies = [
    good,
    good.replace('"number":2', '"number":3'),
    good.replace('"of":0', '"of":1'),
    good.replace(hex(line.instance), '11'.repeat(16)),
    good.replace(TODAY, '2025-12-01'),
    good.replace(TODAY, '2026-03-01'),
    bodyOf(own, { act: 'freeze' }, TODAY),
    documents[1].body,
    '{"type":"SLORD/1"}',
  ];
  const { proposals } = await followed(own, documents, bodies.map((body) => ({ by: 0, body, signed: [0] })));
  assert.deepEqual(proposals.map(({ body, order }) => [body, order.act, order.of]), [[good, 'release', 0]]);
});

test('a member freezes alone, and what it signs follows from the chain that was checked', async () => {
  const own = visitOf(second.secret);
  await followed(own, documents);
  const sent = serve(documents);
  await freeze(own, TODAY);
  const [[request, given]] = sent;
  assert.equal(request, 'POST /api/orders');
  const order = { body: given.body, signatures: [signOrder(given.body, own.secret.signSeed)] };
  assert.equal(given.signature, hex(order.signatures[0].signature));
  const { orders } = own.ordered;
  assert.ok(orders);
  assert.deepEqual(follow(orders, order).frozen.map(({ number }) => number), [0, 2]);
});

const AHEAD = '2031-01-01';

test('after an order of a day that lies ahead the next one has that day, and can be signed', async () => {
  const own = visitOf(second.secret);
  await followed(own, documents);
  const ahead = signed(bodyOf(own, { act: 'review', of: 0 }, AHEAD), chair);
  await followed(own, [...documents, ahead]);
  const body = bodyOf(own, { act: 'release', of: 0 }, TODAY);
  assert.equal(parseOrder({ body, signatures: [] }).day, AHEAD);
  const { proposals } = await followed(own, [...documents, ahead], [{ by: 0, body, signed: [0] }]);
  assert.deepEqual(proposals.map((one) => one.body), [body]);
  const sent = serve([...documents, ahead]);
  await freeze(own, TODAY);
  assert.equal(sent.length, 1);
});

test('what the others would refuse is not even sent', async () => {
  const own = visitOf(chair.secret);
  await followed(own, documents);
  const sent = serve(documents);
  await assert.rejects(freeze(own, TODAY), NotAllowed); // the own one is not released
  await assert.rejects(review(own, 1, TODAY), NotAllowed);
  await review(own, 0, TODAY);
  assert.equal(sent.length, 1);
});

test('rules and a release are proposed with the own signature, and another signs exactly that text', async () => {
  const own = visitOf(chair.secret);
  await followed(own, documents);
  const sent = serve(documents);
  await proposeRules(own, { ...RULES, calendar: 60 }, TODAY);
  await proposeRelease(own, 0, TODAY);
  assert.deepEqual(sent.map(([request]) => request), Array(2).fill('POST /api/orders/proposal'));
  const { body, signature } = sent[1][1];
  const other = visitOf(counsel.secret);
  const { proposals: [proposal] } = await followed(other, documents, [{ by: 0, body, signed: [0] }]);
  const answered = serve(documents);
  await agree(other, proposal);
  const [[request, agreed]] = answered;
  assert.equal(request, 'POST /api/orders/signature');
  assert.equal(agreed.order, hex(sha256(body)));
  const whole = { body, signatures: [{ key: own.secret.signKey, signature: bytesOf(signature) }, { key: other.secret.signKey, signature: bytesOf(agreed.signature) }] };
  assert.ok(other.ordered.orders);
  assert.deepEqual(follow(other.ordered.orders, whole).frozen, []);
});

test('nothing is signed on orders that were not checked', async () => {
  const own = visitOf(chair.secret);
  const sent = serve(documents);
  await assert.rejects(freeze(own, TODAY));
  assert.throws(() => orderBody(/** @type {any} */ (own.ordered.orders)));
  assert.equal(sent.length, 0);
});

/** @param {string} text hex */
function bytesOf(text) {
  return Uint8Array.from(Buffer.from(text, 'hex'));
}

/** @param {object} [changes] @param {Uint8Array<ArrayBuffer>} [seed] @returns {Document} */
function certificate(changes = {}, seed = BOARD) {
  const body = JSON.stringify({
    type: 'SLCRT/1', instance: hex(line.instance), day: TODAY, what: 'epochs', case: '', first: 1, last: 1, entries: [],
    sealed: [hex(random(32))], order: hex(random(32)), approval: '00'.repeat(32), approvers: [], method: ['overwritten'], beyond: [], ...changes,
  });
  return { body, signatures: [{ key: hex(publicKey(seed)), signature: hex(sign(CaseDomain.CERTIFICATE, seed, utf8(body))) }] };
}

test('certificates are fetched page by page, and what the line has not signed is counted and left out', async () => {
  const id = 'cd'.repeat(16);
  const ended = { what: 'case', case: id, first: 0, last: 0, entries: [hex(random(32))], approval: 'ef'.repeat(32), approvers: ['01'.repeat(32), '02'.repeat(32)] };
  serve([], [], [certificate(), certificate(ended), certificate({}, random(32)), certificate({ method: [] }), certificate()]);
  const documents = await fetchCertificates(api.certificates, 0) ?? [];
  const { held, bad } = readCertificates(documents, { directory: line.directory, known: null, ended: null });
  assert.deepEqual([held.length, bad], [3, 2]);
  assert.deepEqual(held.map(({ certificate }) => certificate.what), ['epochs', 'case', 'epochs']);
});
