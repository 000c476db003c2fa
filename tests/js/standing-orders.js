/** Standing orders and certificates for tests: a committee's server, and what members have signed for it. */
import { orderBody, parseOrder, signOrder } from '../../crypto/js/cases.js';
import { hex, random } from '../../crypto/js/index.js';
import { CaseDomain, publicKey, sign } from '../../crypto/js/signatures.js';
import { utf8 } from '../../crypto/js/encoding.js';
import { loadOverview } from '../../reviewer/browser/overview/keeping.js';
import { lookAtOrders } from '../../reviewer/browser/orders/looking.js';
import { CaseServer, today, visitOf } from './case-server.js';
import { foundLine } from './line.js';

/** @import { Bytes, MemberSecret } from '../../crypto/js/index.js' */
/** @import { Rules } from '../../crypto/js/cases.js' */
/** @import { Visit } from '../../reviewer/browser/visit.js' */
/** @typedef {{ act: 'rules' | 'freeze' | 'review' | 'release', of?: number, rules?: Rules | null, day?: string, number?: number, previous?: Bytes, instance?: Bytes }} Wanted */

/** @type {Rules} */
export const RULES = {
  profile: 'us',
  classes: [
    { class: 'fraud', years: 10, days: 0 }, { class: 'general', years: 7, days: 0 },
    { class: 'out_of_scope', years: 0, days: 90 }, { class: 'spam_or_test', years: 0, days: 30 },
  ],
  calendar: 90,
};

/** @typedef {{ line: ReturnType<typeof foundLine>, server: CaseServer, boardSeed: Bytes, people: Visit[] }} OrderingLine */

/** Three members at one server, which has no orders yet. @returns {OrderingLine} */
export function orderingLine() {
  const boardSeed = random(32);
  const line = foundLine([0, 2, 5], { intakeKey: publicKey(random(32)), boardKey: publicKey(boardSeed) });
  const server = new CaseServer(line);
  const people = line.members.map((secret) => visiting(line, secret));
  return { line, server, boardSeed, people };
}


/** @param {OrderingLine['line']} line @param {MemberSecret} secret @returns {Visit} */
export function visiting(line, secret) {
  return /** @type {Visit} */ (/** @type {unknown} */ (visitOf(line, secret)));
}

/**
 * @param {OrderingLine} of
 * @param {Wanted} wanted
 * @returns {string} the order after those that the server has, but for what is `wanted` otherwise
 */
export function bodyOf({ line, server }, wanted) {
  const number = wanted.number ?? server.orders.length;
  const last = /** @type {{ body: string } | undefined} */ (server.orders.at(-1));
  const previous = wanted.previous ?? (last ? parseOrder({ body: last.body, signatures: [{ key: random(32), signature: random(64) }] }).hash : new Uint8Array(32));
  return orderBody({ instance: line.instance, day: today(), of: number, rules: null, ...wanted, number, previous });
}

/**
 * @param {OrderingLine} of
 * @param {Wanted} wanted
 * @param {readonly MemberSecret[]} signers
 */
export function give(of, wanted, ...signers) {
  const body = bodyOf(of, wanted);
  const signatures = signers.map(({ signSeed }) => signOrder(body, signSeed)).map(({ key, signature }) => ({ key: hex(key), signature: hex(signature) }));
  of.server.orders.push({ body, signatures });
  return body;
}

/** @param {OrderingLine} of @param {Visit} own */
export function follow({ server }, own) {
  return server.as(own, async () => {
    await loadOverview(own);
    await lookAtOrders(own);
  });
}

/**
 * @param {OrderingLine} of
 * @param {object} changes of a certificate of one epoch
 * @param {Bytes} [seed]
 * @returns {{ body: string, signatures: { key: string, signature: string }[] }}
 */
export function certified({ line, server, boardSeed }, changes, seed = boardSeed) {
  const rules = /** @type {{ body: string } | undefined} */ (server.orders[0]);
  const order = rules ? hex(parseOrder({ body: rules.body, signatures: [] }).hash) : '00'.repeat(32);
  const body = JSON.stringify({
    type: CaseDomain.CERTIFICATE, instance: hex(line.instance), day: today(), what: 'epochs', case: '', first: 7, last: 7, entries: [], sealed: ['ab'.repeat(32)],
    order, approval: '00'.repeat(32), approvers: [], method: ['overwritten'], beyond: ['backups'], ...changes,
  });
  return { body, signatures: [{ key: hex(publicKey(seed)), signature: hex(sign(CaseDomain.CERTIFICATE, seed, utf8(body))) }] };
}

/**
 * @param {OrderingLine} of
 * @param {string} id of the case
 * @param {readonly string[]} entries hashes
 */
export function certifiedCase(of, id, entries) {
  const approvers = of.line.members.slice(0, 2).map(({ signKey }) => hex(signKey)).sort();
  return certified(of, { what: 'case', case: id, first: 0, last: 0, entries, approval: 'cd'.repeat(32), approvers });
}
