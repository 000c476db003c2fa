"""Boards follow one another, keep their length, and forget an epoch after ninety."""

import pytest

from crypto.board import Board, fill_epoch, first_board, follows, next_board, sign_board, verify_board
from crypto.entropy import fresh
from crypto.errors import BrokenChain, Malformed
from crypto.limits import BOARD_ENTRIES, BOARD_EPOCHS, ENTRIES_PER_EPOCH, ENTRY
from crypto.signatures import public_key
from tests.vectors.line import BOARD_SEED, INSTANCE

FIRST = 100


def history(length: int) -> list[tuple[bytes, tuple[bytes, ...]]]:
    """Signed boards, each with the entries that came with it; the first with all fillers."""
    start = tuple(fresh(ENTRY) for _ in range(BOARD_ENTRIES))
    boards = [(sign_board(first_board(INSTANCE, FIRST, start), BOARD_SEED), start)]
    waiting = [start[at : at + ENTRIES_PER_EPOCH] for at in range(0, BOARD_ENTRIES, ENTRIES_PER_EPOCH)]
    for number in range(length):
        come = fill_epoch([fresh(ENTRY)])
        waiting.append(come)
        objects = [fresh(16) for _ in range(32)]
        board = next_board(boards[-1][0], come=come, go=waiting[number], objects=objects)
        boards.append((sign_board(board, BOARD_SEED), come))
    return boards


def read(raw: bytes) -> Board:
    return verify_board(raw, public_key(BOARD_SEED), INSTANCE)


def test_each_board_follows_the_one_before_and_no_other() -> None:
    (first, _), (second, _), (third, _) = history(2)
    follows(first, read(second))
    follows(second, read(third))
    for before, after in ((first, third), (second, second), (third, second)):
        with pytest.raises(BrokenChain):
            follows(before, read(after))


def test_an_entry_stays_ninety_epochs_and_its_batch_in_the_list_as_long() -> None:
    boards = history(BOARD_EPOCHS + 1)
    come = set(boards[1][1])
    assert come <= set(read(boards[BOARD_EPOCHS][0]).entries)
    assert not come & set(read(boards[BOARD_EPOCHS + 1][0]).entries)
    assert read(boards[BOARD_EPOCHS][0]).objects_of(FIRST + 1)
    assert read(boards[BOARD_EPOCHS + 1][0]).objects_of(FIRST + 1) is None
    assert len({len(raw) for raw, _ in boards[-2:]}) == 1


def test_an_epoch_has_four_entries_whatever_waits() -> None:
    replies = [fresh(ENTRY) for _ in range(4)]
    for count in range(5):
        assert len(fill_epoch(replies[:count])) == ENTRIES_PER_EPOCH
        assert fill_epoch(replies[:count])[:count] == tuple(replies[:count])
    with pytest.raises(Malformed):
        fill_epoch([*replies, fresh(ENTRY)])
    with pytest.raises(Malformed):
        fill_epoch([fresh(ENTRY - 1)])


def test_an_entry_that_is_not_there_cannot_go() -> None:
    raw, start = history(0)[0]
    with pytest.raises(Malformed):
        next_board(raw, come=fill_epoch([]), go=[fresh(ENTRY)] * 4, objects=[fresh(16)] * 32)
    with pytest.raises(Malformed):
        next_board(raw, come=fill_epoch([]), go=start[:3], objects=[fresh(16)] * 32)
    with pytest.raises(Malformed):
        next_board(raw, come=fill_epoch([]), go=start[:4], objects=[fresh(16)] * 31)
