/** The auditor's log: every case as the server's tables show it, and the record to take away. Nothing here is opened. */
import { ProtocolError } from '../../../crypto/js/index.js';
import { announce, calm, complain, progress } from '../announce.js';
import { directoryOf } from '../cases/store.js';
import { dayNow } from '../clock.js';
import { button, fill, find, make, place, whenPressed } from '../dom.js';
import { sentence } from '../failures.js';
import { audited } from '../orders/api.js';
import { showCertificates } from '../orders/certificate-list.js';
import { checked } from '../orders/following.js';
import { refreshCertificates } from '../orders/own-certificates.js';
import { saveFile } from '../packs/saving.js';
import { visit } from '../visit.js';
import { say, sayCount } from '../words.js';
import * as api from './api.js';
import { CHOICES, chosen } from './log.js';
import { showCheckpoints, showNumbers, showRows } from './table.js';

/** @import { Room } from '../rooms.js' */
/** @import { Visit } from '../visit.js' */
/** @import { Logged, Stored } from './api.js' */

/** So many rows at a time. */
const ROWS = 100;

/** @type {Logged[]} */
let cases = [];
/** @type {Stored | undefined} the newest checkpoint */
let newest;
let room = ROWS;

/** @type {Room} */
export const auditor = {
  views: [{ name: 'log', for: ['auditor'], enter: () => void enter(visit()) }],
  prepare() {
    fill(choice(), ...CHOICES.map((code) => make('option', { value: code }, say(`log_choice.${code}`))));
    choice().addEventListener('change', () => { room = ROWS; showTable(visit()); });
    whenPressed(button('log-more'), () => { room += ROWS; showTable(visit()); });
    whenPressed(button('log-export'), () => takeAway(visit()));
    whenPressed(button('log-note'), () => newest && saveFile(nameOf('checkpoint', 'txt'), newest.note, 'text/plain'));
  },
  forget() {
    cases = [];
    newest = undefined;
    room = ROWS;
    choice().value = 'all';
    for (const id of ['log-complaint', 'log-progress', 'log-count']) place(id).textContent = '';
  },
  filled: ['log-numbers', 'log-rows', 'log-checkpoint', 'log-earlier', 'log-certificates'],
};

const choice = () => find('log-choice', HTMLSelectElement);

/** @param {Visit} own */
async function enter(own) {
  calm('log-complaint');
  try {
    const [log, tree] = await Promise.all([api.log(), api.checkpoints()]);
    if (own.over) return;
    cases = log.cases;
    newest = tree.checkpoints.at(-1);
    showNumbers(cases);
    showTable(own);
    showCheckpoints(own.line, tree.checkpoints);
    button('log-note').hidden = !newest;
    await showDestroyed(own);
  } catch (error) {
    if (!own.over) complain('log-complaint', sentence(error));
  }
}

/** @param {Visit} own */
function showTable(own) {
  const found = chosen(cases, choice().value);
  showRows(own.line, found.slice(0, room), dayNow());
  const hidden = Math.max(0, found.length - room);
  place('log-count').textContent = sayCount('log.count', found.length);
  button('log-more').hidden = hidden === 0;
  button('log-more').textContent = sayCount('log.more', Math.min(ROWS, hidden));
}

/**
 * Signatures and rules are checked here; whether a certificate fits the record of its case, the export shows.
 * @param {Visit} own
 */
async function showDestroyed(own) {
  const [directory, { orders }] = await Promise.all([directoryOf(own), audited()]);
  if (own.over) return;
  try {
    own.ordered.orders = checked({ ...own, directory }, orders);
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    return fill(place('log-certificates'), make('p', { class: 'difference' }, say('certificate.orders_bad')));
  }
  await refreshCertificates(own);
  if (!own.over) showCertificates(own, 'log-certificates');
}

/** @param {Visit} own */
async function takeAway(own) {
  calm('log-complaint');
  progress('log-progress', say('log.fetching'));
  try {
    const file = await api.exported();
    if (own.over) return;
    saveFile(nameOf('record', 'export'), file, 'application/jsonl');
    announce(say('log.saved'));
    progress('log-progress', say('log.saved'));
  } catch (error) {
    if (own.over) return;
    progress('log-progress', '');
    complain('log-complaint', sentence(error));
  }
}

/** @param {string} what @param {string} ending */
function nameOf(what, ending) {
  return `${what}-${dayNow()}.${ending}`;
}
