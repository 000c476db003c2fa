"""The units in deploy/systemd and the table in deploy/cron: every job is there, by a command that exists, hardened.

systemd itself reads and grades them; only the path of the interpreter is changed for that, to one of this machine.
"""

import importlib
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click
import pytest

PYTHON = "/opt/sealed-line/bin/python"
MOST_EXPOSED = 20  # tenths of a point of `systemd-analyze security`, whose scale ends at 100
SERVERS = {"intake serve", "intake serve --courier", "reviewer serve"}
JOBS = {
    "intake close",
    "reviewer courier --once",
    "reviewer audit seal --once",
    "reviewer digest --once",
    *(
        f"{app} {job}"
        for app in ("intake", "reviewer")
        for job in ("retention run", "backup", "backup forget", "doctor")
    ),
}
DEMANDED = {
    "ProtectSystem": "strict",
    "PrivateTmp": "yes",
    "NoNewPrivileges": "yes",
    "LimitCORE": "0",
    "MemorySwapMax": "0",
    "UMask": "0077",
    "LogLevelMax": "notice",
    "MemoryDenyWriteExecute": "yes",
    "RestrictNamespaces": "yes",
    "CapabilityBoundingSet": "",
}
HOUR = re.compile(r"^\*-\*-\* [0-9,]+:[0-9]{2}:[0-9]{2} UTC$")


@dataclass(frozen=True)
class Unit:
    """A unit with what the common drop-in adds: each key with all its values."""

    path: Path
    values: dict[str, list[str]]

    def last(self, key: str) -> str | None:
        return self.values[key][-1] if key in self.values else None

    @property
    def command(self) -> str:
        started = self.last("ExecStart") or ""
        return started.removeprefix(f"{PYTHON} -m ").partition(" --nginx")[0]


def read(*paths: Path) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    for line in (line for path in paths for line in path.read_text().splitlines()):
        key, equals, value = line.partition("=")
        if equals and not line.startswith("#"):
            values.setdefault(key, []).append(value)
    return values


def folder(root: Path) -> Path:
    return root / "deploy/systemd"


def services(root: Path) -> list[Unit]:
    common = folder(root) / "sealed-line-.service.d/hardening.conf"
    return [Unit(path, read(common, path)) for path in sorted(folder(root).glob("*.service"))]


def program() -> str:
    found = shutil.which("systemd-analyze")
    assert found, "systemd-analyze is not installed (./run test installs it)"
    return found


@pytest.fixture
def placed(root: Path, tmp_path: Path) -> Path:
    """The folder as it would lie in /etc/systemd/system, with an interpreter that is there."""
    shutil.copytree(folder(root), tmp_path, dirs_exist_ok=True)
    for path in tmp_path.glob("*.service"):
        path.write_text(path.read_text().replace(PYTHON, sys.executable))
    return tmp_path


def analyze(placed: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    env = {"SYSTEMD_UNIT_PATH": f"{placed}:", "PATH": "/usr/bin:/bin", "SYSTEMD_LOG_TARGET": "console"}
    return subprocess.run(
        [program(), *arguments], cwd=placed, env=env, check=False, capture_output=True, text=True, timeout=60
    )


def test_every_server_and_every_job_has_its_unit_and_each_job_its_hour(root: Path) -> None:
    found = {unit.command: unit for unit in services(root)}
    assert set(found) == SERVERS | JOBS
    for command, unit in found.items():
        assert (unit.last("ExecStart") or "").startswith(PYTHON)
        timer = unit.path.with_suffix(".timer")
        assert timer.exists() == (command in JOBS)
        if timer.exists():
            assert HOUR.fullmatch(read(timer)["OnCalendar"][0])
            assert "RandomizedDelaySec" not in read(timer)  # what leaves at random hours is seen to


@pytest.mark.parametrize("command", sorted(SERVERS | JOBS))
def test_a_unit_starts_a_command_that_exists(command: str) -> None:
    app, *words = command.split()
    found: click.Command | None = importlib.import_module(f"{app}.cli").main
    for word in (word for word in words if not word.startswith("--")):
        if not isinstance(found, click.Group):
            break
        found = found.get_command(click.Context(found), word)
    assert found is not None
    wanted = {word for word in words if word.startswith("--")}
    assert wanted <= {name for one in found.params for name in one.opts}


def test_units_take_no_right_that_they_do_not_need_and_no_secret_from_the_environment(root: Path) -> None:
    for unit in services(root):
        for key, value in DEMANDED.items():
            assert unit.last(key) == value, (unit.path.name, key)
        assert "@system-service" in unit.values["SystemCallFilter"]
        app = unit.command.partition(" ")[0]
        assert unit.last("User") == f"sealed-{app}"
        assert unit.last("EnvironmentFile") == f"/etc/sealed-line/{app}.env"
        assert f"{app}.key:/etc/sealed-line/{app}.key" in unit.values["LoadCredential"]
        for one in unit.values["Environment"]:
            assert re.fullmatch(r"[A-Z_]+_FILE=%d/[a-z.]+", one)


def test_only_who_calls_out_has_a_network(root: Path) -> None:
    calling = {unit.command for unit in services(root) if unit.last("PrivateNetwork") != "yes"}
    assert calling == {"reviewer courier --once", "reviewer digest --once", "intake doctor", "reviewer doctor"}


def test_systemd_understands_every_unit(placed: Path) -> None:
    units = [path.name for path in sorted(placed.glob("*.service")) + sorted(placed.glob("*.timer"))]
    done = analyze(placed, "verify", "--man=no", *units)
    assert (done.returncode, [line for line in done.stderr.splitlines() if "sealed-line" in line]) == (0, [])


def test_systemd_grades_every_unit_as_safe(placed: Path) -> None:
    for path in sorted(placed.glob("*.service")):
        done = analyze(placed, "security", "--offline=yes", "--no-pager", f"--threshold={MOST_EXPOSED}", path.name)
        assert done.returncode == 0, done.stdout[-200:]


def test_a_unit_that_systemd_does_not_understand_or_that_lost_its_hardening_would_be_noticed(placed: Path) -> None:
    (placed / "sealed-line-close.timer").write_text("[Timer]\nOnCalendar=every now and then\n")
    assert analyze(placed, "verify", "--man=no", "sealed-line-close.timer").returncode
    shutil.rmtree(placed / "sealed-line-.service.d")
    asked = ("security", "--offline=yes", "--no-pager", f"--threshold={MOST_EXPOSED}", "sealed-line-close.service")
    assert analyze(placed, *asked).returncode


def lines_of_cron(root: Path) -> Iterator[list[str]]:
    for line in (root / "deploy/cron/sealed-line").read_text().splitlines():
        if re.match(r"^[0-9*]", line):
            yield line.split(maxsplit=6)


def test_cron_runs_the_same_jobs_as_the_same_users_at_the_same_hours(root: Path) -> None:
    by_command = {unit.command: unit for unit in services(root)}
    found = {}
    for minute, hour, *days, user, command in lines_of_cron(root):
        assert days == ["*", "*", "*"]
        name = re.search(r"/opt/sealed-line/job (intake|reviewer) (.*)$", command)
        assert name, command
        job = f"{name[1]} {name[2]}"
        assert user == by_command[job].last("User")
        calendar = read(by_command[job].path.with_suffix(".timer"))["OnCalendar"][0]
        hours = ",".join(f"{int(one):02}" for one in hour.split(","))
        assert calendar == f"*-*-* {hours}:{int(minute):02}:00 UTC", job
        found[job] = True
    assert set(found) == JOBS


def test_a_job_of_cron_has_its_settings_and_dumps_nothing(root: Path, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    show = '#!/bin/sh\necho "$*"; echo "$INTAKE_COMPANY"; umask; ulimit -c; pwd\n'
    (tmp_path / "bin/python").write_text(show)
    (tmp_path / "bin/python").chmod(0o700)
    (tmp_path / "intake.env").write_text("INTAKE_COMPANY='Northwind Paper Company'\n")
    env = {"SEALED_LINE": str(tmp_path), "SEALED_LINE_ETC": str(tmp_path), "PATH": "/usr/bin:/bin"}
    job = [str(root / "deploy/cron/job"), "intake", "retention", "run"]
    done = subprocess.run(job, env=env, check=True, capture_output=True, text=True)
    assert done.stdout.splitlines() == ["-m intake retention run", "Northwind Paper Company", "0077", "0", "/"]
