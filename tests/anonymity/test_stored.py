"""What rests tells nothing of how it came, and is nothing that was seen on the wire: in files and on a server."""

import random
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import pytest
from sqlalchemy import Connection, select, text

from crypto.batch import object_of
from crypto.drop import Kind
from crypto.sealing import filler
from intake import epoch_rows, reception, writer
from intake.box import Answer, Box
from intake.epoch_files import EpochFiles
from intake.fillers import Fillers
from tests.integration.intake_databases import MakeLine
from tests.integration.intake_line import SERVER_TABLES, IntakeLine, post
from tests.postgres import Postgres

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


def resting_after(
    make_line: MakeLine, world: World, made: tuple[list[bytes], list[bytes]], monkeypatch: pytest.MonkeyPatch
) -> object:
    """What rests of batches after this world's epoch and the next one, in which nothing comes."""
    fillers, envelopes = SameFillers(INSTANCE), made[1]
    fillers.stock = made[0]
    monkeypatch.setattr("intake.box.choose", random.Random(7).choice)
    line = make_line(instance=INSTANCE, fillers=fillers)
    client = line.client()
    sent = [line.drop(envelopes[index]) for index in world.order]
    sent += [line.drop(envelopes[index]) for index in world.order[: world.repeats]]
    sent += [line.drop(kind=Kind.COVER) for _ in range(world.covers)]
    for drop in sent:
        time.sleep(world.pause)
        assert post(client, drop, **world.headers).data.startswith(b"stored")
    line.close()
    line.close()
    line.stop()
    return resting(line)


def resting(line: IntakeLine) -> object:
    """The bytes of the file with batches; of a server, how its rows lie."""
    if isinstance(line.store, EpochFiles):
        return line.store.batches.path.read_bytes()
    with line.store.batches.reading() as connection:
        tables = "SELECT oid::regclass::text, reltoastrelid::regclass::text FROM pg_class WHERE relkind = 'r'"
        found = [tuple(row) for row in connection.execute(text(f"{tables} AND relnamespace = 'public'::regnamespace"))]
        return {name: (_rows(connection, name), _toast(connection, toast)) for name, toast in sorted(found)}


def _rows(connection: Connection, table: str) -> list[tuple[object, ...]]:
    """Of each row its place, the rank of its transaction, and what stands in it; of what is sealed, only the length."""
    each = "ctid::text, dense_rank() OVER (ORDER BY xmin::text::bigint), t::text"
    rows = select(text(each)).select_from(text(f"{table} t"))
    sealed = SERVER_TABLES - {"batch"}
    return sorted((at, rank, len(it) if table in sealed else it) for at, rank, it in connection.execute(rows))


def _toast(connection: Connection, table: str) -> list[tuple[object, ...]]:
    """Of each piece of a long value its place, the rank of its number among all numbers, and its length."""
    if table == "-":
        return []
    pieces = "SELECT ctid::text, dense_rank() OVER (ORDER BY chunk_id), chunk_seq, length(chunk_data) FROM"
    return sorted(tuple(row) for row in connection.execute(text(f"{pieces} {table}")))


@pytest.mark.promise("P4")
def test_order_spacing_sender_covers_and_repeats_leave_no_trace_in_the_batches(
    make_line: MakeLine, made: tuple[list[bytes], list[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    quiet = resting_after(make_line, QUIET, made, monkeypatch)
    busy = resting_after(make_line, BUSY, made, monkeypatch)
    assert quiet == busy


@pytest.mark.mutant("P4")
@pytest.mark.parametrize("other", [BUSY, replace(QUIET, order=(4, 3, 2, 1, 0))], ids=["busy", "other order"])
def test_a_row_for_each_arrival_would_be_caught(
    make_line: MakeLine, made: tuple[list[bytes], list[bytes]], monkeypatch: pytest.MonkeyPatch, other: World
) -> None:
    lines, settle = list[IntakeLine](), writer.settle

    def make_and_remember(**options: object) -> IntakeLine:
        lines.append(make_line(**options))
        return lines[-1]

    def settle_and_keep(box: Box, epoch: int, arrivals: Sequence[writer.Arrival], allowed_pages: int) -> list[Answer]:
        with lines[-1].store.batches.writing() as connection:
            _row_for_each(connection, arrivals)
        return settle(box, epoch, arrivals, allowed_pages)

    monkeypatch.setattr(writer, "settle", settle_and_keep)
    worlds = [resting_after(make_and_remember, world, made, monkeypatch) for world in (QUIET, other)]
    assert worlds[0] != worlds[1]


def _row_for_each(
    connection: Connection, arrivals: Iterable[writer.Arrival], kept: Callable[[bytes], bytes] = object_of
) -> None:
    connection.execute(text("CREATE TABLE IF NOT EXISTS arrival (kept TEXT)"))
    for arrival in arrivals:
        row = {"kept": kept(arrival.envelope).hex()}
        connection.execute(text("INSERT INTO arrival (kept) VALUES (:kept)"), row)


@pytest.mark.promise("P4")
@pytest.mark.parametrize("count", [1, 3, 7])
def test_what_rests_grows_by_the_same_for_no_report_and_for_some(make_line: MakeLine, count: int) -> None:
    assert sizes_after(make_line(), count) == sizes_after(make_line(), 0)


@pytest.mark.mutant("P4")
def test_keeping_each_report_would_be_caught(make_line: MakeLine, monkeypatch: pytest.MonkeyPatch) -> None:
    some, none = make_line(), make_line()
    settle = writer.settle

    def settle_and_keep(box: Box, epoch: int, arrivals: Sequence[writer.Arrival], allowed_pages: int) -> list[Answer]:
        with some.store.batches.writing() as connection:
            _row_for_each(connection, arrivals, lambda envelope: envelope)
        return settle(box, epoch, arrivals, allowed_pages)

    monkeypatch.setattr(writer, "settle", settle_and_keep)
    assert sizes_after(some, 7) != sizes_after(none, 0)


def sizes_after(line: IntakeLine, count: int) -> dict[str, int]:
    """The size of all that rests after an epoch with this many reports."""
    client = line.client()
    for _ in range(count):
        post(client, line.drop())
    line.close()
    return line.sizes()


def windows(bodies: Iterable[bytes]) -> frozenset[bytes]:
    return frozenset(body[start : start + WINDOW] for body in bodies for start in range(len(body) - WINDOW + 1))


def has_any(content: bytes, wanted: frozenset[bytes]) -> bool:
    """Whether one of these windows occurs."""
    return any(content[start : start + WINDOW] in wanted for start in range(len(content) - WINDOW + 1))


def on_disk(line: IntakeLine, postgres: Postgres | None) -> dict[str, bytes]:
    """By name the files of a line; on a server those of its database, and of the journal the part last written."""
    if postgres is None:
        return {path.name: path.read_bytes() for path in line.folder.rglob("*") if path.is_file()}
    with line.store.batches.reading() as connection:
        connection.execute(text("SELECT pg_stat_force_next_flush()"))
        found = connection.execute(
            text(
                "SELECT oid::text, pg_walfile_name(pg_current_wal_insert_lsn()) FROM pg_database"
                " WHERE datname = current_database()"
            )
        ).one()
    tables, journal = postgres.data_dir / "base" / found[0], postgres.data_dir / "pg_wal" / found[1]
    return {path.name: path.read_bytes() for path in [*tables.iterdir(), journal] if path.is_file()}


def found_on_disk(line: IntakeLine, postgres: Postgres | None, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Files in which a part of what was sent occurs: within each transaction (journals), after it, after the close."""
    client, seen, write_pages = line.client(), list[dict[str, bytes]](), epoch_rows.write_pages

    def write_and_look(*args: object) -> bytes:
        mark = write_pages(*args)  # type: ignore[arg-type]
        if postgres is None:
            seen.append(on_disk(line, None))
        return mark

    monkeypatch.setattr(epoch_rows, "write_pages", write_and_look)
    drops = [line.drop(), line.drop(kind=Kind.COVER), line.drop()]
    if postgres is not None:
        with postgres.superuser() as connection:  # all that follows fits into one part of the journal
            connection.execute("SELECT pg_switch_wal()")
    for drop in drops:
        post(client, drop)
    seen.append(on_disk(line, postgres))
    line.close()
    seen.append(on_disk(line, postgres))
    assert max(len(content) for one in seen for name, content in one.items() if _is_journal(name)) > 100_000
    wanted = windows(drops)
    return {name for one in seen for name, content in one.items() if has_any(content, wanted)}


def _is_journal(name: str) -> bool:
    return name.endswith("-journal") or len(name) == 24  # as SQLite's and PostgreSQL's are named


@pytest.fixture
def server(line: IntakeLine, request: pytest.FixtureRequest) -> Postgres | None:
    """The server that the line is on; None for a line on files."""
    found: Postgres | None = request.getfixturevalue("postgres") if line.settings.database_url else None
    return found


@pytest.mark.promise("P3")
def test_no_part_of_what_was_sent_occurs_on_disk(
    line: IntakeLine, server: Postgres | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert found_on_disk(line, server, monkeypatch) == set()


@pytest.mark.mutant("P3")
def test_storing_what_arrived_would_be_caught(
    line: IntakeLine, server: Postgres | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    receive = reception.Reception.receive

    def receive_and_keep(self: reception.Reception, drop: bytes) -> object:
        with line.store.batches.writing() as connection:
            kind = "BYTEA" if server else "BLOB"
            connection.execute(text(f"CREATE TABLE IF NOT EXISTS arrived (value {kind})"))
            connection.execute(text("INSERT INTO arrived VALUES (:value)"), {"value": drop})
        return receive(self, drop)

    monkeypatch.setattr(reception.Reception, "receive", receive_and_keep)
    assert found_on_disk(line, server, monkeypatch)
