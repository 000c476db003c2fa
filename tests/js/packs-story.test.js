/** The story in an evidence package tells every entry, also what the rules refused, whatever is in it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fold } from '../../reviewer/browser/lifecycle/folding.js';
import { storyOf, storyPage, storyText } from '../../reviewer/browser/packs/evidence-story.js';

const ANN = 'a1'.repeat(32);
const DAY = '2026-01-02';
const MEMBERS = [{ person: ANN, since: '2026-01-01', until: '', slot: 0 }];
const FILED = { kind: 'filed', rules: 1, channel: 'letter', received: DAY, category: 'other', excluded: [], item: '', text: 'By letter.' };

/** @param {object} content of the entry after the first one */
function told(content) {
  const entries = [FILED, content].map((one, sequence) => ({
    sequence, day: DAY, author: ANN, key: 0, content: one, grants: sequence ? [] : [{ person: ANN, until: '' }], approvals: [], state: 'open', hold: 0,
  }));
  const state = fold(entries, MEMBERS);
  return { state, blocks: storyOf({ id: 'ab'.repeat(16), company: 'Contoso', chain: [], entries, state, items: new Map() }) };
}

/** @type {object[]} */
const ODD = [
  { kind: 'request', act: null, until: 1 }, { kind: 'note', text: 'x', act: null }, { kind: 'x', constructor: 'y' }, { kind: 'constructor' },
  { kind: 'filed', item: 'zz', text: 5 }, { kind: 'note', text: 5, allegations: [1], excluded: 'all' }, { kind: 'valueOf', toString: { kind: null } },
];

for (const content of ODD) {
  const written = JSON.stringify(content);
  test(`an entry that counts for nothing is told as it was written: ${written}`, () => {
    const { state, blocks } = told(content);
    assert.deepEqual(state.refused.map(({ sequence }) => sequence), [1]);
    assert.ok(storyText(blocks).includes(`This entry breaks a rule and counts for nothing: ${written}`));
    assert.ok(storyPage(blocks).includes('This entry breaks a rule'));
  });
}

test('an entry that counts is told in words', () => {
  const { state, blocks } = told({ kind: 'note', text: 'Seen.' });
  assert.deepEqual(state.refused, []);
  assert.match(storyText(blocks), /: Note\r\n.*\r\n {2}text: Seen\./);
});
