/** A link names another case to all who read this one: none is offered of which one of them is not to know. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hex, random } from '../../crypto/js/index.js';
import { otherCases } from '../../reviewer/browser/cases/act-table.js';
import { membersToGrant } from '../../reviewer/browser/cases/granting.js';
import { listCases } from '../../reviewer/browser/cases/store.js';
import { begin } from '../../reviewer/browser/cases/writing.js';
import { useWords } from '../../reviewer/browser/words.js';
import { CaseServer, today, visitOf } from './case-server.js';
import { foundLine } from './line.js';

useWords(new Proxy({}, { get: (_, name) => String(name), has: () => true }), 'en');

test('a case that one of the readers does not read is not offered, neither opened nor from the overview', async () => {
  const line = foundLine([0, 2, 5, 6]);
  const server = new CaseServer(line);
  const [ann, , , dan] = line.members.map((secret) => visitOf(line, secret));
  const file = (/** @type {string[]} */ excluded) => server.as(ann, () => begin(
    ann, random(16), { kind: 'filed', rules: 1, channel: 'letter', received: today(), category: 'other', excluded, item: '', text: 'x' },
    { grantTo: membersToGrant(line.directory, excluded), items: [] }));
  const all = [await file([]), await file([])];
  const without = [await file([hex(dan.secret.signKey)]), await file([hex(dan.secret.signKey)])];
  await server.as(ann, () => listCases(ann));
  const offered = (/** @type {any} */ own, /** @type {any} */ opened) => otherCases(own, opened).map(({ value }) => value).sort();
  assert.deepEqual(offered(ann, all[0]), [all[1].id]);
  assert.deepEqual(offered(ann, without[0]), [...all.map(({ id }) => id), without[1].id].sort()); // who reads more may know
  const told = [...all, ...without].map(({ id, state }) => [id, { case: id, readers: state.readers.map(({ person }) => person) }]);
  const later = { ...ann, cases: new Map(), overview: { cases: new Map(/** @type {any} */ (told)), checkpoints: [] } };
  assert.deepEqual(offered(later, all[0]), [all[1].id]);
  assert.deepEqual(offered({ ...later, overview: null }, all[0]), []); // nothing is known of them yet
});
