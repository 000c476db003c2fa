/** The table of moves: which kind of entry is allowed in which fine state, and where it leads. */
import { NotAllowed } from './failures.js';
import { coarse, kindOf } from './rules.js';

/**
 * @param {string} fine '' before the first entry
 * @param {string} kind
 * @returns {string} the fine state after it. NotAllowed: state
 */
export function checkMove(fine, kind) {
  const rule = kindOf(kind);
  const moved = rule.moves.get(fine);
  if (moved !== undefined) return moved;
  if (rule.stays.includes(fine) || rule.during.includes(coarse(fine))) return fine;
  throw new NotAllowed('state');
}
