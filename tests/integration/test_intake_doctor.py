"""`python -m intake doctor`: what only the intake knows of itself, on files and on a server; the command as it is."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import make_url

from deploy.machine.findings import CannotLook, Check, Finding
from intake import doctor
from intake.doctor import Asked, Now
from intake.epoch_files import BATCHES_FILE
from intake.stores import store_of
from intake.upgrade import upgrade_server
from reviewer import doctor_database
from tests.integration.intake_line import TODAY, IntakeLine
from tests.integration.retaining import WEEK, stocked, weeks
from tests.postgres import Postgres

MakeLine = Callable[..., IntakeLine]
POSTGRES = Path(__file__).parents[2] / "deploy/postgres"
OPEN = 100


def look(line: IntakeLine, name: str, epoch: int = OPEN, days: int = 0) -> list[Finding]:
    """What one check of this line finds in this epoch, so many days from today."""
    found = doctor.all_checks(line.settings, line.store, Asked({}), Now(epoch, TODAY + timedelta(days=days)))
    (check,) = (one for one in found if one.name == name)
    return list(check.look())


def test_an_epoch_that_is_over_and_not_closed_is_named(line: IntakeLine) -> None:
    line.close()
    assert not look(line, "close", OPEN + 1)
    assert not look(line, "close", OPEN + 2)
    assert ["2 epochs behind" in one.found for one in look(line, "close", OPEN + 3)] == [True]


def test_without_an_open_epoch_the_command_that_opens_one_is_named(files: IntakeLine) -> None:
    for one in files.settings.data_dir.glob("open-*"):
        one.unlink()
    with pytest.raises(CannotLook, match="intake close opens the first"):
        look(files, "close")


def test_an_open_epoch_of_the_future_is_named(line: IntakeLine) -> None:
    assert not look(line, "close", OPEN - 1)
    assert ["by this clock" in one.found for one in look(line, "close", OPEN - 5)] == [True]


def test_a_directory_that_ends_soon_has_ended_or_is_missing_is_named(line: IntakeLine, make_line: MakeLine) -> None:
    assert not look(line, "directory", days=90)
    assert ["is good until" in one.found for one in look(line, "directory", days=91)] == [True]
    assert ["was good until" in one.found for one in look(line, "directory", days=121)] == [True]
    assert ["no directory" in one.found for one in look(make_line(directory=False), "directory")] == [True]


def test_batches_that_the_calendar_has_reached_and_nobody_destroyed_are_named(make_line: MakeLine) -> None:
    made = weeks(make_line(**stocked()))
    made.line.settings = replace(made.line.settings, epoch_seconds=WEEK)
    epoch = made.line.store.epoch()
    assert ["of 21 days" in one.found for one in look(made.line, "retention", epoch)] == [True]
    made.run()
    assert not look(made.line, "retention", epoch)


def test_without_rules_no_batch_is_overdue_and_a_plan_that_cannot_be_made_is_named(make_line: MakeLine) -> None:
    without = weeks(make_line(**stocked()), calendar=None)
    without.line.settings = replace(without.line.settings, epoch_seconds=WEEK)
    assert not look(without.line, "retention", without.line.store.epoch())
    made = weeks(make_line(**stocked()))
    assert ["cannot tell" in one.found for one in look(made.line, "retention", epoch=50)] == [True]


@pytest.fixture
def files(tmp_path: Path) -> IntakeLine:
    return IntakeLine(tmp_path / "intake")


def test_the_files_of_an_intake_are_good(files: IntakeLine) -> None:
    assert not look(files, "database")


def test_a_file_in_wal_mode_is_named(files: IntakeLine) -> None:
    header = bytearray((files.folder / BATCHES_FILE).read_bytes())
    header[18:20] = b"\2\2"
    (files.folder / BATCHES_FILE).write_bytes(header)
    found = list(doctor._of_files(files.folder))
    assert ["WAL mode" in one.found for one in found] == [True]


def test_a_server_that_is_set_up_as_documented_is_good_and_a_superuser_s_sign_in_is_not(
    postgres: Postgres, tmp_path: Path
) -> None:
    url = postgres.new_database()
    name = str(make_url(url).database)
    _psql(postgres, name, "postgres", "intake.sql")
    owner = postgres.url(name, "intake_owner")
    list(upgrade_server(owner))
    _psql(postgres, name, "intake_owner", "intake-grants.sql")
    line = IntakeLine(tmp_path / "intake", database_url=url, migrated=True)
    try:
        assert ["signs in as postgres" in one.found for one in look(line, "database")] == [True]
        settings = replace(line.settings, database_url=owner)
        store = store_of(settings)
        (check,) = (
            one for one in doctor.all_checks(settings, store, Asked({}), Now(OPEN, TODAY)) if one.name == "database"
        )
        assert list(check.look()) == []
        with psycopg.connect(host=str(postgres.folder), user="intake_owner", dbname=name) as connection:
            connection.execute("GRANT SELECT ON batch TO PUBLIC")
        assert ["table batch" in one.found for one in check.look()] == [True]
        store.release()
    finally:
        line.stop()
        postgres.drop_database(name)


@pytest.mark.parametrize(("app", "known"), [("intake", doctor.ROLES), ("reviewer", doctor_database.ROLES)])
def test_the_roles_that_are_asked_for_are_those_that_are_made(app: str, known: tuple[str, ...]) -> None:
    (made,) = re.findall(r"ARRAY ARRAY\[([^\]]+)\]", (POSTGRES / f"{app}.sql").read_text())
    assert sorted(re.findall(r"'(\w+)'", made)) == sorted(known)


def _psql(postgres: Postgres, database: str, user: str, file: str) -> None:
    with psycopg.connect(host=str(postgres.folder), user=user, dbname=database, autocommit=True) as connection:
        connection.execute((POSTGRES / file).read_text())


def test_the_files_that_hold_secrets_are_looked_at_wherever_they_lie(files: IntakeLine, tmp_path: Path) -> None:
    inside, outside = files.folder / "intake.key", tmp_path / "courier.token"
    for path in (inside, outside):
        path.touch(mode=0o600)
        path.write_bytes(b"k" * 32)
    for path in (files.folder, *files.folder.iterdir()):
        path.chmod(path.stat().st_mode & 0o700)

    def checks(**variables: str) -> dict[str, Check]:
        asked = Asked({f"INTAKE_{name}": value for name, value in variables.items()})
        return {one.name: one for one in doctor.all_checks(files.settings, files.store, asked, Now(OPEN, TODAY))}

    assert not list(checks(KEY_FILE=str(outside))["files"].look())
    assert ["lies within" in one.found for one in checks(KEY_FILE=str(inside))["files"].look()] == [True]
    assert not list(checks(KEY_FILE=str(outside))["environment"].look())
    leaked = checks(KEY_FILE=str(outside), NOTE=f"key {'k' * 32}")["environment"]
    assert ["INTAKE_NOTE" in one.found for one in leaked.look()] == [True]


def test_without_a_server_its_headers_are_not_called_good(files: IntakeLine) -> None:
    with pytest.raises(CannotLook):
        look(replace_bind(files), "headers")


def replace_bind(line: IntakeLine) -> IntakeLine:
    line.settings = replace(line.settings, bind=replace(line.settings.bind, host="", port=0, path=Path("/nowhere/x")))
    return line


def run(folder: Path, *arguments: str, **changes: str) -> tuple[int, str]:
    env = {
        "PATH": os.environ["PATH"],
        "INTAKE_DATA_DIR": str(folder / "data"),
        "INTAKE_KEY_FILE": str(folder / "intake.key"),
        "INTAKE_INSTANCE": "00112233445566778899aabbccddeeff",
        "INTAKE_ADDRESS": "http://line.example",
        "INTAKE_COMPANY": "Northwind Paper Company",
        "INTAKE_BIND": f"unix:{folder}/none.sock",
        **changes,
    }
    command = [sys.executable, "-m", "intake", *arguments]
    done = subprocess.run(command, env=env, check=False, capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout + done.stderr


def test_the_command_says_all_as_a_table_and_as_json_and_ends_with_its_codes(root: Path, tmp_path: Path) -> None:
    (tmp_path / "intake.key").touch(mode=0o600)
    (tmp_path / "intake.key").write_bytes(bytes(range(32)))
    nginx = str(root / "deploy/nginx/intake.conf")
    assert run(tmp_path, "db", "upgrade")[0] == 0
    assert run(tmp_path, "close")[0] == 0
    code, said = run(tmp_path, "doctor", "--json", "--nginx", nginx)
    found: dict[str, Any] = {one["name"]: one for one in json.loads(said)["checks"]}
    assert code == json.loads(said)["ending"] == 1
    assert found["backup"]["findings"]
    assert found["directory"]["findings"]
    assert "does not answer" in found["headers"]["unseen"]
    assert [name for name, one in found.items() if "it failed with" in one["unseen"]] == []
    assert all(found[name]["state"] == "good" for name in ("files", "environment", "proxy", "database", "close"))
    code, said = run(tmp_path, "doctor", "--nginx", nginx)
    assert (code, "there is no directory yet" in said) == (1, True)
    assert run(tmp_path, "doctor", INTAKE_INSTANCE="0011")[0] == 2
