/**
 * What a server can do to a record behind its readers' backs, once they have seen it, and what they are then to be told.
 * Each lie is told to a member's browser in a later visit.
 */
import { random } from '../../crypto/js/index.js';
import { publicKey } from '../../crypto/js/signatures.js';
import { followTree } from '../../reviewer/browser/cases/tree.js';
import { membersToGrant } from '../../reviewer/browser/cases/granting.js';
import { directoryOf, openCase } from '../../reviewer/browser/cases/store.js';
import { begin } from '../../reviewer/browser/cases/writing.js';
import { keepOverview, loadOverview } from '../../reviewer/browser/overview/keeping.js';
import { epochOf } from '../../reviewer/browser/days.js';
import { CaseServer, today, visitOf } from './case-server.js';
import { RecordTree } from './case-tree.js';
import { foundLine } from './line.js';

/** @import { Visit } from '../../reviewer/browser/visit.js' */
/** @import { Trouble } from '../../reviewer/browser/cases/tree.js' */

export const DAY = 86_400;
export const NOW = epochOf(Date.now(), DAY); // the epoch that is open

/** A line with two nights that were sealed, and a case of today. */
export async function sealedLine() {
  const seed = random(32);
  const line = foundLine([0, 2, 5], { intakeKey: publicKey(random(32)), boardKey: publicKey(seed) });
  const server = new CaseServer(line);
  const ann = visitFor(line, 0);
  const content = { kind: 'filed', rules: 1, channel: 'letter', received: today(), category: 'other', excluded: [], item: '', text: 'Books in the safe' };
  const { id, record } = await server.as(ann, async () => (
    begin(ann, random(16), content, { grantTo: membersToGrant(await directoryOf(ann), []), items: [] })));
  const tree = new RecordTree({ instance: line.instance, seed }).seal(NOW - 2).seal(NOW - 1);
  server.tree = tree;
  return { line, server, tree, id, record, ben: () => visitFor(line, 1) };
}

/** @typedef {Awaited<ReturnType<typeof sealedLine>>} Sealed */

/** @param {ReturnType<typeof foundLine>} line @param {number} which */
function visitFor(line, which) {
  return /** @type {Visit & ReturnType<typeof visitOf>} */ (/** @type {unknown} */ (visitOf(line, line.members[which])));
}

/**
 * One look of one visit: the tree is followed, the case is opened, and what was seen is kept.
 * @param {Sealed} of @param {Visit} own @param {boolean} [forgetful] a broken browser, which keeps no checkpoint
 */
export async function look({ server, id }, own, forgetful = false) {
  await server.as(own, async () => {
    const overview = await loadOverview(own);
    if (forgetful) overview.checkpoints = [];
    await followTree(own);
    await openCase(own, id);
    await keepOverview(own);
  });
  return own.tree;
}

/** The tree that was sealed, with one leaf replaced: an entry was taken out, or a filler is another one. @param {Sealed} of */
function altered({ server, tree }) {
  server.tree = tree.copy();
  server.tree.leaves[7] = random(32);
  return server.tree;
}

/** @type {Record<string, { told: Trouble, lie: (of: Sealed) => void }>} */
export const LIES = {
  'the tree is set back by a night': { told: 'other', lie: ({ server, tree }) => { server.tree = new RecordTree(tree).seal(NOW - 2); } },
  'there is no tree any more': { told: 'other', lie: ({ server }) => { server.tree = null; } },
  'a leaf was replaced, and the checkpoint of that night signed again': { told: 'other', lie: (of) => void altered(of).sign() },
  'a leaf was replaced, and another night was sealed on top': { told: 'other', lie: (of) => void altered(of).seal(NOW) },
  'a night has fewer leaves than a block': { told: 'other', lie: ({ server, tree }) => {
    server.tree = tree.copy().seal(NOW + 1); // one block for two nights
  } },
  'leaves were added to a night that was sealed': { told: 'other', lie: ({ server, tree }) => { server.tree = tree.copy().seal(NOW - 1); } },
  'the checkpoint is signed by another key': { told: 'unsigned', lie: ({ server, tree }) => { server.tree = tree.copy().seal(NOW).sign(random(32)); } },
  'the proof of consistency is another one': { told: 'other', lie: ({ server, tree }) => {
    const later = tree.copy().seal(NOW);
    later.since = () => ({ note: later.note, proof: ['ab'.repeat(32)] });
    server.tree = later;
  } },
  'the proof is no list of hashes': { told: 'other', lie: ({ server, tree }) => {
    const later = tree.copy();
    later.since = () => ({ note: later.note, proof: /** @type {any} */ ('none') });
    server.tree = later;
  } },
};

/**
 * @param {boolean} forgetful
 * @returns {Promise<string[]>} the lies that were told and that the page does not name
 */
export async function unnamedLies(forgetful) {
  const unnamed = [];
  for (const [name, { told, lie }] of Object.entries(LIES)) {
    const of = await sealedLine();
    await look(of, of.ben(), forgetful);
    lie(of);
    const { trouble } = await look(of, of.ben(), forgetful);
    if (trouble !== told) unnamed.push(name);
  }
  return unnamed;
}
