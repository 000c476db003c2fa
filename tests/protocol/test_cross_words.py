"""What one language writes the other reads: replies, phrases, member keys, signatures, canonical forms."""

import json
import random
import unicodedata
from datetime import date

from crypto import member
from crypto.directory import make_keys_signature, sign_body
from crypto.entropy import fresh
from crypto.phrase import Reporter, draw, is_own, mask_of, new_object
from crypto.reply import ReplyContent, open_reply, seal_reply, split_text
from crypto.words import WORDS, canonical, unknown_words
from tests.protocol.conftest import Ask, Json
from tests.vectors.line import CURRENT, FILE, FOUNDING, INSTANCE, REPLY_KEY, SECRETS, THREAD

AUTHOR = SECRETS[2]
TO: Json = {"reply_key": REPLY_KEY, "thread": THREAD, "instance": INSTANCE}
TEXT = " ".join(random.Random(7).choice(WORDS) for _ in range(900)) + " 🙏 «ça»\0"


def parts_of(pieces: list[str]) -> list[ReplyContent]:
    count = len(pieces)
    return [
        ReplyContent(bytes(16), number, count, AUTHOR.slot, date(2026, 2, 3), piece, (1,))
        for number, piece in enumerate(pieces, 1)
    ]


def test_python_reads_replies_of_node(ask: Ask) -> None:
    [split] = ask([{"do": "split_text", "text": TEXT}])
    assert "".join(split["parts"]) == TEXT
    parts = parts_of(split["parts"])
    asked = [{"do": "seal_reply", "content": one.serialise().decode(), "seed": AUTHOR.sign_seed, **TO} for one in parts]
    entries = [bytes.fromhex(answer["entry"]) for answer in ask(asked)]
    found = [open_reply(entry, REPLY_KEY, THREAD, CURRENT.chain, INSTANCE) for entry in entries]
    assert [one.content for one in found] == parts
    assert {one.author for one in found} == {CURRENT.current.member(AUTHOR.slot)}


def test_node_reads_replies_of_python(ask: Ask) -> None:
    parts = parts_of(list(split_text(TEXT)))
    entries = [seal_reply(REPLY_KEY, THREAD, one, AUTHOR.sign_seed, INSTANCE) for one in parts]
    answers = ask([{"do": "reply", "input": {"entry": entry, "directory": FILE, **TO}} for entry in entries])
    assert [json.loads(answer["content"]) for answer in answers] == [json.loads(one.serialise()) for one in parts]


def test_phrases_and_objects(ask: Ask) -> None:
    phrase = draw(0b100)
    ours = Reporter.from_phrase(phrase, INSTANCE)
    derived, drawn, made, known = ask(
        [
            {"do": "phrase", "input": {"phrase": phrase, "instance": INSTANCE, "mask": 7}},
            {"do": "draw_phrase", "mask": 0b100001},
            {"do": "new_object", "k_object": ours.k_object},
            {"do": "own", "input": {"k_object": ours.k_object, "object": new_object(ours.k_object)}},
        ]
    )
    assert derived["reply_key"] == ours.reply_key(7).hex()
    assert derived["check_words"] == list(ours.check_words)
    assert mask_of(drawn["phrase"]) == 0b100001
    assert unknown_words(drawn["phrase"]) == ()
    assert is_own(ours.k_object, bytes.fromhex(made["object"]))
    assert known == {"own": True}


def test_any_text_has_one_canonical_form(ask: Ask) -> None:
    texts = [any_text(seed) for seed in range(400)]
    answers = ask([{"do": "words", "input": {"text": text}} for text in texts])
    wanted = [{"canonical": canonical(text), "unknown": list(unknown_words(text))} for text in texts]
    assert [pair for pair in zip(answers, wanted, strict=True) if pair[0] != pair[1]] == []


def any_text(seed: int) -> str:
    """Characters from anywhere that Python's Unicode knows; browsers' may know more."""
    chance = random.Random(seed)
    wide = (chr(chance.randrange(0x20, 0x2FFFF)) for _ in range(40))
    near = (chr(chance.randrange(1, 0x3100)) for _ in range(40))
    listed = (f" {chance.choice(WORDS)}\u00a0" for _ in range(3))
    known = [one for one in (*wide, *near) if unicodedata.category(one) not in ("Cn", "Cs")]
    mixed = [*known, *listed]
    chance.shuffle(mixed)
    return "".join(mixed)


def test_member_keys_rest_the_same(ask: Ask) -> None:
    bundle, root, pepper, sheet, marks = AUTHOR.pack(), fresh(32), fresh(32), fresh(32), '{"read":["ü"]}'
    wrapped, resting, sealed = ask(
        [
            {"do": "wrap", "bundle": bundle, "root": root, "pepper": pepper, "instance": INSTANCE},
            {"do": "wrap_sheet", "bundle": bundle, "sheet": sheet, "instance": INSTANCE},
            {"do": "seal_marks", "content": marks, "sign_seed": AUTHOR.sign_seed, "instance": INSTANCE},
        ]
    )
    assert member.unwrap(bytes.fromhex(wrapped["wrapped"]), root, pepper, INSTANCE) == bundle
    assert member.sheet_unwrap(bytes.fromhex(resting["resting"]), sheet, INSTANCE) == bundle
    assert json.loads(member.open_marks(bytes.fromhex(sealed["marks"]), AUTHOR.sign_seed, INSTANCE)) == json.loads(
        marks
    )


def test_node_reads_what_python_laid_to_rest(ask: Ask) -> None:
    bundle, root, pepper, marks = AUTHOR.pack(), fresh(32), fresh(32), '{"read":["ü"]}'
    wrapped = member.wrap(bundle, root, pepper, INSTANCE)
    sealed = member.seal_marks(marks.encode(), AUTHOR.sign_seed, INSTANCE)
    given: list[Json] = [
        {"do": "unwrap", "wrapped": wrapped, "root": root, "pepper": pepper, "instance": INSTANCE},
        {"do": "open_marks", "marks": sealed, "sign_seed": AUTHOR.sign_seed, "instance": INSTANCE},
    ]
    opened, read = ask([{"do": "member", "input": one} for one in given])
    assert opened == {"bundle": bundle.hex()}
    assert json.loads(read["content"]) == json.loads(marks)


def test_signatures_are_the_same_bytes(ask: Ask) -> None:
    keys, seed, slot = AUTHOR.public().hash, AUTHOR.sign_seed, AUTHOR.slot
    made, signed = ask(
        [
            {"do": "keys_signature", "seed": seed, "instance": INSTANCE, "slot": slot, "since": 3, "keys": keys},
            {"do": "sign_body", "seed": seed, "body": FOUNDING.body},
        ]
    )
    assert made["signature"] == make_keys_signature(seed, INSTANCE, slot, 3, keys).hex()
    ours = sign_body(seed, FOUNDING.body)
    assert signed == {"key": ours.key.hex(), "signature": ours.signature.hex()}
