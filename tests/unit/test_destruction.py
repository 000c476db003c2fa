"""What both apps destroy with: the witness, the scanner, files and journals that go for good."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from crypto.entropy import fresh
from deploy.destruction import overwriting, scanning, sqlite, witness
from deploy.destruction.witness import DENSE, WINDOW, Windows, Witness

VALUES = [fresh(1216) for _ in range(DENSE + 20)]


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    made = Witness(tmp_path / "witness")
    for value in VALUES:
        made.add(value)
    made.keep()
    made.keep()  # nothing new
    return tmp_path / "witness"


def windows(folder: Path) -> Windows:
    (found,) = witness.read(folder)
    return found


def offsets(file: Path, wanted: Windows) -> list[int]:
    return [one.offset for one in scanning.scan([file], wanted)]


@pytest.mark.parametrize("before", [0, 1, 15, 31, scanning.STEP - 20, scanning.STEP - 1, 2 * scanning.STEP + 7])
def test_a_value_is_found_wherever_it_lies(kept: Path, tmp_path: Path, before: int) -> None:
    for number, value in enumerate((VALUES[0], VALUES[-1])):
        file = tmp_path / f"file-{number}"
        file.write_bytes(bytes(before) + value + bytes(99))
        assert offsets(file, windows(kept))


def test_31_bytes_are_enough_for_who_still_has_the_value(tmp_path: Path) -> None:
    value = VALUES[3]
    whole = Windows(frozenset(value[at : at + WINDOW] for at in range(len(value) - WINDOW + 1)), frozenset(), b"")
    for at in range(16):
        file = tmp_path / f"file-{at}"
        file.write_bytes(bytes(at + 1) + value[100:131])
        assert len(offsets(file, whole)) == 1


def test_of_each_value_there_are_windows(kept: Path) -> None:
    known = windows(kept)
    for value in VALUES:
        own = {value[at : at + WINDOW] for at in range(len(value) - WINDOW + 1)} & known.anchored
        assert 5 <= len(own) <= witness.SOME
        assert all(one[0] in known.anchors for one in own)


def least_gone(made: Witness, values: list[bytes]) -> int:
    """Of 32 bytes in a row in one of these values, how many there are at least that the witness does not have."""
    (file,) = made.folder.iterdir()
    assert file.stat().st_size == len(witness.MAGIC) + witness.ANCHORS + WINDOW * made.windows  # and nothing else
    kept = windows(made.folder).anchored
    return min(_least_gone(value, kept) for value in values)


def _least_gone(value: bytes, kept: frozenset[bytes]) -> int:
    starts = [at for at in range(len(value) - WINDOW + 1) if value[at : at + WINDOW] in kept]
    held = {at + n for at in starts for n in range(WINDOW)}
    return min(len(set(range(at, at + 32)) - held) for at in range(len(value) - 31))


@pytest.mark.promise("P11")
@pytest.mark.parametrize("length", [112, 1216, 16_304])
def test_no_key_that_is_sealed_in_what_was_destroyed_can_be_read_from_a_witness(tmp_path: Path, length: int) -> None:
    made, values = Witness(tmp_path / "witness"), [fresh(length) for _ in range(DENSE + 2)]
    for value in values:
        made.add(value)
    made.keep()
    assert least_gone(made, values) >= 16


@pytest.mark.mutant("P11")
def test_windows_that_touch_each_other_would_be_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(witness, "APART", 1)
    monkeypatch.setattr(witness, "_draw_anchors", lambda: bytes(range(256)))
    made = Witness(tmp_path / "witness")
    made.add(VALUES[0])
    made.keep()
    assert least_gone(made, VALUES[:1]) < 16


def test_nothing_is_found_where_nothing_is(kept: Path, tmp_path: Path) -> None:
    (tmp_path / "other").write_bytes(fresh(3 * scanning.STEP))
    assert offsets(tmp_path / "other", windows(kept)) == []


def test_a_run_keeps_no_more_than_about_a_megabyte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(witness, "MANY", 500)
    made = Witness(tmp_path / "witness")
    for _ in range(640):
        made.add(VALUES[0])
    made.keep()
    assert made.windows <= 500 + witness.SOME + 640 // witness.RARE


def test_a_witness_that_was_cut_short_is_read_as_far_as_it_goes(kept: Path) -> None:
    for one in kept.iterdir():
        one.write_bytes(one.read_bytes()[:-7])
    assert windows(kept).anchored


def test_a_witness_that_is_forgotten_is_overwritten_first(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = list(kept.iterdir())
    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", lambda path: None)
        witness.forget(kept)
    assert all(set(one.read_bytes()) == {0} for one in files)
    witness.forget(kept)
    assert list(kept.iterdir()) == []


def test_a_path_that_is_not_there_is_no_clean_one(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        list(scanning.scan([tmp_path / "nothing"], Windows(frozenset(), frozenset(), b"")))


@pytest.fixture
def journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """That of a database from which a value was just deleted; not cut, so that it can be looked at."""
    monkeypatch.setattr(sqlite, "cut", lambda path: None)
    path = tmp_path / "one.sqlite3"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("CREATE TABLE one (value BLOB)")
        connection.execute("INSERT INTO one VALUES (?)", [VALUES[0]])
        with sqlite.journal_overwritten(connection, path):
            connection.execute("DELETE FROM one")
        yield sqlite.journal_of(path)
    assert VALUES[0] not in path.read_bytes()


@pytest.mark.promise("P11")
def test_the_journal_is_overwritten_before_it_is_cut(journal: Path) -> None:
    assert journal.stat().st_size > len(VALUES[0])
    assert set(journal.read_bytes()) == {0}


@pytest.mark.mutant("P11")
def test_a_journal_that_is_only_cut_would_be_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "overwrite", lambda path: None)
    monkeypatch.setattr(sqlite, "cut", lambda path: None)
    path = tmp_path / "one.sqlite3"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("CREATE TABLE one (value BLOB)")
        connection.execute("INSERT INTO one VALUES (?)", [VALUES[0]])
        with sqlite.journal_overwritten(connection, path):
            connection.execute("DELETE FROM one")
    assert VALUES[0][:900] in sqlite.journal_of(path).read_bytes()


def test_nobody_comes_in_between(tmp_path: Path) -> None:
    path = tmp_path / "one.sqlite3"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("CREATE TABLE one (value BLOB)")
        with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as other:
            with sqlite.journal_overwritten(connection, path):
                connection.execute("INSERT INTO one VALUES (1)")
                with pytest.raises(sqlite3.OperationalError):
                    other.execute("INSERT INTO one VALUES (2)")
            other.execute("INSERT INTO one VALUES (3)")
            assert other.execute("SELECT value FROM one ORDER BY value").fetchall() == [(1,), (3,)]


def test_a_file_made_anew_holds_the_same_and_no_gaps(tmp_path: Path) -> None:
    path = tmp_path / "one.sqlite3"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA secure_delete = OFF")
        connection.execute("CREATE TABLE one (number INTEGER PRIMARY KEY, value BLOB)")
        connection.executemany("INSERT INTO one VALUES (?, ?)", list(enumerate(VALUES)))
        connection.execute("DELETE FROM one WHERE number > 3")
    assert VALUES[9][:900] in path.read_bytes()
    sqlite.make_anew(path)
    with closing(sqlite3.connect(path)) as connection:
        assert [one for (one,) in connection.execute("SELECT value FROM one ORDER BY number")] == VALUES[:4]
    assert VALUES[9][:900] not in path.read_bytes()


def test_a_destroyed_file_is_gone(tmp_path: Path) -> None:
    (tmp_path / "one").write_bytes(VALUES[0])
    overwriting.destroy(tmp_path / "one")
    assert list(tmp_path.iterdir()) == []
