"""The record's Merkle tree, RFC 6962: roots, proofs and how they are checked, blocks of leaves with fillers.

`data` of a leaf is the hash of an entry or a filler, 32 bytes (docs/protocol.md, section 16).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from crypto.derivation import sha256
from crypto.entropy import fresh, shuffled
from crypto.errors import BrokenChain
from crypto.limits import BLOCK, HASH, MOST_PROOF


@dataclass(frozen=True)
class Block:
    """The leaves' data that one epoch adds, and the `r` of each filler among them, for the auditor's eyes alone."""

    leaves: tuple[bytes, ...]
    openings: tuple[bytes, ...] = field(repr=False)


def leaf_hash(data: bytes) -> bytes:
    """Hash of a leaf."""
    return sha256(b"\0" + data)


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of an inner node: never that of a leaf, as the first byte differs."""
    return sha256(b"\1" + left + right)


def root(leaves: Sequence[bytes]) -> bytes:
    """Root of the tree of these leaves' data."""
    if not leaves:
        return sha256(b"")
    if len(leaves) == 1:
        return leaf_hash(leaves[0])
    middle = _split(len(leaves))
    return node_hash(root(leaves[:middle]), root(leaves[middle:]))


def inclusion_proof(index: int, leaves: Sequence[bytes]) -> tuple[bytes, ...]:
    """RFC 9162, 2.1.3.1: the hashes that lead from leaf `index` to the root."""
    if len(leaves) == 1:
        return ()
    middle = _split(len(leaves))
    if index < middle:
        return (*inclusion_proof(index, leaves[:middle]), root(leaves[middle:]))
    return (*inclusion_proof(index - middle, leaves[middle:]), root(leaves[:middle]))


def consistency_proof(size: int, leaves: Sequence[bytes]) -> tuple[bytes, ...]:
    """RFC 9162, 2.1.4.1: the hashes that show the tree of the first `size` leaves within that of all."""
    return _consistency(size, leaves, True) if 0 < size < len(leaves) else ()


def verify_inclusion(data: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """RFC 9162, 2.1.3.2. `BrokenChain` unless `data` is that of leaf `index` of the tree of `size` leaves."""
    if not 0 <= index < size or len(proof) > MOST_PROOF:
        raise BrokenChain("inclusion")
    found, at, last = leaf_hash(data), index, size - 1
    for one in proof:
        if last == 0:
            raise BrokenChain("inclusion")
        if at % 2 or at == last:
            found = node_hash(one, found)
            at, last = _rise(at, last)
        else:
            found = node_hash(found, one)
        at, last = at // 2, last // 2
    if last or found != root:
        raise BrokenChain("inclusion")


def verify_consistency(size: int, root: bytes, later: int, later_root: bytes, proof: Sequence[bytes]) -> None:
    """RFC 9162, 2.1.4.2. `BrokenChain` unless the tree of `later` leaves begins with that of `size`."""
    if not 0 <= size <= later or len(proof) > MOST_PROOF:
        raise BrokenChain("consistency")
    if size == later or size == 0:
        if proof or root != (later_root if size else sha256(b"")):
            raise BrokenChain("consistency")
        return
    hashes = list(proof) if size & (size - 1) else [root, *proof]
    if not hashes or _fold(size - 1, later - 1, hashes) != (root, later_root):
        raise BrokenChain("consistency")


def filler_data(opening: bytes) -> bytes:
    """`data` of the filler of `r`, 32 bytes."""
    if len(opening) != HASH:
        raise BrokenChain("filler")
    return sha256(b"SLFILL/1" + opening)


def make_block(entries: Sequence[bytes]) -> Block:
    """The block of an epoch with these new entries' hashes: a multiple of 64 leaves, in random order."""
    size = BLOCK * max(1, -(-len(entries) // BLOCK))
    openings = tuple(fresh(HASH) for _ in range(size - len(entries)))
    return Block(tuple(shuffled([*entries, *map(filler_data, openings)])), openings)


def check_leaves(leaves: Sequence[bytes], entries: Collection[bytes], openings: Collection[bytes]) -> None:
    """What an auditor checks. `BrokenChain` unless the leaves are these entries and the fillers of these `r`."""
    known = {*entries, *map(filler_data, openings)}
    if len(leaves) % BLOCK or len(leaves) != len(known) or set(leaves) != known:
        raise BrokenChain("leaves")


def _split(size: int) -> int:
    return 1 << (size - 1).bit_length() - 1


def _consistency(size: int, leaves: Sequence[bytes], whole: bool) -> tuple[bytes, ...]:
    if size == len(leaves):
        return () if whole else (root(leaves),)
    middle = _split(len(leaves))
    if size <= middle:
        return (*_consistency(size, leaves[:middle], whole), root(leaves[middle:]))
    return (*_consistency(size - middle, leaves[middle:], False), root(leaves[:middle]))


def _rise(at: int, last: int) -> tuple[int, int]:
    """Up through the levels in which the node has no sibling."""
    while at and not at % 2:
        at, last = at // 2, last // 2
    return at, last


def _fold(at: int, last: int, hashes: Sequence[bytes]) -> tuple[bytes, bytes] | None:
    """(older root, later root) that the proof gives; None if it is too long or too short."""
    while at % 2:
        at, last = at // 2, last // 2
    older = later = hashes[0]
    for one in hashes[1:]:
        if last == 0:
            return None
        if at % 2 or at == last:
            older, later = node_hash(one, older), node_hash(one, later)
            at, last = _rise(at, last)
        else:
            later = node_hash(later, one)
        at, last = at // 2, last // 2
    return None if last else (older, later)
