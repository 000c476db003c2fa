/**
 * What the page of retention asks for and shows to a member M, in two worlds: in one a case that excludes M was destroyed,
 * and its certificate is there. Prints both as JSON: requests with lengths, and what is shown. Broken variants: `shows_all`,
 * a server that hands every certificate to everybody; `believes_all`, a page that shows whatever such a server hands out.
 */
import { hex } from '../../crypto/js/index.js';
import { readCertificates } from '../../reviewer/browser/orders/certificates.js';
import { refreshCertificates } from '../../reviewer/browser/orders/own-certificates.js';
import { certificateOf } from '../../reviewer/browser/retention/in-force.js';
import { certified, certifiedCase, follow, give, orderingLine, RULES } from './standing-orders.js';

/** @import { Visit } from '../../reviewer/browser/visit.js' */
/** @import { OrderingLine } from './standing-orders.js' */

const how = process.argv[2];
const [HIDDEN, OWN] = ['0a'.repeat(16), '0b'.repeat(16)];
const LAST = '22'.repeat(32);

/** @param {boolean} hidden whether the case that excludes M was there */
async function world(hidden) {
  const of = orderingLine();
  const [ann, ben] = of.line.members;
  const m = of.people[2];
  give(of, { act: 'rules', rules: RULES }, ann, ben);
  const everybody = of.line.members.map(({ signKey }) => hex(signKey));
  certify(of, certified(of, {}), null);
  certify(of, certifiedCase(of, OWN, [LAST]), everybody);
  if (hidden) certify(of, certifiedCase(of, HIDDEN, [LAST, 'ff'.repeat(32)]), everybody.slice(0, 2));
  const heard = await listening(async () => {
    await follow(of, m);
    m.overview?.cases.set(OWN, /** @type {any} */ ({ case: OWN, fine: 'destroyed', entries: 1, last: LAST }));
    await of.server.as(m, () => refreshCertificates(m));
  });
  return { heard, shown: shownTo(m) };
}

/** @param {OrderingLine} of @param {object} document @param {string[] | null} readers */
function certify({ server }, document, readers) {
  server.certificates.push({ document, readers: how === 'as_made' ? readers : null });
}

/** @param {Visit} own @returns {string[]} what is in the list, and on the page of either case */
function shownTo(own) {
  const { held: certificates, bad, documents } = own.certificates;
  const held = how === 'believes_all' ? readCertificates(documents, { directory: own.directory, known: own.ordered.orders, ended: null }).held : certificates;
  const rows = held.map(({ certificate, troubles }) => `${certificate.what} ${hex(certificate.case)} ${certificate.day} ${troubles}`);
  return [...rows, `bad ${bad}`, `own ${certificateOf(own, OWN) !== ''}`, `hidden ${certificateOf(own, HIDDEN) !== ''}`];
}

/** @param {() => Promise<void>} act */
async function listening(act) {
  /** @type {string[]} */
  const heard = [];
  const asked = globalThis.fetch;
  globalThis.fetch = /** @type {typeof fetch} */ (async (path, options = {}) => {
    const answer = await asked(path, options);
    const bytes = await answer.arrayBuffer();
    heard.push(`${options.method} ${path} ${answer.status} ${bytes.byteLength}`);
    return new Response(answer.status === 204 ? null : bytes, answer);
  });
  await act().finally(() => { globalThis.fetch = asked; });
  return heard;
}

process.stdout.write(JSON.stringify([await world(true), await world(false)]));
