/** Retention: the rules in force and those proposed, the freeze of everything, certificates of what was destroyed. */
import { announce, calm, complain } from '../announce.js';
import { directoryOf } from '../cases/store.js';
import { fill, place } from '../dom.js';
import { loadOverview } from '../overview/keeping.js';
import { catchUp } from '../overview/refreshing.js';
import { visit } from '../visit.js';
import { watcher } from '../watching.js';
import { showAdopted } from './adopted.js';
import { forgetCertificateList, showCertificates } from './certificate-list.js';
import { CERTIFICATE_PLACES, chosen, enterCertificate, prepareCertificatePage } from './certificate-page.js';
import { lookAtOrders } from './looking.js';
import { showFreezes } from './freezes.js';
import { forgetNotices, NOTICE_PLACES, prepareNotices } from './notices.js';
import { refreshCertificates } from './own-certificates.js';
import { showProposals } from './proposals.js';
import { whyNot } from './refusals.js';
import { fillRulesForm, forgetRulesForm, prepareRulesForm } from './rules-form.js';

/** @import { Room } from '../rooms.js' */
/** @import { Visit } from '../visit.js' */

const watching = watcher('retention', look, (error, own) => complainOnce(whyNot(error, own)));
/** What is on the page. */
let seen = '';

/** @type {Room} */
export const retention = {
  views: [
    { name: 'retention', for: ['member'], enter },
    { name: 'certificate', for: ['member', 'auditor'], enter: enterCertificate, allowed: (own) => chosen(own) !== undefined },
  ],
  prepare() {
    prepareNotices();
    prepareRulesForm(doing);
    prepareCertificatePage();
  },
  forget() {
    watching.stop();
    seen = '';
    forgetNotices();
    forgetRulesForm();
    forgetCertificateList();
    for (const id of ['retention-complaint', 'certificate-complaint', 'certificate-progress']) place(id).textContent = '';
  },
  filled: [...NOTICE_PLACES, ...CERTIFICATE_PLACES, 'retention-done', 'retention-proposals', 'retention-rules', 'retention-freezes', 'retention-certificates'],
};

function enter() {
  calm('retention-complaint');
  fill(place('retention-done'));
  seen = '';
  void watching.again();
}

/** @param {Visit} own */
async function look(own) {
  await loadOverview(own);
  await directoryOf(own);
  await lookAtOrders(own);
  if (own.over) return;
  catchUp(own);
  await refreshCertificates(own);
  if (!own.over) show(own);
}

/** @param {Visit} own */
function show(own) {
  const { orders, trouble, proposals } = own.ordered;
  const now = JSON.stringify([orders?.head.count, trouble, proposals.map(({ body, signed }) => [body, signed]), own.certificates.read, own.directory?.current.version, own.overview?.cases.size]);
  if (now === seen) return;
  const news = seen !== '' && proposals.length > 0;
  seen = now;
  showProposals(own, doing);
  showAdopted(own);
  place('rules-fold').hidden = !orders;
  showFreezes(own, doing);
  showCertificates(own, 'retention-certificates');
  fillRulesForm(own);
  const title = place('retention-proposals').querySelector('h2')?.textContent;
  if (news && title) announce(title);
}

/**
 * What somebody does here; what came of it is said where the next thing is looked for.
 * @param {() => Promise<string>} what
 */
async function doing(what) {
  const own = visit();
  calm('retention-complaint');
  try {
    const said = await what();
    if (own.over) return;
    await watching.again();
    if (own.over) return;
    place('retention-done').textContent = said;
    place('retention-done').focus();
  } catch (error) {
    if (own.over) return;
    complain('retention-complaint', whyNot(error, own));
    await look(own).catch(() => undefined); // what is shown may have moved; why it failed was said
  }
}

/** @param {string} text moves the focus only when it says something new */
function complainOnce(text) {
  if (place('retention-complaint').textContent !== text) complain('retention-complaint', text);
}
