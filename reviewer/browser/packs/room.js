/** What is put together for meetings and for counsel. Everything typed or made here is in memory, and gone with the visit. */
import { hex } from '../../../crypto/js/index.js';
import { announce, calm, complain, progress } from '../announce.js';
import { directoryOf } from '../cases/store.js';
import { fill, place, whenSent } from '../dom.js';
import { terms } from '../due/terms.js';
import { sentence } from '../failures.js';
import { refreshOverview } from '../overview/refreshing.js';
import { certificateOf } from '../retention/in-force.js';
import { visit } from '../visit.js';
import { say, sayCount } from '../words.js';
import { gaps, unfiledTests } from './apart.js';
import { countedFor, supplements } from './audience.js';
import { prepareForm, readForm, showForm } from './form.js';
import { makePack, makeSupplement } from './pack.js';
import { sheetsOf } from './sheets.js';
import { dayNow } from '../clock.js';

/** @import { Room } from '../rooms.js' */
/** @import { Visit } from '../visit.js' */
/** @import { Order, Person } from './form.js' */
/** @import { Supplement } from './sheets.js' */

/** @type {Room} */
export const packs = {
  views: [{ name: 'packs', for: ['member'], enter: () => void enter(visit()) }],
  prepare() {
    prepareForm(dayNow);
    whenSent('packs-form', () => putTogether(visit()));
  },
  forget() {
    for (const id of ['packs-progress', 'packs-complaint']) place(id).textContent = '';
  },
  filled: ['packs-members', 'packs-sheets'],
};

/** @param {Visit} own */
async function enter(own) {
  try {
    await directoryOf(own);
    if (!own.over) showForm(peopleOf(own), dayNow());
  } catch (error) {
    if (!own.over) complain('packs-complaint', sentence(error));
  }
}

/** @param {Visit} own */
async function putTogether(own) {
  calm('packs-complaint');
  progress('packs-progress', say('packs.reading'));
  try {
    await directoryOf(own); // who is quick presses before the list of members has come
    const order = own.over ? null : readForm(peopleOf(own));
    if (order?.readers.length === 0) complain('packs-complaint', say('packs.no_reader'));
    if (!order?.readers.length) return;
    await refreshOverview(own);
    if (!own.over) show(own, order);
  } catch (error) {
    if (!own.over) complain('packs-complaint', sentence(error));
  } finally {
    if (!own.over) progress('packs-progress', '');
  }
}

/** @param {Visit} own @param {Order} order */
function show(own, order) {
  const cases = [...own.overview?.cases.values() ?? []];
  const tests = countedFor(unfiledTests(own), order.readers);
  const known = { today: dayNow(), terms: terms(own.line), chain: own.directory?.chain ?? [], tests, certificates: new Map(cases.filter(({ destroyed }) => destroyed).map(({ case: id }) => [id, certificateOf(own, id)])) };
  const pack = makePack(order.kind, countedFor(cases, order.readers), order.period, known);
  const apart = supplements(cases, order.readers).map(({ readers, cases: theirs }) => (
    { roles: rolesOf(own, readers), parts: makeSupplement(order.kind, theirs, order.period, known) }));
  const { company, language } = own.line;
  const missing = gaps(own).map((why) => (why === 'troubles' ? sayCount('packs.troubles', own.troubles.size) : say('packs.not_looked')));
  if (missing.length) complain('packs-complaint', missing.join(' '));
  fill(place('packs-sheets'), ...sheetsOf(pack, withoutEmpty(apart), { company, language, today: known.today, name: order.name }));
  place('pack-title').focus();
  announce(say('packs.made'));
}

/** @param {Supplement[]} supplements */
function withoutEmpty(supplements) {
  return supplements.filter(({ parts }) => parts.length > 0);
}

/** @param {Visit} own @returns {Person[]} the members of today */
function peopleOf({ directory }) {
  return directory?.current.members.map(({ sign, role }) => ({ person: hex(sign), role })) ?? [];
}

/** @param {Visit} own @param {readonly string[]} readers */
function rolesOf(own, readers) {
  return peopleOf(own).filter(({ person }) => readers.includes(person)).map(({ role }) => role);
}
