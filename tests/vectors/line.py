"""A sample line: three members in slots 0, 2 and 5 of eight, an intake, a board key, a reporter; always the same."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from crypto import directory, payload, sealing
from crypto.directory import CurrentDirectory, DirectoryMember, verify_directory
from crypto.document import Signature, Signed
from crypto.keys import MemberPublic, MemberSecret
from crypto.payload import Content, Kind
from crypto.signatures import public_key
from crypto.version import parse_version
from tests.vectors.chance import Chance

_chance = Chance("line")
INSTANCE = _chance.fresh(16)
OTHER_INSTANCE = _chance.fresh(16)
INTAKE_SEED = _chance.fresh(32)
BOARD_SEED = _chance.fresh(32)
REPORTER_SEED = _chance.fresh(32)
OBJECT = _chance.fresh(16)
THREAD = _chance.fresh(16)
REPLY_KEY = _chance.fresh(32)
ROLES = {
    0: "Chair of the Audit Committee",
    2: "Member of the Audit Committee",
    5: "Standing counsel — Schönfeld & Fils",
}
FIRST_DAY = date(2026, 1, 5)
LAST_DAY = date(2026, 5, 5)


def member(slot: int, generation: int = 1) -> MemberSecret:
    """The member in `slot`; later generations have other encryption keys and the same signing key."""
    keys = Chance(f"member {slot} keys {generation}")
    return MemberSecret(slot, Chance(f"member {slot} sign").fresh(32), keys.fresh(32), keys.fresh(64))


SECRETS = {slot: member(slot) for slot in ROLES}


def listed(
    secret: MemberSecret, since: int = 1, role: str | None = None, instance: bytes = INSTANCE
) -> DirectoryMember:
    """The member as a version lists it."""
    keys = secret.public().hash
    signature = directory.make_keys_signature(secret.sign_seed, instance, secret.slot, since, keys)
    return DirectoryMember(
        secret.slot, role or ROLES.get(secret.slot, "Member"), secret.sign_key(), keys, since, signature
    )


def body(**changes: Any) -> str:
    """The body of version 1, or one with some fields changed."""
    fields: dict[str, Any] = {
        "version": 1,
        "day": FIRST_DAY,
        "not_after": LAST_DAY,
        "instance": INSTANCE,
        "members": [listed(secret) for secret in SECRETS.values()],
        "intake_key": public_key(INTAKE_SEED),
        "board_key": public_key(BOARD_SEED),
    }
    return directory.make_body(**{**fields, **changes})


def signed(text: str, secrets: Iterable[MemberSecret]) -> Signed:
    """A version signed by some members."""
    signatures: list[Signature] = [directory.sign_body(secret.sign_seed, text) for secret in secrets]
    return Signed(text, tuple(signatures))


def file(chain: Sequence[Signed], secrets: Iterable[MemberSecret]) -> bytes:
    """A directory file."""
    return directory.assemble(chain, [secret.public() for secret in secrets])


FOUNDING = signed(body(), SECRETS.values())
FILE = file([FOUNDING], SECRETS.values())
FINGERPRINT = parse_version(FOUNDING).hash
CURRENT: CurrentDirectory = verify_directory(FILE, today=FIRST_DAY, fingerprint=FINGERPRINT)


def content(**changes: Any) -> Content:
    """A report, or one with some fields changed."""
    report = Content(
        kind=Kind.REPORT,
        thread=THREAD,
        message=Chance("message").fresh(16),
        day=date(2026, 2, 3),
        language="en",
        what="Revenue of the fourth quarter was booked before delivery.\n\tSee the side letters — “Übergabe” 納品 🚚.",
        where_when="Subsidiary in Lyon, December",
        who="The regional controller",
        how_known="I saw the letters",
        category="fraud_records",
        relation="employee",
        reply_key=REPLY_KEY,
        reporter_key=public_key(REPORTER_SEED),
    )
    return replace(report, **changes)


@dataclass(frozen=True)
class Sealed:
    """An envelope and the content in it."""

    envelope: bytes
    content: Content


def seal(what: Content, directory_hash: bytes = FINGERPRINT, object_id: bytes = OBJECT) -> Sealed:
    """An envelope for all members but those that the content excludes."""
    framed = payload.frame(what, REPORTER_SEED, INSTANCE, directory_hash, object_id)
    recipients = CURRENT.recipients(what.excluded)
    return Sealed(sealing.seal_envelope(framed, recipients, INSTANCE, directory_hash, object_id), what)


def reader(secret: MemberSecret) -> Mapping[str, object]:
    """A member's keys as vectors give them."""
    return {
        "slot": secret.slot,
        "sign_seed": secret.sign_seed,
        "x25519": secret.x25519,
        "mlkem_seed": secret.mlkem_seed,
    }


def nobody() -> list[MemberPublic | None]:
    """Eight empty places."""
    return [None] * 8
