"""The record's tree (docs/protocol.md, section 16): each epoch adds one block of leaves and a signed checkpoint.

Written in one transaction, so that a run which is cut off leaves nothing behind, and two at once do the work once.
"""

from collections.abc import Iterator, Sequence
from threading import Lock
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from crypto.checkpoint import Checkpoint, make_checkpoint, verify_checkpoint
from crypto.errors import ProtocolError
from crypto.growing import GrowingTree
from crypto.limits import BLOCK
from crypto.signatures import public_key
from crypto.tree import filler_data, make_block
from reviewer import committee
from reviewer.alarms import BrokenTree, ForeignBoardKey
from reviewer.case_models import Entry, Filler, Leaf, StoredCheckpoint
from reviewer.errors import NotFound
from reviewer.order_models import StandingOrder, StoredCertificate

ROWS = 4096  # read at once


def seal(session: Session, instance: bytes, board_seed: bytes, epoch: int) -> list[Checkpoint]:
    """Blocks and checkpoints for every epoch after the last one, up to `epoch`, which is over; what was made.

    All that is new, entries, orders and certificates, goes into the last block: that of an epoch which nobody sealed
    in time has fillers only. Before the founding nothing is made. Needs a writing transaction. Raises BrokenTree,
    ForeignBoardKey.
    """
    directory, last = committee.current(session), newest(session)
    if directory is None or (last is not None and last.epoch >= epoch):
        return []
    if directory.current.board_key != public_key(board_seed):
        raise ForeignBoardKey("the directory names another board key than the one of REVIEWER_KEY_FILE")
    tree = _tree_as_signed(session, last, instance, board_seed)
    first = epoch if last is None else last.epoch + 1
    made = [_grow(session, tree, instance, board_seed, one, []) for one in range(first, epoch)]
    return [*made, _grow(session, tree, instance, board_seed, epoch, _outside(session))]


def newest(session: Session) -> StoredCheckpoint | None:
    """The last checkpoint, if there is one."""
    return session.scalar(select(StoredCheckpoint).order_by(StoredCheckpoint.epoch.desc()).limit(1))


def blocks(session: Session, start: int, end: int) -> Iterator[list[bytes]]:
    """The leaves' data from number `start` to before `end`, both multiples of 64, block by block.

    Raises BrokenTree when one is missing.
    """
    block: list[bytes] = []
    asked = select(Leaf.number, Leaf.value).where(Leaf.number >= start, Leaf.number < end).order_by(Leaf.number)
    expected = start
    for number, value in session.execute(asked.execution_options(yield_per=ROWS)):
        if number != expected:
            break
        expected += 1
        block.append(value)
        if len(block) == BLOCK:
            yield block
            block = []
    if expected != end:
        raise BrokenTree(f"leaf {expected} of the record's tree is missing")


class KeptTree:
    """One process's own copy of the tree's upper part, read on from where it was; 0.4 s for 250 000 leaves at first."""

    def __init__(self) -> None:
        self._tree = GrowingTree()
        self._lock = Lock()

    def up_to(self, session: Session, size: int) -> GrowingTree:
        """A tree that has at least `size` leaves. Raises BrokenTree."""
        with self._lock:
            for block in blocks(session, self._tree.size, max(size, self._tree.size)):
                self._tree.append(block)
        return self._tree


def consistency(session: Session, kept: KeptTree, size: int) -> dict[str, Any]:
    """The newest checkpoint, and the proof that its tree begins with that of `size` leaves. Raises NotFound."""
    found = newest(session)
    if found is None or size % BLOCK or size > found.size:
        raise NotFound
    proof = kept.up_to(session, found.size).consistency_proof(size, found.size)
    return {"note": found.note, "proof": [one.hex() for one in proof]}


def inclusion(session: Session, kept: KeptTree, case: str, sequence: int) -> dict[str, Any]:
    """Where an entry is in the newest checkpoint's tree, and the proof. Raises NotFound before it is in it."""
    found = newest(session)
    of_entry = (Entry.case == case, Entry.sequence == sequence)
    number = session.scalar(select(Leaf.number).join(Entry, Entry.hash == Leaf.value).where(*of_entry))
    if found is None or number is None or number >= found.size:
        raise NotFound
    start = number - number % BLOCK
    (block,) = blocks(session, start, start + BLOCK)
    proof = kept.up_to(session, found.size).inclusion_proof(number, found.size, block)
    return {"number": number, "size": found.size, "proof": [one.hex() for one in proof]}


def _tree_as_signed(session: Session, last: StoredCheckpoint | None, instance: bytes, board_seed: bytes) -> GrowingTree:
    """The tree as it lies there. Raises BrokenTree unless it is what the last checkpoint says."""
    count, highest = session.execute(select(func.count(), func.max(Leaf.number)).select_from(Leaf)).one()
    size = 0 if last is None else last.size
    if count != size or (count and highest != size - 1):
        raise BrokenTree(f"the record's tree has {count} leaves, its last checkpoint {size}")
    tree = KeptTree().up_to(session, size)
    if last is not None and tree.root() != _root_of(last, instance, board_seed):
        raise BrokenTree(f"the record's tree is not the one that was signed after epoch {last.epoch}")
    return tree


def _root_of(stored: StoredCheckpoint, instance: bytes, board_seed: bytes) -> bytes:
    try:
        found = verify_checkpoint(stored.note.encode(), public_key(board_seed), instance)
    except ProtocolError:
        raise BrokenTree(f"the checkpoint of epoch {stored.epoch} is not one of this line") from None
    if (found.epoch, found.size) != (stored.epoch, stored.size):
        raise BrokenTree(f"the checkpoint of epoch {stored.epoch} is that of another epoch")
    return found.root


def _outside(session: Session) -> Sequence[bytes]:
    """Hashes of the entries, orders and certificates that have no leaf yet."""
    found: list[bytes] = []
    for hashed in (Entry.hash, StandingOrder.hash, StoredCertificate.hash):
        has_leaf = select(Leaf.number).where(Leaf.value == hashed).exists()
        found += session.scalars(select(hashed).where(~has_leaf).order_by(hashed))
    return found


def _grow(
    session: Session, tree: GrowingTree, instance: bytes, board_seed: bytes, epoch: int, entries: Sequence[bytes]
) -> Checkpoint:
    start, block = tree.size, make_block(entries)
    places = {value: start + place for place, value in enumerate(block.leaves)}
    session.execute(insert(Leaf), [{"number": number, "value": value} for value, number in places.items()])
    openings = sorted((places[filler_data(one)], one) for one in block.openings)
    if openings:  # none where the entries fill the block
        session.execute(insert(Filler), [{"number": number, "value": one} for number, one in openings])
    for at in range(0, len(block.leaves), BLOCK):
        tree.append(block.leaves[at : at + BLOCK])
    made = Checkpoint(instance, tree.size, tree.root(), epoch)
    note = make_checkpoint(made, board_seed).decode()
    session.execute(insert(StoredCheckpoint), [{"epoch": epoch, "size": made.size, "note": note}])
    return made
