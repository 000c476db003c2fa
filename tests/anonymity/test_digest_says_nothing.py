"""The daily digest is the same, to whoever watches mail, files and timers, whether nobody reported or twenty did."""

from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crypto.directory import CurrentDirectory, verify_directory
from crypto.entropy import fresh
from crypto.entry import State
from reviewer import cli, digest, digest_commands
from reviewer.case_models import Case, CaseDue
from reviewer.digest import ALERT, CALM
from tests.integration.reviewer.committee import Committee, Reviewers
from tests.integration.reviewer.conftest import founding, reviewers, store
from tests.integration.reviewer.fake_intake import FakeIntake
from tests.integration.reviewer.mail_server import serving
from tests.integration.reviewer.reporter import Writer
from tests.integration.reviewer.test_digest import words

__all__ = ["founding", "reviewers", "store"]

TWENTY = 20
LOGINS = ("chair", "director", "counsel")
QUIET = 7  # days, after which nobody has looked for two business days
Surfaces = Callable[..., dict[str, Any]]


def world(line: Committee, reports: int, days: int) -> None:
    """A day with so many reports, a case of each, and one look by the chair; then so many days without any. What is due
    in the cases is due on the first day.
    """
    intake = FakeIntake(line.time)
    intake.carry(line)
    chair = line.people[0]
    chair.sign_in()
    directory = verify_directory(chair.get("/api/directory").data, today=None, fingerprint=None)
    writer = Writer.new()  # one for all: it takes long to make one
    epoch = intake.close(*[writer.write(directory, "About the accounts.") for _ in range(reports)])
    intake.carry(line)
    chair.sign_in()
    assert chair.ask("PUT", "/api/scan", json={"epoch": epoch}).status_code == 204
    with line.database.write() as session:
        for _ in range(reports):
            file_case(session, line)
    line.time.pass_by(days=days)


def file_case(session: Session, line: Committee) -> None:
    """What the server keeps of a case on its first day; its entries are sealed."""
    today = line.time.clock().today()
    made = Case(
        id=fresh(16).hex(), opened=today, state=State.OPEN, hold=0, review="", key=1, entries=1, last=fresh(32)
    )  # fmt: skip
    session.add(made)
    session.flush()
    session.add(CaseDue(case=made.id, what="acknowledge", day=today))


def surfaces(line: Committee) -> dict[str, Any]:
    """Both ways of sending: what the command says and how it ends; files, mails and all bytes on the wire."""
    for number, login in enumerate(LOGINS):
        run(line, "members", "mail", "--login", login, "--address", f"{login * (number + 1)}@company.example")
    written = run(line, "digest", "--once")
    with serving() as mail:
        url = f"smtp://127.0.0.1:{mail.port}"
        sent = run(line, "digest", "--once", REVIEWER_SMTP_URL=url, REVIEWER_MAIL_FROM="line@company.example")
    folder = line.settings.data_dir / "digest"
    return {
        "said": (written, sent),
        "files": {one.name: one.read_bytes() for one in folder.iterdir()},
        "mails": mail.by_address(),
        "wire": sum(mail.sizes),
        "order": [one.rcpt_tos for one in mail.taken],
    }


def run(line: Committee, *command: str, **more: str) -> tuple[int, str]:
    done = CliRunner().invoke(cli.main, command, env=line.environment | more, catch_exceptions=False)
    return done.exit_code, done.output


@pytest.fixture
def of_reports(
    reviewers: Reviewers, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Surfaces:
    """What the operator sees after so many reports, in a line of its own, at the same times."""

    def made(reports: int, *, days: int = 0) -> dict[str, Any]:
        line = reviewers.copy(tmp_path_factory.mktemp("world"))
        monkeypatch.setattr(digest_commands, "Clock", line.time.clock)
        world(line, reports, days)
        return surfaces(line)

    return made


def sizes(found: dict[str, Any]) -> dict[str, object]:
    """All that is seen of mail without reading it."""
    lengths = {name: {key: len(one) for key, one in found[name].items()} for name in ("files", "mails")}
    return lengths | {"wire": found["wire"], "order": found["order"]}


@pytest.mark.promise("P16")
def test_the_digest_is_the_same_for_no_report_and_for_twenty(of_reports: Surfaces) -> None:
    none, twenty = of_reports(0), of_reports(TWENTY)
    assert none == twenty
    assert len(none["mails"]) == len(LOGINS)
    assert len({len(one) for one in none["mails"].values()}) == 1


@pytest.mark.promise("P16")
def test_what_is_overdue_changes_nothing_and_the_alert_no_size(of_reports: Surfaces) -> None:
    calm, none, twenty = of_reports(0), of_reports(0, days=QUIET), of_reports(TWENTY, days=QUIET)
    assert none == twenty
    assert sizes(none) == sizes(calm)
    assert all(ALERT in words(one) for one in none["mails"].values())
    assert all(CALM in words(one) for one in calm["mails"].values())


@pytest.mark.mutant("P16")
def test_a_count_in_the_text_would_be_caught(of_reports: Surfaces, monkeypatch: pytest.MonkeyPatch) -> None:
    real = digest.text

    def counting(session: Session, directory: CurrentDirectory, *more: Any) -> bytes:
        count = session.scalar(select(func.count()).select_from(Case))
        return real(session, directory, *more).rstrip().replace(b"nothing of reports", b"%d open cases" % (count or 0))

    monkeypatch.setattr(digest, "text", counting)
    assert of_reports(0) != of_reports(TWENTY)


@pytest.mark.mutant("P16")
def test_a_word_about_what_is_overdue_would_be_caught(of_reports: Surfaces, monkeypatch: pytest.MonkeyPatch) -> None:
    real = digest.text

    def minding(session: Session, directory: CurrentDirectory, *more: Any) -> bytes:
        late = session.scalar(select(CaseDue.what).where(CaseDue.day < more[-1]).limit(1))
        return real(session, directory, *more).replace(b"Sign in:", b"Sign in!" if late else b"Sign in:")

    monkeypatch.setattr(digest, "text", minding)
    assert of_reports(0, days=QUIET) != of_reports(TWENTY, days=QUIET)


@pytest.mark.mutant("P16")
def test_an_alert_that_is_not_filled_up_would_be_caught(of_reports: Surfaces, monkeypatch: pytest.MonkeyPatch) -> None:
    real = digest.text
    monkeypatch.setattr(digest, "text", lambda *what: real(*what).rstrip())
    monkeypatch.setattr(digest, "CALM", "All is well.")
    assert sizes(of_reports(0)) != sizes(of_reports(0, days=QUIET))


@pytest.mark.mutant("P16")
def test_a_digest_only_when_there_is_something_would_be_caught(
    of_reports: Surfaces, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = digest.recipients

    def only_then(session: Session, directory: CurrentDirectory) -> tuple[digest.Recipient, ...]:
        return real(session, directory) if session.scalar(select(Case.id).limit(1)) else ()

    monkeypatch.setattr(digest, "recipients", only_then)
    assert of_reports(0) != of_reports(TWENTY)
