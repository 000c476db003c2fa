/** What is due, and who is on duty. */

/** @import { Room } from '../rooms.js' */

/** @type {Room} */
export const due = {
  views: [],
  prepare() {},
  forget() {},
  filled: [],
};
