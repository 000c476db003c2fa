/** Times the fold of a case in a file, as tests/lifecycle/story.py makes it: fold.mjs FILE RUNS prints milliseconds as JSON. */
import { readFileSync } from 'node:fs';
import { fold } from '../../reviewer/browser/lifecycle/folding.js';

const [file, runs] = process.argv.slice(2);
const { entries, members } = JSON.parse(readFileSync(file, 'utf8'));
const times = [];
for (let run = 0; run < Number(runs); run += 1) {
  const begin = performance.now();
  const state = fold(entries, members);
  times.push(performance.now() - begin);
  if (state.timeline.length !== entries.length) throw new Error('an entry was refused');
}
process.stdout.write(JSON.stringify(times));
