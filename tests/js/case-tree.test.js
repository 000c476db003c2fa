/** A reader's browser keeps what it saw of the record's tree, and names a server that shows another one. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hex, random } from '../../crypto/js/index.js';
import { openCase } from '../../reviewer/browser/cases/store.js';
import { followTree } from '../../reviewer/browser/cases/tree.js';
import { keepOverview, loadOverview } from '../../reviewer/browser/overview/keeping.js';
import { DAY, look, NOW, sealedLine, unnamedLies } from './case-lies.js';
import { RecordTree } from './case-tree.js';

/** @import { Visit } from '../../reviewer/browser/visit.js' */
/** @import { Sealed } from './case-lies.js' */

test('a tree that grows night by night is followed without a word', async () => {
  const of = await sealedLine();
  for (const epoch of [NOW, NOW + 1, NOW + 2]) {
    const own = of.ben();
    assert.deepEqual([(await look(of, own)).trouble, own.tree.missing.size], ['', 0]);
    assert.deepEqual(own.overview?.checkpoints.map(({ size }) => size), [of.tree.leaves.length]);
    of.tree.seal(epoch, epoch === NOW ? of.record.hashes : []);
  }
});

test('every lie about what was seen is named, also in a later visit', async () => {
  assert.deepEqual(await unnamedLies(false), []);
});

test('what was seen stays pinned while the server lies, and the alarm ends when it does not any more', async () => {
  const of = await sealedLine();
  await look(of, of.ben());
  of.server.tree = new RecordTree(of.tree).seal(NOW - 2);
  const own = of.ben();
  for (let again = 0; again < 2; again += 1) assert.equal((await look(of, own)).trouble, 'other');
  assert.equal(own.overview?.checkpoints[0].size, 128);
  of.server.tree = of.tree.seal(NOW, of.record.hashes);
  assert.equal((await look(of, own)).trouble, '');
  assert.equal(own.overview?.checkpoints[0].size, 192);
});

test('two devices that are shown two trees find out', async () => {
  const of = await sealedLine();
  const [desk, phone] = [of.ben(), of.ben()];
  await look(of, desk);
  const forked = of.tree.copy().seal(NOW);
  of.tree.seal(NOW).seal(NOW + 1);
  await look(of, phone);
  of.server.tree = forked;
  await look(of, desk); // learns from the index, at its end, what the phone saw
  assert.equal((await look(of, desk)).trouble, 'other');
});

/** As if so many days had gone by since the case was written, and each night had been sealed. @param {Sealed} of @param {Visit} own @param {number} days */
async function laterBy({ server, id }, own, days) {
  await server.as(own, async () => {
    await loadOverview(own);
    await followTree(own);
    if (own.tree.checkpoint) own.tree.checkpoint.epoch += days;
    await openCase(own, id);
  });
  return own.tree;
}

test('an entry that is old enough and not in the tree is named with its case', async () => {
  const of = await sealedLine();
  assert.deepEqual([...(await laterBy(of, of.ben(), 5)).missing], [[of.id, 0]]);
  of.tree.seal(NOW, of.record.hashes);
  const own = of.ben();
  const { missing, proven } = await laterBy(of, own, 5);
  assert.deepEqual([missing.size, [...proven]], [0, [[of.id, 0]]]);
});

test('a proof that leads elsewhere is named as well', async () => {
  const of = await sealedLine();
  of.tree.seal(NOW, of.record.hashes);
  const honest = of.tree.inclusion(of.record.hashes[0]);
  assert.ok(honest);
  const wrong = honest.proof.map(() => hex(random(32)));
  of.tree.inclusion = () => ({ ...honest, proof: wrong });
  assert.deepEqual([...(await laterBy(of, of.ben(), 5)).missing], [[of.id, 0]]);
});

test('an entry of today may be in the tree or not', async () => {
  const of = await sealedLine();
  assert.equal((await laterBy(of, of.ben(), 0)).missing.size, 0);
  assert.equal(of.server.asked.filter((one) => one.includes('inclusion')).length, 0);
});

test('a checkpoint that comes between two answers is followed, and the proof asked again', async () => {
  const of = await sealedLine();
  of.tree.seal(NOW + 5, of.record.hashes);
  for (let epoch = NOW; epoch < NOW + 5; epoch += 1) of.tree.leaves.push(...Array.from({ length: 64 }, () => random(32)));
  of.tree.sign();
  const own = of.ben();
  await of.server.as(own, async () => {
    await loadOverview(own);
    await followTree(own);
    of.tree.seal(NOW + 6);
    await openCase(own, of.id);
    await keepOverview(own);
  });
  assert.deepEqual([own.tree.trouble, own.tree.missing.size, own.tree.proven.get(of.id)], ['', 0, 0]);
  assert.equal(own.tree.checkpoint?.epoch, NOW + 6);
});

test('no new checkpoint for more than three days is said, and so is none at all long after the founding', async () => {
  const of = await sealedLine();
  of.server.tree = new RecordTree(of.tree).seal(NOW - 4);
  assert.equal((await look(of, of.ben())).trouble, '');
  of.server.tree = new RecordTree(of.tree).seal(NOW - 5);
  const stale = await sealedLine();
  stale.server.tree = of.server.tree;
  stale.server.tree.instance = stale.line.instance;
  stale.server.tree.seed = stale.tree.seed;
  stale.server.tree.sign();
  assert.equal((await look(stale, stale.ben())).trouble, 'late');
  const none = await sealedLine();
  none.server.tree = null;
  assert.equal((await look(none, none.ben())).trouble, 'late');
});

test('short epochs have three days as well', async () => {
  const of = await sealedLine();
  const own = of.ben();
  own.line.epoch_seconds = 15;
  const now = NOW * (DAY / 15);
  of.server.tree = new RecordTree(of.tree).seal(now - 2 * (DAY / 15));
  assert.equal((await look(of, own)).trouble, '');
});

test('a server that fails to show the tree is said to, and the case is open all the same', async () => {
  const of = await sealedLine();
  await look(of, of.ben());
  of.tree.since = () => { throw new Error('leaf 7 is missing'); };
  const own = of.ben();
  assert.equal((await look(of, own)).trouble, 'away');
  assert.ok(own.cases.has(of.id));
  assert.equal(own.overview?.checkpoints.length, 1);
});
