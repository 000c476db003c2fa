"""`python -m reviewer doctor`: what only the reviewer knows of itself, on every database; the command as it is run."""

import json
import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from crypto.entry import State
from deploy.machine.findings import CannotLook, Finding
from reviewer import doctor, record_tree
from reviewer.case_models import Case, Entry, EntryContent
from reviewer.doctor import Asked
from reviewer.doctor_database import Now
from reviewer.models import BatchState, Member, Passkey, StoredBoard
from tests.integration.reviewer.committee import Committee
from tests.integration.reviewer.ordering import RULES, agree, place

FIRST = date(1970, 1, 1)


def now(line: Committee, days: int = 0) -> Now:
    seconds = line.time.seconds + 86_400 * days
    return Now(int(seconds) // line.settings.epoch_seconds, FIRST + timedelta(seconds=seconds), seconds)


def look(line: Committee, name: str, days: int = 0) -> list[Finding]:
    """What one check of this line finds, so many days from its own today."""
    found = doctor.all_checks(line.settings, line.database, Asked({}), now(line, days))
    (check,) = (one for one in found if one.name == name)
    return list(check.look())


def board_of(line: Committee, epoch: int) -> None:
    with line.database.write() as session:
        session.add(StoredBoard(sequence=epoch, epoch=epoch, value=b"board"))


def test_a_courier_that_has_not_come_for_two_epochs_is_named(founded: Committee) -> None:
    assert ["has never run" in one.found for one in look(founded, "courier")] == [True]
    board_of(founded, now(founded).epoch - 1)
    assert not look(founded, "courier", days=2)
    assert ["3 epochs behind" in one.found for one in look(founded, "courier", days=3)] == [True]


def test_a_board_of_the_future_is_a_wrong_clock(founded: Committee) -> None:
    board_of(founded, now(founded).epoch + 5)
    assert ["by this clock" in one.found for one in look(founded, "courier")] == [True]


def test_a_record_that_is_not_sealed_is_named(founded: Committee) -> None:
    assert ["has never run" in one.found for one in look(founded, "seal")] == [True]
    with founded.database.write() as session:
        record_tree.seal(session, founded.settings.instance, founded.settings.board_seed, now(founded).epoch - 1)
    assert not look(founded, "seal", days=2)
    assert ["3 epochs behind" in one.found for one in look(founded, "seal", days=3)] == [True]


def test_before_the_founding_nobody_is_missed_and_what_cannot_be_judged_yet_is_not_called_good(
    empty: Committee,
) -> None:
    for name in ("courier", "seal", "digest", "factors", "able_members", "directory"):
        with pytest.raises(CannotLook, match=r"^not founded yet$"):
            look(empty, name, days=400)
    for name in ("retention", "peppers"):
        assert not look(empty, name, days=400)


def test_a_daily_note_of_three_days_ago_is_named(founded: Committee) -> None:
    folder = founded.settings.data_dir / "digest"
    folder.mkdir()
    assert not look(founded, "digest")
    (folder / "member-0.eml").touch()
    os.utime(folder / "member-0.eml", (founded.time.seconds, founded.time.seconds))
    assert not look(founded, "digest", days=2)
    assert ["3 days old" in one.found for one in look(founded, "digest", days=3)] == [True]


def test_what_was_destroyed_and_never_looked_for_is_named(founded: Committee) -> None:
    folder = founded.settings.data_dir / "witness"
    assert not look(founded, "destruction", days=99)
    folder.mkdir()
    (folder / "one").touch()
    os.utime(folder / "one", (founded.time.seconds, founded.time.seconds))
    assert not look(founded, "destruction", days=8)
    assert ["9 days ago" in one.found for one in look(founded, "destruction", days=9)] == [True]


def test_members_with_one_second_factor_only_are_named_by_place(founded: Committee) -> None:
    assert len(look(founded, "factors")) == 3
    with founded.database.write() as session:
        ids = {one.slot: one.id for one in session.query(Member)}
        for slot in (0, 2):
            passkey = {"public_key": b"k", "sign_count": 0, "name": "key", "day": date(2027, 1, 1)}
            session.add(Passkey(credential=bytes([slot]), member_id=ids[slot], **passkey))
    assert ["slot 1" in one.found for one in look(founded, "factors")] == [True]


def test_lost_peppers_and_fewer_than_two_able_members_are_named(founded: Committee) -> None:
    assert not look(founded, "peppers")
    assert not look(founded, "able_members")
    files = sorted(founded.settings.pepper_dir.iterdir())
    files[0].unlink()
    assert len(look(founded, "peppers")) == 1
    assert not look(founded, "able_members")
    files[1].unlink()
    assert ["1 members" in one.found for one in look(founded, "able_members")] == [True]


def test_a_directory_that_ends_soon_or_has_ended_is_named(founded: Committee) -> None:
    assert not look(founded, "directory", days=60)
    assert ["is good until" in one.found for one in look(founded, "directory", days=110)] == [True]
    assert ["was good until" in one.found for one in look(founded, "directory", days=400)] == [True]


def test_the_database_of_a_founded_line_is_as_it_must_be(founded: Committee) -> None:
    found = [one.found for one in look(founded, "database")]
    if founded.database.on_postgres:  # the tests' own server, with whichever of our roles other tests made
        found = [one for one in found if " role " not in one]
        assert found == ["the app signs in as postgres"]
    else:
        assert found == []


def test_tables_of_another_version_are_named(founded: Committee) -> None:
    version = text("UPDATE alembic_version SET version_num = :version")
    with founded.database.write() as session:
        current = session.scalar(text("SELECT version_num FROM alembic_version"))
        session.execute(version, {"version": "0001"})
    found = [one.found for one in look(founded, "database")]
    with founded.database.write() as session:  # a copy of the database serves other tests too
        session.execute(version, {"version": current})
    assert "the tables are not of this version" in found


def test_what_was_to_be_destroyed_and_is_still_there_is_named_unless_all_is_frozen(founded: Committee) -> None:
    old = now(founded).epoch - 200
    with founded.database.write() as session:
        session.add(BatchState(epoch=old, sha256=bytes(32), envelopes=32))
        known = {"opened": now(founded).day, "state": State.DESTROYED, "hold": 0, "review": "", "key": 0}
        session.add(Case(id="c" * 32, entries=1, last=bytes(32), **known))
        session.flush()
        entry = {"hash": bytes(32), "day": now(founded).day, "author": bytes(32), "document": "{}"}
        session.add(Entry(case="c" * 32, sequence=0, **entry))
        session.flush()
        session.add(EntryContent(case="c" * 32, sequence=0, value=b"sealed"))
    chair, director, _ = founded.people
    for person in (chair, director):
        assert person.sign_in().status_code == 200
    assert not look(founded, "retention", days=9)  # nobody has adopted rules
    agree(chair, director, rules=RULES)
    assert ["oldest batch" in one.found for one in look(founded, "retention")] == [True]
    assert ["a destruction" in one.found for one in look(founded, "retention", days=3)] == [True, False]
    assert place(chair).status_code < 400
    assert not look(founded, "retention", days=9)


def run(env: dict[str, str], *arguments: str) -> tuple[int, str]:
    command = [sys.executable, "-m", "reviewer", "doctor", *arguments]
    env = env | {"PATH": os.environ["PATH"]}
    done = subprocess.run(command, env=env, check=False, capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout + done.stderr


def test_the_command_says_all_and_ends_with_its_codes(root: Path, founded: Committee, tmp_path: Path) -> None:
    env = founded.environment | {
        "REVIEWER_BIND": f"unix:{tmp_path}/none.sock",
        "REVIEWER_INTAKE_PUBLIC_URL": f"unix:{tmp_path}/none.sock",
        "REVIEWER_ADDRESS": "http://localhost:1",
    }
    code, said = run(env, "--json", "--nginx", str(root / "deploy/nginx/reviewer.conf"))
    found: dict[str, Any] = {one["name"]: one for one in json.loads(said)["checks"]}
    assert code == json.loads(said)["ending"] == 1
    assert [name for name, one in found.items() if "it failed with" in one["unseen"]] == []
    assert all(found[name]["unseen"] for name in ("clock", "headers"))
    assert all(found[name]["findings"] for name in ("backup", "courier", "seal", "factors"))
    assert all(found[name]["state"] == "good" for name in ("environment", "proxy", "retention", "peppers"))
    assert run(env | {"REVIEWER_INSTANCE": "0011"})[0] == 2
