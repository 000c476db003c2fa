"""Closing an epoch: one batch for each, nothing acknowledged lost, wherever it is cut short and run again."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url
from sqlalchemy.exc import OperationalError

from crypto.batch import check_batch
from deploy.destruction import overwriting
from intake import epoch_files, epoch_rows, epoch_tables, epochs, erasing
from intake.epoch_files import EpochFiles, epochs_in, path_of
from intake.epochs import close_until
from intake.errors import CloseRunning, NothingLost, NotReady, OpenEpochLost, TooFarBehind
from intake.stores import store_of
from tests.integration.intake_line import IntakeLine, post
from tests.postgres import Postgres

STORED = b"stored".ljust(32)


@pytest.fixture
def files(tmp_path: Path) -> IntakeLine:
    """A line on files, for what only files have."""
    return IntakeLine(tmp_path)


def batch_of(line: IntakeLine, epoch: int) -> list[bytes]:
    envelopes = line.batch(epoch)
    check_batch(envelopes, line.settings.instance)
    return envelopes


def test_a_batch_holds_what_was_accepted_among_fillers(line: IntakeLine) -> None:
    client, envelopes = line.client(), {line.envelope() for _ in range(3)}
    for envelope in envelopes:
        post(client, line.drop(envelope))
    assert close_until(line.place, 101) == [100]
    assert envelopes < set(batch_of(line, 100))
    assert len(batch_of(line, 100)) == 32


def test_closing_twice_closes_once(line: IntakeLine) -> None:
    close_until(line.place, 101)
    before = batch_of(line, 100)
    assert close_until(line.place, 101) == []
    assert (line.epochs(), batch_of(line, 100)) == ([100], before)


def test_no_epoch_is_left_out_when_nobody_closed_for_a_while(line: IntakeLine) -> None:
    assert close_until(line.place, 104) == [100, 101, 102, 103]
    assert line.epochs() == [100, 101, 102, 103]
    assert line.store.epoch() == 104
    assert len({b"".join(batch_of(line, epoch)) for epoch in range(100, 104)}) == 4


def test_an_epoch_that_is_not_over_stays_open(line: IntakeLine) -> None:
    assert close_until(line.place, 100) == []
    assert close_until(line.place, 99) == []
    assert line.store.epoch() == 100


def test_a_clock_that_is_years_ahead_closes_nothing(line: IntakeLine) -> None:
    with pytest.raises(TooFarBehind):
        close_until(line.place, 5000)
    assert line.epochs() == []


def test_two_closes_at_once_are_one(line: IntakeLine) -> None:
    with store_of(line.settings).alone(), pytest.raises(CloseRunning):
        close_until(line.place, 101)
    assert close_until(line.place, 101) == [100]


def test_the_keys_before_the_last_go_with_the_old_epoch(line: IntakeLine) -> None:
    first = line.store.keys()
    line.close()
    assert line.store.keys().before == first.mix
    line.close()
    assert [mix.epoch for mix in line.store.keys().mixes] == [102, 101]


def test_the_old_file_is_gone(files: IntakeLine) -> None:
    files.close()
    files.close()
    assert sorted(path.name for path in files.folder.glob("open*")) == ["open-102.sqlite3"]


def test_a_destroyed_file_is_zeros_before_it_goes(files: IntakeLine) -> None:
    path = path_of(files.folder, 100)
    with path.open("rb") as held:
        erasing.destroy(path)
        assert set(held.read()) == {0}
    assert not path.exists()


STEPS_OF_FILES = [
    (EpochFiles, "mark_closing"),
    (epoch_rows, "gather"),
    (epoch_files, "write_batch"),
    (EpochFiles, "create"),
    (epoch_rows, "insert_epoch"),
    (epoch_files, "settle"),
    (EpochFiles, "_destroy_older"),
    (epoch_files, "destroy"),
    (overwriting, "overwrite"),
]
STEPS_OF_SERVER = [(epoch_rows, "gather"), (epoch_tables, "write_batch"), (epoch_rows, "insert_epoch")]


class Killed(BaseException):
    """The process ends here."""


@pytest.mark.promise("P14")
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(("module", "step"), STEPS_OF_FILES, ids=[name for _, name in STEPS_OF_FILES])
def test_a_close_that_is_killed_anywhere_goes_on_when_it_runs_again(
    files: IntakeLine, monkeypatch: pytest.MonkeyPatch, module: object, step: str, after: bool
) -> None:
    check_that_a_killed_close_goes_on(files, monkeypatch, module, step, after)


@pytest.mark.promise("P14")
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(("module", "step"), STEPS_OF_SERVER, ids=[name for _, name in STEPS_OF_SERVER])
def test_a_close_on_a_server_that_is_killed_anywhere_is_done_by_the_next(
    server_line: IntakeLine, monkeypatch: pytest.MonkeyPatch, module: object, step: str, after: bool
) -> None:
    check_that_a_killed_close_goes_on(server_line, monkeypatch, module, step, after)


def check_that_a_killed_close_goes_on(
    line: IntakeLine, monkeypatch: pytest.MonkeyPatch, module: object, step: str, after: bool
) -> None:
    client, envelopes = line.client(), {line.envelope() for _ in range(3)}
    for envelope in envelopes:
        assert post(client, line.drop(envelope)).data == STORED
    with monkeypatch.context() as patch:
        patch.setattr(module, step, killed_at(getattr(module, step), after=after))
        with pytest.raises(Killed):
            close_until(line.place, 102)
    line.store.check()  # as `serve` does when it starts, before the next close
    close_until(line.place, 102)
    assert line.epochs() == [100, 101]
    assert envelopes < set(batch_of(line, 100))
    assert not envelopes & set(batch_of(line, 101))
    assert line.store.epoch() == 102
    assert post(client, line.drop()).data == STORED


@pytest.mark.mutant("P14")
def test_a_close_that_destroys_before_it_writes_would_be_caught(
    files: IntakeLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, envelope = files.client(), files.envelope()
    post(client, files.drop(envelope))
    real = EpochFiles.mark_closing

    def destroy_first(store: EpochFiles, epoch: int) -> None:
        real(store, epoch)
        erasing.destroy(path_of(files.folder, epoch))

    monkeypatch.setattr(EpochFiles, "mark_closing", destroy_first)
    with pytest.raises(OperationalError):
        close_until(files.place, 101)
    monkeypatch.undo()
    with pytest.raises(NotReady):
        close_until(files.place, 101)
    assert files.epochs() == []


def killed_at(step: Callable[..., object], *, after: bool) -> Callable[..., object]:
    def die(*args: object, **kwargs: object) -> object:
        if after:
            step(*args, **kwargs)
        raise Killed

    return die


def test_serving_again_ends_a_close_that_was_cut_short(files: IntakeLine) -> None:
    assert isinstance(files.store, EpochFiles)
    files.store.mark_closing(100)
    epochs.finish_interrupted(files.place)
    assert (files.epochs(), epochs_in(files.folder)) == ([100], [101])
    epochs.finish_interrupted(files.place)
    assert epochs_in(files.folder) == [101]


def test_a_lost_open_epoch_is_said_and_not_papered_over(line: IntakeLine) -> None:
    line.close()
    lose_open_epoch(line)
    with pytest.raises(OpenEpochLost):
        epochs.open_first(line.place, 105)
    assert epochs.reopen_after_loss(line.place) == 101
    with pytest.raises(NothingLost):
        epochs.reopen_after_loss(line.place)
    close_until(line.place, 103)
    assert line.epochs() == [100, 101, 102]


def lose_open_epoch(line: IntakeLine) -> None:
    if isinstance(line.store, EpochFiles):
        erasing.destroy(path_of(line.folder, 101))
    else:
        with line.store.batches.writing() as connection:
            connection.exec_driver_sql("TRUNCATE open_epoch, key_epoch, page")


def test_two_processes_on_one_server_fill_one_batch(server_line: IntakeLine) -> None:
    clients = [server_line.client(), server_line.client()]
    envelopes = [server_line.envelope() for _ in range(4)]
    for number, envelope in enumerate(envelopes):
        assert post(clients[number % 2], server_line.drop(envelope)).data == STORED
        assert post(clients[(number + 1) % 2], server_line.drop(envelope)).data == STORED
    assert server_line.accepted() == set(envelopes)
    server_line.close()
    assert set(envelopes) < set(batch_of(server_line, 100))
    assert len(batch_of(server_line, 100)) == 64
    for client in clients:
        assert post(client, server_line.drop()).data == STORED


@pytest.fixture
def server_line(postgres: Postgres, intake_template: str, tmp_path: Path) -> Iterator[IntakeLine]:
    url = postgres.new_database(intake_template)
    line = IntakeLine(tmp_path, database_url=url)
    yield line
    line.stop()
    postgres.drop_database(str(make_url(url).database))


def test_drops_that_arrive_while_epochs_close_are_all_in_some_batch(line: IntakeLine) -> None:
    client, sent, stop = line.client(), set[bytes](), threading.Event()

    def send() -> None:
        while not stop.is_set():
            envelope = line.envelope()
            try:
                drop = line.drop(envelope)
            except Exception:  # noqa: S112 - the test looked for the key while its file was being replaced
                continue
            if post(client, drop).data == STORED:
                sent.add(envelope)

    senders = [threading.Thread(target=send) for _ in range(4)]
    for sender in senders:
        sender.start()
    for epoch in range(101, 107):
        time.sleep(0.3)
        close_until(line.place, epoch)
    stop.set()
    for sender in senders:
        sender.join()
    close_until(line.place, 107)
    carried = [envelope for epoch in line.epochs() for envelope in batch_of(line, epoch)]
    assert len(sent) > 10
    assert sent <= set(carried)
    assert len(carried) == len(set(carried))
