"""Every rule of treatment that the server can see, and attempts to get round it by calling the server: each is refused
with its reason, and nothing comes of it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from crypto import keys
from crypto.approval import NOBODY, Action
from crypto.document import Signed, sign_text
from crypto.entry import Due, Entry, State
from crypto.grant import new_case, new_case_key
from crypto.item import Item
from crypto.limits import ENVELOPE
from crypto.order import Act
from crypto.signatures import Domain
from reviewer import case_rules, case_taking, orders
from reviewer.case_bodies import LARGEST, LARGEST_DOCUMENT
from tests.integration.reviewer.changing import newcomer, sign_in_all
from tests.integration.reviewer.committee import Committee, Person
from tests.integration.reviewer.ordering import RULES, agree, place
from tests.integration.reviewer.test_guests import guest
from tests.integration.reviewer.treating import (
    Change,
    Matter,
    Offered,
    file_case,
    filed,
    key_of,
    new_matter,
    secret_of,
)
from tests.lifecycle.story import content

Outcome = tuple[int, str]
Attempt = tuple[str, Person, dict[str, Any], Outcome]
Reads = tuple[Person, str]
NOTE = content("note")
SPAM = {"class": "spam_or_test", "profile": "us", "years": 0, "days": 30}
MALFORMED, MOVED, WRONG_DAY, ABSENT = (400, "malformed"), (409, "moved"), (400, "day"), (404, "not_found")


def refused(reason: str) -> Outcome:
    return 403, reason


@dataclass
class Scene:
    """A case that chair, director and counsel read, and an adviser till a day; an alternate reads it not yet."""

    matter: Matter
    chair: Person
    director: Person
    counsel: Person
    adviser: Person
    alternate: Person

    @property
    def path(self) -> str:
        return f"{self.matter.path}/entries"

    @property
    def today(self) -> date:
        return self.matter.today

    def day(self, days: int) -> str:
        return (self.today + timedelta(days=days)).isoformat()

    def note(self, change: Change | None = None, author: Person | None = None, **more: Any) -> dict[str, Any]:
        """A note that is changed before it is signed."""
        return self.matter.offer(author or self.chair, NOTE, change=change, unforeseen=True, **more).body

    def shows(self, author: Person | None = None, **changes: Any) -> dict[str, Any]:
        """A note that shows something else than what came of it."""
        return self.note(lambda entry: replace(entry, **changes), author)

    def grant(self, *readers: Reads, author: Person | None = None) -> dict[str, Any]:
        """An entry that gives the key in use to these, till a day."""
        return self.note(grants=self.granted(*readers), author=author)

    def renewal(self, *readers: Reads, author: Person | None = None, **more: Any) -> dict[str, Any]:
        """A new case key for these."""
        said, key = content("renewal"), len(self.matter.keys)
        offered = self.matter.offer(author or self.chair, said, grants=self.granted(*readers), unforeseen=True, **more)
        del self.matter.keys[key]  # it was not taken
        return offered.body

    def granted(self, *readers: Reads) -> dict[bytes, str]:
        for one, _ in readers:
            self.matter.people[secret_of(one).sign_key()] = secret_of(one).public()
        return dict(sorted((secret_of(one).sign_key(), until) for one, until in readers))

    def approved(self, number: int, *signers: Person, **changes: Any) -> Signed:
        """The approval of a request, changed before it is signed."""
        return self.matter.approval(number, *signers, **changes)

    @property
    def members(self) -> tuple[Reads, ...]:
        return (self.chair, ""), (self.director, ""), (self.counsel, "")

    @property
    def all(self) -> tuple[Reads, ...]:
        return (*self.members, (self.adviser, self.day(30)))


@pytest.fixture
def scene(founded: Committee) -> Scene:
    chair, director, counsel = sign_in_all(founded)
    adviser, alternate = guest(founded, chair), newcomer(founded, chair)
    chair, director, counsel = sign_in_all(founded)
    matter = file_case(chair, founded, [chair, director, counsel])
    made = Scene(matter, chair, director, counsel, adviser, alternate)
    keys_of = secret_of(adviser)
    matter.people[keys_of.sign_key()] = keys_of.public()
    matter.say(chair, "key_verified", person=key_of(adviser), keys=keys_of.public().hash.hex())
    matter.say(chair, "grant_made", reader=key_of(adviser), until=made.day(30))
    return made


def outcome(scene: Scene, person: Person, body: dict[str, Any]) -> Outcome:
    answer = person.post(scene.path, body)
    said = answer.get_json()
    return answer.status_code, said.get("reason", said.get("error", ""))


def check(scene: Scene, attempts: Callable[[Scene], Iterator[Attempt]]) -> None:
    """Each attempt ends as it must, the case stands as before, and can be gone on with."""
    before = scene.chair.get("/api/cases").data, scene.chair.get(f"{scene.path}/0").data
    found, wanted = {}, {}
    for name, person, body, end in attempts(scene):
        found[name], wanted[name] = outcome(scene, person, body), end
    assert found == wanted
    assert (scene.chair.get("/api/cases").data, scene.chair.get(f"{scene.path}/0").data) == before


def resigned(entry_of: dict[str, Any], *signers: Person) -> dict[str, Any]:
    """The same words, signed by others."""
    body = entry_of["document"]["body"]
    signed = tuple(sign_text(Domain.ENTRY, secret_of(one).sign_seed, body) for one in signers)
    return {**entry_of, "document": Signed(body, signed).to_json()}


def changed(**changes: Any) -> Change:
    return lambda entry: replace(entry, **changes)


# ---- whose, when, where ------------------------------------------------------------------------


def places(scene: Scene) -> Iterator[Attempt]:
    chair, director, note = scene.chair, scene.director, scene.note
    following = len(scene.matter.documents)
    one, other = note(), note()
    misplaced = {**one, "document": {**one["document"], "signatures": other["document"]["signatures"]}}
    yield "another's words", director, note(), refused("author")
    yield "signed by another", chair, resigned(note(), director), refused("signature")
    yield "signed, but for other words", chair, misplaced, refused("signature")
    yield "signed by two", chair, resigned(note(), chair, director), refused("signature")
    yield "not signed", chair, resigned(note()), refused("signature")
    yield "yesterday", chair, note(changed(day=scene.today - timedelta(days=1))), WRONG_DAY
    yield "tomorrow", chair, note(changed(day=scene.today + timedelta(days=1))), WRONG_DAY
    yield "after nothing", chair, note(changed(previous=bytes(32))), refused("order")
    yield "a number too far", chair, note(changed(sequence=following + 1)), refused("order")
    yield "a number that is taken", chair, note(changed(sequence=following - 1)), MOVED
    yield "the first number", chair, note(changed(sequence=0)), MOVED
    yield "a key too far", chair, note(changed(key=2)), refused("order")
    yield "of another line", chair, note(changed(instance=bytes(16))), MALFORMED
    yield "of another case", chair, note(changed(case=new_case())), MALFORMED
    yield "by one who does not read", scene.alternate, note(author=scene.alternate), (403, "not_yours")


def test_an_entry_has_its_author_its_day_and_its_place(scene: Scene) -> None:
    check(scene, places)


# ---- the bytes that it names -------------------------------------------------------------------


def brought(scene: Scene) -> Iterator[Attempt]:
    chair, note = scene.chair, scene.note()
    other, key = scene.matter.offer(chair, NOTE).body["content"], new_case_key()
    grants = scene.renewal(*scene.all)
    item = scene.matter.offer(chair, NOTE, items=[Item(key, bytes(32), bytes(ENVELOPE))]).body["items"][0]
    swapped = [grants["grants"][1], grants["grants"][0], *grants["grants"][2:]]
    long = {"body": note["document"]["body"] + " " * LARGEST_DOCUMENT, "signatures": []}
    yield "other content", chair, {**note, "content": other}, refused("content")
    yield "no content", chair, {**note, "content": ""}, MALFORMED
    yield "a content of another length", chair, {**note, "content": other[:-4]}, MALFORMED
    yield "a grant that is missing", chair, {**grants, "grants": grants["grants"][:-1]}, refused("grant")
    yield "grants in another order", chair, {**grants, "grants": swapped}, refused("grant")
    yield "a grant that nobody signed for", chair, {**note, "grants": grants["grants"][:1]}, refused("grant")
    yield "half a grant", chair, {**note, "grants": [grants["grants"][0][:800]]}, MALFORMED
    yield "too many grants", chair, {**note, "grants": grants["grants"][:1] * 65}, MALFORMED
    yield "an item twice", chair, {**note, "items": [item, item]}, MALFORMED
    yield "too many items", chair, {**note, "items": [{**item, "id": f"{n:032x}"} for n in range(3)]}, MALFORMED
    yield "an item with a bad id", chair, {**note, "items": [{**item, "id": "x" * 32}]}, MALFORMED
    yield "half an item", chair, {**note, "items": [{**item, "value": item["value"][:64]}]}, MALFORMED
    yield "a field too many", chair, {**note, "force": 1}, MALFORMED
    yield "a field too few", chair, {name: one for name, one in note.items() if name != "items"}, MALFORMED
    yield "a long document", chair, {**note, "document": long}, MALFORMED
    yield "no entry", chair, {**note, "document": {"body": "{}", "signatures": []}}, MALFORMED
    yield "a long body", chair, {**note, "content": "A" * LARGEST}, (413, "too_large")


def test_what_an_entry_names_comes_with_it_and_nothing_else(scene: Scene) -> None:
    check(scene, brought)


# ---- how the case stands -----------------------------------------------------------------------


def standings(scene: Scene) -> Iterator[Attempt]:
    chair, shows, today = scene.chair, scene.shows, scene.today
    later = tuple(replace(one, day=one.day + timedelta(days=1)) for one in scene.matter.record.last.due)
    for state, reason in ((State.CLOSED, "approvals"), (State.RETAINED, "state"), (State.DESTROYED, "state")):
        yield f"{state} by nobody", chair, shows(state=state), refused(reason)
    yield "a quarter of review while open", chair, shows(review="2030-Q1"), refused("review")
    for what in ("closure", "chair_told", "meeting", "officer"):
        yield f"{what} in the clear", chair, shows(due=(Due(what, today),)), refused("due")
    yield "a review of no hold", chair, shows(due=(Due("hold_review", today),)), refused("due")
    for one in later:
        if one.what != "feedback":
            yield f"{one.what} later", chair, shows(due=(one,)), refused("due")
    yield "a hold by an adviser", scene.adviser, shows(scene.adviser, hold=True), refused("not_member")


def test_a_case_stands_as_its_rules_let_it(scene: Scene) -> None:
    check(scene, standings)


def test_a_hold_is_not_dropped_by_one(scene: Scene) -> None:
    scene.matter.say(scene.director, "hold_placed")
    check(scene, lambda _: iter([("dropped", scene.chair, scene.shows(hold=False, due=()), refused("approvals"))]))


def retained(scene: Scene) -> int:
    """Closed, retained, and due for review; the number of a request for destruction that two approved."""
    matter, chair, director = scene.matter, scene.chair, scene.director
    for kind in ("acknowledged", "conflict_check", "triage"):
        matter.say(chair, kind)
    matter.together("not_a_complaint", chair, director)
    matter.say(chair, "retention", **SPAM, until=scene.day(40), note="a week for the auditor")
    wait(scene, 41)
    matter.say(chair, "review")
    number = matter.ask(chair, "destruction")
    for one in (chair, director):
        matter.agree(one, number)
    return number


def wait(scene: Scene, days: int) -> None:
    scene.matter.line.time.pass_by(days=days)
    for one in (scene.chair, scene.director, scene.counsel):
        assert one.sign_in().status_code == 200


def ends(scene: Scene, number: int, hold: bool = False) -> dict[str, Any]:
    approval = scene.matter.approval(number, scene.chair, scene.director)
    gone = replace(scene.matter.record.last, state=State.DESTROYED, review="", due=())
    return scene.note(changed(state=gone.state, review="", due=(), hold=hold), approvals=(approval,))


def test_nothing_is_destroyed_while_it_is_held_or_before_its_time(scene: Scene) -> None:
    number = retained(scene)
    agree(scene.chair, scene.director, rules=RULES)
    assert scene.matter.record.last.state is State.RETAINED

    def attempts(scene: Scene) -> Iterator[Attempt]:
        yield "by nobody", scene.chair, scene.shows(state=State.DESTROYED, review=""), refused("approvals")
        yield "held at once", scene.chair, ends(scene, number, hold=True), refused("held")
        yield "no quarter of review", scene.chair, scene.shows(review=""), refused("review")
        yield "closed again", scene.chair, scene.shows(state=State.CLOSED, review=""), refused("state")

    check(scene, attempts)
    scene.matter.carry_out(scene.chair, number, scene.chair, scene.director)
    assert outcome(scene, scene.chair, scene.note()) == refused("state")


def check_that_nothing_is_destroyed_before_there_are_rules(scene: Scene) -> None:
    """Two have approved, the time is over, and the committee has never said how long cases are kept."""
    number = retained(scene)
    check(scene, lambda _: iter([("no rules", scene.chair, ends(scene, number), refused("no_rules"))]))
    agree(scene.chair, scene.director, rules=RULES)
    scene.matter.carry_out(scene.chair, number, scene.chair, scene.director)
    assert scene.matter.record.last.state is State.DESTROYED


@pytest.mark.promise("P12")
def test_nothing_is_destroyed_before_two_members_have_adopted_rules(scene: Scene) -> None:
    check_that_nothing_is_destroyed_before_there_are_rules(scene)


@pytest.mark.mutant("P12")
def test_a_server_that_looks_at_no_rules_is_caught(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(orders, "in_force", lambda _: SimpleNamespace(rules=RULES))
    with pytest.raises(AssertionError):
        check_that_nothing_is_destroyed_before_there_are_rules(scene)


def check_that_a_freeze_stops_it(scene: Scene) -> None:
    """Two have approved, the time is over, and a third has placed a freeze meanwhile."""
    number = retained(scene)
    agree(scene.chair, scene.director, rules=RULES)
    assert place(scene.counsel).status_code == 204
    check(scene, lambda _: iter([("frozen", scene.chair, ends(scene, number), refused("frozen"))]))
    agree(scene.chair, scene.director, Act.RELEASE, of=1)
    scene.matter.carry_out(scene.chair, number, scene.chair, scene.director)
    assert scene.matter.record.last.state is State.DESTROYED


@pytest.mark.promise("P12")
def test_nothing_is_destroyed_while_everything_is_frozen(scene: Scene) -> None:
    check_that_a_freeze_stops_it(scene)


@pytest.mark.mutant("P12")
def test_a_server_that_looks_at_no_freeze_is_caught(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(orders, "is_frozen", lambda _: False)
    with pytest.raises(AssertionError):
        check_that_a_freeze_stops_it(scene)


def test_one_member_reopens_what_is_kept_and_nothing_approved_before_destroys_it(scene: Scene) -> None:
    number = retained(scene)
    scene.matter.say(scene.director, "reopening")
    assert (scene.matter.record.last.state, scene.matter.record.last.review) == (State.OPEN, "")
    check(scene, lambda _: iter([("by what two approved", scene.chair, ends(scene, number), refused("state"))]))


@pytest.mark.parametrize(("review", "days"), [("2027-Q1", 0), ("2027-Q2", 31)])
def test_a_case_is_kept_for_thirty_days_and_till_its_quarter(scene: Scene, review: str, days: int) -> None:
    """Also by two who agree to show the server what never was."""
    matter, chair, director = scene.matter, scene.chair, scene.director
    for kind in ("acknowledged", "conflict_check", "triage"):
        matter.say(chair, kind)
    matter.together("not_a_complaint", chair, director)
    shown = changed(state=State.RETAINED, review=review)
    assert matter.post(chair, matter.offer(chair, NOTE, unforeseen=True, change=shown)).status_code == 201
    wait(scene, days)
    number = matter.ask(chair, "recusal_of", person=key_of(scene.counsel))
    approval = scene.approved(number, chair, director, action=Action.DESTROY, reader=NOBODY)
    gone = changed(state=State.DESTROYED, review="", due=())
    agree(chair, director, rules=RULES)
    if days:  # what an honest page shows meanwhile is the present quarter
        matter.post(chair, matter.offer(chair, NOTE, unforeseen=True, change=changed(review=review)))
    assert outcome(scene, chair, scene.note(gone, approvals=(approval,))) == refused("too_early")


# ---- who reads ---------------------------------------------------------------------------------


def readings(scene: Scene) -> Iterator[Attempt]:
    chair, adviser, alternate = scene.chair, scene.adviser, scene.alternate
    stranger, until = scene.matter.line.stranger(), scene.day(60)
    stranger.secret = keys.generate(6)
    to = scene.grant
    yield "to a stranger", chair, to((stranger, until)), refused("unknown_person")
    yield "to one who is not on the list yet", chair, to((alternate, "")), refused("unknown_person")
    yield "to an adviser for ever", chair, to((adviser, "")), refused("grants")
    yield "to an adviser for two years", chair, to((adviser, scene.day(730))), refused("day")
    yield "to an adviser for less than before", chair, to((adviser, scene.day(10))), refused("already")
    yield "for a day that is past", chair, to((adviser, scene.day(-1))), refused("grants")
    yield "to one who reads", chair, to((scene.counsel, "")), refused("already")
    yield "to one who reads, for a time", chair, to((scene.counsel, until)), refused("approvals")
    yield "to two at once", chair, to((adviser, until), (scene.counsel, "")), refused("grants")
    yield "by an adviser", adviser, to((adviser, until), author=adviser), refused("not_member")
    renewal = scene.renewal
    yield "a new key by an adviser", adviser, renewal(*scene.all, author=adviser), refused("not_member")
    yield "a new key for nobody", chair, renewal(), refused("last_reader")
    yield "without the director", chair, renewal(*scene.all[:1], *scene.all[2:]), refused("approvals")
    yield "without two others", chair, renewal(*scene.all[:1]), refused("approvals")
    yield "without oneself and the adviser", chair, renewal(*scene.members[1:]), refused("grants")
    yield "with a longer time", chair, renewal(*scene.members, (adviser, until)), refused("grants")
    yield "with somebody new", chair, renewal(*scene.all, (alternate, "")), refused("unknown_person")


def test_a_case_key_goes_to_whom_the_rules_let_it_go(scene: Scene) -> None:
    check(scene, readings)


def test_a_member_is_given_a_key_for_good_or_not_at_all(scene: Scene) -> None:
    scene.matter = file_case(scene.chair, scene.matter.line, [scene.chair, scene.director])
    assert outcome(scene, scene.chair, scene.grant((scene.counsel, scene.day(30)))) == refused("grants")
    scene.matter.say(scene.chair, "grant_made", reader=key_of(scene.counsel), until="")


def test_nobody_whose_account_was_closed_is_given_a_key(scene: Scene) -> None:
    scene.chair.ask("DELETE", f"/api/advisers/{scene.adviser.login}")
    given = scene.grant((scene.adviser, scene.day(60)))
    assert outcome(scene, scene.chair, given) == refused("unknown_person")
    # A new key goes to all who stay by the record, or one closed account would hold it up for everybody.
    assert outcome(scene, scene.chair, scene.renewal(*scene.all)) == (201, "")
    assert scene.adviser.sign_in().status_code == 403


def test_an_auditor_is_never_given_a_key(scene: Scene) -> None:
    auditor = guest(scene.matter.line, scene.chair, "auditors", "External auditor")
    scene.chair.sign_in()
    assert outcome(scene, scene.chair, scene.grant((auditor, scene.day(60)))) == refused("unknown_person")


def test_who_was_recused_is_given_no_key_again(scene: Scene) -> None:
    scene.matter.say(scene.counsel, "recusal")
    for author in (scene.chair, scene.director):
        assert outcome(scene, author, scene.grant((scene.counsel, ""), author=author)) == refused("recused")


def test_who_two_others_recused_is_given_no_key_again(scene: Scene) -> None:
    scene.matter.together("recusal_of", scene.chair, scene.director, person=key_of(scene.counsel))
    assert outcome(scene, scene.chair, scene.grant((scene.counsel, ""))) == refused("recused")


# ---- what two persons must want ----------------------------------------------------------------


def agreements(scene: Scene) -> Iterator[Attempt]:
    """On top of a request of the chair to recuse the counsel, that chair and director approved."""
    chair, director = scene.chair, scene.director
    number, approved = len(scene.matter.documents) - 3, scene.approved
    stay = (*scene.members[:2], scene.all[3])

    def leaves(*approvals: Signed) -> dict[str, Any]:
        return scene.renewal(*stay, approvals=approvals)

    good = approved(number, chair, director)
    yield "without approval", chair, leaves(), refused("approvals")
    yield "by one", chair, leaves(approved(number, chair)), refused("two_persons")
    yield "by one twice", chair, leaves(approved(number, chair, chair)), refused("two_persons")
    yield "by an adviser", chair, leaves(approved(number, chair, scene.adviser)), refused("two_persons")
    yield "by one who does not read", chair, leaves(approved(number, chair, scene.alternate)), refused("two_persons")
    yield "twice over", chair, leaves(good, good), refused("approvals")
    yield "for another act", chair, leaves(approved(number, chair, director, action=Action.CLOSE)), refused("approvals")
    other = approved(number, chair, director, reader=secret_of(director).sign_key())
    yield "about another", chair, leaves(other), refused("approvals")
    elsewhere = approved(number, chair, director, case=new_case())
    yield "of another case", chair, leaves(elsewhere), refused("no_request")
    yield "asked for by nobody", chair, leaves(approved(number, chair, director, what=bytes(32))), refused("no_request")
    late = approved(number, chair, director, day=scene.today + timedelta(days=1))
    yield "from tomorrow", chair, leaves(late), refused("expired")
    long = approved(number, chair, director, until=scene.today + timedelta(days=31))
    yield "for longer than a month", chair, leaves(long), refused("expired")
    yield "where none is needed", chair, scene.note(approvals=(good,)), refused("approvals")


def test_what_needs_two_persons_needs_two_who_count(scene: Scene) -> None:
    number = scene.matter.ask(scene.chair, "recusal_of", person=key_of(scene.counsel))
    for one in (scene.chair, scene.director):
        scene.matter.agree(one, number)
    check(scene, agreements)
    scene.matter.carry_out(scene.chair, number, scene.chair, scene.director)
    assert outcome(scene, scene.counsel, scene.note(author=scene.counsel)) == ABSENT


def test_an_approval_does_not_outlive_its_last_day(scene: Scene) -> None:
    number = scene.matter.ask(scene.chair, "recusal_of", person=key_of(scene.counsel))
    wait(scene, 15)
    late = scene.renewal(
        *scene.members[:2], scene.all[3], approvals=(scene.approved(number, scene.chair, scene.director),)
    )
    assert outcome(scene, scene.chair, late) == refused("expired")


def test_what_was_approved_is_carried_out_once(scene: Scene) -> None:
    matter, chair, director = scene.matter, scene.chair, scene.director
    for kind in ("acknowledged", "conflict_check", "triage"):
        matter.say(chair, kind)
    number = matter.ask(chair, "referral")
    for one in (chair, director):
        matter.agree(one, number)
    matter.carry_out(chair, number, chair, director)
    matter.say(chair, "reopening")
    again = scene.note(changed(state=State.CLOSED, due=()), approvals=(matter.approval(number, chair, director),))
    assert outcome(scene, chair, again) == refused("already")


def test_who_was_recused_approves_nothing(scene: Scene) -> None:
    matter, chair = scene.matter, scene.chair
    for kind in ("acknowledged", "conflict_check", "triage"):
        matter.say(chair, kind)
    number = matter.ask(chair, "referral")
    matter.say(scene.counsel, "recusal")
    closed = changed(state=State.CLOSED, due=())
    signed = matter.approval(number, chair, scene.counsel)
    assert outcome(scene, chair, scene.note(closed, approvals=(signed,))) == refused("two_persons")


def test_each_of_two_holds_is_released_by_two(scene: Scene) -> None:
    matter = scene.matter
    holds = []
    for one in (scene.chair, scene.counsel):
        holds.append(len(matter.documents))
        matter.say(one, "hold_placed")
    for left, hold in ((1, holds[0]), (0, holds[1])):
        matter.together("hold_released", scene.chair, scene.director, hold=hold)
        assert (len(matter.state.holds), matter.record.last.hold) == (left, bool(left))
    assert matter.state.refused == ()


def test_a_member_who_does_not_read_the_case_is_recused_for_good(founded: Committee) -> None:
    chair, director, counsel = sign_in_all(founded)
    matter = file_case(chair, founded, [chair, director])
    matter.people[secret_of(counsel).sign_key()] = secret_of(counsel).public()
    matter.together("recusal_of", chair, director, person=key_of(counsel))
    assert (matter.state.recused, matter.state.refused) == ((key_of(counsel),), ())
    matter.say(director, "renewal")
    given = matter.offer(chair, NOTE, grants={secret_of(counsel).sign_key(): ""}, unforeseen=True)
    assert matter.post(chair, given).get_json() == {"error": "not_allowed", "reason": "recused"}


def test_what_two_have_approved_is_done_by_whoever_spends_their_signatures(scene: Scene) -> None:
    matter, chair, director = scene.matter, scene.chair, scene.director
    for kind in ("acknowledged", "conflict_check", "triage"):
        matter.say(chair, kind)
    number = matter.ask(chair, "not_a_complaint")
    for one in (chair, director):
        matter.agree(one, number)
    approval = matter.approval(number, chair, director)
    closed = changed(state=State.CLOSED, due=())
    spent = matter.offer(scene.counsel, NOTE, unforeseen=True, approvals=(approval,), change=closed)
    assert matter.post(scene.counsel, spent).status_code == 201
    assert (matter.state.fine, matter.state.refused) == ("not_a_complaint", ())


def test_an_adviser_spends_no_approval(scene: Scene) -> None:
    matter, chair, director = scene.matter, scene.chair, scene.director
    for _ in range(2):
        matter.say(chair, "hold_placed")
    number = matter.ask(chair, "hold_released", hold=len(matter.documents) - 1)
    for one in (chair, director):
        matter.agree(one, number)
    spent = scene.note(author=scene.adviser, approvals=(matter.approval(number, chair, director),))
    assert outcome(scene, scene.adviser, spent) == refused("not_member")
    matter.carry_out(chair, number, chair, director)


# ---- the first entry ---------------------------------------------------------------------------


def first(scene: Scene, change: Change | None = None, **more: Any) -> tuple[Matter, Offered]:
    """A case that nobody has opened."""
    fresh = new_matter(scene.chair, scene.matter.line, [scene.chair, scene.director])
    return fresh, fresh.offer(scene.chair, filed(fresh), change=change, **more)


def due(*days: Due) -> Change:
    return lambda entry: replace(entry, due=tuple(sorted(days or entry.due[1:], key=lambda one: one.what)))


def a_day_later(entry: Entry) -> Entry:
    return replace(entry, due=(replace(entry.due[0], day=entry.due[0].day + timedelta(days=1)), *entry.due[1:]))


FIRSTS: dict[str, tuple[Change, Outcome]] = {
    "closed": (changed(state=State.CLOSED), refused("state")),
    "held": (changed(hold=True), refused("clear")),
    "with a quarter": (changed(review="2027-Q1"), refused("review")),
    "after another": (changed(previous=b"p" * 32), refused("order")),
    "under a second key": (changed(key=1), refused("order")),
    "for nobody": (changed(grants=()), refused("grant")),
    "with a day left out": (due(), refused("due")),
    "with a later day": (a_day_later, refused("due")),
    "as its second": (changed(sequence=1), ABSENT),
    "for a time": (
        lambda entry: replace(entry, grants=tuple(replace(one, until=entry.day) for one in entry.grants)),
        refused("not_reader"),
    ),
}


@pytest.mark.parametrize("name", FIRSTS)
def test_a_case_begins_open_and_for_members(scene: Scene, name: str) -> None:
    change, end = FIRSTS[name]
    fresh, offered = first(scene, change)
    answer = fresh.post(scene.chair, offered)
    said = answer.get_json()
    assert (answer.status_code, said.get("reason", said.get("error"))) == end
    assert scene.chair.get(f"{fresh.path}/entries/0").status_code == 404


def test_a_case_is_opened_for_nobody_but_members(scene: Scene) -> None:
    for one in (scene.adviser, scene.alternate):
        granted = scene.granted((scene.chair, ""), (one, scene.day(30)))
        fresh = new_matter(scene.chair, scene.matter.line, [scene.chair, one])
        answer = fresh.post(scene.chair, fresh.offer(scene.chair, filed(fresh), grants=granted, unforeseen=True))
        assert answer.status_code == 403


def test_a_case_is_not_opened_by_one_who_does_not_read_it(scene: Scene) -> None:
    fresh = new_matter(scene.chair, scene.matter.line, [scene.director])
    granted = scene.granted((scene.director, ""))
    offered = fresh.offer(scene.chair, filed(fresh), grants=granted, unforeseen=True, change=firsts_due(fresh))
    assert fresh.post(scene.chair, offered).get_json() == {"error": "not_allowed", "reason": "not_reader"}


def firsts_due(fresh: Matter) -> Change:
    days = case_rules.latest_days(fresh.today, fresh.line.settings.terms)
    return lambda entry: replace(entry, due=tuple(Due(what, day) for what, day in sorted(days.items())))


# ---- that these checks would see it ------------------------------------------------------------

MUTANTS: dict[str, tuple[str, Callable[[Scene], Iterator[Attempt]]]] = {
    "_check_rules": ("a server that looks at no rule of treatment", standings),
    "_check_bytes": ("a server that looks at no content and no grant", brought),
    "_check_accounts": ("a server that lets anybody be given a key", readings),
}


@pytest.mark.parametrize("function", MUTANTS)
def test_a_server_without_one_of_its_checks_is_caught(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, function: str
) -> None:
    monkeypatch.setattr(case_taking, function, lambda *_: set())
    with pytest.raises(AssertionError):
        check(scene, MUTANTS[function][1])


def test_a_server_that_takes_anybodys_word_for_the_author_is_caught(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crypto.record.verify", lambda *_: None)
    with pytest.raises(AssertionError):
        check(scene, places)
