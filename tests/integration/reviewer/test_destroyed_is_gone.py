"""P11: destroyed means gone. No piece of what was destroyed is left in tables, TOAST, free pages, journals, logs."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from crypto.certificate import Method
from deploy.destruction.witness import FOLDER
from reviewer import cli
from reviewer import database as database_module
from reviewer.database import Database
from reviewer.retention import scrubbing
from tests.integration.reviewer.committee import Reviewers
from tests.integration.reviewer.retaining import Retaining
from tests.integration.reviewer.stores import PostgresDatabases, Store


@pytest.fixture
def line(reviewers: Reviewers, store: Store, tmp_path: Path) -> Retaining:
    """Things that are due between others that stay, in pages that were moved, vacuumed and sampled."""
    made = reviewers.copy(tmp_path)
    made.time.pass_by(days=90)
    line = Retaining(made, store).adopt()
    for destroyed in (False, True) * 6:
        line.case(destroyed=destroyed)
    line.batch(80)
    line.batch(3, gone=False)
    line.scan(0, 1, 2)
    maintain(line)
    return line


def maintain(line: Retaining) -> None:
    """What a server does by itself some time or other."""
    if isinstance(line.store, PostgresDatabases):
        with line.line.database.statements() as connection:
            for statement in ("ANALYZE", "CHECKPOINT", "VACUUM"):
                connection.execute(text(statement))


def check(line: Retaining) -> tuple[int, str]:
    """What the operator would be told; the log of a server that other tests use, too, has other things only."""
    paths = [str(one) for one in line.files()] if line.line.database.on_postgres else []
    done = CliRunner().invoke(cli.main, ["destruction", "check", *paths], env=line.line.environment)
    return done.exit_code, done.output


@pytest.mark.promise("P11")
def test_nothing_of_what_was_destroyed_is_left_anywhere(line: Retaining) -> None:
    assert line.found(line.gone[:40]) != set()
    line.job().run()
    assert line.found(line.gone) == set()
    assert line.found(line.stays[-32:]) != set()
    assert check(line) == (0, "nothing of what was destroyed was found\n")
    assert not list((line.line.settings.data_dir / FOLDER).iterdir())


def no_scrub(database: Database, tables: object) -> tuple[Method, ...]:
    return (Method.OVERWRITTEN,)


def plain(patch: pytest.MonkeyPatch) -> None:
    """DELETE, and what the databases do by themselves: without `secure_delete`, on PostgreSQL without anything."""
    patch.setattr(scrubbing, "scrub", no_scrub)


def no_new_tables(patch: pytest.MonkeyPatch) -> None:
    """The log goes, the tables stay as they are; on SQLite nothing is made anew."""
    patch.setattr(scrubbing, "make_anew", lambda path: None)
    found = scrubbing.scrub
    patch.setattr(scrubbing, "scrub", lambda database, tables: found(database, ()))


def log_stays(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(scrubbing, "make_anew", lambda path: None)
    patch.setattr(scrubbing, "_discard_log", lambda connection: None)


@pytest.mark.mutant("P11")
@pytest.mark.parametrize("lazy", [plain, no_new_tables, log_stays])
def test_a_scrub_that_leaves_something_out_is_caught(
    line: Retaining, monkeypatch: pytest.MonkeyPatch, lazy: Callable[[pytest.MonkeyPatch], None]
) -> None:
    lazy(monkeypatch)
    monkeypatch.setattr(database_module, "PRAGMAS", ("journal_mode = TRUNCATE", "secure_delete = OFF"))
    line.line.database.close()  # new connections are prepared so
    line.job().run()
    maintain(line)
    assert line.found(line.gone) != set()
    code, output = check(line)
    assert code == 1
    assert "pieces of what was destroyed are there" in output
    assert list((line.line.settings.data_dir / FOLDER).iterdir())


@pytest.mark.promise("P11")
def test_while_somebody_still_sees_it_nothing_is_certified(line: Retaining, monkeypatch: pytest.MonkeyPatch) -> None:
    if not line.line.database.on_postgres:
        line.job().run()  # there a reader keeps the writer waiting, and sees the file as it then is
        return
    monkeypatch.setattr(scrubbing, "TRIES", 2)
    with line.line.database.read() as dump:
        before = dump.execute(text("SELECT count(*) FROM item")).scalar()
        with pytest.raises(scrubbing.NotScrubbed):
            line.job().run()
        assert dump.execute(text("SELECT count(*) FROM item")).scalar() == before
        assert line.certificates() == []
        assert check(line)[0] == 3
    line.job().run()
    assert len(line.certificates()) == 7
    assert line.found(line.gone) == set()
