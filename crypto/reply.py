"""Replies: entries of the board, sealed to a reporter, signed by their author (docs/protocol.md, section 7).

Text of a reply never appears in a repr or in an exception.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from crypto.boxes import gcm, gcm_open
from crypto.derivation import equal, hkdf, sha256
from crypto.directory import Directory, DirectoryMember
from crypto.entropy import fresh
from crypto.errors import BadSignature, Malformed, NotARecipient, TooLong
from crypto.frame import REPLY_FRAME, deflate
from crypto.limits import ENTRY, HASH, ID, MEMBER_SLOTS, REPLY_PARTS, SALT
from crypto.signatures import Domain, is_signed, sign
from crypto.strict import parse_object, serialise

FIELDS = ("reply", "part", "parts", "slot", "day", "text", "excluded")
SPARE = 48  # a part is measured with an empty id, which deflates better than the random one it will get


@dataclass(frozen=True)
class ReplyContent:
    """One part of a reply by the member of `slot`; parts with one `reply` id, 16 bytes, make one text."""

    reply: bytes
    part: int
    parts: int
    slot: int
    day: date
    text: str = field(repr=False)
    excluded: tuple[int, ...] = ()

    def serialise(self) -> bytes:
        """The JSON that is deflated and signed."""
        numbers = {"part": self.part, "parts": self.parts, "slot": self.slot}
        rest = {"day": self.day.isoformat(), "text": self.text, "excluded": list(self.excluded)}
        return serialise({"reply": self.reply.hex(), **numbers, **rest})


@dataclass(frozen=True)
class Reply:
    """A part whose signature is right; `author` as the newest version of the directory has it that lists its key."""

    content: ReplyContent
    author: DirectoryMember


def seal_reply(reply_key: bytes, thread: bytes, content: ReplyContent, seed: bytes, instance: bytes) -> bytes:
    """The entry, 2 048 bytes, signed by the member's `seed`. `TooLong`, `Malformed`."""
    raw = content.serialise()
    if parse_content(raw) != content:
        raise Malformed("content")
    salt = fresh(SALT)
    head = salt + _commit(reply_key, salt)
    payload = REPLY_FRAME.close(raw, sign(Domain.REPLY, seed, _message(instance, thread, head, raw)))
    return head + gcm(_key(reply_key, salt), payload)


def open_reply(entry: bytes, reply_key: bytes, thread: bytes, chain: Iterable[Directory], instance: bytes) -> Reply:
    """The part in a board entry. `chain` is that of a verified directory, which names the author.

    `NotARecipient` for fillers and replies to others; `Damaged`, `Malformed`, `BadSignature`.
    """
    if len(entry) != ENTRY:
        raise Malformed("entry")
    head, box = entry[: SALT + HASH], entry[SALT + HASH :]
    salt = head[:SALT]
    if not equal(head[SALT:], _commit(reply_key, salt)):
        raise NotARecipient
    raw, signature = REPLY_FRAME.open(gcm_open(_key(reply_key, salt), box))
    content = parse_content(raw)
    return Reply(content, _author(content, _message(instance, thread, head, raw), signature, chain))


def parse_content(raw: bytes) -> ReplyContent:
    """The part `raw` stands for; no signature is checked. `Malformed`."""
    fields = parse_object(raw, FIELDS)
    parts = fields.number("parts", 1, REPLY_PARTS)
    return ReplyContent(
        reply=fields.octets("reply", ID),
        part=fields.number("part", 1, parts),
        parts=parts,
        slot=fields.number("slot", 0, MEMBER_SLOTS - 1),
        day=fields.day("day"),
        text=fields.text("text"),
        excluded=fields.slots("excluded"),
    )


def split_text(text: str) -> tuple[str, ...]:
    """The parts that `text` is sent in, which joined give it again: each fits an entry. `TooLong` beyond 16."""
    parts: list[str] = []
    while text or not parts:
        length = _longest(text)
        parts.append(text[:length])
        text = text[length:]
    if len(parts) > REPLY_PARTS:
        raise TooLong
    return tuple(parts)


def _longest(text: str) -> int:
    """How many characters from the start of `text` surely fit."""
    fits, over = 0, len(text) + 1
    while over - fits > 1:
        middle = (fits + over) // 2
        fits, over = (middle, over) if _fits(text[:middle]) else (fits, middle)
    return fits


def _fits(text: str) -> bool:
    slots = tuple(range(MEMBER_SLOTS))
    raw = ReplyContent(bytes(ID), REPLY_PARTS, REPLY_PARTS, 0, date.max, text, slots).serialise()
    return len(raw) <= REPLY_FRAME.content and len(deflate(raw)) + SPARE <= REPLY_FRAME.room


def _message(instance: bytes, thread: bytes, head: bytes, raw: bytes) -> bytes:
    # with salt and commitment, the signature is good in this entry alone
    return instance + thread + head + sha256(raw)


def _author(content: ReplyContent, message: bytes, signature: bytes, chain: Iterable[Directory]) -> DirectoryMember:
    listed = (version.member(content.slot) for version in reversed(tuple(chain)))
    for member in listed:
        if member is not None and is_signed(Domain.REPLY, member.sign, message, signature):
            return member
    raise BadSignature("author")


def _key(reply_key: bytes, salt: bytes) -> bytes:
    return hkdf(reply_key, b"SLREP/1 key" + salt)


def _commit(reply_key: bytes, salt: bytes) -> bytes:
    return hkdf(reply_key, b"SLREP/1 commit" + salt)
