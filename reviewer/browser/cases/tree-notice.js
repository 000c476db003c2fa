/** What is wrong with the tree of all records, said above whatever view is up. */
import { fill, make, place } from '../dom.js';
import { shortNumber } from '../overview/row.js';
import { say } from '../words.js';
import { whenFollowed } from './tree.js';

/** @import { Follower } from './tree.js' */

/** What is shown now: an alert is not made anew for nothing. */
let shown = '';

export function prepareTree() {
  whenFollowed(showTree);
}

export function forgetTree() {
  shown = '';
}

/** @param {Follower} own */
function showTree({ tree }) {
  const lines = [
    ...(tree.trouble ? [say(`tree.${tree.trouble}`)] : []),
    ...[...tree.missing].map(([id, sequence]) => say('tree.missing', { number: shortNumber(id), entry: String(sequence) })),
  ];
  if (lines.join('\n') === shown) return;
  shown = lines.join('\n');
  const severe = tree.missing.size > 0 || tree.trouble === 'other' || tree.trouble === 'unsigned';
  fill(place('tree-alarm'), lines.length > 0 && make('div', { class: severe ? 'note note-bad' : 'note' },
    make('h2', {}, say(severe ? 'tree.title' : 'tree.title_late')),
    make('ul', { class: 'plain' }, ...lines.map((line) => make('li', {}, line))),
    make('p', {}, say(severe ? 'tree.what_to_do' : 'tree.what_to_do_late'))));
}
