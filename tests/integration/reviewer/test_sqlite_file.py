"""What holds of the SQLite file alone."""

from datetime import date
from pathlib import Path

from sqlalchemy import text

from reviewer import schema
from reviewer.database import Database
from reviewer.models import Invitation

FORGOTTEN = b"to be forgotten" + bytes(17)


def invitation() -> Invitation:
    return Invitation(
        member_id="ab" * 16, token_hash=FORGOTTEN, slot=7, role="r", login="l", totp=b"t", last_day=date(2027, 1, 1)
    )


def test_nothing_deleted_is_left_in_the_file(tmp_path: Path) -> None:
    file = tmp_path / "reviewer.sqlite3"
    database = Database(f"sqlite:///{file}")
    schema.upgrade(database)
    with database.write() as session:
        session.add(invitation())
    assert FORGOTTEN in file.read_bytes()
    with database.write() as session:
        session.delete(session.get_one(Invitation, "ab" * 16))
    database.close()
    assert [path for path in tmp_path.iterdir() if FORGOTTEN in path.read_bytes()] == []


def test_references_are_checked_after_an_upgrade_too(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'reviewer.sqlite3'}")
    for _ in range(2):  # the second has nothing to do
        schema.upgrade(database)
        with database.engine.connect() as connection:
            assert connection.scalar(text("PRAGMA foreign_keys")) == 1
    database.close()
