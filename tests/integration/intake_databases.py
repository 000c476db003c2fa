"""Intakes on both databases: a test that takes `line` runs once on files and once on a real PostgreSQL server."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url

from intake.upgrade import upgrade_server
from tests.integration.intake_line import IntakeLine
from tests.postgres import Postgres

MakeLine = Callable[..., IntakeLine]
FILES, SERVER = "files", "server"


@pytest.fixture(scope="session")
def intake_template(postgres: Postgres) -> str:
    """A database with the intake's tables and nothing in them, to be copied."""
    url = postgres.new_database()
    list(upgrade_server(url))
    return str(make_url(url).database)


@pytest.fixture(params=[FILES, SERVER])
def make_line(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[MakeLine]:
    """Makes lines with these options, each in a database of its own."""
    lines, names = list[IntakeLine](), list[str]()

    def make(**options: object) -> IntakeLine:
        if request.param == SERVER:
            options["database_url"] = url = postgres.new_database(request.getfixturevalue("intake_template"))
            names.append(str(make_url(url).database))
        lines.append(IntakeLine(tmp_path / str(len(lines)), **options))  # type: ignore[arg-type]
        return lines[-1]

    postgres: Any = request.getfixturevalue("postgres") if request.param == SERVER else None
    yield make
    for line in lines:
        line.stop()
    for name in names:
        postgres.drop_database(name)


@pytest.fixture
def line(make_line: MakeLine) -> IntakeLine:
    return make_line()
