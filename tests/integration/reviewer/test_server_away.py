"""A PostgreSQL server that goes away, is set up wrongly, or asks for a password."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import make_url

from deploy.machine.postgres import DEMANDED
from reviewer import cli
from reviewer.database import DatabaseAway
from tests.integration.reviewer.committee import Committee
from tests.integration.reviewer.fake_intake import FakeIntake
from tests.postgres import ASKED, Postgres

pytestmark = pytest.mark.parametrize("store", ["postgresql"], indirect=True)


@contextmanager
def stopped(postgres: Postgres) -> Iterator[None]:
    postgres.stop()
    try:
        yield
    finally:
        postgres.start()


def run(line: Committee, *command: str) -> Result:
    return CliRunner().invoke(cli.main, list(command), env=line.environment)


def database_of(line: Committee) -> str:
    name = make_url(line.settings.database_url).database
    assert name is not None
    return name


def test_while_the_server_is_away_members_are_told_to_come_again_and_then_it_goes_on(
    founded: Committee, postgres: Postgres, caplog: pytest.LogCaptureFixture
) -> None:
    chair = founded.people[0]
    chair.sign_in()
    with stopped(postgres):
        for answer in (chair.get("/api/batches"), chair.sign_in(), chair.post("/api/sign-out")):
            assert (answer.status_code, answer.get_json()) == (503, {"error": "unavailable"})
        assert chair.get("/").status_code == 200
    assert chair.get("/api/batches").status_code == 200
    logged = [one.getMessage() for one in caplog.records if one.name == "reviewer"]
    assert logged == ["database away: OperationalError"] * 3


def test_a_crash_of_the_server_loses_nothing_that_was_answered(founded: Committee, postgres: Postgres) -> None:
    chair = founded.people[0]
    chair.sign_in()
    postgres.restart(immediate=True)
    assert chair.get("/api/session").status_code == 200


def test_commands_end_with_code_3_while_the_server_is_away(founded: Committee, postgres: Postgres) -> None:
    with stopped(postgres):
        for command in (["db", "check"], ["members", "list"], ["courier", "--once"]):
            done = run(founded, *command)
            hint = "is it there, and is it running? `doctor` looks"
            assert (done.exit_code, done.stderr) == (3, f"the database failed: OperationalError; {hint}\n")


def test_a_courier_that_lost_the_database_goes_on_where_it_was(founded: Committee, postgres: Postgres) -> None:
    intake = FakeIntake(founded.time)
    intake.carry(founded)
    intake.close()
    with stopped(postgres), pytest.raises(DatabaseAway):
        intake.carry(founded)
    assert intake.carry(founded)[-1] == "board 1"


@pytest.mark.parametrize(
    ("name", "value"),
    [("log_statement", "all"), ("log_error_verbosity", "default"), ("log_min_error_statement", "error")],
)
def test_a_server_that_would_write_down_rows_is_refused(
    founded: Committee, postgres: Postgres, name: str, value: str
) -> None:
    with postgres.superuser() as connection:
        connection.execute(f"ALTER DATABASE {database_of(founded)} SET {name} = '{value}'".encode())
    try:
        for command in (["db", "check"], ["serve"], ["courier", "--once"]):
            done = run(founded, *command)
            assert done.exit_code == 2
            assert done.stderr.splitlines()[1:] == [f"{name} must be {DEMANDED[name]}"]
    finally:
        with postgres.superuser() as connection:
            connection.execute(f"ALTER DATABASE {database_of(founded)} RESET ALL".encode())


def test_a_password_is_read_from_a_passfile(founded: Committee, postgres: Postgres, tmp_path: Path) -> None:
    with postgres.superuser() as connection:
        connection.execute(f"CREATE ROLE with_password SUPERUSER LOGIN PASSWORD 'right' IN ROLE {ASKED}".encode())
    passfile, url = tmp_path / "passfile", postgres.url(database_of(founded), "with_password")
    founded.environment["REVIEWER_DATABASE_URL"] = f"{url}&passfile={passfile}"
    passfile.touch(mode=0o600)
    for password, code in (("right", 0), ("wrong", 3)):
        passfile.write_text(f"*:*:*:with_password:{password}\n")
        done = run(founded, "db", "check")
        assert done.exit_code == code
        assert password not in done.output
