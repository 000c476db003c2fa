/** A certificate of destruction in words: what is gone, under which rules, who approved it, how, and what it cannot say. */
import { hex } from '../../../crypto/js/index.js';
import { linkTo } from '../cases/going.js';
import { dayOfEpoch } from '../days.js';
import { make } from '../dom.js';
import { groups } from '../groups.js';
import { facts } from '../people.js';
import { say, sayCount } from '../words.js';
import { dayText, rolesOf, rulesTable, signersOf } from './telling.js';

/** @import { Certificate, Orders } from '../../../crypto/js/cases.js' */
/** @import { ReadOrder } from '../../../crypto/js/order.js' */
/** @import { Held } from './certificates.js' */
/** @import { Reader } from './telling.js' */
/** @typedef {Reader & { line: { epoch_seconds: number }, ordered: { orders: Orders | null } }} CertificateReader */

/** @param {CertificateReader} own @param {Certificate} certificate of epochs */
export function epochsText(own, { first, last }) {
  const [from, to] = [first, last].map((epoch) => dayText(own, dayOfEpoch(epoch, own.line.epoch_seconds)));
  return from === to ? say('certificate.of_epoch', { day: from }) : say('certificate.of_epochs', { from, to });
}

/** @param {CertificateReader} own @param {Held} held */
export function titleOf(own, { certificate }) {
  return certificate.what === 'case' ? say('certificate.of_case', { number: groups(hex(certificate.case).slice(0, 8)).join(' ') }) : epochsText(own, certificate);
}

/**
 * @param {CertificateReader} own
 * @param {Held} held
 * @param {boolean} reads whether the page of the case can be opened
 * @returns {HTMLElement[]}
 */
export function certificateWords(own, { hash, certificate, troubles }, reads) {
  const order = own.ordered.orders?.orders.find((one) => hex(one.hash) === hex(certificate.order)) ?? null;
  return [
    ...troubles.map((one) => make('div', { class: 'note note-bad', role: 'alert' }, make('p', {}, say(`certificate.trouble_${one}`)))),
    make('dl', { class: 'facts' }, ...facts([
      [say('certificate.what'), whatText(own, certificate, reads)],
      [say('certificate.day'), dayText(own, certificate.day)],
      [say('certificate.rule'), order ? ruleText(own, order) : say('certificate.rule_unknown', { hash: hex(certificate.order) })],
      [say('certificate.approved'), certificate.approvers.length
        ? say('certificate.approved_by', { roles: rolesOf(own, certificate.approvers.map(hex)) })
        : say('certificate.approved_rules')],
      [say('certificate.method'), make('ul', {}, ...certificate.method.map((one) => make('li', {}, say(`certificate_method.${one}`))))],
      [say('certificate.beyond'), certificate.beyond.length
        ? make('ul', {}, ...certificate.beyond.map((one) => make('li', {}, say(`certificate_beyond.${one}`))))
        : say('certificate.beyond_nothing')],
      [say('certificate.by'), say('certificate.by_text')],
      [say('certificate.hash'), make('span', { class: 'number' }, hash)],
    ])),
    ...(order?.rules ? [make('details', {}, make('summary', {}, say('certificate.show_rules')), rulesTable(order.rules))] : []),
  ];
}

/** @param {CertificateReader} own @param {Certificate} certificate @param {boolean} reads */
function whatText(own, certificate, reads) {
  const { sealed, entries } = certificate;
  if (certificate.what === 'epochs') return sayCount('certificate.batches', sealed.length, { days: epochsText(own, certificate) });
  const id = hex(certificate.case);
  const number = groups(id).join(' ');
  return make('span', {}, reads ? linkTo(id, say('orders.case', { number })) : say('orders.case', { number }), ': ',
    sayCount('certificate.sealed', sealed.length), ' ', sayCount('certificate.entries', entries.length));
}

/** @param {CertificateReader} own @param {ReadOrder} order */
function ruleText(own, order) {
  const { orders: known } = own.ordered;
  return known ? say('certificate.rule_text', { roles: signersOf(own, known, order), day: dayText(own, order.day) }) : '';
}
