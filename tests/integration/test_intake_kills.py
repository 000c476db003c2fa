"""kill -9 under load, of the server, of its worker and of `close`: what was acknowledged is carried, and only once."""

import random
from pathlib import Path

import pytest

from tests.integration.killing import Ordeal
from tests.postgres import Postgres

HASTY = ("-m", "tests.integration.hasty_intake")


@pytest.mark.promise("P14")
def test_what_was_acknowledged_survives_kill_9_at_any_moment(tmp_path: Path) -> None:
    toll = Ordeal(tmp_path, random.Random()).run(5)
    assert toll.killed.total() >= 5
    assert len(toll.stored) > 5


@pytest.mark.promise("P14")
def test_on_a_server_too_also_when_the_server_crashes(tmp_path: Path, postgres: Postgres) -> None:
    programs = ("serve", "worker", "close", "database")
    toll = Ordeal(tmp_path, random.Random(), server=postgres).run(6, programs)
    assert toll.killed.total() >= 6
    assert len(toll.stored) > 5


@pytest.mark.mutant("P14")
@pytest.mark.parametrize(("fault", "killed"), [("answers", "serve"), ("destroys", "close")])
def test_an_intake_in_haste_would_be_caught(tmp_path: Path, fault: str, killed: str) -> None:
    with pytest.raises(AssertionError, match=r"were lost|an epoch has no batch|failed"):
        Ordeal(tmp_path, random.Random(), (*HASTY, fault)).run(8, (killed,))
