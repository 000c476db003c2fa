"""A certificate that was taken away is checked without a key and without a server, and nothing else passes for one."""

import base64
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from crypto.certificate import Beyond, Certificate, Method, What, make_certificate
from crypto.directory import verify_directory
from crypto.entropy import fresh
from reviewer.certificate_commands import verify_command
from reviewer.certificate_file import TYPE, NoCertificate, Wrong, check_file
from tests.integration.reviewer import certifying
from tests.integration.reviewer.changing import sign_in_all
from tests.integration.reviewer.committee import Committee
from tests.integration.reviewer.ordering import RULES, SHORTER, agree, orders, secret

Change = Callable[[dict[str, Any]], None]


@pytest.fixture
def line(founded: Committee) -> Committee:
    """Under rules since yesterday."""
    chair, director, _ = sign_in_all(founded)
    agree(chair, director, rules=RULES)
    founded.time.pass_by(days=1)
    sign_in_all(founded)
    return founded


def of_case(line: Committee) -> Certificate:
    """As the job writes it; there is no such case."""
    chair, director, _ = line.people
    adopted = orders(chair).adopted
    assert adopted is not None
    return Certificate(
        instance=line.settings.instance,
        day=line.time.clock().today(),
        what=What.CASE,
        case=fresh(16),
        entries=(fresh(32), fresh(32)),
        sealed=(fresh(32),),
        order=adopted.hash,
        approval=fresh(32),
        approvers=tuple(sorted(secret(one).sign_key() for one in (chair, director))),
        method=(Method.OVERWRITTEN,),
        beyond=tuple(Beyond),
    )


def taken_away(line: Committee, certificate: Certificate, change: Change = lambda _: None) -> bytes:
    """As the page saves it, but for what is changed."""
    chair = line.people[0]
    parts = {
        "type": TYPE,
        "directory": base64.b64encode(chair.get("/api/directory").data).decode(),
        "orders": chair.get("/api/orders").get_json()["orders"],
        "certificate": make_certificate(certificate, line.settings.board_seed).to_json(),
    }
    change(parts)
    return json.dumps(parts).encode()


def fingerprint(line: Committee) -> bytes:
    file = line.people[0].get("/api/directory").data
    return verify_directory(file, today=None, fingerprint=None).current.hash


def verify(folder: Path, raw: bytes, *more: str) -> Result:
    (folder / "certificate.json").write_bytes(raw)
    return CliRunner().invoke(verify_command, [str(folder / "certificate.json"), *more])


def test_a_certificate_of_a_case_is_told_in_words_to_who_has_nothing_but_the_file(
    line: Committee, tmp_path: Path
) -> None:
    certificate = of_case(line)
    told = verify(tmp_path, taken_away(line, certificate), "--fingerprint", fingerprint(line).hex(" ", 2))
    assert told.exit_code == 0, told.output
    assert f"case {certificate.case.hex()}: 1 sealed values; 2 entries stay" in told.output
    assert "adopted by Chair of the Audit Committee and Member of the Audit Committee" in told.output
    assert "approved by Chair of the Audit Committee and Member of the Audit Committee" in told.output
    assert told.output.count("it cannot say:") == len(Beyond)


def test_a_certificate_of_deliveries_was_approved_by_the_rules(line: Committee, tmp_path: Path) -> None:
    with line.database.write() as session:
        certificate = certifying.of_epochs(session, line, 20_000, 20_002)
    told = verify(tmp_path, taken_away(line, certificate))
    assert told.exit_code == 0, told.output
    assert "deliveries of epochs 20000 to 20002: 3 batches" in told.output
    assert "approved by the rules themselves" in told.output
    assert fingerprint(line).hex(" ", 2) in told.output


def edit_case(parts: dict[str, Any]) -> None:
    body = json.loads(parts["certificate"]["body"])
    parts["certificate"]["body"] = json.dumps({**body, "case": "00" * 16}, separators=(",", ":"))


def sign_by_none(parts: dict[str, Any]) -> None:
    parts["orders"][0]["signatures"].pop()


def without_orders(parts: dict[str, Any]) -> None:
    parts["orders"] = []


CHANGES = {
    "certificate: it is not signed as it has to be": edit_case,
    "orders of the committee: it was signed by somebody who may not": sign_by_none,
    "certificate: it names rules that were not in force on its day": without_orders,
}


@pytest.mark.parametrize("said", CHANGES)
def test_what_was_changed_is_named(line: Committee, tmp_path: Path, said: str) -> None:
    told = verify(tmp_path, taken_away(line, of_case(line), CHANGES[said]))
    assert (told.exit_code, told.output.strip()) == (1, said)


def test_a_file_of_another_line_than_the_fingerprint_is_refused(line: Committee) -> None:
    with pytest.raises(Wrong) as wrong:
        check_file(taken_away(line, of_case(line)), bytes(32))
    assert wrong.value.part == "list of members"


def test_rules_that_others_had_replaced_before_are_not_the_ones_in_force(line: Committee) -> None:
    chair, director, _ = line.people
    certificate = of_case(line)
    agree(chair, director, rules=SHORTER)
    assert check_file(taken_away(line, certificate), None).order.rules == RULES  # until today
    later = replace(certificate, day=certificate.day + timedelta(1))
    early = replace(certificate, day=certificate.day - timedelta(2))
    for one in (later, early):
        with pytest.raises(Wrong, match="rules that were not in force"):
            check_file(taken_away(line, one), None)


def test_approvers_are_two_members(line: Committee) -> None:
    one = secret(line.people[0]).sign_key()
    for approvers in (tuple(sorted((one, fresh(32)))), (fresh(16) + bytes(16), b"\xff" * 32)):
        with pytest.raises(Wrong, match="never on the list"):
            check_file(taken_away(line, replace(of_case(line), approvers=tuple(sorted(approvers)))), None)


@pytest.mark.parametrize("raw", [b"", b"{}", b"[]", b"\xff", b'{"type": "SLCRF/1"}'])
def test_anything_else_is_no_certificate(tmp_path: Path, raw: bytes) -> None:
    with pytest.raises(NoCertificate):
        check_file(raw, None)
    assert verify(tmp_path, raw).exit_code == 2
