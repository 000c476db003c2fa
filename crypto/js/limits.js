/**
 * Every length of the protocol in bytes, computed from its parts and checked against the sum that
 * protocol.md states. Nothing here may depend on what is sent.
 */

export const INSTANCE = 16;
export const OBJECT = 16;
export const THREAD = 16;
export const MESSAGE = 16;
export const HASH = 32;
export const KEY = 32;
export const SIGNATURE = 64;

/** What a sealed box, and what a secretbox or GCM, adds to its message. */
export const BOX_OVERHEAD = 48;
export const TAG = 16;
export const NONCE = 12;

export const MLKEM_SEED = 64;
export const MLKEM_PUBLIC = 1184;
export const MLKEM_CIPHERTEXT = 1088;

/** Section 1 and 2. */
export const WORD_COUNT = 7776;
export const MAX_INTEGER = Number.MAX_SAFE_INTEGER;
export const MAX_SIGNATURES = 64;
export const MIN_MEMBERS = 3;
export const MAX_ROLE = 80;
export const MAX_VALIDITY_DAYS = 120;
export const MAX_RENEWED_DAYS = 366;
export const DIRECTORY_BASE = 65_536;
export const DIRECTORY_PER_VERSION = 16_384;
export const SPOKEN_WORDS = 6;
export const PBKDF2_ITERATIONS = 600_000;

/** Section 3: the envelope. */
export const MAGIC = 8;
export const ENVELOPE_ZEROS = 40;
export const CONTEXT = MAGIC + INSTANCE + OBJECT + ENVELOPE_ZEROS;
export const MEMBER_SLOTS = 8;
export const MIN_READERS = 2;
export const SLOT_C1 = KEY + BOX_OVERHEAD;
export const SLOT_C3 = 1 + KEY + TAG;
export const SLOT = SLOT_C1 + MLKEM_CIPHERTEXT + SLOT_C3;
export const MAC = 32;
export const PAYLOAD = 6440;
export const BODY = PAYLOAD + TAG;
export const SLOTS_END = CONTEXT + MEMBER_SLOTS * SLOT;
export const ENVELOPE = SLOTS_END + MAC + BODY;
export const PAYLOAD_DEFLATED = PAYLOAD - 2 - SIGNATURE;
export const MAX_CONTENT = 65_536;

/** Section 4: the phrase. */
export const PHRASE_WORDS = 8;
export const CHECK_WORDS = 2;

/** Section 5: the drop. */
export const WORK = 8;
export const DROP_ZEROS = 23;
export const DROP_PLAIN = 1 + WORK + DROP_ZEROS + ENVELOPE;
export const DROP = DROP_PLAIN + BOX_OVERHEAD;
export const DROP_ANSWER = 32;
export const MAX_BITS = 22;
export const MIX_SLACK_EPOCHS = 2;

/** Section 6: epoch and batch. */
export const CELLS = 32;
export const MAX_ENVELOPES = 8192;
export const VALUE_ENVELOPES = 1024;

/** Section 7: the reply board. */
export const ENTRY = 2048;
export const ENTRIES_PER_EPOCH = 4;
export const BOARD_EPOCHS = 90;
export const BOARD_ENTRIES = ENTRIES_PER_EPOCH * BOARD_EPOCHS;
export const BOARD_HEAD = MAGIC + INSTANCE + 8 + 8 + HASH;
export const ENTRIES_END = BOARD_HEAD + BOARD_ENTRIES * ENTRY;
export const SALT = 16;
export const COMMIT = 32;
export const REPLY_PAYLOAD = ENTRY - SALT - COMMIT - TAG;
export const REPLY_DEFLATED = REPLY_PAYLOAD - 2 - SIGNATURE;
export const MAX_REPLY_CONTENT = 16_384;
export const MAX_PARTS = 16;

/** Section 8: member keys. */
export const BUNDLE = KEY + KEY + MLKEM_SEED;
export const PEPPER = 32;
export const WRAPPED = NONCE + BUNDLE + TAG;
export const CODE_WORDS = 10;
export const MARKS_PLAIN = 65_536;
export const MARKS = NONCE + MARKS_PLAIN + TAG;
export const MAX_MARKS = 1_048_576;
export const MARKS_DEFLATED = MARKS_PLAIN - 4;

/** Section 12: the part. */
export const CHUNK = 1_048_576;
export const MAX_FILE_PARTS = 1024;
export const MAX_FILE = MAX_FILE_PARTS * CHUNK;
export const PART_ID = 16;
export const PART_ZEROS = 16;
export const PART_HEAD = KEY + PART_ID + PART_ZEROS + BOX_OVERHEAD;
export const CHUNK_BOX = CHUNK + TAG;
export const STORED_PART = PART_ID + COMMIT + CHUNK_BOX;
export const PART = PART_HEAD + COMMIT + CHUNK_BOX + TAG;

/**
 * @param {number} sum
 * @param {number} stated in protocol.md
 */
function check(sum, stated) {
  if (sum !== stated) throw new RangeError(`a length is ${sum}, protocol.md states ${stated}`);
}

check(CONTEXT, 80);
check(SLOT, 1217);
check(SLOTS_END, 9816);
check(ENVELOPE, 16_304);
check(PAYLOAD_DEFLATED, 6374);
check(DROP, 16_384);
check(BOARD_HEAD, 72);
check(ENTRIES_END, 737_352);
check(REPLY_PAYLOAD, 1984);
check(REPLY_DEFLATED, 1918);
check(WRAPPED, 156);
check(MARKS, 65_564);
check(PART_HEAD, 112);
check(CHUNK_BOX, 1_048_592);
check(STORED_PART, 1_048_640);
check(PART, 1_048_752);
check(MAX_FILE, 1_073_741_824);
