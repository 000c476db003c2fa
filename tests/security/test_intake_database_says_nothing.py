"""A statement that the database refuses leaves no value behind: not in its log, not in the intake's."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url

from intake import epoch_rows
from intake.box import encode
from tests.integration.intake_line import IntakeLine, post
from tests.postgres import Postgres

LOUD = (("log_min_messages", "warning"), ("log_min_error_statement", "error"), ("log_error_verbosity", "default"))


@pytest.fixture
def line(postgres: Postgres, tmp_path: Path) -> Iterator[IntakeLine]:
    made = IntakeLine(tmp_path, database_url=postgres.new_database())
    yield made
    made.stop()
    postgres.drop_database(str(make_url(made.settings.database_url).database))


def refused(line: IntakeLine, postgres: Postgres, monkeypatch: pytest.MonkeyPatch) -> str:
    """Let the database refuse a page, and return what its log says from then on."""
    client, before = line.client(), len(postgres.log())
    assert post(client, line.drop()).status_code == 200
    with monkeypatch.context() as patch:
        patch.setattr(epoch_rows, "encode", lambda page: encode(page)[:-1])  # which a CHECK does not let in
        assert post(client, line.drop()).status_code == 503
    assert post(client, line.drop()).status_code == 200
    return postgres.log()[before:]


@pytest.mark.promise("P5")
def test_what_the_database_refuses_is_in_no_log(
    line: IntakeLine, postgres: Postgres, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert "page" not in refused(line, postgres, monkeypatch)
    assert set(capfd.readouterr().err.splitlines()) == {"intake: writer: IntegrityError"}


@pytest.mark.mutant("P5")
def test_a_server_with_its_usual_log_would_be_caught(
    line: IntakeLine, postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = make_url(line.settings.database_url).database
    with postgres.superuser() as connection:
        for setting, value in LOUD:
            connection.execute(f"ALTER DATABASE {name} SET {setting} = '{value}'".encode())
    log = refused(line, postgres, monkeypatch)
    assert "Failing row contains" in log
    assert "UPDATE page" in log
