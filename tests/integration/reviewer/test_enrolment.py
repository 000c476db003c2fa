"""From an invitation to a member, and back in by the recovery sheet."""

import stat

import pytest
from sqlalchemy import select

from crypto import keys, member
from crypto.strict import to_json
from reviewer import enrolment
from reviewer.errors import MalformedRequest, Taken
from reviewer.models import Invitation, Member
from tests.integration.reviewer.committee import INSTANCE, Committee, Person, Reviewers, from_json, stretch

PASSPHRASE = "saddle marble quickly painting"


def invitation(line: Committee, slot: int = 5, login: str = "alternate") -> str:
    """The token of a link, as the operator's command makes it."""
    own, today = line.settings, line.time.clock().today()
    with line.database.write() as session:
        return enrolment.invite(session, own.wrap_key, slot, "Alternate", login, today).hex()


def test_an_invited_person_enrols_and_signs_in(empty: Committee) -> None:
    person = empty.stranger()
    assert person.enrol(invitation(empty), PASSPHRASE).status_code == 204
    answer = person.sign_in()
    assert answer.status_code == 200
    assert answer.get_json()["founded"] is False
    assert person.unlock(answer) == person.secret


def test_the_link_shows_who_one_will_be_and_a_picture_for_the_authenticator(empty: Committee) -> None:
    shown = empty.stranger().post("/api/enrolment/open", {"token": invitation(empty)}).get_json()
    assert (shown["slot"], shown["role"], shown["login"]) == (5, "Alternate", "alternate")
    assert shown["instance"] == INSTANCE.hex()
    rows = shown["totp_qr"]
    assert len(rows) > 30
    assert {len(row) for row in rows} == {len(rows)}
    assert set("".join(rows)) == {"0", "1"}


def test_who_looked_into_a_link_before_has_nothing_of_the_member_s(empty: Committee) -> None:
    token, person = invitation(empty), empty.stranger()
    peeked = empty.stranger().post("/api/enrolment/open", {"token": token}).get_json()
    assert person.enrol(token, PASSPHRASE).status_code == 204
    answer = person.sign_in().get_json()
    assert peeked["totp_secret"] != person.totp_secret
    assert peeked["pepper"] != answer["pepper"]
    person.totp_secret = peeked["totp_secret"]
    assert person.sign_in().status_code == 401


def test_who_opens_a_link_after_somebody_makes_their_enrolment_fail_visibly(empty: Committee) -> None:
    token, person = invitation(empty), empty.stranger()
    opened = person.post("/api/enrolment/open", {"token": token}).get_json()
    person.login, person.passphrase, person.totp_secret = "alternate", PASSPHRASE, opened["totp_secret"]
    person.secret, person.sheet_code = keys.generate(5), "ten words"
    empty.stranger().post("/api/enrolment/open", {"token": token})
    answer = person.post("/api/enrolment", person.enrolment(token, bytes.fromhex(opened["pepper"])))
    assert (answer.status_code, answer.get_json()) == (400, {"error": "wrong_code"})
    assert person.enrol(token, PASSPHRASE).status_code == 204
    assert person.unlock(person.sign_in()) == person.secret


def test_of_all_openings_one_pepper_is_left(empty: Committee) -> None:
    token = invitation(empty)
    opened = [empty.stranger().post("/api/enrolment/open", {"token": token}).get_json() for _ in range(3)]
    (file,) = empty.settings.pepper_dir.iterdir()
    assert file.read_bytes().hex() == opened[-1]["pepper"]


def test_a_link_works_once(empty: Committee) -> None:
    token = invitation(empty)
    empty.stranger().enrol(token, PASSPHRASE)
    later = empty.stranger()
    assert later.post("/api/enrolment/open", {"token": token}).status_code == 404
    later.totp_secret, later.secret, later.sheet_code = "A" * 32, keys.generate(5), "ten words"
    assert later.post("/api/enrolment", later.enrolment(token, bytes(32))).status_code == 404


def test_a_link_ends_after_a_fortnight_and_its_place_is_free_again(empty: Committee) -> None:
    token = invitation(empty)
    empty.time.pass_by(days=14)
    assert empty.stranger().post("/api/enrolment/open", {"token": token}).status_code == 200
    empty.time.pass_by(days=1)
    assert empty.stranger().post("/api/enrolment/open", {"token": token}).status_code == 404
    assert empty.stranger().enrol(invitation(empty), PASSPHRASE).status_code == 204


def test_a_wrong_code_leaves_the_link_open(empty: Committee) -> None:
    token, person = invitation(empty), empty.stranger()
    opened = person.post("/api/enrolment/open", {"token": token}).get_json()
    person.login, person.passphrase, person.totp_secret = "alternate", PASSPHRASE, opened["totp_secret"]
    person.secret, person.sheet_code = keys.generate(5), "ten words"
    body = person.enrolment(token, bytes.fromhex(opened["pepper"]))
    wrong = "000000" if body["code"] != "000000" else "000001"
    answer = person.post("/api/enrolment", body | {"code": wrong})
    assert (answer.status_code, answer.get_json()) == (400, {"error": "wrong_code"})
    assert person.post("/api/enrolment", body).status_code == 204


def test_keys_that_nobody_can_seal_to_are_refused(empty: Committee) -> None:
    token, person = invitation(empty), empty.stranger()
    opened = person.post("/api/enrolment/open", {"token": token}).get_json()
    person.login, person.passphrase, person.totp_secret = "alternate", PASSPHRASE, opened["totp_secret"]
    person.secret, person.sheet_code = keys.generate(5), "ten words"
    body = person.enrolment(token, bytes.fromhex(opened["pepper"])) | {"x25519": bytes(32).hex()}
    assert person.post("/api/enrolment", body).status_code == 400


def test_the_pepper_lies_in_a_file_of_its_own_and_not_in_the_database(empty: Committee, reviewers: Reviewers) -> None:
    person = empty.stranger()
    person.enrol(invitation(empty), PASSPHRASE)
    pepper = bytes.fromhex(person.sign_in().get_json()["pepper"])
    (file,) = empty.settings.pepper_dir.iterdir()
    assert file.read_bytes() == pepper
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    stored = reviewers.on_disk(empty)
    assert b"alternate" in stored
    assert pepper not in stored


@pytest.mark.parametrize(("slot", "login"), [(5, "other"), (4, "alternate"), (4, "ＡＬternate")])
def test_a_slot_and_a_name_are_given_once(empty: Committee, slot: int, login: str) -> None:
    invitation(empty)
    with pytest.raises(Taken):
        invitation(empty, slot, login)


@pytest.mark.parametrize("login", ["", " ", "a b", "-a", "a\nb", "a" * 65, "a/b"])
def test_a_name_that_could_be_mistaken_is_refused(empty: Committee, login: str) -> None:
    with pytest.raises(MalformedRequest):
        invitation(empty, login=login)


def test_the_database_holds_no_link_and_no_readable_authenticator_secret(
    empty: Committee, reviewers: Reviewers
) -> None:
    token = invitation(empty)
    empty.stranger().post("/api/enrolment/open", {"token": token})
    with empty.database.read() as session:
        secret = session.scalars(select(Invitation.totp)).one()
    stored = reviewers.on_disk(empty)
    assert secret in stored
    assert bytes.fromhex(token) not in stored
    assert len(secret) == 12 + 20 + 16


class TestRecovery:
    """The sheet lets in; a new passphrase is set; the old one is over."""

    def opened(self, person: Person, code: str | None = None) -> dict[str, str]:
        proof = member.sheet_proof(member.sheet_key(code or person.sheet_code, INSTANCE)).hex()
        answer = person.post("/api/recovery/open", {"login": person.login, "proof": proof, "code": person.code()})
        found: dict[str, str] = answer.get_json()
        return found | {"status": str(answer.status_code)}

    def renewal(self, person: Person, opened: dict[str, str], passphrase: str) -> dict[str, str]:
        assert person.secret is not None
        root = stretch(passphrase, person.login)
        wrapped = member.wrap(person.secret.pack(), root, bytes.fromhex(opened["pepper"]), INSTANCE)
        return {"token": opened["token"], "verifier": member.login_verifier(root).hex(), "wrapped": to_json(wrapped)}

    def test_the_sheet_gives_the_keys_back_under_a_new_passphrase(self, founded: Committee) -> None:
        chair = founded.people[0]
        opened = self.opened(chair)
        sheet = member.sheet_key(chair.sheet_code, INSTANCE)
        assert keys.unpack(0, member.sheet_unwrap(from_json(opened["resting"]), sheet, INSTANCE)) == chair.secret
        assert chair.post("/api/recovery", self.renewal(chair, opened, PASSPHRASE)).status_code == 204
        assert chair.sign_in().status_code == 401
        chair.passphrase = PASSPHRASE
        answer = chair.sign_in()
        assert chair.unlock(answer) == chair.secret

    def test_recovering_ends_every_session(self, founded: Committee) -> None:
        chair = founded.people[0]
        chair.sign_in()
        founded.time.pass_by(seconds=30)
        chair.post("/api/recovery", self.renewal(chair, self.opened(chair), PASSPHRASE))
        assert chair.get("/api/session").status_code == 401

    def test_a_wrong_sheet_does_not_open(self, founded: Committee) -> None:
        opened = self.opened(founded.people[0], "ten other words")
        assert opened == {"error": "not_signed_in", "status": "401"}

    def test_the_token_works_once(self, founded: Committee) -> None:
        chair = founded.people[0]
        opened = self.opened(chair)
        assert chair.post("/api/recovery", self.renewal(chair, opened, PASSPHRASE)).status_code == 204
        assert chair.post("/api/recovery", self.renewal(chair, opened, "another")).status_code == 401

    @pytest.mark.parametrize(("minutes", "status"), [(15, 204), (16, 401)])
    def test_the_token_lives_a_quarter_of_an_hour(self, founded: Committee, minutes: int, status: int) -> None:
        chair = founded.people[0]
        body = self.renewal(chair, self.opened(chair), PASSPHRASE)
        founded.time.pass_by(minutes=minutes)
        assert chair.post("/api/recovery", body).status_code == status

    def test_a_forged_token_does_not_work(self, founded: Committee) -> None:
        chair = founded.people[0]
        opened = self.opened(chair)
        body = self.renewal(chair, opened, PASSPHRASE)
        signed, _, mark = opened["token"].rpartition(".")
        forged = f"{signed}.{'B' if mark[0] == 'A' else 'A'}{mark[1:]}"
        assert chair.post("/api/recovery", body | {"token": forged}).status_code == 401

    def test_the_token_of_one_member_is_no_good_after_the_passphrase_changed(self, founded: Committee) -> None:
        chair = founded.people[0]
        first = self.opened(chair)
        founded.time.pass_by(seconds=30)
        second = self.opened(chair)
        assert chair.post("/api/recovery", self.renewal(chair, second, PASSPHRASE)).status_code == 204
        assert chair.post("/api/recovery", self.renewal(chair, first, "another")).status_code == 401
        with founded.database.read() as session:
            assert session.scalars(select(Member).where(Member.login == "chair")).one().wrapped
