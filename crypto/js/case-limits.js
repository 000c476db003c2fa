/**
 * Lengths and bounds of sections 13 to 17, and of the ring of section 8, apart from limits.js, because reporters' pages have no use for them.
 */
import {
  COMMIT, ENVELOPE, HASH, KEY, MLKEM_CIPHERTEXT, MLKEM_SEED, NONCE, SALT, SLOT_C1, TAG,
} from './limits.js';

export const CASE = 16;
export const ITEM_ID = 16;
export const MAX_U32 = 2 ** 32 - 1;
export const GRANT = SLOT_C1 + MLKEM_CIPHERTEXT + KEY + TAG;
export const ITEM = SALT + COMMIT + KEY + HASH + ENVELOPE + TAG;
export const CONTENT_OVERHEAD = SALT + COMMIT + TAG;
export const ENTRY_FRAMES = [1024, 4096, 16_384, 65_536, 262_144];
export const MAX_ENTRY_CONTENT = 1_048_576;
export const MAX_CODE = 40;
export const MAX_DUE = 32;
export const MAX_GRANTS = 64;
export const MAX_APPROVALS = 16;
export const APPROVERS = 2;
export const CONFIRMERS = 2;
export const APPROVAL_DAYS = 30;
export const BLOCK = 64;
export const MAX_PROOF = 64;
export const INDEX_OVERHEAD = NONCE + TAG;
export const INDEX_FRAMES = [65_536, 262_144, 1_048_576, 4_194_304, 16_777_216];
export const MAX_INDEX = 67_108_864;
export const ORDERERS = 2;
export const ORDER_DAYS = 30;
export const MIDNIGHT_DAYS = 1;
export const MAX_CLASSES = 32;
export const MAX_YEARS = 100;
export const MAX_DAYS = 366;
export const CALENDAR_DAYS = { least: 30, most: 366 };
export const DAY = 10;
export const MAX_RING = 32;
export const RING_ENTRY = KEY + MLKEM_SEED + HASH + DAY;
export const RING_PLAIN = 1 + MAX_RING * RING_ENTRY;
export const RING = NONCE + RING_PLAIN + TAG;

const SUMS = [GRANT, ITEM, CONTENT_OVERHEAD, RING_ENTRY, RING_PLAIN, RING];
if (SUMS.join() !== '1216,16432,64,138,4417,4445') throw new RangeError(`lengths are ${SUMS.join()}`);
