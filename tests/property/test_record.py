"""P10: history cannot be edited. What holds for every record, and for the tree over all of them."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto import record, tree
from crypto.case_keys import open_contents
from crypto.checkpoint import Checkpoint, check_next, make_checkpoint, verify_checkpoint
from crypto.derivation import sha256
from crypto.document import Signature, Signed
from crypto.entropy import fresh
from crypto.entry import Entry, open_content, seal_content
from crypto.errors import BrokenChain, Damaged, ProtocolError, TooLong
from crypto.grant import open_grant, seal_grant
from crypto.index import open_index, seal_index
from crypto.limits import BLOCK, ENTRY_FRAMES, GRANT, INDEX_FRAMES
from crypto.record import Record, check_contents, check_pinned, check_record
from crypto.signatures import public_key
from crypto.strict import serialise
from tests.property.profiles import examples
from tests.vectors.case_line import CASE, CHAIR, COUNSEL, KEYS, SECOND, opened, plain, recused, remade, whole
from tests.vectors.line import BOARD_SEED, CURRENT, INSTANCE

STORY = whole()
COUNT = len(STORY.documents)
LEAVES = [sha256(bytes([number])) for number in range(200)]
places = st.integers(0, COUNT - 1)


def checked(documents: Sequence[Signed]) -> Record:
    """As a reader checks who has seen all of the story."""
    found = check_record(documents, INSTANCE, CASE, CURRENT.chain)
    check_pinned(found, COUNT, STORY.last)
    return found


def rewritten(at: int) -> list[Signed]:
    """The story with one entry as its own author would like it to have been, signed as well as the first time."""
    documents = [*STORY.documents]
    author = next(one for one in (CHAIR, SECOND, COUNSEL) if one.sign_key() == documents[at].signatures[0].key)
    documents[at] = remade(documents[at], lambda body: body.update(content="ab" * 32), author)
    return documents


def check_that_no_author_rewrites_an_entry() -> None:
    for at in (0, 1, 3):
        with pytest.raises(BrokenChain):
            check_record(rewritten(at), INSTANCE, CASE, CURRENT.chain)


def without_previous(found: Record, entry: Entry) -> None:
    """The check of an entry's place as it would be if entries were numbered and no more."""
    if entry.sequence != len(found.entries):
        raise BrokenChain("sequence")


def check_that_no_node_passes_as_a_leaf() -> None:
    left, right = (tree.leaf_hash(one) for one in LEAVES[:2])
    proof = tree.inclusion_proof(0, LEAVES[:4])[1:]
    with pytest.raises(BrokenChain):
        tree.verify_inclusion(b"\1" + left + right, 0, 2, proof, tree.root(LEAVES[:4]))


@pytest.mark.promise("P10")
def test_who_has_signed_an_entry_cannot_sign_another_in_its_place() -> None:
    check_that_no_author_rewrites_an_entry()


@pytest.mark.mutant("P10")
def test_without_the_previous_hash_an_author_could_rewrite_an_entry() -> None:
    with patch.object(record, "_check_place", without_previous), pytest.raises(pytest.fail.Exception):
        check_that_no_author_rewrites_an_entry()


@pytest.mark.promise("P10")
def test_a_node_of_the_tree_is_never_taken_for_a_leaf() -> None:
    check_that_no_node_passes_as_a_leaf()


@pytest.mark.mutant("P10")
def test_without_the_leafs_prefix_a_node_would_pass() -> None:
    with patch.object(tree, "leaf_hash", sha256), pytest.raises(pytest.fail.Exception):
        check_that_no_node_passes_as_a_leaf()


def test_the_story_itself_is_good() -> None:
    assert checked(STORY.documents).hashes[-1] == STORY.last


@pytest.mark.promise("P10")
@given(places, st.floats(0, 1, exclude_max=True), st.characters(codec="ascii"))
@examples(60)
def test_a_changed_character_anywhere_is_named(at: int, where: float, put: str) -> None:
    one = STORY.documents[at]
    place = int(where * len(one.body))
    body = one.body[:place] + put + one.body[place + 1 :]
    if body != one.body:
        refused([*STORY.documents[:at], Signed(body, one.signatures), *STORY.documents[at + 1 :]])


@pytest.mark.promise("P10")
@given(places, st.integers(0, 511))
@examples(30)
def test_a_turned_bit_of_a_signature_is_named(at: int, bit: int) -> None:
    one = STORY.documents[at]
    octets = bytearray(one.signatures[0].signature)
    octets[bit // 8] ^= 1 << bit % 8
    forged = Signed(one.body, (Signature(one.signatures[0].key, bytes(octets)),))
    refused([*STORY.documents[:at], forged, *STORY.documents[at + 1 :]])


@pytest.mark.promise("P10")
@given(st.lists(places, max_size=COUNT + 2))
@examples(100)
def test_entries_left_out_doubled_or_in_another_order_are_named(order: list[int]) -> None:
    if order != list(range(COUNT)):
        refused([STORY.documents[at] for at in order])


@pytest.mark.promise("P10")
@pytest.mark.parametrize("at", range(COUNT))
def test_each_entry_deleted_swapped_inserted_or_cut_off_is_named(at: int) -> None:
    documents = STORY.documents
    foreign = plain().documents[min(at, 2)]
    changes: list[list[Signed]] = [
        documents[:at] + documents[at + 1 :],
        documents[:at],
        [*documents[:at], foreign, *documents[at:]],
        [*documents[:at], documents[at], *documents[at:]],
        [*documents[:at], *reversed(documents[at : at + 2]), *documents[at + 2 :]],
    ]
    for change in changes:
        if change != documents:
            refused(change)


@pytest.mark.promise("P10")
@given(places, st.floats(0, 1, exclude_max=True))
@examples(30)
def test_a_content_with_a_turned_bit_is_named_without_any_key(at: int, where: float) -> None:
    contents: list[bytes | None] = [*STORY.contents]
    octets = bytearray(STORY.contents[at])
    octets[int(where * len(octets))] ^= 1
    contents[at] = bytes(octets)
    with pytest.raises(Damaged):
        check_contents(checked(STORY.documents), contents)


@given(st.integers(1, 200), st.data())
@examples(60)
def test_proofs_are_good_and_altered_ones_are_not(size: int, data: st.DataObject) -> None:
    index, older = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    leaves, top = LEAVES[:size], tree.root(LEAVES[:size])
    included, grown = tree.inclusion_proof(index, leaves), tree.consistency_proof(older, leaves)
    tree.verify_inclusion(LEAVES[index], index, size, included, top)
    before = tree.root(LEAVES[:older])
    tree.verify_consistency(older, before, size, top, grown)
    for wrong in altered(included, data):
        broken(tree.verify_inclusion, LEAVES[index], index, size, wrong, top)
    broken(tree.verify_inclusion, fresh(32), index, size, included, top)
    for wrong in altered(grown, data):
        broken(tree.verify_consistency, older, before, size, top, wrong)
    broken(tree.verify_consistency, older, fresh(32), size, top, grown)


@given(st.integers(0, 200))
@examples(20)
def test_a_block_has_whole_sixty_fours_and_every_leaf_is_explained(count: int) -> None:
    entries = [fresh(32) for _ in range(count)]
    block = tree.make_block(entries)
    assert len(block.leaves) == BLOCK * max(1, -(-count // BLOCK))
    tree.check_leaves(block.leaves, entries, block.openings)
    for gone in entries[:1]:
        broken(tree.check_leaves, block.leaves, set(entries) - {gone}, block.openings)


def test_a_fork_of_the_tree_is_seen_by_who_has_pinned_a_checkpoint() -> None:
    key = public_key(BOARD_SEED)
    forked = [fresh(32), *LEAVES[1:128]]
    notes = [Checkpoint(INSTANCE, 64, tree.root(LEAVES[:64]), 5), Checkpoint(INSTANCE, 128, tree.root(forked), 6)]
    pinned, found = (verify_checkpoint(make_checkpoint(one, BOARD_SEED), key, INSTANCE) for one in notes)
    broken(check_next, pinned, found, tree.consistency_proof(64, forked))


@given(st.text(st.characters(codec="utf-8"), max_size=9000))
@examples(30)
def test_contents_and_indexes_come_back_and_have_one_of_a_few_lengths(text: str) -> None:
    raw = record_json(text)
    author = SECOND.sign_key()
    with suppress(TooLong):
        sealed = seal_content(raw, KEYS[0], CASE, 3, author)
        assert len(sealed) - 64 in ENTRY_FRAMES
        assert open_content(sealed, KEYS[0], CASE, 3, author) == raw
    index = seal_index(raw, SECOND.sign_seed, INSTANCE)
    assert len(index) - 28 == INDEX_FRAMES[0]
    assert open_index(index, SECOND.sign_seed, INSTANCE) == raw


@pytest.mark.promise("P7")
def test_a_reader_who_was_given_another_case_key_than_the_others_sees_it() -> None:
    story = opened()
    wrong = open_grant(seal_grant(fresh(32), COUNSEL.public(), INSTANCE, CASE, 0), COUNSEL, INSTANCE, CASE, 0)
    with pytest.raises(Damaged):
        open_contents(story.record(), story.contents, 0, wrong)


@pytest.mark.promise("P6")
def test_who_is_left_out_opens_nothing_of_what_is_written_later() -> None:
    story = recused()
    before = open_contents(story.record(), story.contents, 0, KEYS[0])
    assert [one is None for one in before.opened] == [False, False, True]
    assert CHAIR.sign_key() not in story.record().readers
    with pytest.raises(Damaged):
        open_content(story.contents[2], KEYS[0], CASE, 2, SECOND.sign_key())


def test_two_writers_of_one_sequence_never_use_one_key() -> None:
    twice = [seal_content(b'{"kind":"note"}', KEYS[0], CASE, 3, SECOND.sign_key()) for _ in range(2)]
    assert twice[0][:16] != twice[1][:16]
    assert twice[0][48:] != twice[1][48:]


def test_all_grants_have_one_length() -> None:
    assert {len(grant) for _, grant in STORY.grants} == {GRANT}


def test_a_record_knows_its_readers_day_by_day() -> None:
    found = plain().record()
    assert len(found.readers_on(date(2026, 3, 31))) == 4
    assert len(found.readers_on(date(2026, 4, 1))) == 3


def refused(documents: Sequence[Signed]) -> None:
    with pytest.raises(ProtocolError):
        checked(documents)


def broken(check: Callable[..., None], *given: object) -> None:
    with pytest.raises(BrokenChain):
        check(*given)


def altered(proof: tuple[bytes, ...], data: st.DataObject) -> list[tuple[bytes, ...]]:
    """The proof longer by one, shorter by one, and with one hash turned."""
    wrong = [(*proof, fresh(32))]
    if proof:
        at = data.draw(st.integers(0, len(proof) - 1))
        wrong += [proof[:-1], (*proof[:at], sha256(proof[at]), *proof[at + 1 :])]
    return wrong


def record_json(text: str) -> bytes:
    return serialise({"kind": "note", "text": text})
