"""What a request must look like, what every answer carries, and that nothing of either is written down."""

import json
import logging

import pytest

from crypto.strict import to_json
from reviewer.limits import device
from tests.integration.reviewer.committee import ADDRESS, Committee, Person

ORIGINS = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "none"},
    {"Sec-Fetch-Site": "cross-site", "Origin": ADDRESS},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": ADDRESS + ".evil.example"},
    {"Referer": ADDRESS + "/"},
    {},
]


def send(person: Person, method: str, path: str, headers: dict[str, str], **body: object) -> int:
    return person.client.open(path, method=method, headers=headers, base_url=ADDRESS, **body).status_code  # type: ignore[arg-type]


@pytest.mark.parametrize("headers", ORIGINS, ids=str)
@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "/api/sign-out"), ("POST", "/api/replies"), ("PUT", "/api/marks"), ("DELETE", "/api/founding/draft")],
)
def test_a_request_that_another_site_caused_changes_nothing(
    founded: Committee, method: str, path: str, headers: dict[str, str]
) -> None:
    chair = founded.people[0]
    chair.sign_in()
    assert send(chair, method, path, headers, json={}) == 403
    assert chair.get("/api/session").status_code == 200


def test_an_equal_origin_is_enough_where_the_browser_does_not_say_more(founded: Committee) -> None:
    chair = founded.people[0]
    chair.sign_in()
    assert send(chair, "POST", "/api/sign-out", {"Origin": ADDRESS}, json={}) == 204


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_what_a_form_could_send_is_refused(founded: Committee, kind: str) -> None:
    chair = founded.people[0]
    chair.sign_in()
    answer = chair.client.post(
        "/api/sign-out", data="{}", content_type=kind, headers={"Sec-Fetch-Site": "same-origin"}, base_url=ADDRESS
    )
    assert answer.status_code == 415


GOOD = {"login": "chair", "verifier": "00" * 32, "code": "000000"}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{",
        b'{"login":"chair","login":"chair","verifier":"' + b"00" * 32 + b'","code":"000000"}',
        json.dumps(GOOD | {"more": 1}).encode(),
        json.dumps({name: value for name, value in GOOD.items() if name != "code"}).encode(),
        json.dumps(GOOD | {"code": 0}).encode(),
        json.dumps(GOOD | {"code": "0000000"}).encode(),
        json.dumps(GOOD | {"verifier": "00" * 31}).encode(),
        json.dumps(GOOD | {"verifier": "ZZ" * 32}).encode(),
        json.dumps(GOOD | {"login": None}).encode(),
        json.dumps(GOOD).encode() + b"\xff",
        b"[" * 5000,
    ],
)
def test_a_body_of_another_form_is_refused_before_anything_is_looked_up(founded: Committee, body: bytes) -> None:
    person = founded.stranger()
    answer = person.client.post(
        "/api/sign-in",
        data=body,
        content_type="application/json",
        headers={"Sec-Fetch-Site": "same-origin"},
        base_url=ADDRESS,
    )
    assert answer.status_code in (400, 411)
    assert answer.get_json() in ({"error": "malformed"}, {"error": "length"})


def test_a_body_that_is_too_long_is_refused(founded: Committee) -> None:
    answer = founded.stranger().post("/api/sign-in", GOOD | {"login": "x" * 20_000})
    assert (answer.status_code, answer.get_json()) == (413, {"error": "too_large"})


def test_another_host_name_is_refused(founded: Committee) -> None:
    answer = founded.stranger().client.get("/", base_url="https://evil.example")
    assert answer.status_code == 400


@pytest.mark.parametrize("path", ["/", "/enrol", "/recover", "/api/session", "/nowhere", "/static/nothing"])
def test_every_answer_says_what_a_page_may_do(founded: Committee, path: str) -> None:
    headers = founded.stranger().get(path).headers
    policy = {part.partition(" ")[0]: part.partition(" ")[2] for part in headers["Content-Security-Policy"].split("; ")}
    assert policy["default-src"] == "'none'"
    assert policy["form-action"] == policy["base-uri"] == policy["frame-ancestors"] == policy["font-src"] == "'none'"
    assert policy["require-trusted-types-for"] == "'script'"
    assert all(value in ("'self'", "'none'") for name, value in policy.items() if name.endswith("-src"))
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Strict-Transport-Security"]
    assert "Set-Cookie" not in headers


@pytest.mark.parametrize("path", ["/static/../settings.py", "/static/%2e%2e/app.py", "/static/intake-page.js"])
def test_static_files_are_ours_and_the_reviewer_s_bundles_only(founded: Committee, path: str) -> None:
    assert founded.stranger().get(path).status_code == 404


def test_an_unexpected_failure_says_its_type_and_nothing_of_the_request(
    founded: Committee, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("canary in the text")

    monkeypatch.setattr("reviewer.inbox.batches", fail)
    chair = founded.people[0]
    chair.sign_in()
    with caplog.at_level(logging.DEBUG):
        answer = chair.get("/api/batches?canary=query")
    assert (answer.status_code, answer.data) == (500, b'{"error":"failure"}')
    assert [record.getMessage() for record in caplog.records if record.name == "reviewer"] == ["failure: RuntimeError"]
    assert "canary" not in caplog.text


def test_nothing_is_logged_about_who_is_stopped_by_a_limit(
    founded: Committee, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG):
        body = {"token": "canary", "verifier": "00" * 32, "wrapped": to_json(bytes(156))}
        answers = [founded.stranger().post("/api/recovery", body).status_code for _ in range(61)]
    assert answers[-1] == 429
    assert "canary" not in caplog.text + "".join(capfd.readouterr())
    assert not [one for one in caplog.records if "limit" in one.name]


def test_the_limiter_never_sees_an_address(founded: Committee) -> None:
    def bucket(**environ: str) -> str:
        with founded.app.test_request_context("/api/sign-in", method="POST", json=GOOD, environ_overrides=environ):
            return device()

    assert bucket(REMOTE_ADDR="192.0.2.1") == bucket(REMOTE_ADDR="192.0.2.2", HTTP_X_FORWARDED_FOR="192.0.2.3")
