/** One's own account: passkeys, sessions, keys. */

/** @import { Room } from '../rooms.js' */

/** @type {Room} */
export const account = {
  views: [],
  prepare() {},
  forget() {},
  filled: [],
};
