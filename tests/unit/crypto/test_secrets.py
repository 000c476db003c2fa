"""Secrets do not show: not in a repr, not in the text of a failure."""

from dataclasses import fields
from typing import Any

import pytest

from crypto import member
from crypto.drop import Kind, new_mix_key, open_drop, seal_drop
from crypto.errors import ProtocolError
from crypto.keys import generate
from crypto.opening import open_envelope
from crypto.payload import frame
from crypto.phrase import Reporter
from crypto.reply import Reply, ReplyContent
from tests.vectors.line import CURRENT, FINGERPRINT, FIRST_DAY, INSTANCE, OBJECT, REPORTER_SEED, SECRETS, content, seal

CANARY = "canary of a reporter"


def showings() -> dict[str, tuple[object, list[object]]]:
    """Things that hold secrets, and the secrets in them."""
    secret, envelope = generate(3), seal(content(what=CANARY)).envelope
    opened = open_envelope(envelope, SECRETS[0], [FINGERPRINT], INSTANCE)
    mix_secret, mix_key = new_mix_key()
    drop = open_drop(seal_drop(Kind.ENVELOPE, envelope, mix_key, bytes(8)), mix_secret, INSTANCE)
    reporter = Reporter.from_phrase(CANARY, INSTANCE)
    part = ReplyContent(bytes(16), 1, 1, 0, FIRST_DAY, CANARY)
    return {
        "member keys": (secret, [secret.sign_seed, secret.x25519, secret.mlkem_seed]),
        "opened envelope": (opened, [opened.content_key, CANARY]),
        "content": (opened.content, [CANARY, opened.content.reply_key]),
        "drop": (drop, [drop.envelope, drop.work]),
        "mix key": (new_mix_key(), []),
        "reporter": (reporter, [getattr(reporter, one.name) for one in fields(reporter) if one.name != "mask"]),
        "reply": (Reply(part, CURRENT.current.members[0]), [CANARY]),
    }


@pytest.mark.parametrize("what", ["member keys", "opened envelope", "content", "drop", "mix key", "reporter", "reply"])
def test_a_repr_shows_no_secret(what: str) -> None:
    thing, secrets = showings()[what]
    for secret in secrets:
        shown = secret if isinstance(secret, str) else repr(secret)
        assert shown not in repr(thing)


def test_the_repr_of_a_mix_key_pair_shows_nothing() -> None:
    assert repr(new_mix_key()) == "MixKey()"


def failures() -> list[Any]:
    wrapped = member.wrap(bytes(128), bytes(32), bytes(32), INSTANCE)
    return [
        lambda: member.unwrap(wrapped, CANARY.encode().ljust(32), bytes(32), INSTANCE),
        lambda: frame(content(what=CANARY, kind="other"), REPORTER_SEED, INSTANCE, FINGERPRINT, OBJECT),
        lambda: frame(content(what=CANARY + "\ud800"), REPORTER_SEED, INSTANCE, FINGERPRINT, OBJECT),
        lambda: frame(content(what=CANARY, category=CANARY), REPORTER_SEED, INSTANCE, FINGERPRINT, OBJECT),
    ]


@pytest.mark.parametrize("index", range(4))
def test_a_failure_names_no_secret(index: int) -> None:
    with pytest.raises(ProtocolError) as caught:
        failures()[index]()
    assert CANARY not in str(caught.value) + repr(caught.value)
