"""Checks the record's tree: that every leaf is there and explained, and that every checkpoint is of these leaves."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

from crypto.checkpoint import Checkpoint, verify_checkpoint
from crypto.errors import ProtocolError
from crypto.growing import GrowingTree
from crypto.limits import BLOCK, HASH
from crypto.tree import filler_data
from crypto.version import Directory
from reviewer.audit_findings import Finding, What
from reviewer.audit_rows import CheckpointRow, Head, LeafRow

GAP = bytes(HASH)  # stands for a leaf that is missing; no root of a checkpoint comes of it
DAY_SECONDS = 86_400
NAMED_APART = 100  # more missing in a row are named as a range


@dataclass
class AuditTree:
    """The leaves that were read; of those that are no fillers `numbers` keeps the place, by their data."""

    head: Head
    chain: Sequence[Directory]
    tree: GrowingTree = field(default_factory=GrowingTree)
    numbers: dict[bytes, int] = field(default_factory=dict)
    explained: set[bytes] = field(default_factory=set)
    checkpoints: list[Checkpoint] = field(default_factory=list)
    count: int = 0
    outside: int = 0  # of entries, orders and certificates those that have no leaf yet
    _block: list[bytes] = field(default_factory=list)

    @property
    def newest(self) -> Checkpoint | None:
        """The last checkpoint that is good by itself."""
        return self.checkpoints[-1] if self.checkpoints else None

    def holds(self, hashed: bytes) -> bool:
        """Whether the entry, order or certificate of this hash has a leaf."""
        return hashed in self.numbers

    def explain(self, hashed: bytes) -> None:
        """What has this hash is shown, or named as missing."""
        self.explained.add(hashed)

    def is_late(self, hashed: bytes, day: date) -> bool:
        """Whether what was there since `day` should have a leaf and has none. What has none is counted."""
        if self.holds(hashed):
            return False
        self.outside += 1
        return self.covers(day)

    def covers(self, day: date) -> bool:
        """Whether `day` was over when the newest checkpoint was made, so that its entries must be in the tree."""
        if self.newest is None:
            return False
        over = datetime.combine(day, time(), UTC).timestamp() + DAY_SECONDS
        return over <= (self.newest.epoch + 1) * self.head.epoch_seconds

    def last_day(self) -> str:
        """The day on which the epoch of the newest checkpoint ended, as long as epochs are what the head says."""
        if self.newest is None:
            return ""
        try:
            ended = (self.newest.epoch + 1) * self.head.epoch_seconds - 1
            return (date(1970, 1, 1) + timedelta(seconds=ended)).isoformat()
        except OverflowError:
            return "beyond the calendar"

    def read_checkpoints(self, rows: Iterable[CheckpointRow]) -> Iterator[Finding]:
        """Each by itself, then one after the other."""
        for row in rows:
            found = self._verified(row.note.encode())
            if found is None:
                yield Finding(What.CHECKPOINT, detail=f"epoch {row.epoch} is not signed by this line")
            elif (found.epoch, found.size) != (row.epoch, row.size):
                yield Finding(What.CHECKPOINT, detail=f"epoch {row.epoch} is that of another epoch or size")
            else:
                self.checkpoints.append(found)
        self.checkpoints.sort(key=lambda one: (one.epoch, one.size))
        for before, after in pairwise(self.checkpoints):
            yield from _between(before, after)

    def read_leaves(self, rows: Iterable[LeafRow]) -> Iterator[Finding]:
        """Every one in its place, every filler with what it is made of."""
        for row in rows:
            if row.number < self.count or not row.value:
                yield Finding(What.LEAF_TWICE if row.value else What.LEAF_MISSING, detail=f"leaf {row.number}")
                continue
            yield from self._missing(row.number)
            yield from self._take(row)
        if self._block:
            yield from self._missing(self.count + BLOCK - len(self._block))

    def check_roots(self) -> Iterator[Finding]:
        """Every checkpoint against the leaves, the leaves against the last. To be asked when both were read."""
        places = sorted(self.numbers.values())
        before = 0
        for one in self.checkpoints:
            if one.size > self.tree.size:
                yield Finding(What.LEAF_MISSING, detail=f"leaves {self.tree.size} to {one.size - 1}")
            elif self.tree.root(one.size) != one.root:
                yield Finding(What.CHECKPOINT, detail=f"epoch {one.epoch} is not one of these leaves")
            entries = bisect_left(places, one.size) - bisect_left(places, before)
            if one.size - before != BLOCK * max(1, -(-entries // BLOCK)):
                yield Finding(What.BLOCK, detail=f"epoch {one.epoch}")
            before = one.size
        if self.count > before:
            detail = f"leaves {before} to {self.count - 1}, which lie in the table"
            yield Finding(What.CHECKPOINT_MISSING, detail=detail)

    def check_kept(self, notes: Iterable[str]) -> Iterator[Finding]:
        """Checkpoints that somebody kept: each of this line, and the tree still begins as it said."""
        for note in notes:
            found = self._verified(note.encode())
            if found is None:
                yield Finding(What.KEPT, detail="its checkpoint is not signed by this line")
            elif found.size > self.tree.size:
                yield Finding(What.KEPT, detail=f"its checkpoint of epoch {found.epoch} is of a larger tree")
            elif self.tree.root(found.size) != found.root:
                yield Finding(What.KEPT, detail=f"its checkpoint of epoch {found.epoch} is of another tree")

    def unexplained(self) -> Iterator[Finding]:
        """Leaves that nothing explains. To be asked when all entries, orders and certificates were seen."""
        for value, number in self.numbers.items():
            if value not in self.explained:
                yield Finding(What.LEAF_UNEXPLAINED, detail=f"leaf {number}")

    def _verified(self, note: bytes) -> Checkpoint | None:
        for key in {version.board_key for version in self.chain}:
            try:
                return verify_checkpoint(note, key, self.head.instance)
            except ProtocolError:
                continue
        return None

    def _missing(self, until: int) -> Iterator[Finding]:
        if self.count < until:
            yield Finding(What.LEAF_MISSING, detail=f"leaves {self.count} to {until - 1}")
        # What is far away was never there: no room is made for it.
        for _ in range(self.count, min(until, self.count + BLOCK * NAMED_APART)):
            self._grow(GAP)
        self.count = until

    def _take(self, row: LeafRow) -> Iterator[Finding]:
        self._grow(row.value)
        self.count += 1
        if row.opening is not None:
            if len(row.opening) != HASH or filler_data(row.opening) != row.value:
                yield Finding(What.FILLER, detail=f"leaf {row.number}")
        elif row.value in self.numbers:
            yield Finding(What.LEAF_TWICE, detail=f"leaf {row.number}")
        else:
            self.numbers[row.value] = row.number

    def _grow(self, value: bytes) -> None:
        self._block.append(value)
        if len(self._block) == BLOCK:
            self.tree.append(self._block)
            self._block.clear()


def _between(before: Checkpoint, after: Checkpoint) -> Iterator[Finding]:
    if after.epoch == before.epoch or after.size < before.size + BLOCK:
        yield Finding(What.CHECKPOINT, detail=f"epoch {after.epoch} does not follow the one before")
    elif after.epoch - before.epoch == 2:
        yield Finding(What.CHECKPOINT_MISSING, detail=f"epoch {before.epoch + 1}")
    elif after.epoch - before.epoch > 2:
        yield Finding(What.CHECKPOINT_MISSING, detail=f"epochs {before.epoch + 1} to {after.epoch - 1}")
