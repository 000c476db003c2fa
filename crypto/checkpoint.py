"""Checkpoints of the record's tree: C2SP signed notes by the board key (docs/protocol.md, section 16)."""

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass

from crypto.derivation import sha256
from crypto.errors import BadSignature, BrokenChain, Malformed, WrongInstance
from crypto.limits import BLOCK
from crypto.signatures import Domain, public_key, sign, verify
from crypto.strict import LARGEST
from crypto.tree import verify_consistency

ED25519 = b"\1"  # the kind of key, in a key's id
ID = 4
NUMBER = r"(0|[1-9][0-9]{0,15})"
NOTE = re.compile(
    rf"(sealed-line/([0-9a-f]{{32}})/record)\n{NUMBER}\n([A-Za-z0-9+/]{{43}}=)\nepoch {NUMBER}\n"
    r"\n\u2014 (\S+) ([A-Za-z0-9+/]{91}=)\n"
)


@dataclass(frozen=True)
class Checkpoint:
    """`size` leaves with this root, after the close of `epoch`."""

    instance: bytes
    size: int
    root: bytes
    epoch: int

    @property
    def origin(self) -> str:
        """Whose tree it is."""
        return f"{Domain.CHECKPOINT}{self.instance.hex()}/record"

    @property
    def text(self) -> str:
        """What is signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\nepoch {self.epoch}\n"


def make_checkpoint(checkpoint: Checkpoint, seed: bytes) -> bytes:
    """The note, signed with the board key's seed."""
    text = checkpoint.text
    signature = sign(Domain.CHECKPOINT, seed, text.removeprefix(Domain.CHECKPOINT).encode())
    signed = base64.b64encode(key_id(checkpoint.origin, public_key(seed)) + signature).decode()
    return f"{text}\n\u2014 {checkpoint.origin} {signed}\n".encode()


def verify_checkpoint(note: bytes, board_key: bytes, instance: bytes) -> Checkpoint:
    """The checkpoint in `note`. `Malformed`, `WrongInstance`, `BadSignature`."""
    found, signed = _parse(note)
    if found.instance != instance:
        raise WrongInstance("checkpoint")
    if signed[:ID] != key_id(found.origin, board_key):
        raise BadSignature("checkpoint")
    verify(Domain.CHECKPOINT, board_key, found.text.removeprefix(Domain.CHECKPOINT).encode(), signed[ID:])
    return found


def check_next(pinned: Checkpoint, found: Checkpoint, proof: Sequence[bytes]) -> None:
    """`BrokenChain` unless `found` follows from the last one seen: nothing went, nothing changed."""
    epochs = found.epoch - pinned.epoch
    grown = found.size - pinned.size
    if found.instance != pinned.instance or epochs < 0 or grown < BLOCK * epochs or (epochs == 0 and grown):
        raise BrokenChain("checkpoint")
    verify_consistency(pinned.size, pinned.root, found.size, found.root, proof)


def key_id(origin: str, key: bytes) -> bytes:
    """The four bytes that a note names its key by."""
    return sha256(origin.encode() + b"\n" + ED25519 + key)[:ID]


def _parse(note: bytes) -> tuple[Checkpoint, bytes]:
    try:
        found = NOTE.fullmatch(note.decode())
    except UnicodeDecodeError as error:
        raise Malformed("checkpoint") from error
    if not found or found[6] != found[1]:
        raise Malformed("checkpoint")
    size, epoch = int(found[3]), int(found[5])
    if max(size, epoch) > LARGEST or size % BLOCK:
        raise Malformed("checkpoint")
    return Checkpoint(bytes.fromhex(found[2]), size, _octets(found[4]), epoch), _octets(found[7])


def _octets(text: str) -> bytes:
    found = base64.b64decode(text)
    if base64.b64encode(found).decode() != text:
        raise Malformed("base64")
    return found
