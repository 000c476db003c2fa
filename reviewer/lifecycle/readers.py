"""Who can read a case and who may write in it. Who reads is what the grants say, also those of a refused entry:
a key that was given stays given."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from reviewer.lifecycle.content import Content
from reviewer.lifecycle.failures import NotAllowed, need
from reviewer.lifecycle.rules import KINDS
from reviewer.lifecycle.state import CaseState, Membership, Opened, Reader


def is_member(members: Sequence[Membership], person: str, day: str) -> bool:
    """Whether the directory named `person` on `day`."""
    return any(one.person == person and one.since <= day and _lasts(one.until, day) for one in members)


def is_reader(state: CaseState, person: str, day: str) -> bool:
    return any(one.person == person for one in readers_on(state, day))


def readers_on(state: CaseState, day: str) -> tuple[Reader, ...]:
    """Those whose grant is not over."""
    return tuple(one for one in state.readers if _lasts(one.until, day))


def holds_place_of(members: Sequence[Membership], person: str, persons: Collection[str], day: str) -> bool:
    """Whether `person` is one of these, or has by that day held a place of one of them: new keys make nobody new.

    What came later counts for nothing, or a later version of the list could make an old entry wrong.
    """
    known = [one for one in members if one.since <= day]
    slots = {one.slot for one in known if one.person in persons}
    return person in persons or any(one.person == person and one.slot in slots for one in known)


def may_decide(state: CaseState, members: Sequence[Membership], person: str, day: str) -> bool:
    """Whether `person` is one of those who read the case as members and were not left out."""
    left_out = holds_place_of(members, person, (*state.recused, *state.excluded), day)
    return not left_out and is_reader(state, person, day) and is_member(members, person, day)


def check_author(state: CaseState, members: Sequence[Membership], kind: str, author: str, day: str) -> None:
    """`NotAllowed` with the first of: recused, excluded, not_reader, not_member, not_assigned."""
    need(not holds_place_of(members, author, state.recused, day), "recused")
    need(not holds_place_of(members, author, state.excluded, day), "excluded")
    need(is_reader(state, author, day), "not_reader")
    by = KINDS[kind].by
    if by == "reader" or is_member(members, author, day):
        return
    if by == "member":
        raise NotAllowed("not_member")
    need(author == state.assignee, "not_assigned")


def stayers(
    state: CaseState, members: Sequence[Membership], content: Content, author: str, day: str
) -> tuple[Reader, ...]:
    """To whom a new case key is to be sealed: who reads, but whom the entry leaves out and who left the committee."""
    out = left_out(content, author)
    now = (one for one in readers_on(state, day) if one.person != out)
    return tuple(one for one in now if one.until or is_member_throughout(members, one.person, day))


def is_member_throughout(members: Sequence[Membership], person: str, day: str) -> bool:
    """Whether every list in force on `day` names `person`: on the day of a change there are two of them."""
    lists = {(one.since, one.until) for one in members if one.since <= day and _lasts(one.until, day)}
    return lists == {(one.since, one.until) for one in members if one.person == person} & lists


def follow_grants(state: CaseState, entry: Opened) -> CaseState:
    """The readers after `entry`, whatever becomes of its content."""
    if state.next == 0 or entry.key > state.key:
        return replace(state, key=entry.key, maker=entry.author, readers=entry.grants)
    regranted = {one.person for one in entry.grants}
    kept = tuple(one for one in state.readers if one.person not in regranted)
    return replace(state, readers=tuple(sorted((*kept, *entry.grants), key=lambda one: one.person)))


def check_grants(state: CaseState, members: Sequence[Membership], entry: Opened, content: Content) -> None:
    """The grants and the key number are those that the kind of entry makes, no more. `NotAllowed`: grants."""
    rule = KINDS[content["kind"]]
    need(entry.key == state.key + (rule.grants == "renew"), "grants")
    match rule.grants:
        case "first":
            good = _good_first(members, entry, content["excluded"])
        case "one":
            good = entry.grants == (Reader(content["reader"], content["until"]),)
        case "renew":
            good = _good_renewal(state, members, entry, content)
        case _:
            good = not entry.grants
    need(good, "grants")


def left_out(content: Content, author: str) -> str:
    """Whom a new case key leaves out, "" if nobody."""
    match content["kind"]:
        case "recusal":
            return author
        case "recusal_of":
            return str(content["person"])
        case "grant_taken":
            return str(content["reader"])
        case _:
            return ""


def _good_first(members: Sequence[Membership], entry: Opened, excluded: Sequence[str]) -> bool:
    persons = [one.person for one in entry.grants]
    if entry.author not in persons or not _ascend(entry.grants) or set(persons) & set(excluded):
        return False
    return all(not one.until and is_member(members, one.person, entry.day) for one in entry.grants)


def _good_renewal(state: CaseState, members: Sequence[Membership], entry: Opened, content: Content) -> bool:
    """All who stay, and nobody else; on the day on which somebody left the committee, with that one or without."""
    stay = stayers(state, members, content, entry.author, entry.day)
    out = left_out(content, entry.author)
    leaving = {
        one
        for one in readers_on(state, entry.day)
        if one.person != out and one not in stay and is_member(members, one.person, entry.day)
    }
    return tuple(one for one in entry.grants if one not in leaving) == stay and _ascend(entry.grants)


def _ascend(grants: Sequence[Reader]) -> bool:
    persons = [one.person for one in grants]
    return persons == sorted(set(persons))


def _lasts(until: str, day: str) -> bool:
    return not until or day <= until
