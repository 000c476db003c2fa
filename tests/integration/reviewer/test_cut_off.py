"""P11 and P14: a certificate says nothing of a journal that a killed run has left to whoever wrote next."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from crypto.certificate import Method
from deploy.backup.keys import TOMBSTONE, TOMBSTONES
from deploy.destruction import sqlite
from deploy.destruction.sqlite import journal_of
from reviewer.retention.certifying import certify
from reviewer.retention.cut_off import MARK, CutOff
from reviewer.settings import load
from tests.integration.reviewer.committee import Reviewers
from tests.integration.reviewer.retaining import Retaining
from tests.integration.reviewer.stores import Store


class Killed(BaseException):
    """Nothing that was to come after it is done."""


def killed(*_: object) -> None:
    raise Killed


# A server's log is discarded whole, whoever was killed when: this is about files.
pytestmark = pytest.mark.parametrize("store", ["sqlite"], indirect=True)


@pytest.fixture
def line(reviewers: Reviewers, store: Store, tmp_path: Path) -> Retaining:
    made = reviewers.copy(tmp_path)
    made.time.pass_by(days=90)
    made.settings = load(made.environment | {"REVIEWER_BACKUP_KEYS_DIR": str(tmp_path / "keys")})
    (tmp_path / "keys").mkdir()
    return Retaining(made, store).adopt()


def methods(line: Retaining) -> list[tuple[Method, ...]]:
    return [one.method for one in line.certificates()]


def is_marked(line: Retaining) -> bool:
    return (line.line.settings.data_dir / MARK).exists()


def kill_before_the_journal_is_overwritten(line: Retaining, patch: pytest.MonkeyPatch) -> None:
    """And let a server write then, which cuts what the journal held."""
    with patch.context() as killing:
        killing.setattr(sqlite, "_clear", killed)
        with pytest.raises(Killed):
            line.job().run()
    file = line.line.database.file
    assert file is not None
    assert is_marked(line)
    assert any(one[:64] in journal_of(file).read_bytes() for one in line.gone)
    line.line.database.close()  # as the end of a process does
    with line.line.database.write() as session:
        session.execute(text("DELETE FROM outbox"))
        session.execute(text("UPDATE member SET role = role"))
    assert journal_of(file).stat().st_size == 0


def check_that_no_more_is_said_than_is_known(line: Retaining, patch: pytest.MonkeyPatch) -> None:
    line.case(destroyed=True)
    kill_before_the_journal_is_overwritten(line, patch)
    line.job().run()
    assert methods(line) == [(Method.REWRITTEN,)]
    assert not is_marked(line)


@pytest.mark.promise("P11")
def test_after_a_kill_no_certificate_says_that_the_journal_was_overwritten(
    line: Retaining, monkeypatch: pytest.MonkeyPatch
) -> None:
    check_that_no_more_is_said_than_is_known(line, monkeypatch)


@pytest.mark.mutant("P11")
def test_a_run_that_knows_of_no_kill_says_too_much(line: Retaining, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CutOff, "scrubbed", lambda self, found: found)
    with pytest.raises(AssertionError):
        check_that_no_more_is_said_than_is_known(line, monkeypatch)


def test_a_run_that_nobody_killed_says_all_that_it_did_and_so_does_the_next_after_a_kill(
    line: Retaining, monkeypatch: pytest.MonkeyPatch
) -> None:
    line.case(destroyed=True)
    line.job().run()
    line.case(destroyed=True)
    kill_before_the_journal_is_overwritten(line, monkeypatch)
    line.job().run()
    line.case(destroyed=True)
    line.job().run()
    assert sorted(methods(line)) == [(Method.OVERWRITTEN,), (Method.OVERWRITTEN,), (Method.REWRITTEN,)]


@pytest.mark.promise("P14")
def test_a_second_kill_changes_nothing_of_what_is_certified(line: Retaining, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tombstones are there, the certificate is not stored yet."""
    line.case(destroyed=True)
    kill_before_the_journal_is_overwritten(line, monkeypatch)

    def certify_and_die(*given: Any) -> None:
        with monkeypatch.context() as dying:
            dying.setattr("reviewer.retention.certifying._done", killed)
            certify(*given)

    with pytest.raises(Killed):
        replace(line.job(), certify=certify_and_die).run()
    line.job().run()
    store = line.line.settings.backup.keys
    assert store is not None
    assert len([one for one in (store / TOMBSTONES).iterdir() if TOMBSTONE.fullmatch(one.name)]) == 1
    assert len(methods(line)) == 1
