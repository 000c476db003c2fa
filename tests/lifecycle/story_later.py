"""What comes late, or another way: after the end, by hand, to another person, from another case."""

from typing import Any

from reviewer.lifecycle.days import add_days
from tests.lifecycle.story import ADVISER, ANN, BEN, CAT, DAN, ID, START, Story, reach
from tests.lifecycle.story_acts import act, acts
from tests.lifecycle.story_dues import clear, due, dues
from tests.lifecycle.story_lives import refusal, state

BY_HAND = {"channel": "letter", "item": "", "text": "a letter"}
OVER = {
    **{"ended": "", "closed": "", "retention": "", "keep": "", "merged": "", "profile": ""},
    **{"years": 0, "days": 0},
}
QUARTER = {"class": "out_of_scope", "years": 0, "days": 90}
SPAM = {"class": "spam_or_test", "years": 0, "days": 30}
WAY_TO_TRIAGE = ("acknowledged", "conflict_check", "triage")
FEEDBACK = "2026-05-31"  # 90 days after the acknowledgement


def by_hand(*kinds: str) -> Story:
    """A case that came by letter, and so many steps of it."""
    story = Story().say(ANN, "filed", **BY_HAND)
    for kind in kinds:
        story.say(ANN, kind)
    return story


# ---- after the end ----------------------------------------------------------------------------


def retained_is_reopened() -> Any:
    story = reach("retained").say(ANN, "follow_up").say(BEN, "message").say(BEN, "reopening")
    wanted = {"fine": "reopened", "reopened": START, "told": "", "shown": "open", **OVER}
    return state(
        "Who writes after it was decided how long a case is kept is answered, and it is reopened.", story, **wanted
    )


def due_for_review_is_reopened() -> Any:
    story = reach("due_for_review").ask(ANN, "destruction")
    number = story.next - 2
    story.agree(CAT, number).say(BEN, "reopening").carry_out(ANN, number)
    refused = [refusal(story.next - 1, "state", day=story.day)]
    note = "What is reopened is not destroyed, whatever was approved before."
    return state(note, story, fine="reopened", refused=refused, **OVER)


def kept_again() -> Any:
    story = reach("retained").say(ANN, "reopening").say(ANN, "triage").say(ANN, "feedback").together("not_a_complaint")
    story.say(ANN, "retention", until="2027-01-31", **QUARTER)
    wanted = {"fine": "retained", "ended": "not_a_complaint", "retention": "out_of_scope", "keep": "2027-01-31"}
    return state("After another end it is decided anew how long the case is kept.", story, **wanted)


def merged_is_reopened() -> Any:
    story = reach("merged").say(ANN, "reopening")
    return state("A case that is opened again goes on by itself.", story, fine="reopened", **OVER)


def feedback_after_a_referral() -> Any:
    rows = [due("feedback", FEEDBACK)]
    return dues(
        "Feedback is owed after a referral; the server sees nothing of it.",
        reach("referred"),
        due=rows,
        clear=clear([], "closed"),
    )


def feedback_after_a_merger() -> Any:
    story = reach("merged").say(ANN, "retention")
    rows = [due("feedback", FEEDBACK), due("review", "2033-12-31")]
    return dues("Also while the merged case is kept.", story, due=rows, clear=clear([], "retained", review="2033-Q4"))


def feedback_given_after_the_end() -> Any:
    story = reach("not_a_complaint").say(ANN, "feedback")
    return dues("Who was told why it is no complaint is owed nothing more.", story, due=[])


def no_feedback_for_spam() -> Any:
    story = reach("not_a_complaint").say(ANN, "retention", until="2026-04-30", **SPAM)
    return dues("Nobody is owed feedback for spam or a test.", story, due=[due("review", "2026-04-30")])


def no_feedback_for_the_silent() -> Any:
    story = reach("need_info").say(ANN, "message").wait(60).together("closing_for_silence")
    return dues("Who does not answer was asked.", story, due=[])


# ---- two cases --------------------------------------------------------------------------------


def merged_late() -> Any:
    story = reach("investigating").together("merge")
    return state("A duplicate that is found later is merged as well.", story, fine="merged", merged=ID)


def taken_over() -> Any:
    other = "2e" * 16
    story = reach("triage").say(ANN, "taken_over", case=other).say(BEN, "taken_over").say(CAT, "taken_over")
    return state("A case knows which others go on in it, each once.", story, fine="triage", taken=[ID, other])


# ---- by hand ----------------------------------------------------------------------------------


def asked_by_hand() -> Any:
    story = by_hand(*WAY_TO_TRIAGE, "need_info").wait(60)
    rows = [act("request", asks="closing_for_silence")]
    return acts("Who wrote a letter is asked in that way, and has 60 days as well.", story, ann=rows)


def asked_by_hand_today() -> Any:
    story = by_hand(*WAY_TO_TRIAGE, "need_info").wait(59)
    rows = [act("request", "not_silent", asks="closing_for_silence")]
    return acts("59 days after a letter are too few.", story, ann=rows)


def called_again() -> Any:
    story = by_hand(*WAY_TO_TRIAGE, "need_info").wait(30)
    story.say(BEN, "heard", received=story.day)
    rows = [act("request", "not_asked", asks="closing_for_silence"), act("heard")]
    return acts("A second call is an answer.", story, ann=rows)


def called_on_a_day_to_come() -> Any:
    story = by_hand().say(ANN, "heard", received="2026-03-03").say(ANN, "heard", channel="line").say(ANN, "heard")
    refused = [refusal(1, "day"), refusal(2, "channel")]
    return state("What was heard came before it was written down, and not through the line.", story, refused=refused)


def receipt_corrected() -> Any:
    story = by_hand().wait(4).say(BEN, "receipt_corrected", received="2026-02-26", channel="in_person")
    rows = [due("acknowledge", "2026-03-02"), due("conflict_check", "2026-02-27"), due("triage", "2026-03-05")]
    later = [due("closure", "2026-04-12"), due("feedback", "2026-06-03")]
    case = dues(
        "What is due follows from the day of receipt as it was corrected.",
        story,
        due=sorted([*rows, *later], key=lambda row: row["day"]),
    )
    case["wanted"]["state"] = {"received": "2026-02-26", "channel": "in_person", "refused": []}
    return case


def receipt_of_the_line() -> Any:
    story = by_hand().wait(2)
    story.say(ANN, "receipt_corrected", channel="line").say(ANN, "receipt_corrected", received=story.day)
    refused = [refusal(1, "channel", day=story.day), refusal(2, "day", day=story.day)]
    note = "What came by hand never came through the line, nor after it was entered."
    return state(note, story, channel="letter", received=START, refused=refused)


def receipt_of_a_report() -> Any:
    story = reach("received").say(ANN, "receipt_corrected")
    return state("A report of the line came when it came.", story, channel="line", refused=[refusal(1, "channel")])


# ---- persons ----------------------------------------------------------------------------------


def task_to_another() -> Any:
    story = reach("triage").say(ANN, "task", who=ANN, due="2026-03-20").say(BEN, "task")
    story.say(BEN, "task_given", task=4, who=CAT, due="2026-03-30").say(ANN, "task_withdrawn", task=5)
    tasks = [{"task": 4, "text": "call", "who": CAT, "due": "2026-03-30"}]
    return state("A task goes to somebody else with another day, or is withdrawn.", story, tasks=tasks)


def task_to_nobody() -> Any:
    story = reach("triage").say(ANN, "task_given").say(ANN, "task")
    story.say(ANN, "task_given", task=5, who=DAN).say(ANN, "task_given", task=5, due="2026-03-01")
    story.say(ANN, "task_withdrawn", task=4)
    reasons = {4: "no_task", 6: "unknown_person", 7: "day", 8: "no_task"}
    refused = [refusal(number, reason) for number, reason in reasons.items()]
    tasks = [{"task": 5, "text": "call", "who": ANN, "due": "2026-12-31"}]
    return state("Only a task that is open, and only to somebody who reads.", story, tasks=tasks, refused=refused)


def adviser_led() -> Any:
    story = reach("accepted").say(ANN, "key_verified").say(ANN, "grant_made", reader=ADVISER, until="2026-06-30")
    story.say(ANN, "assignment", to=ADVISER).say(ANN, "grant_taken")
    return state("Whose reading was ended leads no case.", story, fine="accepted", assignee="")


def leader_left() -> Any:
    story = reach("investigating")
    story.members = tuple(
        one if one.person != BEN else type(one)(one.person, one.since, add_days(START, 1), one.slot)
        for one in story.members
    )
    story.wait(5).say(ANN, "renewal")
    return state("Who left the committee leads no case after the next case key.", story, assignee="")


def too_few_to_decide() -> Any:
    story = reach("feedback_given").say(BEN, "recusal").say(CAT, "recusal")
    rows = [act("request", "too_few", asks="closing"), act("request", "no_other", asks="recusal_of"), act("grant_made")]
    return acts("One who decides is told at once that another is needed.", story, ann=rows)


def enough_after_an_alternate() -> Any:
    story = reach("feedback_given").say(BEN, "recusal").say(CAT, "recusal").say(ANN, "grant_made")
    return acts("An alternate makes two.", story, ann=[act("request", asks="closing")])


LATER = {
    f"later_{make.__name__}": make
    for make in (
        retained_is_reopened,
        due_for_review_is_reopened,
        kept_again,
        merged_is_reopened,
        feedback_after_a_referral,
        feedback_after_a_merger,
        feedback_given_after_the_end,
        no_feedback_for_spam,
        no_feedback_for_the_silent,
        merged_late,
        taken_over,
        asked_by_hand,
        asked_by_hand_today,
        called_again,
        called_on_a_day_to_come,
        receipt_corrected,
        receipt_of_the_line,
        receipt_of_a_report,
        task_to_another,
        task_to_nobody,
        adviser_led,
        leader_left,
        too_few_to_decide,
        enough_after_an_alternate,
    )
}
