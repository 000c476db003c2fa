/** The cases that a change of the list leaves to be sealed anew, or to be given: counted, and done with progress. */
import { hex } from '../../../crypto/js/index.js';
import { announce, progress } from '../announce.js';
import { ask } from '../ask.js';
import { titleOf } from '../cases/names.js';
import { listCases, members, openCase } from '../cases/store.js';
import { renew, write } from '../cases/writing.js';
import { breathe, fill, make, place, whenPressed } from '../dom.js';
import { isRefused, sentence } from '../failures.js';
import { say, sayCount } from '../words.js';
import { isSealedToWhoLeft, missing } from './handing.js';
import { dayNow } from '../clock.js';

/** @import { CurrentDirectory } from '../../../crypto/js/index.js' */
/** @import { Visit } from '../visit.js' */
/** @import { OpenCase } from '../cases/store.js' */
/** @import { Missing } from './handing.js' */

let busy = false;

/**
 * Cases that did not check are not counted here: the list of cases tells of them.
 * @param {Visit} own
 * @param {CurrentDirectory} directory
 */
export async function lookThroughCases(own, directory) {
  if (busy || directory.chain.length < 2) return;
  busy = true;
  try {
    const opened = await openAll(own);
    if (!own.over) show(own, directory, opened);
  } catch (error) {
    if (!own.over) progress('handing-progress', sentence(error));
  } finally {
    busy = false;
  }
}

/**
 * @param {Visit} own
 * @returns {Promise<Map<string, OpenCase>>}
 */
async function openAll(own) {
  const listed = await listCases(own);
  for (const [at, { case: id }] of listed.entries()) {
    if (own.over) break;
    progress('handing-progress', say('committee.looking', { done: at + 1, total: listed.length }));
    await openCase(own, id).catch(() => null);
    await breathe();
  }
  if (!own.over) progress('handing-progress', '');
  return new Map(listed.flatMap(({ case: id }) => {
    const found = own.cases.get(id);
    return found ? [[id, found]] : [];
  }));
}

/**
 * @param {Visit} own
 * @param {CurrentDirectory} directory
 * @param {ReadonlyMap<string, OpenCase>} cases
 */
function show(own, directory, cases) {
  const [known, today] = [members(own), dayNow()];
  const sealed = [...cases].filter(([, one]) => isSealedToWhoLeft(one, known, today)).map(([id]) => id);
  const due = missing(cases, directory, known, today);
  fill(place('committee-handing'),
    sealed.length || due.length ? make('h2', {}, say('committee.handing')) : null,
    sealed.length ? sealedNote(own, directory, sealed) : null,
    ...due.map((one) => missingNote(own, directory, cases, one)));
}

/**
 * @param {Visit} own
 * @param {CurrentDirectory} directory
 * @param {string[]} ids
 */
function sealedNote(own, directory, ids) {
  const button = make('button', { type: 'button', class: 'primary' }, say('committee.seal_anew'));
  whenPressed(button, () => oneByOne(own, directory, ids, 'committee.sealing', async (opened) => {
    if (isSealedToWhoLeft(opened, members(own), dayNow())) await renew(own, opened, { kind: 'renewal' });
  }));
  return make('div', { class: 'note note-bad' },
    make('p', {}, sayCount('committee.still_sealed', ids.length)), make('div', { class: 'actions' }, button));
}

/**
 * @param {Visit} own
 * @param {CurrentDirectory} directory
 * @param {ReadonlyMap<string, OpenCase>} cases
 * @param {Missing} who
 */
function missingNote(own, directory, cases, who) {
  const { role } = who.member;
  const all = make('button', { type: 'button' }, say('committee.give_all'));
  whenPressed(all, async () => {
    const sure = await ask(say('committee.give_title', { role }), [make('p', {}, sayCount('committee.give_text', who.cases.length, { role }))], say('committee.give_all'), say('ask.no'));
    if (sure) await give(own, directory, who, who.cases);
  });
  const list = make('ul', { class: 'people' }, ...who.cases.map((id) => {
    const title = titleOf(/** @type {OpenCase} */ (cases.get(id)));
    const one = make('button', { type: 'button', class: 'quiet' }, say('committee.give'), make('span', { class: 'unseen' }, ` ${title}`));
    whenPressed(one, () => give(own, directory, who, [id]));
    return make('li', {}, make('span', { class: 'who' }, title), one);
  }));
  return make('div', { class: 'note' },
    make('p', {}, sayCount('committee.not_given', who.cases.length, { role })),
    make('div', { class: 'actions' }, all),
    make('details', {}, make('summary', {}, say('committee.one_by_one')), list));
}

/**
 * @param {Visit} own
 * @param {CurrentDirectory} directory
 * @param {Missing} who
 * @param {readonly string[]} ids
 */
function give(own, directory, { member, keys }, ids) {
  const sign = hex(member.sign);
  const to = { sign, x25519: keys.x25519, mlkem: keys.mlkem, until: '' };
  const content = { kind: 'grant_made', reader: sign, until: '', why: say('committee.give_why') };
  return oneByOne(own, directory, ids, 'committee.giving', (opened) => write(own, opened, content, { grantTo: [to] }));
}

/**
 * What fails stays on the page as not done, and stops no other; who shows no fresh factor is not asked for it again.
 * @param {Visit} own
 * @param {CurrentDirectory} directory
 * @param {readonly string[]} ids
 * @param {string} key of the words that tell how far it is
 * @param {(opened: OpenCase) => Promise<unknown>} act
 */
async function oneByOne(own, directory, ids, key, act) {
  let failed = '';
  for (const [at, id] of ids.entries()) {
    if (own.over) return;
    progress('handing-progress', say(key, { done: at + 1, total: ids.length }));
    try {
      await act(await openCase(own, id));
    } catch (error) {
      failed = sentence(error);
      if (isRefused(error, 'confirm')) break;
    }
  }
  await lookThroughCases(own, directory);
  if (own.over) return;
  progress('handing-progress', failed || say('committee.handed'));
  announce(failed || say('committee.handed'));
}
