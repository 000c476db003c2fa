"""Batches that the calendar took are gone: from files, journals and free pages, and from a server's tables and log."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from deploy.destruction.scanning import scan
from deploy.destruction.witness import Windows
from intake import batch_rows
from intake.epoch_files import EpochFiles
from intake.epoch_store import EpochStore
from intake.epoch_tables import EpochTables
from tests.integration.intake_databases import MakeLine, intake_template, make_line
from tests.integration.intake_line import IntakeLine
from tests.integration.retaining import Weeks, stocked, weeks
from tests.postgres import Postgres

__all__ = ["intake_template", "make_line"]
WINDOW = 16
ZEROS = 6  # in a window of random bytes never so many


@pytest.fixture
def line(make_line: MakeLine) -> IntakeLine:
    return make_line(**stocked())


def windows_of(line: IntakeLine, epochs: range) -> frozenset[bytes]:
    """Every window of these batches, but those that stay: headers, objects on the board, and rows of zeros."""
    gone = frozenset(one for epoch in epochs for one in windows(b"".join(line.batch(epoch))) if one.count(0) < ZEROS)
    board = line.published.board()
    assert board is not None
    return gone - windows(line.batch(107)[0] + board.value)


def windows(value: bytes) -> frozenset[bytes]:
    return frozenset(value[start : start + WINDOW] for start in range(len(value) - WINDOW + 1))


def places_with(folder: Path, wanted: frozenset[bytes]) -> set[str]:
    """The files that hold such a window, by the scanner that operators have: 31 bytes in a row are always found."""
    return {found.path.relative_to(folder).as_posix() for found in scan([folder], Windows(wanted, frozenset(), b""))}


@pytest.fixture
def folder(line: IntakeLine, request: pytest.FixtureRequest) -> Path:
    """All that the line's database writes."""
    if isinstance(line.store, EpochFiles):
        return line.folder
    server: Postgres = request.getfixturevalue("postgres")
    return server.data_dir


def left_after(made: Weeks, folder: Path) -> set[str]:
    """Where something is left of what a run destroyed. Before it, it must have been there to be found."""
    wanted = windows_of(made.line, range(100, 102))
    assert places_with(folder, wanted)
    assert made.run().epochs == 3
    return places_with(folder, wanted)


@pytest.mark.promise("P11")
def test_nothing_of_a_destroyed_batch_is_left_in_any_file(line: IntakeLine, folder: Path) -> None:
    assert left_after(weeks(line), folder) == set()


def delete_plainly(store: EpochStore, first: int, still: Callable[[Connection], bool]) -> bool:
    with store.batches.writing() as connection:
        if isinstance(store, EpochFiles):
            connection.exec_driver_sql("PRAGMA secure_delete=OFF")
        connection.execute(text("DELETE FROM batch WHERE epoch < :first"), {"first": first})
        return still(connection) if isinstance(store, EpochTables) else True


@pytest.mark.mutant("P11")
def test_a_plain_delete_would_be_caught(line: IntakeLine, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(line.store), "keep_from", delete_plainly)
    assert left_after(weeks(line), folder)


@pytest.mark.mutant("P11")
def test_a_log_that_is_kept_would_be_caught(line: IntakeLine, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if isinstance(line.store, EpochFiles):  # there what is kept is the file that was in place
        monkeypatch.setattr("intake.batch_files.destroy", lambda _: None)
    monkeypatch.setattr(batch_rows, "discard_log", lambda _: None)
    assert left_after(weeks(line), folder)
