/** What a member's page tells the reporter by itself when somebody leaves a case. It is no answer to anything that the reporter wrote. */
import { say } from '../words.js';

/** Stands for the role where the words of both are compared; nobody's role holds it. */
const ANY = '\u0000';

export const steppedBack = () => say('leaving.stepped_back');

/** @param {string} role */
export const leftOut = (role) => say('leaving.left_out', { role });

/** @param {string} text of a message to the reporter */
export function isOfLeaving(text) {
  const [before, after] = leftOut(ANY).split(ANY);
  return text === steppedBack() || (text.startsWith(before) && text.endsWith(after));
}
