"""kill -9 of `backup`, many times over. SOAK_KILLS says how often, SOAK_SEED repeats the choices of another run."""

import os
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.integration.backing import Vault
from tests.integration.reviewer.committee import Committee, Founding, Reviewers
from tests.integration.reviewer.conftest import founding, store
from tests.integration.reviewer.record_line import RecordLine
from tests.integration.reviewer.test_backup_commands import run, told

__all__ = ["founding", "store"]
KILLS = int(os.environ.get("SOAK_KILLS", "1000"))
SECONDS_FOR_EACH = 10


@pytest.fixture
def founded(founding: Founding, tmp_path: Path) -> Iterator[Committee]:
    reviewers = Reviewers(founding)
    yield reviewers.copy(tmp_path)
    reviewers.end()


@pytest.mark.soak
@pytest.mark.promise("P14")
@pytest.mark.timeout(120 + KILLS * SECONDS_FOR_EACH)
def test_a_backup_is_whole_or_not_there_however_often_we_kill(
    founded: Committee, tmp_path: Path, tell: Callable[[str], None]
) -> None:
    RecordLine(founded).live()
    vault, seed = Vault(tmp_path / "vault"), os.environ.get("SOAK_SEED") or secrets.token_hex(4)
    ordeal = ("tests.integration.backup_killing", "reviewer", str(KILLS), seed, str(vault.key_file))
    done = run(told(founded, vault), *ordeal, seconds=KILLS * SECONDS_FOR_EACH)
    tell(f"seed {seed}: {done.stdout.strip()}")
    assert done.returncode == 0, done.stderr
