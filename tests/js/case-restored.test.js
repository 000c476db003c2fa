/**
 * What a member's browser says after the reviewer was restored from a backup: nothing in a new visit, since what it had
 * seen came back with the rest; of a page that stayed open, that the record is another one.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { look, NOW, sealedLine } from './case-lies.js';

/** The line as it was backed up, and a night later; `restore` brings the backup back. */
async function backedUp() {
  const of = await sealedLine();
  await look(of, of.ben());
  const kept = { tree: of.tree.copy(), indexes: new Map(of.server.indexes) };
  of.tree.seal(NOW, of.record.hashes);
  const open = of.ben();
  assert.equal((await look(of, open)).trouble, '');
  const restore = () => {
    of.server.tree = kept.tree;
    of.server.indexes = kept.indexes;
  };
  return { of, open, restore };
}

test('who comes anew after a restore is told nothing: index and record are of one moment', async () => {
  const { of, restore } = await backedUp();
  restore();
  assert.equal((await look(of, of.ben())).trouble, '');
});

test('a page that stayed open names another record, and would go on naming it: so a restore ends every session', async () => {
  const { of, open, restore } = await backedUp();
  restore();
  assert.equal((await look(of, open)).trouble, 'other');
  assert.equal((await look(of, of.ben())).trouble, 'other', 'what the open page knew went into the index');
});

test('who saw more than what came back, and kept it, is told so at every visit', async () => {
  const { of, restore } = await backedUp();
  const newer = new Map(of.server.indexes);
  restore();
  of.server.indexes = newer;
  assert.equal((await look(of, of.ben())).trouble, 'other');
  assert.equal((await look(of, of.ben())).trouble, 'other');
});
