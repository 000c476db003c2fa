"""What `doctor` says: everything that was found, whatever else failed, and an exit code that a timer understands."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from deploy.machine import units
from deploy.machine.findings import CannotLook, Check, Ending, Finding, ending, examine
from deploy.machine.report import as_json, table

FINDING = Finding("others may read x", "they would know", "chmod 600 x")


def bad() -> Iterator[Finding]:
    yield FINDING


def good() -> list[Finding]:
    return []


def unseen() -> list[Finding]:
    raise CannotLook("ask as root")


def broken() -> list[Finding]:
    raise ValueError("a secret value")


def away() -> list[Finding]:
    Path("/nowhere/at/all").stat()
    return []


@pytest.mark.parametrize(
    ("looks", "code"),
    [
        ((good, good), Ending.GOOD),
        ((good, bad), Ending.FINDINGS),
        ((unseen, good), Ending.UNSEEN),
        ((broken,), Ending.UNSEEN),
        ((away,), Ending.UNSEEN),
        ((unseen, bad, broken), Ending.FINDINGS),
    ],
)
def test_findings_come_before_what_could_not_be_looked_at(looks: tuple[Callable[[], list[Finding]]], code: int) -> None:
    looked = examine(Check(f"check{number}", look) for number, look in enumerate(looks))
    assert ending(looked) == code
    assert json.loads(as_json(looked))["ending"] == code


def test_both_forms_say_finding_reason_and_remedy_and_no_text_of_a_failure() -> None:
    looked = examine([Check("one", bad), Check("two", unseen), Check("three", broken)])
    for said in (table(looked), as_json(looked)):
        assert all(word in said for word in (FINDING.found, FINDING.why, FINDING.mend, "ask as root", "ValueError"))
        assert "secret" not in said


def test_a_remedy_stands_on_one_line_to_be_copied() -> None:
    long = Finding("x", "y " * 200, "chmod 600 " + "/a/very/long/path" * 20)
    assert f"    mend  {long.mend}\n" in table(examine([Check("one", lambda: [long])]))


def test_units_that_failed_are_named_and_a_machine_without_systemd_has_none(tmp_path: Path) -> None:
    program = tmp_path / "systemctl"
    program.write_text("#!/bin/sh\necho 'sealed-line-close.service loaded failed failed The close'\n")
    program.chmod(0o700)
    assert ["sealed-line-close.service" in one.found for one in units.failed(str(program))] == [True]
    program.write_text("#!/bin/sh\n")
    assert not list(units.failed(str(program)))
    program.write_text("#!/bin/sh\necho 'System has not been booted with systemd' >&2; exit 1\n")
    assert not list(units.failed(str(program)))
    assert not list(units.failed(str(tmp_path / "none")))
