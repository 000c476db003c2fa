"""One's own account: acts that want a fresh second factor, sessions, another passphrase, another recovery sheet."""

from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from crypto import keys, member
from crypto.derivation import sha256
from crypto.entropy import fresh
from crypto.strict import to_json
from deploy.totp import code_at
from reviewer import authenticator
from reviewer.models import Invitation, SignedIn, Standing
from tests.integration.reviewer.committee import INSTANCE, Committee, Person, from_json, stretch
from tests.integration.reviewer.soft_passkeys import sign_in, with_passkey

CANARY = "canary-7b1f"

PASSPHRASE = "saddle marble quickly painting"
SHEET = "abandon ability able about above absent absorb abstract absurd abuse"


def in_new_browser(line: Committee, person: Person) -> Person:
    """The same person in a browser that was never here."""
    return replace(person, client=line.app.test_client())


def elsewhere(line: Committee, person: Person) -> Person:
    """The same person in another browser, signed in."""
    other = in_new_browser(line, person)
    assert other.sign_in().status_code == 200
    return other


def renewed_passphrase(person: Person, pepper: str, passphrase: str = PASSPHRASE, **changes: str) -> dict[str, str]:
    assert person.secret is not None
    root = stretch(passphrase, person.login)
    wrapped = member.wrap(person.secret.pack(), root, bytes.fromhex(pepper), INSTANCE)
    return {
        "present": person.verifier(),
        "verifier": member.login_verifier(root).hex(),
        "wrapped": to_json(wrapped),
        **changes,
    }


def new_sheet(person: Person, **changes: str) -> dict[str, str]:
    assert person.secret is not None
    sheet = member.sheet_key(SHEET, INSTANCE)
    resting = member.sheet_wrap(person.secret.pack(), sheet, INSTANCE)
    return {
        "present": person.verifier(),
        "proof": member.sheet_proof(sheet).hex(),
        "resting": to_json(resting),
        **changes,
    }


def open_sheet(person: Person, code: str) -> TestResponse:
    person.time.pass_by(seconds=30)
    proof = member.sheet_proof(member.sheet_key(code, INSTANCE)).hex()
    return person.post("/api/recovery/open", {"login": person.login, "proof": proof, "code": person.code()})


class TestFreshFactor:
    """What cannot be undone wants a second factor of the last ten minutes."""

    ACTS: ClassVar[tuple[tuple[str, str, Mapping[str, object] | None], ...]] = (
        ("POST", "/api/passkeys/challenge", {}),
        ("POST", "/api/passkeys", {"name": "a", "client_data": "", "attestation": ""}),
        ("DELETE", f"/api/passkeys/{'0' * 32}", None),
        ("DELETE", "/api/sessions", None),
        ("PUT", "/api/passphrase", {"present": "00" * 32, "verifier": "00" * 32, "wrapped": to_json(bytes(156))}),
        ("PUT", "/api/sheet", {"present": "00" * 32, "proof": "00" * 32, "resting": to_json(bytes(156))}),
        ("POST", "/api/authenticator", {}),
        ("PUT", "/api/authenticator", {"offer": "00" * 48, "code": "000000"}),
        ("GET", "/api/confirm", None),
        ("POST", "/api/changes/invitations", {"slot": 3, "role": "Alternate", "login": "alternate"}),
        ("DELETE", "/api/changes/invitations/3", None),
        ("POST", "/api/changes/signature", {"list": "00" * 32, "signature": "00" * 64}),
        ("POST", "/api/advisers/invitations", {"role": "Outside counsel"}),
        ("DELETE", "/api/advisers/adviser-000000", None),
        ("POST", "/api/auditors/invitations", {"role": "Auditor"}),
        ("POST", "/api/auditors/auditor-000000/confirmation", {"body": "{}", "signature": "00" * 64}),
        ("DELETE", "/api/auditors/auditor-000000", None),
        ("POST", "/api/founding/invitations", {"slot": 3, "role": "Alternate", "login": "alternate"}),
        ("POST", "/api/founding/signature", {"signature": "00" * 64}),
    )

    @pytest.mark.parametrize(("method", "path", "body"), ACTS, ids=[f"{one[0]} {one[1]}" for one in ACTS])
    def test_an_act_waits_for_one(self, founded: Committee, method: str, path: str, body: object) -> None:
        chair = founded.people[0]
        chair.sign_in()
        founded.time.pass_by(minutes=11)
        answer = chair.ask(method, path, json=body)
        assert (answer.status_code, answer.get_json()) == (403, {"error": "confirm"})
        assert chair.post("/api/confirm", {"code": chair.code()}).status_code == 204
        assert chair.ask(method, path, json=body).get_json(silent=True) != {"error": "confirm"}

    @pytest.mark.parametrize(("minutes", "status"), [(10, 204), (11, 403)])
    def test_the_sign_in_counts_for_ten_minutes(self, founded: Committee, minutes: int, status: int) -> None:
        chair = founded.people[0]
        chair.sign_in()
        founded.time.pass_by(minutes=minutes)
        assert chair.ask("DELETE", "/api/sessions").status_code == status

    def test_a_code_is_good_once_here_too(self, founded: Committee) -> None:
        chair = founded.people[0]
        chair.sign_in()
        assert chair.post("/api/confirm", {"code": chair.code()}).get_json() == {"error": "wrong_code"}
        founded.time.pass_by(seconds=30)
        assert [chair.post("/api/confirm", {"code": chair.code()}).status_code for _ in range(2)] == [204, 400]

    def test_one_session_s_factor_is_not_another_s(self, founded: Committee) -> None:
        chair = founded.people[0]
        chair.sign_in()
        founded.time.pass_by(minutes=11)
        other = elsewhere(founded, chair)
        assert other.ask("DELETE", f"/api/passkeys/{'0' * 32}").status_code == 404
        assert chair.ask("DELETE", f"/api/passkeys/{'0' * 32}").status_code == 403


class TestSessions:
    def test_the_own_sessions_are_listed_with_the_kind_of_browser_and_nothing_else_of_device_or_place(
        self, founded: Committee
    ) -> None:
        chair = founded.people[0]
        said = f"Mozilla/5.0 (X11; Linux x86_64; rv:153.7) {CANARY} Firefox/153.7"
        chair.client.environ_base["HTTP_USER_AGENT"] = said
        chair.sign_in()
        (own,) = chair.get("/api/sessions").get_json()["sessions"]
        del own["id"]
        assert own == {"opened": 0, "seen": 0, "own": True, "browser": "firefox", "system": "linux"}
        with founded.database.read() as session:
            (kept,) = session.scalars(select(SignedIn)).all()
            written = " ".join(str(getattr(kept, column.key)) for column in SignedIn.__table__.columns)
        assert "153" not in written.replace(str(kept.token_hash), "")
        assert CANARY not in written
        assert {column.name for column in SignedIn.__table__.columns} == {
            "token_hash",
            "member_id",
            "opened",
            "seen",
            "confirmed",
            "browser",
            "system",
        }

    def test_a_session_that_has_ended_is_not_listed(self, founded: Committee) -> None:
        chair = founded.people[0]
        chair.sign_in()
        founded.time.pass_by(minutes=31)
        assert len(elsewhere(founded, chair).get("/api/sessions").get_json()["sessions"]) == 1

    def test_hours_are_counted_and_the_own_one_is_marked(self, founded: Committee) -> None:
        chair = founded.people[0]
        chair.sign_in()
        for _ in range(5):
            founded.time.pass_by(minutes=25)
            assert chair.get("/api/session").status_code == 200
        other = elsewhere(founded, chair)
        listed = other.get("/api/sessions").get_json()["sessions"]
        assert [(one["opened"], one["seen"], one["own"]) for one in listed] == [(0, 0, True), (2, 0, False)]

    def test_one_is_ended_and_the_others_stay(self, founded: Committee) -> None:
        chair = founded.people[0]
        chair.sign_in()
        second, third = elsewhere(founded, chair), elsewhere(founded, chair)
        (mark,) = [one["id"] for one in second.get("/api/sessions").get_json()["sessions"] if one["own"]]
        assert chair.ask("DELETE", f"/api/sessions/{mark}").status_code == 204
        assert [one.get("/api/session").status_code for one in (chair, second, third)] == [200, 401, 200]
        assert chair.ask("DELETE", f"/api/sessions/{mark}").status_code == 404

    def test_all_others_are_ended_at_once(self, founded: Committee) -> None:
        chair = founded.people[0]
        chair.sign_in()
        second, third = elsewhere(founded, chair), elsewhere(founded, chair)
        assert third.ask("DELETE", "/api/sessions").status_code == 204
        assert [one.get("/api/session").status_code for one in (chair, second, third)] == [401, 401, 200]


class TestPassphrase:
    def test_another_passphrase_opens_the_same_keys_and_ends_the_other_sessions(self, founded: Committee) -> None:
        chair = founded.people[0]
        pepper = chair.sign_in().get_json()["pepper"]
        other = elsewhere(founded, chair)
        assert chair.ask("PUT", "/api/passphrase", json=renewed_passphrase(chair, pepper)).status_code == 204
        assert [one.get("/api/session").status_code for one in (chair, other)] == [200, 401]
        assert in_new_browser(founded, chair).sign_in().status_code == 401
        chair.passphrase = PASSPHRASE
        answer = chair.sign_in()
        assert chair.unlock(answer) == chair.secret

    def test_the_sheet_stays_good(self, founded: Committee) -> None:
        chair = founded.people[0]
        pepper = chair.sign_in().get_json()["pepper"]
        chair.ask("PUT", "/api/passphrase", json=renewed_passphrase(chair, pepper))
        assert open_sheet(chair, chair.sheet_code).status_code == 200

    def test_who_does_not_know_the_passphrase_in_force_changes_nothing(self, founded: Committee) -> None:
        chair = founded.people[0]
        pepper = chair.sign_in().get_json()["pepper"]
        for path, body in (("/api/passphrase", renewed_passphrase(chair, pepper)), ("/api/sheet", new_sheet(chair))):
            answer = chair.ask("PUT", path, json=body | {"present": "00" * 32})
            assert (answer.status_code, answer.get_json()) == (400, {"error": "wrong_passphrase"})
        assert chair.unlock(chair.sign_in()) == chair.secret
        assert open_sheet(chair, chair.sheet_code).status_code == 200


class TestAuthenticator:
    def offered(self, person: Person) -> dict[str, str]:
        found = person.post("/api/authenticator").get_json()
        return {"offer": found["offer"], "code": code_at(found["totp_secret"], person.time.seconds)} | {
            "secret": found["totp_secret"]
        }

    def taken(self, person: Person, offered: dict[str, str], **changes: str) -> TestResponse:
        body = {name: offered[name] for name in ("offer", "code")} | changes
        return person.ask("PUT", "/api/authenticator", json=body)

    def test_the_new_one_shows_the_codes_and_the_old_one_none(self, founded: Committee) -> None:
        chair = founded.people[0]
        chair.sign_in()
        other = elsewhere(founded, chair)
        offered = self.offered(chair)
        assert self.taken(chair, offered).status_code == 204
        assert [one.get("/api/session").status_code for one in (chair, other)] == [200, 401]
        assert in_new_browser(founded, chair).sign_in().status_code == 401
        chair.totp_secret = offered["secret"]
        assert chair.unlock(chair.sign_in()) == chair.secret

    def test_the_code_that_shows_it_is_good_once(self, founded: Committee) -> None:
        chair = founded.people[0]
        chair.sign_in()
        offered = self.offered(chair)
        assert self.taken(chair, offered).status_code == 204
        assert chair.post("/api/confirm", {"code": offered["code"]}).get_json() == {"error": "wrong_code"}

    def test_an_offer_that_the_app_does_not_show_changes_nothing(self, founded: Committee) -> None:
        chair = founded.people[0]
        chair.sign_in()
        offered = self.offered(chair)
        wrong = self.taken(chair, offered, code=chair.code())
        assert (wrong.status_code, wrong.get_json()) == (400, {"error": "wrong_code"})
        assert chair.unlock(chair.sign_in()) == chair.secret

    def test_an_offer_is_good_in_its_own_session_alone(self, founded: Committee) -> None:
        chair = founded.people[0]
        chair.sign_in()
        offered = self.offered(chair)
        answer = self.taken(elsewhere(founded, chair), offered)
        assert (answer.status_code, answer.get_json()) == (400, {"error": "malformed"})


class TestSheet:
    def test_a_new_sheet_opens_the_keys_and_the_old_one_nothing(self, founded: Committee) -> None:
        chair = founded.people[0]
        chair.sign_in()
        assert chair.ask("PUT", "/api/sheet", json=new_sheet(chair)).status_code == 204
        assert open_sheet(chair, chair.sheet_code).status_code == 401
        opened = open_sheet(chair, SHEET)
        sheet = member.sheet_key(SHEET, INSTANCE)
        found = member.sheet_unwrap(from_json(opened.get_json()["resting"]), sheet, INSTANCE)
        assert keys.unpack(0, found) == chair.secret
        assert chair.sign_in().status_code == 200

    def test_the_sheet_works_beside_passkeys_and_ends_every_session(self, founded: Committee) -> None:
        chair = founded.people[0]
        passkey = with_passkey(chair)
        assert sign_in(chair, passkey).status_code == 200
        opened = open_sheet(in_new_browser(founded, chair), chair.sheet_code).get_json()
        assert chair.secret is not None
        root = stretch(PASSPHRASE, chair.login)
        wrapped = member.wrap(chair.secret.pack(), root, bytes.fromhex(opened["pepper"]), INSTANCE)
        body = {"token": opened["token"], "verifier": member.login_verifier(root).hex(), "wrapped": to_json(wrapped)}
        assert chair.post("/api/recovery", body).status_code == 204
        assert chair.get("/api/session").status_code == 401
        with founded.database.read() as session:
            assert session.scalars(select(SignedIn)).all() == []
        chair.passphrase = PASSPHRASE
        answer = sign_in(chair, passkey)
        assert chair.unlock(answer) == chair.secret

    @pytest.mark.parametrize("standing", [Standing.ADVISER, Standing.AUDITOR])
    def test_the_sheet_of_an_adviser_and_of_the_auditor_works_without_a_slot(
        self, founded: Committee, standing: Standing
    ) -> None:
        guest = enrolled_guest(founded, standing)
        assert sign_in(guest, with_passkey(guest)).status_code == 200
        opened = open_sheet(guest, guest.sheet_code).get_json()
        assert opened["member"]["slot"] is None
        sheet = member.sheet_key(guest.sheet_code, INSTANCE)
        assert guest.secret is not None
        assert member.sheet_unwrap(from_json(opened["resting"]), sheet, INSTANCE) == guest.secret.pack()


def enrolled_guest(line: Committee, standing: Standing) -> Person:
    """Somebody without a slot, enrolled by a link."""
    token, own = fresh(32), line.settings
    with line.database.write() as session:
        session.add(
            Invitation(
                member_id=fresh(16).hex(),
                token_hash=sha256(token),
                standing=standing,
                slot=None,
                role="Outside",
                login=f"{standing}-1",
                totp=authenticator.wrap(own.wrap_key, "nobody", authenticator.new_secret()),
                last_day=line.time.clock().today(),
            )
        )
    guest = line.stranger()
    invitation = guest.post("/api/enrolment/open", {"token": token.hex()}).get_json()
    assert invitation["slot"] is None
    guest.login, guest.totp_secret, guest.passphrase = invitation["login"], invitation["totp_secret"], PASSPHRASE
    guest.secret, guest.sheet_code = keys.generate(0), member.draw_sheet_code()
    body = guest.enrolment(token.hex(), bytes.fromhex(invitation["pepper"]))
    assert guest.post("/api/enrolment", body).status_code == 204
    return guest
