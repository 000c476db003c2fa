"""Items: an envelope, as it came, under a case key (docs/protocol.md, section 13). Only members' code imports this."""

from collections.abc import Collection
from dataclasses import dataclass, field

from crypto.boxes import gcm, gcm_open
from crypto.derivation import equal, hkdf, sha256
from crypto.entropy import fresh
from crypto.envelope import body_key, commitment, parse_envelope
from crypto.errors import Damaged, Malformed, NotARecipient
from crypto.limits import CASE, ENVELOPE, HASH, ID, ITEM, KEY, SALT
from crypto.opening import Opened
from crypto.payload import unframe


@dataclass(frozen=True)
class Item:
    """What an item holds: the envelope, its content key, the hash of the directory version it was sealed under."""

    content_key: bytes = field(repr=False)
    directory_hash: bytes
    envelope: bytes = field(repr=False)

    @property
    def id(self) -> bytes:
        """The id under which it lies in a case: 16 bytes."""
        return hkdf(self.content_key, b"SLENV/1 item" + sha256(self.envelope))[:ID]

    @property
    def case(self) -> bytes:
        """The id of the case that is filed from it: 16 bytes."""
        return hkdf(self.content_key, b"SLENV/1 case" + sha256(self.envelope))[:CASE]


def seal_item(item: Item, case_key: bytes, case: bytes) -> bytes:
    """The item, 16 432 bytes."""
    plain = item.content_key + item.directory_hash + item.envelope
    if len(plain) != KEY + HASH + ENVELOPE or len(case) != CASE:
        raise Malformed("item")
    salt = fresh(SALT)
    commit, key = _keys(case_key, salt + case)
    return salt + commit + gcm(key, plain)


def open_item(
    sealed: bytes,
    case_key: bytes,
    case: bytes,
    item_id: bytes,
    *,
    instance: bytes,
    directory_hashes: Collection[bytes],
    slot: int | None,
) -> tuple[Item, Opened]:
    """The item with that id, and what its author wrote, in the steps of docs/protocol.md.

    `directory_hashes` are those of the whole chain; `slot` is the reader's, None for one who is no member.
    `Malformed`, `Damaged`, `WrongInstance`, `BadSignature`, `NotARecipient`.
    """
    # 1. length
    if len(sealed) != ITEM:
        raise Malformed("item")
    # 2. commitment, cipher, id
    item = _open(sealed, case_key, case)
    if not equal(item.id, item_id):
        raise Damaged("item id")
    # 3. the envelope under its content key
    parts = parse_envelope(item.envelope, instance)
    mac = commitment(item.content_key, item.directory_hash, parts.ctx, parts.slots)
    if item.directory_hash not in directory_hashes or not equal(mac, parts.mac):
        raise Damaged("commitment")
    payload = gcm_open(body_key(item.content_key, parts.mac), parts.body)
    # 4. frame, content, signature
    content = unframe(payload, instance, item.directory_hash, parts.object)
    # 5. not for whom its author left out
    if slot in content.excluded:
        raise NotARecipient("excluded")
    return item, Opened(content, parts.object, item.directory_hash, item.content_key)


def _open(sealed: bytes, case_key: bytes, case: bytes) -> Item:
    salt, commit, box = sealed[:SALT], sealed[SALT : SALT + HASH], sealed[SALT + HASH :]
    expected, key = _keys(case_key, salt + case)
    if not equal(expected, commit):
        raise Damaged("case key")
    plain = gcm_open(key, box)
    return Item(plain[:KEY], plain[KEY : KEY + HASH], plain[KEY + HASH :])


def _keys(case_key: bytes, place: bytes) -> tuple[bytes, bytes]:
    return hkdf(case_key, b"SLITM/1 commit" + place), hkdf(case_key, b"SLITM/1 key" + place)
