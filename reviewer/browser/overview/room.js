/** The list of cases, and the search in it. */

/** @import { Room } from '../rooms.js' */

/** @type {Room} */
export const overview = {
  views: [{ name: 'cases', for: ['member', 'adviser'], enter() {} }],
  prepare() {},
  forget() {},
  filled: [],
};
