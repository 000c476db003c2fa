"""What a person may do next, and why not the rest."""

from typing import Any

from tests.lifecycle.story import ADVISER, ANN, BEN, CAT, DAN, START, Story, case_json, reach
from tests.lifecycle.story_lives import refusal


def act(kind: str, reason: str = "", asks: str = "", request: int = 0) -> dict[str, Any]:
    return {"kind": kind, "asks": asks, "request": request, "reason": reason}


def acts(note: str, story: Story, refused: Any = (), **wanted: list[dict[str, Any]]) -> dict[str, Any]:
    """A case in which these acts are wanted of the persons named by a letter."""
    names = {"ann": ANN, "ben": BEN, "cat": CAT, "dan": DAN, "adviser": ADVISER}
    found = {names[name]: rows for name, rows in wanted.items()}
    return case_json(story, note=note, persons=list(found), wanted={"state": {"refused": list(refused)}, "acts": found})


def at_triage() -> Any:
    may = [act("need_info"), act("acceptance"), act("assignment"), act("triage"), act("hold_placed")]
    asks = [act("request", asks=kind) for kind in ("referral", "merge", "not_a_complaint", "recusal_of")]
    not_yet = [act("finding", "state"), act("request", "state", asks="closing"), act("reopening", "state")]
    outside = [act("note", "not_reader"), act("request", "not_reader", asks="referral")]
    return acts(
        "The exits of triage, two of them with two persons.", reach("triage"), ann=[*may, *asks, *not_yet], dan=outside
    )


def nobody_twice() -> Any:
    story = reach("feedback_given").ask(BEN, "closing")
    ben = [
        act("approval", "same_person", request=11),
        act("withdrawal", request=11),
        act("closing", "two_persons", request=11),
    ]
    cat = [
        act("approval", request=11),
        act("withdrawal", "not_requester", request=11),
        act("closing", "two_persons", request=11),
    ]
    return acts("Who asked does not approve, and cannot close alone.", story, ben=ben, cat=cat)


def two_persons_said_yes() -> Any:
    story = reach("feedback_given").ask(BEN, "closing").agree(CAT, 11)
    ready = [act("closing", request=11)]
    return acts(
        "Then any of them carries it out.", story, ben=ready, cat=ready, ann=[*ready, act("approval", request=11)]
    )


def whom_it_is_about() -> Any:
    story = reach("triage").ask(ANN, "recusal_of", person=CAT)
    cat = [act("approval", "subject", request=4), act("recusal_of", "subject", request=4), act("recusal")]
    return acts(
        "A member has no say in being recused, but may step aside.", story, cat=cat, ben=[act("approval", request=4)]
    )


def recused() -> Any:
    story = reach("feedback_given").ask(ANN, "closing").say(CAT, "recusal")
    cat = [
        act("note", "recused"),
        act("approval", "recused", request=11),
        act("request", "recused", asks="hold_released"),
    ]
    return acts("Recused: nothing any more.", story, cat=[*cat[:2], act("request", "recused", asks="recusal_of")])


def investigation_needs_somebody() -> Any:
    story = reach("accepted").say(ANN, "investigation")
    rows = [act("investigation", "no_assignee")]
    return acts("Nobody investigates before somebody is assigned.", story, [refusal(5, "no_assignee")], ann=rows)


def closing_needs_outcomes() -> Any:
    story = (
        reach("findings").say(ANN, "triage", allegations=["invoices were split", "and backdated"]).say(ANN, "feedback")
    )
    rows = [act("request", "no_outcome", asks="closing")]
    return acts("Every allegation has an outcome before a case is closed.", story, ann=rows)


def silence() -> Any:
    story = reach("need_info").say(ANN, "message").wait(59)
    rows = [act("request", "not_silent", asks="closing_for_silence")]
    return acts("59 days of silence are too few.", story, ann=rows)


def silence_long_enough() -> Any:
    story = reach("need_info").say(ANN, "message").wait(60)
    return acts("60 days are enough.", story, ann=[act("request", asks="closing_for_silence")])


def silence_broken() -> Any:
    story = reach("need_info").say(ANN, "message").wait(30).say(ANN, "follow_up").wait(60)
    rows = [act("request", "not_asked", asks="closing_for_silence")]
    return acts("An answer ends the silence.", story, ann=rows)


def never_asked() -> Any:
    story = reach("triage").say(ANN, "message").say(ANN, "need_info").wait(90)
    rows = [act("request", "not_asked", asks="closing_for_silence")]
    return acts("Who was asked nothing is not silent.", story, ann=rows)


def held() -> Any:
    story = reach("due_for_review").say(ANN, "hold_placed")
    number = story.next
    story.ask(ANN, "destruction")
    day = story.day
    refused = [refusal(number, "held", day=day), refusal(number + 1, "no_request", day=day)]
    rows = [act("request", "held", asks="destruction"), act("request", asks="hold_released")]
    return acts("A hold stops destruction, from the request on.", story, refused, ann=rows)


def held_after_the_approval() -> Any:
    story = reach("due_for_review")
    number = story.next
    story.ask(ANN, "destruction").agree(CAT, number).say(BEN, "hold_placed").carry_out(ANN, number)
    refused = [refusal(number + 4, "held", day=story.day)]
    rows = [act("destruction", "held", request=number)]
    return acts("A hold stops what was approved before.", story, refused, ann=rows)


def hold_released() -> Any:
    story = reach("due_for_review").say(ANN, "hold_placed")
    number = story.next
    story.ask(ANN, "hold_released", hold=number - 1).agree(CAT, number).carry_out(CAT, number)
    rows = [
        act("request", asks="destruction"),
        act("hold_reviewed", "no_hold"),
        act("request", "no_hold", asks="hold_released"),
    ]
    return acts("Two persons release a hold.", story, ann=rows)


def destroyed() -> Any:
    rows = [act("note", "state"), act("hold_placed", "state"), act("request", "state", asks="hold_released")]
    return acts("After destruction there is nothing to do.", reach("destroyed"), ann=rows)


def adviser() -> Any:
    story = reach("investigating").say(ANN, "key_verified").say(ANN, "grant_made", reader=ADVISER, until=START)
    rows = [act("note"), act("task"), act("finding", "not_assigned"), act("message", "not_member")]
    ann = [act("grant_taken"), act("request", asks="recusal_of")]
    return acts(
        "An adviser reads and notes.", story, adviser=[*rows, act("request", "not_member", asks="recusal_of")], ann=ann
    )


ACTS = {
    f"act_{make.__name__}": make
    for make in (
        at_triage,
        nobody_twice,
        two_persons_said_yes,
        whom_it_is_about,
        recused,
        investigation_needs_somebody,
        closing_needs_outcomes,
        silence,
        silence_long_enough,
        silence_broken,
        never_asked,
        held,
        held_after_the_approval,
        hold_released,
        destroyed,
        adviser,
    )
}
