"""How long a case is kept: by which rules, for how much longer and why, and what stops its destruction."""

from typing import Any

from reviewer.lifecycle.days import add_days
from tests.lifecycle.story import ANN, BEN, CAT, START, reach
from tests.lifecycle.story_lives import refusal, state

USUAL = {"class": "general", "profile": "us", "years": 7, "days": 0, "until": "2033-03-02", "note": ""}
SHORTER = {**USUAL, "profile": "de", "years": 3, "until": "2029-03-02"}


def kept_by_the_rules() -> Any:
    story = reach("closed").say(ANN, "retention", **USUAL)
    wanted = {"fine": "retained", "retention": "general", "profile": "us", "years": 7, "days": 0, "keep": "2033-03-02"}
    return state("What is kept for as long as its rules ask needs no reason.", story, **wanted)


def kept_longer_says_why() -> Any:
    story = reach("closed").say(ANN, "retention", **{**USUAL, "until": "2033-03-03"})
    story.say(ANN, "retention", **{**USUAL, "until": "2033-03-03", "note": " \n"})
    story.say(ANN, "retention", **{**USUAL, "until": "2033-03-03", "note": "a suit"})
    refused = [refusal(15, "no_reason"), refusal(16, "no_reason")]
    return state("A day more than the rules ask needs a reason.", story, keep="2033-03-03", refused=refused)


def kept_for_its_period_at_least() -> Any:
    story = reach("closed").say(ANN, "retention", **{**USUAL, "until": "2033-03-01"})
    story.say(ANN, "retention", **{**USUAL, "years": 10000})
    refused = [refusal(15, "day"), refusal(16, "years", "BadContent")]
    return state("Never for less than the period that the entry itself names.", story, fine="closed", refused=refused)


def kept_for_a_month_at_least() -> Any:
    short = {**USUAL, "years": 0, "days": 0}
    story = reach("closed").say(ANN, "retention", **{**short, "until": "2026-03-31"})
    story.say(ANN, "retention", **{**short, "until": "2026-04-01"})
    wanted = {"fine": "retained", "keep": "2026-04-01", "refused": [refusal(15, "day")]}
    return state("Never for less than 30 days, whatever the rules are.", story, **wanted)


def kept_when_the_period_is_over() -> Any:
    late = {**USUAL, "class": "out_of_scope", "years": 0, "days": 90}
    story = reach("not_a_complaint").wait(100).say(ANN, "retention", **{**late, "until": "2026-06-09"})
    story.say(ANN, "retention", **{**late, "until": story.day})
    wanted = {"fine": "retained", "keep": story.day, "refused": [refusal(8, "day", day=story.day)]}
    return state("What is decided after the period is over holds for the day on which it is decided.", story, **wanted)


def kept_on_says_why() -> Any:
    story = reach("due_for_review").say(ANN, "retention", **{**USUAL, "until": "2040-06-30"})
    refused = [refusal(17, "no_reason", day=story.day)]
    return state("Keeping on after a review needs a reason.", story, fine="due_for_review", refused=refused)


def kept_by_other_rules() -> Any:
    story = reach("closed").say(ANN, "retention", **SHORTER).wait(1).say(BEN, "retention", **USUAL)
    wanted = {"fine": "retained", "since": START, "profile": "us", "years": 7, "keep": "2033-03-02"}
    return state("Longer rules hold for what is kept already, without another reason.", story, **wanted)


def kept_for_less_says_why() -> Any:
    story = reach("closed").say(ANN, "retention", **USUAL).say(BEN, "retention", **SHORTER)
    story.say(BEN, "retention", **{**SHORTER, "note": "the rules of 1 April"})
    refused = [refusal(16, "no_reason", author=BEN)]
    wanted = {"profile": "de", "years": 3, "keep": "2029-03-02", "refused": refused}
    return state("Whoever keeps a case for less than was decided before says why.", story, **wanted)


def held_between_approval_and_destruction() -> Any:
    story = reach("due_for_review")
    number = story.ask(ANN, "destruction").next - 2
    story.agree(CAT, number).say(BEN, "hold_placed").carry_out(ANN, number)
    refused = [refusal(story.next - 1, "held", day=story.day)]
    return state(
        "A hold stops what two had approved before it was placed.", story, fine="due_for_review", refused=refused
    )


def kept_on_after_the_approval() -> Any:
    story = reach("due_for_review")
    number = story.ask(ANN, "destruction").next - 2
    story.agree(CAT, number).say(BEN, "retention", **{**USUAL, "until": add_days(story.day, 90), "note": "a suit"})
    story.carry_out(ANN, number)
    refused = [refusal(story.next - 1, "state", day=story.day)]
    return state("What is kept on is not destroyed by an older approval.", story, fine="retained", refused=refused)


KEPT = {
    make.__name__: make
    for make in (
        kept_by_the_rules,
        kept_longer_says_why,
        kept_for_its_period_at_least,
        kept_for_a_month_at_least,
        kept_when_the_period_is_over,
        kept_on_says_why,
        kept_by_other_rules,
        kept_for_less_says_why,
        held_between_approval_and_destruction,
        kept_on_after_the_approval,
    )
}
