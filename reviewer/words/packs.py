"""Words of what is put together for meetings and counsel."""

from typing import Final

from flask_babel import lazy_gettext as _

FORM: Final[dict[str, object]] = {
    "packs.own_days": _("Other days"),
    "packs.last_day": _("Last day"),
    "packs.filing_day": _("Day of the filing"),
    "packs.no_day": _("Choose a day."),
    "packs.backwards": _("The last day is before the first."),
    "packs.no_reader": _("Choose at least one member who will read it."),
    "packs.reading": _("Reading the cases …"),
    "packs.made": _("It is put together, below the form."),
    "packs.troubles.one": _(
        "{count} case did not pass its checks and is not counted. Look at it in the list of cases before you use these "
        "numbers."
    ),
    "packs.troubles.other": _(
        "{count} cases did not pass their checks and are not counted. Look at them in the list of cases before you use "
        "these numbers."
    ),
    "packs.not_looked": _(
        "This page has not looked through everything that came yet: reports and tests may be missing. Put it together "
        "again once the inbox says that all is looked through."
    ),
    "packs.print": _("Print"),
    "packs.save": _("Save as a table (CSV)"),
    "packs.quarter": _("Quarter {number} of {year}"),
}

SHEET: Final[dict[str, object]] = {
    "packs_kind.meeting": _("Meeting of the Audit Committee"),
    "packs_kind.directors": _("Report to the directors on the complaint channel"),
    "packs_kind.evaluation": _("Annual evaluation of the complaint channel"),
    "packs_kind.log": _("Log of complaints"),
    "packs_kind.sweep": _("Accounting matters that are open before a filing"),
    "packs.about": _("{name}, {from} to {to}. Made {made}."),
    "packs.about_own": _("{from} to {to}. Made {made}."),
    "packs.about_day": _("Filing {day}. Made {made}."),
    "packs.note": _(
        "Counted from the cases that every reader of this paper can open. Where a table holds one to four of "
        "something, the number is withheld, and so are others from which it could be computed. Tables are not crossed. "
        "Tests of the channel and spam are in no number but their own, and in those of what is kept, held and destroyed."
    ),
    "packs.sweep_note": _(
        "Listed are the cases that every reader of this paper can open. Due days are those of today; what was found "
        "may change them."
    ),
    "packs.none_text": _(
        "In this time nothing was received that all readers of this paper can open. If that is so for everything, it may say more about the channel than about the company: is it known, "
        "is it trusted, does it work? Send a test report, and look at how people hear of the line."
    ),
    "packs.only_tests.one": _(
        "In this time no complaint was received that all readers of this paper can open; one test of the channel came "
        "through. So it works. Is it known, and is it trusted? Look at how people hear of the line."
    ),
    "packs.only_tests.other": _(
        "In this time no complaint was received that all readers of this paper can open; {count} tests of the channel "
        "came through. So it works. Is it known, and is it trusted? Look at how people hear of the line."
    ),
    "packs_part.none": _("Nothing that all readers of this paper can open"),
    "packs_part.flow": _("Reports"),
    "packs_part.apart": _("Beside these: tests and spam"),
    "packs_part.timely": _("In time"),
    "packs_part.missed": _("Late in cases of severity S1, and holds"),
    "packs_part.ageing": _("Open, by age"),
    "packs_part.findings": _("Allegations in closed cases"),
    "packs_part.names": _("Anonymous or named"),
    "packs_part.followUps": _("Did the reporter write again"),
    "packs_part.categories": _("Received, by category"),
    "packs_part.severities": _("Received, by severity"),
    "packs_part.detriments": _("Received, by risk of retaliation"),
    "packs_part.events": _("Recusals, holds, destruction"),
    "packs_part.recusals": _("Recusals"),
    "packs_part.classes": _("Kept, by class"),
    "packs_part.reviews": _("Review of what is kept"),
    "packs_part.held": _("Cases on hold"),
    "packs_part.gone": _("Destroyed in this time"),
    "packs_part.quarters": _("Kept, by quarter of review"),
    "packs_part.tests": _("Tests of the channel"),
    "packs_part.changes": _("Changes of the committee"),
    "packs_part.matters": _("Matters to discuss"),
    "packs_part.decisions": _("Decisions"),
    "packs_part.recommendations": _("Recommendations"),
    "packs_part.accounting": _("Accounting matters"),
    "packs_part.unsorted": _("Not triaged yet: may be accounting matters"),
    "packs_part.log": _("Cases, as they came in"),
    "packs_part.supplement": _("Cases"),
    "packs_hint.matters": _("What you type here is on this paper, and kept nowhere."),
    "packs_hint.decisions": _("What you type here is on this paper, and kept nowhere."),
    "packs_hint.tests": _("Which tests were made, when, and what came of them. Kept nowhere but on this paper."),
    "packs_hint.recommendations": _(
        "On the channel, the time it takes, the people, the periods. Kept nowhere but on this paper."
    ),
}

NUMBERS: Final[dict[str, object]] = {
    "packs.number": "{count}",
    "packs.few": _("1 to 4"),
    "packs.too_few": _("Too few to say"),
    "packs.withheld": _("Withheld"),
    "packs.all_withheld": _("{total} in all. How they are spread is withheld: the numbers are too small."),
    "packs.gaps": _("Withheld: one to four, or a number from which one of these could be computed."),
    "packs.total": _("Total"),
    "packs.unsaid": _("Not said yet"),
    "packs.n_of_m": _("{part} of {of}"),
    "packs.percent": _("{percent} % ({part} of {of})"),
    "packs.substantiated": _("Substantiated, of those found one way or the other"),
    "packs_figure.received": _("Received"),
    "packs_figure.open": _("Open at the end"),
    "packs_figure.closed": _("Closed"),
    "packs_figure.median": _("Days to close (median)"),
    "packs_figure.recusals": _("Recusals"),
    "packs_figure.holds": _("Cases on hold"),
    "packs_figure.destructions": _("Destroyed"),
    "packs_figure.review_due": _("To be reviewed within 90 days"),
    "packs_figure.review_overdue": _("Overdue: past the last day, and not decided"),
    "packs_figure.tests": _("Tests of the channel"),
    "packs_figure.spam": _("Found to be spam"),
    "packs_figure.late_chair_told": _("Chair told late"),
    "packs_figure.late_meeting": _("Meeting held late"),
    "packs_figure.late_hold_review": _("Hold reviewed late"),
    "packs_step.acknowledgement": _("Acknowledgement"),
    "packs_step.conflict_check": _("Conflict check"),
    "packs_step.triage": _("Triage"),
    "packs_step.feedback": _("Feedback"),
    "packs_step.closure": _("Closing"),
    "packs.on_time": _("On time"),
    "packs.late": _("Late"),
    "packs.waiting": _("Not due yet"),
    "packs.nothing_due": _("Nothing was due"),
    "packs_age.to_45": _("Up to {days} days"),
    "packs_age.to_90": _("Up to {days} days, but more than 45"),
    "packs_age.to_180": _("Up to {days} days, but more than 90"),
    "packs_age.over_180": _("More than {days} days"),
    "packs_mix.findings_proven": _("Substantiated, at least in part"),
    "packs_mix.findings_unproven": _("Not substantiated, or inconclusive"),
    "packs_mix.findings_otherwise": _("Ended otherwise"),
    "packs_mix.names_anonymous": _("By the line, without a name"),
    "packs_mix.names_other": _("Named, or another way"),
    "packs_mix.followUps_again": _("Wrote again"),
    "packs_mix.followUps_once": _("Wrote once"),
    "packs_mix.quarters_over": _("Overdue"),
    "packs_mix.quarters_later": _("Later"),
}

LISTS: Final[dict[str, object]] = {
    "packs.column_what": _("What"),
    "packs.column_count": _("Number"),
    "packs.column_step": _("Step"),
    "packs.column_share": _("On time, of what was due"),
    "packs_column.case": _("Case"),
    "packs_column.received": _("Received"),
    "packs_column.category": _("Category"),
    "packs_column.severity": _("Severity"),
    "packs_column.materiality": _("Materiality"),
    "packs_column.period": _("Period concerned"),
    "packs_column.status": _("Status"),
    "packs_column.since": _("Since"),
    "packs_column.auditor": _("Auditor informed"),
    "packs_column.due": _("Due"),
    "packs_column.held_since": _("Held since"),
    "packs_column.held_reviewed": _("Last reviewed"),
    "packs_column.held_due": _("Next review by"),
    "packs_column.gone_day": _("Destroyed"),
    "packs_column.gone_class": _("Was kept as"),
    "packs_column.gone_certificate": _("Certificate (SHA-256)"),
    "packs.no_certificate": _("None yet: made within a day, by the operator’s nightly job"),
    "packs.log_case": _("Case {number}"),
    "packs.other_case": _("A case that is not in this log"),
    "packs.not_listed": _("Somebody who is not on the list of members"),
    "packs.yes": _("Yes"),
    "packs.since": _("{status}, since {day}"),
    "packs.not_yet": _("Not yet"),
    "packs.due": _("{what}: {day}"),
    "packs.due_late": _("{what}: {day} (overdue)"),
    "packs.no_matter": _("None."),
    "packs.no_change": _("Nobody joined or left in this time."),
    "packs.joined": _("joined: {role}"),
    "packs.left": _("left: {role}"),
    "packs.keys": _("new keys: {role}"),
    "packs.csv_section": _("Section"),
    "packs.csv_line": _("Line"),
    "packs.csv_value": _("Value"),
    "packs.csv_from": _("From"),
    "packs.csv_to": _("To"),
    "packs.csv_made": _("Made"),
}

LOG: Final[dict[str, object]] = {
    "packs_log.case": _("Case"),
    "packs_log.received": _("Received"),
    "packs_log.channel": _("Came by"),
    "packs_log.test": _("Test of the channel"),
    "packs_log.acknowledged": _("Acknowledged"),
    "packs_log.checked": _("Conflict check"),
    "packs_log.recusals": _("Recusals"),
    "packs_log.category": _("Category"),
    "packs_log.severity": _("Severity"),
    "packs_log.level": _("Highest level named"),
    "packs_log.period": _("Period concerned"),
    "packs_log.materiality": _("Materiality"),
    "packs_log.detriment": _("Risk of retaliation"),
    "packs_log.fine": _("Status"),
    "packs_log.since": _("Since"),
    "packs_log.assignee": _("Assigned to"),
    "packs_log.counsel": _("Counsel engaged"),
    "packs_log.auditor": _("Auditor informed"),
    "packs_log.followUps": _("Follow-ups"),
    "packs_log.outcomes": _("Outcome"),
    "packs_log.remediation": _("Corrective action"),
    "packs_log.feedback": _("Feedback"),
    "packs_log.closed": _("Closed"),
    "packs_log.open": _("Days open"),
    "packs_log.retention": _("Kept as"),
    "packs_log.keep": _("Kept until"),
    "packs_log.holds": _("Holds"),
    "packs_log.merged": _("Merged into case"),
    "packs_log.destroyed": _("Destroyed"),
    "packs_log.certificate": _("Certificate of destruction (SHA-256)"),
}

SUPPLEMENTS: Final[dict[str, object]] = {
    "packs.supplements.one": _("There is a supplement, which only some of these readers may have"),
    "packs.supplements.other": _("There are {count} supplements, which only some of these readers may have"),
    "packs.supplements_text": _(
        "Below are cases that not everyone who reads the pack can open. The pack does not count them, and does not say "
        "that they exist. Print each supplement by its own button and hand it only to the people named on it, not "
        "together with the pack and not in front of the others. Do not send both in one mail, and do not mention one "
        "in the minutes that all receive."
    ),
    "packs.supplement": _("Supplement"),
    "packs.only_for": _("Only for:"),
    "packs.supplement_note": _("Not to be shown to anybody else, and not to be filed with the pack."),
}

EVIDENCE: Final[dict[str, object]] = {
    "packs.evidence": _("Make an evidence package"),
    "packs.evidence_title": _("Make an evidence package of this case?"),
    "packs_evidence.content": _(
        "It is one file with the whole case: what the reporter wrote, every entry, all signatures and approvals, and a "
        "page that checks them without a network."
    ),
    "packs_evidence.unsealed": _(
        "It is not sealed. Whoever has the file reads everything in it. Keep it encrypted, and give it to counsel or a "
        "court only."
    ),
    "packs_evidence.record": _(
        "You can make it alone: nobody else is asked. The record will say that you made it, and everybody who reads the "
        "case will see that."
    ),
    "packs_evidence.renewal": _("The case then gets a new key, so that the file does not open what is written later."),
    "packs.evidence_yes": _("Make it"),
    "packs.evidence_making": _("Putting it together and checking it …"),
    "packs.evidence_made": _("The file was handed to your browser, which saves it. The record says so."),
    "packs.evidence_not_renewed": _(
        "The file was handed to your browser, and the record says so. But no new case key could be made: make one from "
        "the list of acts, else the file also opens what is written from now on."
    ),
    "packs.evidence_damaged": _(
        "Nothing was made: what the server gave does not pass the checks. Tell the others who read this case, and ask "
        "for help from somebody who does not run the server."
    ),
    "packs.evidence_note": _(
        "An evidence package was made of this case, entries 0 to {last}. SHA-256 of its list of hashes: {hash}"
    ),
}

WORDS: Final[dict[str, object]] = {**FORM, **SHEET, **NUMBERS, **LISTS, **LOG, **SUPPLEMENTS, **EVIDENCE}
