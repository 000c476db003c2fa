"""P6 and P7, against a reader: an authentic payload cannot be sealed again to others than its author meant."""

from collections.abc import Callable

import pytest

from crypto.boxes import gcm, gcm_open
from crypto.derivation import hkdf
from crypto.entropy import fresh
from crypto.envelope import body_key, parse_envelope
from crypto.errors import BadSignature, NotARecipient
from crypto.frame import ENVELOPE_FRAME
from crypto.keys import MemberSecret
from crypto.limits import HASH, SALT
from crypto.opening import open_content_key, open_envelope
from crypto.payload import Content, parse_content, unframe
from crypto.reply import open_reply, seal_reply
from crypto.sealing import seal_envelope
from tests.vectors.areas.reply import AUTHOR, part
from tests.vectors.line import (
    CURRENT,
    FINGERPRINT,
    INSTANCE,
    OBJECT,
    REPLY_KEY,
    SECRETS,
    THREAD,
    content,
    member,
    seal,
)

EXCLUDED, LATER = 5, b"\7" * 32
Opener = Callable[[bytes, MemberSecret, list[bytes]], Content]


def real(envelope: bytes, secret: MemberSecret, hashes: list[bytes]) -> Content:
    return open_envelope(envelope, secret, hashes, INSTANCE).content


def payload_of(envelope: bytes, reader: MemberSecret) -> bytes:
    """What a reader holds who has opened an envelope: the framed and signed payload."""
    parts = parse_envelope(envelope, INSTANCE)
    _, key = open_content_key(parts, reader, [FINGERPRINT])
    return gcm_open(body_key(key, parts.mac), parts.body)


def check_that_the_excluded_stay_out(opener: Opener) -> None:
    payload = payload_of(seal(content(excluded=(EXCLUDED,))).envelope, SECRETS[0])
    again = seal_envelope(payload, CURRENT.recipients(), INSTANCE, FINGERPRINT, OBJECT)
    assert opener(again, SECRETS[2], [FINGERPRINT]).excluded == (EXCLUDED,)
    with pytest.raises(NotARecipient):
        opener(again, SECRETS[EXCLUDED], [FINGERPRINT])


def check_that_newcomers_stay_out(opener: Opener) -> None:
    payload = payload_of(seal(content()).envelope, SECRETS[0])
    newcomer = member(7)
    seats = [*CURRENT.recipients()[:7], newcomer.public()]
    again = seal_envelope(payload, seats, INSTANCE, LATER, OBJECT)
    with pytest.raises(BadSignature):
        opener(again, newcomer, [LATER, FINGERPRINT])


def without_step_seven(envelope: bytes, secret: MemberSecret, hashes: list[bytes]) -> Content:
    parts = parse_envelope(envelope, INSTANCE)
    directory_hash, key = open_content_key(parts, secret, hashes)
    return unframe(gcm_open(body_key(key, parts.mac), parts.body), INSTANCE, directory_hash, OBJECT)


def without_the_directory(envelope: bytes, secret: MemberSecret, hashes: list[bytes]) -> Content:
    """As if the reporter's signature said nothing of the directory."""
    parts = parse_envelope(envelope, INSTANCE)
    _, key = open_content_key(parts, secret, hashes)
    raw, _ = ENVELOPE_FRAME.open(gcm_open(body_key(key, parts.mac), parts.body))
    return parse_content(raw)


@pytest.mark.promise("P6")
def test_a_report_that_a_reader_seals_again_is_not_read_by_whom_its_author_left_out() -> None:
    check_that_the_excluded_stay_out(real)


@pytest.mark.mutant("P6")
def test_an_opener_that_does_not_ask_whom_the_author_left_out_would_be_found() -> None:
    with pytest.raises(pytest.fail.Exception):
        check_that_the_excluded_stay_out(without_step_seven)


@pytest.mark.promise("P7")
def test_a_report_that_a_reader_seals_again_is_not_taken_by_members_who_came_later() -> None:
    check_that_newcomers_stay_out(real)


@pytest.mark.mutant("P7")
def test_a_signature_that_does_not_name_the_directory_would_be_found() -> None:
    with pytest.raises(pytest.fail.Exception):
        check_that_newcomers_stay_out(without_the_directory)


def test_a_signed_reply_is_good_in_its_own_entry_alone() -> None:
    entry = seal_reply(REPLY_KEY, THREAD, part(), AUTHOR.sign_seed, INSTANCE)
    box_key = hkdf(REPLY_KEY, b"SLREP/1 key" + entry[:SALT])
    payload = gcm_open(box_key, entry[SALT + HASH :])
    for key, salt in ((REPLY_KEY, fresh(SALT)), (fresh(32), entry[:SALT])):
        again = salt + hkdf(key, b"SLREP/1 commit" + salt) + gcm(hkdf(key, b"SLREP/1 key" + salt), payload)
        with pytest.raises(BadSignature):
            open_reply(again, key, THREAD, CURRENT.chain, INSTANCE)
