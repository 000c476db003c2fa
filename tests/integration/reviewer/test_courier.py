"""The courier: what it carries, that it goes on where it was stopped, and how the whole line works through it."""

import re
from collections.abc import Sequence
from typing import TypeVar

import pytest
from sqlalchemy import func, select

from crypto.board import parse_board, verify_board
from crypto.directory import CurrentDirectory, verify_directory, versions_with
from crypto.entropy import fresh
from crypto.errors import NotARecipient
from crypto.limits import BOARD_EPOCHS, ENTRY, ENVELOPE
from crypto.opening import Opened, open_envelope
from crypto.payload import Kind
from crypto.phrase import is_own
from crypto.reply import ReplyContent, seal_reply
from crypto.sealing import filler
from reviewer import courier as courier_module
from reviewer.intake_client import CourierDoor, Unreachable
from reviewer.models import Base, Batch, BoardEntry, Outbox, StoredBoard
from tests.called import call
from tests.integration.reviewer.committee import INSTANCE, Committee, Person
from tests.integration.reviewer.fake_intake import FakeIntake
from tests.integration.reviewer.reporter import DAY, Writer

Row = TypeVar("Row", bound=Base)


@pytest.fixture
def intake(founded: Committee) -> FakeIntake:
    return FakeIntake(founded.time)


def directory_of(line: Committee) -> CurrentDirectory:
    person = line.people[0]
    if person.get("/api/session").status_code == 401:
        person.sign_in()
    return verify_directory(person.get("/api/directory").data, today=None, fingerprint=None)


def read_all(person: Person) -> list[Opened]:
    """Scan every batch as the member's page does."""
    if person.get("/api/session").status_code == 401:
        person.sign_in()
    directory = verify_directory(person.get("/api/directory").data, today=None, fingerprint=None)
    assert person.secret is not None
    hashes, found = versions_with(directory.chain, person.secret.public().hash), []
    for listed in person.get("/api/batches").get_json()["batches"]:
        whole = person.batch(listed)
        for start in range(0, len(whole), ENVELOPE):
            try:
                found.append(open_envelope(whole[start : start + ENVELOPE], person.secret, hashes, INSTANCE))
            except NotARecipient:
                continue
    return found


def answer(person: Person, report: Opened, text: str) -> None:
    assert person.secret is not None
    content = ReplyContent(fresh(16), 1, 1, person.secret.slot, DAY, text)
    one = report.content
    entry = seal_reply(one.reply_key, one.thread, content, person.secret.sign_seed, INSTANCE)
    assert person.ask("POST", "/api/replies", data=entry).status_code == 204


def test_before_the_founding_there_is_nothing_to_carry(empty: Committee) -> None:
    intake = FakeIntake(empty.time)
    assert intake.carry(empty) == ["the committee has not been founded yet: nothing to carry"]
    assert intake.requests == []


def test_the_first_run_brings_directory_and_first_board(founded: Committee, intake: FakeIntake) -> None:
    assert intake.carry(founded) == ["board 0"]
    assert intake.directory is not None
    board = verify_board(intake.boards[0], intake.directory.current.board_key, INSTANCE)
    assert intake.open is not None
    assert (board.sequence, board.epoch, board.stored) == (0, intake.open - 1, ())
    assert len({*board.entries}) == 360


def test_the_first_board_is_made_before_the_intake_gets_the_directory(founded: Committee, intake: FakeIntake) -> None:
    """Otherwise a report could come in an epoch that the stored list never reaches."""
    intake.refuses = "/courier/directory"
    with pytest.raises(Unreachable):
        intake.carry(founded)
    with founded.database.read() as session:
        assert session.scalars(select(StoredBoard.sequence)).all() == [0]
    assert intake.directory is None


def test_a_report_comes_to_its_readers_and_the_answer_to_the_reporter(founded: Committee, intake: FakeIntake) -> None:
    chair, director, counsel = founded.people
    intake.carry(founded)
    directory, writer = directory_of(founded), Writer.new(excluded=[2])
    epoch = intake.close(writer.write(directory, "Revenue was booked early."))
    assert intake.carry(founded) == [f"epoch {epoch}: 32 envelopes", "board 1"]
    (report,) = read_all(chair)
    assert report.content.what == "Revenue was booked early."
    assert [one.content for one in read_all(director)] == [report.content]
    assert read_all(counsel) == []
    stored = parse_board(intake.boards[-1]).objects_of(epoch)
    assert stored is not None
    assert [one for one in stored if is_own(writer.own.k_object, one)] == [report.object]
    answer(chair, report, "Thank you. We are looking into it.")
    intake.close()
    intake.carry(founded)
    (reply,) = writer.replies(intake.boards[-1], directory)
    assert reply.content.text == "Thank you. We are looking into it."
    assert reply.author.role == "Chair of the Audit Committee"
    intake.close(writer.write(directory, "There is more.", Kind.FOLLOWUP))
    intake.carry(founded)
    assert [one.content.what for one in read_all(director)] == ["Revenue was booked early.", "There is more."]


def test_members_get_the_very_board_that_reporters_get(founded: Committee, intake: FakeIntake) -> None:
    intake.close()
    intake.carry(founded)
    chair = founded.people[0]
    chair.sign_in()
    assert chair.get("/api/board").data == intake.boards[-1]


def test_days_without_a_courier_are_made_up_in_order(founded: Committee, intake: FakeIntake) -> None:
    intake.carry(founded)
    epochs = [intake.close() for _ in range(3)]
    said = intake.carry(founded)
    assert said == [f"epoch {epoch}: 32 envelopes" for epoch in epochs] + [f"board {number}" for number in (1, 2, 3)]
    assert [parse_board(one).epoch for one in intake.boards[1:]] == epochs


def test_a_second_run_has_nothing_to_do(founded: Committee, intake: FakeIntake) -> None:
    intake.close()
    intake.carry(founded)
    before = [one.value for one in rows(founded, Batch)]
    assert intake.carry(founded) == []
    assert [one.value for one in rows(founded, Batch)] == before


def rows(line: Committee, model: type[Row]) -> Sequence[Row]:
    with line.database.read() as session:
        return session.scalars(select(model)).all()


class PowerCut(BaseException):
    """Nothing catches it, as nothing catches the real one."""


@pytest.mark.parametrize("step", ["put_board", "put_directory", "batch", "listing", "state"])
def test_a_courier_that_was_cut_off_goes_on_where_it_was(
    founded: Committee, intake: FakeIntake, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    if step != "put_directory":
        intake.carry(founded)
    writer = Writer.new()
    epoch = intake.close(writer.write(directory_of(founded), "Before the cut."))
    answer_waits(founded)

    def cut(*_: object) -> None:
        raise PowerCut

    with monkeypatch.context() as patch:
        patch.setattr(CourierDoor, step, cut)
        with pytest.raises(PowerCut):
            intake.carry(founded)
    intake.carry(founded)
    board = parse_board(intake.boards[-1])
    assert board.epoch == epoch
    assert [one.content.what for one in read_all(founded.people[1])] == ["Before the cut."]
    assert sum(one == b"r" * ENTRY for one in board.entries) == 1
    assert rows(founded, Outbox) == []


def answer_waits(line: Committee) -> None:
    directory_of(line)  # signed in
    assert line.people[0].ask("POST", "/api/replies", data=b"r" * ENTRY).status_code == 204


def test_a_batch_and_its_board_are_stored_together_or_not_at_all(
    founded: Committee, intake: FakeIntake, monkeypatch: pytest.MonkeyPatch
) -> None:
    intake.carry(founded)
    intake.close()

    def fail(*_: object, **__: object) -> None:
        raise PowerCut

    with monkeypatch.context() as patch:
        patch.setattr("reviewer.boards.sign_board", fail)
        with pytest.raises(PowerCut):
            intake.carry(founded)
    assert rows(founded, Batch) == []
    assert len(intake.carry(founded)) == 2


def test_one_reply_of_a_member_goes_an_epoch_and_the_rest_wait_in_line(founded: Committee, intake: FakeIntake) -> None:
    intake.carry(founded)
    directory_of(founded)
    sent = [bytes([number]) * ENTRY for number in range(1, 4)]
    assert founded.people[0].ask("POST", "/api/replies", data=b"".join(sent)).status_code == 204
    seen = []
    for _ in range(2):
        intake.close()
        intake.carry(founded)
        seen.append([one for one in sent if one in parse_board(intake.boards[-1]).entries])
    assert seen == [sent[:1], sent[:2]]


def test_an_entry_lives_ninety_epochs(founded: Committee, intake: FakeIntake) -> None:
    intake.carry(founded)
    directory_of(founded)
    answer_waits(founded)
    present = []
    cheap = filler(INSTANCE)
    for _ in range(BOARD_EPOCHS + 1):
        intake.close(*[cheap] * 32)
        intake.carry(founded)
        present.append(b"r" * ENTRY in parse_board(intake.boards[-1]).entries)
    assert present == [True] * BOARD_EPOCHS + [False]
    with founded.database.read() as session:
        assert session.scalar(select(func.count()).select_from(BoardEntry)) == 360
        assert session.scalar(select(func.count()).select_from(StoredBoard)) == 8


def test_an_imported_file_goes_out_as_a_drop_like_any_page_s(founded: Committee, intake: FakeIntake) -> None:
    intake.carry(founded)
    envelope = Writer.new().write(directory_of(founded), "Written on paper first.")
    assert founded.people[0].ask("POST", "/api/imports", data=envelope).status_code == 204
    intake.requests.clear()
    intake.carry(founded)
    assert intake.requests[-4:] == ["GET /directory", "GET /mix", "GET /board", "POST /drop"]
    assert intake.arrived == [envelope]
    intake.close()
    intake.carry(founded)
    assert [one.content.what for one in read_all(founded.people[2])] == ["Written on paper first."]
    assert intake.arrived == []


def test_an_import_that_was_not_stored_waits_for_the_next_run(founded: Committee, intake: FakeIntake) -> None:
    intake.carry(founded)
    envelope = Writer.new().write(directory_of(founded), "Once more.")
    assert founded.people[0].ask("POST", "/api/imports", data=envelope).status_code == 204
    intake.full = True
    intake.carry(founded)
    assert intake.arrived == []
    intake.full = False
    intake.carry(founded)
    assert intake.arrived == [envelope]


@pytest.mark.parametrize("changes", [{"directory": bytes(32)}, {"epoch": 1}, {"bits": 30}, {"instance": bytes(16)}])
def test_an_import_is_sealed_to_no_mix_that_a_page_would_refuse(
    founded: Committee, intake: FakeIntake, changes: dict[str, object]
) -> None:
    intake.carry(founded)
    founded.people[0].sign_in()
    assert founded.people[0].ask("POST", "/api/imports", data=filler(INSTANCE)).status_code == 204
    intake.mix_changes = changes
    with pytest.raises(Unreachable):
        intake.carry(founded)
    assert intake.arrived == []


def test_what_the_courier_says_does_not_depend_on_what_waits(founded: Committee, intake: FakeIntake) -> None:
    intake.carry(founded)
    directory_of(founded)
    intake.close()
    quiet = intake.carry(founded)
    answer_waits(founded)
    assert founded.people[0].ask("POST", "/api/imports", data=filler(INSTANCE)).status_code == 204
    intake.close()
    busy = intake.carry(founded)
    assert [re.sub(r"\d+", "N", line) for line in busy] == [re.sub(r"\d+", "N", line) for line in quiet]


def test_two_couriers_do_not_run_at_once(
    founded: Committee, intake: FakeIntake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(courier_module, "TRIES", 1)
    courier = intake.courier(founded)
    with courier._alone(), pytest.raises(courier_module.Busy):
        intake.carry(founded)
    assert intake.requests == []


def test_a_courier_waits_for_another_that_is_about_to_end(
    founded: Committee, intake: FakeIntake, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = intake.courier(founded)
    running = first._alone()
    running.__enter__()
    monkeypatch.setattr("time.sleep", lambda _: running.__exit__(None, None, None))
    assert intake.carry(founded) == ["board 0"]


def test_an_intake_that_lost_its_board_gets_the_newest(founded: Committee, intake: FakeIntake) -> None:
    for _ in range(2):
        intake.close()
        intake.carry(founded)
    newest = intake.boards[-1]
    intake.boards.clear()
    assert intake.carry(founded) == ["board 2"]
    assert intake.boards == [newest]


def test_an_intake_restored_from_yesterday_is_brought_up(founded: Committee, intake: FakeIntake) -> None:
    for _ in range(4):
        intake.close()
        intake.carry(founded)
    del intake.boards[-2:]
    assert intake.carry(founded) == ["board 3", "board 4"]


def test_an_intake_that_does_not_answer_ends_with_code_3(founded: Committee) -> None:
    nowhere = "http://127.0.0.1:9"
    env = founded.environment | {"REVIEWER_INTAKE_URL": nowhere, "REVIEWER_INTAKE_PUBLIC_URL": nowhere}
    done = call("reviewer", "courier", "--once", env=env)
    assert done.returncode == 3
    assert done.stdout == ""
    assert "t" * 40 not in done.stderr
