/** Letting an adviser read a case: who, until when, and why; after the words of their keys were compared. */
import { complain, announce } from '../announce.js';
import { ask } from '../ask.js';
import { admitAdviser } from '../cases/advisers.js';
import { namingNotes } from '../cases/naming.js';
import { openCase } from '../cases/store.js';
import { daysAfter } from '../days.js';
import { make } from '../dom.js';
import { sentence } from '../failures.js';
import { go } from '../views.js';
import { say } from '../words.js';
import { advisers, compareWords } from './guests.js';
import { dayNow } from '../clock.js';

/** @import { Visit } from '../visit.js' */
/** @import { Adviser } from './guests.js' */

const USUAL_DAYS = 90;
const LONGEST_DAYS = 366;

/**
 * @param {Visit} own
 * @param {string} id of the case
 */
export async function admitToCase(own, id) {
  try {
    const known = await advisers(own);
    if (own.over) return;
    if (!known.length) return void (await inviteFirst());
    const chosen = await choose(known);
    if (!chosen || own.over) return;
    if (!chosen.adviser.compared && !(await compareWords(own, chosen.adviser))) return;
    if (own.over) return;
    const notes = namingNotes(own, [await openCase(own, id)], chosen.adviser.sign);
    if (notes.length && !(await ask(say('committee.admit_title'), notes, say('committee.admit_yes'), say('ask.no')))) return;
    if (own.over) return;
    await admitAdviser(own, id, chosen.adviser, chosen.grant);
    if (own.over) return;
    go('case');
    announce(say('committee.admitted', { role: chosen.adviser.role }));
  } catch (error) {
    if (own.over) return;
    go('committee');
    complain('committee-complaint', sentence(error));
  }
}

async function inviteFirst() {
  const yes = await ask(say('committee.no_adviser_title'), [make('p', {}, say('committee.no_adviser_text'))], say('committee.no_adviser_yes'), say('ask.no'));
  if (yes) go('committee');
}

/**
 * @param {Adviser[]} known
 * @returns {Promise<{ adviser: Adviser, grant: { until: string, why: string } } | null>}
 */
async function choose(known) {
  const today = dayNow();
  const who = make('select', { id: 'admit-who' }, ...known.map(({ role, login }, at) => make('option', { value: String(at) }, `${role}, ${login}`)));
  const until = make('input', { type: 'date', id: 'admit-until', min: today, max: daysAfter(today, LONGEST_DAYS), required: true });
  until.value = daysAfter(today, USUAL_DAYS);
  const why = make('input', { type: 'text', id: 'admit-why', maxlength: '200', autocomplete: 'off' });
  const field = (/** @type {string} */ label, /** @type {HTMLElement} */ input) => make('div', { class: 'field' }, make('label', { for: input.id }, label), input);
  const sure = await ask(say('committee.admit_title'), [
    make('p', {}, say('committee.admit_text')),
    field(say('committee.admit_who'), who), field(say('committee.admit_until'), until), field(say('committee.admit_why'), why),
  ], say('committee.admit_yes'), say('ask.no'));
  if (!sure) return null;
  const grant = { until: until.value, why: why.value.trim() || say('committee.admit_usual') };
  return { adviser: known[Number(who.value)], grant };
}
