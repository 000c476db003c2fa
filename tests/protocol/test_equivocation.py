"""P7: all members who can open an envelope read the same, whatever its sender made of it."""

from collections.abc import Callable

import pytest

from crypto.boxes import gcm_open
from crypto.envelope import Envelope, body_key, parse_envelope
from crypto.errors import Damaged, ProtocolError
from crypto.keys import MemberSecret
from crypto.opening import _open_first, _open_slot, open_content_key, open_envelope
from tests.vectors.areas.envelope import assemble, roomy_payload
from tests.vectors.chance import decided
from tests.vectors.line import FINGERPRINT, INSTANCE, SECRETS, content, seal

ATTEMPTS = 6
KeyOpener = Callable[[Envelope, MemberSecret, list[bytes]], tuple[bytes, bytes]]


def attempt(number: int) -> bytes:
    """An envelope whose body opens under two content keys, shared out among the readers as `number` says."""
    with decided(f"equivocation {number}") as chance:
        first, second = chance.fresh(32), chance.fresh(32)
        other = {slot: second for place, slot in enumerate(SECRETS) if number + 1 >> place & 1}
        return assemble(chance, roomy_payload(), content_key=first, content_keys=other, other_key=second)


def payloads(envelope: bytes, open_key: KeyOpener) -> list[bytes]:
    """What each reader gets to see who sees anything."""
    found = []
    for secret in SECRETS.values():
        parts = parse_envelope(envelope, INSTANCE)
        try:
            _, key = open_key(parts, secret, [FINGERPRINT])
            found.append(gcm_open(body_key(key, parts.mac), parts.body))
        except Damaged:
            continue
    return found


def check_that_readers_agree(open_key: KeyOpener) -> None:
    for number in range(ATTEMPTS):
        found = payloads(attempt(number), open_key)
        assert found
        assert len(set(found)) == 1


def without_the_commitment(parts: Envelope, secret: MemberSecret, hashes: list[bytes]) -> tuple[bytes, bytes]:
    """Opening as it would be without the mac."""
    directory_hash, _, key = _open_slot(parts, secret, _open_first(parts, secret), hashes)
    return directory_hash, key


@pytest.mark.promise("P7")
def test_nobody_can_make_two_members_read_two_things() -> None:
    check_that_readers_agree(open_content_key)


@pytest.mark.mutant("P7")
def test_without_the_commitment_two_members_would_read_two_things() -> None:
    with pytest.raises(AssertionError):
        check_that_readers_agree(without_the_commitment)


@pytest.mark.promise("P7")
@pytest.mark.parametrize("number", range(ATTEMPTS))
def test_a_member_who_was_given_another_key_sees_that_the_envelope_is_damaged(number: int) -> None:
    envelope = attempt(number)
    outcomes = [outcome(envelope, secret) for secret in SECRETS.values()]
    assert outcomes == ["Damaged" if number + 1 >> place & 1 else "read" for place in range(len(SECRETS))]


def test_an_honest_envelope_is_read_by_all() -> None:
    assert [outcome(seal(content()).envelope, secret) for secret in SECRETS.values()] == ["read"] * 3


def outcome(envelope: bytes, secret: MemberSecret) -> str:
    try:
        open_envelope(envelope, secret, [FINGERPRINT], INSTANCE)
    except ProtocolError as error:
        return type(error).__name__
    return "read"
