/**
 * A certificate to take away (docs/protocol.md, section 21): with the list of members and all orders, so that who holds the
 * file checks it on another machine, without a server and without a key.
 */
import { hex, verifyDirectory } from '../../../crypto/js/index.js';
import { plain } from '../../../crypto/js/cases.js';
import { base64 } from '../../../crypto/js/encoding.js';
import { BrokenChain } from '../../../crypto/js/errors.js';

/** @import { Bytes, CurrentDirectory } from '../../../crypto/js/index.js' */
/** @import { Document } from './api.js' */
/** @import { Held } from './certificates.js' */

export const TYPE = 'SLCRF/1';

/**
 * @param {Held} held
 * @param {Bytes | null} directory as the server holds it
 * @param {readonly Document[]} orders all of them
 * @param {CurrentDirectory} relied the list that this page relies on: what is put in must be that, or grow from it
 * @returns {string} one JSON object
 * @throws {import('../../../crypto/js/errors.js').ProtocolError} when it is another list
 */
export function certificateFile({ signed }, directory, orders, relied) {
  if (!directory) throw new BrokenChain('no directory');
  const { chain } = verifyDirectory(directory, { today: null, fingerprint: null });
  if (!chain.some(({ hash }) => hex(hash) === hex(relied.current.hash))) throw new BrokenChain('another directory');
  return `${JSON.stringify({ type: TYPE, directory: base64(directory), orders, certificate: plain(signed) })}\n`;
}
