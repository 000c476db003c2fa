"""Vectors of the keys of a record: which one a reader goes by, and which may be passed over."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from crypto.approval import Action
from crypto.keys import MemberSecret
from tests.vectors.case_line import (
    ADVISER,
    CASE,
    CHAIR,
    COUNSEL,
    KEYS,
    RENEWED,
    SECOND,
    Story,
    changed_list,
    opened,
    record_bytes,
)
from tests.vectors.chance import decided
from tests.vectors.line import INSTANCE, SECRETS, member
from tests.vectors.scenario import Vector
from tests.vectors.tampered import changed

ALL = dict.fromkeys(SECRETS.values())
NEWCOMER = member(3)
WRONG = bytes([7]) * 32
RENEWAL = {"kind": "renewal"}
Told = tuple[str, Story, Mapping[str, Any]]


def vectors() -> Iterator[Vector]:
    """All scenarios of keys, in the area `record`."""
    yield from _gone_by()
    for name, told in {**_allowed(), **_refused(), **_leavings()}.items():
        yield _passed_over(name, *told)
    yield from _forms()
    yield _refused_alone()


def _made(name: str) -> Story:
    """A case of three members, whose chair made key 1."""
    with decided(f"record keys {name}"):
        return opened().add(CHAIR, RENEWAL, ALL, renew=True)


def _asked(story: Story, **change: Any) -> dict[str, Any]:
    given = {
        "do": "open_held",
        "record": record_bytes(story.documents),
        "instance": INSTANCE,
        "case": CASE,
        "directory": changed("plain"),
        "today": None,
        "pinned": None,
        "contents": b"".join(story.contents),
        "lengths": [len(one) for one in story.contents],
        "held": [[number, KEYS[number]] for number in range(story.key, -1, -1)],
    }
    return {**given, **change}


def _found(texts: Sequence[str | None], numbers: Sequence[int], later: Sequence[int]) -> dict[str, Any]:
    return {"opened": list(texts), "keys": [[number, KEYS[number]] for number in numbers], "later": list(later)}


def _gone_by() -> Iterator[Vector]:
    """By what a reader goes whose newest key is good, or is not."""
    story = _made("gone by")
    good = _found(story.texts, (1, 0), ())
    shut = _found([story.texts[0], None], (0,), (1,))
    given = {
        "newest": ("Both keys are good: the highest is taken.", [[1, KEYS[1]], [0, KEYS[0]]], good),
        "newcomer": ("Who came with the newest key reads all that is older.", [[1, KEYS[1]]], good),
        "wrong": ("A grant that gives another key than the others have.", [[1, WRONG], [0, KEYS[0]]], shut),
        "regranted": ("Two grants of one number, the first of them wrong.", [[1, WRONG], [1, KEYS[1]]], good),
        "not_opened": ("The newest grant does not open.", [[0, KEYS[0]]], shut),
        "unknown": ("A key that the record does not know is passed by.", [[2, KEYS[2]], [1, KEYS[1]]], good),
    }
    for name, (note, held, output) in given.items():
        yield Vector("record", f"keys_{name}", note, _asked(story, held=held), "ok", output)
    for name, held in {"none": [], "none_good": [[1, WRONG], [0, WRONG]]}.items():
        yield Vector("record", f"keys_{name}", "No good key.", _asked(story, held=held), "Damaged")
    with decided("record keys spoiled"):
        junk = _made("spoiled").spoil(CHAIR, bytes([7]) * len(story.contents[1]))
        astray = opened()
        astray.key = 1
        astray.add(CHAIR, {**RENEWAL, "before": WRONG.hex()}, ALL)
    for name, wrong in {"junk": junk, "astray": astray}.items():
        note = "The newest key is proven by no content, or leads to no key: nobody goes by it."
        yield Vector("record", f"keys_{name}", note, _asked(wrong), "ok", shut)


def _back(story: Story, author: MemberSecret, *readers: MemberSecret, **fields: Any) -> Story:
    """A renewal that leads back to key 0; for all members, unless `readers` are named."""
    return story.add(author, RENEWAL, dict.fromkeys(readers or ALL), renew=True, older=0, **fields)


def _allowed() -> dict[str, Told]:
    """Key 1 was made by the chair, and may be passed over."""
    with decided("record keys allowed"):
        twice = _made("twice").add(CHAIR, RENEWAL, ALL, renew=True)
        advised = _made("advised").add(CHAIR, {"kind": "granted"}, {ADVISER: date(2026, 3, 31)}).add(ADVISER)
        left = _made("left").add(COUNSEL)
        gone = changed_list(left.day, CHAIR, SECOND, NEWCOMER)
        recused = opened().add(SECOND, {"kind": "asks", "act": "recuse"})
        approval = recused.approval(Action.RECUSE, SECOND, COUNSEL, reader=CHAIR.sign_key())
        _back(recused.add(CHAIR, RENEWAL, ALL, renew=True), COUNSEL, SECOND, COUNSEL, approvals=(approval,))
        changing, both = _on_a_change((RENEWED, COUNSEL))
        return {
            "passed_over": ("It opens for its maker alone.", _back(_made("passed"), SECOND), {}),
            "passed_over_written": ("Its maker wrote under it.", _back(_made("written").add(CHAIR), SECOND), {}),
            "passed_over_two": ("Two keys of one maker.", _back(twice, SECOND), {}),
            "passed_over_adviser": ("An adviser wrote under it.", _back(advised, SECOND), {}),
            "passed_over_left": ("Who wrote has left.", _back(left, SECOND, CHAIR, SECOND), {"directory": gone}),
            "passed_over_one_place": ("One person wrote, with old keys and new.", changing, {"directory": both}),
            "passed_over_recusal": ("Its maker is recused by what two approved before.", recused, {}),
        }


def _refused() -> dict[str, Told]:
    """Key 1 may not be passed over."""
    with decided("record keys refused"):
        makers = _made("makers").add(COUNSEL, RENEWAL, ALL, renew=True)
        came = Story().add(CHAIR, {"kind": "filed"}, dict.fromkeys((CHAIR, COUNSEL)))
        came.add(CHAIR, RENEWAL, ALL, renew=True).add(CHAIR, RENEWAL, ALL, renew=True)
        left = _made("who left")
        gone = changed_list(left.day, CHAIR, COUNSEL, NEWCOMER)
        done = _made("done").add(CHAIR, {"kind": "asks", "act": "close"})
        done.add(CHAIR, state="closed", approvals=(done.approval(Action.CLOSE, SECOND, COUNSEL),))
        asked = _made("asked").add(CHAIR, {"kind": "asks", "act": "recuse"})
        approval = asked.approval(Action.RECUSE, SECOND, COUNSEL, reader=CHAIR.sign_key())
        _back(asked, COUNSEL, SECOND, COUNSEL, approvals=(approval,))
        renamed, both = _on_a_change((RENEWED,))
        return {
            "kept_own": ("Its author wrote under it.", _back(_made("own").add(SECOND), SECOND), {}),
            "kept_maker": ("Its author made it.", _back(_made("maker"), CHAIR), {}),
            "kept_two": ("Two members wrote under it.", _back(_made("two").add(COUNSEL), SECOND), {}),
            "kept_two_keys": ("Two keys, each made by another member.", _back(makers, SECOND), {}),
            "kept_newcomer": ("Its author came later than the key it leads to.", _back(came, SECOND), {}),
            "kept_left": ("Its author has left.", _back(left, SECOND, CHAIR, COUNSEL), {"directory": gone}),
            "kept_approved": ("What two approved was asked for under it.", _back(done, SECOND, state="closed"), {}),
            "kept_asked": ("It carries an approval of what was asked for under it.", asked, {}),
            "kept_new_keys": ("Its author made it, with older keys.", renamed, {"directory": both}),
        }


def _leavings() -> dict[str, Told]:
    """Key 1 was made by the chair, and SECOND or COUNSEL wrote under it; one of them is gone since."""
    with decided("record keys leavings"):
        made, again, replaced = (_made(name).add(SECOND) for name in ("maker left", "renewed since", "replaced"))
        without = {"directory": changed_list(made.day, SECOND, COUNSEL, NEWCOMER)}
        again.add(SECOND, RENEWAL, {SECOND: None, COUNSEL: None}, renew=True)
        follows = {"directory": changed_list(replaced.day, CHAIR, RENEWED, COUNSEL)}
        for story, other in ((made, SECOND), (again, SECOND), (replaced, CHAIR)):
            _back(story, COUNSEL, other, COUNSEL)
        return {
            "kept_maker_left": ("A member wrote under it, and its maker has left.", made, without),
            "kept_renewed_since": ("Its maker has left; who wrote under it made the next one.", again, without),
            "passed_over_replaced": ("Who wrote has other keys now, in the same place.", replaced, follows),
            "passed_over_no_reader": ("Who wrote reads the case no more.", _without_its_writer(), {}),
        }


def _without_its_writer() -> Story:
    """COUNSEL, who wrote under the chair's key 1, is recused by its key 2; SECOND passes both over."""
    story = opened().add(SECOND, {"kind": "asks", "act": "recuse"})
    approval = story.approval(Action.RECUSE, CHAIR, SECOND, reader=COUNSEL.sign_key())
    story.add(CHAIR, RENEWAL, ALL, renew=True).add(COUNSEL)
    story.add(CHAIR, RENEWAL, {CHAIR: None, SECOND: None}, renew=True, approvals=(approval,))
    return _back(story, SECOND, CHAIR, SECOND)


def _on_a_change(authors: Sequence[MemberSecret]) -> tuple[Story, bytes]:
    """On the day on which RENEWED follows SECOND, SECOND makes key 1; of `authors` the last one passes it over."""
    story, readers = opened(), (*ALL, RENEWED)
    before, day = story.day, story.day + timedelta(days=1)
    story.add(CHAIR, {"kind": "granted"}, {RENEWED: None})
    story.day = before
    story.add(SECOND, RENEWAL, dict.fromkeys(readers), renew=True)
    for author in authors[:-1]:
        story.day = before
        story.add(author)
    story.day = before
    return _back(story, authors[-1], *readers), changed_list(day, CHAIR, RENEWED, COUNSEL)


def _passed_over(name: str, note: str, story: Story, change: Mapping[str, Any]) -> Vector:
    """The last entry makes the newest key, which leads back to key 0; if it may not, the one before is taken."""
    kept = name.startswith("kept")
    numbers = tuple(range(story.key - 1, -1, -1)) if kept else (story.key, 0)
    under = [json.loads(one.body)["key"] for one in story.documents]
    texts = [text if key in numbers else None for text, key in zip(story.texts, under, strict=True)]
    said = f"A key that leads back beyond key 1, which is {'not ' if kept else ''}allowed. {note}"
    output = _found(texts, numbers, [len(texts) - 1] if kept else [])
    return Vector("record", f"keys_{name}", said, _asked(story, **change), "ok", output)


def _refused_alone() -> Vector:
    """What is wrong with the key, where there is no other."""
    with decided("record keys refused alone"):
        story = _back(_made("own"), CHAIR)
    asked = {**_asked(story), "do": "open", "number": 2, "case_key": KEYS[2]}
    del asked["held"]
    return Vector("record", "open_kept_maker", "A key that passes over what its author made.", asked, "NotAllowed")


def _forms() -> Iterator[Vector]:
    """The number of the key that a renewal leads back to, told, and told wrong."""
    forms: dict[str, object] = {"own": 1, "later": 2, "text": "0", "null": None, "true": True, "list": [0]}
    with decided("record keys forms"):
        told = opened().add(CHAIR, RENEWAL, ALL, renew=True, older=0)
        stories = {name: _leading(number) for name, number in forms.items()}
    note = "The number before may be told as well."
    yield Vector("record", "keys_from_told", note, _asked(told), "ok", _found(told.texts, (1, 0), ()))
    for name, story in stories.items():
        asked = {**_asked(story), "do": "open", "number": 1, "case_key": KEYS[1]}
        del asked["held"]
        yield Vector("record", f"open_from_{name}", f"No number of an older key: {name}.", asked, "Malformed")


def _leading(number: object) -> Story:
    story = opened()
    story.key = 1  # not by `renew`, which would tell a good one
    return story.add(CHAIR, {**RENEWAL, "before": KEYS[0].hex(), "from": number}, ALL)
