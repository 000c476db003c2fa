/** One case: its page, its acts, and cases entered by hand. */

/** @import { Room } from '../rooms.js' */

/** @type {Room} */
export const cases = {
  views: [{ name: 'case', for: ['member', 'adviser'], enter() {} }, { name: 'hand', for: ['member'], enter() {} }],
  prepare() {},
  forget() {},
  filled: [],
};
