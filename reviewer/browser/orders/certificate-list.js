/** The certificates of destruction, as a list: the newest first, so many at a time. */
import { hex } from '../../../crypto/js/index.js';
import { fill, make, place, whenPressed } from '../dom.js';
import { shortNumber } from '../overview/row.js';
import { go } from '../views.js';
import { visit } from '../visit.js';
import { say, sayCount } from '../words.js';
import { epochsText } from './certificate-words.js';
import { dayText } from './telling.js';

/** @import { Visit } from '../visit.js' */
/** @import { Held } from './certificates.js' */

const ROWS = 30;
let room = ROWS;

export function forgetCertificateList() {
  room = ROWS;
}

/**
 * @param {Visit} own
 * @param {string} where id of the place that is filled
 */
export function showCertificates(own, where) {
  const { held: certificates, bad } = own.certificates;
  const rows = certificates.slice(0, room).map((one) => make('li', {}, link(own, one)));
  fill(place(where),
    bad > 0 && make('div', { class: 'note note-bad', role: 'alert' }, make('p', {}, sayCount('certificate.bad', bad))),
    certificates.length === 0 && make('p', {}, say('certificate.none')),
    rows.length > 0 && make('ul', { class: 'threads' }, ...rows),
    certificates.length > room && moreButton(own, where, certificates.length - room));
}

/**
 * @param {string} hash
 * @param {string} text
 * @returns {HTMLAnchorElement} pressed, it shows the certificate
 */
export function certificateLink(hash, text) {
  const found = make('a', { href: '#certificate', 'data-certificate': hash }, text);
  found.addEventListener('click', (event) => {
    event.preventDefault();
    goToCertificate(hash);
  });
  return found;
}

/** @param {string} hash in hex */
export function goToCertificate(hash) {
  visit().chosenCertificate = hash;
  go('certificate');
}

/** @param {Visit} own @param {Held} held */
function link(own, { hash, certificate, troubles }) {
  const name = certificate.what === 'case' ? say('certificate.of_case', { number: shortNumber(hex(certificate.case)) }) : epochsText(own, certificate);
  const found = certificateLink(hash, '');
  found.className = 'thread';
  fill(found, make('span', { class: 'thread-title' }, name),
    make('span', { class: 'thread-facts' }, make('span', {}, say('certificate.destroyed', { day: dayText(own, certificate.day) })),
      troubles.length > 0 && make('span', { class: 'tag tag-bad' }, say('certificate.wrong'))));
  return found;
}

/** @param {Visit} own @param {string} where @param {number} left */
function moreButton(own, where, left) {
  const button = make('button', { type: 'button' }, sayCount('certificate.more', Math.min(ROWS, left)));
  whenPressed(button, () => {
    const first = room;
    room += ROWS;
    showCertificates(own, where);
    place(where).querySelectorAll('a')[first]?.focus();
  });
  return make('div', { class: 'actions' }, button);
}
