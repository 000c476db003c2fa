/**
 * The four requests of every visit: directory, mix, board, one drop. Sending, looking and covering differ in nothing that a network sees;
 * so there is one function for all of them, and no other module of the page makes a request.
 */
import { filler, Kind, sealDrop, solve, STORED, verifyBoard, verifyDirectory, verifyMix } from '../../crypto/js/index.js';
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
/** @typedef {'directory' | 'mix' | 'board' | 'seal' | 'send'} Step */

const PATIENCE = 240_000;

/**
 * Fetches and verifies, lets `write` seal an envelope, and posts it; without `write`, or when that gives nothing, it posts a cover.
 *
 *  1. directory: chain, signatures, fingerprint, age
 *  2. mix: the intake's, for this directory, for about now
 *  3. board: signed by the committee's side
 *  4. drop: `stored`, or it throws
 *
 * @param {Line} line
 * @param {Bytes} fingerprint
 * @param {{ tell: (step: Step) => void, write?: (served: Served) => Promise<Bytes | null> }} visit
 * @returns {Promise<Served>}
 * @throws {NotReached | NotOpen | NotStored | import('../../crypto/js/index.js').ProtocolError}
 */
export async function visit(line, fingerprint, { tell, write }) {
  tell('directory');
  const directory = verifyDirectory(await get('/directory'), { today: dayOf(Date.now()), fingerprint });
  tell('mix');
  const mix = verifyMix(await get('/mix'), directory, epochAt(Date.now(), line.epoch_seconds));
  tell('board');
  const { boardKey, instance } = directory.current;
  const board = verifyBoard(await get('/board'), boardKey, instance);
  tell('seal');
  const served = { directory, mix, board };
  const envelope = (await write?.(served)) ?? null;
  const drop = await seal(envelope, served, instance);
  tell('send');
  await post(drop);
  return served;
}

/**
 * @param {Bytes | null} envelope null makes a cover
 * @param {Served} served
 * @param {Bytes} instance
 */
async function seal(envelope, { mix }, instance) {
  const inside = envelope ?? await filler(instance);
  const work = await solve(mix.challenge, inside, mix.bits);
  return sealDrop(envelope ? Kind.ENVELOPE : Kind.COVER, inside, mix.mixKey, work);
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
