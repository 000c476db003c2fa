/**
 * A look at everything the server has for the members: all batches, the board, the marks. Its requests are the same
 * whatever is found.
 */
import { BOARD_EPOCHS, hashesCarrying, openEnvelope, verifyBoard } from '../../crypto/js/index.js';
import * as api from './api.js';
import { dayOfEpoch } from './days.js';
import { fetchDirectory } from './directory.js';
import { breathe } from './dom.js';
import { fetchMarks, keepMarks } from './keeping.js';
import { assembleReplies, findParts } from './replies.js';
import { sortThreads } from './threads.js';

/** @import { BatchListing, Step } from './scanner.js' */
/** @import { Visit } from './visit.js' */

/**
 * @param {Visit} own what is found is put there
 * @param {object} teller
 * @param {(step: Step) => void} teller.step after each batch
 * @param {(batches: BatchListing[] | null) => void} teller.outcome once all is read; null before the founding
 */
export async function lookAtAll(own, { step, outcome }) {
  own.directory ??= await fetchDirectory(own.secret, own.signed);
  if (!own.directory) return outcome(null);
  const marks = await fetchMarks(own);
  if (own.over) return;
  own.marks = marks;
  const { batches } = await api.batches();
  const hashes = hashesCarrying(own.directory, own.secret);
  const complete = await own.scanner.lookThrough(batches, {
    fetchBatch: api.batch,
    open: (envelope) => openEnvelope(envelope, own.secret, hashes, own.instance),
    breathe,
    tell: step,
  });
  if (!complete) return;
  sortFindings(own);
  await readBoard(own);
  if (own.over) return;
  outcome(batches);
  if (batches.length) await api.scanned(Math.max(...batches.map(({ epoch }) => epoch)));
  await keepMarks(own); // found something or not: so that writing says nothing
}

/** @param {Visit} own */
export function sortFindings(own) {
  const sorted = sortThreads(own.scanner.findings.messages);
  own.threads = sorted.threads;
  own.apart = sorted.apart;
}

/** @param {Visit} own */
async function readBoard(own) {
  const bytes = await api.board();
  if (!bytes || !own.directory) return;
  const { chain, current } = own.directory;
  const { entries, epoch } = verifyBoard(bytes, current.boardKey, own.instance);
  const { parts, unread } = await findParts(entries, own.threads, chain, own.instance, breathe);
  if (own.over) return;
  own.parts = parts;
  own.unread = unread;
  own.boardEnds = epoch;
  sortReplies(own);
}

/** @param {Visit} own */
export function sortReplies(own) {
  const oldest = dayOfEpoch(Math.max(0, own.boardEnds - BOARD_EPOCHS), own.line.epoch_seconds);
  own.replies = assembleReplies(own.parts, own.marks, own.member, oldest);
}
