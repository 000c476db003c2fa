"""The directory: the signed chain of members' keys, from version 1 to the current one, and how a reader checks it.

Whoever seals does so only to keys that came through `verify_directory`.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

from crypto.derivation import pbkdf2, sha256
from crypto.document import Signature, Signed, sign_text, signed_from
from crypto.errors import BrokenChain, Expired, Malformed
from crypto.keys import MemberPublic
from crypto.limits import (
    DIRECTORY_BASE,
    DIRECTORY_DAYS,
    DIRECTORY_PER_VERSION,
    KEY,
    MEMBER_SLOTS,
    MIN_MEMBERS,
    MLKEM_PUBLIC,
    SPOKEN_WORDS,
)
from crypto.signatures import Domain, verify
from crypto.strict import Fields, parse_object, serialise, to_json
from crypto.succession import check_founding, check_successions
from crypto.version import (
    Directory,
    DirectoryMember,
    keys_message,
    make_body,
    make_keys_signature,
    parse_version,
    quorum_of,
)
from crypto.words import pick

__all__ = [
    "CurrentDirectory",
    "Directory",
    "DirectoryMember",
    "assemble",
    "make_body",
    "make_keys_signature",
    "sign_body",
    "spoken_words",
    "verify_directory",
    "versions_with",
]


@dataclass(frozen=True)
class CurrentDirectory:
    """A checked directory file: every version, the last one, its encryption keys in order of slot, the file itself."""

    chain: tuple[Directory, ...]
    current: Directory
    keys: tuple[MemberPublic, ...]
    bytes: bytes = field(repr=False)

    def recipients(self, excluded: Collection[int] = ()) -> tuple[MemberPublic | None, ...]:
        """For each of the 8 slots the keys to seal to; None where there is no member or it is excluded."""
        by_slot = {one.slot: one for one in self.keys if one.slot not in excluded}
        return tuple(by_slot.get(slot) for slot in range(MEMBER_SLOTS))


def versions_with(chain: Sequence[Directory], keys: bytes) -> tuple[bytes, ...]:
    """The hashes of the versions that carried the encryption keys with hash `keys`, newest first."""
    return tuple(one.hash for one in reversed(chain) if any(member.keys == keys for member in one.members))


def sign_body(seed: bytes, body: str) -> Signature:
    """A member's signature of a version."""
    return sign_text(Domain.DIRECTORY, seed, body)


def assemble(chain: Sequence[Signed], keys: Sequence[MemberPublic]) -> bytes:
    """The directory file. Nothing is checked: whoever serves it verifies it first."""
    listed = [
        {"slot": one.slot, "x25519": to_json(one.x25519), "mlkem": to_json(one.mlkem)}
        for one in sorted(keys, key=lambda one: one.slot)
    ]
    return serialise({"chain": [one.to_json() for one in chain], "keys": listed})


def spoken_words(body: str) -> tuple[str, ...]:
    """The six words that founders compare, of the body of a version; stretched, so it takes half a second."""
    message = body.encode()
    instance = parse_version(Signed(body, ())).instance
    material = pbkdf2(sha256(message), b"SLWRD/1" + instance)
    return tuple(pick(material, index) for index in range(SPOKEN_WORDS))


def verify_directory(file: bytes, *, today: date | None, fingerprint: bytes | None) -> CurrentDirectory:
    """The directory in `file`, checked in the steps of docs/protocol.md, section 2.

    `today` is None where age does not matter (a member reading old letters), `fingerprint` None where the
    reader has none. `Malformed`, `BrokenChain`, `BadSignature`, `Expired`.
    """
    # 1. parse everything before trusting anything
    documents, keys = _parse_file(file)
    chain = tuple(parse_version(one) for one in documents)
    # 2. each body, by itself and after the one before
    _check_bodies(chain)
    # 3. each member's own signature of its encryption keys
    for version in chain:
        _check_keys_signatures(version)
    # 4. the founding version: signed by all
    check_founding(chain[0], documents[0])
    # 5. each later one: a quorum of the version before, or nothing but renewed keys, for a time
    check_successions(chain, documents)
    # 6. the encryption keys
    _check_keys(chain[-1], keys)
    # 7. the poster's fingerprint: otherwise a server could found a line of its own
    if fingerprint is not None and fingerprint not in (version.hash for version in chain):
        raise BrokenChain("fingerprint")
    # 8. age
    if today is not None and chain[-1].not_after < today:
        raise Expired
    return CurrentDirectory(chain, chain[-1], keys, file)


def _parse_file(file: bytes) -> tuple[tuple[Signed, ...], tuple[MemberPublic, ...]]:
    fields = parse_object(file, ("chain", "keys"))
    documents = tuple(signed_from(one) for one in fields.array("chain"))
    if not documents or len(file) > DIRECTORY_BASE + DIRECTORY_PER_VERSION * len(documents):
        raise Malformed("directory")
    return documents, tuple(_keys(one) for one in fields.array("keys"))


def _keys(value: object) -> MemberPublic:
    fields = Fields(value, ("slot", "x25519", "mlkem"))
    slot = fields.number("slot", 0, MEMBER_SLOTS - 1)
    return MemberPublic(slot, fields.octets("x25519", KEY), fields.octets("mlkem", MLKEM_PUBLIC))


def _check_bodies(chain: Sequence[Directory]) -> None:
    for number, version in enumerate(chain, 1):
        if version.version != number or version.instance != chain[0].instance:
            raise BrokenChain("version or instance")
        _check_members(version)
        if not timedelta(0) < version.not_after - version.day <= timedelta(days=DIRECTORY_DAYS):
            raise BrokenChain("not_after")
    if any(after.day < before.day for before, after in pairwise(chain)):
        raise BrokenChain("day")


def _check_members(version: Directory) -> None:
    members = version.members
    slots = [one.slot for one in members]
    if not MIN_MEMBERS <= len(members) <= MEMBER_SLOTS or slots != sorted(set(slots)):
        raise BrokenChain("members")
    if len({one.sign for one in members}) < len(members) or len({one.keys for one in members}) < len(members):
        raise BrokenChain("two members with one key")
    if version.quorum != quorum_of(len(members)):
        raise BrokenChain("quorum")
    if not all(1 <= one.since <= version.version for one in members):
        raise BrokenChain("since")


def _check_keys_signatures(version: Directory) -> None:
    for one in version.members:
        message = keys_message(version.instance, one.slot, one.since, one.keys)
        verify(Domain.MEMBER_KEYS, one.sign, message, one.keys_signature)


def _check_keys(current: Directory, keys: Sequence[MemberPublic]) -> None:
    if [(one.slot, one.hash) for one in keys] != [(one.slot, one.keys) for one in current.members]:
        raise BrokenChain("keys")
    for one in keys:
        one.check_usable()
