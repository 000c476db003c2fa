"""The intake's tables, in three database files that live and die apart: the open epoch, the batches, what is published.

No table has a column for a time, an address or an order of arrival, and none may get one.
"""

from sqlalchemy import CheckConstraint, Column, Integer, LargeBinary, MetaData, Table, Text

NAMES = {"pk": "pk_%(table_name)s", "ck": "ck_%(table_name)s_%(constraint_name)s"}
REVISION = "0001"  # the newest migration; a file at another one is refused

OPEN = MetaData(naming_convention=NAMES)
BATCHES = MetaData(naming_convention=NAMES)
PUBLISHED = MetaData(naming_convention=NAMES)

# All cells of the open epoch in one sealed value (intake/box.py), in one row. `seen` holds the hashes of what the epoch
# before accepted, sealed.
open_epoch = Table(
    "open_epoch",
    OPEN,
    Column("epoch", Integer, CheckConstraint("epoch >= 0", name="epoch"), primary_key=True, autoincrement=False),
    Column("state", Text, CheckConstraint("state IN ('open', 'closing')", name="state"), nullable=False),
    Column("blob", LargeBinary, nullable=False),
    Column("seen", LargeBinary, nullable=False),
)

# Keys of the open epoch and of the one before, wrapped under the key file. `box` is NULL once the epoch is closed.
key_epoch = Table(
    "key_epoch",
    OPEN,
    Column("epoch", Integer, CheckConstraint("epoch >= 0", name="epoch"), primary_key=True, autoincrement=False),
    Column("mix", LargeBinary, nullable=False),
    Column("box", LargeBinary),
)

# Written by close alone, once an epoch, in one transaction: the file is a function of the sets of envelopes and their
# epochs.
batch = Table(
    "batch",
    BATCHES,
    Column("epoch", Integer, CheckConstraint("epoch >= 0", name="epoch"), primary_key=True, autoincrement=False),
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
        "sequence", Integer, CheckConstraint("sequence >= 0", name="sequence"), primary_key=True, autoincrement=False
    ),
    Column("value", LargeBinary, nullable=False),
)
directory = Table(
    "directory",
    PUBLISHED,
    Column("version", Integer, CheckConstraint("version >= 1", name="version"), primary_key=True, autoincrement=False),
    Column("value", LargeBinary, nullable=False),
)
