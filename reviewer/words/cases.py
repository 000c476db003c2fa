"""Words of one case: its page, its record, what is written in it. Codes and acts have theirs in modules of their own."""

from typing import Final

from flask_babel import lazy_gettext as _

from reviewer.words.case_acts import ACTS
from reviewer.words.case_codes import CODES

PAGE: Final[dict[str, object]] = {
    "case.opening": _("Opening the case …"),
    "case.number": _("Case {number}"),
    "case.named": _("{title} ({number})"),
    "case.lead": _("{state}, since {day}."),
    "case.lead_due": _("{due}."),
    "case.lead_hold": _("On hold: nothing of it is destroyed."),
    "case.lead_frozen": _("Everything is frozen since {day}: nothing is destroyed."),
    "case.frozen": _("Everything is frozen. Two members have to release that before anything is destroyed."),
    "case.no_rules": _("Two members have to adopt retention rules before anything is destroyed."),
    "case.destroyed_waits": _(
        "Two members had it destroyed. What is sealed in it goes within a day, when the operator’s job runs at night; until then it "
        "stands below for those who read it."
    ),
    "case.destroyed_gone": _(
        "It was destroyed on {day}. What was sealed in it is gone, for everybody; the hashes of its entries stay in the "
        "record."
    ),
    "case.destroyed_by": _("Read the certificate of its destruction"),
    "case.evidence": _("For counsel or a court"),
    "case.evidence_text": _("The whole case in one file that can be checked without this line."),
    "case.former": _("{role}, until lately"),
    "case.nobody_known": _("Somebody with the key {key} …"),
    "case.yes": _("Yes"),
    "case.recused": _("Recused"),
    "case.reads_until": _("{person}, until {day}"),
    "case.allegations": _("What is alleged"),
    "case.no_outcome_yet": _("no finding yet"),
    "case.requests": _("Asked of the committee"),
    "case.nothing_due": _("Nothing is due."),
    "case.nothing_now": _("Nothing of this can be done now."),
    "case.why_state": _("Not as the case stands now. It follows the state {states}."),
    "case.quoted": _("“{text}”"),
    "case.not_now": _("Not possible now, and why"),
    "case.two_persons": _("(two persons)"),
    "case.more": _("Something was added to the case."),
    "case.done": _("Done: {act}. It stands in the record, under “What has happened”."),
    "case.done_asked": _("Asked for: {act}. It stands above until two members have approved it."),
    "case.you_left": _(
        "You have stepped back from the case, and read nothing of it any more. The others go on with it."
    ),
    "case.new_messages.one": _("The reporter has written again. It is marked as new below."),
    "case.new_messages.other": _("The reporter has written again, {count} times. It is marked as new below."),
    "case.go_to_new": _("Go to it"),
    "case.unread": _("This message from the reporter could not be opened. Ask the others whether they can read it."),
    "case.not_for_you": _("The reporter has left you out of this message. It is not shown."),
    "case.foreign": _(
        "This was written by somebody else than the person who reported. It is not answered here, and leaves nobody out."
    ),
    "case.waits": _("not in the case yet"),
    "case.refused": _("Counts for nothing: {act}."),
    "case.refused_unknown": _("an entry that no rule knows"),
    "case.refused_unread": _("an entry that cannot be read here"),
    "case.refused_form": _("It does not have the form that the rules ask for."),
    "case.differences": _("Something here does not agree"),
    "case.difference_by": _("{person}: {text}"),
    "case.in_the_way": _(
        "The reporter has added something that leaves out {persons}. It comes into the case, and can be answered, once "
        "they have stepped back or were recused. Do not mention it to them."
    ),
    "case.unwritten": _("Your answer has gone out, but it is not on record in the case yet."),
    "case.write_down": _("Put it on record now"),
    "case.gone": _(
        "You do not read this case any more: you stepped back, two members recused you, or your reading was ended. If "
        "nobody knows of that, the server keeps it from you."
    ),
    "case.gone_recused": _(
        "You do not read this case any more. A member had asked to recuse you: two members recused you from this case. If "
        "they did not, the server keeps it from you."
    ),
    "case.not_fetched": _("The case could not be fetched. Check your connection, then open it again."),
    "case.unsure_keys": _(
        "{persons}: not given the new case key, since the server shows other keys than those that a member verified for "
        "this case. One of the two is wrong. Compare the words with that person by telephone, and who verified them; then "
        "end that reading, and let them read again."
    ),
    "case.left_behind": _(
        "{person} reads this case, let in by {by}, who does not read it any more. If the case no longer needs them: “{act}”."
    ),
    "case.key_broken": _("A new case key does not open this case for you"),
    "case.key_made": _("On {day}, {person} made a new case key."),
    "case.key_broken_text": _(
        "It was not given to you rightly, or it does not fit the record. You see the case as it was before, and cannot "
        "write in it. It may be a fault, or somebody may want to shut you out."
    ),
    "case.key_ask": _(
        "First call {persons}, and ask whether they can read the case. Whoever can opens it and chooses “{act}”: that "
        "opens everything to you again, and nothing is lost."
    ),
    "case.key_make": _(
        "If that does not help, make one from the last key that opened. The others read on with you. What was written "
        "under the keys in between counts no more, for anybody, and the record says that you did it."
    ),
    "case.key_make_sure": _(
        "What was written under the keys that did not open for you counts no more, for anybody. If a colleague could "
        "read it, ask for a new key instead."
    ),
    "case.key_make_button": _("Make a new key from the last one that opened"),
    "case.key_kept": _(
        "You cannot make one yourself: you have written since then, or somebody has who can still make a new key for "
        "all. Nobody passes over that."
    ),
    "case.key_tag": _("A new key does not open for you"),
    "case.compared_otherwise": _(
        "{by} has compared other key words of {person} than those that count in this case. One of the two is wrong. They "
        "count when another member has heard the same from {person}."
    ),
    "case.compare_text": _(
        "On a call, ask {role} to sign in, to open “Words”, and to read “Your own six words” aloud. These are the words "
        "of the keys that would count from then on:"
    ),
    "case.compare_otherwise": _("If one differs, leave it as it is, and tell the others."),
    "difference.state": _("the entry shows the server another state of the case than the record has."),
    "difference.hold": _("the entry shows the server something else about a hold than the record has."),
    "difference.review": _("the entry shows the server another quarter of review than the record has."),
    "difference.due": _(
        "the days due that the entry shows the server are not those of the record; the company’s periods may have "
        "changed since."
    ),
    "difference.passed_over": _("this case key passes over others: what was written under them counts no more."),
    "difference.approval": _("the signature of this approval is not right, so it cannot count."),
    "difference.excluded": _(
        "the entry says something else about whom the message leaves out than the message itself. What the message says "
        "counts."
    ),
    "difference.without": _("the case was not given to everybody whom the report lets read it."),
    "difference.although": _("the case was given to somebody whom the report leaves out."),
    "difference.listing": _(
        "The server lists this case differently from what its last entry says. Ask the operator for the reason; without "
        "a good one, have the server looked at by somebody else."
    ),
    "trouble.title": _("This case is not shown: its record is not right."),
    "trouble.BrokenChain": _(
        "Entries are missing, out of order, or are not those that you have seen before. Tell the others on the committee "
        "by telephone, and ask whether they see the same."
    ),
    "trouble.BadSignature": _(
        "An entry is not signed by the person whom it names. Tell the others on the committee by telephone, and ask "
        "whether they see the same."
    ),
    "trouble.Damaged": _(
        "Its content is damaged, or you were given another key than the others. Ask the others whether they can read it."
    ),
    "trouble.NotAllowed": _(
        "An entry does what its author may not do. Tell the others on the committee by telephone, and ask whether they "
        "see the same."
    ),
    "trouble.NotACase": _(
        "It does not begin as a case does, so nothing in it counts. No page of this line writes such a record: somebody on "
        "the committee did it by other means. What an auditor exports names who."
    ),
    "trouble.other": _("It does not follow the rules of the line. Ask the others whether they see the same."),
}

AGAIN: Final[dict[str, object]] = {
    "again.title": _("A report was filed without you"),
    "again.tag": _("Filed without you"),
    "again.passed_over": _(
        "Somebody has filed this report as case {number} and has not given it to you, although it does not leave you out. "
        "Tell the chair or another member by telephone; the auditor’s export of the record names who filed it and who "
        "reads it. You can read the report here, and file it again for everybody whom it does not leave out."
    ),
    "again.perhaps_left": _(
        "The overview in which this page remembers your cases was lost. If you have left this case yourself, there is "
        "nothing to do."
    ),
    "again.broken": _(
        "This report was filed as case {number}, but what you were given of it does not open. Tell the chair or another "
        "member by telephone, and ask whether they can read it. You can read the report here, and file it again for "
        "everybody whom it does not leave out."
    ),
    "again.other": _(
        "What somebody has filed as case {number}, under the number of this report, is not this report. Tell the chair or "
        "another member by telephone. You can read the report here, and file it again for everybody whom it does not "
        "leave out."
    ),
    "again.sure": _("File the report again, for all?"),
    "again.without": _(
        "{person} filed this report without {persons}, although the report does not leave them out. Tell them, and give "
        "them the case: “Let another person read”, under “People”."
    ),
    "again.although": _(
        "{person} gave this case to {persons}, whom the report leaves out. Do not mention the case to them, and recuse "
        "them: “Recuse another member”, under “People”. What the report says is not shown to them by their pages."
    ),
    "again.here": _(
        "{person} filed this report again here, since it could not be read by all as case {number}. You read both."
    ),
    "again.here_alone": _(
        "{person} filed this report again here, since it could not be read by all as case {number}, which you do not read."
    ),
    "again.elsewhere": _("This report was filed again in another case, by somebody who could not read it here."),
    "again.other_counts": _("Two have filed it again; case {number} counts, and this one can be merged into it."),
    "again.link": _("Open case {number}"),
}

FORMS: Final[dict[str, object]] = {
    "form.choose": _("Choose …"),
    "form.optional": _("{label} (optional)"),
    "form.choose_one": _("Choose one."),
    "form.needed": _("Write something here."),
    "form.needed_day": _("Choose a day."),
    "form.bad_day": _("This day does not fit. Choose another."),
    "form.long_line": _("One line is too long: at most 200 characters each."),
    "form.many_lines": _("Too many: at most 50."),
    "form.bad": _("Something in the form is not right. Look at each field again."),
    "case.look_over": _("Look it over"),
    "case.look_over_request": _("Look it over, then ask"),
    "case.look_over_letter": _("Look it over, then send"),
    "case.sure": _("{act}?"),
    "case.for_good": _("It stands in the record with your role and today’s day. It cannot be changed or taken out."),
    "case.asked_for": _("What is asked for: {what}"),
    "case.approve_too": _("I approve it myself, at once"),
    "case.approves_too": _("Your own approval goes with it."),
    "case.until_hint": _("At most 30 days. After that it has to be asked for again."),
    "case.severity_hint": _(
        "An officer, a director or the auditor, possible materiality or a high risk make it S1; a manager at least S2."
    ),
    "case.allegations_first": _("Each gets a finding of its own. More can be added later; none can be taken away."),
    "case.allegations_hint": _("What is there stays as it is, in the same order. New ones go below."),
    "case.how_hint": _("This case did not come through the line, so nothing is sent. For example: by letter of today."),
    "case.letter_hint": _(
        "You write as your role, not by name. Keep out whatever only the reporter could have told you: somebody may look "
        "over the reporter’s shoulder."
    ),
    "leaving.stepped_back": _(
        "I step back from this matter, and read nothing of what you write from now on. The others go on with it."
    ),
    "leaving.left_out": _(
        "{role} does not take part in this matter any more, and reads nothing of what you write from now on."
    ),
    "case.begin_with": _("Begin with:"),
    "begin.acknowledgement": _("Acknowledgement"),
    "begin.question": _("Question"),
    "begin.feedback": _("Feedback"),
    "case.writing": _("Sealing and writing …"),
    "case.too_long": _("Too long. Shorten it, or make two entries of it."),
    "refusal.moved": _("Others have written in this case at the same moment, again and again. Please try once more."),
    "refusal.day": _(
        "It is another day for the server than for this device. Look at the device’s clock, then try again."
    ),
    "refusal.not_allowed": _("Nothing was written: the server does not allow it. {why}"),
    "refusal.by_rule": _(
        "Nothing was written: the server sees a rule that does not allow it. Open the case again, and look at how it stands."
    ),
    "refusal.by_author": _("Nothing was written: you are signed in as somebody else. Sign out, then in again."),
    "refusal.by_signature": _("Nothing was written: the signature is not right. Sign out, then in again."),
    "refusal.by_content": _("Nothing was written: it came damaged. Try again."),
    "refusal.by_grant": _("Nothing was written: a key for one of the readers came damaged. Try again."),
    "refusal.by_due": _(
        "Nothing was written: the days due are not those of the server. The company’s periods may have changed: sign out, "
        "then in again."
    ),
    "refusal.by_entries": _(
        "Nothing was written: you have written as much in this case today as one person may. Go on tomorrow."
    ),
    "refusal.by_renewals": _(
        "Nothing was written: you have made as many new keys for this case today as one person may. Try again tomorrow, "
        "or ask another member."
    ),
    "refusal.by_frozen": _("Nothing was written: everything is frozen. Two members have to release that first."),
    "refusal.by_no_rules": _(
        "Nothing was written: no retention rules are adopted. Two members have to adopt some, on the page “Retention”, "
        "before anything is destroyed."
    ),
    "refusal.by_review": _("Nothing was written: the quarter of review does not fit how the case stands."),
    "refusal.not_found": _("You do not read this case any more, or the server does not show it to you."),
    "case.no_line": _("This case did not come through the line. Answer in the way it came, and add a note."),
    "case.letter_waits": _(
        "The reporter has left out somebody who reads the case. That person has to be left out first."
    ),
    "case.nobody_to_admit": _("Every member who may read it does."),
    "case.named_to_others": _(
        "Nothing was written: it names another case to somebody who does not read that one. Not all who read this case "
        "read the other now."
    ),
    "case.names_others": _(
        "The record of this case names others that this person does not read. They learn that there are such cases, and "
        "nothing more of them:"
    ),
    "case.linked": _("Another case, which you do not read"),
    "case.no_other_case": _("There is no other case that you and all who read this one read."),
    "case.feedback_early": _(
        "Every allegation needs a finding first: after the feedback none can be recorded. Until then, write to the "
        "reporter with a message."
    ),
    "case.nobody_to_recuse": _(
        "Two members who read the case have to approve it, and not the one whom it is about. There are too few: let "
        "another member read the case first."
    ),
    "case.tasks_open.one": _(
        "{count} task is open. It stays due after the case is closed, until it is marked as done."
    ),
    "case.tasks_open.other": _(
        "{count} tasks are open. They stay due after the case is closed, until they are marked as done."
    ),
    "case.class_hint": _("The class says what kind of case it is, and so how long the rules keep it, counted from the closing."),
    "case.kept_hint": _("The first day that the rules allow is filled in. A later one needs a reason."),
    "case.kept_on_hint": _("The time that the rules ask for is over. Say until when it is still needed."),
    "case.kept_note_hint": _(
        "Why it is kept for longer than the rules ask, on after a review, or for less than was decided before."
    ),
    "case.grave_no_complaint": _(
        "This case is of severity S1. Once it is closed as no complaint, it may be kept for {outside} only (out of scope) or "
        "{spam} (spam or a test), and is then due for destruction. If anything in it might be asked for later, choose "
        "“General” ({general}) when you decide how long it is kept, or place a hold."
    ),
    "case.grave_kept": _(
        "This case is of severity S1, and as “{class}” it is kept for {span} only; as “General” for {general}. Choose that "
        "if anything in it might be asked for later."
    ),
    "case.kept_short": _("As “{class}” it has to be kept until {day} at least. The day chosen here is earlier."),
    "case.kept_longer": _("As “{class}” the rules keep it until {day}. For a later day, say why."),
    "case.kept_less": _("It was to be kept until {day}. For an earlier day, say why."),
    "case.task_of": _("{text} ({person})"),
    "case.not_reading": _("{person} (does not read it)"),
    "case.no_open_case": _("There is no other open case that you and all who read this one read."),
    "case.adviser": _("Let an adviser read"),
    "case.too_few_readers": _("At least two members have to read a case."),
    "case.hand_text_hint": _("As it was told, with days, places and names as far as you know them."),
    "case.hand_excluded_hint": _(
        "Tick each member whom it concerns. They are left out for good, and are not told of the case."
    ),
}

NEXT: Final[dict[str, object]] = {
    "why.assignment": _("Somebody has to lead the case before it is looked into."),
    "why.finding.one": _("{count} of {of} allegations has no finding yet. The case cannot be closed before."),
    "why.finding.other": _("{count} of {of} allegations have no finding yet. The case cannot be closed before."),
}

REQUESTS: Final[dict[str, object]] = {
    "case.request": _("Request: {act}"),
    "case.request_by": _("Asked for by {person}, open until {day}."),
    "case.request_over": _("Asked for by {person}. It has ended on {day}."),
    "case.approved_by_nobody": _("Nobody has approved it yet. Two have to."),
    "case.approved_by": _("Approved by {persons}."),
    "case.approved_wrongly": _("Approved by {persons}. Not every signature is right; see below."),
    "case.one_more": _("One more person has to approve it first."),
    "case.carry_out": _("Carry it out: {act}"),
    "case.carry_out_sure": _("Carry it out: {act}?"),
    "case.approve_sure": _("Approve: {act}?"),
}

FACTS: Final[dict[str, object]] = {
    "fact.number": _("Number"),
    "fact.received": _("Received"),
    "fact.channel": _("How it came"),
    "fact.category": _("What it is about"),
    "fact.severity": _("Severity"),
    "fact.detriment": _("Risk of retaliation"),
    "fact.level": _("Highest level involved"),
    "fact.materiality": _("Materiality"),
    "fact.period": _("Accounting period"),
    "fact.assignee": _("Led by"),
    "fact.not_led": _("Nobody now: the time of {person} to read it is over"),
    "fact.hold": _("On hold for"),
    "fact.retention": _("Kept"),
    "fact.kept": _("{class}; until {day} at least"),
    "fact.rules": _("By the rules for"),
    "fact.rules_span": _("{profile}: {span} from the closing"),
    "fact.rules_other": _("The rules now in force are those for {profile}, and ask for {span}."),
    "fact.hold_since": _("{matter} (since {day}, not reviewed yet)"),
    "fact.hold_reviewed": _("{matter} (since {day}, reviewed {reviewed})"),
    "fact.certificate": _("Certificate of destruction"),
    "fact.certificate_read": _("Read it"),
    "fact.links": _("Other cases"),
}

MERGING: Final[dict[str, object]] = {
    "merging.unnamed": _("The case that goes on does not say yet that it took over this one."),
    "merging.name": _("Put it on record there"),
    "merging.not_named": _(
        "The case that goes on does not name this one: not all who read it read this one, and they would learn of it."
    ),
    "merging.unread.one": _(
        "{case}: {persons}, who does not read this case, reads that one. This case will not be named there, and the "
        "record there will not say that it goes on there."
    ),
    "merging.unread.other": _(
        "{case}: {persons}, who do not read this case, read that one. This case will not be named there, and the record "
        "there will not say that it goes on there."
    ),
    "merging.wrote": _("Who reported a case that goes on in this one has written on {day}. Open that case to answer:"),
}

INBOX: Final[dict[str, object]] = {
    "case.waits_for_you": _("Waits for you"),
    "case.broken": _("The record of this case is not right"),
    "case.unfiled": _("Not filed as a case yet"),
    "case.unfiled_text": _(
        "This report is not filed as a case yet, so it cannot be answered. {why} It is tried again with each look."
    ),
    "case.filed_now": _("This is filed as a case. It is answered there."),
    "case.open": _("Open the case"),
    "case.test_text": _(
        "A test does not become a case by itself. To practise with it, or to answer it, file it as a case."
    ),
    "case.left_title": _("A report whose case you do not read any more"),
    "case.file_test": _("File as a case"),
    "case.file_test_sure": _("File this test as a case?"),
    "case.file_test_text": _(
        "All members whom it does not leave out read it. You can then practise with it. In what is put together for "
        "meetings it is counted as a test of the channel, and never as a complaint."
    ),
}

WORDS: Final[dict[str, object]] = {
    **CODES,
    **ACTS,
    **PAGE,
    **AGAIN,
    **FORMS,
    **NEXT,
    **REQUESTS,
    **FACTS,
    **MERGING,
    **INBOX,
}
