/** What is put together for meetings and for counsel. */

/** @import { Room } from '../rooms.js' */

/** @type {Room} */
export const packs = {
  views: [{ name: 'packs', for: ['member'], enter() {} }],
  prepare() {},
  forget() {},
  filled: [],
};
