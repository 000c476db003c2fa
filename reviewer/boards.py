"""The chain of reply boards: one for each epoch, made in the transaction that stores the epoch's batch.

The intake gets bytes, never this table.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from crypto.board import Board, fill_epoch, first_board, next_board, sign_board
from crypto.limits import BOARD_EPOCHS
from reviewer import replies
from reviewer.models import BoardEntry, StoredBoard

KEPT = 8  # boards kept after they were taken, should an intake be restored from yesterday


def newest(session: Session) -> StoredBoard | None:
    return session.scalar(select(StoredBoard).order_by(StoredBoard.sequence.desc()).limit(1))


def newest_one(session: Session) -> StoredBoard:
    """The newest board, where one must be."""
    return session.scalars(select(StoredBoard).order_by(StoredBoard.sequence.desc()).limit(1)).one()


def after(session: Session, sequence: int) -> StoredBoard | None:
    """The board that follows number `sequence`; -1 asks for the first."""
    return session.get(StoredBoard, sequence + 1)


def start(session: Session, instance: bytes, seed: bytes, epoch: int) -> None:
    """The first board, as of `epoch`: 360 fillers that count as those of the 90 epochs up to it."""
    for past in range(epoch - BOARD_EPOCHS + 1, epoch + 1):
        _store_entries(session, past, fill_epoch([]))
    session.flush()
    _store(session, first_board(instance, epoch, session.scalars(select(BoardEntry.value))), seed)


def advance(session: Session, seed: bytes, objects: Iterable[bytes], slots: Sequence[int]) -> None:
    """The board of the next epoch, whose batch holds `objects`: one entry comes for each member in turn, the first of
    its lane or a filler; what has stood for 90 epochs goes. `slots` are the directory's.
    """
    before = newest_one(session)
    epoch = before.epoch + 1
    waiting = replies.first_replies(session, replies.served(slots, epoch))
    come = fill_epoch(one.value for one in waiting)
    gone = BoardEntry.epoch <= epoch - BOARD_EPOCHS
    go = session.scalars(select(BoardEntry.value).where(gone)).all()
    _store(session, next_board(before.value, come=come, go=go, objects=objects), seed)
    _store_entries(session, epoch, come)
    session.execute(delete(BoardEntry).where(gone))
    for one in waiting:
        replies.done(session, one.id)


def forget(session: Session, taken: int) -> None:
    """Drop boards long before number `taken`, which the intake holds."""
    session.execute(delete(StoredBoard).where(StoredBoard.sequence <= taken - KEPT))


def _store(session: Session, board: Board, seed: bytes) -> None:
    session.add(StoredBoard(sequence=board.sequence, epoch=board.epoch, value=sign_board(board, seed)))


def _store_entries(session: Session, epoch: int, entries: Iterable[bytes]) -> None:
    for position, value in enumerate(sorted(entries)):
        session.add(BoardEntry(epoch=epoch, position=position, value=value))
