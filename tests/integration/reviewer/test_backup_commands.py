"""`backup`, `restore` and what is below them, as they are called: exit codes, and nothing to see for who watches."""

import os
import re
import secrets
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from crypto.backup import padded_length
from crypto.boxes import box_public
from deploy.backup.making import Maker
from reviewer.backup_line import ReviewerLine
from tests.called import call
from tests.integration.backing import DAY, Vault, silent
from tests.integration.reviewer.backed_up import Elsewhere, line_of, rows
from tests.integration.reviewer.committee import Committee, Reviewers
from tests.integration.reviewer.record_line import RecordLine

ROOT = Path(__file__).parents[3]
KILLS = 25
Length = Callable[[int], int]


def run(environment: dict[str, str], *words: str, seconds: float = 300) -> "subprocess.CompletedProcess[str]":
    """A command in a process of its own, with no terminal."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("REVIEWER_")}
    return call(*words, env={**kept, **environment, "PYTHONPATH": str(ROOT)}, seconds=seconds)


def reviewer(environment: dict[str, str], *arguments: str) -> "subprocess.CompletedProcess[str]":
    return run(environment, "reviewer", *arguments)


def told(founded: Committee, vault: Vault) -> dict[str, str]:
    return founded.environment | vault.settings("REVIEWER")


def test_a_backup_is_made_tried_forgotten_and_restored_by_commands(
    founded: Committee, vault: Vault, elsewhere: Elsewhere
) -> None:
    RecordLine(founded).live()
    env, key = told(founded, vault), str(vault.key_file)
    made = reviewer(env, "backup")
    assert (made.returncode, made.stderr) == (0, ""), made.stderr
    (name,) = re.findall(r"^made, and read again: (reviewer-\d{4}-\d\d-\d\d-[0-9a-f]{32}\.slbak)\n$", made.stdout)
    tried = reviewer(env, "backup", "drill", "--key", key)
    assert (tried.returncode, tried.stderr) == (0, ""), tried.stderr
    assert "can be restored" in tried.stdout
    assert "and the app answers" in tried.stdout
    by_hand = env | {"REVIEWER_KEY_FILE": os.path.relpath(env["REVIEWER_KEY_FILE"], ROOT)}  # as in README.md
    assert reviewer(by_hand, "backup", "drill", "--key", key).returncode == 0
    refused = reviewer(env, "restore", str(vault.folder / name), "--key", key)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "there is data already" in refused.stderr
    assert reviewer(env, "backup", "forget").stdout == "forgotten    0, kept    1\n"
    target = elsewhere.new(vault)
    there = {**elsewhere.made[-1], **vault.settings("REVIEWER")}
    done = reviewer(there, "restore", str(vault.folder / name), "--key", key)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    assert rows(target.settings) == rows(founded.settings)


def test_a_drill_leaves_nothing_and_names_what_fails(founded: Committee, vault: Vault, tmp_path: Path) -> None:
    env, key = told(founded, vault) | {"TMPDIR": str(tmp_path / "tmp")}, str(vault.key_file)
    (tmp_path / "tmp").mkdir()
    assert reviewer(env, "backup", "drill", "--key", key).stderr == "there is no backup that could be tried\n"
    reviewer(env, "backup")
    (file,) = vault.files()
    whole = file.read_bytes()
    file.write_bytes(whole[:-1])
    failed = reviewer(env, "backup", "drill", "--key", key)
    assert (failed.returncode, failed.stderr) == (1, "the file is cut short\n")
    assert list((tmp_path / "tmp").iterdir()) == []


def test_a_recipients_key_is_never_overwritten_and_prints_its_public_half(tmp_path: Path) -> None:
    file = tmp_path / "recipient.key"
    made = reviewer({}, "backup", "keygen", str(file))
    assert made.returncode == 0, made.stderr
    assert made.stdout == f"{box_public(bytes.fromhex(file.read_text())).hex()}\n"
    assert file.stat().st_mode & 0o777 == 0o600
    assert reviewer({}, "backup", "keygen", str(file)).returncode == 1


def whole_chunks(length: int) -> int:
    """The mutant: as long as it must be."""
    return -(-length // 16_384) * 16_384


def surfaces(line: ReviewerLine, vault: Vault, length: Length = padded_length) -> list[tuple[str, int]]:
    """What the operator sees of a new backup: names but for the drawn part, and lengths, in both stores."""
    made = Maker(line, length).make(DAY, silent)
    found = [one for one in vault.root.rglob("*") if one.is_file()]
    return sorted((one.name.replace(made.id.hex(), "ID"), one.stat().st_size) for one in found)


@pytest.fixture
def quiet_and_busy(reviewers: Reviewers, tmp_path: Path) -> tuple[Committee, Committee]:
    """Two lines, founded alike; to one of them come twenty reports."""
    quiet, busy = reviewers.copy(tmp_path / "quiet"), reviewers.copy(tmp_path / "busy")
    record = RecordLine(busy)
    for _ in range(20):
        record.open_case().add(record.members[1]).add(record.members[2])
    record.seal()
    RecordLine(quiet).seal()
    return quiet, busy


@pytest.mark.promise("P16")
def test_a_backup_looks_and_reads_the_same_for_no_report_and_twenty(
    quiet_and_busy: tuple[Committee, Committee], tmp_path: Path
) -> None:
    seen, said = [], []
    for name, line in zip(("quiet", "busy"), quiet_and_busy, strict=True):
        vault = Vault(tmp_path / f"{name}-vault")
        seen.append(surfaces(line_of(line.settings, vault), vault))
        done = [reviewer(told(line, vault), *words) for words in (["backup"], ["backup", "forget"])]
        said.append([(one.returncode, re.sub("[0-9a-f]{32}", "ID", one.stdout), one.stderr) for one in done])
    assert seen[0] == seen[1]
    assert said[0] == said[1]


@pytest.mark.mutant("P16")
def test_a_backup_without_padding_would_be_caught(quiet_and_busy: tuple[Committee, Committee], tmp_path: Path) -> None:
    vaults = [Vault(tmp_path / f"{name}-vault") for name in ("quiet", "busy")]
    lines = [line_of(one.settings, vault) for one, vault in zip(quiet_and_busy, vaults, strict=True)]
    quiet, busy = (surfaces(line, vault, whole_chunks) for line, vault in zip(lines, vaults, strict=True))
    assert quiet != busy


@pytest.mark.promise("P14")
def test_a_backup_that_is_killed_leaves_a_whole_one_or_none(founded: Committee, vault: Vault) -> None:
    RecordLine(founded).open_case()
    ordeal = ("tests.integration.backup_killing", "reviewer", str(KILLS), secrets.token_hex(4))
    done = run(told(founded, vault), *ordeal, str(vault.key_file))
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"killed {KILLS}: ")


@pytest.mark.mutant("P14")
def test_a_backup_that_has_its_name_too_early_would_be_caught(founded: Committee, vault: Vault) -> None:
    ordeal = ("tests.integration.backup_killing", "reviewer", str(4 * KILLS), secrets.token_hex(4))
    done = run(told(founded, vault), *ordeal, str(vault.key_file), "hasty")
    assert done.returncode == 1
    assert "half a backup under its name" in done.stderr or "failed" in done.stderr
