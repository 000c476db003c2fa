"""A record that was sealed, signed and checked by the protocol is folded by the rules, alike in both languages."""

import json
import subprocess
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from crypto.approval import Action
from crypto.case_keys import open_contents
from reviewer.lifecycle.folding import fold
from reviewer.lifecycle.opened import memberships, opened_entries
from reviewer.lifecycle.state import state_json
from tests.lifecycle.story import SIGNATURE, content, requested
from tests.vectors.case_line import CASE, CHAIR, COUNSEL, KEYS, SECOND, Story, record_bytes
from tests.vectors.line import CURRENT, FILE, INSTANCE, SECRETS

PERSON = CHAIR.sign_key().hex()


def recused() -> Story:
    """The chair is recused by the two others, who go on under a new key."""
    story = Story().add(CHAIR, content("filed", received="2026-02-09"), dict.fromkeys(SECRETS.values()))
    act = content("recusal_of", person=PERSON, request=1)
    story.add(SECOND, requested(act, "2026-02-20"))
    approval = story.approval(Action.RECUSE, SECOND, COUNSEL, reader=CHAIR.sign_key())
    for one in (SECOND, COUNSEL):
        story.add(one, content("approval", request=1, signature=SIGNATURE))
    return story.add(COUNSEL, act, dict.fromkeys((SECOND, COUNSEL)), renew=True, approvals=(approval,))


def spoiled() -> Story:
    """The record with an entry whose content is sealed to nothing, and with one more after it."""
    story = recused().add(COUNSEL, content("note")).spoil(COUNSEL, bytes([7]) * 1088)
    return story.add(SECOND, content("note"))


def in_python(story: Story, number: int) -> Any:
    record = story.record()
    read = open_contents(record, story.contents, number, KEYS[number])
    entries, members = opened_entries(record, read), memberships(CURRENT.chain)
    found = {
        "entries": [asdict(one) for one in entries],
        "members": [asdict(one) for one in members],
        "state": state_json(fold(entries, members)),
    }
    return json.loads(json.dumps(found))


def in_javascript(story: Story, number: int, root: Path) -> Any:
    given = {
        "directory": FILE.hex(),
        "record": record_bytes(story.documents).decode(),
        "instance": INSTANCE.hex(),
        "case": CASE.hex(),
        "contents": [one.hex() for one in story.contents],
        "number": number,
        "key": KEYS[number].hex(),
    }
    command = ["node", "--no-warnings", "tests/js/lifecycle-opened.mjs"]
    done = subprocess.run(
        command, cwd=root, input=json.dumps(given), check=True, capture_output=True, text=True, timeout=60
    )
    return json.loads(done.stdout)


def test_a_sealed_record_is_folded_and_the_key_before_is_not_in_the_case() -> None:
    found = in_python(recused(), 1)
    assert found["state"]["refused"] == []
    assert found["state"]["recused"] == [PERSON]
    assert [one["person"] for one in found["state"]["readers"]] == sorted(
        one.sign_key().hex() for one in (SECOND, COUNSEL)
    )
    assert KEYS[0].hex() not in json.dumps(found)


def noted() -> Story:
    """And a note under the new key."""
    return recused().add(COUNSEL, content("note"))


def spent() -> Story:
    """The signatures of two for closing a case, spent by a third on an entry that says something else."""
    story = Story().add(CHAIR, content("filed", received="2026-02-09"), dict.fromkeys(SECRETS.values()))
    for kind in ("acknowledged", "conflict_check", "triage"):
        story.add(CHAIR, content(kind))
    act = content("not_a_complaint", request=4)
    story.add(SECOND, requested(act, "2026-02-28"))
    approval = story.approval(Action.CLOSE, SECOND, CHAIR)
    for one in (SECOND, CHAIR):
        story.add(one, content("approval", request=4, signature=SIGNATURE))
    return story.add(COUNSEL, content("note"), state="closed", hold=True, approvals=(approval,))


def test_what_a_reader_cannot_open_counts_for_nothing() -> None:
    refused = in_python(noted(), 0)["state"]["refused"]
    assert [(one["sequence"], one["failure"], one["reason"]) for one in refused] == [(5, "NotAllowed", "later_key")]


def test_two_signatures_cannot_be_spent_on_anything_but_what_was_approved() -> None:
    state = in_python(spent(), 0)["state"]
    assert (state["refused"], state["fine"], state["requests"]) == ([], "not_a_complaint", [])
    assert (state["shown"], state["held"]) == ("closed", 1)


def test_a_fold_that_believes_the_entry_and_not_the_request_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reviewer.lifecycle.opened._approved", lambda *_: None)
    with pytest.raises(AssertionError):
        test_two_signatures_cannot_be_spent_on_anything_but_what_was_approved()


def test_a_content_that_opens_for_nobody_is_refused_with_its_authors_name_and_locks_nothing() -> None:
    state = in_python(spoiled(), 1)["state"]
    found = [(one["sequence"], one["author"], one["failure"]) for one in state["refused"]]
    assert found == [(5, COUNSEL.sign_key().hex(), "BadContent")]
    assert state["timeline"][-1]["kind"] == "note"


def test_both_languages_open_and_fold_the_same(root: Path) -> None:
    for story, number in ((noted(), 0), (noted(), 1), (spoiled(), 0), (spoiled(), 1), (spent(), 0)):
        assert in_javascript(story, number, root) == in_python(story, number)
