/** The auditor's log. */

/** @import { Room } from '../rooms.js' */

/** @type {Room} */
export const auditor = {
  views: [{ name: 'log', for: ['auditor'], enter() {} }],
  prepare() {},
  forget() {},
  filled: [],
};
