"""The mix: what a page needs to seal a drop now, signed by the intake, and the proof of work it may ask for."""

from dataclasses import dataclass

from crypto.derivation import integer, sha256, u64
from crypto.directory import CurrentDirectory
from crypto.document import Signed, parse_signed, sign_text
from crypto.errors import BadSignature, ForeignMix, Malformed, StaleMix, TooLittleWork, WrongInstance
from crypto.limits import HASH, INSTANCE, KEY, MAX_BITS, MIX_EPOCHS_AWAY
from crypto.signatures import Domain
from crypto.strict import parse_object, serialise

FIELDS = ("type", "instance", "epoch", "mix_key", "challenge", "bits", "directory")


@dataclass(frozen=True)
class Mix:
    """`mix_key` is the X25519 public key of epoch `epoch`; `directory` the hash of the current directory."""

    instance: bytes
    epoch: int
    mix_key: bytes
    challenge: bytes
    bits: int
    directory: bytes

    def body(self) -> str:
        """The text that is signed."""
        octets = {name: getattr(self, name).hex() for name in ("instance", "mix_key", "challenge", "directory")}
        return serialise({"type": Domain.MIX, "epoch": self.epoch, "bits": self.bits, **octets}).decode()


def sign_mix(mix: Mix, seed: bytes) -> bytes:
    """The mix as it is served, signed by the intake's `seed`."""
    body = mix.body()
    return Signed(body, (sign_text(Domain.MIX, seed, body),)).serialise()


def verify_mix(raw: bytes, current: CurrentDirectory, epoch_now: int | None) -> Mix:
    """The mix, if it is the intake's, for this line, for the current directory and for about now.

    `epoch_now` is the epoch of the reader's clock; None where there is no clock to ask. `Malformed`,
    `BadSignature`, `WrongInstance`, `ForeignMix`, `StaleMix`, in the order of docs/protocol.md, section 5.
    """
    signed = parse_signed(raw)
    mix = _parse(signed)
    if current.current.intake_key not in signed.signers(Domain.MIX):
        raise BadSignature("mix")
    if mix.instance != current.current.instance:
        raise WrongInstance("mix")
    if mix.directory != current.current.hash:
        raise ForeignMix
    if epoch_now is not None and abs(mix.epoch - epoch_now) > MIX_EPOCHS_AWAY:
        raise StaleMix
    if mix.bits > MAX_BITS:
        raise Malformed("bits")
    return mix


def check_work(challenge: bytes, envelope: bytes, bits: int, work: bytes) -> None:
    """`TooLittleWork` unless `SHA-256(challenge || SHA-256(envelope) || work)` begins with `bits` zero bits."""
    if not _is_enough(challenge + sha256(envelope), bits, work):
        raise TooLittleWork


def solve(challenge: bytes, envelope: bytes, bits: int) -> bytes:
    """Work of 8 bytes that `check_work` takes: `2 ** bits` hashes on average."""
    start, number = challenge + sha256(envelope), 0
    while not _is_enough(start, bits, u64(number)):
        number += 1
    return u64(number)


def _is_enough(start: bytes, bits: int, work: bytes) -> bool:
    return integer(sha256(start + work)) < 1 << (8 * HASH - bits)


def _parse(signed: Signed) -> Mix:
    if len(signed.signatures) != 1:
        raise Malformed("mix")
    fields = parse_object(signed.message, FIELDS)
    fields.constant("type", Domain.MIX)
    return Mix(
        instance=fields.octets("instance", INSTANCE),
        epoch=fields.number("epoch"),
        mix_key=fields.octets("mix_key", KEY),
        challenge=fields.octets("challenge", HASH),
        bits=fields.number("bits"),
        directory=fields.octets("directory", HASH),
    )
