"""Passkeys: WebAuthn credentials as a second factor beside the authenticator. They open no key: the passphrase does.

Of a passkey are kept its credential, public key, count, the member's own name for it and the day it was added; nothing
of the device.
"""

import binascii
import unicodedata
from base64 import urlsafe_b64decode
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session
from webauthn import verify_authentication_response, verify_registration_response
from webauthn.helpers import bytes_to_base64url, decode_credential_public_key, decoded_public_key_to_cryptography
from webauthn.helpers.cose import COSEAlgorithmIdentifier
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AttestationFormat,
    AuthenticationCredential,
    AuthenticatorAssertionResponse,
    AuthenticatorAttestationResponse,
    RegistrationCredential,
)

from crypto.derivation import sha256
from crypto.errors import Malformed
from crypto.strict import parse_json
from reviewer.errors import MalformedRequest, NotFound, PasskeyKnown, TooManyPasskeys
from reviewer.models import LOGIN, Member, Passkey

MOST = 10
CREDENTIAL = 1023  # the longest that WebAuthn allows
ALGORITHMS = [  # what authenticators have; in the order we like them
    COSEAlgorithmIdentifier.EDDSA,
    COSEAlgorithmIdentifier.ECDSA_SHA_256,
    COSEAlgorithmIdentifier.RSASSA_PKCS1_v1_5_SHA_256,
]
UNATTESTED = (AttestationFormat.NONE, AttestationFormat.PACKED)  # which model it is, nobody asks
BROKEN = (WebAuthnException, ValueError, KeyError, TypeError)


@dataclass(frozen=True)
class Site:
    """To whom passkeys belong: the host of the reviewer's address, and the address itself."""

    host: str
    origin: str


@dataclass(frozen=True)
class Assertion:
    """What a browser brings back from a passkey. `user` is empty if the authenticator does not say whose it is."""

    credential: bytes
    client_data: bytes
    authenticator_data: bytes
    signature: bytes = field(repr=False)
    user: bytes


@dataclass(frozen=True)
class Made:
    """What a browser brings back from making a passkey."""

    client_data: bytes
    attestation: bytes


def site_of(address: str) -> Site:
    return Site(urlsplit(address).hostname or "", address)


def user_of(member_id: str) -> bytes:
    """The member as authenticators know it: sixteen random bytes."""
    return bytes.fromhex(member_id)


def challenge_in(client_data: bytes) -> bytes:
    """The challenge that a browser says was signed; empty if it says none."""
    try:
        found = parse_json(client_data)
        text = found["challenge"] if isinstance(found, dict) else ""
        return urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (Malformed, KeyError, TypeError, ValueError, binascii.Error):
        return b""


def count_signed(site: Site, shown: Assertion, challenge: bytes, public_key: bytes) -> int | None:
    """The authenticator's count, if the holder of `public_key` has signed `challenge` for this site; else None.

    The count is for the caller to compare: done here, it would show by time how far the kept one is.
    """
    answer = AuthenticatorAssertionResponse(shown.client_data, shown.authenticator_data, shown.signature)
    try:
        verified = verify_authentication_response(
            credential=AuthenticationCredential(bytes_to_base64url(shown.credential), shown.credential, answer),
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            require_user_verification=True,  # who only finds the device is nobody
            credential_public_key=public_key,
            credential_current_sign_count=0,
        )
    except BROKEN:
        return None
    return verified.new_sign_count


def add(session: Session, site: Site, member: Member, made: Made, challenge: bytes, name: str, today: date) -> None:
    """Keep a new passkey of the member's.

    Raises MalformedRequest, PasskeyKnown (somebody has it), TooManyPasskeys.
    """
    credential, public_key, count = _verify_made(site, made, challenge)
    if session.get(Passkey, credential) is not None:
        raise PasskeyKnown
    held = session.scalar(select(func.count()).select_from(Passkey).where(Passkey.member_id == member.id))
    if (held or 0) >= MOST:
        raise TooManyPasskeys
    session.add(
        Passkey(
            credential=credential,
            member_id=member.id,
            public_key=public_key,
            sign_count=count,
            name=check_name(name),
            day=today,
        )
    )


def of(session: Session, member_id: str) -> list[Passkey]:
    """The member's passkeys, the oldest day first."""
    return sorted(
        session.scalars(select(Passkey).where(Passkey.member_id == member_id)),
        key=lambda one: (one.day, one.name, one.credential),
    )


def listed(session: Session, member_id: str) -> list[dict[str, Any]]:
    """As the member's own page shows them."""
    return [
        {"id": mark_of(one.credential), "name": one.name, "day": one.day.isoformat()} for one in of(session, member_id)
    ]


def rename(session: Session, member_id: str, mark: str, name: str) -> None:
    """Give one of the member's own another name. Raises NotFound and MalformedRequest."""
    _own(session, member_id, mark).name = check_name(name)


def remove(session: Session, member_id: str, mark: str) -> None:
    """Take one of the member's own away. Raises NotFound. The authenticator stays always, so some factor is left."""
    session.execute(delete(Passkey).where(Passkey.credential == _own(session, member_id, mark).credential))


def _own(session: Session, member_id: str, mark: str) -> Passkey:
    for one in of(session, member_id):
        if mark_of(one.credential) == mark:
            return one
    raise NotFound


def mark_of(credential: bytes) -> str:
    """What stands for a passkey in addresses."""
    return sha256(b"SLREV/1 passkey" + credential)[:16].hex()


def check_name(text: str) -> str:
    """The member's own words for a passkey: 1 to 64 printable characters. Raises MalformedRequest."""
    name = unicodedata.normalize("NFC", text).strip()
    if not (0 < len(name) <= LOGIN and name.isprintable()):
        raise MalformedRequest
    return name


def _verify_made(site: Site, made: Made, challenge: bytes) -> tuple[bytes, bytes, int]:
    """Credential, public key and count. Raises MalformedRequest."""
    answer = AuthenticatorAttestationResponse(made.client_data, made.attestation)
    try:
        verified = verify_registration_response(
            credential=RegistrationCredential("", b"", answer),
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            require_user_verification=True,  # who only finds the device is nobody
            supported_pub_key_algs=ALGORITHMS,
        )
        # A key that cannot be used would fail at the next sign-in only.
        decoded_public_key_to_cryptography(decode_credential_public_key(verified.credential_public_key))
    except BROKEN:
        raise MalformedRequest from None
    if verified.fmt not in UNATTESTED or len(verified.credential_id) > CREDENTIAL:
        raise MalformedRequest
    return verified.credential_id, verified.credential_public_key, verified.sign_count
