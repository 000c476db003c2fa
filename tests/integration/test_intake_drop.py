"""POST /drop: what is stored, what is refused, and that nobody can tell from the answer what it carried."""

import pytest
from flask.testing import FlaskClient

from crypto.drop import Kind, seal_drop
from crypto.limits import DROP
from intake.headers import fixed_headers
from tests.integration.intake_databases import MakeLine
from tests.integration.intake_line import OCTETS, IntakeLine, post

STORED = b"stored".ljust(32)
NOT_STORED = b"not stored: reload".ljust(32)


@pytest.fixture
def client(line: IntakeLine) -> FlaskClient:
    return line.client()


def test_an_envelope_that_was_answered_stored_is_in_the_open_epoch(line: IntakeLine, client: FlaskClient) -> None:
    envelope = line.envelope()
    answer = post(client, line.drop(envelope))
    assert (answer.status_code, answer.data) == (200, STORED)
    assert line.accepted() == {envelope}


def test_a_repeat_is_stored_once(line: IntakeLine, client: FlaskClient) -> None:
    envelope = line.envelope()
    assert [post(client, line.drop(envelope)).data for _ in range(2)] == [STORED, STORED]
    assert line.accepted() == {envelope}


def test_a_cover_is_answered_the_same_and_forgotten(line: IntakeLine, client: FlaskClient) -> None:
    assert post(client, line.drop(kind=Kind.COVER)).data == STORED
    assert line.accepted() == set()


@pytest.mark.parametrize("kind", Kind)
def test_every_drop_rewrites_the_cells_under_another_nonce(line: IntakeLine, client: FlaskClient, kind: Kind) -> None:
    post(client, line.drop())
    before = line.pages()[0]
    post(client, line.drop(kind=kind))
    after = line.pages()[0]
    assert len(before) == len(after)
    differing = sum(one != other for one, other in zip(before, after, strict=True))
    assert differing > 500_000


def test_a_drop_for_the_epoch_before_is_taken_and_one_older_is_not(line: IntakeLine, client: FlaskClient) -> None:
    drop, late = line.drop(), line.drop()
    line.close()
    assert post(client, drop).data == STORED
    line.close()
    assert post(client, late).data == NOT_STORED


def test_a_drop_replayed_after_the_close_is_stored_and_not_carried_twice(line: IntakeLine, client: FlaskClient) -> None:
    drop = line.drop()
    post(client, drop)
    line.close()
    assert post(client, drop).data == STORED
    assert line.accepted() == set()


def test_more_envelopes_than_a_page_holds_find_place(line: IntakeLine, client: FlaskClient) -> None:
    envelopes = {line.envelope() for _ in range(33)}
    assert {post(client, line.drop(envelope)).data for envelope in envelopes} == {STORED}
    assert line.accepted() == envelopes
    assert sorted(line.pages()) == [0, 1]


def bad_drops(line: IntakeLine) -> dict[str, bytes]:
    mix = line.store.keys().mix
    envelope = line.envelope()
    foreign = envelope[:8] + bytes(16) + envelope[24:]
    zeros = envelope[:40] + b"x" + envelope[41:]
    return {
        "noise": bytes(range(256)) * 64,
        "another line": seal_drop(Kind.ENVELOPE, foreign, mix.public, bytes(8)),
        "no magic": seal_drop(Kind.ENVELOPE, b"x" + envelope[1:], mix.public, bytes(8)),
        "zeros": seal_drop(Kind.ENVELOPE, zeros, mix.public, bytes(8)),
        "kind": seal_drop(2, envelope, mix.public, bytes(8)),  # type: ignore[arg-type]
    }


@pytest.mark.parametrize("what", ["noise", "another line", "no magic", "zeros", "kind"])
def test_what_is_not_a_drop_of_this_line_is_not_stored(line: IntakeLine, client: FlaskClient, what: str) -> None:
    answer = post(client, bad_drops(line)[what])
    assert (answer.status_code, answer.data) == (200, NOT_STORED)
    assert line.accepted() == set()


def test_too_little_work_is_not_stored(make_line: MakeLine) -> None:
    line = make_line(work_bits=12)
    mix = line.store.keys().mix
    client = line.client()
    lazy = seal_drop(Kind.ENVELOPE, line.envelope(), mix.public, b"\xff" * 8)
    assert post(client, lazy).data == NOT_STORED
    assert post(client, line.drop()).data == STORED


def distinct_answers(line: IntakeLine, client: FlaskClient) -> set[tuple[object, ...]]:
    """Status, length and headers of the answers to everything of the right size: report, repeat, cover, garbage."""
    envelope = line.envelope()
    bodies = [line.drop(envelope), line.drop(envelope), line.drop(kind=Kind.COVER), *bad_drops(line).values()]
    answers = [post(client, body) for body in bodies]
    return {(answer.status_code, len(answer.data), *answer.headers) for answer in answers}


@pytest.mark.promise("P2")
def test_all_answers_to_bodies_of_the_right_size_have_one_length_and_equal_headers(
    line: IntakeLine, client: FlaskClient
) -> None:
    assert len(distinct_answers(line, client)) == 1


@pytest.mark.mutant("P2")
def test_answers_that_are_not_padded_would_be_caught(
    line: IntakeLine, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("intake.views.padded", str.encode)
    assert len(distinct_answers(line, client)) == 2


@pytest.mark.parametrize(
    ("status", "method", "path", "body", "headers"),
    [
        (413, "POST", "/drop", bytes(DROP + 1), {"Content-Type": OCTETS}),
        (413, "POST", "/drop", bytes(40 * DROP), {"Content-Type": OCTETS}),
        (400, "POST", "/drop", bytes(DROP - 1), {"Content-Type": OCTETS}),
        (411, "POST", "/drop", b"", {"Content-Type": OCTETS}),
        (415, "POST", "/drop", bytes(DROP), {"Content-Type": "text/plain"}),
        (415, "POST", "/drop", b"what=Hello", {"Content-Type": "application/x-www-form-urlencoded"}),
        (411, "POST", "/drop", bytes(DROP), {"Content-Type": OCTETS, "Transfer-Encoding": "chunked"}),
        (404, "GET", "/drop", b"", {}),
        (405, "PUT", "/drop", bytes(DROP), {"Content-Type": OCTETS}),
        (405, "OPTIONS", "/drop", b"", {}),
        (405, "DELETE", "/board", b"", {}),
        (404, "GET", "/courier/state", b"", {}),
    ],
)
def test_everything_else_gets_one_short_fixed_error(
    line: IntakeLine, client: FlaskClient, status: int, method: str, path: str, body: bytes, headers: dict[str, str]
) -> None:
    line.settings.site_dir.mkdir()
    (line.settings.site_dir / "manifest.json").write_text('{"files": {}}')
    answer = client.open(path, method=method, data=body, headers=headers)
    assert (answer.status_code, answer.data) == (status, f"error {status}".encode().ljust(32))
    assert fixed_headers(https=True).items() <= dict(answer.headers).items()


def test_every_answer_carries_the_fixed_headers_and_no_cookie(line: IntakeLine, client: FlaskClient) -> None:
    answers = [client.get(path) for path in ("/", "/directory", "/mix", "/board", "/en/")]
    answers.append(post(client, line.drop()))
    for answer in answers:
        assert fixed_headers(https=True).items() <= dict(answer.headers).items()
        assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("path", ["/directory", "/mix", "/board", "/en/"])
def test_before_there_is_a_directory_nothing_is_served(make_line: MakeLine, path: str) -> None:
    line = make_line(directory=False)
    client = line.client()
    assert client.get(path).status_code == 503
    assert post(client, line.drop()).status_code == 503
    assert line.accepted() == set()


@pytest.mark.parametrize("route", ["/mix", "/drop"])
def test_an_unexpected_failure_is_answered_fixed_and_logged_by_its_type_alone(
    line: IntakeLine,
    client: FlaskClient,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    route: str,
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("somebody's words")

    monkeypatch.setattr("intake.reception.Reception._newest_keys", fail)
    answer = client.get(route) if route == "/mix" else post(client, bytes(DROP))
    assert (answer.status_code, answer.data) == (500, b"error 500".ljust(32))
    assert capfd.readouterr() == ("", "intake: unexpected: RuntimeError\n")
