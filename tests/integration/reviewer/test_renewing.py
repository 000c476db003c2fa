"""A member's reading keys are renewed: kept sealed, offered to the committee, and in force when a quorum has signed."""

from typing import Any

import pytest
from sqlalchemy import select

from crypto.directory import make_keys_signature
from crypto.errors import NotARecipient
from crypto.keys import MemberSecret, generate
from crypto.opening import open_envelope
from crypto.ring import open_ring
from crypto.strict import to_json
from reviewer.models import Member, Ring
from tests.integration.reviewer.changing import change, directory, newcomer, proposal, propose, sign, sign_in_all
from tests.integration.reviewer.committee import INSTANCE, Committee, Person
from tests.integration.reviewer.renewing import fresh_keys, held, offer, own_secret, renew
from tests.integration.reviewer.reporter import Writer
from tests.integration.reviewer.test_founding import enrol_chair


def named(person: Person, slot: int) -> tuple[bytes, int]:
    found = directory(person).current.member(slot)
    assert found is not None
    return found.keys, found.since


def test_before_the_first_renewal_there_is_no_ring(founded: Committee) -> None:
    chair, _, _ = sign_in_all(founded)
    assert chair.get("/api/ring").get_json() == {"ring": "", "offered": 0}


def test_what_is_offered_counts_when_two_of_three_have_signed_it_and_not_before(founded: Committee) -> None:
    chair, director, counsel = sign_in_all(founded)
    made = renew(counsel).public()
    assert named(chair, 2) == (own_secret(counsel).public().hash, 1)
    change((chair, director))
    assert named(chair, 2) == (made.hash, 2)
    assert directory(chair).keys[2] == made
    shown = counsel.get("/api/session").get_json()["keys"]
    assert (shown["x25519"], shown["mlkem"]) == (made.x25519.hex(), to_json(made.mlkem))


def test_every_offer_comes_into_the_next_version_whatever_else_that_changes(founded: Committee) -> None:
    chair, director, counsel = sign_in_all(founded)
    made = [renew(one).public().hash for one in (chair, counsel)]
    newcomer(founded, chair)
    change((director, counsel), admit=[3], roles=[{"slot": 0, "role": "Chairwoman"}])
    current = directory(chair).current
    assert [one.since for one in current.members] == [2, 1, 2, 2]
    assert [current.members[0].keys, current.members[2].keys] == made
    assert current.members[0].role == "Chairwoman"


def test_an_offer_for_a_version_that_came_without_it_is_made_anew(founded: Committee) -> None:
    chair, director, counsel = sign_in_all(founded)
    propose(chair)
    renew(counsel)
    assert [sign(one).get_json() for one in (chair, director)] == [{"in_force": False}, {"in_force": True}]
    change((chair, director))
    assert named(chair, 2)[1] == 1
    now = held(counsel)
    assert now.offered == 2
    assert offer(counsel, now.ring, now.sealed).status_code == 204
    change((chair, director))
    assert named(chair, 2) == (now.ring[0].secret.public().hash, 4)


def test_a_proposal_whose_offer_was_replaced_cannot_come_into_force(founded: Committee) -> None:
    chair, director, counsel = sign_in_all(founded)
    renew(counsel)
    propose(chair)
    renew(counsel)
    assert sign(chair).get_json() == {"in_force": False}
    assert sign(director).get_json() == {"error": "not_ready"}
    change((chair, director))
    assert named(chair, 2) == (held(counsel).ring[0].secret.public().hash, 2)


def test_what_is_offered_is_told_to_members_by_place(founded: Committee) -> None:
    chair, director, counsel = sign_in_all(founded)
    alternate = newcomer(founded, chair)
    for one in (counsel, chair):
        renew(one)
    assert director.get("/api/changes").get_json()["offers"] == [0, 2]
    assert alternate.get("/api/changes").get_json()["offers"] == []
    change((chair, director))
    assert director.get("/api/changes").get_json()["offers"] == []


def test_a_second_device_that_renews_from_an_older_ring_is_refused(founded: Committee) -> None:
    chair, _, _ = sign_in_all(founded)
    renew(chair)
    first = held(chair)
    assert offer(chair, [fresh_keys(chair)], b"").get_json() == {"error": "moved"}
    assert offer(chair, [fresh_keys(chair), *first.ring], first.sealed[::-1]).get_json() == {"error": "moved"}
    assert held(chair) == first
    assert offer(chair, [fresh_keys(chair), *first.ring], first.sealed).status_code == 204
    assert held(chair).ring[1:] == first.ring


def test_ring_and_offer_are_stored_together_or_not_at_all(founded: Committee) -> None:
    chair, director, _ = sign_in_all(founded)
    others = fresh_keys(director).secret.public()
    answer = offer(chair, [fresh_keys(chair)], b"", x25519=others.x25519.hex())
    assert answer.status_code == 400
    assert chair.get("/api/ring").get_json() == {"ring": "", "offered": 0}


def test_nobody_offers_keys_that_the_member_has_not_signed_for_this_version_and_place(founded: Committee) -> None:
    chair, director, _ = sign_in_all(founded)
    made = fresh_keys(chair)
    own, other, keys = own_secret(chair), own_secret(director), made.secret.public().hash
    wrong = [
        make_keys_signature(other.sign_seed, INSTANCE, 0, 2, keys),
        make_keys_signature(own.sign_seed, bytes(16), 0, 2, keys),
        make_keys_signature(own.sign_seed, INSTANCE, 1, 2, keys),
        make_keys_signature(own.sign_seed, INSTANCE, 0, 1, keys),
        make_keys_signature(own.sign_seed, INSTANCE, 0, 3, keys),
        make_keys_signature(own.sign_seed, INSTANCE, 0, 2, bytes(32)),
    ]
    answers = [offer(chair, [made], b"", keys_signature=one.hex()).get_json() for one in wrong]
    assert answers == [{"error": "malformed"}] * len(wrong)


def test_keys_in_force_and_keys_of_others_are_not_offered(founded: Committee) -> None:
    chair, director, _ = sign_in_all(founded)
    made = renew(director)
    own = fresh_keys(chair)

    def offered(x25519: bytes, mlkem_seed: bytes) -> Any:
        secret = MemberSecret(0, own_secret(chair).sign_seed, x25519, mlkem_seed)
        return offer(chair, [type(own)(secret, own.day)], b"").get_json()

    mine, theirs = own_secret(chair), own_secret(director)
    assert offered(mine.x25519, mine.mlkem_seed) == {"error": "malformed"}
    for one in (theirs, made):
        assert offered(one.x25519, own.secret.mlkem_seed) == {"error": "taken"}
        assert offered(own.secret.x25519, one.mlkem_seed) == {"error": "taken"}


def test_keys_that_nobody_could_seal_to_are_refused(founded: Committee) -> None:
    """One of them would stop every reporter."""
    chair, _, _ = sign_in_all(founded)
    made = fresh_keys(chair)
    own, mlkem = own_secret(chair), made.secret.public().mlkem
    for x25519, kem in ((bytes(32), mlkem), (made.secret.public().x25519, b"\xff" * 1184)):
        keys = type(made.secret.public())(0, x25519, kem).hash
        signature = make_keys_signature(own.sign_seed, INSTANCE, 0, 2, keys).hex()
        answer = offer(chair, [made], b"", x25519=x25519.hex(), mlkem=to_json(kem), keys_signature=signature)
        assert answer.get_json() == {"error": "malformed"}


def test_who_waits_to_be_admitted_has_nothing_to_renew(founded: Committee) -> None:
    chair, _, _ = sign_in_all(founded)
    alternate = newcomer(founded, chair)
    assert alternate.get("/api/ring").get_json() == {"ring": "", "offered": 0}
    assert offer(alternate, [fresh_keys(alternate)], b"").status_code == 403


def test_before_the_founding_there_is_nothing_to_renew(empty: Committee) -> None:
    chair = enrol_chair(empty)
    assert offer(chair, [fresh_keys(chair)], b"", since=2).get_json() == {"error": "not_ready"}


def test_new_keys_of_the_same_person_in_the_same_slot_come_before_what_the_old_account_offered(
    founded: Committee,
) -> None:
    chair, director, counsel = sign_in_all(founded)
    renew(chair)
    again = newcomer(founded, director, slot=0, login="chair2")
    change((director, counsel), admit=[0])
    assert named(again, 0) == (own_secret(again).public().hash, 2)
    assert again.get("/api/ring").get_json() == {"ring": "", "offered": 0}
    renew(again)
    change((director, counsel))
    assert named(again, 0)[1] == 3


def test_a_ring_outlives_another_passphrase(founded: Committee) -> None:
    """Bundle and sheet stay as they are: what wraps them opens the ring as before."""
    chair, _, _ = sign_in_all(founded)
    made = renew(chair)
    bundle = chair.unlock(chair.sign_in())
    [kept] = open_ring(held(chair).sealed, bundle, INSTANCE)
    assert kept.secret == made


def test_reports_are_sealed_to_the_new_keys_and_older_ones_open_with_the_old(founded: Committee) -> None:
    chair, director, _ = sign_in_all(founded)
    before = directory(chair)
    old = Writer.new().write(before, "Before the renewal")
    made = renew(chair)
    change((chair, director))
    after = directory(chair)
    new = Writer.new().write(after, "After the renewal")
    pairs = ((old, own_secret(chair), before), (new, made, after))
    opened = [open_envelope(sealed, secret, [version.current.hash], INSTANCE) for sealed, secret, version in pairs]
    assert [one.content.what for one in opened] == ["Before the renewal", "After the renewal"]
    with pytest.raises(NotARecipient):
        open_envelope(new, own_secret(chair), [after.current.hash], INSTANCE)


@pytest.mark.promise("P13")
def test_keys_that_somebody_puts_in_at_the_database_never_come_into_force(founded: Committee) -> None:
    """Its own keys for a member: whoever runs the server would read what comes."""
    chair, director, counsel = sign_in_all(founded)
    renew(counsel)
    assert swapped_in(founded, (chair, director), generate(2)) is False
    assert named(chair, 2) == (own_secret(counsel).public().hash, 1)


@pytest.mark.mutant("P13")
def test_a_line_that_does_not_ask_for_the_member_s_signature_is_caught(
    founded: Committee, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crypto.directory._check_keys_signatures", lambda _: None)
    chair, director, counsel = sign_in_all(founded)
    renew(counsel)
    assert swapped_in(founded, (chair, director), generate(2)) is True


def swapped_in(line: Committee, signers: tuple[Person, ...], foreign: MemberSecret) -> bool:
    """Whether a version comes into force after the counsel's offer was changed behind the app's back."""
    public = foreign.public()
    signature = make_keys_signature(foreign.sign_seed, INSTANCE, 2, 2, public.hash)
    with line.database.write() as session:
        ring = session.scalars(select(Ring).join(Member).where(Member.login == "counsel")).one()
        ring.x25519, ring.mlkem, ring.keys_signature = public.x25519, public.mlkem, signature
    propose(signers[0])
    assert bytes.fromhex(str(proposal(signers[0])["body"]).split('"keys":"')[3][:64]) == public.hash
    return {"in_force": True} in [sign(one).get_json() for one in signers]
