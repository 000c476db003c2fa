"""What rests on the intake's disk tells nothing of how it came, and is nothing that was seen on the wire."""

import random
import shutil
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from sqlalchemy import Connection

from crypto.batch import object_of
from crypto.drop import Kind
from crypto.sealing import filler
from intake import open_file, reception, writer
from intake.box import Box
from intake.database import BATCHES_FILE, engine
from intake.epoch_keys import EpochKeys
from intake.fillers import Fillers
from tests.integration.intake_line import IntakeLine, post

WINDOW = 16
INSTANCE = bytes(range(16))


class SameFillers(Fillers):
    """Hands out the same fillers in every world: the only other thing that a batch is made of."""

    stock: Sequence[bytes] = ()

    def take(self, count: int) -> list[bytes]:
        self._given = getattr(self, "_given", 0) + count
        return list(self.stock[self._given - count : self._given])


@dataclass(frozen=True)
class World:
    """One way in which the same envelopes may come."""

    order: Sequence[int]
    pause: float
    covers: int
    repeats: int
    headers: dict[str, str]


QUIET = World((0, 1, 2, 3, 4), 0.0, 0, 0, {"User-Agent": "one", "X-Forwarded-For": "192.0.2.1"})
BUSY = World((3, 0, 4, 2, 1), 0.03, 7, 3, {"User-Agent": "another", "X-Forwarded-For": "198.51.100.7", "Cookie": "a=b"})


@pytest.fixture(scope="module")
def made() -> tuple[list[bytes], list[bytes]]:
    """Fillers for several epochs, and five envelopes."""
    envelopes = [filler(INSTANCE) for _ in range(3 * 32 + 5)]
    return envelopes[5:], envelopes[:5]


def batches_after(
    folder: Path, world: World, made: tuple[list[bytes], list[bytes]], monkeypatch: pytest.MonkeyPatch
) -> bytes:
    """The file with batches after this world's epoch and the next one, in which nothing comes."""
    fillers, envelopes = SameFillers(INSTANCE), made[1]
    fillers.stock = made[0]
    chance = random.Random(7)
    monkeypatch.setattr("intake.box.choose", chance.choice)
    line = IntakeLine(folder, instance=INSTANCE, fillers=fillers)
    client = line.client()
    sent = [line.drop(envelopes[index]) for index in world.order]
    sent += [line.drop(envelopes[index]) for index in world.order[: world.repeats]]
    sent += [line.drop(kind=Kind.COVER) for _ in range(world.covers)]
    for drop in sent:
        time.sleep(world.pause)
        assert post(client, drop, **world.headers).data.startswith(b"stored")
    line.close()
    line.close()
    return (folder / BATCHES_FILE).read_bytes()


@pytest.mark.promise("P4")
def test_order_spacing_sender_covers_and_repeats_leave_no_trace_in_the_batches(
    tmp_path: Path, made: tuple[list[bytes], list[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    quiet = batches_after(tmp_path / "quiet", QUIET, made, monkeypatch)
    busy = batches_after(tmp_path / "busy", BUSY, made, monkeypatch)
    assert quiet == busy


@pytest.mark.mutant("P4")
@pytest.mark.parametrize("other", [BUSY, replace(QUIET, order=(4, 3, 2, 1, 0))], ids=["busy", "other order"])
def test_a_row_for_each_arrival_would_be_caught(
    tmp_path: Path, made: tuple[list[bytes], list[bytes]], monkeypatch: pytest.MonkeyPatch, other: World
) -> None:
    settle = writer.settle

    def settle_and_keep(folder: Path) -> Callable[..., object]:
        def mutant(box: Box, epoch: int, arrivals: Sequence[writer.Arrival], take: Callable[[int], object]) -> object:
            with engine(folder / BATCHES_FILE).begin() as connection:
                _row_for_each(connection, arrivals)
            return settle(box, epoch, arrivals, take)  # type: ignore[arg-type]

        return mutant

    files = []
    for name, world in (("quiet", QUIET), ("other", other)):
        monkeypatch.setattr(writer, "settle", settle_and_keep(tmp_path / name))
        files.append(batches_after(tmp_path / name, world, made, monkeypatch))
    assert files[0] != files[1]


def _row_for_each(connection: Connection, arrivals: Iterable[writer.Arrival]) -> None:
    connection.exec_driver_sql("CREATE TABLE IF NOT EXISTS arrival (id INTEGER PRIMARY KEY, object BLOB)")
    for arrival in arrivals:
        connection.exec_driver_sql("INSERT INTO arrival (object) VALUES (?)", (object_of(arrival.envelope),))


@pytest.mark.promise("P4")
@pytest.mark.parametrize("count", [1, 3, 7])
def test_files_grow_by_the_same_for_no_report_and_for_some(tmp_path: Path, count: int) -> None:
    assert sizes_after(tmp_path / "some", count) == sizes_after(tmp_path / "none", 0)


def sizes_after(folder: Path, count: int) -> dict[str, int]:
    """The size of every file after an epoch with this many reports."""
    line = IntakeLine(folder)
    client = line.client()
    for _ in range(count):
        post(client, line.drop())
    line.close()
    return {path.name: path.stat().st_size for path in folder.iterdir()}


def windows(bodies: Iterable[bytes]) -> frozenset[bytes]:
    return frozenset(body[start : start + WINDOW] for body in bodies for start in range(len(body) - WINDOW + 1))


def files_with_any(folder: Path, wanted: frozenset[bytes]) -> set[str]:
    """The files in which one of these windows occurs."""
    return {
        path.name
        for path in folder.rglob("*")
        if path.is_file() and not wanted.isdisjoint(windows([path.read_bytes()]))
    }


def found_on_disk(folder: Path, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Files in which a part of what was sent occurs: within each transaction (journals), after it, after the close."""
    line = IntakeLine(folder / "data")
    client, snapshots, rewrite = line.client(), folder / "snapshots", open_file.rewrite

    def rewrite_and_copy(connection: Connection, box: Box, keys: EpochKeys) -> None:
        rewrite(connection, box, keys)
        shutil.copytree(line.folder, snapshots / str(len(list(snapshots.glob("*")))))

    monkeypatch.setattr(open_file, "rewrite", rewrite_and_copy)
    drops = [line.drop(), line.drop(kind=Kind.COVER), line.drop()]
    for drop in drops:
        post(client, drop)
    wanted = windows(drops)
    assert any(path.stat().st_size > 100_000 for path in snapshots.rglob("*-journal"))
    found = files_with_any(snapshots, wanted) | files_with_any(line.folder, wanted)
    line.close()
    return found | files_with_any(line.folder, wanted)


@pytest.mark.promise("P3")
def test_no_part_of_what_was_sent_occurs_in_any_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert found_on_disk(tmp_path, monkeypatch) == set()


@pytest.mark.mutant("P3")
def test_storing_what_arrived_would_be_caught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    receive = reception.Reception.receive

    def receive_and_keep(self: reception.Reception, drop: bytes) -> object:
        with engine(self._folder / BATCHES_FILE).begin() as connection:
            connection.exec_driver_sql("CREATE TABLE IF NOT EXISTS arrived (value BLOB)")
            connection.exec_driver_sql("INSERT INTO arrived VALUES (?)", (drop,))
        return receive(self, drop)

    monkeypatch.setattr(reception.Reception, "receive", receive_and_keep)
    assert BATCHES_FILE in found_on_disk(tmp_path, monkeypatch)
