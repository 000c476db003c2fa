/** The story in an evidence package tells every entry, also what the rules refused, whatever is in it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CODES, STATES } from '../../reviewer/browser/lifecycle/rules.js';
import { CODE_WORDS } from '../../reviewer/browser/packs/evidence-codes.js';
import { unprovenText } from '../../reviewer/browser/packs/evidence-words.js';
import { fold } from '../../reviewer/browser/lifecycle/folding.js';
import { roleOf, storyOf, storyPage, storyText } from '../../reviewer/browser/packs/evidence-story.js';

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

const EVE = 'e5'.repeat(32);

/** An entry by which a person gets a name in the story. @param {string} author */
function named(author) {
  const said = { kind: 'key_verified', person: EVE, keys: 'cd'.repeat(32), role: 'Chair of the Audit Committee' };
  const entries = [FILED, said].map((one, sequence) => ({
    sequence, day: DAY, author: sequence ? author : ANN, key: 0, content: one, grants: sequence ? [] : [{ person: ANN, until: '' }], approvals: [], state: 'open', hold: 0,
  }));
  return { chain: [], entries, state: fold(entries, MEMBERS) };
}

test('a name comes from an entry that counts, and never from one that breaks a rule', () => {
  assert.equal(roleOf(named(ANN), EVE, DAY), 'Chair of the Audit Committee (adviser)');
  const forged = named(EVE); // who does not read the case gives themselves a name in it
  assert.equal(forged.state.refused.length, 1);
  assert.equal(roleOf(forged, EVE, DAY), `key ${EVE.slice(0, 16)}`);
});

test('every code of the rules is told in words', () => {
  for (const [list, codes] of [...CODES, /** @type {const} */ (['states', [...STATES.keys()]])]) {
    if (list !== 'reasons') assert.deepEqual(Object.keys(CODE_WORDS[list]).sort(), [...codes].sort(), list);
  }
  const { blocks } = told({ kind: 'conflict_check', urgent: 1, note: '' });
  const text = storyText(blocks);
  assert.match(text, /State: Conflicts of interest checked/);
  assert.match(text, /came by: Letter/);
  assert.match(text, /category: Something else, or not sure/);
  assert.match(text, /urgent: yes/);
});

test('what is not proven is named by its entries', () => {
  assert.match(unprovenText([3, 5, 6, 7]), /^Entries 3, 5 to 7 are not in this checkpoint/);
});
