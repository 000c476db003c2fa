/**
 * The four requests of every visit: directory, mix, board, one drop. Sending, looking and covering differ in nothing that a network sees;
 * so there is one function for all of them, and no other module of the page makes a request.
 */
import {
  filler, ForeignMix, Kind, sealDrop, solve, STORED, verifyBoard, verifyDirectory, verifyMix,
} from '../../crypto/js/index.js';
import { chance } from './cover-schedule.js';
import { dayOf, epochAt } from './dates.js';

/** @import { Bytes, Board, CurrentDirectory, Mix } from '../../crypto/js/index.js' */
/** @import { Line } from './line.js' */

/** The line did not answer, or not whole. What was posted may or may not be stored. */
export class NotReached extends Error {}
/** It answered that it takes nothing now. */
export class NotOpen extends Error {}
/** It did not take the drop: the page must fetch the mix again. */
export class NotStored extends Error {}

/**
 * @typedef {object} Served what a visit fetched, all of it verified
 * @property {CurrentDirectory} directory
 * @property {Mix} mix
 * @property {Board} board
 */
/** @typedef {'directory' | 'mix' | 'board' | 'seal' | 'work' | 'send' | 'again'} Step */
/**
 * @typedef {object} Ways
 * @property {(step: Step, share?: number) => void} tell `share`: how much of the work is probably done, 0 to 1
 * @property {(served: Served) => Promise<Bytes | null>} [write] seals an envelope; without it, or when it gives nothing, a cover goes
 * @property {(time: number) => Promise<void>} [rest] between two tries
 */

const PATIENCE = 240_000;
const TRIES = 4;
/** What passes: a busy line, one that asks for more work than when it was fetched, one whose directory has just changed. */
const PASSING = [NotOpen, NotStored, ForeignMix];

/**
 * Visits the line until it took the drop, a few times at most, whatever the drop carries.
 * @param {Line} line
 * @param {Bytes} fingerprint
 * @param {Ways} ways
 * @returns {Promise<Served>}
 * @throws {NotReached | NotOpen | NotStored | import('../../crypto/js/index.js').ProtocolError}
 */
export async function visit(line, fingerprint, ways) {
  for (let time = 1; time < TRIES; time += 1) {
    try {
      return await visitOnce(line, fingerprint, ways);
    } catch (error) {
      if (!PASSING.some((type) => error instanceof type)) throw error;
    }
    ways.tell('again');
    await (ways.rest ?? rest)(time);
  }
  return visitOnce(line, fingerprint, ways);
}

/**
 * 2 to 4 seconds, then twice, then four times as long, so that all who were turned away do not come back at once.
 * @param {number} time
 */
function rest(time) {
  return /** @type {Promise<void>} */ (new Promise((resolve) => setTimeout(resolve, 1000 * (1 + chance()) * 2 ** time)));
}

/**
 *  1. directory: chain, signatures, fingerprint, age
 *  2. mix: the intake's, for this directory, for about now
 *  3. board: signed by the committee's side
 *  4. drop: `stored`, or it throws
 *
 * @param {Line} line
 * @param {Bytes} fingerprint
 * @param {Ways} ways
 * @returns {Promise<Served>}
 */
async function visitOnce(line, fingerprint, { tell, write }) {
  tell('directory');
  const directory = verifyDirectory(await get('/directory'), { today: dayOf(Date.now()), fingerprint });
  tell('mix');
  const mix = verifyMix(await get('/mix'), directory, epochAt(Date.now(), line.epoch_seconds));
  tell('board');
  const { boardKey, instance } = directory.current;
  const board = verifyBoard(await get('/board'), boardKey, instance);
  tell('seal');
  await breath(); // so that this is seen before the work that follows, which a slow browser does without a pause
  const served = { directory, mix, board };
  const envelope = (await write?.(served)) ?? null;
  const drop = await seal(envelope, served, instance, tell);
  tell('send');
  await post(drop);
  return served;
}

/**
 * @param {Bytes | null} envelope null makes a cover
 * @param {Served} served
 * @param {Bytes} instance
 * @param {Ways['tell']} tell
 */
async function seal(envelope, { mix }, instance, tell) {
  const inside = envelope ?? await filler(instance);
  // How far it is, nobody knows: `share` is the chance to have been done by now.
  const work = await solve(mix.challenge, inside, mix.bits, (tried) => {
    tell('work', 1 - Math.exp(-tried / 2 ** mix.bits));
    return breath();
  });
  return sealDrop(envelope ? Kind.ENVELOPE : Kind.COVER, inside, mix.mixKey, work);
}

/** Lets the page paint and take key presses. A timer would wait for a second in a page that is not in front. */
function breath() {
  return /** @type {Promise<void>} */ (new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', () => {
      port1.close();
      resolve();
    }, { once: true });
    port1.start();
    port2.postMessage(0);
  }));
}

/** Nothing about this browser goes along that it does not send anyway, and nothing comes from its cache. */
const DISCREET = /** @type {const} */ ({ cache: 'no-store', credentials: 'omit', redirect: 'error', referrerPolicy: 'no-referrer' });

/** @param {string} path */
async function get(path) {
  return ask(path, { ...DISCREET, signal: AbortSignal.timeout(PATIENCE) });
}

/** @param {Bytes} drop */
async function post(drop) {
  const answer = await ask('/drop', {
    ...DISCREET, method: 'POST', headers: { 'Content-Type': 'application/octet-stream' }, body: drop, signal: AbortSignal.timeout(PATIENCE),
  });
  if (new TextDecoder().decode(answer).trim() !== STORED) throw new NotStored();
}

/**
 * @param {string} path
 * @param {RequestInit} request
 * @returns {Promise<Bytes>}
 */
async function ask(path, request) {
  let response;
  let body;
  try {
    response = await fetch(path, request);
    body = new Uint8Array(await response.arrayBuffer());
  } catch {
    throw new NotReached();
  }
  if (!response.ok) throw new NotOpen();
  return body;
}
