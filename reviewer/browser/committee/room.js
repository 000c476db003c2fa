/** Who is on the committee; advisers; changes of the list; how a newcomer compares the words. */
import { calm, complain } from '../announce.js';
import { Refused } from '../api.js';
import { whenAdviserIsWanted } from '../cases/advisers.js';
import { fetchDirectory } from '../directory.js';
import { sentence } from '../failures.js';
import { place } from '../dom.js';
import { keepMarks } from '../keeping.js';
import { isUp } from '../views.js';
import { visit } from '../visit.js';
import { say } from '../words.js';
import { admitToCase } from './admitting.js';
import * as api from './api.js';
import { prepareGuests, showGuests } from './guests.js';
import { enterJoining, leaveJoining } from './joining.js';
import { showListed } from './listed.js';
import { forgetNewcomers, prepareNewcomers, showNewcomers } from './newcomers.js';
import { forgetProposals, rememberProposed, showProposals } from './proposals.js';
import { forgetProposing, prepareProposing, showProposing } from './proposing.js';
import { lookThroughCases } from './resealing.js';
import { forgetWords } from './words.js';

/** @import { Room } from '../rooms.js' */
/** @import { Visit } from '../visit.js' */

const POLL = 5_000;
let timer = 0;
/** What is on the page. */
let seen = '';

/** @type {Room} */
export const committee = {
  views: [
    { name: 'committee', for: ['member'], enter },
    { name: 'joining', for: ['member', 'adviser', 'auditor'], enter: enterJoining, early: true, allowed: ({ joining, member }) => joining || member.standing !== 'member' },
  ],
  prepare() {
    prepareProposing(act);
    prepareNewcomers(follow);
    prepareGuests(() => showGuests(act));
    whenAdviserIsWanted((own, id) => void admitToCase(own, id));
  },
  forget() {
    clearTimeout(timer);
    seen = '';
    leaveJoining();
    forgetProposals();
    forgetProposing();
    forgetNewcomers();
    forgetWords();
  },
  filled: [
    'committee-people', 'committee-term', 'committee-facts', 'committee-words', 'committee-proposals', 'committee-waiting', 'committee-advisers',
    'committee-auditors', 'committee-handing', 'change-members', 'change-newcomers', 'newcomer-link', 'newcomer-who', 'advisers-link',
    'auditors-link', 'joining-own', 'joining-lists', 'joining-lead',
  ],
};

function enter() {
  calm('committee-complaint');
  seen = '';
  const own = visit();
  void follow().then(() => (!own.over && own.directory ? lookThroughCases(own, own.directory) : undefined));
  void showGuests(act).catch((error) => own.over || complainOnce(sentence(error)));
}

/** Looks again every few seconds, for as long as the view is up. */
async function follow() {
  clearTimeout(timer);
  const own = visit();
  try {
    await look(own);
  } catch (error) {
    if (!own.over) complainOnce(whyNot(error));
  }
  if (!own.over && isUp('committee')) timer = window.setTimeout(follow, POLL);
}

/** @param {Visit} own */
async function look(own) {
  const changes = await api.changes();
  if (own.over) return;
  const changed = own.directory !== null && changes.version !== own.directory.current.version + 1;
  if (changed) rememberProposed(null);
  if (changed || !own.directory) {
    own.directory = await fetchDirectory(own.secret, own.signed);
    if (!own.over) await keepMarks(own);
  }
  const directory = own.directory;
  if (own.over || !directory || JSON.stringify(changes) + directory.current.body === seen) return;
  showListed(own, directory);
  showNewcomers(directory, changes, act);
  showProposing(own, directory, changes);
  await showProposals({ own, directory, changes, act });
  seen = JSON.stringify(changes) + directory.current.body;
  if (changed && !own.over) await lookThroughCases(own, directory);
}

/** @param {() => Promise<unknown>} what */
async function act(what) {
  const own = visit();
  calm('committee-complaint');
  try {
    await what();
    if (own.over) return;
    await follow();
    await showGuests(act);
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
