"""What one language seals the other opens, both ways: envelopes and drops."""

import json
from collections.abc import Sequence

import pytest

from crypto.drop import Kind, new_mix_key, open_drop, seal_drop
from crypto.entropy import fresh
from crypto.errors import NotARecipient
from crypto.keys import MemberPublic, MemberSecret, generate
from crypto.mix import check_work, solve
from crypto.opening import open_envelope
from crypto.payload import Content
from crypto.sealing import filler
from tests.protocol.conftest import Ask, Json
from tests.protocol.test_exclusion import SAMPLE, check_that_excluded_slots_look_sealed
from tests.vectors.line import CURRENT, FINGERPRINT, INSTANCE, OBJECT, REPORTER_SEED, SECRETS, content, reader, seal

CONTENTS = (
    content(),
    content(what='évènement 納品 🚚 \u2028 \0 \\ " </script>' * 40, identity="J. Doe"),
    content(what="a" * 60_000),
    content(what="", where_when="", who="", how_known="", category="", relation="", excluded=(5,)),
)


@pytest.mark.parametrize("written", CONTENTS, ids=["report", "any_text", "long", "excluding"])
def test_node_reads_what_python_seals(ask: Ask, written: Content) -> None:
    envelope = seal(written).envelope
    answers = ask([to_open(envelope, secret) for secret in SECRETS.values()])
    for slot, answer in zip(SECRETS, answers, strict=True):
        if slot in written.excluded:
            assert answer == {"error": "NotARecipient"}
        else:
            assert json.loads(answer["content"]) == json.loads(written.serialise())


@pytest.mark.parametrize("written", CONTENTS, ids=["report", "any_text", "long", "excluding"])
def test_python_reads_what_node_seals(ask: Ask, written: Content) -> None:
    [answer] = ask([to_seal(written)])
    for slot, secret in SECRETS.items():
        if slot in written.excluded:
            with pytest.raises(NotARecipient):
                opened(answer, secret)
        else:
            assert opened(answer, secret) == written


def test_node_refuses_to_seal_what_python_refuses(ask: Ask) -> None:
    requests = [to_seal(content(excluded=(0, 2))), to_seal(content(what=fresh(9000).hex()))]
    assert ask(requests) == [{"error": "TooFewReaders"}, {"error": "TooLong"}]


def test_keys_made_in_one_language_serve_the_other(ask: Ask) -> None:
    made = ask([{"do": "make_keys", "slot": slot} for slot in (1, 3)])
    secrets = [secret_of(one) for one in made]
    assert [one["sign"] for one in made] == [secret.sign_key().hex() for secret in secrets]
    assert [one["public"] for one in made] == [public_of(secret.public()) for secret in secrets]
    secrets.append(generate(6))
    by_slot = {secret.slot: secret.public() for secret in secrets}
    [answer] = ask([to_seal(content(), [by_slot.get(slot) for slot in range(8)])])
    assert [opened(answer, secret) for secret in secrets] == [content()] * 3


def test_a_filler_is_one_to_both(ask: Ask) -> None:
    [theirs] = ask([{"do": "filler", "instance": INSTANCE}])
    assert ask([to_open(filler(INSTANCE), SECRETS[0])]) == [{"error": "NotARecipient"}]
    with pytest.raises(NotARecipient):
        opened(theirs, SECRETS[0])


@pytest.mark.promise("P6")
def test_slots_that_node_makes_for_nobody_look_sealed(ask: Ask) -> None:
    envelopes = [bytes.fromhex(answer["envelope"]) for answer in ask([to_seal(content(excluded=(2,)))] * SAMPLE)]
    for number in range(8):
        check_that_excluded_slots_look_sealed(iter(envelopes).__next__, number)


def test_python_opens_drops_of_node_and_takes_its_work(ask: Ask) -> None:
    secret, public = new_mix_key()
    envelope, challenge = filler(INSTANCE), fresh(32)
    solved, sealed = ask(
        [
            {"do": "solve", "challenge": challenge, "envelope": envelope, "bits": 9},
            {"do": "seal_drop", "kind": 1, "envelope": envelope, "mix_key": public, "work": bytes(range(8))},
        ]
    )
    check_work(challenge, envelope, 9, bytes.fromhex(solved["work"]))
    found = open_drop(bytes.fromhex(sealed["drop"]), secret, INSTANCE)
    assert (found.kind, found.work, found.envelope) == (Kind.ENVELOPE, bytes(range(8)), envelope)


def test_node_opens_drops_of_python_and_takes_its_work(ask: Ask) -> None:
    secret, public = new_mix_key()
    envelope, challenge = filler(INSTANCE), fresh(32)
    worked = {"challenge": challenge, "envelope": envelope, "bits": 9, "work": solve(challenge, envelope, 9)}
    drop = seal_drop(Kind.COVER, envelope, public, bytes(8))
    given = {"drop": drop, "mix_secret": secret, "instance": INSTANCE}
    answers = ask([{"do": "work", "input": worked}, {"do": "drop", "input": given}])
    assert answers == [{}, {"kind": 0, "work": bytes(8).hex(), "envelope": envelope.hex()}]


def to_seal(written: Content, readers: Sequence[MemberPublic | None] | None = None) -> Json:
    recipients = CURRENT.recipients(written.excluded) if readers is None else readers
    return {
        "do": "seal_envelope",
        "content": written.serialise().decode(),
        "seed": REPORTER_SEED,
        "instance": INSTANCE,
        "object": OBJECT,
        "directory_hash": FINGERPRINT,
        "recipients": [one and public_of(one) for one in recipients],
    }


def to_open(envelope: bytes, secret: MemberSecret) -> Json:
    given = {"envelope": envelope, "instance": INSTANCE, "directory_hashes": [FINGERPRINT]}
    return {"do": "envelope", "input": {**given, **reader(secret)}}


def opened(answer: Json, secret: MemberSecret) -> Content:
    return open_envelope(bytes.fromhex(answer["envelope"]), secret, [FINGERPRINT], INSTANCE).content


def public_of(member: MemberPublic) -> Json:
    return {"slot": member.slot, "x25519": member.x25519.hex(), "mlkem": member.mlkem.hex()}


def secret_of(made: Json) -> MemberSecret:
    return MemberSecret(made["slot"], *(bytes.fromhex(made[name]) for name in ("sign_seed", "x25519", "mlkem_seed")))
