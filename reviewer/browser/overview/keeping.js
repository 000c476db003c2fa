/**
 * Fetches the overview and keeps it, sealed for its reader alone. It is written after every look, whether or not
 * anything changed, so that writing says nothing.
 */
import { openIndex, sealIndex } from '../../../crypto/js/cases.js';
import { Damaged, hex, Malformed, TooLong } from '../../../crypto/js/index.js';
import * as api from './api.js';
import { joinOverviews } from './joining.js';
import { dayNow } from '../clock.js';
import { noOverview, readOverview, writeOverview } from './kept.js';
import { beginDay } from './looked.js';

/** @import { Bytes } from '../../../crypto/js/index.js' */
/** @import { Visit } from '../visit.js' */
/** @import { Overview, Pin } from './kept.js' */

/**
 * The overview of this visit.
 * @typedef {Overview & Session} OwnOverview
 */
/**
 * @typedef {object} Session
 * @property {Map<string, Pin[]>} older seen by another device, or before a case came back: to be demanded when it is opened next
 * @property {string} seen nonce of the index that was read or written last: random, so the same one holds nothing new
 * @property {Set<Alarm>} alarms
 */
/** @typedef {'damaged'} Alarm the server's copy was altered */

const NONCE = 12;

/**
 * At once, without opening any case.
 * @param {Visit} own
 * @returns {Promise<OwnOverview>}
 * @throws {Refused}
 */
export async function loadOverview(own) {
  if (own.overview) return own.overview;
  const sealed = await api.index();
  /** @type {Set<Alarm>} */
  const alarms = new Set();
  const found = (sealed && await opened(own, sealed, alarms)) ?? noOverview();
  beginDay(found, dayNow());
  own.overview ??= { ...found, older: new Map(), seen: sealed ? nonceOf(sealed) : '', alarms };
  return own.overview;
}

/**
 * Joined with what another device may have kept meanwhile.
 * @param {Visit} own whose overview was loaded
 * @returns {Promise<void>}
 */
export async function keepOverview(own) {
  const sealed = await api.index();
  if (!own.overview || own.over) return;
  if (sealed && nonceOf(sealed) !== own.overview.seen) join(own.overview, await opened(own, sealed, own.overview.alarms));
  const fresh = await sealWhatFits(own, own.overview);
  if (own.over) return;
  await api.keepIndex(fresh);
  own.overview.seen = nonceOf(fresh);
}

/**
 * @param {OwnOverview} here changed in place: views hold it
 * @param {Overview | null} there
 */
function join(here, there) {
  if (!there) return;
  const { joined, older } = joinOverviews(here, there);
  Object.assign(here, joined);
  for (const [id, pins] of older) demand(here, id, pins);
}

/**
 * @param {OwnOverview} overview
 * @param {string} id
 * @param {Pin[]} pins that must stand in the record when it is opened next
 */
export function demand(overview, id, pins) {
  overview.older.set(id, [...overview.older.get(id) ?? [], ...pins]);
}

/**
 * Nobody but the reader could have sealed another: what does not open was altered, and all there is to do is to begin anew.
 * @param {Visit} own
 * @param {Bytes} sealed
 * @param {Set<Alarm>} alarms
 * @returns {Promise<Overview | null>}
 */
async function opened({ secret, instance }, sealed, alarms) {
  try {
    return readOverview(await openIndex(sealed, secret.signSeed, instance));
  } catch (error) {
    if (!(error instanceof Malformed || error instanceof Damaged)) throw error;
    alarms.add('damaged');
    return null;
  }
}

/**
 * @param {Visit} own
 * @param {Overview} overview
 * @returns {Promise<Bytes>} texts are cut until all has room
 */
async function sealWhatFits({ secret, instance }, overview) {
  for (let room = Infinity; ;) {
    try {
      return await sealIndex(room === Infinity ? writeOverview(overview) : writeOverview(overview, room), secret.signSeed, instance);
    } catch (error) {
      if (!(error instanceof TooLong) || room === 0) throw error;
      room = nextRoom(room);
    }
  }
}

/** @param {number} room */
function nextRoom(room) {
  return room > 1000 ? Math.min(2_500_000, Math.floor(room / 2)) : 0;
}

/** @param {Bytes} sealed */
function nonceOf(sealed) {
  return hex(sealed.slice(0, NONCE));
}
