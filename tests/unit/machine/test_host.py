"""The checks of a host, put together: each asks the right place, and what is not there is not called good."""

import shutil
from dataclasses import replace
from email.utils import formatdate
from pathlib import Path

import pytest
from click.testing import CliRunner

from deploy.backup.places import Places
from deploy.machine import clock, host, served
from deploy.machine.findings import CannotLook, Check, Finding
from deploy.machine.host import Host, checks
from deploy.machine.served import Answer, Place
from intake import doctor_commands as of_intake
from reviewer import doctor_commands as of_reviewer

NOW = 1_800_000_000.0
POLICY = {"Cache-Control": "no-store", "Server": ""}
GOOD = {"cache-control": "no-store", "content-length": "3", "date": formatdate(NOW, usegmt=True)}


@pytest.fixture
def good(tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> Host:
    """A host on which nothing is wrong, as far as this test can say what the machine is."""
    for name in ("data", "backups", "proc/sys/kernel"):
        (tmp_path / name).mkdir(mode=0o700, parents=True)
    (tmp_path / "proc/sys/kernel/core_pattern").write_text("core\n")
    (tmp_path / "proc/swaps").write_text("Filename\n")
    (tmp_path / "backups/one").touch()
    (tmp_path / "key").touch(mode=0o600)
    monkeypatch.setattr(clock, "kernel_status", lambda: 0)
    monkeypatch.setattr(clock.synchronised, "__defaults__", (lambda: 0,))
    monkeypatch.setattr(host, "_own_limit", lambda: "0")
    monkeypatch.setattr(served, "fetch", lambda place, path: Answer(path, 200, GOOD))
    return Host(
        app="intake",
        variables={},
        data_dir=tmp_path / "data",
        secret_files=[tmp_path / "key"],
        secrets=[b"k" * 32],
        private_folders=[tmp_path / "data"],
        inner=Place("http://127.0.0.1:1"),
        outer="",
        clocks=[Place("http://127.0.0.1:2")],
        policy=lambda url: POLICY,
        backup=Places(tmp_path / "backups"),
        nginx=root / "deploy/nginx/intake.conf",
        proc=tmp_path / "proc",
        now=lambda: (tmp_path / "backups/one").stat().st_mtime,
    )


def look(known: Host, name: str) -> list[Finding]:
    (check,) = (one for one in checks(known) if one.name == name)
    return list(check.look())


@pytest.mark.parametrize("name", ["files", "environment", "headers", "server_logs", "proxy", "swap", "core_dumps"])
def test_a_good_host_has_no_finding(good: Host, name: str) -> None:
    assert look(good, name) == []


def test_a_backup_of_today_is_good_and_an_old_one_none_or_one_beside_its_keys_is_named(
    good: Host, tmp_path: Path
) -> None:
    assert look(good, "backup") == []
    late = replace(good, now=lambda: good.now() + 4 * 86_400)
    assert ["4 days old" in one.found for one in look(late, "backup")] == [True]
    assert ["no backups are made" in one.found for one in look(replace(good, backup=Places()), "backup")] == [True]
    together = replace(good, backup=Places(tmp_path / "backups", tmp_path / "data"))
    assert ["on one file system" in one.found for one in look(together, "backup")] == [True]


def test_the_clock_of_the_other_side_is_compared(good: Host) -> None:
    assert look(replace(good, now=lambda: NOW), "clock") == []
    (found,) = look(replace(good, now=lambda: NOW - 600), "clock")
    assert "http://127.0.0.1:2 is 600 seconds ahead" in found.found


def test_a_key_in_the_folder_of_backups_is_named(good: Host, tmp_path: Path) -> None:
    (tmp_path / "backups/key").touch(mode=0o600)
    assert ["lies within" in one.found for one in look(replace(good, secret_files=[tmp_path / "backups/key"]), "files")]


def test_what_is_seen_from_outside_is_looked_at_where_there_is_an_outside(good: Host) -> None:
    assert not {"headers_outside", "tls"} & {one.name for one in checks(good)}
    assert "headers_outside" in {one.name for one in checks(replace(good, outer="http://line.example"))}
    assert "tls" in {one.name for one in checks(replace(good, outer="https://line.example"))}


def test_a_proxy_that_is_not_nginx_is_not_called_good(good: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda *_, **__: None)
    with pytest.raises(CannotLook):
        look(replace(good, nginx=None, outer="https://line.example"), "proxy")
    assert look(replace(good, nginx=None), "proxy") == []


def test_an_nginx_that_serves_something_else_is_none_of_the_line_s(
    good: Host, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    other = "# configuration file /etc/nginx/nginx.conf:\nevents { } http { access_log /var/log/x; %s }\n"
    monkeypatch.setattr(shutil, "which", lambda *_, **__: "/usr/sbin/nginx")
    monkeypatch.setattr(host, "_dump", lambda _: other % "server { listen 80; root /var/www/html; }")
    asked = replace(good, nginx=None)
    assert look(asked, "proxy") == []
    with pytest.raises(CannotLook, match=r"/etc/nginx/nginx\.conf passes nothing to :1, .* doctor --nginx FILE"):
        look(replace(asked, outer="https://line.example"), "proxy")
    monkeypatch.setattr(host, "_dump", lambda _: other % "server { location / { proxy_pass http://127.0.0.1:1; } }")
    assert "logs every request" in " ".join(one.found for one in look(asked, "proxy"))
    by_socket = replace(asked, inner=Place("http://intake", tmp_path / "intake.sock"))
    assert look(by_socket, "proxy") == []


@pytest.mark.parametrize("module", [of_intake, of_reviewer])
def test_the_command_ends_with_0_when_all_is_good_and_with_3_when_something_was_not_seen(
    module: object, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "data").mkdir(mode=0o700)
    (tmp_path / "key").touch(mode=0o600)
    (tmp_path / "key").write_bytes(bytes(range(32)))
    shared = {"DATA_DIR": str(tmp_path / "data"), "KEY_FILE": str(tmp_path / "key"), "INSTANCE": "00" * 15 + "01"}
    more = {
        "COMPANY": "x",
        "ADDRESS": "http://a.example",
        "INTAKE_KEY": "ab" * 32,
        "INTAKE_ADDRESS": "http://b.example",
    }
    env = {f"{app}_{name}": value for app in ("INTAKE", "REVIEWER") for name, value in (shared | more).items()}

    def unseen() -> list[Finding]:
        raise CannotLook("no way")

    for check, code in ((Check("x", list), 0), (Check("x", unseen), 3)):
        monkeypatch.setattr(module, "all_checks", lambda *_, check=check: [check])
        done = CliRunner().invoke(module.doctor, [], env=env)  # type: ignore[attr-defined]
        assert done.exit_code == code, done.output
