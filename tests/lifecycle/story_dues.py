"""What is due, by a calendar that anybody can check: 2 March 2026 is a Monday."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from tests.lifecycle.story import ANN, BEN, CAT, Story, case_json, content, reach


def due(what: str, day: str, of: int = 0) -> dict[str, Any]:
    return {"day": day, "what": what, "of": of}


def clear(due: Sequence[tuple[str, str]], state: str = "open", hold: int = 0, review: str = "") -> dict[str, Any]:
    return {"state": state, "hold": hold, "review": review, "due": [{"what": what, "day": day} for what, day in due]}


def dues(note: str, story: Story, holidays: Sequence[str] = (), periods: Any = None, **wanted: Any) -> dict[str, Any]:
    """A case of which exactly this is wanted as due, overdue, or in the clear."""
    terms = {"holidays": list(holidays), "periods": periods or {}}
    return case_json(story, note=note, persons=[], terms=terms, wanted={"state": {"refused": []}, **wanted})


FIRST = [
    due("conflict_check", "2026-03-03"),
    due("acknowledge", "2026-03-04"),
    due("triage", "2026-03-09"),
    due("closure", "2026-04-16"),
    due("feedback", "2026-06-07"),
]
FIRST_CLEAR = [
    ("acknowledge", "2026-03-04"),
    ("conflict_check", "2026-03-03"),
    ("feedback", "2026-06-07"),
    ("triage", "2026-03-09"),
]


def first_days() -> Any:
    return dues(
        "Business days for the first steps.", reach("received"), due=FIRST, overdue=[], clear=clear(FIRST_CLEAR)
    )


def overdue_from_the_day_after() -> Any:
    return dues("The last day is in time, the next is not.", reach("received").wait(2), overdue=FIRST[:1])


def over_a_weekend() -> Any:
    story = Story(day="2026-03-06").say(ANN, "filed", received="2026-03-06")
    wanted = [due("conflict_check", "2026-03-09"), due("acknowledge", "2026-03-10"), due("triage", "2026-03-13")]
    return dues("Friday to Monday.", story, due=[*wanted, due("closure", "2026-04-20"), due("feedback", "2026-06-11")])


def over_holidays() -> Any:
    days = [f"2026-03-{day:02}" for day in range(3, 13)]
    wanted = [due("acknowledge", "2026-03-09"), due("conflict_check", "2026-03-13"), due("triage", "2026-03-19")]
    later = [due("closure", "2026-04-16"), due("feedback", "2026-06-07")]
    return dues(
        "Seven days for the acknowledgement, whatever is celebrated.", reach("received"), days, due=[*wanted, *later]
    )


def looks_urgent() -> Any:
    story = reach("received").say(ANN, "conflict_check", urgent=1)
    rows = [due("triage", "2026-03-03"), due("acknowledge", "2026-03-04")]
    shown = [("acknowledge", "2026-03-04"), ("feedback", "2026-06-07"), ("triage", "2026-03-09")]
    later = [due("closure", "2026-04-16"), due("feedback", "2026-06-07")]
    return dues(
        "Urgent is one business day, and the server is not told.", story, due=[*rows, *later], clear=clear(shown)
    )


def first_severity() -> Any:
    story = reach("conflict_check").say(ANN, "triage", severity="S1", level="officer", category="fraud_records")
    rows = [due("chair_told", "2026-03-03"), due("meeting", "2026-03-05")]
    later = [due("closure", "2026-05-31"), due("feedback", "2026-05-31")]
    return dues(
        "The chair hears of it; the server sees nothing.",
        story,
        due=[*rows, *later],
        clear=clear([("feedback", "2026-05-31")]),
    )


def told_and_met() -> Any:
    story = reach("conflict_check").say(ANN, "triage", severity="S1").say(ANN, "chair_told").say(BEN, "meeting")
    later = [due("closure", "2026-05-31"), due("feedback", "2026-05-31")]
    return dues("Told and met is done.", story, due=later)


def other_periods() -> Any:
    periods = {"acknowledge": 1, "feedback": 30, "triage": 10}
    rows = [due("acknowledge", "2026-03-03"), due("conflict_check", "2026-03-03"), due("triage", "2026-03-16")]
    story = reach("received")
    later = [due("feedback", "2026-04-08"), due("closure", "2026-04-16")]
    return dues("Periods are the company's.", story, periods=periods, due=[*rows, *later])


def tasks_and_requests() -> Any:
    story = reach("closed").say(ANN, "hold_placed").ask(BEN, "hold_released", hold=15)
    rows = [due("request", "2026-03-16", 16), due("hold_review", "2026-05-31", 15)]
    shown = clear([("hold_review", "2026-05-31")], "closed", 1)
    return dues("A hold is reviewed every 90 days; a request ends.", story, due=rows, clear=shown)


def hold_reviewed() -> Any:
    story = reach("closed").say(ANN, "hold_placed").wait(80).say(BEN, "hold_reviewed", hold=15)
    return dues("From the last review on.", story, due=[due("hold_review", "2026-08-19", 15)])


def task() -> Any:
    story = reach("closed").say(ANN, "reopening").say(ANN, "task", due="2026-03-20").say(BEN, "task", due="2026-03-10")
    story.say(BEN, "task_done", task=17)
    rows = [due("task", "2026-03-20", 16), due("feedback", "2026-05-31"), due("closure", "2026-05-31")]
    return dues("Open tasks.", story, due=sorted(rows, key=lambda row: (row["day"], row["what"])))


def silence() -> Any:
    """Asked on a Monday, and again on the Wednesday after. The server is shown what it was shown before."""
    story = reach("need_info").say(ANN, "message").wait(2).say(ANN, "message")
    wanted = [due("closure", "2026-05-31"), due("feedback", "2026-05-31")]
    shown = clear([("feedback", "2026-05-31")])
    wanted = [due("silence", "2026-05-03"), *wanted]
    return dues("Silence ends 60 days after the last question.", story, due=wanted, clear=shown)


def silence_is_over() -> Any:
    story = reach("need_info").say(ANN, "message").wait(30).say(ANN, "follow_up")
    wanted = [due("closure", "2026-05-31"), due("feedback", "2026-05-31")]
    return dues("Who has answered is not silent.", story, due=wanted)


def key_of_who_left() -> Any:
    story = reach("closed").say(CAT, "recusal")
    return dues(
        "Who left made the key, so another makes a new one.",
        story,
        due=[due("renewal", "2026-03-03")],
        clear=clear([], "closed"),
    )


def key_renewed() -> Any:
    return dues("Then it is done.", reach("closed").say(CAT, "recusal").say(BEN, "renewal"), due=[])


def retained() -> Any:
    shown = clear([], "retained", review="2033-Q4")
    return dues(
        "A quarter for the server, a day for the members.",
        reach("retained"),
        due=[due("review", "2033-12-31")],
        clear=shown,
    )


def retained_in_the_clear_alone() -> Any:
    """A refused entry showed it. Without a quarter the server would take no other entry."""
    story = reach("closed")
    story.add(replace(story.entry(ANN, content("note", text="")), state="retained"))
    case = dues("What is shown as retained has a quarter.", story, due=[], clear=clear([], "retained", 0, "2026-Q1"))
    case["wanted"]["state"] = {"fine": "closed", "shown": "retained"}
    return case


def destroyed() -> Any:
    return dues("Nothing is due any more.", reach("destroyed"), due=[], clear=clear([], "destroyed"))


DUES = {
    f"due_{make.__name__}": make
    for make in (
        first_days,
        overdue_from_the_day_after,
        over_a_weekend,
        over_holidays,
        looks_urgent,
        first_severity,
        told_and_met,
        other_periods,
        tasks_and_requests,
        hold_reviewed,
        task,
        silence,
        silence_is_over,
        key_of_who_left,
        key_renewed,
        retained,
        retained_in_the_clear_alone,
        destroyed,
    )
}
