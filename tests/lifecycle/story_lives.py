"""Cases from the first entry to the last, and entries that have no place in them."""

from dataclasses import replace
from typing import Any

from tests.lifecycle.story import ANN, BEN, START, Story, case_json, content, reach

FRAUD = {"category": "fraud_records", "severity": "S1", "level": "officer"}


def refusal(
    sequence: int, reason: str, failure: str = "NotAllowed", day: str = START, author: str = ANN
) -> dict[str, Any]:
    return {"sequence": sequence, "day": day, "author": author, "failure": failure, "reason": reason}


def state(note: str, story: Story, **wanted: Any) -> dict[str, Any]:
    """A case of which these fields of the state are wanted, and no refusal but those named."""
    return case_json(story, note=note, wanted={"state": {"refused": [], **wanted}})


def whole_life() -> Any:
    story = reach("destroyed")
    wanted = {
        "fine": "destroyed",
        "ended": "closed",
        "closed": START,
        "keep": "2033-12-31",
        "requests": [],
        "since": story.day,
    }
    return state("From the first entry to destruction, every closing step with two persons.", story, **wanted)


def conflict_check_first() -> Any:
    story = Story().say(ANN, "filed").say(BEN, "conflict_check").say(ANN, "acknowledged")
    return state(
        "The conflict check is due before the acknowledgement, so it may come first.", story, fine="conflict_check"
    )


def acknowledged_twice() -> Any:
    story = reach("acknowledged").say(BEN, "acknowledged")
    refused = [refusal(2, "already", author=BEN)]
    return state("One acknowledgement.", story, fine="acknowledged", refused=refused)


def not_filed_first() -> Any:
    story = Story().say(ANN, "note").say(ANN, "filed")
    refused = [refusal(0, "state"), refusal(1, "not_reader")]
    return state(
        "A record begins with what was filed; later there is nobody to file it.", story, fine="", refused=refused
    )


def filed_twice() -> Any:
    return state("Nothing is filed over a case.", reach("triage").say(ANN, "filed"), refused=[refusal(4, "state")])


def step_left_out() -> Any:
    story = reach("acknowledged").say(ANN, "triage")
    return state("No triage without a conflict check.", story, fine="acknowledged", refused=[refusal(2, "state")])


def unknown_kind() -> Any:
    story = reach("triage")
    for kind in ("deletion", "constructor", "__proto__", "toString"):
        story.add(story.entry(ANN, {"kind": kind}))
    refused = [refusal(number, "kind", "UnknownKind") for number in range(4, 8)]
    return state("A kind that these rules do not know counts for nothing.", story, fine="triage", refused=refused)


def bad_content() -> Any:
    story = reach("acknowledged")
    for said in (
        {"kind": "note"},
        {"kind": "note", "text": ""},
        {"kind": "note", "text": "a", "more": "b"},
        {"kind": "conflict_check", "urgent": True, "note": ""},
        {"kind": 7},
        {"text": "a"},
    ):
        story.add(story.entry(ANN, said))
    reasons = ("fields", "text", "fields", "urgent", "kind", "kind")
    refused = [refusal(2 + at, reason, "BadContent") for at, reason in enumerate(reasons)]
    return state("Exactly the fields of the kind, each in its form.", story, fine="acknowledged", refused=refused)


def one_bad_entry_locks_nothing() -> Any:
    story = reach("triage").say(ANN, "closing", request=1).say(ANN, "acceptance")
    return state("After a refused entry the case goes on.", story, fine="accepted", refused=[refusal(4, "state")])


def shown_to_the_server() -> Any:
    story = reach("feedback_given")
    honest = story.entry(ANN, content("note"))
    story.add(replace(honest, state="closed"))
    story.add(replace(story.entry(ANN, content("hold_placed")), hold=0))
    story.add(replace(story.entry(ANN, content("note")), hold=1))
    refused = [refusal(11 + at, "clear") for at in range(3)]
    return state(
        "What the server was shown must be what came of it.", story, fine="feedback_given", holds=[], refused=refused
    )


def shown_too_much() -> Any:
    story = reach("closed")
    story.add(replace(story.entry(ANN, content("note", text="")), state="retained", hold=1))
    story.add(replace(story.entry(BEN, content("note")), state="retained", hold=1))
    story.add(replace(story.entry(BEN, content("retention")), hold=1))
    wanted = {"fine": "retained", "shown": "retained", "held": 1, "holds": []}
    refused = [refusal(15, "text", "BadContent")]
    return state(
        "What one entry showed wrongly and nobody may take back does not stop the others.",
        story,
        refused=refused,
        **wanted,
    )


def out_of_order() -> Any:
    story = reach("triage")
    entry = story.entry(ANN, content("note"))
    story.add(replace(entry, day="2026-03-01"), replace(entry, sequence=9))
    refused = [refusal(4, "order", day="2026-03-01"), refusal(9, "order")]
    return state("Numbers follow one another, days do not go back.", story, refused=refused)


def exits() -> Any:
    story = reach("not_a_complaint").say(ANN, "reopening").say(ANN, "triage").together("referral")
    wanted = {"fine": "referred", "ended": "referred", "reopened": START}
    return state("What was no complaint is opened again, and referred.", story, **wanted)


def kept_on() -> Any:
    story = reach("due_for_review")
    story.say(ANN, "retention", until="2040-06-30")
    return state("A review may end in keeping.", story, fine="retained", keep="2040-06-30")


def review_too_early() -> Any:
    story = reach("retained").say(ANN, "review")
    return state("No review before retention is over.", story, fine="retained", refused=[refusal(16, "too_early")])


def no_complaint_destroyed_as_spam() -> Any:
    story = reach("closed").say(ANN, "retention", **{"class": "spam_or_test"})
    story.say(ANN, "retention", years=0, days=7, until="2026-03-31")
    refused = [refusal(15, "class"), refusal(16, "day")]
    return state(
        "Spam is only what was found to be no complaint; 30 days at least.", story, fine="closed", refused=refused
    )


def proven_fraud_is_kept_as_fraud() -> Any:
    story = reach("investigating").say(ANN, "triage", **FRAUD).say(BEN, "finding", outcome="partly")
    story.say(ANN, "feedback").together("closing").say(ANN, "retention").say(ANN, "retention", **{"class": "fraud"})
    wanted = {"fine": "retained", "retention": "fraud", "refused": [refusal(14, "class")]}
    return state("Substantiated fraud has its own class.", story, **wanted)


def allegations_are_never_changed() -> Any:
    story = reach("accepted")
    story.say(ANN, "triage", allegations=["nothing of note"])
    story.say(ANN, "triage", allegations=["invoices were split", "and backdated"])
    wanted = {
        "refused": [refusal(5, "allegations")],
        "allegations": [{"text": "invoices were split", "outcome": ""}, {"text": "and backdated", "outcome": ""}],
    }
    return state("Allegations are added; what was alleged stays.", story, **wanted)


def severity_is_not_played_down() -> Any:
    story = reach("conflict_check")
    story.say(ANN, "triage", level="director").say(ANN, "triage", materiality="possibly_material", severity="S2")
    story.say(ANN, "triage", detriment="high").say(ANN, "triage", level="manager")
    story.say(ANN, "triage", level="manager", severity="S2")
    refused = [refusal(number, "severity") for number in range(3, 7)]
    return state(
        "An officer, a director, materiality or a threat make S1.", story, fine="triage", severity="S2", refused=refused
    )


LIVES = {
    make.__name__: make
    for make in (
        whole_life,
        conflict_check_first,
        acknowledged_twice,
        not_filed_first,
        filed_twice,
        step_left_out,
        unknown_kind,
        bad_content,
        one_bad_entry_locks_nothing,
        shown_to_the_server,
        shown_too_much,
        out_of_order,
        exits,
        kept_on,
        review_too_early,
        no_complaint_destroyed_as_spam,
        proven_fraud_is_kept_as_fraud,
        allegations_are_never_changed,
        severity_is_not_played_down,
    )
}
