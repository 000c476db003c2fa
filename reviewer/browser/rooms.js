/**
 * The parts of the members' page beside inbox and reports. Each says which views it has, and forgets by itself what it
 * opened.
 */
import { account } from './account/room.js';
import { auditor } from './auditor/room.js';
import { cases } from './cases/room.js';
import { committee } from './committee/room.js';
import { due } from './due/room.js';
import { overview } from './overview/room.js';
import { retention } from './orders/room.js';
import { packs } from './packs/room.js';

/** @import { Standing } from './api.js' */
/** @import { Visit } from './visit.js' */

/**
 * @typedef {object} RoomView
 * @property {string} name id of the section
 * @property {Standing[]} for
 * @property {() => void} enter fills the view, each time it comes up
 * @property {(own: Visit) => boolean} [allowed] more that must be so; else the start of this standing comes up
 * @property {boolean} [early] also for who has yet to join
 * @property {() => void} [leave] empties the view, when another comes up
 */
/**
 * @typedef {object} Room
 * @property {RoomView[]} views
 * @property {() => void} prepare once, when the page is loaded: listeners
 * @property {() => void} forget at the end of a visit: timers, variables; keys and texts
 * @property {string[]} filled ids of places that are emptied at the end of a visit
 */

/** @type {readonly Room[]} */
export const ROOMS = [cases, due, overview, committee, retention, packs, auditor, account];
