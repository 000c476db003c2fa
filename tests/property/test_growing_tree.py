"""The tree that is kept for proofs gives the very roots and proofs that the whole tree would."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto import tree
from crypto.derivation import sha256
from crypto.growing import GrowingTree
from crypto.limits import BLOCK
from tests.property.profiles import examples

MOST = 19
LEAVES = [sha256(b"leaf" + number.to_bytes(4)) for number in range(BLOCK * MOST)]


def grown(blocks: int) -> GrowingTree:
    made = GrowingTree()
    for number in range(blocks):
        made.append(LEAVES[BLOCK * number : BLOCK * (number + 1)])
    return made


ALL = grown(MOST)


@given(st.integers(0, MOST))
@examples(20)
def test_its_root_at_any_size_is_that_of_the_whole_tree(blocks: int) -> None:
    size = BLOCK * blocks
    assert ALL.root(size) == grown(blocks).root() == tree.root(LEAVES[:size])


@given(st.integers(0, MOST), st.integers(0, MOST))
@examples(40)
def test_its_proofs_of_consistency_are_those_of_the_whole_tree(one: int, other: int) -> None:
    older, size = sorted((BLOCK * one, BLOCK * other))
    assert ALL.consistency_proof(older, size) == tree.consistency_proof(older, LEAVES[:size])


@given(st.integers(1, MOST), st.data())
@examples(40)
def test_its_proofs_of_inclusion_are_those_of_the_whole_tree(blocks: int, data: st.DataObject) -> None:
    size = BLOCK * blocks
    place = data.draw(st.integers(0, size - 1))
    block = LEAVES[place - place % BLOCK :][:BLOCK]
    assert ALL.inclusion_proof(place, size, block) == tree.inclusion_proof(place, LEAVES[:size])


def test_sizes_and_places_that_it_does_not_have_are_refused() -> None:
    for wrong in (-BLOCK, 1, BLOCK * (MOST + 1)):
        with pytest.raises(ValueError, match="size"):
            ALL.root(wrong)
    with pytest.raises(ValueError, match="size"):
        ALL.consistency_proof(BLOCK, 0)
    with pytest.raises(ValueError, match="place"):
        ALL.inclusion_proof(BLOCK, BLOCK, LEAVES[:BLOCK])
    with pytest.raises(ValueError, match="64"):
        GrowingTree().append(LEAVES[:1])
