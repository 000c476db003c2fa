/** Who is on the committee; advisers; changes of the list; how a newcomer compares the words. */
import { announce, calm, complain } from '../announce.js';
import { Refused } from '../api.js';
import { whenAdviserIsWanted } from '../cases/advisers.js';
import { fetchDirectory } from '../directory.js';
import { sentence } from '../failures.js';
import { place } from '../dom.js';
import { keepMarks } from '../keeping.js';
import { refreshRing } from '../ring.js';
import { visit } from '../visit.js';
import { watcher } from '../watching.js';
import { say } from '../words.js';
import { admitToCase } from './admitting.js';
import * as api from './api.js';
import { lookThroughCases } from './giving.js';
import { forgetGuests, prepareGuests, showGuests, showGuestsAnew } from './guests.js';
import { enterJoining, leaveJoining } from './joining.js';
import { showListed } from './listed.js';
import { forgetNewcomers, prepareNewcomers, showNewcomers } from './newcomers.js';
import { forgetProposals, showProposals } from './proposals.js';
import { forgetProposing, prepareProposing, showProposing } from './proposing.js';
import { forgetWords } from './words.js';

/** @import { CurrentDirectory } from '../../../crypto/js/index.js' */
/** @import { Room } from '../rooms.js' */
/** @import { Visit } from '../visit.js' */
/** @import { Changes } from './api.js' */

const watching = watcher('committee', lookAtAll, (error) => complainOnce(whyNot(error)));
/** What is on the page. */
let seen = '';
/** The list that the cases were looked through for. */
let handed = '';
/** The proposals that were said aloud last. */
let told = '';
/** The number that the next list will have. */
let version = 0;

/** @type {Room} */
export const committee = {
  views: [
    { name: 'committee', for: ['member'], enter },
    { name: 'joining', for: ['member', 'adviser', 'auditor'], enter: enterJoining, early: true, allowed: ({ joining, member }) => joining || member.standing !== 'member' },
  ],
  prepare() {
    prepareProposing(act);
    prepareNewcomers(watching.again);
    prepareGuests(() => showGuests(act));
    whenAdviserIsWanted((own, id) => void admitToCase(own, id));
  },
  forget() {
    watching.stop();
    seen = handed = told = '';
    version = 0;
    forgetGuests();
    leaveJoining();
    forgetProposals();
    forgetProposing();
    forgetNewcomers();
    forgetWords();
  },
  filled: [
    'committee-people', 'committee-term', 'committee-facts', 'committee-words', 'committee-proposals', 'committee-waiting', 'committee-advisers',
    'committee-auditors', 'committee-handing', 'change-members', 'change-roles', 'change-newcomers', 'newcomer-link', 'newcomer-who', 'advisers-link',
    'auditors-link', 'joining-own', 'joining-lists', 'joining-lead',
  ],
};

function enter() {
  calm('committee-complaint');
  seen = handed = '';
  showGuestsAnew();
  void watching.again();
}

/** @param {Visit} own */
async function lookAtAll(own) {
  await look(own);
  if (!own.over) await showGuests(act);
}

/** @param {Visit} own */
async function look(own) {
  const changes = await api.changes();
  if (own.over) return;
  const changed = own.directory !== null && changes.version !== own.directory.current.version + 1;
  if (version && changes.version !== version) forgetProposals(); // what was heard was about another list
  version = changes.version;
  if (changed || !own.directory) {
    own.directory = await fetchDirectory(own.secret, own.signed);
    if (!own.over) await keepMarks(own);
  }
  const directory = own.directory;
  if (own.over || !directory) return;
  handOver(own, directory);
  if (JSON.stringify(changes) + directory.current.body === seen) return;
  if (changes.proposals.length) await refreshRing(own); // another device may have made what a proposal names
  if (own.over) return;
  showListed(own, directory, changes.offers);
  showNewcomers(directory, changes, act);
  showProposing(own, directory, changes);
  await showProposals({ own, directory, changes, act });
  if (own.over) return;
  tellProposals(changes);
  seen = JSON.stringify(changes) + directory.current.body;
}

/** What others propose meanwhile is said aloud, too. @param {Changes} changes */
function tellProposals({ proposals }) {
  const bodies = proposals.map(({ body }) => body).join('');
  const title = place('committee-proposals').querySelector('h2')?.textContent;
  if (seen && title && bodies !== told) announce(title);
  told = bodies;
}

/**
 * Once for each list; the page waits for nobody's cases.
 * @param {Visit} own
 * @param {CurrentDirectory} directory
 */
function handOver(own, directory) {
  if (handed === directory.current.body) return;
  handed = directory.current.body;
  void lookThroughCases(own, directory);
}

/** @param {() => Promise<unknown>} what */
async function act(what) {
  const own = visit();
  calm('committee-complaint');
  try {
    await what();
    if (own.over) return;
    await watching.again();
  } catch (error) {
    if (!own.over) complain('committee-complaint', whyNot(error));
  }
}

/** Some refusals mean something else here than at the founding. */
const HERE = new Set(['expired', 'draft_exists', 'not_ready', 'no_draft']);

/** @param {unknown} error */
function whyNot(error) {
  return error instanceof Refused && HERE.has(error.code) ? say(`committee.${error.code}`) : sentence(error);
}

/** @param {string} text moves the focus only when it says something new */
function complainOnce(text) {
  if (place('committee-complaint').textContent !== text) complain('committee-complaint', text);
}
