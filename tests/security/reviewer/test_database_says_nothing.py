"""P5 at the reviewer's database: a row that is refused shows in no answer, no log, no output, and not in the log of the
server, whatever is wrong with it.
"""

import contextlib
import logging
import secrets
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest
from click.testing import CliRunner
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from crypto.limits import MARKS
from reviewer import cli, database, enrolment, inbox, shell
from reviewer.database import DatabaseFailed
from reviewer.models import BatchState, Invitation, Marks
from tests.integration.reviewer.committee import Committee, Reviewers
from tests.integration.reviewer.test_server_away import database_of
from tests.postgres import Postgres

DAY = date(2027, 1, 15)


@dataclass(frozen=True)
class Canary:
    """A text and octets that are nowhere else."""

    text: str
    octets: bytes


@pytest.fixture
def canary() -> Canary:
    text = f"canary{secrets.token_hex(8)}"
    return Canary(text, text.encode())


def place(canary: Canary, **changes: Any) -> Invitation:
    known = {"slot": 6, "role": canary.text, "login": canary.text, "totp": canary.octets}
    token = canary.octets.ljust(32, b"-")
    return Invitation(member_id=secrets.token_hex(16), token_hash=token, last_day=DAY, **(known | changes))


def twice_the_same(canary: Canary) -> list[Any]:
    return [place(canary), place(canary, slot=7)]


def too_long(canary: Canary) -> list[Any]:
    return [place(canary, login=canary.text * 20, slot=9)]  # SQLite minds the slot alone


def of_the_wrong_length(canary: Canary) -> list[Any]:
    return [BatchState(epoch=1, sha256=canary.octets, envelopes=32)]


def of_nobody(canary: Canary) -> list[Any]:
    return [Marks(member_id=canary.text, value=canary.octets.ljust(MARKS, b"-"))]


def without_a_value(canary: Canary) -> list[Any]:
    return [place(canary, role=None)]


def of_another_type(canary: Canary) -> list[Any]:
    return [BatchState(epoch=canary.text, sha256=canary.octets, envelopes=canary.text)]


MISTAKES = (twice_the_same, too_long, of_the_wrong_length, of_nobody, without_a_value, of_another_type)
Mistake = Callable[[Canary], list[Any]]
Written = Callable[[Committee, Mistake], str]


def make(session: Session, rows: list[Any]) -> None:
    session.add_all(rows)
    session.flush()


def answered(line: Committee) -> str:
    """By a route that comes upon the rows."""
    chair = line.people[0]
    assert chair.sign_in().status_code == 200
    answer = chair.ask("PUT", "/api/marks", data=bytes(MARKS))
    assert answer.status_code == 500
    return f"{answer.headers}{answer.data!r}"


def printed(line: Committee) -> str:
    """By a command that comes upon them: its output, and what Python prints of a failure that nobody caught."""
    done = CliRunner().invoke(cli.main, ["members", "withdraw", "--slot", "6"], env=line.environment)
    assert done.exit_code == 1
    assert done.exc_info is not None
    return done.output + "".join(traceback.format_exception(*done.exc_info))


@pytest.fixture
def written(
    canary: Canary,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> Written:
    """All that somebody who runs the machine could read after a mistake."""

    def after(line: Committee, mistake: Mistake) -> str:
        server: Postgres | None = request.getfixturevalue("postgres") if line.database.on_postgres else None
        before = len(server.log()) if server else 0
        monkeypatch.setattr(inbox, "keep_marks", lambda session, *_: make(session, mistake(canary)))
        monkeypatch.setattr(enrolment, "withdraw", lambda session, _: make(session, mistake(canary)))
        monkeypatch.setattr(shell, "wrong_settings", lambda _: [])
        with caplog.at_level(logging.DEBUG):
            said = [answered(line), printed(line), *capfd.readouterr(), caplog.text]
        return "".join([*said, server.log()[before:] if server else ""])

    return after


@pytest.mark.promise("P5")
@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_row_that_is_refused_shows_nowhere(
    founded: Committee, canary: Canary, written: Written, mistake: Mistake
) -> None:
    said = written(founded, mistake)
    assert "failure: DatabaseFailed" in said
    assert canary.text not in said


def with_engines(monkeypatch: pytest.MonkeyPatch, **changes: Any) -> None:
    monkeypatch.setattr(database, "create_engine", lambda url, **options: create_engine(url, **options | changes))


@pytest.mark.mutant("P5")
def test_an_error_in_the_database_s_own_words_is_caught(
    founded: Committee, canary: Canary, written: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_engines(monkeypatch, hide_parameters=False)
    monkeypatch.setattr(database, "_without_values", contextlib.nullcontext)
    assert canary.text in written(founded, twice_the_same)


@pytest.mark.mutant("P5")
@pytest.mark.parametrize("store", ["postgresql"], indirect=True)
def test_hiding_the_parameters_alone_is_caught(
    founded: Committee, canary: Canary, written: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_without_values", contextlib.nullcontext)
    assert canary.text in written(founded, twice_the_same)


@contextlib.contextmanager
def server_that_logs(line: Committee, postgres: Postgres, **settings: str) -> Iterator[None]:
    """For connections made from now on."""
    name = database_of(line)
    with postgres.superuser() as connection:
        for setting, value in settings.items():
            connection.execute(f"ALTER DATABASE {name} SET {setting} = '{value}'".encode())
        line.close()
        yield
        connection.execute(f"ALTER DATABASE {name} RESET ALL".encode())


@pytest.mark.mutant("P5")
@pytest.mark.parametrize("store", ["postgresql"], indirect=True)
def test_a_server_that_logs_as_it_comes_is_caught(
    founded: Committee, canary: Canary, written: Written, postgres: Postgres
) -> None:
    with server_that_logs(founded, postgres, log_min_messages="warning", log_error_verbosity="default"):
        assert canary.text in written(founded, twice_the_same)


STATEMENTS = {"log_min_messages": "warning", "log_min_error_statement": "error", "log_statement": "all"}


@pytest.mark.promise("P5")
@pytest.mark.parametrize("store", ["postgresql"], indirect=True)
def test_also_a_server_that_logs_all_statements_sees_values_in_none(
    founded: Committee, canary: Canary, written: Written, postgres: Postgres
) -> None:
    with server_that_logs(founded, postgres, **STATEMENTS):
        said = written(founded, twice_the_same)
    assert "INSERT INTO invitation" in said
    assert canary.text not in said


@pytest.mark.mutant("P5")
@pytest.mark.parametrize("store", ["postgresql"], indirect=True)
def test_values_bound_into_the_statement_are_caught(
    reviewers: Reviewers,
    tmp_path: Path,
    canary: Canary,
    written: Written,
    postgres: Postgres,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with_engines(monkeypatch, connect_args={"cursor_factory": psycopg.ClientCursor})
    line = reviewers.copy(tmp_path)
    with server_that_logs(line, postgres, **STATEMENTS):
        assert canary.text in written(line, twice_the_same)


@pytest.mark.promise("P5")
def test_a_failure_of_the_database_is_named_by_kind_and_code(founded: Committee, canary: Canary) -> None:
    with pytest.raises(DatabaseFailed) as caught, founded.database.write() as session:
        make(session, of_the_wrong_length(canary))
    assert str(caught.value) in ("IntegrityError SQLITE_CONSTRAINT_CHECK", "IntegrityError 23514")
    assert caught.value.__cause__ is None
