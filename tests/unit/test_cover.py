"""Covers from a workstation come at the moments of a Poisson process, and bring nothing of the servers along."""

import base64
import hashlib
import math
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import islice, pairwise
from pathlib import Path

import pytest

from crypto.entropy import fresh
from crypto.limits import ENVELOPE
from crypto.sealing import filler
from deploy.cover import __main__ as command
from deploy.cover import schedule
from deploy.cover.outbox import Outbox
from deploy.cover.sender import SLICE, Pace, cover
from intake.painting import Built
from intake.publish import manifest_of

# The same numbers in tests/js/cover.test.js: both languages make the same waits of the same draws.
DRAWS = (0, 1, 2**31, 4_000_000_000, 2**32 - 1)
WAITS = (88.722839111673, 85.950250389433, 2.772588720377, 0.284598318408, 0)
MEAN, COUNT = 4.0, 4000
LIMIT = 1.63  # Kolmogorov and Smirnov: of a hundred true samples, 99 stay below
ADDRESS = ("--line", "https://line.example", "--fingerprint", "ab" * 32)


def seeded(monkeypatch: pytest.MonkeyPatch, seed: int) -> Iterator[float]:
    monkeypatch.setattr(schedule, "fresh", random.Random(seed).randbytes)
    return schedule.delays(MEAN)


def distance(waits: list[float]) -> float:
    """How far they are from the exponential distribution, times the root of their number."""
    ranks = ((at + 0.5) / len(waits) for at in range(len(waits)))
    found = (abs(-math.expm1(-wait / MEAN) - rank) for wait, rank in zip(sorted(waits), ranks, strict=True))
    return max(found) * math.sqrt(len(waits))


def test_the_same_draws_make_the_same_waits_as_in_the_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    draws = iter(DRAWS)
    monkeypatch.setattr(schedule, "fresh", lambda length: next(draws).to_bytes(length))
    assert list(islice(schedule.delays(MEAN), len(DRAWS))) == pytest.approx(WAITS, abs=1e-9)


@pytest.mark.parametrize("seed", range(3))
def test_waits_are_exponential_and_one_tells_nothing_of_the_next(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    waits = list(islice(seeded(monkeypatch, seed), COUNT))
    assert distance(waits) < LIMIT
    assert distance([after for before, after in pairwise(waits) if before > MEAN]) < LIMIT


def test_waits_that_are_not_exponential_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    waits = list(islice(seeded(monkeypatch, 1), COUNT))
    assert distance([min(wait, 2 * MEAN) for wait in waits]) > LIMIT
    assert distance([0.9 * wait for wait in waits]) > LIMIT


def test_pieces_of_the_schedule_put_together_are_the_schedule(monkeypatch: pytest.MonkeyPatch) -> None:
    """A scheduler starts the command every hour: the waits between all visits are exponential again."""
    span, moments, waits = 1.0, [], seeded(monkeypatch, 5)
    for start in range(4 * COUNT):
        moment = float(start)
        for wait in schedule.within(waits, span):
            moment += wait
            moments.append(moment)
    gaps = [after - before for before, after in pairwise(moments)]
    assert abs(len(gaps) - COUNT) < 4 * math.sqrt(COUNT)
    assert distance(gaps) < LIMIT
    empty = sum(not any(start <= moment < start + 1 for moment in moments[:200]) for start in range(200))
    assert abs(empty - 200 * math.exp(-span / MEAN)) < 30


@pytest.mark.parametrize("mean", [0.0, -1.0, math.inf, math.nan])
def test_a_mean_that_is_no_length_of_time_is_refused(mean: float) -> None:
    with pytest.raises(ValueError, match="mean"):
        next(schedule.delays(mean))


class Clock(Pace):
    """A clock that a visit makes go on by as much as it takes."""

    def __init__(self) -> None:
        self.time = 0.0

    def wait(self, seconds: float) -> None:
        self.time += seconds

    def now(self) -> float:
        return self.time


def test_a_long_visit_does_not_put_off_those_after_it() -> None:
    clock, moments = Clock(), []

    def visit() -> None:
        moments.append(clock.time)
        clock.time += 3.0

    cover([5.0, 1.0, 8.0, 10.0], visit, clock)
    assert moments == [5.0, 8.0, 14.0, 24.0]


def test_a_long_wait_is_made_of_short_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    monkeypatch.setattr("deploy.cover.sender.time.sleep", slept.append)
    Pace().wait(2.5 * SLICE)
    assert slept == [SLICE, SLICE, SLICE / 2]


INSTANCE = bytes(range(16))


def test_what_is_no_sealed_file_of_this_line_is_left_alone(tmp_path: Path) -> None:
    good, elsewhere = filler(INSTANCE), tmp_path / "elsewhere"
    elsewhere.write_bytes(good)
    strangers = {
        "note.txt": good,
        "half.sealed": good[:-1],
        "long.sealed": good + b"x",
        "other.sealed": filler(bytes(16)),
    }
    for name, body in strangers.items():
        (tmp_path / name).write_bytes(body)
    (tmp_path / "link.sealed").symlink_to(elsewhere)
    (tmp_path / "folder.sealed").mkdir()
    assert Outbox(tmp_path).first(INSTANCE) is None
    (tmp_path / "mine.sealed").write_bytes(good)
    assert Outbox(tmp_path).first(INSTANCE) == (tmp_path / "mine.sealed", good)
    assert Outbox(tmp_path / "missing").first(INSTANCE) is None


def test_a_file_that_was_stored_is_written_over_before_it_goes(tmp_path: Path) -> None:
    path, kept, good = tmp_path / "mine.sealed", tmp_path / "kept", filler(INSTANCE)
    path.write_bytes(good)
    kept.hardlink_to(path)  # shows what the disk block holds after the name is gone
    Outbox(tmp_path).done(path)
    assert not path.exists()
    left = kept.read_bytes()
    assert len(left) == ENVELOPE
    assert not any(good[at : at + 16] in left for at in range(0, ENVELOPE, 16))


def test_a_file_that_cannot_be_removed_is_not_told(tmp_path: Path) -> None:
    Outbox(tmp_path).done(tmp_path / "gone.sealed")


@pytest.mark.parametrize(
    "wrong",
    [
        (),
        ("--line", "line.example", "--fingerprint", "ab" * 32),
        ("--line", "https://line.example", "--fingerprint", "ab"),
        (*ADDRESS, "--once"),
        (*ADDRESS, "--every-minutes", "5"),
        (*ADDRESS, "--mean-hours", "0"),
        (*ADDRESS, "--mean-hours", "nan"),
        (*ADDRESS, "--epoch-seconds", "0"),
        (*ADDRESS, "--proxy", "somewhere"),
    ],
)
def test_wrong_arguments_end_with_2(wrong: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        command.main(wrong)
    assert stopped.value.code == 2
    assert capsys.readouterr().err


def test_the_fingerprint_is_taken_as_the_poster_shows_it() -> None:
    _, line = command._options(["--line", "https://line.example/", "--fingerprint", "ABCD " * 16])
    assert line.fingerprint == bytes.fromhex("abcd" * 16)


LOAD = 'import runpy, sys; runpy.run_module("deploy.cover", run_name="loaded"); print("\\n".join(sys.modules))'


def test_a_workstation_gets_nothing_of_the_servers(root: Path) -> None:
    loaded = subprocess.run([sys.executable, "-c", LOAD], cwd=root, check=True, capture_output=True, text=True)
    modules = set(loaded.stdout.split())
    assert {"deploy.cover.visit", "crypto.mix"} <= modules
    strangers = {
        "flask",
        "sqlalchemy",
        "httpx",
        "click",
        "intake",
        "reviewer",
        "crypto.opening",
        "deploy.line",
        "tests",
    }
    assert not modules & strangers


def test_what_a_workstation_installs_is_locked_as_elsewhere(root: Path) -> None:
    folder, whole = root / "deploy/cover", (root / "requirements.lock").read_text()
    blocks = re.split(r"(?m)^(?=[a-z])", (folder / "requirements.lock").read_text())[1:]
    assert {block.partition("==")[0] for block in blocks} == {"cffi", "cryptography", "pycparser", "pynacl"}
    assert not [block for block in blocks if block not in whole]


def test_randomness_comes_from_the_operating_system() -> None:
    assert vars(schedule)["fresh"] is fresh


def test_the_command_says_what_it_does_and_how_it_ends(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        command.main(["--help"])
    said = " ".join(capsys.readouterr().out.split())
    assert ended.value.code == 0
    for sentence in ("Visits a line again and again, at random times", "It sends nothing", "Exit codes: 0 done"):
        assert sentence in said


def test_the_page_for_it_names_the_hash_that_the_manifest_lists_and_a_command_that_makes_it(
    root: Path, tmp_path: Path
) -> None:
    text = (root / "docs/cover-traffic.md").read_text()
    assert "sha384" not in text
    (line,) = re.findall(r"`(openssl dgst [^`]+)`", text)
    (tmp_path / "cover.js").write_bytes(b"the script")
    made = subprocess.run(["/bin/sh", "-c", line], cwd=tmp_path, check=True, capture_output=True, text=True).stdout
    assert made == base64.b64encode(hashlib.sha256(b"the script").digest()).decode()
    listed = manifest_of({"/cover.js": Built(b"the script", "text/javascript")})
    assert hashlib.sha256(b"the script").hexdigest() in listed.decode()
