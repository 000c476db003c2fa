/** One case: its page, its acts, and cases entered by hand. */
import { enterHand, forgetHand, prepareHand } from './hand.js';
import { CASE_PLACES, enterCase, forgetCase, leaveCasePage, prepareCase } from './page.js';
import { forgetTree, prepareTree } from './tree-notice.js';

/** @import { Room } from '../rooms.js' */

/** @type {Room} */
export const cases = {
  views: [
    { name: 'case', for: ['member', 'adviser'], enter: enterCase, leave: leaveCasePage, allowed: ({ chosenCase }) => chosenCase !== null },
    { name: 'hand', for: ['member'], enter: enterHand },
  ],
  prepare() {
    prepareCase();
    prepareHand();
    prepareTree();
  },
  forget() {
    forgetCase();
    forgetHand();
    forgetTree();
  },
  filled: [...CASE_PLACES, 'hand-fields', 'tree-alarm'],
};
