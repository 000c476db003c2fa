"""`audit verify` and `audit export` as they are called: exit codes, JSON, and a machine that knows nothing."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select, text

from reviewer import audit_commands, cli
from reviewer.case_models import StoredCheckpoint
from tests.integration.reviewer.committee import Committee
from tests.integration.reviewer.record_line import RecordLine

KEYS = {"good", "instance", "fingerprint", "founded", "cases", "entries", "leaves", "checkpoints", "outside", "newest"}
KEYS |= {"orders", "certificates"}


@pytest.fixture
def record(founded: Committee, monkeypatch: pytest.MonkeyPatch) -> RecordLine:
    monkeypatch.setattr(audit_commands, "Clock", founded.time.clock)
    made = RecordLine(founded)
    made.open_case()
    made.night()
    return made


def audit(record: RecordLine, *command: str) -> Result:
    return CliRunner().invoke(cli.main, ["audit", *command], env=record.line.environment)


def edit(record: RecordLine) -> None:
    with record.line.database.write() as session:
        if record.line.database.on_postgres:
            session.execute(text("SET LOCAL session_replication_role = replica"))
        else:
            session.execute(text("DROP TRIGGER entry_stays_update"))
        session.execute(text("UPDATE entry SET document = replace(document, 'acknowledge', 'acknowledga')"))


def test_a_good_record_ends_with_0_and_an_edited_one_with_1_naming_case_and_entry(record: RecordLine) -> None:
    good = audit(record, "verify")
    assert (good.exit_code, good.output.splitlines()[-1]) == (0, "nothing is wrong")
    edit(record)
    bad = audit(record, "verify")
    case = record.stories[0].case.hex()
    assert bad.exit_code == 1
    assert f"case {case}, entry 0: was edited: it is not what its author has signed" in bad.output.splitlines()


def test_sealing_again_says_that_all_is_sealed(record: RecordLine) -> None:
    done = audit(record, "seal", "--once")
    assert (done.exit_code, done.output) == (0, "every epoch that is over is sealed\n")


def test_a_record_of_which_everything_was_taken_away_is_not_called_good(record: RecordLine, tmp_path: Path) -> None:
    file, emptied = tmp_path / "record.export", tmp_path / "emptied.export"
    assert audit(record, "export", str(file)).exit_code == 0
    emptied.write_text(file.read_text().splitlines()[0] + "\n")
    done = audit(record, "verify", str(emptied))
    assert (done.exit_code, "not been founded yet" in done.output) == (1, True)


def test_json_is_one_object_with_every_finding(record: RecordLine) -> None:
    edit(record)
    done = audit(record, "verify", "--json")
    found = json.loads(done.output)
    assert (done.exit_code, found["good"]) == (1, False)
    assert found.keys() == {*KEYS, "findings"}
    place = {"case": record.stories[0].case.hex(), "sequence": 0}
    assert place.items() <= found["findings"][0].items()


def test_an_export_is_checked_on_a_machine_that_has_no_settings_no_key_and_no_database(
    record: RecordLine, tmp_path: Path
) -> None:
    file = tmp_path / "record.export"
    assert audit(record, "export", str(file)).exit_code == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    command = [sys.executable, "-m", "reviewer", "audit", "verify", str(file)]
    path = {"PATH": os.environ["PATH"]}
    done = subprocess.run(command, env=path, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert "1 cases, 1 entries, 64 leaves, 1 checkpoints" in done.stdout
    assert audit(record, "export", str(file)).exit_code == 1  # it is there already


def test_a_wrong_file_or_wrong_arguments_end_with_2(record: RecordLine, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_bytes(b"PK\x03\x04 this is something else\n")
    for command in (["verify", str(other)], ["verify", "--since", str(other)], ["verify", str(tmp_path / "none")]):
        assert audit(record, *command).exit_code == 2
    assert audit(record, "verify", "--fingerprint", "abc").exit_code == 2
    assert CliRunner().invoke(cli.main, ["audit", "verify"], env={"REVIEWER_INSTANCE": "no"}).exit_code == 2


def test_the_fingerprint_of_the_poster_tells_whose_record_it_is(record: RecordLine) -> None:
    ours = json.loads(audit(record, "verify", "--json").output)["fingerprint"]
    assert audit(record, "verify", "--fingerprint", ours).exit_code == 0
    assert audit(record, "verify", "--fingerprint", "ab" * 32).exit_code == 1


def test_the_fingerprint_is_shown_in_the_groups_of_the_poster_and_taken_so(record: RecordLine) -> None:
    said = audit(record, "verify").output.partition("fingerprint of the directory: ")[2].splitlines()[0]
    assert [len(group) for group in said.split()] == [4] * 16
    assert audit(record, "verify", "--fingerprint", said).exit_code == 0
    assert audit(record, "verify", "--fingerprint", said[::-1]).exit_code == 1


def test_a_checkpoint_or_an_export_that_was_kept_is_held_against_the_record(record: RecordLine, tmp_path: Path) -> None:
    with record.line.database.read() as session:
        note = session.scalars(select(StoredCheckpoint.note)).one()
    kept = [tmp_path / "note", tmp_path / "export"]
    kept[0].write_text(note, encoding="utf-8")
    audit(record, "export", str(kept[1]))
    record.stories[0].add(record.members[1])
    record.night()
    for file in kept:
        assert audit(record, "verify", "--since", str(file)).exit_code == 0
    kept[0].write_text(note.replace("\n64\n", "\n128\n"), encoding="utf-8")
    assert audit(record, "verify", "--since", str(kept[0])).exit_code == 1


@pytest.mark.parametrize("command", ["seal", "verify", "export"])
def test_help_has_an_example(command: str) -> None:
    assert "Example" in CliRunner().invoke(cli.main, ["audit", command, "--help"]).output
