/** Who is on the committee; advisers; changes of the list; how a newcomer compares the words. */

/** @import { Room } from '../rooms.js' */

/** @type {Room} */
export const committee = {
  views: [{ name: 'committee', for: ['member'], enter() {} }, { name: 'joining', for: ['member'], enter() {} }],
  prepare() {},
  forget() {},
  filled: [],
};
