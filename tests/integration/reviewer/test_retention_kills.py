"""P14 for the retention job: wherever it is killed, the next run goes on, and nothing that lives is lost."""

import random
import secrets
from pathlib import Path

import pytest

from reviewer import database as database_module
from reviewer.settings import load
from tests.integration.reviewer.committee import Reviewers
from tests.integration.reviewer.retaining import Retaining
from tests.integration.reviewer.retention_kills import Ordeal, forgets_first
from tests.integration.reviewer.stores import Store

KILLS, CRASHES = 25, 3


@pytest.fixture
def ordeal(reviewers: Reviewers, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ordeal:
    """What the test itself writes needs to survive nothing; the job, in its process, writes as always."""
    monkeypatch.setattr(database_module, "PRAGMAS", ("journal_mode = TRUNCATE", "synchronous = OFF"))
    return make_ordeal(reviewers, store, tmp_path)


def make_ordeal(reviewers: Reviewers, store: Store, folder: Path) -> Ordeal:
    """With a store of keys, cases that live, and batches that are due."""
    (folder / "keys").mkdir()
    made = reviewers.copy(folder)
    made.time.pass_by(days=90)
    made.environment["REVIEWER_BACKUP_KEYS_DIR"] = str(folder / "keys")
    made.settings = load(made.environment)
    line = Retaining(made, store).adopt()
    for _ in range(3):
        line.case(destroyed=False)
    line.scan(0, 1, 2)
    seed = secrets.token_hex(4)
    print(f"seed {seed}")
    return Ordeal(line, random.Random(seed), batches=[line.batch(days) for days in (60, 59, 50)])


@pytest.mark.promise("P14")
def test_a_run_that_is_killed_anywhere_is_gone_on_with(ordeal: Ordeal) -> None:
    ordeal.kill(KILLS)
    ordeal.check()
    assert ordeal.killed == KILLS


@pytest.mark.promise("P14")
def test_a_run_whose_server_crashes_is_gone_on_with(ordeal: Ordeal) -> None:
    if ordeal.line.line.database.on_postgres:
        ordeal.crash(CRASHES)
    ordeal.check()


@pytest.mark.mutant("P14")
def test_a_run_that_forgets_before_it_certifies_is_caught(ordeal: Ordeal) -> None:
    ordeal._prepare()
    ordeal.certify = forgets_first
    ordeal._start().join()
    ordeal.certify = Ordeal.certify
    with pytest.raises((AssertionError, KeyError)):
        ordeal.check()
