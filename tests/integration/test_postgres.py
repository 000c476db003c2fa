"""The PostgreSQL server of the tests is a real one, with the settings that we demand of everybody."""

import re

import psycopg
import pytest
from sqlalchemy import make_url

from tests.postgres import ASKED, SETTINGS, SUPERUSER, Postgres


def test_the_server_runs_with_the_settings_that_we_demand(postgres: Postgres) -> None:
    demanded = dict(re.findall(r"^(\w+) = (\S+)$", SETTINGS.read_text(), re.MULTILINE))
    with postgres.superuser() as connection:
        found = {name: connection.execute(f"SHOW {name}".encode()).fetchone() for name in demanded}
    assert len(demanded) > 20
    assert found == {name: (value,) for name, value in demanded.items()}


def test_the_server_can_be_reached_by_its_socket_alone(postgres: Postgres) -> None:
    with postgres.superuser() as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)


def test_what_was_committed_is_there_after_a_crash(postgres: Postgres) -> None:
    name = make_url(postgres.new_database()).database
    assert name is not None
    with postgres.superuser(name) as connection:
        connection.execute("CREATE TABLE kept (word text)")
        connection.execute("INSERT INTO kept VALUES ('here')")
        postgres.restart(immediate=True)
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")
    with postgres.superuser(name) as connection:
        assert connection.execute("SELECT word FROM kept").fetchall() == [("here",)]
    postgres.drop_database(name)


def test_a_role_that_is_asked_for_its_password_does_not_come_in_without(postgres: Postgres) -> None:
    with postgres.superuser() as connection:
        connection.execute(f"CREATE ROLE guarded LOGIN PASSWORD 'right' IN ROLE {ASKED}".encode())
    guarded = f"host={postgres.folder} dbname={SUPERUSER} user=guarded"
    psycopg.connect(guarded, password="right").close()
    for wrong in ("wrong", None):
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(guarded, password=wrong)
