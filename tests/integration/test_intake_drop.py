"""POST /drop: what is stored, what is refused, and that nobody can tell from the answer what it carried."""

from pathlib import Path

import pytest

from crypto.drop import Kind, seal_drop
from crypto.limits import DROP
from intake.headers import fixed_headers
from tests.integration.intake_line import OCTETS, IntakeLine, post

STORED = b"stored".ljust(32)
NOT_STORED = b"not stored: reload".ljust(32)


@pytest.fixture
def line(tmp_path: Path) -> IntakeLine:
    return IntakeLine(tmp_path)


def test_an_envelope_that_was_answered_stored_is_in_the_open_epoch(line: IntakeLine) -> None:
    envelope = line.envelope()
    answer = post(line.client(), line.drop(envelope))
    assert (answer.status_code, answer.data) == (200, STORED)
    assert line.accepted() == {envelope}


def test_a_repeat_is_stored_once(line: IntakeLine) -> None:
    client, envelope = line.client(), line.envelope()
    assert [post(client, line.drop(envelope)).data for _ in range(2)] == [STORED, STORED]
    assert line.accepted() == {envelope}
