/**
 * A look at everything the server has for the members: all batches, the board, the marks. Its requests are the same
 * whatever is found.
 */
import { ringOpener } from '../../crypto/js/cases.js';
import { BOARD_EPOCHS, verifyBoard } from '../../crypto/js/index.js';
import * as api from './api.js';
import { dayOfEpoch, epochAfter } from './days.js';
import { allThreads } from './cases/conversation.js';
import { fetchDirectory } from './directory.js';
import { breathe } from './dom.js';
import { keepMarks } from './keeping.js';
import { assembleReplies, findParts } from './replies.js';
import { heldBy } from './ring.js';
import { compareWithStored, isBehind } from './stored-list.js';
import { sortThreads } from './threads.js';
import { dayNow, epochNow } from './clock.js';
import { followOrders } from './orders/following.js';
import { firstSurelyKept } from './retention/kept-epochs.js';

/** @import { Board, CurrentDirectory } from '../../crypto/js/index.js' */
/** @import { BatchListing, Step } from './scanner.js' */
/** @import { Visit } from './visit.js' */

/** @typedef {{ batches: BatchListing[], board: Board | null }} Look */

/**
 * @param {Visit} own what is found is put there
 * @param {object} teller
 * @param {(step: Step) => void} teller.step after each batch
 * @param {(batches: BatchListing[] | null) => void} teller.outcome once all is read; null before the founding
 */
export async function lookAtAll(own, { step, outcome }) {
  const directory = await fetchDirectory(own.secret, own.signed); // each time: somebody may have left since the last look
  if (own.over) return;
  if (!directory) return outcome(null);
  own.directory = directory;
  const batches = await lookAndCompare(own, directory, step);
  if (!batches || own.over) return;
  own.looked = true;
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

/**
 * The board is fetched after the batches were listed. When it lists more than they are, a new batch has come in
 * between, or one is kept back: the second list says which.
 * @param {Visit} own
 * @param {CurrentDirectory} directory
 * @param {(step: Step) => void} step
 * @returns {Promise<BatchListing[] | null>} null when the visit has ended
 */
async function lookAndCompare(own, directory, step) {
  let through = own.boardEnds;
  let look = await lookOnce(own, directory, step);
  if (look?.board && isBehind(look.board, epochsOf(look.batches))) {
    through = Math.max(through, look.board.epoch);
    look = await lookOnce(own, directory, step);
  }
  return look && compared(own, directory, look, through);
}

/**
 * @param {Visit} own
 * @param {CurrentDirectory} directory
 * @param {(step: Step) => void} tell
 * @returns {Promise<Look | null>} null when the visit has ended
 */
async function lookOnce(own, directory, tell) {
  const { batches } = await api.batches();
  const complete = await own.scanner.lookThrough(batches, {
    fetchValue: api.value,
    open: await ringOpener(heldBy(own), directory, own.instance),
    breathe,
    tell,
  });
  if (!complete) return null;
  if (own.member.standing === 'member') await followOrders(own, dayNow());
  sortFindings(own);
  const board = await readBoard(own, directory);
  return own.over ? null : { batches, board };
}

/** @param {readonly BatchListing[]} batches */
function epochsOf(batches) {
  return batches.map(({ epoch }) => epoch);
}

/**
 * @param {Visit} own
 * @param {CurrentDirectory} directory
 * @param {Look} look
 * @param {number} through the last epoch of a board that was seen before
 */
function compared(own, directory, { batches, board }, through) {
  own.differences = compareWithStored({
    board: board ?? noBoard(own, directory, through),
    epochs: epochsOf(batches),
    digestOf: (epoch) => own.scanner.digestOf(epoch),
    through,
    epochNow: epochNow(own.line.epoch_seconds),
    kept: firstSurelyKept(own.ordered.orders, board?.epoch ?? 0, own.line.epoch_seconds),
  });
  return batches;
}

/**
 * Before the first board, nothing is missed until the day of the founding is over; a board that was there and is not
 * any more has gone back.
 * @param {Visit} own
 * @param {CurrentDirectory} directory
 * @param {number} through
 */
function noBoard({ line }, { chain }, through) {
  const epoch = through < 0 ? epochAfter(chain[0].day, line.epoch_seconds) : through - 1;
  return { epoch, sequence: 0, stored: [] };
}

/**
 * @param {Visit} own
 * @param {CurrentDirectory} directory
 * @returns {Promise<Board | null>} null where there is none yet
 */
async function readBoard(own, { chain, current }) {
  const bytes = await api.board();
  if (!bytes) return null;
  const board = verifyBoard(bytes, current.boardKey, own.instance);
  const { parts, unread } = await findParts(board.entries, allThreads(own), chain, own.instance, breathe);
  if (own.over) return null;
  own.parts = parts;
  own.unread = unread;
  own.boardEnds = Math.max(own.boardEnds, board.epoch);
  sortReplies(own);
  return board;
}

/** @param {Visit} own */
export function sortReplies(own) {
  const oldest = dayOfEpoch(Math.max(0, own.boardEnds - BOARD_EPOCHS), own.line.epoch_seconds);
  own.replies = assembleReplies(own.parts, own.marks, { slot: own.slot, role: own.member.role }, oldest);
}
