"""Opening an envelope with a member's keys. Only members' code may import this: the intake cannot, and a lint says so.

What goes wrong after the first box has opened is shown to the member, never hidden.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from crypto.boxes import box_open, decapsulate, gcm_open, secretbox_open
from crypto.derivation import equal
from crypto.envelope import Envelope, body_key, commitment, parse_envelope, slot_key
from crypto.errors import Damaged, NotARecipient
from crypto.keys import MemberSecret
from crypto.payload import Content, unframe


@dataclass(frozen=True)
class Opened:
    """What an envelope held, and the directory version it was sealed under. `content_key` is its `K`."""

    content: Content
    object: bytes
    directory_hash: bytes
    content_key: bytes = field(repr=False)


def open_envelope(envelope: bytes, secret: MemberSecret, directory_hashes: Iterable[bytes], instance: bytes) -> Opened:
    """The content, if it was sealed to `secret` under one of `directory_hashes`, given newest first.

    The steps are those of docs/protocol.md, section 3. The caller still owes: that a follow-up's `thread` and
    `reporter_key` are those of a known report.
    """
    # 1. form and instance: Malformed, WrongInstance
    parts = parse_envelope(envelope, instance)
    # 2. to 4. the content key, if the envelope was sealed to this member
    directory_hash, content_key = open_content_key(parts, secret, directory_hashes)
    # 5. the body: Damaged
    payload = gcm_open(body_key(content_key, parts.mac), parts.body)
    # 6. frame, content, signature: Malformed, BadSignature
    content = unframe(payload, instance, directory_hash, parts.object)
    # 7. not for whom its author left out, though another reader has sealed it again
    if secret.slot in content.excluded:
        raise NotARecipient("excluded")
    return Opened(content, parts.object, directory_hash, content_key)


def open_content_key(parts: Envelope, secret: MemberSecret, directory_hashes: Iterable[bytes]) -> tuple[bytes, bytes]:
    """(directory hash, `K`) from the member's slot. `NotARecipient`, `Damaged`."""
    # 2. the member's sealed box: NotARecipient
    first = _open_first(parts, secret)
    # 3. the directory version under which the slot opens: Damaged
    directory_hash, index, content_key = _open_slot(parts, secret, first, directory_hashes)
    # 4. the slot's number and the commitment: without it two readers could be given two keys
    mac = commitment(content_key, directory_hash, parts.ctx, parts.slots)
    if index != secret.slot or not equal(mac, parts.mac):
        raise Damaged("commitment")
    return directory_hash, content_key


def _open_first(parts: Envelope, secret: MemberSecret) -> bytes:
    try:
        return box_open(secret.x25519, parts.slot(secret.slot).c1)
    except Damaged as error:
        raise NotARecipient from error


def _open_slot(
    parts: Envelope, secret: MemberSecret, first: bytes, directory_hashes: Iterable[bytes]
) -> tuple[bytes, int, bytes]:
    slot, public = parts.slot(secret.slot), secret.public()
    shared = first + decapsulate(secret.mlkem_seed, slot.c2)
    for directory_hash in directory_hashes:
        kek = slot_key(shared, directory_hash, parts.ctx, public, slot.c1, slot.c2)
        try:
            opened = secretbox_open(kek, slot.c3)
        except Damaged:
            continue
        return directory_hash, opened[0], opened[1:]
    raise Damaged("slot")
