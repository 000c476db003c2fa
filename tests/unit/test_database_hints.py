"""What a database's code tells an operator to do: always something, and never more than the code can know."""

import sqlite3
from pathlib import Path

import click
import psycopg
import pytest
from sqlalchemy.exc import ProgrammingError

from deploy.database_hints import HINTS, UNKNOWN, code_of, hint
from intake.cli import plainly


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("42P01", "db upgrade"),
        ("42501", "another role"),
        ("53100", "free disk space"),
        ("28P01", "turned this user away"),
        ("SQLITE_IOERR_WRITE", "Disk full"),
        ("SQLITE_CANTOPEN_ISDIR", "whose it is"),
        ("SQLITE_CONSTRAINT_CHECK", UNKNOWN),
        ("", UNKNOWN),
        ("XX000", UNKNOWN),
    ],
)
def test_a_code_has_its_hint(code: str, says: str) -> None:
    assert says in hint(code)


def test_the_code_is_taken_from_either_driver_and_no_text_with_it() -> None:
    with pytest.raises(sqlite3.Error) as caught:
        sqlite3.connect("file:/nowhere/canary?mode=ro", uri=True)
    assert code_of(caught.value) == "SQLITE_CANTOPEN"
    assert code_of(psycopg.errors.UniqueViolation("Key (canary) exists")) == "23505"
    assert code_of(None) == code_of(ValueError("canary")) == ""


def test_a_command_of_the_intake_says_kind_code_and_hint_and_nothing_of_a_row(
    capsys: pytest.CaptureFixture[str],
) -> None:
    driver = psycopg.errors.UndefinedTable('relation "canary" does not exist')

    @plainly
    def fails() -> None:
        raise ProgrammingError("INSERT canary", {"value": "canary"}, driver)

    with pytest.raises(click.ClickException) as caught:
        fails()
    assert caught.value.format_message() == f"The database refused: ProgrammingError 42P01; {hint('42P01')}"
    assert "canary" not in caught.value.format_message() + "".join(capsys.readouterr())
    assert caught.value.__suppress_context__


def test_every_place_in_the_docs_that_a_hint_names_is_there(root: Path) -> None:
    text = (root / "docs/operations.md").read_text()
    for one in HINTS.values():
        if "`Lost" in one or "`Disk" in one:
            assert f"### {one.rpartition('`')[0].rpartition('`')[2]}\n" in text
