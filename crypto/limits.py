"""Every length of the protocol, in bytes, computed from its parts; the sums are those that docs/protocol.md states."""

from typing import Final

# Primitives
HASH: Final = 32
KEY: Final = 32
SIGNATURE: Final = 64
SEAL_OVERHEAD: Final = 32 + 16  # ephemeral key and Poly1305 tag of crypto_box_seal
TAG: Final = 16  # of secretbox and of AES-256-GCM
GCM_NONCE: Final = 12
MLKEM_PUBLIC: Final = 1184
MLKEM_CIPHERTEXT: Final = 1088
MLKEM_SEED: Final = 64
PBKDF2_ITERATIONS: Final = 600_000
ARGON2_PASSES: Final = 3
ARGON2_MEMORY: Final = 64 * 1024 * 1024

# Identifiers
INSTANCE: Final = 16
OBJECT: Final = 16
ID: Final = 16  # thread, message, reply

# Members and directory
MEMBER_SLOTS: Final = 8
MIN_MEMBERS: Final = 3
MIN_READERS: Final = 2
ROLE_CHARACTERS: Final = 80
DIRECTORY_DAYS: Final = 120
AGREED_DAYS: Final = 366  # renewals reach no further beyond the last version that a quorum signed
MOST_SIGNATURES: Final = 64  # of one signed document
DIRECTORY_BASE: Final = 64 * 1024
DIRECTORY_PER_VERSION: Final = 16 * 1024

# Envelope
MAGIC: Final = 8
ENVELOPE_ZERO: Final = 40
CTX: Final = MAGIC + INSTANCE + OBJECT + ENVELOPE_ZERO
C1: Final = KEY + SEAL_OVERHEAD
C2: Final = MLKEM_CIPHERTEXT
C3: Final = 1 + KEY + TAG
SLOT: Final = C1 + C2 + C3
SLOTS: Final = MEMBER_SLOTS * SLOT
FRAME_HEAD: Final = 2 + SIGNATURE
PAYLOAD: Final = 6440
PAYLOAD_DEFLATED: Final = PAYLOAD - FRAME_HEAD
CONTENT: Final = 64 * 1024
ENVELOPE: Final = CTX + SLOTS + HASH + PAYLOAD + TAG

# Drop
WORK: Final = 8
DROP_ZERO: Final = 23
DROP: Final = SEAL_OVERHEAD + 1 + WORK + DROP_ZERO + ENVELOPE
MAX_BITS: Final = 22
MIX_EPOCHS_AWAY: Final = 2

# Epoch and batch
CELLS: Final = 32
MAX_ENVELOPES: Final = 8192
VALUE_ENVELOPES: Final = 1024

# Reply board
BOARD_EPOCHS: Final = 90
ENTRIES_PER_EPOCH: Final = 4
BOARD_ENTRIES: Final = BOARD_EPOCHS * ENTRIES_PER_EPOCH
SALT: Final = 16
ENTRY: Final = 2048
REPLY_PAYLOAD: Final = ENTRY - SALT - HASH - TAG
REPLY_DEFLATED: Final = REPLY_PAYLOAD - FRAME_HEAD
REPLY_CONTENT: Final = 16 * 1024
REPLY_PARTS: Final = 16
BOARD_HEAD: Final = MAGIC + INSTANCE + 8 + 8 + HASH
BOARD_FIXED: Final = BOARD_HEAD + BOARD_ENTRIES * ENTRY

# Part
CHUNK: Final = 1024 * 1024
PARTS: Final = 1024  # of one file
FILE: Final = PARTS * CHUNK
PART_ZERO: Final = 16
PART_HEAD: Final = SEAL_OVERHEAD + KEY + ID + PART_ZERO
CHUNK_BOX: Final = CHUNK + TAG
STORED_PART: Final = ID + HASH + CHUNK_BOX
PART: Final = PART_HEAD + HASH + CHUNK_BOX + TAG

# Phrase and member keys
PHRASE_WORDS: Final = 8
SHEET_WORDS: Final = 10
SPOKEN_WORDS: Final = 6
BUNDLE: Final = KEY + KEY + MLKEM_SEED
WRAPPED: Final = GCM_NONCE + BUNDLE + TAG
MARKS_PLAIN: Final = 64 * 1024
MARKS: Final = GCM_NONCE + MARKS_PLAIN + TAG
MARKS_CONTENT: Final = 1024 * 1024
DAY: Final = 10  # YYYY-MM-DD
RING_KEYS: Final = 32
RING_ENTRY: Final = KEY + MLKEM_SEED + HASH + DAY
RING_PLAIN: Final = 1 + RING_KEYS * RING_ENTRY
RING: Final = GCM_NONCE + RING_PLAIN + TAG

# Cases and their record
CASE: Final = 16
LARGEST_U32: Final = 2**32 - 1
GRANT: Final = C1 + C2 + KEY + TAG
ITEM: Final = SALT + HASH + KEY + HASH + ENVELOPE + TAG
FRAME_COUNT: Final = 4
ENTRY_FRAMES: Final = tuple(1024 * 4**step for step in range(5))
CONTENT_OVERHEAD: Final = SALT + HASH + TAG
ENTRY_CONTENT: Final = 1024 * 1024
CODE_CHARACTERS: Final = 40
MOST_DUE: Final = 32
MOST_GRANTS: Final = 64
MOST_APPROVALS: Final = 16
APPROVERS: Final = 2
CONFIRMERS: Final = 2
APPROVAL_DAYS: Final = 30
BLOCK: Final = 64
MOST_PROOF: Final = 64
INDEX_FRAMES: Final = tuple(64 * 1024 * 4**step for step in range(5))
INDEX_OVERHEAD: Final = GCM_NONCE + TAG
INDEX_CONTENT: Final = 64 * 1024 * 1024

# Standing orders
ORDERERS: Final = 2  # who adopt rules, or end a freeze
ORDER_DAYS: Final = 30  # in which the second of them signs
MIDNIGHT_DAYS: Final = 1  # by which the days of two clocks may differ
MOST_CLASSES: Final = 32
MOST_YEARS: Final = 100
MOST_DAYS: Final = 366
LEAST_CALENDAR: Final = 30
MOST_CALENDAR: Final = 366

# Backup
BACKUP_ZERO: Final = 7
BACKUP_HEADER: Final = MAGIC + 1 + BACKUP_ZERO + INSTANCE + ID + KEY + (KEY + SEAL_OVERHEAD)
BACKUP_STREAM_HEADER: Final = 24  # of crypto_secretstream_xchacha20poly1305
BACKUP_CHUNK: Final = 16 * 1024
SEALED_CHUNK: Final = BACKUP_CHUNK + 1 + TAG
BACKUP_LEAST: Final = 16 * 1024 * 1024
BACKUP_LARGE_STEP: Final = 1024 * 1024 * 1024
BACKUP_FRAME: Final = 64 * 1024 * 1024  # at most, of one row

# The sums that docs/protocol.md states.
_SUMS = (CTX, SLOT, ENVELOPE, DROP, PAYLOAD_DEFLATED, REPLY_PAYLOAD, REPLY_DEFLATED, BOARD_FIXED, WRAPPED, MARKS)
if _SUMS != (80, 1217, 16304, 16384, 6374, 1984, 1918, 737352, 156, 65564):
    raise AssertionError(_SUMS)
_RING_SUMS = (RING_ENTRY, RING_PLAIN, RING)
if _RING_SUMS != (138, 4417, 4445):
    raise AssertionError(_RING_SUMS)
_CASE_SUMS = (GRANT, ITEM, *ENTRY_FRAMES, CONTENT_OVERHEAD, INDEX_FRAMES[-1])
if _CASE_SUMS != (1216, 16432, 1024, 4096, 16384, 65536, 262144, 64, 16 * 1024 * 1024):
    raise AssertionError(_CASE_SUMS)
_PART_SUMS = (PART_HEAD, CHUNK_BOX, STORED_PART, PART, FILE)
if _PART_SUMS != (112, 1048592, 1048640, 1048752, 2**30):
    raise AssertionError(_PART_SUMS)
_BACKUP_SUMS = (BACKUP_HEADER, SEALED_CHUNK)
if _BACKUP_SUMS != (160, 16401):
    raise AssertionError(_BACKUP_SUMS)
