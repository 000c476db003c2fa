"""Vectors of records: well kept, and with each field, entry, grant and approval made wrong."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from crypto.approval import Action
from crypto.document import Signature, Signed, sign_text
from crypto.keys import MemberSecret
from crypto.signatures import Domain
from crypto.strict import serialise
from tests.vectors.case_line import (
    ADVISER,
    CASE,
    CHAIR,
    COUNSEL,
    KEYS,
    OTHER_CASE,
    RENEWED,
    SECOND,
    STRANGER,
    Body,
    Story,
    changed_list,
    closed,
    closed_on_a_change,
    held,
    opened,
    opened_late,
    plain,
    record_bytes,
    recused,
    remade,
    signed_approval,
    whole,
)
from tests.vectors.chance import decided
from tests.vectors.line import FILE, INSTANCE, OTHER_INSTANCE, SECRETS, member
from tests.vectors.scenario import Vector
from tests.vectors.tampered import NUMBERS, changed, difference, flip_hex, ill_formed

HEXES = ("instance", "case", "previous", "author", "content")
STORIES = {
    "plain": plain,
    "closed": closed,
    "opened_late": opened_late,
    "recused": recused,
    "held": held,
    "whole": whole,
}
NEWCOMER = member(3)  # in the place of somebody who leaves
BASE = "plain"  # whose vector holds the directory for all
Change = Callable[[Body], object]


def vectors() -> Iterator[Vector]:
    """All scenarios of the area."""
    told = {}
    for name, make in STORIES.items():
        with decided(f"record {name}"):
            told[name] = make()
        yield _kept(name, told[name])
    yield from _fields(told["plain"])
    yield from _forms(told["plain"])
    yield from _order(told["plain"])
    yield from _pinned(told["plain"])
    yield from _authors(told)
    yield from _grants(told)
    yield from _moves(told)
    yield from _approvals(told["closed"])
    yield from _recusals(told["recused"])
    yield from _not_needed(told)
    yield from _executors(told)
    yield from _gone(told["closed"])
    yield from _places()
    yield from _contents(told)


def _asked(documents: list[Signed], of: str = "", original: bytes = b"", **change: Any) -> dict[str, Any]:
    """`of` names a vector with another record, `original`; this one is told as a change of it."""
    octets = record_bytes(documents)
    given = {
        "do": "check",
        "record": difference(of, original, octets) if of else octets,
        "instance": INSTANCE,
        "case": CASE,
        "directory": changed(BASE),
        "today": None,
        "pinned": None,
    }
    return {**given, **change}


def _kept(name: str, story: Story) -> Vector:
    record = story.record()
    readers = [[key, until.isoformat() if until else ""] for key, until in sorted(record.readers.items())]
    output = {
        "entries": len(record.entries),
        "last": record.hashes[-1],
        "state": str(record.last.state),
        "readers": readers,
    }
    whole_file: dict[str, Any] = {"directory": FILE} if name == BASE else {}
    note = (STORIES[name].__doc__ or "").strip()
    return Vector("record", name, note, _asked(story.documents, **whole_file), "ok", output)


def _wrong(name: str, note: str, outcome: str, of: str, story: Story, documents: list[Signed], **change: Any) -> Vector:
    asked = _asked(documents, of, record_bytes(story.documents), **change)
    return Vector("record", name, note, asked, outcome)


def _last(story: Story, change: Change, author: MemberSecret | None = None) -> list[Signed]:
    """The record with its last entry changed."""
    return [*story.documents[:-1], remade(story.documents[-1], change, author)]


def _put(**fields: Any) -> Change:
    return lambda body: body.update(fields)


def _fields(story: Story) -> Iterator[Vector]:
    """Any field that is not what was signed."""
    body = json.loads(story.documents[-1].body)
    others = {
        **{name: flip_hex(body[name]) for name in HEXES},
        "sequence": 3,
        "day": "2026-02-13",
        "key": 1,
        "state": "closed",
        "hold": 1,
        "review": "2033-Q1",
        "due": [{"what": "feedback", "day": "2026-05-01"}],
        "grants": [{"reader": "ab" * 32, "until": "2026-05-01", "grant": "cd" * 32}],
    }
    for name, value in others.items():
        note = f"The field {name} was changed after the entry was signed."
        yield _wrong(f"field_{name}", note, "BadSignature", "plain", story, _last(story, _put(**{name: value})))
    for name in ("due", "grants"):
        note = f"An entry in the middle: {name} changed after it was signed."
        middle = remade(story.documents[1], _put(**{name: others[name]}))
        documents = [story.documents[0], middle, story.documents[2]]
        yield _wrong(f"middle_{name}", note, "BadSignature", "plain", story, documents)


def _forms(story: Story) -> Iterator[Vector]:
    """Well signed, but not of the form."""
    body = json.loads(story.documents[-1].body)
    grant = {"reader": "ab" * 32, "until": "2026-05-01", "grant": "cd" * 32}
    due = {"what": "feedback", "day": "2026-05-01"}
    cases: dict[str, Change] = {
        **{f"{name}_{how}": _put(**{name: text}) for name in HEXES for how, text in ill_formed(body[name]).items()},
        "type": _put(type="SLAPP/1"),
        "unknown_field": _put(note=1),
        "missing_field": lambda body: body.pop("review"),
        "null": _put(review=None),
        "state": _put(state="lost"),
        "state_upper": _put(state="Open"),
        "hold_true": _put(hold=True),
        "hold_2": _put(hold=2),
        "sequence_text": _put(sequence="2"),
        "sequence_large": _put(sequence=2**32),
        "key_large": _put(key=2**32),
        "day": _put(day="2026-02-30"),
        "review_quarter": _put(review="2033-Q5"),
        "review_day": _put(review="2033-01-01"),
        "due_twice": _put(due=[due, due]),
        "due_order": _put(due=[due, {**due, "what": "acknowledge"}]),
        "due_code": _put(due=[{**due, "what": "Feedback"}]),
        "due_empty_code": _put(due=[{**due, "what": ""}]),
        "due_long_code": _put(due=[{**due, "what": "a" * 41}]),
        "due_many": _put(due=[{**due, "what": "a" * count} for count in range(1, 34)]),
        "grants_twice": _put(grants=[grant, grant]),
        "grants_order": _put(grants=[grant, {**grant, "reader": "aa" * 32}]),
        "grants_until": _put(grants=[{**grant, "until": "forever"}]),
        "grants_field": _put(grants=[{**grant, "key": 0}]),
        "grants_many": _put(grants=[{**grant, "reader": f"{count:064x}"} for count in range(65)]),
        "approvals_text": _put(approvals=["yes"]),
        "approvals_body": _put(approvals=[{"body": "{}", "signatures": []}]),
    }
    for name, change in cases.items():
        documents = _last(story, change, ADVISER)
        yield _wrong(f"form_{name}", f"Not of the form: {name}.", "Malformed", "plain", story, documents)
    for name, text in NUMBERS.items():
        if name != "null":
            raw = story.documents[-1].body.replace('"sequence":2', f'"sequence":{text}')
            again = Signed(raw, (sign_text(Domain.ENTRY, ADVISER.sign_seed, raw),))
            documents = [*story.documents[:-1], again]
            yield _wrong(f"number_{name}", f"A number written as {name}.", "Malformed", "plain", story, documents)


def _order(story: Story) -> Iterator[Vector]:
    """Entries that went, came, or changed places."""
    first, second, third = story.documents
    day = _put(day="2026-02-01")
    cases = {
        "empty": ("No entry at all.", "BrokenChain", []),
        "first_missing": ("The first entry is missing.", "BrokenChain", [second, third]),
        "middle_missing": ("An entry in the middle is missing.", "BrokenChain", [first, third]),
        "swapped": ("Two entries in the wrong order.", "BrokenChain", [first, third, second]),
        "repeated": ("An entry that comes twice.", "BrokenChain", [first, second, second, third]),
        "first_again": ("The first entry again at the end.", "BrokenChain", [*story.documents, first]),
        "previous": (
            "An entry whose author says that another came before.",
            "BrokenChain",
            _last(story, _put(previous="ab" * 32), ADVISER),
        ),
        "sequence_skips": ("A number is left out.", "BrokenChain", _last(story, _put(sequence=3), ADVISER)),
        "day_back": ("A day before that of the entry before.", "BrokenChain", _last(story, day, ADVISER)),
        "key_skips": ("A key number is left out.", "BrokenChain", _last(story, _put(key=2), ADVISER)),
        "first_previous": (
            "A first entry that names one before.",
            "BrokenChain",
            [remade(first, _put(previous="ab" * 32), CHAIR), second],
        ),
        "first_key": ("A first entry with key 1.", "BrokenChain", [remade(first, _put(key=1), CHAIR)]),
        "edited": (
            "An entry that its author has signed anew with another day: the next one names the old one.",
            "BrokenChain",
            [first, remade(second, _put(day="2026-02-10"), SECOND), third],
        ),
    }
    for name, (note, outcome, documents) in cases.items():
        yield _wrong(f"order_{name}", note, outcome, "plain", story, list(documents))
    other = {"instance": ("WrongInstance", OTHER_INSTANCE), "case": ("BrokenChain", OTHER_CASE)}
    for name, (outcome, value) in other.items():
        note = f"The record of another {name}."
        yield _wrong(f"other_{name}", note, outcome, "plain", story, story.documents, **{name: value})
        note = f"The last entry is of another {name}."
        documents = _last(story, _put(**{name: value.hex()}), ADVISER)
        yield _wrong(f"last_of_other_{name}", note, outcome, "plain", story, documents)
    note = "The last entry is two days ahead of the clock."
    yield _wrong(
        "day_to_come", note, "BrokenChain", "plain", story, story.documents, today=date(2026, 2, 10).isoformat()
    )


def _pinned(story: Story) -> Iterator[Vector]:
    record = story.record()
    pins = {"cut_at_the_end": (2, record.hashes[2]), "cut_to_one": (1, record.hashes[2])}
    for name, (left, last) in pins.items():
        note = "The last entries that a reader has seen are missing."
        documents = story.documents[:left]
        yield _wrong(name, note, "BrokenChain", "plain", story, documents, pinned=[3, last])
    note = "Another entry stands where the one was that a reader has seen."
    yield _wrong("pinned_other", note, "BrokenChain", "plain", story, story.documents, pinned=[2, record.hashes[2]])
    note = "An entry number 0 can not have been seen."
    yield _wrong("pinned_nothing", note, "BrokenChain", "plain", story, story.documents, pinned=[0, record.hashes[2]])


def _authors(told: dict[str, Story]) -> Iterator[Vector]:
    story = told["plain"]
    last = story.documents[-1]
    signature = last.signatures[0]
    forged = Signature(signature.key, sign_text(Domain.ENTRY, STRANGER.sign_seed, last.body).signature)
    approval = Signature(signature.key, sign_text(Domain.APPROVAL, ADVISER.sign_seed, last.body).signature)
    second = sign_text(Domain.ENTRY, CHAIR.sign_seed, last.body)
    cases = {
        "unsigned": (),
        "signed_twice": (signature, signature),
        "signed_by_two": (signature, second),
        "signed_by_another": (second,),
        "forged": (forged,),
        "of_another_domain": (approval,),
        "flipped": (Signature(signature.key, signature.signature[:-1] + bytes([signature.signature[-1] ^ 1])),),
    }
    for name, signatures in cases.items():
        documents = [*story.documents[:-1], Signed(last.body, signatures)]
        yield _wrong(f"author_{name}", f"The last entry is {name}.", "BadSignature", "plain", story, documents)
    strange = _last(story, _put(author=STRANGER.sign_key().hex()), STRANGER)
    yield _wrong("author_stranger", "Written by one who is no reader.", "NotAllowed", "plain", story, strange)
    late = _last(story, _put(day="2026-04-01"), ADVISER)
    yield _wrong("author_expired", "Written after the author's last day.", "NotAllowed", "plain", story, late)
    first = remade(story.documents[0], _put(author=STRANGER.sign_key().hex()), STRANGER)
    yield _wrong(
        "author_of_first", "A first entry that grants its author nothing.", "NotAllowed", "plain", story, [first]
    )
    gone = told["recused"]
    with decided("record recused writes"):
        gone = Story([*gone.documents], [*gone.contents], key=1, day=gone.day).add(CHAIR)
    note = "Written by a member who was left out of the renewal before."
    yield _wrong("author_recused", note, "NotAllowed", "recused", told["recused"], gone.documents)


def _grants(told: dict[str, Story]) -> Iterator[Vector]:
    story = told["plain"]
    last = json.loads(story.documents[1].body)["grants"][0]
    stranger = STRANGER.sign_key().hex()
    second = [story.documents[0]]
    cases: dict[str, tuple[str, list[Signed]]] = {
        "by_adviser": (
            "An adviser admits somebody.",
            _last(story, _put(grants=[{**last, "reader": stranger}]), ADVISER),
        ),
        "adviser_stays": (
            "An adviser prolongs its own time.",
            _last(story, _put(grants=[{**last, "until": "2026-06-30"}]), ADVISER),
        ),
        "standing_stranger": (
            "A member makes one a standing reader who is no member.",
            [*second, remade(story.documents[1], _put(grants=[{**last, "until": ""}]), SECOND)],
        ),
        "over": (
            "A grant whose last day is over.",
            [*second, remade(story.documents[1], _put(grants=[{**last, "until": "2026-02-10"}]), SECOND)],
        ),
        "first_with_last_day": (
            "The author of the first entry grants itself a last day.",
            [remade(story.documents[0], _limit(CHAIR), CHAIR)],
        ),
        "member_made_adviser": (
            "A member gives another member a last day, without approval.",
            [*second, remade(story.documents[1], _put(grants=[{**last, "reader": CHAIR.sign_key().hex()}]), SECOND)],
        ),
    }
    for name, (note, documents) in cases.items():
        yield _wrong(f"grant_{name}", note, "NotAllowed", "plain", story, documents)
    early = remade(story.documents[0], _put(day="2026-01-04"), CHAIR)
    note = "A case from before the line was founded: nobody was a member."
    yield _wrong("grant_before_founding", note, "NotAllowed", "plain", story, [early])


def _limit(reader: MemberSecret) -> Change:
    """Gives a reader whom the entry grants its key a last day."""

    def change(body: Body) -> None:
        [mine] = [one for one in body["grants"] if one["reader"] == reader.sign_key().hex()]
        mine["until"] = "2026-03-01"

    return change


def _moves(told: dict[str, Story]) -> Iterator[Vector]:
    story = told["plain"]
    for state in ("closed", "retained", "destroyed"):
        documents = _last(story, _put(state=state), ADVISER)
        note = f"From open to {state} without approval."
        yield _wrong(f"move_open_{state}", note, "NotAllowed", "plain", story, documents)
        note = f"A first entry with state {state}."
        first = [remade(story.documents[0], _put(state=state), CHAIR)]
        yield _wrong(f"move_first_{state}", note, "NotAllowed", "plain", story, first)
    for state in ("closed", "destroyed"):
        documents = _last(told["opened_late"], _put(state=state, review=""), SECOND)
        note = f"From retained to {state} without approval."
        yield _wrong(f"move_retained_{state}", note, "NotAllowed", "opened_late", told["opened_late"], documents)
    for name, state in {"destroyed": "destroyed", "open_again": "open"}.items():
        ended = told["whole"] if name == "open_again" else told["closed"]
        with decided(f"record move {name}"):
            longer = Story([*ended.documents], [*ended.contents], key=ended.key, day=ended.day).add(SECOND, state=state)
        of = "whole" if name == "open_again" else "closed"
        note = f"What may not follow the end of {of}: {state}."
        yield _wrong(f"move_{of}_{name}", note, "NotAllowed", of, ended, longer.documents)
    held_one = told["held"]
    documents = _last(held_one, _put(approvals=[]), SECOND)
    yield _wrong("move_hold", "A hold released without approval.", "NotAllowed", "held", held_one, documents)
    with decided("record hold destroyed"):
        longer = opened().add(SECOND, {"kind": "asks"})
        longer.add(CHAIR, state="closed", approvals=(longer.approval(Action.CLOSE, CHAIR, SECOND),))
        longer.add(CHAIR, {"kind": "asks"}, state="retained", hold=True)
        both = tuple(longer.approval(action, CHAIR, SECOND) for action in (Action.RELEASE, Action.DESTROY))
        longer.add(CHAIR, state="destroyed", approvals=both)
    note = "Hold released and case destroyed in one entry, both approved: a hold is seen to be gone before."
    yield Vector("record", "move_held_destroyed", note, _asked(longer.documents), "NotAllowed")


def _approvals(story: Story) -> Iterator[Vector]:
    """Closing, with approvals that are not good for it."""
    body = json.loads(story.documents[-1].body)["approvals"][0]["body"]

    def approved(*signers: MemberSecret, **fields: Any) -> dict[str, Any]:
        text = serialise({**json.loads(body), **fields}).decode()
        return signed_approval(text, *signers)[0].to_json()

    def last(*approvals: dict[str, Any]) -> list[Signed]:
        return _last(story, _put(approvals=list(approvals)), CHAIR)

    good = approved(CHAIR, SECOND)
    first = story.record().hashes[0]
    forged = approved(CHAIR, SECOND)
    forged["signatures"][1]["signature"] = flip_hex(forged["signatures"][1]["signature"])
    two = (CHAIR, SECOND)
    cases = {
        "none": last(),
        "twice": last(good, good),
        "two_of_a_kind": last(good, approved(*two, action="refer")),
        "one_too_many": last(good, approved(*two, action="release")),
        "of_one": last(approved(CHAIR)),
        "of_one_twice": last(approved(CHAIR, CHAIR)),
        "of_nobody": last(approved()),
        "forged": last(forged),
        "with_adviser": last(approved(CHAIR, ADVISER)),
        "with_stranger": last(approved(CHAIR, STRANGER)),
        "other_action": last(approved(*two, action="destroy")),
        "recusal": last(approved(*two, action="recuse", reader=COUNSEL.sign_key().hex())),
        "with_reader": last(approved(*two, reader=COUNSEL.sign_key().hex())),
        "other_case": last(approved(*two, case=OTHER_CASE.hex())),
        "other_instance": last(approved(*two, instance=OTHER_INSTANCE.hex())),
        "of_nothing": last(approved(*two, what="ab" * 32)),
        "over": last(approved(*two, day="2026-02-11", until="2026-02-11")),
        "early": last(approved(*two, day="2026-02-10")),
        "to_come": last(approved(*two, day="2026-02-13")),
        "too_long": last(approved(*two, until="2026-03-14")),
    }
    for name, documents in cases.items():
        note = f"An approval that is not good: {name.replace('_', ' ')}."
        yield _wrong(f"approval_{name}", note, "NotAllowed", "closed", story, documents)
    forms = {
        "action": {"action": "open"},
        "what": {"what": "ab" * 31},
        "until": {"until": ""},
        "unknown": {"note": ""},
        "type": {"type": "SLENT/1"},
    }
    for name, fields in forms.items():
        text = serialise({**json.loads(body), **fields}).decode()
        documents = last({"body": text, "signatures": good["signatures"]})
        note = f"An approval that is not of the form: {name}."
        yield _wrong(f"approval_form_{name}", note, "Malformed", "closed", story, documents)
    for name, fields in {"earlier": {"what": first.hex()}, "referred": {"action": "refer"}}.items():
        record = replace(story, documents=last(approved(*two, **fields))).record()
        readers = [[key, ""] for key in sorted(record.readers)]
        output = {"entries": 3, "last": record.hashes[-1], "state": "closed", "readers": readers}
        asked = _asked(last(approved(*two, **fields)), "closed", record_bytes(story.documents))
        yield Vector("record", f"approval_{name}", f"Another good approval: {name}.", asked, "ok", output)
    with decided("record approval again"):
        longer = Story([*story.documents], [*story.contents], day=story.day).add(SECOND, {"kind": "reopened"})
        again = signed_approval(body, SECOND, COUNSEL)
        longer.add(CHAIR, state="closed", approvals=(again,))
    note = "Closed again after reopening, with the approval of the first time, even signed anew."
    yield _wrong("approval_again", note, "NotAllowed", "closed", story, longer.documents)


def _recusals(story: Story) -> Iterator[Vector]:
    """Renewals that leave somebody out."""
    body = json.loads(story.documents[-1].body)
    approval = json.loads(body["approvals"][0]["body"])
    counsel_out = {**approval, "reader": COUNSEL.sign_key().hex()}
    other = signed_approval(serialise(counsel_out).decode(), SECOND, CHAIR)[0].to_json()
    mine = [one for one in body["grants"] if one["reader"] == SECOND.sign_key().hex()]
    cases = {
        "unapproved": _put(approvals=[]),
        "somebody_else": _put(approvals=[other]),
        "one_more": _put(grants=mine),
        "without_grants": _put(grants=[]),
        "not_for_its_author": _put(grants=[one for one in body["grants"] if one not in mine], key=0),
        "nobody_stands": _put(grants=[{**one, "until": "2026-05-01"} for one in body["grants"]]),
    }
    for name, change in cases.items():
        note = f"A renewal without the chair that may not be: {name.replace('_', ' ')}."
        documents = _last(story, change, SECOND)
        yield _wrong(f"recusal_{name}", note, "NotAllowed", "recused", story, documents)
    own = _put(author=CHAIR.sign_key().hex(), approvals=[])
    documents = _last(story, own, CHAIR)
    record = replace(story, documents=documents).record()
    readers = [[key, ""] for key in sorted(record.readers)]
    output = {"entries": 3, "last": record.hashes[-1], "state": "open", "readers": readers}
    asked = _asked(documents, "recused", record_bytes(story.documents))
    yield Vector("record", "recusal_of_oneself", "The chair leaves by itself.", asked, "ok", output)
    both = _put(author=CHAIR.sign_key().hex(), approvals=[], grants=mine)
    note = "Who leaves takes another along."
    yield _wrong("recusal_of_two", note, "NotAllowed", "recused", story, _last(story, both, CHAIR))


def _found(story: Story, documents: list[Signed]) -> dict[str, Any]:
    record = replace(story, documents=documents).record()
    readers = [[key, until.isoformat() if until else ""] for key, until in sorted(record.readers.items())]
    return {
        "entries": len(documents),
        "last": record.hashes[-1],
        "state": str(record.last.state),
        "readers": readers,
    }


def _right(name: str, note: str, of: str, story: Story, documents: list[Signed]) -> Vector:
    asked = _asked(documents, of, record_bytes(story.documents))
    return Vector("record", name, note, asked, "ok", _found(story, documents))


def _not_needed(told: dict[str, Story]) -> Iterator[Vector]:
    """Approvals that nothing in the clear needs: for one hold of two, and for one who does not read."""
    held_one, story = told["held"], told["recused"]
    note = "A hold is released, and another one is left."
    yield _right("carried_release", note, "held", held_one, _last(held_one, _put(hold=1), SECOND))
    note = "A release with a key made anew."
    grants = json.loads(story.documents[-1].body)["grants"]
    yield _wrong(
        "carried_release_renewed", note, "NotAllowed", "held", held_one, _last(held_one, _put(hold=1, key=1), SECOND)
    )
    yield _wrong(
        "carried_release_grants",
        "A release that grants the key to somebody.",
        "NotAllowed",
        "held",
        held_one,
        _last(held_one, _put(hold=1, grants=[{**grants[0], "until": "2026-05-01"}]), SECOND),
    )
    approval = json.loads(json.loads(story.documents[-1].body)["approvals"][0]["body"])
    adviser_out = {**approval, "reader": ADVISER.sign_key().hex()}
    other = signed_approval(serialise(adviser_out).decode(), SECOND, COUNSEL)[0].to_json()
    chair = {"reader": CHAIR.sign_key().hex(), "until": "", "grant": "cd" * 32}
    everybody = sorted([*grants, chair], key=lambda one: str(one["reader"]))
    note = "Recused is one who does not read the case."
    documents = _last(story, _put(approvals=[other], grants=everybody), SECOND)
    yield _right("carried_recusal", note, "recused", story, documents)
    wrong: dict[str, tuple[str, Change]] = {
        "same_key": ("Recused is one who does not read, without a new key.", _put(approvals=[other], key=0, grants=[])),
        "stays": ("Recused is one who is given the new key.", _put(grants=everybody)),
        "two": ("One needed, and one for another who does not read.", _add_approval(other)),
    }
    for name, (said, change) in wrong.items():
        documents = _last(story, change, SECOND)
        yield _wrong(f"carried_recusal_{name}", said, "NotAllowed", "recused", story, documents)
    release = json.loads(held_one.documents[-1].body)["approvals"]
    with decided("record release without hold"):
        longer = Story([*told["closed"].documents[:2]], [*told["closed"].contents[:2]], day=told["closed"].day)
        longer.day = date(2026, 2, 11)
        longer.add(SECOND, approvals=(longer.approval(Action.RELEASE, CHAIR, COUNSEL),))
    note = "Released is a hold, and there is none."
    yield _wrong("carried_release_of_none", note, "NotAllowed", "closed", told["closed"], longer.documents)
    note = "A needed release, twice."
    documents = _last(held_one, _put(approvals=[*release, *release]), SECOND)
    yield _wrong("carried_release_twice", note, "NotAllowed", "held", held_one, documents)


def _add_approval(approval: dict[str, Any]) -> Change:
    return lambda body: body["approvals"].append(approval)


def _executors(told: dict[str, Story]) -> Iterator[Vector]:
    """Who carries out what was approved."""
    with decided("record executors"):
        story = plain().add(SECOND, {"kind": "asks"}, hold=True)
        approval = story.approval(Action.RELEASE, CHAIR, SECOND)
        both = (approval, story.approval(Action.CLOSE, CHAIR, SECOND))
        by_adviser = Story([*story.documents], [*story.contents], day=story.day).add(
            ADVISER, hold=True, approvals=(approval,)
        )
        two = Story([*story.documents], [*story.contents], day=story.day).add(CHAIR, state="closed", approvals=both)
    note = "An adviser carries out what two members approved."
    yield _wrong("executor_adviser", note, "NotAllowed", "plain", told["plain"], by_adviser.documents)
    note = "Two acts in one entry, both needed and approved."
    yield _wrong("executor_of_two", note, "NotAllowed", "plain", told["plain"], two.documents)


def _gone(story: Story) -> Iterator[Vector]:
    """Closed on 12 February, approved the day before. Somebody left the committee in between."""
    body = json.loads(story.documents[-1].body)["approvals"][0]["body"]
    documents = story.documents
    for name, who, day in (
        ("approval_signer_left", SECOND, date(2026, 2, 11)),
        ("approval_signer_leaves", SECOND, date(2026, 2, 12)),
        ("executor_left", CHAIR, date(2026, 2, 11)),
    ):
        old = [one for one in (CHAIR, SECOND, COUNSEL) if one is not who]
        given = changed_list(day, *old, NEWCOMER)
        signers = (CHAIR, SECOND) if name != "executor_left" else (SECOND, COUNSEL)
        approval = signed_approval(body, *signers)[0].to_json()
        changed_last = [*documents[:-1], remade(documents[-1], _put(approvals=[approval]), CHAIR)]
        good = name == "approval_signer_leaves"
        asked = _asked(changed_last, "closed", record_bytes(documents), directory=given)
        output = _found(story, changed_last) if good else {}
        note = f"Who has left, from {day.isoformat()} on: {name.replace('_', ' ')}."
        yield Vector("record", name, note, asked, "ok" if good else "NotAllowed", output)


def _places() -> Iterator[Vector]:
    """Old and new keys of one person, on the day on which one follows the other: both are a member's."""
    notes = {
        "one_place": ((SECOND, RENEWED), "Approved by the old and the new keys of one person."),
        "two_places": ((CHAIR, RENEWED), "Approved by two, one of them with keys that are new."),
        "three_keys": ((CHAIR, SECOND, RENEWED), "Approved by two, one of them with the old keys and the new."),
    }
    for name, (signers, note) in notes.items():
        with decided(f"record {name}"):
            story, given = closed_on_a_change(*signers)
        asked = _asked(story.documents, directory=given)
        if name == "one_place":
            yield Vector("record", f"approval_{name}", note, asked, "NotAllowed")
            continue
        readers = [[one.sign_key(), ""] for one in sorted((*SECRETS.values(), RENEWED), key=MemberSecret.sign_key)]
        output = {"entries": 4, "last": story.last, "state": "closed", "readers": readers}
        yield Vector("record", f"approval_{name}", note, asked, "ok", output)


def _opened(story: Story, contents: list[bytes], of: str = "", **change: Any) -> dict[str, Any]:
    joined = b"".join(contents)
    asked = {
        **_asked(story.documents),
        "do": "open",
        "contents": difference(of, b"".join(story.contents), joined) if of else joined,
        "lengths": [len(one) for one in contents],
        "number": 1,
        "case_key": KEYS[1],
    }
    return {**asked, **change}


def _contents(told: dict[str, Story]) -> Iterator[Vector]:
    story = told["recused"]
    texts = ['{"kind":"filed"}', '{"kind":"asks","act":"recuse"}']
    note = '{"kind":"note","text":"Seen — 見ました","before":"' + KEYS[0].hex() + '"}'
    yield Vector(
        "record",
        "open",
        "All contents, with the newest key.",
        _opened(story, story.contents),
        "ok",
        {"opened": [*texts, note]},
    )
    older = _opened(story, story.contents, "open", number=0, case_key=KEYS[0])
    yield Vector("record", "open_older", "By one who was left out.", older, "ok", {"opened": [*texts, None]})
    a, b, c = story.contents
    flipped = b[:-1] + bytes([b[-1] ^ 1])
    cases: dict[str, tuple[str, str, list[bytes], dict[str, Any]]] = {
        "flipped": ("A content is not the one that was signed.", "Damaged", [a, flipped, c], {}),
        "swapped": ("Two contents in each other's place.", "Damaged", [b, a, c], {}),
        "missing": ("A content is missing.", "Damaged", [a, b"", c], {}),
        "key": ("Another key than the other readers have.", "Damaged", [a, b, c], {"case_key": KEYS[2]}),
        "number": ("The key of another number.", "Damaged", [a, b, c], {"number": 0}),
    }
    for name, (said, outcome, contents, change) in cases.items():
        asked = _opened(story, contents, "open", **change)
        yield Vector("record", f"open_{name}", said, asked, outcome)
    for name, text in {"without_before": {"kind": "note"}, "before": {"kind": "note", "before": "ab" * 31}}.items():
        with decided(f"record open {name}"):
            yield _ill_renewed(name, text)
    yield from _junk()


def _ill_renewed(name: str, text: Mapping[str, object]) -> Vector:
    """A renewal whose content does not tell the key before."""
    story = opened()
    story.key = 1  # not by `renew`, which would tell it
    story.add(SECOND, text, dict.fromkeys((CHAIR, SECOND, COUNSEL)))
    asked = _opened(story, story.contents)
    return Vector("record", f"open_{name}", "A renewal that does not hand on the key before it.", asked, "Malformed")


def _junk() -> Iterator[Vector]:
    """Contents that were never sealed under the key: one that is proven stays so, and the others are read on."""
    size = len(opened().contents[0])
    told = ['{"kind":"filed"}', '{"kind":"admitted"}', None, '{"kind":"note","text":"Seen — 見ました"}']
    said = "An entry whose content is {} bytes of nothing says nothing, and locks nothing."
    for name, length in {"junk": size, "junk_length": size + 1}.items():
        with decided(f"record open {name}"):
            story = plain().spoil(ADVISER, bytes([7]) * length).add(SECOND)
        asked = _opened(story, story.contents, number=0, case_key=KEYS[0])
        yield Vector("record", f"open_{name}", said.format(length), asked, "ok", {"opened": told})
    with decided("record open junk first"):
        first = {"junk_first": opened().spoil(CHAIR, bytes([7]) * size).add(SECOND)}
        first["junk_renewal"] = recused().spoil(SECOND, bytes([7]) * size)
    said = "The first content under a key proves it, and has to open."
    for name, story in first.items():
        asked = _opened(story, story.contents, number=story.key, case_key=KEYS[story.key])
        yield Vector("record", f"open_{name}", said, asked, "Damaged")
