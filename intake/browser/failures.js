/**
 * One table from what went wrong to a sentence that says what to do next.
 */
import {
  BadSignature, BrokenChain, Expired, ForeignMix, Malformed, StaleMix, TooFewReaders, TooLong, WrongInstance,
} from '../../crypto/js/index.js';
import { ReadersChanged } from './deliver.js';
import { NotOpen, NotReached, NotStored } from './trace.js';

/** @type {[new (...args: any[]) => Error, string][]} */
const SENTENCES = [
  [NotReached, 'failed_network'],
  [NotOpen, 'failed_closed'],
  [NotStored, 'failed_reload'],
  [ForeignMix, 'failed_reload'], // the directory changed between two requests
  [ReadersChanged, 'failed_readers'],
  [StaleMix, 'failed_clock'],
  [Expired, 'failed_expired'],
  [BadSignature, 'failed_proof'],
  [BrokenChain, 'failed_proof'],
  [Malformed, 'failed_proof'],
  [WrongInstance, 'failed_proof'],
  [TooFewReaders, 'failed_few'],
  [TooLong, 'failed_long'],
];

/**
 * @param {unknown} error
 * @param {import('./line.js').Line} line
 * @returns {string}
 */
export function sentence(error, line) {
  const name = SENTENCES.find(([type]) => error instanceof type)?.[1] ?? 'failed_other';
  return line.say(name, { ways: otherWays(line) });
}

/** @param {import('./line.js').Line} line */
export function otherWays({ say, counsel }) {
  return counsel ? say('ways_counsel', { counsel }) : say('ways');
}
