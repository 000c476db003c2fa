/** All that the rules say of the cases on standard input, as tests/lifecycle/answers.py says it. */
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { nextMoves } from '../../reviewer/browser/lifecycle/acts.js';
import { clearPart, dueList, overdue } from '../../reviewer/browser/lifecycle/due.js';
import { fold } from '../../reviewer/browser/lifecycle/folding.js';

/** @param {any} one a case */
export function answer({ members, terms, entries, day, persons }) {
  const state = fold(entries, members);
  return {
    state,
    due: dueList(state, terms),
    overdue: overdue(state, day, terms),
    clear: clearPart(state, terms),
    acts: Object.fromEntries(persons.map((/** @type {string} */ person) => [person, nextMoves(state, members, person, day)])),
  };
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, 'utf8')).map(answer)));
}
