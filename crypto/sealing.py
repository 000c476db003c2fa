"""Sealing a payload to the members of a directory, and fillers, which nobody can open or tell from it."""

from collections.abc import Sequence
from functools import cache

from crypto.boxes import box_seal, encapsulate, gcm, secretbox
from crypto.entropy import fresh
from crypto.envelope import body_key, commitment, context, slot_key
from crypto.errors import Malformed, TooFewReaders
from crypto.keys import MemberPublic, throwaway
from crypto.limits import HASH, KEY, MEMBER_SLOTS, MIN_READERS, OBJECT, PAYLOAD


def seal_envelope(
    payload: bytes,
    recipients: Sequence[MemberPublic | None],
    instance: bytes,
    directory_hash: bytes,
    object_id: bytes,
) -> bytes:
    """The envelope, 16 304 bytes, of a framed payload of 6 440.

    `recipients` has one place for each of the 8 member slots; None stands for a slot without a member and
    for an excluded one: both get keys that are thrown away. `TooFewReaders` if fewer than two are given.
    """
    _check_places(recipients)
    if sum(one is not None for one in recipients) < MIN_READERS:
        raise TooFewReaders
    return _seal(payload, recipients, context(instance, object_id), directory_hash)


def filler(instance: bytes) -> bytes:
    """An envelope that nobody can open, made in the very same way as one with a report."""
    nobody = [_nobody(slot) for slot in range(MEMBER_SLOTS)]
    return _seal(fresh(PAYLOAD), nobody, context(instance, fresh(OBJECT)), fresh(HASH))


@cache
def _nobody(slot: int) -> MemberPublic:
    """A thrown-away key for all fillers of this process: a sealed box does not show which key it is for."""
    return throwaway(slot)


def _check_places(recipients: Sequence[MemberPublic | None]) -> None:
    places = [slot if one is None else one.slot for slot, one in enumerate(recipients)]
    if places != list(range(MEMBER_SLOTS)):
        raise Malformed("recipients")


def _seal(payload: bytes, recipients: Sequence[MemberPublic | None], ctx: bytes, directory_hash: bytes) -> bytes:
    if len(payload) != PAYLOAD or len(directory_hash) != HASH:
        raise Malformed("payload or directory hash")
    content_key = fresh(KEY)
    readers = (one or throwaway(slot) for slot, one in enumerate(recipients))
    slots = b"".join(_member_slot(one, content_key, ctx, directory_hash) for one in readers)
    mac = commitment(content_key, directory_hash, ctx, slots)
    return ctx + slots + mac + gcm(body_key(content_key, mac), payload)


def _member_slot(member: MemberPublic, content_key: bytes, ctx: bytes, directory_hash: bytes) -> bytes:
    first = fresh(KEY)
    c1 = box_seal(member.x25519, first)
    second, c2 = encapsulate(member.mlkem)
    kek = slot_key(first + second, directory_hash, ctx, member, c1, c2)
    return c1 + c2 + secretbox(kek, bytes([member.slot]) + content_key)
