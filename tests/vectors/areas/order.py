"""Vectors of the chain of standing orders: well given, and made wrong in every part."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from crypto.directory import verify_directory
from crypto.document import Signature, Signed, sign_text
from crypto.keys import MemberSecret
from crypto.order import Act, Period, Rules, order_body, order_hash
from crypto.orders import Orders, check_orders
from crypto.signatures import Domain
from crypto.strict import serialise
from tests.vectors.case_line import ADVISER, CHAIR, COUNSEL, DAY, RENEWED, SECOND, STRANGER, changed_list, record_bytes
from tests.vectors.line import CURRENT, FILE, INSTANCE, OTHER_INSTANCE
from tests.vectors.scenario import Vector

RULES = Rules("us", {"general": Period(7, 0), "spam": Period(0, 30)}, 90)
SHORTER = Rules("de", {"general": Period(3, 0), "spam": Period(0, 30)}, 30)
Body = dict[str, Any]
CHANGE = DAY + timedelta(days=3)  # a day on which RENEWED follows SECOND


class Chain:
    """Orders that are given one after the other, a day apart."""

    def __init__(self, day: date = DAY) -> None:
        self.documents: list[Signed] = []
        self.day = day

    def order(
        self, act: Act, *signers: MemberSecret, rules: Rules | None = None, changed: Body | None = None
    ) -> "Chain":
        """One more; `changed` are fields of the body that are to be otherwise, before it is signed."""
        previous = order_hash(self.documents[-1]) if self.documents else bytes(32)
        number = len(self.documents)
        of = {Act.REVIEW: 0, Act.RELEASE: 0}.get(act)
        body = order_body(
            instance=INSTANCE, number=number, previous=previous, day=self.day, act=act, of=of, rules=rules
        )
        if changed:
            body = serialise({**json.loads(body), **changed}).decode()
        self.documents.append(signed(body, *signers))
        self.day += timedelta(days=1)
        return self


def signed(body: str, *signers: MemberSecret, domain: Domain = Domain.ORDER) -> Signed:
    """An order with the signatures of some."""
    return Signed(body, tuple(sign_text(domain, one.sign_seed, body) for one in signers))


def frozen() -> Chain:
    """A freeze by the chair."""
    return Chain().order(Act.FREEZE, CHAIR)


def whole() -> Chain:
    """A freeze, its review by another, rules, its release, other rules, a freeze by somebody else."""
    chain = frozen().order(Act.REVIEW, SECOND).order(Act.RULES, CHAIR, COUNSEL, rules=RULES)
    chain.order(Act.RELEASE, SECOND, COUNSEL).order(Act.RULES, CHAIR, SECOND, COUNSEL, rules=SHORTER)
    return chain.order(Act.FREEZE, COUNSEL)


def vectors() -> Iterator[Vector]:
    """All scenarios of the area order."""
    yield from _good()
    yield from _forms()
    yield from _rules()
    yield from _places()
    yield from _signers()
    yield from _freezes()
    yield from _seen()
    yield from _late()


def _vector(name: str, note: str, documents: Sequence[Signed], outcome: str = "ok", **change: Any) -> Vector:
    given: dict[str, Any] = {
        "orders": record_bytes(documents),
        "instance": INSTANCE,
        "directory": FILE,
        "seen": None,
        **change,
    }
    output = _told(check_orders(INSTANCE, CURRENT.chain, documents)) if outcome == "ok" and not change else {}
    return Vector("order", name, note, given, outcome, output)


def _told(orders: Orders) -> Mapping[str, object]:
    count, head = orders.head
    return {
        "count": count,
        "head": head.hex(),
        "adopted": orders.adopted.hash.hex() if orders.adopted else "",
        "calendar": orders.rules.calendar if orders.rules else 0,
        "classes": [[code, one.years, one.days] for code, one in sorted(orders.rules.classes.items())]
        if orders.rules
        else [],
        "frozen": [[one.number, orders.reviewed(one).isoformat()] for one in orders.frozen],
    }


def _good() -> Iterator[Vector]:
    yield _vector("none", "Nothing is ordered.", [])
    yield _vector("whole", "A freeze, reviewed and released, rules twice, another freeze.", whole().documents)
    for count in range(1, 6):
        yield _vector(f"first_{count}", f"The first {count} of these.", whole().documents[:count])
    yield _vector("two_freezes", "By two members; both last.", frozen().order(Act.FREEZE, SECOND).documents)
    again = frozen().order(Act.RELEASE, CHAIR, SECOND).order(Act.FREEZE, CHAIR)
    yield _vector("freeze_again", "By who placed one that is released.", again.documents)
    same_day = Chain().order(Act.FREEZE, CHAIR)
    same_day.day = DAY
    yield _vector("same_day", "Two on one day.", same_day.order(Act.FREEZE, SECOND).documents)
    strangers = Chain().order(Act.RULES, STRANGER, CHAIR, ADVISER, SECOND, rules=RULES)
    yield _vector("with_strangers", "Others' signatures are passed over.", strangers.documents)


def _forms() -> Iterator[Vector]:
    forms: dict[str, dict[str, Any]] = {
        "type": {"type": Domain.APPROVAL},
        "unknown": {"why": "A subpoena"},
        "act": {"act": "thaw"},
        "number_text": {"number": "0"},
        "instance_cut": {"instance": INSTANCE.hex()[2:]},
        "previous_upper": {"previous": "AA" * 32},
        "day": {"day": "2026-2-9"},
        "of_another": {"of": 1},
        "rules_of_a_freeze": {"rules": RULES.to_json()},
        "rules_null": {"rules": None},
        "rules_list": {"rules": []},
    }
    for name, fields in forms.items():
        documents = Chain().order(Act.FREEZE, CHAIR, changed=fields).documents
        yield _vector(f"form_{name}", f"A freeze that is not of the form: {name}.", documents, "Malformed")
    missing = signed(serialise({"type": Domain.ORDER}).decode(), CHAIR)
    yield _vector("form_missing", "Fields are missing.", [missing], "Malformed")
    yield _vector("freeze_of_nobody", "Without a signature.", Chain().order(Act.FREEZE).documents, "Malformed")
    two = Chain().order(Act.FREEZE, CHAIR, SECOND).documents
    yield _vector("freeze_of_two", "A freeze is one member's.", two, "Malformed")
    two = frozen().order(Act.REVIEW, CHAIR, SECOND).documents
    yield _vector("review_of_two", "And so is a review.", two, "Malformed")


def _rules() -> Iterator[Vector]:
    general = {"class": "general", "years": 7, "days": 0}
    many = [{**general, "class": f"c_{chr(97 + n // 26)}{chr(97 + n % 26)}"} for n in range(33)]
    rules: dict[str, dict[str, Any]] = {
        "empty": {},
        "no_classes": {"classes": []},
        "most_classes": {"classes": many},
        "order": {"classes": [general, {**general, "class": "fraud"}]},
        "twice": {"classes": [general, general]},
        "unknown": {"classes": [{**general, "months": 1}]},
        "code": {"classes": [{**general, "class": "General"}]},
        "nothing": {"classes": [{**general, "years": 0}]},
        "years": {"classes": [{**general, "years": 101}]},
        "days": {"classes": [{**general, "days": 367}]},
        "calendar_short": {"calendar": 29},
        "calendar_long": {"calendar": 367},
        "profile": {"profile": "US"},
        "why": {"why": ""},
    }
    for name, fields in rules.items():
        given = {**RULES.to_json(), **fields} if fields else {}
        yield _vector(f"rules_{name}", f"Rules that are none: {name}.", _of_rules(given), "Malformed")


def _of_rules(given: Mapping[str, object]) -> list[Signed]:
    [document] = Chain().order(Act.RULES, rules=RULES).documents
    return [signed(serialise({**json.loads(document.body), "rules": given}).decode(), CHAIR, SECOND)]


def _places() -> Iterator[Vector]:
    elsewhere = Chain().order(Act.FREEZE, CHAIR, changed={"instance": OTHER_INSTANCE.hex()}).documents
    yield _vector("other_instance", "Of another line.", elsewhere, "WrongInstance")
    documents = whole().documents
    yield _vector("first_missing", "The first is missing.", documents[1:], "BrokenChain")
    yield _vector("middle_missing", "One between is missing.", documents[:2] + documents[3:], "BrokenChain")
    yield _vector("swapped", "Two are swapped.", [documents[0], documents[2], documents[1]], "BrokenChain")
    yield _vector("repeated", "One is there twice.", [documents[0], documents[0]], "BrokenChain")
    later = Chain().order(Act.FREEZE, CHAIR, changed={"number": 1, "of": 1}).documents
    yield _vector("number", "Numbers begin with 0.", later, "BrokenChain")
    linked = Chain().order(Act.FREEZE, CHAIR, changed={"previous": "11" * 32}).documents
    yield _vector("first_previous", "The first names one before it.", linked, "BrokenChain")
    other = frozen().order(Act.FREEZE, SECOND, changed={"previous": "11" * 32}).documents
    yield _vector("previous", "It names another one before it.", other, "BrokenChain")
    back = frozen().order(Act.FREEZE, SECOND, changed={"day": (DAY - timedelta(days=1)).isoformat()}).documents
    yield _vector("day_back", "Of a day before that of the order before.", back, "BrokenChain")
    edited = Signed(documents[2].body.replace('"calendar":90', '"calendar":30'), documents[2].signatures)
    yield _vector("edited", "Rules with a shorter calendar than was signed.", [*documents[:2], edited], "NotAllowed")


def _signers() -> Iterator[Vector]:
    body = frozen().documents[0].body
    yield _vector(
        "freeze_other_domain", "Signed as an approval.", [signed(body, CHAIR, domain=Domain.APPROVAL)], "BadSignature"
    )
    forged = Signed(body, (Signature(CHAIR.sign_key(), signed(body, STRANGER).signatures[0].signature),))
    yield _vector("freeze_forged", "In a member's name.", [forged], "BadSignature")
    yield _vector("freeze_by_stranger", "By nobody.", [signed(body, STRANGER)], "NotAllowed")
    yield _vector("freeze_by_adviser", "By an adviser.", [signed(body, ADVISER)], "NotAllowed")
    early = Chain(date(2020, 1, 1)).order(Act.FREEZE, CHAIR).documents
    yield _vector("freeze_early", "Before there was a list.", early, "NotAllowed")
    one = Chain().order(Act.RULES, CHAIR, rules=RULES)
    yield _vector("rules_of_one", "Rules that one has signed.", one.documents, "NotAllowed")
    nobody = Chain().order(Act.RULES, rules=RULES)
    yield _vector("rules_of_nobody", "Rules that nobody has signed.", nobody.documents, "NotAllowed")
    twice = Chain().order(Act.RULES, CHAIR, CHAIR, rules=RULES)
    yield _vector("rules_of_one_twice", "Twice by one.", twice.documents, "NotAllowed")
    adviser = Chain().order(Act.RULES, CHAIR, ADVISER, rules=RULES)
    yield _vector("rules_with_adviser", "The other is an adviser.", adviser.documents, "NotAllowed")
    release = frozen().order(Act.RELEASE, CHAIR)
    yield _vector("release_of_one", "Released by who placed it, alone.", release.documents, "NotAllowed")
    changed = {"directory": changed_list(CHANGE, CHAIR, RENEWED, COUNSEL)}
    both = Chain(CHANGE).order(Act.RULES, SECOND, RENEWED, rules=RULES).documents
    yield _vector("rules_of_two_keys", "By the old and the new keys of one person.", both, "NotAllowed", **changed)
    left = Chain(CHANGE + timedelta(days=1)).order(Act.RULES, SECOND, CHAIR, rules=RULES).documents
    yield _vector("rules_of_old_keys", "By keys that were replaced the day before.", left, "NotAllowed", **changed)


def _freezes() -> Iterator[Vector]:
    ordered = Chain().order(Act.RULES, CHAIR, SECOND, rules=RULES)
    for act in (Act.REVIEW, Act.RELEASE):
        signers = (CHAIR,) if act is Act.REVIEW else (CHAIR, SECOND)
        documents = Chain().order(act, *signers).documents
        yield _vector(f"{act}_of_itself", "There is no freeze.", documents, "NotAllowed")
        documents = [*ordered.documents, _next(ordered, act, *signers)]
        yield _vector(f"{act}_of_rules", "What it names is no freeze.", documents, "NotAllowed")
        gone = frozen().order(Act.RELEASE, SECOND, COUNSEL)
        documents = [*gone.documents, _next(gone, act, *signers)]
        yield _vector(f"{act}_of_released", "The freeze is released.", documents, "NotAllowed")
    second = frozen().order(Act.FREEZE, CHAIR).documents
    yield _vector("freeze_second", "By who has placed one that is not released.", second, "NotAllowed")
    changed = {"directory": changed_list(CHANGE, CHAIR, RENEWED, COUNSEL)}
    chain = Chain(CHANGE).order(Act.FREEZE, SECOND)
    documents = chain.order(Act.FREEZE, RENEWED).documents
    yield _vector("freeze_second_keys", "By the same person with new keys.", documents, "NotAllowed", **changed)


def _next(chain: Chain, act: Act, *signers: MemberSecret) -> Signed:
    return Chain.order(_copy(chain), act, *signers).documents[-1]


def _copy(chain: Chain) -> Chain:
    copied = Chain(chain.day)
    copied.documents = list(chain.documents)
    return copied


def _seen() -> Iterator[Vector]:
    documents = whole().documents
    last = order_hash(documents[2])
    told = _told(check_orders(INSTANCE, CURRENT.chain, documents))
    given = {"orders": record_bytes(documents), "instance": INSTANCE, "directory": FILE}
    yield Vector("order", "seen", "It begins with what was seen.", {**given, "seen": [3, last.hex()]}, "ok", told)
    yield _vector("seen_other", "Another one stands there.", documents, "BrokenChain", seen=[3, "11" * 32])
    yield _vector("seen_cut", "What was seen is not there.", documents[:2], "BrokenChain", seen=[3, last.hex()])


def _late() -> Iterator[Vector]:
    """Orders that are shown first after a look: by which version, and on which day."""
    rules = Chain(CHANGE).order(Act.RULES, CHAIR, SECOND, rules=RULES)
    yield _looked("late_none", "By who was on the list at the look before.", rules, [], 0, 1, CHANGE)
    yield _looked("late_left", "By one who had left when there was no such order.", rules, [0], 0, 2, CHANGE)
    yield _looked("late_seen", "It was there at that look.", rules, [], 1, 2, CHANGE)
    three = Chain(CHANGE).order(Act.RULES, CHAIR, SECOND, COUNSEL, rules=RULES)
    yield _looked("late_two_left", "Two who have signed are on the list still.", three, [], 0, 2, CHANGE)
    freeze = Chain(CHANGE).order(Act.FREEZE, SECOND)
    yield _looked("late_freeze", "A freeze by who had left.", freeze, [0], 0, 2, CHANGE)
    for days, late in ((31, []), (32, [0])):
        on = CHANGE + timedelta(days=days)
        yield _looked(f"late_{days}_days", f"Not there {days} days after its day.", rules, late, 0, 1, on)
    own = Chain(CHANGE).order(Act.FREEZE, CHAIR)
    for days, late in ((1, []), (2, [0])):
        on = CHANGE + timedelta(days=days)
        yield _looked(f"late_freeze_{days}", f"A freeze, not there {days} days after its day.", own, late, 0, 1, on)


def _looked(name: str, note: str, chain: Chain, late: list[int], count: int, version: int, day: date) -> Vector:
    """Of a line whose SECOND has been replaced on CHANGE."""
    directory = changed_list(CHANGE, CHAIR, RENEWED, COUNSEL)
    found = check_orders(INSTANCE, verify_directory(directory, today=None, fingerprint=None).chain, chain.documents)
    given = {"orders": record_bytes(chain.documents), "instance": INSTANCE, "directory": directory, "seen": None}
    looked = [count, version, day.isoformat()]
    return Vector("order", name, note, {**given, "looked": looked}, "ok", {**_told(found), "late": late})
