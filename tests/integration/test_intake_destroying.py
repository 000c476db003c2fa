"""A run that is cut short, or that an order meets: nothing is lost that should stay, nothing stays that should be lost.

And what is left is a function of the epochs that remain, however they came to remain.
"""

import random
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import Connection, make_url, text
from sqlalchemy.exc import OperationalError

from intake import batch_files, batch_rows, retention
from intake.backup_line import IntakeLine as BackupLine
from intake.epoch_files import BATCHES_FILE, EpochFiles
from intake.epoch_store import EpochStore
from intake.errors import OrdersCame
from intake.standing import StandingOrders
from intake.stores import store_of
from tests.anonymity.test_stored import resting as all_that_rests
from tests.integration.intake_databases import MakeLine
from tests.integration.intake_line import TODAY, IntakeLine, post
from tests.integration.retaining import Stock, Weeks, stocked, weeks
from tests.integration.test_intake_close import Killed, killed_at
from tests.postgres import Postgres

BEFORE, AFTER = list(range(100, 108)), list(range(103, 108))
FILES = ["make_draft", "_copy_tables", "_copy_epoch", "_sync", "put_in_place", "settle", "clear_away", "destroy"]
SERVER = ["keep_from", "discard_log"]
WHOLE = [BATCHES_FILE, f"{BATCHES_FILE}-journal", f"{BATCHES_FILE}.lock"]


@pytest.fixture
def line(make_line: MakeLine) -> IntakeLine:
    return make_line(**stocked())


@pytest.fixture
def files(tmp_path: Path) -> IntakeLine:
    return IntakeLine(tmp_path, **stocked())  # type: ignore[arg-type]


@pytest.fixture
def server_line(postgres: Postgres, intake_template: str, tmp_path: Path) -> Iterator[IntakeLine]:
    url = postgres.new_database(intake_template)
    line = IntakeLine(tmp_path, database_url=url, migrated=True, **stocked())  # type: ignore[arg-type]
    yield line
    line.stop()
    postgres.drop_database(str(make_url(url).database))


# ---- killed ------------------------------------------------------------------------------------


@pytest.mark.promise("P14")
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("step", FILES)
def test_a_run_that_is_killed_anywhere_goes_on_when_it_runs_again(
    files: IntakeLine, monkeypatch: pytest.MonkeyPatch, step: str, after: bool
) -> None:
    check_that_a_killed_run_goes_on(weeks(files), monkeypatch, batch_files, step, after=after)


@pytest.mark.promise("P14")
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("step", SERVER)
def test_a_run_on_a_server_that_is_killed_anywhere_is_done_by_the_next(
    server_line: IntakeLine, monkeypatch: pytest.MonkeyPatch, step: str, after: bool
) -> None:
    check_that_a_killed_run_goes_on(weeks(server_line), monkeypatch, batch_rows, step, after=after)


def check_that_a_killed_run_goes_on(
    made: Weeks, monkeypatch: pytest.MonkeyPatch, module: object, step: str, *, after: bool
) -> None:
    line, before = made.line, {epoch: made.line.batch(epoch) for epoch in made.line.epochs()}
    with monkeypatch.context() as patch:
        patch.setattr(module, step, killed_at(getattr(module, step), after=after))
        with pytest.raises(Killed):
            made.run()
    line.store.check()
    assert line.epochs() in (BEFORE, AFTER)
    made.pass_by(1)
    made.run()
    assert line.epochs() == [104, 105, 106, 107, 108]
    assert all(line.batch(epoch) == before[epoch] for epoch in line.epochs()[:-1])
    assert sorted(path.name for path in line.folder.glob("batches*")) in ([], WHOLE)


@pytest.mark.mutant("P14")
def test_a_run_that_takes_the_file_away_first_would_be_caught(
    files: IntakeLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = weeks(files)
    copy = batch_files._copy_epoch

    def take_away_and_copy(*args: object) -> None:
        (files.folder / BATCHES_FILE).unlink(missing_ok=True)
        copy(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(batch_files, "_copy_epoch", take_away_and_copy)
    with pytest.raises(Exception, match=r"missing|unable to open"):
        check_that_a_killed_run_goes_on(made, monkeypatch, batch_files, "_sync", after=True)


# ---- beside a backup ---------------------------------------------------------------------------


def test_a_backup_sees_the_table_of_batches_as_it_is_and_no_run_changes_it_meanwhile(server_line: IntakeLine) -> None:
    weeks(server_line)
    (reading,) = BackupLine(server_line.settings).groups()
    with reading, server_line.store.batches.reading() as other:
        locked = text("SELECT mode FROM pg_locks WHERE relation = CAST('batch' AS regclass) AND granted")
        assert other.execute(locked).scalars().all() == ["AccessShareLock"]
        other.execute(text("SET LOCAL lock_timeout = '50ms'"))
        with pytest.raises(OperationalError):
            batch_rows.keep_from(other, 103)


# ---- met by a freeze ---------------------------------------------------------------------------


class Freeze:
    """Brought by somebody else, once, when a run comes to some moment; `left` is what was there when it was taken."""

    def __init__(self, line: IntakeLine) -> None:
        self.left: list[int] = []
        self._line = line
        self._thread = threading.Thread(target=self._bring)

    def at(self, step: Callable[..., object], *, after: bool) -> Callable[..., object]:
        """The step, and the freeze before or after it. The run goes on when the freeze was taken, or seems to wait."""

        def met(*args: object, **kwargs: object) -> object:
            done = step(*args, **kwargs) if after else None
            if len(self._line.committee.orders) == 1:
                self._line.committee.freeze()
                self._thread.start()
                self._thread.join(1)
            return done if after else step(*args, **kwargs)

        return met

    def end(self) -> None:
        self._thread.join()

    def _bring(self) -> None:
        settings, store = self._line.settings, store_of(self._line.settings)
        chain = self._line.published.current_directory().chain
        StandingOrders(store.published, settings.instance).put(self._line.committee.orders, chain, TODAY)
        self.left = self._line.epochs()
        store.release()


def left_by_a_run_that_meets_a_freeze(
    line: IntakeLine, monkeypatch: pytest.MonkeyPatch, owner: object, step: str, *, after: bool
) -> tuple[list[int], list[int]]:
    """The epochs that were there when the freeze had been taken, and those at the end."""
    made, freeze = weeks(line), Freeze(line)
    monkeypatch.setattr(owner, step, freeze.at(getattr(owner, step), after=after))
    with suppress(OrdersCame):
        made.run()
    freeze.end()
    assert made.plan().why == "frozen"
    assert made.run().epochs == 0
    return freeze.left, line.epochs()


MOMENTS = {
    "before the plan": (retention.Keeper, "plan", False),
    "after the plan": (retention.Keeper, "plan", True),
    "in the transaction, before it asks": (retention, "count_orders", False),
    "in the transaction, after it asked": (retention, "count_orders", True),
}


@pytest.mark.promise("P12")
@pytest.mark.parametrize("moment", MOMENTS)
def test_a_freeze_keeps_all_that_is_there_when_it_is_taken_also_while_a_run_is_at_work(
    line: IntakeLine, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    owner, step, after = MOMENTS[moment]
    taken, left = left_by_a_run_that_meets_a_freeze(line, monkeypatch, owner, step, after=after)
    assert taken == left
    assert left in (BEFORE, AFTER)


@pytest.mark.mutant("P12")
def test_a_freeze_that_is_asked_for_outside_the_transaction_would_be_caught(
    line: IntakeLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "_no_order_since", lambda _: lambda _: True)
    taken, left = left_by_a_run_that_meets_a_freeze(line, monkeypatch, retention.Keeper, "plan", after=True)
    assert (taken, left) == (BEFORE, AFTER)


# ---- what is left ------------------------------------------------------------------------------


def resting(line: IntakeLine) -> object:
    """The bytes of the file with batches; of a server, where the rows of batches and their pieces lie."""
    found = all_that_rests(line)
    if not isinstance(found, dict):
        return found
    rows, pieces = found["batch"]
    return [(place, row) for place, _, row in rows], pieces  # rows that were copied share a transaction


@pytest.mark.promise("P4")
def test_the_file_after_a_run_is_that_of_a_line_that_began_later(make_line: MakeLine) -> None:
    made, later = weeks(make_line(**stocked())), make_line(**stocked(103))
    for _ in range(5):
        later.close()
    assert resting(made.line) != resting(later)
    made.run()
    assert resting(made.line) == resting(later)
    made.line.close()
    later.close()
    assert resting(made.line) == resting(later)


@pytest.mark.promise("P4")
def test_how_many_runs_it_took_does_not_show(make_line: MakeLine) -> None:
    made = weeks(make_line(**stocked()))
    made.run()
    assert resting(made.line) == resting(in_many_runs(make_line(**stocked())))


def in_many_runs(line: IntakeLine) -> IntakeLine:
    """The same weeks, with a run after each."""
    made = weeks(line, passed=0)
    for _ in range(8):
        made.pass_by(1)
        made.run()
    return line


@pytest.mark.promise("P4")
def test_what_is_left_does_not_show_how_reports_came(make_line: MakeLine, monkeypatch: pytest.MonkeyPatch) -> None:
    envelopes = Stock(111).take(3)
    assert left_after(make_line, monkeypatch, envelopes) == left_after(make_line, monkeypatch, envelopes[::-1])


def left_after(make_line: MakeLine, monkeypatch: pytest.MonkeyPatch, envelopes: list[bytes]) -> object:
    """What rests after a week in which these came, and a run some weeks later."""
    monkeypatch.setattr("intake.box.choose", random.Random(7).choice)
    line = make_line(**stocked())
    made = weeks(line, passed=4)
    client = line.client()
    for envelope in envelopes:
        assert post(client, line.drop(envelope)).data.startswith(b"stored")
    made.pass_by(4)
    made.run()
    line.stop()
    return resting(line)


def delete_plainly(store: EpochStore, first: int, _still: Callable[[Connection], bool]) -> bool:
    with store.batches.writing() as connection:
        connection.execute(text("DELETE FROM batch WHERE epoch < :first"), {"first": first})
    return True


@pytest.mark.mutant("P4")
def test_rows_that_are_deleted_where_they_lie_would_be_caught(
    make_line: MakeLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(EpochFiles, "keep_from", delete_plainly)
    monkeypatch.setattr("intake.epoch_tables.EpochTables.keep_from", delete_plainly)
    with pytest.raises(AssertionError):
        test_the_file_after_a_run_is_that_of_a_line_that_began_later(make_line)
