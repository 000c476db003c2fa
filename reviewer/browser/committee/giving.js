/** The cases that a change of the list leaves to be given to those who came, or to be sealed anew: done with progress. */
import { hex } from '../../../crypto/js/index.js';
import { announce, progress } from '../announce.js';
import { ask } from '../ask.js';
import { titleOf } from '../cases/names.js';
import { namingNotes } from '../cases/naming.js';
import { openCase } from '../cases/store.js';
import { write } from '../cases/writing.js';
import { dayNow } from '../clock.js';
import { breathe, fill, make, place, whenPressed } from '../dom.js';
import { isRefused, sentence } from '../failures.js';
import { catchUp, refreshOverview } from '../overview/refreshing.js';
import { say, sayCount } from '../words.js';
import { missing, perhapsMissing, whoLeft } from './handing.js';
import { sealAnew } from './resealing.js';

/** @import { CurrentDirectory } from '../../../crypto/js/index.js' */
/** @import { Visit } from '../visit.js' */
/** @import { OpenCase } from '../cases/store.js' */
/** @import { Missing } from './handing.js' */
/** @import { Resealed } from './resealing.js' */

const PROGRESS = 'handing-progress';
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
    await refreshOverview(own);
    const sealed = await sealAnew(own, step('committee.sealing'));
    const opened = await openAll(own, perhapsMissing(own.overview?.cases.values() ?? [], directory.current));
    if (!own.over) show(own, directory, sealed, opened);
  } catch (error) {
    if (!own.over) progress(PROGRESS, sentence(error));
  } finally {
    busy = false;
  }
}

/** @param {string} key of the words that tell how far it is */
function step(key) {
  return (/** @type {number} */ done, /** @type {number} */ total) => progress(PROGRESS, say(key, { done, total }));
}

/**
 * @param {Visit} own
 * @param {readonly string[]} ids
 * @returns {Promise<Map<string, OpenCase>>}
 */
async function openAll(own, ids) {
  /** @type {Map<string, OpenCase>} */
  const found = new Map();
  for (const [at, id] of ids.entries()) {
    if (own.over) break;
    step('committee.looking')(at + 1, ids.length);
    const opened = await openCase(own, id).catch(() => null);
    if (opened) found.set(id, opened);
    await breathe();
  }
  return found;
}

/**
 * @param {Visit} own
 * @param {CurrentDirectory} directory
 * @param {Resealed} resealed
 * @param {ReadonlyMap<string, OpenCase>} cases
 */
function show(own, directory, { sealed, failed }, cases) {
  const due = missing(cases, directory, dayNow());
  const well = sealed ? sayCount('committee.sealed_anew', sealed) : whoLeft(directory).size ? say('committee.all_sealed') : '';
  progress(PROGRESS, failed.length ? '' : well);
  fill(place('committee-handing'),
    failed.length || due.length ? make('h2', {}, say('committee.handing')) : null,
    failed.length ? sealedNote(own, directory, failed) : null,
    ...due.map((one) => missingNote(own, directory, cases, one)));
}

/**
 * @param {Visit} own
 * @param {CurrentDirectory} directory
 * @param {Resealed['failed']} failed
 */
function sealedNote(own, directory, failed) {
  const button = make('button', { type: 'button', class: 'primary' }, say('committee.seal_anew'));
  whenPressed(button, () => lookThroughCases(own, directory));
  return make('div', { class: 'note note-bad' },
    make('p', {}, sayCount('committee.still_sealed', failed.length)),
    make('p', {}, sentence(failed[0].error)),
    make('div', { class: 'actions' }, button));
}

/**
 * @param {Visit} own
 * @param {CurrentDirectory} directory
 * @param {ReadonlyMap<string, OpenCase>} cases
 * @param {Missing} who
 */
function missingNote(own, directory, cases, who) {
  const { role } = who.member;
  const all = make('button', { type: 'button' }, sayCount('committee.give_all', who.cases.length));
  whenPressed(all, async () => {
    const sure = await ask(say('committee.give_title', { role }), [
      make('p', {}, sayCount('committee.give_text', who.cases.length, { role })), ...notesOf(own, cases, who, who.cases),
    ], say('committee.give'), say('ask.no'));
    if (sure) await give(own, directory, who, who.cases);
  });
  return make('div', { class: 'note' },
    make('p', {}, sayCount('committee.not_given', who.cases.length, { role })),
    make('div', { class: 'actions' }, all),
    who.cases.length > 1 ? make('details', {}, make('summary', {}, say('committee.one_by_one')), caseList(own, directory, cases, who)) : null);
}

/**
 * @param {Visit} own
 * @param {CurrentDirectory} directory
 * @param {ReadonlyMap<string, OpenCase>} cases
 * @param {Missing} who
 */
function caseList(own, directory, cases, who) {
  return make('ul', { class: 'people' }, ...who.cases.map((id) => {
    const title = titleOf(/** @type {OpenCase} */ (cases.get(id)));
    const one = make('button', { type: 'button', class: 'quiet' }, say('committee.give'), make('span', { class: 'unseen' }, ` ${title}`));
    whenPressed(one, async () => {
      const notes = notesOf(own, cases, who, [id]);
      const sure = !notes.length || await ask(say('committee.give_title', { role: who.member.role }), notes, say('committee.give'), say('ask.no'));
      if (sure) await give(own, directory, who, [id]);
    });
    return make('li', {}, make('span', { class: 'who' }, title), one);
  }));
}

/**
 * @param {Visit} own
 * @param {ReadonlyMap<string, OpenCase>} cases
 * @param {Missing} who
 * @param {readonly string[]} ids
 */
function notesOf(own, cases, { member }, ids) {
  return namingNotes(own, ids.flatMap((id) => cases.get(id) ?? []), hex(member.sign));
}

/**
 * What fails stays on the page as not done, and stops no other; who shows no fresh factor is not asked for it again.
 * @param {Visit} own
 * @param {CurrentDirectory} directory
 * @param {Missing} who
 * @param {readonly string[]} ids
 */
async function give(own, directory, { member, keys }, ids) {
  const sign = hex(member.sign);
  const to = { sign, x25519: keys.x25519, mlkem: keys.mlkem, until: '' };
  const content = { kind: 'grant_made', reader: sign, until: '', why: say('committee.give_why') };
  let failed = '';
  for (const [at, id] of ids.entries()) {
    if (own.over) return;
    step('committee.giving')(at + 1, ids.length);
    try {
      await write(own, await openCase(own, id), content, { grantTo: [to], unless: ({ state }) => state.readers.some(({ person }) => person === sign) });
    } catch (error) {
      failed = sentence(error);
      if (isRefused(error, 'confirm')) break;
    }
  }
  if (own.over) return;
  catchUp(own);
  await lookThroughCases(own, directory);
  if (own.over) return;
  const told = failed || sayCount('committee.given', ids.length, { role: member.role });
  progress(PROGRESS, told);
  announce(told);
}
