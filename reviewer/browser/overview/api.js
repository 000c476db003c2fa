/** The route of the reader's own sealed index. */
import { ask, bytesOf, orNothing } from '../api.js';

/** @import { Bytes } from '../../../crypto/js/index.js' */

/** @returns {Promise<Bytes | null>} null before the first was kept */
export const index = () => orNothing(bytesOf(ask('GET', '/api/index')));
/** @param {Bytes} sealed of one of five lengths */
export const keepIndex = (sealed) => ask('PUT', '/api/index', sealed);
