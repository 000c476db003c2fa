"""The intake's tables, in three groups that live and die apart: the open epoch, the batches, what is published.

Each group is a SQLite file of its own; on PostgreSQL all are in one database.

No table has a column for a time, an address or an order of arrival, and none may get one.
"""

from sqlalchemy import BigInteger, CheckConstraint, Column, Integer, LargeBinary, MetaData, Table, Text

from crypto.storage import OVERHEAD
from intake.box import MOST_PAGES, PAGE

SEALED_PAGE = PAGE + OVERHEAD
MOST_BOXES = 16  # processes that take drops side by side, on PostgreSQL
NAMES = {"pk": "pk_%(table_name)s", "ck": "ck_%(table_name)s_%(constraint_name)s"}
REVISION = "0002"  # the newest migration; a file at another one is refused

OPEN = MetaData(naming_convention=NAMES)
BATCHES = MetaData(naming_convention=NAMES)
PUBLISHED = MetaData(naming_convention=NAMES)

# The open epoch. `seen` holds the hashes of the batch before, sealed. `closing` stands only in files: on a server a
# close is one transaction.
open_epoch = Table(
    "open_epoch",
    OPEN,
    Column("epoch", BigInteger, CheckConstraint("epoch >= 0", name="epoch"), primary_key=True, autoincrement=False),
    Column("state", Text, CheckConstraint("state IN ('open', 'closing')", name="state"), nullable=False),
    Column("seen", LargeBinary, nullable=False),
)

# What each process took, in pages of one length (intake/box.py), sealed. `mark` is drawn anew at each writing.
page = Table(
    "page",
    OPEN,
    Column("epoch", BigInteger, CheckConstraint("epoch >= 0", name="epoch"), primary_key=True, autoincrement=False),
    Column(
        "box",
        Integer,
        CheckConstraint(f"box BETWEEN 0 AND {MOST_BOXES - 1}", name="box"),
        primary_key=True,
        autoincrement=False,
    ),
    Column(
        "number",
        Integer,
        CheckConstraint(f"number BETWEEN 0 AND {MOST_PAGES - 1}", name="number"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("mark", LargeBinary, CheckConstraint("length(mark) = 16", name="mark"), nullable=False),
    Column("value", LargeBinary, CheckConstraint(f"length(value) = {SEALED_PAGE}", name="value"), nullable=False),
)

# Keys of the open epoch and of the one before, wrapped under the key file. `box` is NULL once the epoch is closed.
key_epoch = Table(
    "key_epoch",
    OPEN,
    Column("epoch", BigInteger, CheckConstraint("epoch >= 0", name="epoch"), primary_key=True, autoincrement=False),
    Column("mix", LargeBinary, nullable=False),
    Column("box", LargeBinary),
)

# Written by close alone, once an epoch, in one transaction: the file is a function of the sets of envelopes and their
# epochs.
batch = Table(
    "batch",
    BATCHES,
    Column("epoch", BigInteger, CheckConstraint("epoch >= 0", name="epoch"), primary_key=True, autoincrement=False),
    Column(
        "number",
        Integer,
        CheckConstraint("number BETWEEN 0 AND 7", name="number"),
        primary_key=True,
        autoincrement=False,
    ),
    Column(
        "value",
        LargeBinary,
        CheckConstraint("length(value) > 0 AND length(value) % 16304 = 0", name="value"),
        nullable=False,
    ),
    sqlite_with_rowid=False,  # a row id would count arrivals of rows
)

# The reply board and the directory file as they are served, one row each.
board = Table(
    "board",
    PUBLISHED,
    Column(
        "sequence", BigInteger, CheckConstraint("sequence >= 0", name="sequence"), primary_key=True, autoincrement=False
    ),
    Column("value", LargeBinary, nullable=False),
)
directory = Table(
    "directory",
    PUBLISHED,
    Column("version", Integer, CheckConstraint("version >= 1", name="version"), primary_key=True, autoincrement=False),
    Column("value", LargeBinary, nullable=False),
)

# What the committee has ordered, by number, as it came (docs/protocol.md, section 20). Rows are only ever added.
standing_order = Table(
    "standing_order",
    PUBLISHED,
    Column("number", Integer, CheckConstraint("number >= 0", name="number"), primary_key=True, autoincrement=False),
    Column("document", LargeBinary, nullable=False),
)
