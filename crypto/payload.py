"""What a reporter says: the content of an envelope, its one shape for all kinds, and the signed frame it travels in.

No text of a reporter ever appears in a repr or in an exception.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from crypto.codes import CATEGORIES, RELATIONS
from crypto.derivation import sha256
from crypto.errors import BadSignature, Malformed
from crypto.frame import ENVELOPE_FRAME
from crypto.limits import HASH, ID, KEY
from crypto.signatures import Domain, public_key, sign, verify
from crypto.strict import Fields, parse_object, serialise

TEXTS = ("language", "what", "where_when", "who", "how_known", "category", "relation", "identity")
KEYS = ("reply_key", "reporter_key")
FIELDS = ("kind", "thread", "message", "day", *TEXTS, "excluded", *KEYS, "files")
FILE_FIELDS = ("key", "name", "type", "size", "sha256")


class Kind(StrEnum):
    """First message of a thread, later message, trial of the line."""

    REPORT = "report"
    FOLLOWUP = "followup"
    TEST = "test"


@dataclass(frozen=True, repr=False)
class File:
    """An attached file: where its key leads is not part of this version."""

    key: bytes
    name: str
    type: str
    size: int
    sha256: bytes


@dataclass(frozen=True, repr=False)
class Content:
    """Content of an envelope. `thread` and `message` have 16 bytes, the keys 32; empty text means not answered."""

    kind: Kind
    thread: bytes
    message: bytes
    day: date
    language: str
    what: str
    reply_key: bytes
    reporter_key: bytes
    where_when: str = ""
    who: str = ""
    how_known: str = ""
    category: str = ""
    relation: str = ""
    identity: str = ""
    excluded: tuple[int, ...] = ()
    files: tuple[File, ...] = ()

    def serialise(self) -> bytes:
        """The JSON that is deflated and signed."""
        head = {
            "kind": self.kind,
            "thread": self.thread.hex(),
            "message": self.message.hex(),
            "day": self.day.isoformat(),
        }
        texts = {name: getattr(self, name) for name in TEXTS}
        keys = {name: getattr(self, name).hex() for name in KEYS}
        files = [_file_to_json(one) for one in self.files]
        return serialise({**head, **texts, "excluded": list(self.excluded), **keys, "files": files})


def frame(content: Content, seed: bytes, instance: bytes, directory_hash: bytes, object_id: bytes) -> bytes:
    """The payload of 6 440 bytes, signed by the reporter's `seed`, for the envelope `object_id` under that directory.

    `TooLong` when the content does not fit; `Malformed` when no reader would take it; `BadSignature` when
    `seed` is not that of the content's `reporter_key`.
    """
    raw = content.serialise()
    if public_key(seed) != content.reporter_key:
        raise BadSignature("reporter_key")
    message = _message(content, raw, instance, directory_hash, object_id)
    payload = ENVELOPE_FRAME.close(raw, sign(Domain.CONTENT, seed, message))
    if parse_content(raw) != content:
        raise Malformed("content")
    return payload


def unframe(payload: bytes, instance: bytes, directory_hash: bytes, object_id: bytes) -> Content:
    """The content of a payload, of the envelope `object_id` under that directory. `Malformed`, `BadSignature`."""
    raw, signature = ENVELOPE_FRAME.open(payload)
    content = parse_content(raw)
    message = _message(content, raw, instance, directory_hash, object_id)
    verify(Domain.CONTENT, content.reporter_key, message, signature)
    return content


def parse_content(raw: bytes) -> Content:
    """The content `raw` stands for; no signature is checked. `Malformed`."""
    fields = parse_object(raw, FIELDS)
    codes = {
        "category": fields.one_of("category", ("", *CATEGORIES)),
        "relation": fields.one_of("relation", ("", *RELATIONS)),
    }
    texts = {name: fields.text(name) for name in TEXTS}
    return Content(
        kind=Kind(fields.one_of("kind", tuple(Kind))),
        thread=fields.octets("thread", ID),
        message=fields.octets("message", ID),
        day=fields.day("day"),
        excluded=fields.slots("excluded"),
        reply_key=fields.octets("reply_key", KEY),
        reporter_key=fields.octets("reporter_key", KEY),
        files=tuple(_file(one) for one in fields.array("files")),
        **{**texts, **codes},
    )


def _message(content: Content, raw: bytes, instance: bytes, directory_hash: bytes, object_id: bytes) -> bytes:
    # with the directory and what the content excludes, the reporter signs who may read it
    return instance + directory_hash + object_id + content.thread + content.message + sha256(raw)


def _file(value: object) -> File:
    fields = Fields(value, FILE_FIELDS)
    return File(
        key=fields.octets("key", KEY),
        name=fields.text("name"),
        type=fields.text("type"),
        size=fields.number("size"),
        sha256=fields.octets("sha256", HASH),
    )


def _file_to_json(one: File) -> dict[str, object]:
    return {"key": one.key.hex(), "name": one.name, "type": one.type, "size": one.size, "sha256": one.sha256.hex()}
