"""The writer: one commit for all that wait, and a failure that stays with whoever caused it."""

import threading
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from crypto.drop import Kind
from intake import epoch_rows, writer
from intake.box import MOST_PAGES, Answer, Box
from intake.epoch_files import EpochFiles
from intake.epoch_keys import new_keys
from intake.epochs import fill, finish_interrupted
from intake.errors import Busy
from intake.stores import store_of
from intake.writer import MOST_WAITING, Arrival, Writer
from tests.integration.intake_databases import MakeLine
from tests.integration.intake_line import IntakeLine


def writer_of(line: IntakeLine, allowed: int = MOST_PAGES, **more: float) -> Writer:
    made = Writer(store_of(line.settings), lambda _epoch: allowed, lambda: finish_interrupted(line.place), **more)
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

    def counted(box: Box, epoch: int, arrivals: Sequence[Arrival], allowed_pages: int) -> list[Answer]:
        sizes.append(len(arrivals))
        time.sleep(slow)
        return settle(box, epoch, arrivals, allowed_pages)

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
    assert len(sizes) <= 5  # the first of them is a heartbeat


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

    place = Box.place

    def fail_on_bad(box: Box, envelope: bytes, allowed_pages: int) -> None:
        if envelope == bad:
            raise MemoryError(repr(envelope))
        place(box, envelope, allowed_pages)

    monkeypatch.setattr(Box, "place", fail_on_bad)
    made = writer_of(line)
    answers = submit_all(made, envelopes)
    made.stop()
    assert answers == {envelope: Busy if envelope == bad else Answer.STORED for envelope in envelopes}
    assert line.accepted() == set(envelopes) - {bad}
    assert set(capfd.readouterr().err.splitlines()) == {"intake: writer: MemoryError"}


def test_nothing_is_answered_stored_when_the_commit_fails(line: IntakeLine, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OperationalError("disk full", {}, Exception())

    monkeypatch.setattr(epoch_rows, "write_pages", fail)
    made = writer_of(line)
    assert set(submit_all(made, [line.envelope() for _ in range(3)]).values()) == {Busy}
    made.stop()
    assert line.accepted() == set()


def test_what_a_failed_commit_had_placed_is_placed_again(line: IntakeLine, monkeypatch: pytest.MonkeyPatch) -> None:
    made, envelope = writer_of(line), line.envelope()
    assert made.submit(Kind.ENVELOPE, line.envelope(), 100) is Answer.STORED
    with monkeypatch.context() as patch:
        patch.setattr(epoch_rows, "write_pages", _fail)
        with pytest.raises(Busy):
            made.submit(Kind.ENVELOPE, envelope, 100)
    assert made.submit(Kind.ENVELOPE, envelope, 100) is Answer.STORED
    made.stop()
    assert envelope in line.accepted()


def _fail(*_: object) -> None:
    raise OperationalError("disk full", {}, Exception())


def test_the_heartbeat_rewrites_the_page_when_nothing_comes(line: IntakeLine) -> None:
    before = line.pages()
    made = writer_of(line, heartbeat_seconds=0.1)
    time.sleep(0.5)
    made.stop()
    assert line.pages().keys() == before.keys()
    assert line.pages() != before


def test_a_full_epoch_refuses_the_envelope_and_the_cover_alike(
    make_line: MakeLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("intake.box.MOST_BARRED", 0)  # no barred cell
    line = make_line()
    made = writer_of(line, allowed=1)
    answers = [made.submit(Kind.ENVELOPE, line.envelope(), 100) for _ in range(33)]
    assert answers == [Answer.STORED] * 32 + [Answer.NOT_STORED]
    assert made.submit(Kind.COVER, line.envelope(), 100) is Answer.NOT_STORED
    made.stop()


def test_an_epoch_that_may_grow_again_takes_what_comes(make_line: MakeLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("intake.box.MOST_BARRED", 0)
    line = make_line()
    allowed = 1
    made = Writer(store_of(line.settings), lambda _epoch: allowed, lambda: None)
    made.start()
    envelopes = [line.envelope() for _ in range(33)]
    assert [made.submit(Kind.ENVELOPE, one, 100) for one in envelopes][-1] is Answer.NOT_STORED
    allowed = 2
    assert made.submit(Kind.ENVELOPE, envelopes[-1], 100) is Answer.STORED
    made.stop()
    assert line.accepted() == set(envelopes)
    assert sorted(line.pages()) == [0, 1]


def test_a_key_that_died_while_the_drop_waited_is_not_good(line: IntakeLine) -> None:
    made = writer_of(line)
    answers = [made.submit(Kind.ENVELOPE, line.envelope(), epoch) for epoch in (98, 99, 100)]
    made.stop()
    assert answers == [Answer.NOT_STORED, Answer.STORED, Answer.STORED]


def test_while_an_epoch_is_closing_drops_wait_for_the_next(line: IntakeLine) -> None:
    made, envelope = writer_of(line), line.envelope()
    answers: list[Answer] = []
    waiting = threading.Thread(target=lambda: answers.append(made.submit(Kind.ENVELOPE, envelope, 100)))
    with line.store.alone(), line.store.ending() as ending:
        waiting.start()
        time.sleep(0.2)
        assert answers == []
        ending.write_batch(fill(ending.envelopes, ending.pages, [], line.place.fillers))
        ending.open_next(new_keys(101, ending.keys.mix), (), 0)
    waiting.join(10)
    made.stop()
    assert answers == [Answer.STORED]
    assert line.accepted() == {envelope}


def test_a_close_that_was_cut_short_is_ended_by_the_next_drop(tmp_path: Path) -> None:
    line = IntakeLine(tmp_path)
    made, envelopes = writer_of(line), [line.envelope(), line.envelope()]
    assert made.submit(Kind.ENVELOPE, envelopes[0], 100) is Answer.STORED
    assert isinstance(line.store, EpochFiles)
    line.store.mark_closing(100)
    assert made.submit(Kind.ENVELOPE, envelopes[1], 100) is Answer.STORED
    made.stop()
    assert envelopes[0] in line.batch(100)
    assert line.accepted() == {envelopes[1]}
