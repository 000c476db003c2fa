"""docs/operations.md names what is there: every check of `doctor`, every unit with its hour, commands, and alarms."""

import importlib
import re
import subprocess
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import click
import pytest

from intake import doctor as of_intake
from intake.doctor import Now as IntakeNow
from intake.retention import MOST_DAYS
from reviewer import doctor as of_reviewer
from reviewer import settings as reviewer_settings
from reviewer.database import Database
from reviewer.doctor_database import Now as ReviewerNow
from tests.integration.intake_line import IntakeLine
from tests.integration.reviewer.committee import environment

COMMAND = re.compile(r"`(?:sealed-line|python -m) (intake|reviewer) ([^`]+)`")
CHECK = re.compile(r"^\| ((?:`[a-z_]+`(?:, )?)+) \| ", re.MULTILINE)
UNITS = re.compile(r"^\| ([0-9:, ]+|always) \| ((?:`sealed-line-[a-z-]+`(?:, )?)+) \|", re.MULTILINE)
ALARM = re.compile(r"\*([a-z][^*]+)\*")
NAME = re.compile(r"`([a-z_-]+)`")


def section(root: Path, title: str) -> str:
    return (root / "docs/operations.md").read_text().partition(f"## {title}\n")[2].partition("\n## ")[0]


def words_of(text: str) -> Iterator[str]:
    """The words up to the first option or argument."""
    for word in text.split():
        if not re.fullmatch(r"[a-z-]+", word) or word.startswith("-"):
            return
        yield word


def resolve(app: str, text: str) -> click.Command | None:
    found: click.Command | None = importlib.import_module(f"{app}.cli").main
    for word in words_of(text):
        if not isinstance(found, click.Group):
            break
        found = found.get_command(click.Context(found), word)
    return found


def test_the_page_lists_exactly_the_checks_that_are_done(root: Path, tmp_path: Path) -> None:
    line = IntakeLine(tmp_path / "intake")
    asked = of_intake.Asked({}, "https://line.example")
    names = {one.name for one in of_intake.all_checks(line.settings, line.store, asked, IntakeNow(1, date(2027, 1, 1)))}
    (tmp_path / "reviewer").mkdir()
    settings = reviewer_settings.load(environment(tmp_path / "reviewer"))
    now = ReviewerNow(1, date(2027, 1, 1), 0.0)
    with closing(Database(settings.database_url)) as database:
        checks = of_reviewer.all_checks(settings, database, of_reviewer.Asked({}, "https://committee.example"), now)
        names |= {one.name for one in checks}
    listed = [name for row in CHECK.findall(section(root, "What `doctor` looks at")) for name in NAME.findall(row)]
    assert len(listed) == len(set(listed))
    assert set(listed) == names


def test_the_page_lists_exactly_the_units_with_their_hours(root: Path) -> None:
    rows = {unit: hours for hours, units in UNITS.findall(section(root, "Day to day")) for unit in NAME.findall(units)}
    assert set(rows) == {path.stem for path in (root / "deploy/systemd").glob("*.service")}
    for unit, hours in rows.items():
        timer = root / f"deploy/systemd/{unit}.timer"
        assert timer.exists() == (hours != "always")
        if timer.exists():
            found = re.search(r"^OnCalendar=\*-\*-\* ([0-9,]+):([0-9]{2}):00 UTC$", timer.read_text(), re.MULTILINE)
            assert found
            assert {f"{hour}:{found[2]}" for hour in found[1].split(",")} <= set(hours.split(", "))


@pytest.mark.parametrize("name", ["docs/operations.md", "README.md"])
def test_every_command_on_the_page_exists(root: Path, name: str) -> None:
    found = COMMAND.findall((root / name).read_text())
    assert found
    assert [one for one in found if resolve(*one) is None] == []


def test_the_words_of_every_alarm_are_those_that_are_said(root: Path) -> None:
    said = " ".join(
        (root / "reviewer" / name).read_text()
        for name in ("alarms.py", "collecting.py", "courier.py", "intake_client.py")
    )
    said += (root / "reviewer/record_tree.py").read_text()
    table = section(root, "When something fails").partition("### Alarms of the courier")[2].partition("###")[0]
    phrases = [part.strip() for one in ALARM.findall(table) for part in one.split("...") if part.strip()]
    assert len(phrases) > 9
    assert [one for one in phrases if one not in said] == []
    for kind in re.findall(r"^class (\w+)\(Alarm\)", (root / "reviewer/alarms.py").read_text(), re.MULTILINE):
        raised = re.findall(rf'{kind}\(\s*f?"([^"]+)"', said)
        raised += re.findall(rf'class {kind}\(Alarm\):\s+def .*\s+super\(\).__init__\(f"([^"]+)"', said)
        assert raised, kind
        assert [one for one in phrases for text in raised if one in text], raised


def test_the_places_for_backups_are_those_to_which_the_units_may_write(root: Path) -> None:
    """In the order of the page: what a step needs was made, or set, by one before it."""
    install = section(root, "Install")
    for app in ("intake", "reviewer"):
        unit = (root / f"deploy/systemd/sealed-line-{app}-backup.service").read_text()
        (allowed,) = re.findall(r"^ReadWritePaths=(.*)$", unit, re.MULTILINE)
        for name, place in (
            ("BACKUP_DIR", f"/var/backups/sealed-line/{app}"),
            ("BACKUP_KEYS_DIR", f"/srv/sealed-line-keys/{app}"),
        ):
            assert any(place.startswith(one.removeprefix("-")) for one in allowed.split())
            assert f"`{app.upper()}_{name}={place}`" in install
            assert place in install.partition("```sh")[2].partition("```")[0]
            assert f"`{place}`" in (root / "docs/settings.md").read_text()
        assert f"`{app.upper()}_BACKUP_RECIPIENT`" in install


def test_after_a_long_freeze_the_page_says_the_command_that_the_refusal_names(root: Path) -> None:
    text = section(root, "When something fails").partition("### After a long freeze")[2].partition("\n### ")[0]
    assert f"more than {MOST_DAYS} days" in text
    assert "`python -m intake retention run --catch-up`" in text


def test_one_table_tells_what_the_codes_of_each_command_mean(root: Path) -> None:
    table = section(root, "Day to day").partition("What a code means")[2]
    cells = [[cell.strip() for cell in line[1:-1].split("|")] for line in table.splitlines() if line.startswith("| `")]
    rows = {row[0]: row[1:] for row in cells}
    assert all(len(row) == 4 for row in rows.values())
    jobs = {path.read_text().partition("bin/python -m ")[2].split("\n")[0] for path in
            (root / "deploy/systemd").glob("*.service")}  # fmt: skip
    named = " ".join(rows)
    for job in sorted(jobs):
        app, command = job.split(" ", 1)
        if not command.startswith(("serve", "close", "doctor")):
            assert f"`python -m {app} {command}`" in named or f"`{command}`" in named, job
    assert "verify" in named
    assert "doctor" in named


def test_a_command_by_hand_gets_the_secrets_that_units_get(root: Path, tmp_path: Path) -> None:
    (tmp_path / "systemd-run").write_text(
        '#!/bin/sh\nwhile [ "$1" != /bin/sh ]; do echo "$1"; shift; done\n'
        f'code=$(echo "$3" | sed "s#/opt/sealed-line/bin/python -m#{tmp_path}/show#"); shift 3\n'
        'CREDENTIALS_DIRECTORY=/run/c sh -c "$code" "$@"\n'
    )
    (tmp_path / "show").write_text('#!/bin/sh\necho "ran $*"; env | grep _FILE\n')
    for name in ("systemd-run", "show"):
        (tmp_path / name).chmod(0o700)
    env = {"PATH": f"{tmp_path}:/usr/bin:/bin"}
    by_hand = str(root / "deploy/systemd/by-hand")
    done = subprocess.run([by_hand, "intake", "db", "upgrade"], env=env, check=True, capture_output=True, text=True)
    lines = done.stdout.splitlines()
    assert "ran intake db upgrade" in lines
    assert "INTAKE_KEY_FILE=/run/c/intake.key" in lines
    assert "--uid=sealed-intake" in lines
    assert "--property=LoadCredential=intake.key:/etc/sealed-line/intake.key" in lines
    assert "--property=StateDirectory=sealed-line/intake" in lines  # else the first of all would find no folder
    assert subprocess.run([by_hand, "other", "db"], env=env, check=False, capture_output=True).returncode == 2
