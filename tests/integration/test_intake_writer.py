"""The writer: one commit for all that wait, and a failure that stays with whoever caused it."""

import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from crypto.drop import Kind
from intake import open_file, writer
from intake.box import Answer, Box, place
from intake.errors import Busy
from intake.writer import MOST_WAITING, Arrival, Writer
from tests.integration.intake_line import IntakeLine


@pytest.fixture
def line(tmp_path: Path) -> IntakeLine:
    return IntakeLine(tmp_path)


def writer_of(line: IntakeLine, **more: float) -> Writer:
    made = Writer(line.folder, line.settings.wrap_key, line.place.fillers, **more)
    made.start()
    return made


def submit_all(made: Writer, envelopes: Sequence[bytes]) -> dict[bytes, Answer | type[Exception]]:
    """Submit all at once, each in a thread of its own."""
    answers: dict[bytes, Answer | type[Exception]] = {}

    def submit(envelope: bytes) -> None:
        try:
            answers[envelope] = made.submit(Kind.ENVELOPE, envelope, 100)
        except Busy:
            answers[envelope] = Busy

    threads = [threading.Thread(target=submit, args=(envelope,)) for envelope in envelopes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def count_groups(monkeypatch: pytest.MonkeyPatch, *, slow: float = 0.0) -> list[int]:
    """The sizes of the groups that are committed from now on; each takes `slow` seconds longer."""
    sizes: list[int] = []
    settle = writer.settle

    def counted(box: Box, epoch: int, arrivals: Sequence[Arrival], take: Callable[[int], Sequence[bytes]]) -> object:
        sizes.append(len(arrivals))
        time.sleep(slow)
        return settle(box, epoch, arrivals, take)

    monkeypatch.setattr(writer, "settle", counted)
    return sizes


def test_what_waits_is_committed_together(line: IntakeLine, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes = count_groups(monkeypatch, slow=0.1)
    envelopes = [line.envelope() for _ in range(12)]
    made = writer_of(line)
    answers = submit_all(made, envelopes)
    made.stop()
    assert set(answers.values()) == {Answer.STORED}
    assert line.accepted() == set(envelopes)
    assert sum(sizes) == 12
    assert len(sizes) <= 4


def test_too_many_are_told_to_come_again_and_the_others_are_stored(
    line: IntakeLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    count_groups(monkeypatch, slow=0.5)
    envelopes = [line.envelope() for _ in range(3 * MOST_WAITING)]
    made = writer_of(line)
    answers = submit_all(made, envelopes)
    made.stop()
    assert line.accepted() == {envelope for envelope, answer in answers.items() if answer is Answer.STORED}
    assert Busy in answers.values()
    assert Answer.STORED in answers.values()


def test_one_bad_arrival_fails_alone(
    line: IntakeLine, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    envelopes = [line.envelope() for _ in range(6)]
    bad = envelopes[2]

    def fail_on_bad(box: Box, envelope: bytes, take: Callable[[int], Sequence[bytes]]) -> Box:
        if envelope == bad:
            raise MemoryError(repr(envelope))
        return place(box, envelope, take)

    monkeypatch.setattr(writer, "place", fail_on_bad)
    made = writer_of(line)
    answers = submit_all(made, envelopes)
    made.stop()
    assert answers == {envelope: Busy if envelope == bad else Answer.STORED for envelope in envelopes}
    assert line.accepted() == set(envelopes) - {bad}
    assert set(capfd.readouterr().err.splitlines()) == {"intake: writer: MemoryError"}


def test_nothing_is_answered_stored_when_the_commit_fails(line: IntakeLine, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OperationalError("disk full", {}, Exception())

    monkeypatch.setattr(open_file, "rewrite", fail)
    made = writer_of(line)
    assert set(submit_all(made, [line.envelope() for _ in range(3)]).values()) == {Busy}
    made.stop()
    assert line.accepted() == set()


def test_the_heartbeat_rewrites_the_cells_when_nothing_comes(line: IntakeLine) -> None:
    path = open_file.path_of(line.folder, 100)
    before = path.read_bytes()
    made = writer_of(line, heartbeat_seconds=0.1)
    time.sleep(0.5)
    made.stop()
    assert path.read_bytes() != before


def test_a_full_epoch_refuses_the_envelope_and_still_takes_cover(
    line: IntakeLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("intake.box.MAX_ENVELOPES", 32)
    monkeypatch.setattr("intake.box.MOST_BARRED", 0)
    line.close()  # the epoch that begins now has no barred cell
    made = writer_of(line)
    answers = [made.submit(Kind.ENVELOPE, line.envelope(), 100) for _ in range(33)]
    assert answers == [Answer.STORED] * 32 + [Answer.NOT_STORED]
    made.stop()


def test_a_key_that_died_while_the_drop_waited_is_not_good(line: IntakeLine) -> None:
    made = writer_of(line)
    answers = [made.submit(Kind.ENVELOPE, line.envelope(), epoch) for epoch in (98, 99, 100)]
    made.stop()
    assert answers == [Answer.NOT_STORED, Answer.STORED, Answer.STORED]


def test_while_an_epoch_is_closing_drops_wait_for_the_next(line: IntakeLine) -> None:
    open_file.mark_closing(line.folder, 100)
    made, envelope = writer_of(line), line.envelope()
    answers: list[Answer] = []
    waiting = threading.Thread(target=lambda: answers.append(made.submit(Kind.ENVELOPE, envelope, 100)))
    waiting.start()
    time.sleep(0.2)
    assert answers == []
    line.close()
    waiting.join(10)
    made.stop()
    assert answers == [Answer.STORED]
    assert line.accepted() == {envelope}
