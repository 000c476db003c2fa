"""Words of the list of cases and the search in it."""

from typing import Final

from flask_babel import lazy_gettext as _

STATES: Final[dict[str, object]] = {
    "overview_state.open": _("All that are open"),
    "overview_state.closed": _("All that are closed"),
    "overview_state.retained": _("All that are kept"),
    "overview_state.destroyed": _("Destroyed"),
    "overview_severity.none": _("Not graded yet"),
}

LIST: Final[dict[str, object]] = {
    "overview.opening": _("Opening your list …"),
    "overview.step": _("Opening cases: {done} of {total}"),
    "overview.all": _("All"),
    "overview.nobody_leads": _("Nobody yet"),
    "overview.none": _("There are no cases yet. A report that comes becomes one by itself."),
    "overview.no_hit": _("No case has all of that. Take something back, or clear the search."),
    "overview.count.one": _("{count} case"),
    "overview.count.other": _("{count} cases"),
    "overview.hits.one": _("{count} of {all} cases"),
    "overview.hits.other": _("{count} of {all} cases"),
    "overview.of_grave": _("{count} of severity S1"),
    "overview.of_late": _("{count} overdue"),
    "overview.of_waiting.one": _("{count} waits for you"),
    "overview.of_waiting.other": _("{count} wait for you"),
    "overview.of_fresh": _("{count} new since your last visit"),
    "overview.more.one": _("Show {count} more"),
    "overview.more.other": _("Show {count} more"),
    "overview.more_shown.one": _("{count} more is shown."),
    "overview.more_shown.other": _("{count} more are shown."),
    "overview.sorted": _("Sorted by {column}."),
    "overview.column.severity": _("Severity"),
    "overview.column.due": _("Due"),
    "overview.column.age": _("Age"),
    "overview.column.received": _("Received"),
    "overview.column.urgency": _("what presses most"),
    "overview.number": _("Case {number}"),
    "overview.untitled": _("Case without words"),
    "overview.urgent": _("Looks urgent"),
    "overview.assigned": _("Assigned to you"),
    "overview.approve": _("Your approval is asked for"),
    "overview.carry_out": _("Approved: carry it out"),
    "overview.task": _("You have a task"),
    "overview.wrote": _("The reporter wrote"),
    "overview.fresh": _("New since your last visit"),
    "overview.held": _("Hold"),
    "overview.trouble": _("Could not be read"),
    "overview.key_broken": _("A new key does not open for you"),
    "overview.refused.one": _("{count} entry needs a look"),
    "overview.refused.other": _("{count} entries need a look"),
    "overview.nothing_due": _("Nothing"),
    "overview.keep": _("Kept until {day}"),
    "overview.age.one": _("{count} day"),
    "overview.age.other": _("{count} days"),
    "overview.cut": _("There are many cases: of long ones, the search knows the beginning only."),
}

ALARMS: Final[dict[str, object]] = {
    "overview.alarm_title": _("Something is wrong with the record"),
    "overview.alarm_what_to_do": _(
        "Write down the numbers of the cases. Ask the others on the committee by telephone whether they see the same, "
        "and the operator for the reason. Without a good one, have the server looked at by somebody else."
    ),
    "overview.alarm_damaged": _(
        "The server gave back a damaged copy of your own list of cases. All cases were opened anew; whether something "
        "that you had seen is missing now, this page cannot tell."
    ),
    "overview.trouble.BrokenChain": _(
        "Case {number}: its record is not the one that you saw before, or has a gap. Something was taken out or put in "
        "another place."
    ),
    "overview.trouble.NotACase": _(
        "Case {number}: it does not begin as a case does, so nothing in it counts. What an auditor exports names who wrote it."
    ),
    "overview.trouble.altered": _("Case {number}: its record holds something that nobody could rightly have written."),
    "overview.trouble.key": _(
        "Case {number}: what the server gave you does not open with your keys, or you were given another key than the "
        "others."
    ),
    "overview.shut_title": _("A new case key does not open for you"),
    "overview.shut_text": _("{numbers}. Open the case to see who made the key, and what to do."),
    "overview.trouble.other": _("Case {number} could not be read."),
    "overview.gone_title.one": _("You do not read this case any more"),
    "overview.gone_title.other": _("You do not read these cases any more"),
    "overview.gone_text": _(
        "{numbers}. Somebody who reads it may have ended your access, or it ended on its day. If you did not expect "
        "that, ask the others on the committee."
    ),
    "overview.gone_seen": _("I have read this"),
}

WORDS: Final[dict[str, object]] = {**STATES, **LIST, **ALARMS}
