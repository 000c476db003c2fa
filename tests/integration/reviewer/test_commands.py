"""The operator's commands, run as they are run: processes, exit codes, and the server itself on a socket."""

import os
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from crypto.limits import ENTRY, MARKS
from reviewer import cli, enrolment
from reviewer.models import BatchState, DraftSignature, Marks, Member, MemberScan, Outbox, SignedIn
from tests.called import call
from tests.integration.reviewer.committee import Committee, Person, environment
from tests.integration.reviewer.fake_intake import FakeIntake
from tests.integration.reviewer.stores import Store


def run(env: dict[str, str], *command: str) -> subprocess.CompletedProcess[str]:
    return call("reviewer", *command, env=env)


@pytest.fixture
def env(store: Store, tmp_path: Path) -> Iterator[dict[str, str]]:
    """Settings of a reviewer whose database holds nothing yet."""
    made = environment(tmp_path, BIND=f"unix:{tmp_path}/reviewer.sock", **store.new())
    yield made
    store.drop(made)


def test_keygen_writes_a_key_that_only_its_owner_reads_and_never_over_another(tmp_path: Path) -> None:
    file = tmp_path / "new.key"
    done = run({}, "keygen", str(file))
    assert (done.returncode, done.stdout.partition(":")[0]) == (0, f"wrote {file}")
    first = file.read_bytes()
    assert len(first) == 32
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert run({}, "keygen", str(file)).returncode == 1
    assert file.read_bytes() == first


def test_wrong_settings_end_with_code_2_and_name_each(env: dict[str, str]) -> None:
    del env["REVIEWER_INSTANCE"], env["REVIEWER_COMPANY"]
    done = run(env, "board-key")
    assert done.returncode == 2
    assert done.stderr.splitlines() == ["REVIEWER_INSTANCE is not set", "REVIEWER_COMPANY is not set"]


def test_no_command_runs_on_tables_of_another_version(env: dict[str, str]) -> None:
    for command in (["serve"], ["members", "list"], ["courier", "--once"], ["db", "check"]):
        assert run(env, *command).returncode == 2
    assert run(env, "db", "upgrade").returncode == 0
    assert run(env, "db", "check").stdout == "the database is of this version\n"


def test_before_the_founding_every_job_says_that_it_has_nothing_to_do_and_no_line_is_blank(env: dict[str, str]) -> None:
    assert run(env, "db", "upgrade").stdout == "the database is up to date\n"
    assert run(env, "audit", "seal", "--once").stdout == "the committee has not been founded yet: nothing to seal\n"
    done = run(env, "audit", "verify")
    assert done.returncode == 1
    assert "has not been founded yet, so nothing is signed and nothing can be checked" in done.stdout
    assert "if it was founded, the whole record is gone" in done.stdout
    assert not [line for line in done.stdout.splitlines() if line.endswith((" ", ":"))]


def test_invite_prints_a_link_and_list_who_is_invited(env: dict[str, str], tmp_path: Path) -> None:
    run(env, "db", "upgrade")
    done = run(env, "members", "invite", "--slot", "0", "--role", "Chair", "--login", "Chair")
    prefix, _, token = done.stdout.strip().partition("#")
    assert prefix == "https://reviewer.example/enrol"
    assert len(bytes.fromhex(token)) == 32
    assert run(env, "members", "list").stdout == "0\tinvited\tchair\tChair\n"
    again = run(env, "members", "invite", "--slot", "0", "--role", "Chair", "--login", "other")
    assert (again.returncode, again.stderr) == (1, "refused: taken\n")
    assert "its link leads nowhere" in run(env, "members", "withdraw", "--slot", "0").stdout
    assert run(env, "members", "withdraw", "--slot", "0").returncode == 1
    readable = [one for one in (tmp_path / "data").rglob("*") if one.is_file() and one.stat().st_mode & 0o077]
    assert readable == []


@pytest.mark.parametrize("command", [["members", "invite"], ["courier"], ["keygen"], ["serve"]])
def test_help_has_an_example(command: list[str]) -> None:
    done = run({}, *command, "--help")
    assert done.returncode == 0
    assert "Example" in done.stdout


def test_a_courier_without_its_settings_says_which(tmp_path: Path) -> None:
    env = environment(tmp_path, INTAKE_URL=None, INTAKE_PUBLIC_URL=None, COURIER_TOKEN_FILE=None)
    done = run(env, "courier", "--once")
    assert done.returncode == 2
    assert "REVIEWER_COURIER_TOKEN_FILE" in done.stderr


def test_before_the_founding_an_enrolled_person_can_be_taken_off_and_invited_anew(empty: Committee) -> None:
    own, env = empty.settings, empty.environment
    with empty.database.write() as session:
        token = enrolment.invite(session, own.wrap_key, 3, "Alternate", "alternate", empty.time.clock().today())
    person = empty.stranger()
    person.enrol(token.hex(), "saddle marble quickly painting")
    assert person.sign_in().status_code == 200
    assert run(env, "members", "remove", "--slot", "3").returncode == 0
    assert person.get("/api/session").status_code == 401
    assert list(own.pepper_dir.iterdir()) == []
    again = run(env, "members", "invite", "--slot", "3", "--role", "Alternate", "--login", "alternate")
    assert again.returncode == 0


def worked_once(line: Committee) -> Person:
    """Somebody enrolled in slot 3 of whom every table has something."""
    with line.database.write() as session:
        today = line.time.clock().today()
        token = enrolment.invite(session, line.settings.wrap_key, 3, "Alternate", "alternate", today)
        session.add(BatchState(epoch=7, sha256=bytes(32), envelopes=32))
    person = line.stranger()
    person.enrol(token.hex(), "saddle marble quickly painting")
    assert person.sign_in().status_code == 200
    assert person.ask("PUT", "/api/marks", data=bytes(MARKS)).status_code == 204
    assert person.ask("PUT", "/api/scan", json={"epoch": 7}).status_code == 204
    assert person.ask("POST", "/api/replies", data=bytes(ENTRY)).status_code == 204
    return person


def test_somebody_who_has_worked_already_is_taken_off_with_all_that_is_kept(empty: Committee) -> None:
    person, env = worked_once(empty), empty.environment
    with empty.database.write() as session:
        member = session.scalars(select(Member)).one()
        session.add(DraftSignature(member_id=member.id, signature=bytes(64)))
    done = run(env, "members", "remove", "--slot", "3")
    assert (done.returncode, done.stderr) == (0, "")
    assert list(empty.settings.pepper_dir.iterdir()) == []
    with empty.database.read() as session:
        for model in (Member, SignedIn, Marks, MemberScan, DraftSignature, Outbox):
            assert session.scalars(select(model)).all() == [], model
    assert person.sign_in().status_code == 401


@pytest.mark.parametrize("command", ["remove", "withdraw"])
def test_a_removal_that_fails_leaves_the_keys_usable(
    empty: Committee, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    person, own = worked_once(empty), empty.settings
    with empty.database.write() as session:
        token = enrolment.invite(session, own.wrap_key, 4, "Counsel", "counsel", empty.time.clock().today())
    assert empty.stranger().post("/api/enrolment/open", {"token": token.hex()}).status_code == 200
    peppers = {file.name: file.read_bytes() for file in own.pepper_dir.iterdir()}

    def fail(*_: object) -> None:
        raise OSError("disk full")

    event.listen(Session, "before_commit", fail)
    try:
        slot = "3" if command == "remove" else "4"
        done = CliRunner().invoke(cli.main, ["members", command, "--slot", slot], env=empty.environment)
    finally:
        event.remove(Session, "before_commit", fail)
    assert isinstance(done.exception, OSError)
    assert {file.name: file.read_bytes() for file in own.pepper_dir.iterdir()} == peppers
    assert person.unlock(person.sign_in()) == person.secret


def test_after_the_founding_nobody_is_taken_off(founded: Committee) -> None:
    env = founded.environment
    done = run(env, "members", "remove", "--slot", "0")
    assert (done.returncode, done.stderr) == (1, "refused: founded\n")


def test_an_alarm_ends_the_courier_with_code_1_and_is_printed(
    founded: Committee, monkeypatch: pytest.MonkeyPatch
) -> None:
    intake = FakeIntake(founded.time)
    intake.carry(founded)
    epoch = intake.close()
    intake.close()
    del intake.batches[epoch]
    monkeypatch.setattr(cli, "connect", lambda url, token=None: intake.client(token))
    monkeypatch.setattr(cli, "Clock", founded.time.clock)
    done = CliRunner().invoke(cli.main, ["courier"], env=founded.environment)
    assert done.exit_code == 1
    assert done.stderr == f"epoch {epoch}: its batch is missing\n"


def wait_for(path: Path) -> None:
    """Until the server listens on its socket."""
    for _ in range(200):
        with socket.socket(socket.AF_UNIX) as probe:
            if probe.connect_ex(str(path)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("the server did not start")


class TestServer:
    """The server as it is deployed."""

    @pytest.fixture
    def served(self, env: dict[str, str], tmp_path: Path) -> Iterator[httpx.Client]:
        run(env, "db", "upgrade")
        log = (tmp_path / "log").open("wb")
        process = subprocess.Popen([sys.executable, "-m", "reviewer", "serve"], env=env, stdout=log, stderr=log)
        wait_for(tmp_path / "reviewer.sock")
        transport = httpx.HTTPTransport(uds=str(tmp_path / "reviewer.sock"), retries=0)
        with httpx.Client(transport=transport, base_url="http://reviewer.example") as client:
            yield client
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
        log.close()

    def test_it_serves_pages_and_says_nothing_of_itself_or_of_requests(
        self, served: httpx.Client, tmp_path: Path
    ) -> None:
        answer = served.get("/?canary=query", headers={"User-Agent": "canary-agent"})
        assert answer.status_code == 200
        assert served.get("/canary-path").json() == {"error": "not_found"}
        for one in (answer, served.get("/canary-path"), served.get("/static/icon.svg"), served.get("/api/session")):
            assert one.headers.get_list("server") == [""]
        assert served.get("/", headers={"Host": "evil.example"}).headers.get_list("server") == [""]
        served.post("/api/sign-in", content=b"canary-body", headers={"Content-Type": "application/json"})
        assert (tmp_path / "log").read_bytes() == b""
        assert stat.S_IMODE(os.stat(tmp_path / "reviewer.sock").st_mode) & 0o007 == 0
