"""The record's tree as it grows, block by block: roots and proofs of any of its sizes in a few steps.

Kept are the roots of complete subtrees from 64 leaves upwards, 32 bytes for each; the leaves themselves lie elsewhere.
The hashes are those of tree.py, which says what they mean and checks proofs.
"""

from collections.abc import Sequence

from crypto.derivation import sha256
from crypto.limits import BLOCK
from crypto.tree import inclusion_proof, node_hash, root


class GrowingTree:
    """A tree of so many blocks of 64 leaves. `levels[k]` holds the roots of its complete subtrees of 64 * 2^k leaves.

    Sizes and places are counted in leaves; a size that is none of this tree's is a ValueError.
    """

    def __init__(self) -> None:
        self._levels: list[list[bytes]] = [[]]

    @property
    def size(self) -> int:
        """The number of leaves."""
        return BLOCK * len(self._levels[0])

    def append(self, leaves: Sequence[bytes]) -> None:
        """Add the data of 64 leaves. ValueError for another number."""
        if len(leaves) != BLOCK:
            raise ValueError("a block has 64 leaves")
        found = root(leaves)
        for level in self._levels:
            level.append(found)
            if len(level) % 2:
                return
            found = node_hash(level[-2], level[-1])
        self._levels.append([found])

    def root(self, size: int | None = None) -> bytes:
        """The root of the tree of the first `size` leaves, of all if none is given."""
        blocks = self._blocks(self.size if size is None else size)
        return self._root(0, blocks) if blocks else sha256(b"")

    def consistency_proof(self, older: int, size: int) -> tuple[bytes, ...]:
        """RFC 9162, 2.1.4.1: shows the tree of `older` leaves within that of `size`."""
        first, blocks = self._blocks(older), self._blocks(size)
        if first > blocks:
            raise ValueError("size")
        return self._consistency(first, 0, blocks, True) if 0 < first < blocks else ()

    def inclusion_proof(self, place: int, size: int, block: Sequence[bytes]) -> tuple[bytes, ...]:
        """RFC 9162, 2.1.3.1: leads from leaf `place` to the root of the tree of `size`; `block` is that of the leaf."""
        if not 0 <= place < size:
            raise ValueError("place")
        return (*inclusion_proof(place % BLOCK, block), *self._path(place // BLOCK, 0, self._blocks(size)))

    def _blocks(self, size: int) -> int:
        if size % BLOCK or not 0 <= size <= self.size:
            raise ValueError("size")
        return size // BLOCK

    def _root(self, start: int, count: int) -> bytes:
        """Of `count` blocks from `start`, where splitting the tree has led."""
        level = count.bit_length() - 1
        if count == 1 << level:
            return self._levels[level][start >> level]
        middle = _split(count)
        return node_hash(self._root(start, middle), self._root(start + middle, count - middle))

    def _path(self, at: int, start: int, count: int) -> tuple[bytes, ...]:
        if count == 1:
            return ()
        middle = _split(count)
        if at < middle:
            return (*self._path(at, start, middle), self._root(start + middle, count - middle))
        return (*self._path(at - middle, start + middle, count - middle), self._root(start, middle))

    def _consistency(self, first: int, start: int, count: int, whole: bool) -> tuple[bytes, ...]:
        if first == count:
            return () if whole else (self._root(start, count),)
        middle = _split(count)
        if first <= middle:
            left = self._consistency(first, start, middle, whole)
            return (*left, self._root(start + middle, count - middle))
        right = self._consistency(first - middle, start + middle, count - middle, False)
        return (*right, self._root(start, middle))


def _split(count: int) -> int:
    return 1 << (count - 1).bit_length() - 1
