"""Vectors of the record's tree and its checkpoints."""

import base64
from collections.abc import Iterator
from typing import Any

from crypto import tree
from crypto.checkpoint import Checkpoint, make_checkpoint
from crypto.signatures import public_key
from tests.vectors.chance import Chance
from tests.vectors.line import BOARD_SEED, INSTANCE, INTAKE_SEED, OTHER_INSTANCE
from tests.vectors.scenario import Vector

LEAVES = tuple(Chance(f"leaf {number}").fresh(32) for number in range(192))
OTHER = Chance("other leaf").fresh(32)
EMPTY: tuple[bytes, ...] = ()


def vectors() -> Iterator[Vector]:
    """All scenarios of the areas tree and checkpoint."""
    yield from _roots()
    yield from _inclusion()
    yield from _consistency()
    yield from _leaves()
    yield from _checkpoints()
    yield from _following()


def _vector(do: str, name: str, note: str, outcome: str, output: dict[str, Any] | None = None, **asked: Any) -> Vector:
    return Vector("tree", f"{do}_{name}", note, {"do": do, **asked}, outcome, output or {})


def _roots() -> Iterator[Vector]:
    for size in (0, 1, 2, 3, 7, 8, 64):
        output = {"root": tree.root(LEAVES[:size])}
        yield _vector("root", str(size), f"The root of {size} leaves.", "ok", output, leaves=LEAVES[:size])


def _inclusion() -> Iterator[Vector]:
    for index, size in ((0, 1), (0, 2), (4, 5), (6, 7), (3, 8), (63, 64), (100, 192)):
        proof = tree.inclusion_proof(index, LEAVES[:size])
        asked = _included(index, size, proof)
        yield _vector("inclusion", f"{index}_of_{size}", f"Leaf {index} of {size}.", "ok", **asked)
    proof = tree.inclusion_proof(4, LEAVES[:7])
    asked = _included(4, 7, proof)
    wrong: dict[str, dict[str, Any]] = {
        "data": {"data": OTHER},
        "index": {"index": 5},
        "index_beyond": {"index": 7},
        "size": {"size": 9},
        "root": {"root": OTHER},
        "proof_hash": {"proof": (OTHER, *proof[1:])},
        "proof_order": {"proof": (proof[1], proof[0], *proof[2:])},
        "proof_short": {"proof": proof[:-1]},
        "proof_long": {"proof": (*proof, OTHER)},
        "proof_none": {"proof": EMPTY},
        "proof_of_65": {"proof": (OTHER,) * 65},
        "empty_tree": {"size": 0, "index": 0},
        "node_as_leaf": {"data": tree.node_hash(LEAVES[4], LEAVES[5]), "index": 2, "size": 4, "proof": proof[1:]},
    }
    for name, change in wrong.items():
        yield _vector("inclusion", f"wrong_{name}", f"Not in this tree: {name}.", "BrokenChain", **{**asked, **change})


def _included(index: int, size: int, proof: tuple[bytes, ...]) -> dict[str, Any]:
    root = tree.root(LEAVES[:size])
    return {"data": LEAVES[index], "index": index, "size": size, "proof": proof, "root": root}


def _consistency() -> Iterator[Vector]:
    for size, later in (
        (0, 7),
        (1, 1),
        (1, 2),
        (3, 7),
        (4, 7),
        (6, 7),
        (7, 7),
        (4, 8),
        (64, 128),
        (64, 192),
        (128, 192),
    ):
        asked = _grown(size, later)
        yield _vector("consistency", f"{size}_{later}", f"{size} leaves, then {later}.", "ok", **asked)
    asked = _grown(6, 7)
    proof = asked["proof"]
    forked = (*LEAVES[:5], OTHER, LEAVES[6])
    wrong: dict[str, dict[str, Any]] = {
        "root": {"root": OTHER},
        "later_root": {"later_root": OTHER},
        "sizes": {"size": 5},
        "later": {"later": 9},
        "smaller": {"size": 7, "later": 6},
        "proof_hash": {"proof": (OTHER, *proof[1:])},
        "proof_short": {"proof": proof[:-1]},
        "proof_long": {"proof": (*proof, OTHER)},
        "proof_none": {"proof": EMPTY},
        "proof_of_65": {"proof": (OTHER,) * 65},
        "fork": {"later_root": tree.root(forked), "proof": tree.consistency_proof(6, forked)},
        "same_size_fork": {"size": 7, "root": tree.root(forked), "proof": EMPTY},
        "same_size_proof": {"size": 7, "root": asked["later_root"]},
        "nothing_before": {"size": 0, "root": OTHER, "proof": EMPTY},
    }
    for name, change in wrong.items():
        note = f"Does not begin with the other: {name}."
        yield _vector("consistency", f"wrong_{name}", note, "BrokenChain", **{**asked, **change})


def _grown(size: int, later: int) -> dict[str, Any]:
    roots = {"root": tree.root(LEAVES[:size]), "later_root": tree.root(LEAVES[:later])}
    return {"size": size, "later": later, **roots, "proof": tree.consistency_proof(size, LEAVES[:later])}


def _leaves() -> Iterator[Vector]:
    openings = tuple(Chance(f"filler {number}").fresh(32) for number in range(61))
    entries, fillers = LEAVES[:3], tuple(map(tree.filler_data, openings))
    asked: dict[str, Any] = {"leaves": tuple(sorted(entries + fillers)), "entries": entries, "openings": openings}
    yield _vector("leaves", "explained", "Three entries and their fillers.", "ok", **asked)
    wrong: dict[str, dict[str, Any]] = {
        "entry_hidden": {"entries": entries[:2]},
        "entry_missing": {"entries": (*entries, OTHER)},
        "entry_as_filler": {"entries": entries[:2], "openings": (*openings, entries[2])},
        "opening_missing": {"openings": openings[1:]},
        "opening_wrong": {"openings": (OTHER, *openings[1:])},
        "opening_short": {"openings": (openings[0][:-1], *openings[1:])},
        "leaf_twice": {"leaves": (*asked["leaves"][:-1], asked["leaves"][0])},
        "leaf_missing": {"leaves": asked["leaves"][:-1]},
        "half_a_block": {"leaves": entries, "openings": EMPTY},
    }
    for name, change in wrong.items():
        yield _vector("leaves", f"wrong_{name}", f"Not explained: {name}.", "BrokenChain", **{**asked, **change})


def checkpoint(size: int, epoch: int, leaves: tuple[bytes, ...] = LEAVES) -> Checkpoint:
    return Checkpoint(INSTANCE, size, tree.root(leaves[:size]), epoch)


def _noted(name: str, note: str, outcome: str, octets: bytes, **change: Any) -> Vector:
    asked = {
        "checkpoint": octets,
        "board_key": public_key(BOARD_SEED),
        "instance": INSTANCE,
        "before": None,
        "proof": EMPTY,
    }
    output = change.pop("output", {})
    return Vector("checkpoint", name, note, {**asked, **change}, outcome, output)


def _checkpoints() -> Iterator[Vector]:
    found = checkpoint(128, 20000)
    note = make_checkpoint(found, BOARD_SEED)
    output = {"size": 128, "root": found.root, "epoch": 20000}
    yield _noted("good", "A checkpoint of two blocks.", "ok", note, output=output)
    yield _noted("other_line", "Of another line.", "WrongInstance", note, instance=OTHER_INSTANCE)
    other_key = public_key(INTAKE_SEED)
    yield _noted("other_key", "By another key.", "BadSignature", note, board_key=other_key)
    text, line = note.decode().split("\n\n")
    signed = base64.b64decode(line.split()[2])
    mark, origin, _ = line.split()

    def again(octets: bytes) -> str:
        return f"{mark} {origin} {base64.b64encode(octets).decode()}\n"

    foreign = make_checkpoint(found, INTAKE_SEED).decode().split("\n\n")[1]
    swapped = base64.b64decode(foreign.split()[2])
    signatures = {
        "size": (text.replace("\n128\n", "\n192\n"), line),
        "epoch": (text.replace("epoch 20000", "epoch 20001"), line),
        "root": (text.replace(base64.b64encode(found.root).decode(), base64.b64encode(OTHER).decode()), line),
        "signature": (text, again(signed[:-1] + bytes([signed[-1] ^ 1]))),
        "key_id": (text, again(bytes([signed[0] ^ 1]) + signed[1:])),
        "by_another": (text, foreign),
        "by_another_with_our_id": (text, again(signed[:4] + swapped[4:])),
    }
    for name, (head, tail) in signatures.items():
        octets = f"{head}\n\n{tail}".encode()
        yield _noted(f"wrong_{name}", f"Not what was signed: {name}.", "BadSignature", octets)
    other = INSTANCE.hex(), OTHER_INSTANCE.hex()
    forms = {
        "empty": "",
        "other_origin_signed": f"{text}\n\n{line.replace(*other)}",
        "upper_case": note.decode().replace(INSTANCE.hex(), INSTANCE.hex().upper()),
        "no_epoch": note.decode().replace("epoch 20000\n", ""),
        "more_text": note.decode().replace("epoch 20000\n", "epoch 20000\nmore\n"),
        "leading_zero": note.decode().replace("\n128\n", "\n0128\n"),
        "size": note.decode().replace("\n128\n", "\n127\n"),
        "size_huge": note.decode().replace("\n128\n", f"\n{2**53}\n"),
        "epoch_huge": note.decode().replace("epoch 20000", f"epoch {2**53}"),
        "sign": note.decode().replace("epoch 20000", "epoch -1"),
        "hyphen": note.decode().replace("\u2014", "-"),
        "unsigned": f"{text}\n\n",
        "signed_twice": f"{text}\n\n{line}{line}",
        "no_newline": note.decode()[:-1],
        "carriage_return": note.decode().replace("\n", "\r\n"),
        "short_signature": f"{text}\n\n{again(signed[:-1])}",
        "root_not_canonical": note.decode().replace("=\nepoch", "\x00\nepoch"),
    }
    for name, whole in forms.items():
        yield _noted(f"form_{name}", f"Not of the form: {name}.", "Malformed", whole.encode())
    yield _noted("form_utf8", "Not UTF-8.", "Malformed", note.replace(b"\xe2", b"\xff"))
    root = base64.b64encode(found.root).decode()
    loose = root[:-2] + chr(ord(root[-2]) + 1) + "="  # the same bytes, were unused bits let pass
    octets = note.replace(root.encode(), loose.encode())
    yield _noted("form_base64", "Base64 in another form than the one.", "Malformed", octets)


def _following() -> Iterator[Vector]:
    before, after = checkpoint(64, 20000), checkpoint(192, 20002)
    pinned, note = make_checkpoint(before, BOARD_SEED), make_checkpoint(after, BOARD_SEED)
    proof = tree.consistency_proof(64, LEAVES)
    output = {"size": 192, "root": after.root, "epoch": 20002}
    yield _noted("follows", "Two epochs later.", "ok", note, before=pinned, proof=proof, output=output)
    again = {"size": 64, "root": before.root, "epoch": 20000}
    yield _noted("follows_itself", "The same once more.", "ok", pinned, before=pinned, output=again)
    forked = (OTHER, *LEAVES[1:])
    cases: dict[str, tuple[Checkpoint, Checkpoint, tuple[bytes, ...]]] = {
        "forked": (before, checkpoint(192, 20002, forked), tree.consistency_proof(64, forked)),
        "forked_in_the_epoch": (before, checkpoint(64, 20000, forked), EMPTY),
        "back": (after, before, EMPTY),
        "same_size_earlier": (checkpoint(64, 20001), before, EMPTY),
        "grown_within_the_epoch": (before, checkpoint(192, 20000), proof),
        "epoch_left_out": (before, checkpoint(128, 20002), tree.consistency_proof(64, LEAVES[:128])),
        "standing_still": (before, checkpoint(64, 20001), EMPTY),
        "without_proof": (before, after, EMPTY),
        "proof_of_another": (before, after, tree.consistency_proof(64, LEAVES[:128])),
    }
    for name, (first, second, given) in cases.items():
        octets, last = make_checkpoint(second, BOARD_SEED), make_checkpoint(first, BOARD_SEED)
        note_text = f"Does not follow: {name.replace('_', ' ')}."
        yield _noted(f"chain_{name}", note_text, "BrokenChain", octets, before=last, proof=given)
