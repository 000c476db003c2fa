"""One version of the directory: its body, made and parsed. Whether it follows from another, directory says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from crypto.derivation import sha256, u64
from crypto.document import Signed
from crypto.errors import Malformed
from crypto.limits import HASH, INSTANCE, KEY, MEMBER_SLOTS, ROLE_CHARACTERS, SIGNATURE
from crypto.signatures import Domain, sign
from crypto.strict import Fields, parse_object, serialise

FIELDS = ("type", "version", "day", "not_after", "instance", "members", "intake_key", "board_key", "quorum", "previous")
MEMBER_FIELDS = ("slot", "role", "sign", "keys", "since", "keys_signature")


@dataclass(frozen=True)
class DirectoryMember:
    """A member as the directory lists it: `sign` is the Ed25519 key, `keys` the hash of the encryption keys."""

    slot: int
    role: str
    sign: bytes
    keys: bytes
    since: int
    keys_signature: bytes

    def to_json(self) -> dict[str, object]:
        """As an element of `members`."""
        octets = {name: getattr(self, name).hex() for name in ("sign", "keys", "keys_signature")}
        return {"slot": self.slot, "role": self.role, "since": self.since, **octets}


@dataclass(frozen=True)
class Directory:
    """A parsed version; `hash` is the directory hash, of the exact body."""

    version: int
    day: date
    not_after: date
    instance: bytes
    members: tuple[DirectoryMember, ...]
    intake_key: bytes
    board_key: bytes
    quorum: int
    previous: bytes
    hash: bytes

    def member(self, slot: int) -> DirectoryMember | None:
        """The member in `slot`, if there is one."""
        return next((one for one in self.members if one.slot == slot), None)


def quorum_of(members: int) -> int:
    """How many must sign the next version."""
    return members // 2 + 1


def keys_message(instance: bytes, slot: int, since: int, keys: bytes) -> bytes:
    """What a member signs of its encryption keys, whose hash is `keys`."""
    return instance + bytes([slot]) + u64(since) + keys


def make_keys_signature(seed: bytes, instance: bytes, slot: int, since: int, keys: bytes) -> bytes:
    """The member's own signature of its encryption keys, `keys` being `MemberPublic.hash`."""
    return sign(Domain.MEMBER_KEYS, seed, keys_message(instance, slot, since, keys))


def make_body(
    *,
    version: int,
    day: date,
    not_after: date,
    instance: bytes,
    members: Sequence[DirectoryMember],
    intake_key: bytes,
    board_key: bytes,
    previous: bytes = bytes(HASH),
) -> str:
    """The text that members sign. `previous` is the hash of the version before, zeros in version 1."""
    ordered = sorted(members, key=lambda one: one.slot)
    body = {
        "type": Domain.DIRECTORY,
        "version": version,
        "day": day.isoformat(),
        "not_after": not_after.isoformat(),
        "instance": instance.hex(),
        "members": [one.to_json() for one in ordered],
        "intake_key": intake_key.hex(),
        "board_key": board_key.hex(),
        "quorum": quorum_of(len(ordered)),
        "previous": previous.hex(),
    }
    return serialise(body).decode()


def parse_version(signed: Signed) -> Directory:
    """The version in `signed`; form only. `Malformed`."""
    fields = parse_object(signed.message, FIELDS)
    fields.constant("type", Domain.DIRECTORY)
    return Directory(
        version=fields.number("version"),
        day=fields.day("day"),
        not_after=fields.day("not_after"),
        instance=fields.octets("instance", INSTANCE),
        members=tuple(_member(one) for one in fields.array("members")),
        intake_key=fields.octets("intake_key", KEY),
        board_key=fields.octets("board_key", KEY),
        quorum=fields.number("quorum"),
        previous=fields.octets("previous", HASH),
        hash=sha256(signed.message),
    )


def in_force(chain: Sequence[Directory], day: date) -> tuple[Directory, ...]:
    """The versions in force on `day`: each from its own day to that of the next, both included."""
    ends = [*(one.day for one in chain[1:]), date.max]
    return tuple(one for one, end in zip(chain, ends, strict=True) if one.day <= day <= end)


def _member(value: object) -> DirectoryMember:
    fields = Fields(value, MEMBER_FIELDS)
    role = fields.text("role")
    if not 1 <= len(role) <= ROLE_CHARACTERS:
        raise Malformed("role")
    return DirectoryMember(
        slot=fields.number("slot", 0, MEMBER_SLOTS - 1),
        role=role,
        sign=fields.octets("sign", KEY),
        keys=fields.octets("keys", HASH),
        since=fields.number("since"),
        keys_signature=fields.octets("keys_signature", SIGNATURE),
    )
