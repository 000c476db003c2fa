/**
 * Whom the replies of a thread may leave out of what comes next (docs/protocol.md, section 4). One member alone can
 * take away nobody but itself.
 */
import { equal } from './encoding.js';
import { MEMBER_SLOTS, MIN_READERS } from './limits.js';

/** @import { OpenedReply } from './reply.js' */
/** @import { DirectoryMember } from './version.js' */
/** @typedef {Pick<OpenedReply, 'author' | 'excluded'>} Naming a verified reply: who names, and which slots */

/**
 * @param {number} mask
 * @param {readonly Naming[]} replies of the thread, verified
 * @param {readonly DirectoryMember[]} members of the current directory
 * @returns {number} the mask with the slots that count; never so that fewer than two members are left to read
 */
export function addExcluded(mask, replies, members) {
  const slots = Array.from({ length: MEMBER_SLOTS }, (_, slot) => slot);
  const own = slots.filter((slot) => authorsNaming(replies, slot).some((author) => author.slot === slot));
  const agreed = slots.filter((slot) => holdTwo(authorsNaming(replies, slot)));
  return [...own, ...agreed].reduce((sum, slot) => (leavesEnough(sum | (1 << slot), members) ? sum | (1 << slot) : sum), mask);
}

/**
 * @param {readonly Naming[]} replies
 * @param {number} slot
 */
function authorsNaming(replies, slot) {
  return replies.filter(({ excluded }) => excluded.includes(slot)).map(({ author }) => author);
}

/**
 * A member with a new key, or in another seat, is no second author.
 * @param {DirectoryMember[]} authors
 */
function holdTwo(authors) {
  return authors.some((one) => authors.some((other) => one.slot !== other.slot && !equal(one.sign, other.sign)));
}

/**
 * @param {number} mask
 * @param {readonly DirectoryMember[]} members
 */
function leavesEnough(mask, members) {
  return members.filter(({ slot }) => !(mask & (1 << slot))).length >= MIN_READERS;
}
