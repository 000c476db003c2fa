"""Closing an epoch: one batch for each, nothing acknowledged lost, wherever it is cut short and run again."""

import fcntl
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from crypto.batch import check_batch, split
from intake import epochs, open_file
from intake.batches import Batches
from intake.epochs import close_until
from intake.errors import CloseRunning, NotReady, OpenEpochLost, TooFarBehind
from tests.integration.intake_line import IntakeLine, post

STORED = b"stored".ljust(32)


@pytest.fixture
def line(tmp_path: Path) -> IntakeLine:
    return IntakeLine(tmp_path)


def batch_of(line: IntakeLine, epoch: int) -> list[bytes]:
    envelopes = split(Batches(line.folder).values(epoch))
    check_batch(envelopes, line.settings.instance)
    return envelopes


def epochs_with_batches(line: IntakeLine) -> list[int]:
    return [one.epoch for one in Batches(line.folder).closed(None)]


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
    assert (epochs_with_batches(line), batch_of(line, 100)) == ([100], before)


def test_no_epoch_is_left_out_when_nobody_closed_for_a_while(line: IntakeLine) -> None:
    assert close_until(line.place, 104) == [100, 101, 102, 103]
    assert epochs_with_batches(line) == [100, 101, 102, 103]
    assert open_file.epochs_in(line.folder) == [104]
    assert len({b"".join(batch_of(line, epoch)) for epoch in range(100, 104)}) == 4


def test_an_epoch_that_is_not_over_stays_open(line: IntakeLine) -> None:
    assert close_until(line.place, 100) == []
    assert close_until(line.place, 99) == []
    assert open_file.epochs_in(line.folder) == [100]


def test_a_clock_that_is_years_ahead_closes_nothing(line: IntakeLine) -> None:
    with pytest.raises(TooFarBehind):
        close_until(line.place, 5000)
    assert epochs_with_batches(line) == []


def test_two_closes_at_once_are_one(line: IntakeLine) -> None:
    with (line.folder / "close.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(CloseRunning):
            close_until(line.place, 101)
    assert close_until(line.place, 101) == [100]


def test_the_old_file_is_gone_and_the_keys_before_the_last_with_it(line: IntakeLine) -> None:
    first = open_file.read_keys(line.folder, 100, line.settings.wrap_key)
    line.close()
    second = open_file.read_keys(line.folder, 101, line.settings.wrap_key)
    assert second.before == first.mix
    line.close()
    assert [mix.epoch for mix in open_file.read_keys(line.folder, 102, line.settings.wrap_key).mixes] == [102, 101]
    assert sorted(path.name for path in line.folder.glob("open*")) == ["open-102.sqlite3"]


def test_a_destroyed_file_is_zeros_before_it_goes(line: IntakeLine) -> None:
    path = open_file.path_of(line.folder, 100)
    with path.open("rb") as held:
        open_file.destroy(path)
        assert set(held.read()) == {0}
    assert not path.exists()


STEPS = [
    (open_file, "mark_closing"),
    (epochs, "_read"),
    (epochs, "_write_batch"),
    (epochs, "_open_next"),
    (open_file, "create"),
    (open_file, "sync_folder"),
    (epochs, "_destroy_older"),
    (open_file, "destroy"),
    (open_file, "_overwrite"),
]


class Killed(BaseException):
    """The process ends here."""


@pytest.mark.promise("P14")
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(("module", "step"), STEPS, ids=[name for _, name in STEPS])
def test_a_close_that_is_killed_anywhere_goes_on_when_it_runs_again(
    line: IntakeLine, monkeypatch: pytest.MonkeyPatch, module: object, step: str, after: bool
) -> None:
    client, envelopes = line.client(), {line.envelope() for _ in range(3)}
    for envelope in envelopes:
        assert post(client, line.drop(envelope)).data == STORED
    with monkeypatch.context() as patch:
        patch.setattr(module, step, killed_at(getattr(module, step), after=after))
        with pytest.raises(Killed):
            close_until(line.place, 102)
    close_until(line.place, 102)
    assert epochs_with_batches(line) == [100, 101]
    assert envelopes < set(batch_of(line, 100))
    assert not envelopes & set(batch_of(line, 101))
    assert open_file.epochs_in(line.folder) == [102]
    assert post(client, line.drop()).data == STORED


@pytest.mark.mutant("P14")
def test_a_close_that_destroys_before_it_writes_would_be_caught(
    line: IntakeLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, envelope = line.client(), line.envelope()
    post(client, line.drop(envelope))
    real = open_file.mark_closing

    def destroy_first(folder: Path, epoch: int) -> None:
        real(folder, epoch)
        open_file.destroy(open_file.path_of(folder, epoch))

    monkeypatch.setattr(open_file, "mark_closing", destroy_first)
    with pytest.raises(OperationalError):
        close_until(line.place, 101)
    monkeypatch.undo()
    with pytest.raises(NotReady):
        close_until(line.place, 101)
    assert epochs_with_batches(line) == []


def killed_at(step: Callable[..., object], *, after: bool) -> Callable[..., object]:
    def die(*args: object, **kwargs: object) -> object:
        if after:
            step(*args, **kwargs)
        raise Killed

    return die


def test_serving_again_ends_a_close_that_was_cut_short(line: IntakeLine) -> None:
    open_file.mark_closing(line.folder, 100)
    epochs.finish_interrupted(line.place)
    assert (epochs_with_batches(line), open_file.epochs_in(line.folder)) == ([100], [101])
    epochs.finish_interrupted(line.place)
    assert open_file.epochs_in(line.folder) == [101]


def test_a_lost_open_epoch_is_said_and_not_papered_over(line: IntakeLine) -> None:
    line.close()
    open_file.destroy(open_file.path_of(line.folder, 101))
    with pytest.raises(OpenEpochLost):
        epochs.open_first(line.place, 105)
    assert epochs.reopen_after_loss(line.place) == 101
    close_until(line.place, 103)
    assert epochs_with_batches(line) == [100, 101, 102]


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
    carried = [envelope for epoch in epochs_with_batches(line) for envelope in batch_of(line, epoch)]
    assert len(sent) > 10
    assert sent <= set(carried)
    assert len(carried) == len(set(carried))
