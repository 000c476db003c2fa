/**
 * Brings the overview up to date: lists the cases, opens those that changed, and demands that all that was seen before
 * still stands in its place. What fails to is named, and disturbs no other case.
 */
import { checkPinned } from '../../../crypto/js/cases.js';
import { fromHex, hex } from '../../../crypto/js/index.js';
import { Refused } from '../api.js';
import { directoryOf, forget, listCases, openCase, termsOf } from '../cases/store.js';
import { followTree } from '../cases/tree.js';
import { lookAtOrders } from '../orders/looking.js';
import { readOwnCertificates, refreshCertificates } from '../orders/own-certificates.js';
import { dayNow } from '../clock.js';
import { learnOfEnds } from './ending.js';
import { demand, keepOverview, loadOverview } from './keeping.js';
import { beginDay } from './looked.js';
import { summarise } from './summary.js';

/** @import { CaseListing } from '../cases/api.js' */
/** @import { Visit } from '../visit.js' */
/** @import { OwnOverview } from './keeping.js' */
/** @import { Summary } from './summary.js' */
/** @typedef {{ done: number, total: number, over: boolean }} Progress cases opened, of those to open */

const AT_ONCE = 3;
/** After so many opened cases the overview is kept, so that who leaves early does not begin anew. */
const BETWEEN_KEEPS = 500;

/** @type {Set<(progress: Progress) => unknown>} */
const listeners = new Set();
/** @type {{ own: Visit, work: Promise<void> } | null} */
let running = null;

/** @param {(progress: Progress) => unknown} told called when the index is there, while cases are opened, and at the end */
export function whenRefreshed(told) {
  listeners.add(told);
}

/** @param {Progress} progress @returns {Promise<unknown>} until those who show it have shown it */
function tell(progress) {
  return Promise.all([...listeners].map((told) => told(progress)));
}

/**
 * @param {Visit} own
 * @returns {Promise<void>} one refresh at a time: who asks meanwhile waits for the same
 * @throws {Refused} or what the index or the directory throws; a single case's failure is in own.troubles instead
 */
export function refreshOverview(own) {
  if (running?.own !== own) {
    const work = refresh(own).finally(() => { if (running?.own === own) running = null; });
    running = { own, work };
  }
  return running.work;
}

/**
 * What was opened or written meanwhile in this visit, on the page of a case.
 * @param {Visit} own
 */
export function catchUp(own) {
  for (const [id, opened] of own.cases) {
    const known = own.overview?.cases.get(id)?.entries ?? 0;
    if (opened.record.entries.length > known) take(own, id, summarise(opened, meOf(own), termsOf(own)));
  }
}

/**
 * What was read elsewhere is shown at once, wherever somebody is: nobody waits for the next look to see it.
 * @param {Visit} own
 */
export function showCaughtUp(own) {
  if (!own.overview) return;
  catchUp(own);
  void tell({ done: 0, total: 0, over: false });
}

/**
 * The reader has left a case, for instance by a recusal: nobody needs to say so.
 * @param {Visit} own
 * @param {string} id
 */
export function leaveCase(own, id) {
  if (own.overview) leave(own, own.overview, id, 1);
}

/** What holds for the whole line: orders, and what was destroyed by them. @param {Visit} own */
async function followOrdered(own) {
  await lookAtOrders(own);
  if (!own.over) await refreshCertificates(own).catch(() => undefined); // the page of retention says why they are not there
}

/** @param {Visit} own */
async function refresh(own) {
  const overview = await loadOverview(own);
  await tell({ done: 0, total: 0, over: false });
  if (own.over) return;
  await directoryOf(own);
  await followTree(own);
  if (own.member.standing === 'member') await followOrdered(own);
  const listings = await listCases(own);
  if (own.over) return;
  learnOfEnds(own.certificates, overview, listings);
  letGo(own, overview, listings);
  const terms = JSON.stringify(termsOf(own));
  const ids = changed(own, overview, listings, terms);
  const total = ids.length;
  for (let done = 0; done === 0 || done < total; done += BETWEEN_KEEPS) {
    await openEach(own, overview, ids.slice(done, done + BETWEEN_KEEPS), { done, total, over: false });
    if (own.over) return;
    if (done + BETWEEN_KEEPS >= total) {
      overview.terms = terms;
      if (!overview.visited) beginDay(overview, dayNow());
    }
    await keepOverview(own);
  }
  if (own.over) return;
  if (own.member.standing === 'member') readOwnCertificates(own); // by what is known of the cases now
  await tell({ done: total, total, over: true });
}

/**
 * @param {Visit} own
 * @param {OwnOverview} overview
 * @param {readonly CaseListing[]} listings
 * @param {string} terms
 * @returns {string[]} cases to open: new, longer than before, with something left to demand, or that failed before
 */
function changed(own, overview, listings, terms) {
  return listings.filter((listing) => {
    const known = overview.cases.get(listing.case);
    const same = known?.entries === listing.entries && known.last === listing.last;
    return !same || terms !== overview.terms || overview.older.has(listing.case) || own.troubles.has(listing.case);
  }).map((listing) => listing.case);
}

/**
 * @param {Visit} own
 * @param {OwnOverview} overview
 * @param {readonly CaseListing[]} listings
 */
function letGo(own, overview, listings) {
  const listed = new Set(listings.map((listing) => listing.case));
  for (const { case: id, fine } of overview.cases.values()) {
    if (!listed.has(id) && fine !== 'destroyed') leave(own, overview, id, 0);
  }
  for (const id of listed) back(overview, id);
}

/**
 * @param {Visit} own
 * @param {OwnOverview} overview
 * @param {string} id
 * @param {0 | 1} told
 */
function leave(own, overview, id, told) {
  const known = overview.cases.get(id);
  if (!known) return;
  overview.gone.set(id, { case: id, entries: known.entries, last: known.last, told });
  overview.cases.delete(id);
  forget(own, id);
}

/**
 * A case that comes back must hold what was seen of it before it went.
 * @param {OwnOverview} overview
 * @param {string} id
 */
function back(overview, id) {
  const left = overview.gone.get(id);
  if (!left) return;
  if (!overview.older.has(id)) demand(overview, id, [{ entries: left.entries, last: left.last }]);
}

/**
 * @param {Visit} own
 * @param {OwnOverview} overview
 * @param {string[]} ids
 * @param {Progress} progress
 */
async function openEach(own, overview, ids, { done, total }) {
  const left = [...ids];
  const work = async () => {
    for (let id = left.shift(); id !== undefined && !own.over; id = left.shift()) {
      await openOne(own, overview, id);
      done += 1;
      if (!own.over) void tell({ done, total, over: false });
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  } finally {
    left.length = 0; // after one failed, the others stop too
  }
}

/**
 * @param {Visit} own
 * @param {OwnOverview} overview
 * @param {string} id
 */
async function openOne(own, overview, id) {
  try {
    const opened = await openCase(own, id);
    for (const { entries, last } of overview.older.get(id) ?? []) checkPinned(opened.record, entries, fromHex(last));
    if (own.over) return;
    overview.older.delete(id);
    overview.gone.delete(id);
    take(own, id, summarise(opened, meOf(own), termsOf(own)));
  } catch (error) {
    if (error instanceof Refused && error.status === 404) return; // left since it was listed
    if (error instanceof Refused || !(error instanceof Error)) throw error;
    if (!own.over) own.troubles.set(id, error.name);
  }
}

/**
 * @param {Visit} own
 * @param {string} id
 * @param {Summary} summary
 */
function take(own, id, summary) {
  own.overview?.cases.set(id, summary);
}

/** @param {Visit} own */
function meOf({ secret }) {
  return hex(secret.signKey);
}
