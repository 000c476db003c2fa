/** The page of one certificate: in words, and as a file to take away. */
import { hex } from '../../../crypto/js/index.js';
import { announce, calm, complain, progress } from '../announce.js';
import { directory as fetchFile } from '../api.js';
import { fill, make, place, whenPressed, button } from '../dom.js';
import { sentence } from '../failures.js';
import { saveFile } from '../packs/saving.js';
import { isUp } from '../views.js';
import { visit } from '../visit.js';
import { say } from '../words.js';
import * as api from './api.js';
import { certificateFile } from './certificate-file.js';
import { certificateWords, titleOf } from './certificate-words.js';

/** @import { Visit } from '../visit.js' */
/** @import { Held } from './certificates.js' */

export const CERTIFICATE_PLACES = ['certificate-title', 'certificate-words', 'certificate-back'];

export function prepareCertificatePage() {
  whenPressed(button('certificate-save'), () => takeAway(visit()));
}

export function enterCertificate() {
  const own = visit();
  const held = chosen(own);
  calm('certificate-complaint');
  progress('certificate-progress', '');
  if (!held) return;
  const auditor = own.member.standing === 'auditor';
  place('certificate-title').textContent = titleOf(own, held);
  fill(place('certificate-back'), make('a', { href: auditor ? '#log' : '#retention' }, say(auditor ? 'certificate.back_log' : 'certificate.back')));
  fill(place('certificate-words'), ...certificateWords(own, held, !auditor));
}

/** @param {Visit} own @returns {Held | undefined} */
export function chosen({ certificates, chosenCertificate }) {
  return certificates.held.find(({ hash }) => hash === chosenCertificate);
}

/** @param {Visit} own */
async function takeAway(own) {
  const held = chosen(own);
  if (!held || !own.directory) return;
  calm('certificate-complaint');
  try {
    const auditor = own.member.standing === 'auditor';
    const [file, { orders }] = await Promise.all([fetchFile(), auditor ? api.audited() : api.standing()]);
    if (own.over || !isUp('certificate')) return;
    saveFile(nameOf(held), certificateFile(held, file, orders, own.directory), 'application/json');
    progress('certificate-progress', say('certificate.saved'));
    announce(say('certificate.saved'));
  } catch (error) {
    if (!own.over) complain('certificate-complaint', sentence(error));
  }
}

/** @param {Held} held */
function nameOf({ certificate }) {
  const what = certificate.what === 'case' ? hex(certificate.case).slice(0, 8) : `${certificate.first}-${certificate.last}`;
  return `certificate-${what}-${certificate.day}.json`;
}
