"""Nobody reaches another's sessions or passkeys, and an open page alone does nothing dangerous."""

from typing import Any

import pytest
from sqlalchemy import delete

from crypto.derivation import sha256
from reviewer import passkeys, sessions, step_up
from reviewer.models import SignedIn
from tests.integration.reviewer.committee import Committee
from tests.integration.reviewer.soft_passkeys import (
    SoftPasskey,
    add,
    text,
    with_passkey,
)

# ---- what is another's -----------------------------------------------------------------------


def of_the_chair_s_after_the_director_tried(line: Committee) -> tuple[int, int, str]:
    """How many sessions and passkeys of the chair's are left, and what was answered, when the director tries all that
    ends sessions and removes passkeys, at the chair's marks.
    """
    chair, director = line.people[:2]
    passkey = with_passkey(chair)
    chair.sign_in()
    director.sign_in()
    with line.database.read() as session:
        marks = [sessions.mark_of(one.token_hash) for one in session.query(SignedIn)]
    tried = [director.ask("DELETE", f"/api/passkeys/{passkeys.mark_of(passkey.credential)}")]
    tried.append(director.ask("DELETE", "/api/sessions"))
    own = director.get("/api/sessions").get_json()["sessions"]
    tried += [director.ask("DELETE", f"/api/sessions/{mark}") for mark in marks if mark != own[0]["id"]]
    alive = chair.get("/api/session").status_code
    held = len(chair.get("/api/passkeys").get_json().get("passkeys", ()))
    return alive, held, " ".join(str(one.status_code) for one in tried)


@pytest.mark.promise("P13")
def test_nobody_ends_another_s_session_or_takes_another_s_passkey_away(founded: Committee) -> None:
    assert of_the_chair_s_after_the_director_tried(founded) == (200, 1, "404 204 404")


def close_everybody_s(session: Any, own: sessions.Found) -> None:
    session.execute(delete(SignedIn).where(SignedIn.token_hash != own.token_hash))


@pytest.mark.mutant("P13")
def test_a_sign_out_everywhere_that_is_everybody_s_is_caught(
    founded: Committee, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "close_others", close_everybody_s)
    assert of_the_chair_s_after_the_director_tried(founded)[0] == 401


DANGEROUS = {
    "POST /api/passkeys/challenge",
    "POST /api/passkeys",
    "DELETE /api/passkeys/x",
    "DELETE /api/sessions",
    "PUT /api/passphrase",
    "PUT /api/sheet",
    "POST /api/authenticator",
    "PUT /api/authenticator",
    "POST /api/changes/invitations",
    "DELETE /api/changes/invitations/3",
    "POST /api/changes/signature",
    "POST /api/advisers/invitations",
    "DELETE /api/advisers/x",
    "POST /api/auditors/invitations",
    "POST /api/auditors/x/confirmation",
    "DELETE /api/auditors/x",
    "GET /api/confirm",
}
WHOLE: dict[str, dict[str, object]] = {
    "POST /api/passkeys/challenge": {},
    "POST /api/passkeys": {"name": "a", "client_data": "", "attestation": ""},
    "PUT /api/passphrase": {"present": "00" * 32, "verifier": "00" * 32, "wrapped": text(bytes(156))},
    "PUT /api/sheet": {"present": "00" * 32, "proof": "00" * 32, "resting": text(bytes(156))},
    "POST /api/authenticator": {},
    "PUT /api/authenticator": {"offer": "00" * 48, "code": "000000"},
    "POST /api/advisers/invitations": {"role": "Outside counsel"},
    "POST /api/auditors/invitations": {"role": "Auditor"},
    "POST /api/auditors/x/confirmation": {"body": "{}", "signature": "00" * 64},
    "POST /api/changes/invitations": {"slot": 3, "role": "Alternate", "login": "alternate"},
    "POST /api/changes/signature": {"list": "00" * 32, "signature": "00" * 64},
}


def done_without_a_fresh_factor(line: Committee) -> set[str]:
    """The dangerous acts that a session does whose second factor is eleven minutes old."""
    chair = line.people[0]
    chair.sign_in()
    line.time.pass_by(minutes=step_up.FRESH_MINUTES + 1)
    done = set()
    for act in DANGEROUS:
        method, path = act.split()
        if chair.ask(method, path, json=WHOLE.get(act)).get_json(silent=True) != {"error": "confirm"}:
            done.add(act)
    return done


@pytest.mark.promise("P13")
def test_an_open_page_alone_does_nothing_dangerous(founded: Committee) -> None:
    assert done_without_a_fresh_factor(founded) == set()


@pytest.mark.mutant("P13")
def test_a_route_that_does_not_ask_for_one_is_caught(founded: Committee, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reviewer.api_passkeys.demand_fresh", lambda: None)
    assert done_without_a_fresh_factor(founded) == {act for act in DANGEROUS if "passkeys" in act}


def test_sessions_and_passkeys_are_named_by_marks_that_open_nothing(founded: Committee) -> None:
    chair, passkey = founded.people[0], SoftPasskey()
    chair.sign_in()
    add(chair, passkey)
    shown = chair.get("/api/sessions").data + chair.get("/api/passkeys").data
    cookie = chair.client.get_cookie(sessions.COOKIE, domain="reviewer.example")
    assert cookie is not None
    token = sessions.read_cookie(cookie.value)
    assert token is not None
    for kept in (token, sha256(token), passkey.credential):
        assert kept.hex().encode() not in shown
        assert kept[:16].hex().encode() not in shown
