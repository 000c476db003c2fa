/** What one member writes of an item that nobody can open: it bars nobody, and the reporter is told of nobody. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { caseId } from '../../crypto/js/cases.js';
import { hex, random } from '../../crypto/js/index.js';
import { conversationOf } from '../../reviewer/browser/cases/conversation.js';
import { membersToGrant, readersToGrant } from '../../reviewer/browser/cases/granting.js';
import { itemName } from '../../reviewer/browser/cases/items.js';
import { slotsLeftOut } from '../../reviewer/browser/cases/letter.js';
import { directoryOf, openCase } from '../../reviewer/browser/cases/store.js';
import { begin, write } from '../../reviewer/browser/cases/writing.js';
import { today } from './case-server.js';
import { comeBack, fileAgain, fileBy, itemOfReport, keyOf, look, reported } from './taking-away.js';

test('A follow-up that nobody brought bars nobody from the case, and the reporter is not told to leave anybody out.', async () => {
  const all = await reported();
  const { server, ann, ben, cat, dan } = all;
  await fileBy(all, { to: [ann, dan] });
  const { id } = await look(all, dan);
  const item = hex(random(16));
  const said = { kind: 'follow_up', item, received: today(), excluded: [keyOf(ben), keyOf(cat)].sort() };
  await server.as(dan, async () => write(dan, await openCase(dan, id), said));
  await look(all, ann);
  const opened = await server.as(ann, () => openCase(ann, id));
  assert.deepEqual([opened.state.excluded, [...opened.leftOut], [...opened.unread.keys()]], [[], [], [item]]);
  const talk = conversationOf(ann, opened);
  assert.ok(talk);
  assert.deepEqual(slotsLeftOut(/** @type {any} */ (ann), opened, talk), []);
  const admitted = { kind: 'grant_made', reader: keyOf(ben), until: '', why: 'passed over' };
  await server.as(ann, async () => write(ann, opened, admitted, { grantTo: await readersToGrant(ann, opened, [{ person: keyOf(ben), until: '' }]) }));
  assert.equal((await look(all, ben)).id, id);
});

test('Who files a report again later, under the lowest id and without one member, draws nobody into that case.', async () => {
  const all = await reported();
  const { server, ann, ben, cat, dan } = all;
  await fileBy(all, { to: [dan] });
  await look(all, ann);
  const honest = await fileAgain(all, ann);
  for (const own of [ben, cat]) await look(all, own);
  const item = itemOfReport(dan);
  const said = { kind: 'filed_again', rules: 1, received: today(), category: 'other', excluded: [], item: itemName(item), again: hex(caseId(item)) };
  await server.as(dan, async () => {
    const grantTo = membersToGrant(await directoryOf(dan), [keyOf(cat)]);
    await begin(dan, new Uint8Array(16), said, { grantTo, items: [item] });
  });
  for (const own of [ann, await comeBack(all, ben), cat]) assert.equal((await look(all, own)).id, honest?.id);
});
