"""Vectors of boards and batches, as recipes: README.md in the folder above says how they are expanded."""

import hashlib
from collections.abc import Iterator
from typing import Any

from crypto import board as boards
from crypto.derivation import sha256, u32, u64
from crypto.envelope import MAGIC_BYTES
from crypto.limits import BOARD_ENTRIES
from crypto.signatures import Domain, public_key, sign
from tests.protocol.adapters import expand_batch, expand_board
from tests.vectors.chance import Chance
from tests.vectors.line import BOARD_SEED, INSTANCE, INTAKE_SEED, OBJECT, OTHER_INSTANCE
from tests.vectors.scenario import Vector

Recipe = dict[str, Any]
FIRST_EPOCH = 20_500
BOARD_KEY = public_key(BOARD_SEED)


def vectors() -> Iterator[Vector]:
    """All scenarios of the areas."""
    first = _signed(_recipe())
    second = _signed(_recipe(1, before=first))
    yield _right("first", "The first board.", first)
    yield _right("second", "The second, after the first.", second, first)
    yield _right("full", "The 91st: the first epoch has left the stored list.", _signed(_recipe(91)))
    yield from _do_not_follow(first, second)
    yield from _wrong_shape(second)
    yield from _wrong_lists()
    yield from _numbers()
    yield from _batches()


def objects(epoch: int, count: int = 32) -> bytes:
    """The sorted objects of a batch."""
    chance = Chance(f"objects {epoch}")
    return b"".join(sorted(chance.fresh(16) for _ in range(count)))


def _recipe(sequence: int = 0, *, before: Recipe | None = None, instance: bytes = INSTANCE, **more: Any) -> Recipe:
    epoch = more.get("epoch", FIRST_EPOCH - 1 + sequence)
    previous = sha256(expand_board(before)) if before else bytes(32) if sequence == 0 else Chance("before").fresh(32)
    count = more.get("count", min(sequence, 90))
    default = [objects(number) for number in range(epoch - count + 1, epoch + 1)]
    lists: list[bytes] = more.get("lists", default)
    stored = b"".join(u32(len(one) // 16) + one for one in lists)
    head = more.get("magic", boards.MAGIC_BYTES) + instance + u64(sequence) + u64(epoch) + previous
    seed = Chance(f"entries {sequence}").fresh(16).hex()
    return {"head": head.hex(), "entries": BOARD_ENTRIES, "seed": seed, "tail": (u32(count) + stored).hex()}


def _signed(recipe: Recipe, seed: bytes = BOARD_SEED, domain: Domain = Domain.BOARD) -> Recipe:
    signature = sign(domain, seed, expand_board(recipe))
    return {**recipe, "tail": recipe["tail"] + signature.hex()}


def _vector(name: str, note: str, board: Recipe, outcome: str, before: Recipe | None = None) -> Vector:
    asked = {"board": board, "board_key": BOARD_KEY, "instance": INSTANCE, "before": before}
    return Vector("board", name, note, asked, outcome)


def _right(name: str, note: str, board: Recipe, before: Recipe | None = None) -> Vector:
    found = boards.parse_board(expand_board(board))
    stored = [[epoch, len(some), hashlib.sha256(b"".join(some)).digest()] for epoch, some in found.stored]
    output = {
        "sequence": found.sequence,
        "epoch": found.epoch,
        "previous": found.previous,
        "entries": hashlib.sha256(b"".join(found.entries)).digest(),
        "stored": stored,
    }
    return Vector("board", name, note, _vector(name, note, board, "ok", before).input, output=output)


def _do_not_follow(first: Recipe, second: Recipe) -> Iterator[Vector]:
    third = _signed(_recipe(2, before=first))
    yield _vector("sequence", "Two more than the board before.", third, "BrokenChain", first)
    yield _vector("same", "The board before itself.", first, "BrokenChain", first)
    other = _signed(_recipe(1))
    yield _vector("other_before", "After another board.", other, "BrokenChain", first)
    later = _signed(_recipe(1, before=first, epoch=FIRST_EPOCH + 1))
    yield _vector("epoch_left_out", "Two epochs after the board before.", later, "BrokenChain", first)
    foreign = _signed(_recipe(instance=OTHER_INSTANCE))
    yield _vector("instance", "Of another line.", foreign, "WrongInstance")
    yield _vector("signed_by_another", "Signed by the intake's key.", _signed(_recipe(1), INTAKE_SEED), "BadSignature")
    domain = _signed(_recipe(1), domain=Domain.MIX)
    yield _vector("other_domain", "Signed as a mix would be.", domain, "BadSignature")
    altered = {**second, "seed": "00" * 16}
    yield _vector("altered", "Other entries than were signed.", altered, "BadSignature")


def _wrong_shape(second: Recipe) -> Iterator[Vector]:
    yield _vector("unsorted", "Entries not sorted.", _signed({**_recipe(1), "sorted": False}), "Malformed")
    yield _vector("entries_short", "359 entries.", _signed({**_recipe(1), "entries": 359}), "Malformed")
    yield _vector("entries_long", "361 entries.", _signed({**_recipe(1), "entries": 361}), "Malformed")
    yield _vector("magic", "Another magic.", _signed(_recipe(1, magic=b"SLBRD/2\n")), "Malformed")
    yield _vector("cut", "The last byte is missing.", {**second, "tail": second["tail"][:-2]}, "Malformed")
    yield _vector("longer", "One byte too many.", {**second, "tail": second["tail"] + "00"}, "Malformed")


def _wrong_lists() -> Iterator[Vector]:
    last = FIRST_EPOCH + 1
    unsorted = objects(last)[16:] + objects(last)[:16]
    cases: dict[str, tuple[str, Recipe]] = {
        "stored_unsorted": ("Objects not sorted.", _recipe(2, lists=[objects(last - 1), unsorted])),
        "stored_epoch_missing": ("One epoch of two.", _recipe(2, lists=[objects(last)], count=1)),
        "stored_epoch_too_many": ("Three epochs of two.", _recipe(2, count=3)),
        "stored_beyond_90": ("91 epochs.", _recipe(91, count=91)),
        "stored_count": ("31 objects in a batch.", _recipe(1, lists=[objects(last, 31)])),
        "stored_none": ("No object in a batch.", _recipe(1, lists=[b""])),
        "stored_short": ("Fewer lists than n says.", _recipe(2, lists=[objects(last)])),
        "stored_long": ("More lists than n says.", _recipe(1, lists=[objects(last - 1), objects(last)])),
    }
    for name, (note, recipe) in cases.items():
        yield _vector(name, note, _signed(recipe), "Malformed")


def _numbers() -> Iterator[Vector]:
    most = 2**53 - 1
    lists = [objects(number % 90) for number in range(90)]

    def recipe(sequence: int, epoch: int) -> Recipe:
        return _signed(_recipe(sequence, epoch=epoch, lists=lists, count=90))

    yield _right("largest_numbers", "Sequence and epoch are 2^53 - 1.", recipe(most, most))
    for name, note, sequence, epoch in (
        ("sequence_2_53", "The sequence is 2^53.", most + 1, most),
        ("sequence_2_63", "The sequence is 2^63.", 2**63, most),
        ("sequence_2_64", "The sequence is 2^64 - 1.", 2**64 - 1, most),
        ("epoch_2_53", "The epoch is 2^53.", most, most + 1),
        ("epoch_2_64", "The epoch is 2^64 - 1.", most, 2**64 - 1),
        ("epoch_before_lists", "The list holds 90 epochs, and the last is 88.", 90, 88),
    ):
        yield _vector(name, note, recipe(sequence, epoch), "Malformed")
    yield _right("lists_since_epoch_0", "The list holds epochs 0 to 89.", recipe(90, 89))


def _batches() -> Iterator[Vector]:
    good: Recipe = {
        "envelopes": 32,
        "head": (MAGIC_BYTES + INSTANCE + OBJECT + bytes(40)).hex(),
        "seed": Chance("batch").fresh(16).hex(),
        "cut": 0,
    }
    digest = hashlib.sha256(expand_batch(good)).digest()
    output = {"envelopes": 32, "hash": digest, "first_object": OBJECT}
    yield Vector("batch", "ok", "32 envelopes.", {"batch": good, "instance": INSTANCE}, output=output)
    foreign = {"batch": good, "instance": OTHER_INSTANCE}
    yield Vector("batch", "instance", "Of another line.", foreign, "WrongInstance")
    wrong: dict[str, tuple[str, Recipe]] = {
        "empty": ("No envelope.", {"envelopes": 0}),
        "count": ("33 envelopes.", {"envelopes": 33}),
        "cut": ("The last byte is missing.", {"cut": 1}),
        "unsorted": ("Not sorted.", {"sorted": False}),
        "zeros": ("The zeros of the envelopes are not.", {"head": good["head"][:-2] + "01"}),
    }
    for name, (note, change) in wrong.items():
        yield Vector("batch", name, note, {"batch": {**good, **change}, "instance": INSTANCE}, "Malformed")
