"""Who may write, decide and read."""

from dataclasses import replace
from typing import Any

from reviewer.lifecycle.state import Approval, Membership, Reader
from tests.lifecycle.story import (
    ADVISER,
    ANN,
    BEN,
    CAT,
    DAN,
    KEYS,
    MEMBERS,
    START,
    STRANGER,
    Story,
    content,
    reach,
    requested,
)
from tests.lifecycle.story_lives import refusal, state

UNTIL, OTHERS = "2026-06-30", "ee" * 32


def with_adviser() -> Story:
    """ANN verified the key of an adviser and granted it the case."""
    story = reach("investigating").say(ANN, "key_verified")
    return story.say(ANN, "grant_made", reader=ADVISER, until=UNTIL, why="expert")


def reading(*persons: str) -> list[dict[str, str]]:
    return [{"person": person, "until": ""} for person in sorted(persons)]


def investigator_alone() -> Any:
    story = reach("feedback_given")  # BEN investigates
    story.ask(BEN, "closing").agree(BEN, 11).carry_out(BEN, 11)
    refused = [refusal(13, "same_person", author=BEN), refusal(14, "two_persons", author=BEN)]
    return state("The investigator cannot close alone.", story, fine="feedback_given", refused=refused)


def signatures_without_consent() -> Any:
    story = reach("feedback_given").ask(BEN, "closing")
    entry = story.entry(BEN, story.act_of(11))
    story.add(replace(entry, approvals=(Approval("close", 11, (ANN, BEN)),)))
    return state(
        "Signatures count only with an approval in the record.", story, refused=[refusal(13, "two_persons", author=BEN)]
    )


def approval_of_another_action() -> Any:
    story = reach("feedback_given").ask(BEN, "closing").agree(ANN, 11)
    entry = story.entry(BEN, story.act_of(11))
    carried = Approval("close", 11, (ANN, BEN))
    story.add(replace(entry, approvals=(Approval("refer", 11, (ANN, BEN)),)))
    story.add(replace(entry, sequence=15, approvals=()), replace(entry, sequence=16, approvals=(carried, carried)))
    story.add(replace(entry, sequence=17, approvals=(Approval("close", 11, (ANN, ANN)),)))
    story.add(replace(story.entry(ANN, content("note")), approvals=(carried,)))
    reasons = ("approvals", "approvals", "approvals", "two_persons", "approvals")
    refused = [refusal(14 + at, reason, author=ANN if at == 4 else BEN) for at, reason in enumerate(reasons)]
    return state(
        "An entry carries the approval of its action, once, or none.", story, fine="feedback_given", refused=refused
    )


def not_as_asked() -> Any:
    story = reach("feedback_given").ask(ANN, "closing", text="in order").agree(CAT, 11)
    story.say(ANN, "closing", text="in order. Nobody was heard", request=11)
    return state("Carried out is what was asked, word for word.", story, refused=[refusal(14, "not_as_asked")])


def asked_under_another_number() -> Any:
    story = reach("feedback_given").ask(ANN, "closing").say(ANN, "withdrawal", request=11)
    story.add(story.entry(ANN, requested(story.act_of(11), story.day)))
    story.carry_out(ANN, 11)
    refused = [refusal(14, "no_request"), refusal(15, "no_request")]
    return state("A request bears its own number, so old approvals serve no new one.", story, refused=refused)


def expired_request() -> Any:
    story = reach("feedback_given").ask(ANN, "closing").agree(CAT, 11).wait(15)
    story.agree(BEN, 11).carry_out(ANN, 11).say(BEN, "withdrawal", request=11)
    refused = [refusal(14, "expired", day=story.day, author=BEN), refusal(15, "expired", day=story.day)]
    return state(
        "After its last day a request is good for nothing, and anybody clears it away.",
        story,
        requests=[],
        refused=refused,
    )


def withdrawn_by_another() -> Any:
    story = reach("feedback_given").ask(ANN, "closing").say(CAT, "withdrawal", request=11)
    return state("While it lasts a request is its author's.", story, refused=[refusal(13, "not_requester", author=CAT)])


def recused_approver_does_not_count() -> Any:
    story = reach("feedback_given").ask(ANN, "closing").agree(CAT, 11).say(CAT, "recusal").carry_out(ANN, 11)
    wanted = {
        "fine": "feedback_given",
        "recused": [CAT],
        "readers": [{"person": ANN, "until": ""}, {"person": BEN, "until": ""}],
    }
    return state("Who was recused since does not count.", story, refused=[refusal(15, "two_persons")], **wanted)


def recused_does_nothing() -> Any:
    story = reach("triage").say(CAT, "recusal").say(CAT, "note").say(ANN, "grant_made", reader=CAT)
    refused = [refusal(5, "recused", author=CAT), refusal(6, "recused")]
    return state("Who is recused writes nothing, and gets no new grant.", story, recused=[CAT], refused=refused)


def recusal_of_another() -> Any:
    story = (
        reach("investigating").ask(ANN, "recusal_of").agree(BEN, 7).agree(CAT, 7).carry_out(BEN, 7).carry_out(CAT, 7)
    )
    refused = [refusal(9, "subject", author=BEN), refusal(11, "subject", author=BEN)]
    wanted = {"recused": [BEN], "assignee": "", "readers": [{"person": ANN, "until": ""}, {"person": CAT, "until": ""}]}
    return state("Two others recuse a member, who has no say in it.", story, refused=refused, **wanted)


def under_other_keys() -> Any:
    story = reach("triage").say(CAT, "note").say(CAT, "renewal")
    story.add(replace(story.entry(BEN, content("note")), unread="passed_over")).say(ANN, "renewal")
    story.add(replace(story.entry(BEN, content("renewal")), unread="later_key"))
    refused = [refusal(6, "passed_over", author=BEN), refusal(8, "later_key", author=BEN)]
    return state("What stands under a key that is not gone by says nothing.", story, key=3, maker=BEN, refused=refused)


def last_reader_stays() -> Any:
    story = reach("triage").say(CAT, "recusal").say(BEN, "recusal")
    story.add(replace(story.entry(ANN, content("recusal")), key=2))  # no key without readers
    story.say(ANN, "grant_made").say(ANN, "recusal")
    refused = [refusal(6, "last_reader")]
    return state(
        "The last reader admits an alternate before leaving.", story, recused=sorted((ANN, BEN, CAT)), refused=refused
    )


def excluded_member() -> Any:
    story = Story().say(ANN, "filed", excluded=[CAT]).say(CAT, "note").say(ANN, "grant_made", reader=CAT)
    refused = [refusal(1, "excluded", author=CAT), refusal(2, "excluded")]
    return state("Whom the reporter excluded neither writes nor is admitted.", story, excluded=[CAT], refused=refused)


def filed_for_an_excluded_member() -> Any:
    story = Story()
    entry = story.entry(ANN, content("filed", excluded=[CAT]))
    story.add(replace(entry, grants=(Reader(ANN, ""), Reader(BEN, ""), Reader(CAT, ""))))
    return state("No case is filed to whom the report excludes.", story, fine="", refused=[refusal(0, "grants")])


def excluded_in_name_only() -> Any:
    """CAT is said to be excluded, and reads nothing; the report itself excludes DAN alone."""
    story = Story()
    entry = story.entry(ANN, content("filed", excluded=[CAT]))
    story.add(replace(entry, excluded=(DAN,)))
    story.say(BEN, "grant_made", reader=DAN).say(BEN, "grant_made", reader=CAT).say(CAT, "note")
    refused = [refusal(1, "excluded", author=BEN)]
    wanted = {"excluded": [DAN], "refused": refused, "readers": reading(ANN, BEN, CAT, DAN)}
    return state("Whom a report leaves out is what its envelope says, not who filed it.", story, **wanted)


def claimed_of_an_item_that_does_not_open() -> Any:
    """CAT is said to be excluded by something that nobody brought, first as the report and then as what followed."""
    story = Story()
    story.add(replace(story.entry(ANN, content("filed", excluded=[CAT])), excluded=None))
    story.add(replace(story.entry(ANN, content("follow_up", excluded=[DAN])), excluded=None))
    story.say(BEN, "grant_made", reader=DAN).say(BEN, "grant_made", reader=CAT).say(CAT, "note").say(DAN, "note")
    wanted = {"excluded": [], "refused": [], "readers": reading(ANN, BEN, CAT, DAN)}
    return state("Nobody is left out by what only its author claims of an item that does not open.", story, **wanted)


def claimed_of_a_reader() -> Any:
    """One who reads and is left out by it cannot open it: that reader's rules come to the same."""
    story = reach("triage")
    story.add(replace(story.entry(ANN, content("follow_up", excluded=[CAT])), excluded=None)).say(CAT, "note")
    refused = [refusal(4, "reader_excluded")]
    return state(
        "What claims to leave out a reader is not filed, also where it does not open.",
        story,
        excluded=[],
        refused=refused,
    )


def left_out_by_hand() -> Any:
    story = Story().say(ANN, "filed", item="", channel="letter", text="a letter", excluded=[CAT])
    story.say(BEN, "grant_made", reader=CAT)
    refused = [refusal(1, "excluded", author=BEN)]
    return state(
        "What was entered by hand has no envelope: who entered it says whom it leaves out.",
        story,
        excluded=[CAT],
        refused=refused,
    )


def sealed_and_said_to_be_a_letter() -> Any:
    story = Story()
    story.add(replace(story.entry(ANN, content("filed", channel="letter")), excluded=()))
    note = "What was sealed came through the line, whatever is said of it."
    return state(note, story, channel="line", refused=[])


def filed_for_one_whom_its_envelope_excludes() -> Any:
    """Who files a report for somebody whom it leaves out keeps nobody from leaving that one out."""
    story = Story()
    entry = story.entry(ANN, content("filed"))
    story.add(replace(entry, excluded=(CAT,)))
    story.say(CAT, "note")
    story.ask(ANN, "recusal_of", person=CAT).agree(BEN, 2).carry_out(ANN, 2)
    wanted = {"excluded": [CAT], "recused": [CAT], "refused": [refusal(1, "excluded", author=CAT)], "fine": "received"}
    return state("A report filed for one whom it leaves out is a case that goes on without that one.", story, **wanted)


def follow_up_whose_envelope_excludes_a_reader() -> Any:
    story = reach("triage")
    story.add(replace(story.entry(ANN, content("follow_up")), excluded=(CAT,)))
    refused = [refusal(4, "reader_excluded")]
    return state(
        "Nobody files for all what leaves out one of them, whatever is said.", story, excluded=[], refused=refused
    )


def filed_again() -> Any:
    story = Story().say(BEN, "filed_again", excluded=[DAN]).say(ANN, "brought").say(BEN, "acknowledged")
    wanted = {"fine": "acknowledged", "channel": "line", "excluded": [DAN], "refused": []}
    return state("A report that was filed again is a case like any other.", story, **wanted)


def follow_up_excludes_a_reader() -> Any:
    story = reach("triage").say(ANN, "follow_up", excluded=[CAT])
    story.ask(ANN, "recusal_of", person=CAT).agree(BEN, 5).carry_out(ANN, 5).say(ANN, "follow_up", excluded=[CAT])
    wanted = {"excluded": [CAT], "recused": [CAT], "refused": [refusal(4, "reader_excluded")]}
    return state("Whom a follow-up excludes is left out before it is filed.", story, **wanted)


def adviser_reads_and_notes() -> Any:
    story = (
        with_adviser().say(ADVISER, "note").say(ADVISER, "finding").say(ADVISER, "message").say(ADVISER, "grant_made")
    )
    story.ask(ADVISER, "closing").say(ANN, "assignment", to=ADVISER).say(ADVISER, "finding")
    refused = [
        refusal(10, "not_assigned", author=ADVISER),
        refusal(11, "not_member", author=ADVISER),
        refusal(12, "not_member", author=ADVISER),
        refusal(13, "not_member", author=ADVISER),
        refusal(14, "not_member", author=ADVISER),
    ]
    return state("An adviser notes; finds when assigned; decides nothing.", story, fine="findings", refused=refused)


def adviser_whose_grant_is_over() -> Any:
    story = with_adviser()
    story.day = "2026-07-01"
    story.say(ADVISER, "note").say(ANN, "assignment", to=ADVISER)
    day = story.day
    refused = [refusal(9, "not_reader", day=day, author=ADVISER), refusal(10, "unknown_person", day=day)]
    return state("A grant ends by itself.", story, refused=refused)


def adviser_sent_away() -> Any:
    story = with_adviser().say(BEN, "grant_taken").say(ADVISER, "note").say(BEN, "grant_taken", reader=CAT)
    refused = [refusal(10, "not_reader", author=ADVISER), refusal(11, "no_adviser", author=BEN)]
    return state("One member takes an adviser's grant back; not a member's.", story, key=2, refused=refused)


def grant_needs_a_verified_key() -> Any:
    story = reach("triage").say(ANN, "grant_made", reader=STRANGER, until=UNTIL)
    story.say(ANN, "key_verified").say(ANN, "grant_made", reader=ADVISER, until="")
    story.say(ANN, "grant_made", reader=ADVISER, until="2028-01-01").say(ANN, "grant_made", reader=BEN)
    story.say(ANN, "key_verified", person=ANN)
    reasons = {4: "not_verified", 6: "day", 7: "day", 8: "already", 9: "same_person"}
    refused = [refusal(number, reason) for number, reason in reasons.items()]
    return state(
        "Keys are compared before a grant, and an adviser's grant ends.",
        story,
        verified=[{"person": ADVISER, "keys": KEYS}],
        refused=refused,
    )


def other_keys_verified() -> Any:
    """Every renewal would fail for keys that are not those that were verified: also the one that recuses the author."""
    story = with_adviser().say(CAT, "key_verified", keys=OTHERS).say(BEN, "key_verified")
    story.say(CAT, "key_verified", keys=OTHERS)
    wanted = {
        "verified": [{"person": ADVISER, "keys": KEYS}],
        "compared": [{"person": ADVISER, "keys": OTHERS, "by": [CAT]}],
        "refused": [refusal(11, "already", author=CAT)],
    }
    return state("Other keys of somebody count for nothing while one member has compared them.", story, **wanted)


def wrong_keys_first() -> Any:
    """CAT wants to keep an adviser out; the inviter and another one compare the words."""
    story = reach("triage").say(CAT, "key_verified", keys=OTHERS).say(CAT, "key_verified", person=STRANGER)
    story.say(ANN, "key_verified").say(CAT, "key_verified", keys=OTHERS).say(BEN, "key_verified")
    verified = [{"person": ADVISER, "keys": KEYS}, {"person": STRANGER, "keys": KEYS}]
    return state("What one has verified wrongly, two set right.", story, verified=verified, compared=[])


def keys_verified_to_and_fro() -> Any:
    """Two for these, two for those: the last two have it; and what was said of a third pair is said anew."""
    story = with_adviser().say(CAT, "key_verified", keys="dd" * 32)
    for keys in (OTHERS, KEYS):
        story.say(ANN, "key_verified", keys=keys).say(BEN, "key_verified", keys=keys)
    story.say(ANN, "key_verified", keys="dd" * 32)
    wanted = {
        "verified": [{"person": ADVISER, "keys": KEYS}],
        "compared": [{"person": ADVISER, "keys": "dd" * 32, "by": [ANN]}],
    }
    return state("Two members can change it each time.", story, **wanted)


def keys_verified_twice_from_one_place() -> Any:
    """BEN is given other signing keys, and compares with both."""
    story = with_adviser()
    story.members = (*MEMBERS, Membership(STRANGER, START, "", 1))
    story.say(ANN, "grant_made", reader=STRANGER, until="")
    for one in (BEN, STRANGER):
        story.say(one, "key_verified", keys=OTHERS)
    wanted = {"verified": [{"person": ADVISER, "keys": KEYS}], "refused": [refusal(11, "already", author=STRANGER)]}
    return state("Two keys of one person are one comparison.", story, **wanted)


def longer_grant() -> Any:
    story = with_adviser().say(ANN, "grant_made", reader=ADVISER, until=UNTIL)
    story.say(ANN, "grant_made", reader=ADVISER, until="2026-07-31")
    readers = [{"person": one, "until": ""} for one in (ANN, BEN, CAT)] + [{"person": ADVISER, "until": "2026-07-31"}]
    return state("A grant is made longer, not twice.", story, readers=readers, refused=[refusal(9, "already")])


def new_keys_in_the_place_of_one_recused() -> Any:
    """CAT is recused, and comes to the committee again with other keys."""
    story = reach("triage").say(CAT, "recusal").say(ANN, "renewal").wait(1)
    story.members = (
        *(replace(one, until=START) if one.person == CAT else one for one in MEMBERS),
        Membership(STRANGER, story.day, "", 2),
    )
    story.say(ANN, "grant_made", reader=STRANGER, until="").say(ANN, "grant_made", reader=DAN, until="")
    refused = [refusal(6, "recused", day=story.day)]
    return state("Recused is for good, whatever keys come in that place.", story, refused=refused)


def a_place_of_one_recused_taken_later() -> Any:
    """BEN writes, and only later gets the place that CAT, who was recused, has held."""
    story = reach("triage").say(CAT, "recusal").say(ANN, "renewal").say(BEN, "note").wait(1)
    story.members = (*MEMBERS, Membership(BEN, story.day, "", 2))
    story.say(BEN, "note")
    refused = [refusal(7, "recused", day=story.day, author=BEN)]
    return state("A later list makes no older entry wrong.", story, refused=refused)


def two_keys_of_one_person() -> Any:
    """BEN makes new keys, is given the case with them, and approves with both."""
    story = reach("triage")
    story.members = (*MEMBERS, Membership(STRANGER, START, "", 1))
    story.say(ANN, "grant_made", reader=STRANGER, until="").ask(BEN, "not_a_complaint")
    story.agree(STRANGER, 5)
    return state("Two keys of one person are one yes.", story, refused=[refusal(7, "same_person", author=STRANGER)])


def unasked_grants() -> Any:
    story = reach("triage")
    story.add(replace(story.entry(ANN, content("note")), grants=(Reader(STRANGER, ""),)))
    story.add(replace(story.entry(BEN, content("renewal")), grants=(Reader(BEN, ""),)))
    wanted = {"readers": [{"person": BEN, "until": ""}], "key": 1}
    refused = [refusal(4, "grants"), refusal(5, "grants", author=BEN)]
    return state(
        "Grants that no rule makes are named; who reads is still what they say.", story, refused=refused, **wanted
    )


def former_member() -> Any:
    members = tuple(replace(one, until=START) if one.person == BEN else one for one in MEMBERS)
    story = reach("feedback_given")
    story.members = members
    story.ask(ANN, "closing").agree(BEN, 11).wait(1).carry_out(ANN, 11).say(BEN, "message")
    story.say(ANN, "grant_taken", reader=BEN)
    day = story.day
    refused = [refusal(14, "two_persons", day=day), refusal(15, "not_member", day=day, author=BEN)]
    return state("Who left the committee decides nothing and is sent away by one.", story, refused=refused)


def two_left_at_once() -> Any:
    """Neither could be re-granted, so a new key that had to go to the other one could never be made."""
    story = reach("triage")
    story.members = tuple(replace(one, until=START) if one.person in (BEN, CAT) else one for one in MEMBERS)
    story.wait(1).say(ANN, "renewal")
    return state(
        "A new key leaves out everybody who left the committee.", story, key=1, readers=[{"person": ANN, "until": ""}]
    )


def left_today() -> Any:
    """Two lists are in force on the day of a change; no entry of that day becomes wrong by the later one."""
    story = reach("triage")
    story.members = (
        *(replace(one, until=START) for one in MEMBERS),
        *(replace(one, since=START) for one in MEMBERS if one.person != CAT),
    )
    still = [Reader(one, "") for one in (ANN, BEN, CAT)]
    story.add(replace(story.entry(ANN, content("renewal")), grants=tuple(still)))
    story.add(replace(story.entry(BEN, content("renewal")), grants=tuple(still[:2])))
    story.add(replace(story.entry(ANN, content("renewal")), grants=tuple(still[:1])))
    wanted = {"key": 3, "readers": [{"person": ANN, "until": ""}], "refused": [refusal(6, "grants")]}
    return state("On its last day a member is left out, or not yet; another is not.", story, **wanted)


def stranger() -> Any:
    story = reach("triage").say(STRANGER, "note").say(DAN, "note")
    refused = [refusal(4, "not_reader", author=STRANGER), refusal(5, "not_reader", author=DAN)]
    return state("Who has no grant writes nothing, member or not.", story, refused=refused)


PERSONS = {
    make.__name__: make
    for make in (
        investigator_alone,
        signatures_without_consent,
        approval_of_another_action,
        not_as_asked,
        asked_under_another_number,
        expired_request,
        withdrawn_by_another,
        recused_approver_does_not_count,
        recused_does_nothing,
        recusal_of_another,
        under_other_keys,
        last_reader_stays,
        excluded_member,
        filed_for_an_excluded_member,
        excluded_in_name_only,
        claimed_of_an_item_that_does_not_open,
        claimed_of_a_reader,
        left_out_by_hand,
        sealed_and_said_to_be_a_letter,
        filed_for_one_whom_its_envelope_excludes,
        follow_up_whose_envelope_excludes_a_reader,
        filed_again,
        follow_up_excludes_a_reader,
        adviser_reads_and_notes,
        adviser_whose_grant_is_over,
        adviser_sent_away,
        grant_needs_a_verified_key,
        other_keys_verified,
        wrong_keys_first,
        keys_verified_to_and_fro,
        keys_verified_twice_from_one_place,
        longer_grant,
        new_keys_in_the_place_of_one_recused,
        a_place_of_one_recused_taken_later,
        two_keys_of_one_person,
        unasked_grants,
        former_member,
        two_left_at_once,
        left_today,
        stranger,
    )
}
