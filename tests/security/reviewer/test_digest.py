"""The digest reaches nothing of any case, and says the same to a member whom a report excludes."""

from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import func, make_url, select
from sqlalchemy.orm import Session

from crypto.directory import CurrentDirectory, verify_directory
from crypto.entropy import fresh
from crypto.limits import ENTRY, MARKS
from reviewer import cli, digest, digest_commands
from reviewer.database import Database
from reviewer.models import Mailbox, Member, Outbox
from tests.anonymity.test_digest_says_nothing import file_case
from tests.integration.reviewer.committee import Committee, Reviewers
from tests.integration.reviewer.fake_intake import FakeIntake
from tests.integration.reviewer.reporter import Writer
from tests.integration.reviewer.test_founding import sign, to_draft
from tests.security.reviewer.test_roles import DIGEST, line, outcome

__all__ = ["line"]

FORBIDDEN = (
    "SELECT count(*) FROM case_",
    "SELECT day FROM case_due",
    "SELECT count(*) FROM entry",
    "SELECT count(*) FROM case_grant",
    "SELECT count(*) FROM batch_state",
    "SELECT count(*) FROM outbox",
    "SELECT epoch FROM member_scan",
    "SELECT login FROM member",
    "SELECT count(*) FROM session",
    "DELETE FROM mailbox",
    "UPDATE duty SET position = 1",
)


def send(line: Committee, **more: str) -> tuple[int, str]:
    done = CliRunner().invoke(cli.main, ["digest", "--once"], env=line.environment | more, catch_exceptions=False)
    return done.exit_code, done.output


@pytest.mark.promise("P13")
def test_the_digest_is_sent_with_its_own_role_alone_which_reads_nothing_of_cases(line: Committee) -> None:
    for person in to_draft(line):
        assert sign(person)["status"] == 200
    with line.database.write() as session:
        session.add(Mailbox(member_id=session.scalars(select(Member.id)).first(), address="a@company.example"))
    url = make_url(line.settings.database_url).set(username=DIGEST).render_as_string()
    code, said = send(line, REVIEWER_DATABASE_URL=url)
    assert (code, said.partition(": ")[2]) == (0, "1 of 1\n")
    opened = Database(url)
    found = {statement: outcome(opened, statement) for statement in FORBIDDEN}
    opened.close()
    assert found == dict.fromkeys(FORBIDDEN, "ProgrammingError 42501")  # insufficient privilege


def world(line: Committee, *, report: bool) -> dict[str, bytes]:
    """Three days on which the chair, whose turn it is, looks. In one of the worlds somebody reports the counsel, and
    the others file it, answer and look as well. Returns what the counsel is sent each day.
    """
    chair, director, _ = line.people
    intake, sent = FakeIntake(line.time), {}
    intake.carry(line)
    chair.sign_in()
    directory = verify_directory(chair.get("/api/directory").data, today=None, fingerprint=None)
    assert chair.ask("PUT", "/api/duty", json={"slots": [0]}).status_code == 204
    CliRunner().invoke(
        cli.main, ["members", "mail", "--login", "counsel", "--address", "m@company.example"], env=line.environment
    )
    for day in range(3):
        epoch = intake.close(*[Writer.new(excluded=[2]).write(directory, "About the counsel.")] if report else [])
        intake.carry(line)
        for person in (chair, director) if report else (chair,):
            person.sign_in()
            assert person.ask("PUT", "/api/scan", json={"epoch": epoch}).status_code == 204
        if report:
            assert director.ask("PUT", "/api/marks", data=fresh(MARKS)).status_code == 204
            assert chair.ask("POST", "/api/replies", data=fresh(2 * ENTRY)).status_code == 204
            with line.database.write() as session:
                file_case(session, line)
        assert send(line)[0] == 0
        (mail,) = (line.settings.data_dir / "digest").iterdir()
        sent[f"{day} {mail.name}"] = mail.read_bytes()
    return sent


Worlds = Callable[[bool], dict[str, bytes]]


@pytest.fixture
def worlds(reviewers: Reviewers, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Worlds:
    """The same committee, twice, at the same times."""

    def made(report: bool) -> dict[str, bytes]:
        line = reviewers.copy(tmp_path_factory.mktemp("world"))
        monkeypatch.setattr(digest_commands, "Clock", line.time.clock)
        return world(line, report=report)

    return made


@pytest.mark.promise("P6")
def test_an_excluded_member_is_sent_the_same_as_if_there_were_no_report(worlds: Worlds) -> None:
    excluded = worlds(True)
    assert len(excluded) == 3
    assert excluded == worlds(False)


@pytest.mark.mutant("P6")
def test_a_digest_that_says_that_something_waits_is_caught(worlds: Worlds, monkeypatch: pytest.MonkeyPatch) -> None:
    real = digest.text

    def talkative(session: Session, directory: CurrentDirectory, *more: Any) -> bytes:
        waiting = session.scalar(select(func.count()).select_from(Outbox))
        return real(session, directory, *more).replace(b"Sign in:", b"Sign in." if waiting else b"Sign in:")

    monkeypatch.setattr(digest, "text", talkative)
    assert worlds(True) != worlds(False)
