/** Letting an adviser read a case: who, until when, and why; after the words of their keys were compared. */
import { announce, complain } from '../announce.js';
import { ask } from '../ask.js';
import { whyNot } from '../cases/act-form.js';
import { admitAdviser } from '../cases/advisers.js';
import { namingNotes } from '../cases/naming.js';
import { openCase } from '../cases/store.js';
import { daysAfter, readDay } from '../days.js';
import { make } from '../dom.js';
import { isDay } from '../lifecycle/days.js';
import { facts } from '../people.js';
import { go } from '../views.js';
import { say } from '../words.js';
import { advisers, compareWords } from './guests.js';
import { dayNow } from '../clock.js';

/** @import { Visit } from '../visit.js' */
/** @import { Adviser } from './guests.js' */
/** @typedef {{ adviser: Adviser, grant: { until: string, why: string } }} Chosen */

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
    if (!chosen || own.over || !(await lookOver(own, chosen)) || own.over) return;
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
    const opened = own.cases.get(id);
    if (own.over || !opened) return;
    go('case');
    complain('case-complaint', whyNot(error));
  }
}

async function inviteFirst() {
  const yes = await ask(say('committee.no_adviser_title'), [make('p', {}, say('committee.no_adviser_text'))], say('committee.no_adviser_yes'), say('ask.no'));
  if (yes) go('committee');
}

/**
 * Asked again until each field is right, or nothing is wanted any more: nothing is written before.
 * @param {Adviser[]} known
 * @returns {Promise<Chosen | null>}
 */
async function choose(known) {
  const today = dayNow();
  const most = daysAfter(today, LONGEST_DAYS);
  const who = make('select', { id: 'admit-who' }, ...known.map(({ role, login }, at) => make('option', { value: String(at) }, `${role}, ${login}`)));
  const until = make('input', { type: 'date', id: 'admit-until', min: today, max: most, 'aria-describedby': 'admit-until-error' });
  until.value = daysAfter(today, USUAL_DAYS);
  const why = make('input', { type: 'text', id: 'admit-why', maxlength: '200', autocomplete: 'off', 'aria-describedby': 'admit-why-error' });
  const fields = [who, until, why].map((input) => fieldOf(say(`committee.${input.id.replace('-', '_')}`), input));
  for (let wrong = null; ; wrong = checked([
    [until, isDay(until.value) && until.value >= today && until.value <= most ? '' : say(until.value ? 'form.bad_day' : 'form.needed_day')],
    [why, why.value.trim() ? '' : say('form.needed')],
  ])) {
    if (wrong === undefined) return { adviser: known[Number(who.value)], grant: { until: until.value, why: why.value.trim() } };
    const sure = ask(say('committee.admit_title'), [make('p', {}, say('committee.admit_text')), ...fields], say('committee.admit_yes'), say('ask.no'));
    wrong?.focus();
    if (!(await sure)) return null;
  }
}

/** @param {string} label @param {HTMLElement} input */
function fieldOf(label, input) {
  return make('div', { class: 'field' }, make('label', { for: input.id }, label), input, make('p', { class: 'field-error', id: `${input.id}-error` }));
}

/**
 * The fields are on no page while this is done.
 * @param {[HTMLInputElement, string][]} fields and what is wrong with each, '' for nothing
 * @returns {HTMLInputElement | undefined} the first that is wrong
 */
function checked(fields) {
  for (const [input, problem] of fields) {
    const error = input.nextElementSibling;
    if (error) error.textContent = problem;
    if (problem) input.setAttribute('aria-invalid', 'true');
    else input.removeAttribute('aria-invalid');
  }
  return fields.find(([, problem]) => problem)?.[0];
}

/**
 * @param {Visit} own
 * @param {Chosen} chosen
 */
function lookOver(own, { adviser, grant }) {
  return ask(say('committee.admit_title'), [
    make('dl', { class: 'said-fields quoted', tabindex: '0' }, ...facts([
      [say('committee.admit_who'), `${adviser.role}, ${adviser.login}`],
      [say('committee.admit_until'), readDay(grant.until, own.line.language)],
      [say('committee.admit_why'), grant.why],
    ])),
    make('p', {}, say('does.grant_made')),
    make('p', {}, say('case.for_good')),
  ], say('committee.admit_yes'), say('ask.no'));
}
