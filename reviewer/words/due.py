"""Words of what is due, and of the duty rota."""

from typing import Final

from flask_babel import lazy_gettext as _

# What is due, by the codes of lifecycle/due.py.
NAMES: Final[dict[str, object]] = {
    "due_name.acknowledge": _("Acknowledgement"),
    "due_name.conflict_check": _("Conflict check"),
    "due_name.triage": _("Triage"),
    "due_name.chair_told": _("Telling the chair"),
    "due_name.meeting": _("Meeting"),
    "due_name.feedback": _("Feedback"),
    "due_name.closure": _("Closing target"),
    "due_name.renewal": _("New key of the case"),
    "due_name.hold_review": _("Review of the hold"),
    "due_name.review": _("Review of what is kept"),
    "due_name.task": _("Task"),
    "due_name.silence": _("Decision after the reporter’s silence"),
    "due_name.request": _("Decision on a request"),
}

DUTY: Final[dict[str, object]] = {
    "due.on_duty": _("You have duty until {day}: please sign in on every business day."),
    "due.whose_duty": _("On duty until {day}: {role}."),
    "due.next_duty": _("Then: {role}."),
    "due.turns": _("Who takes turns"),
    "due.not_looked": _(
        "Your page has not looked through everything today. Leave it open until it says that it has; then today is done."
    ),
    "due.quiet": _("Nobody has looked through what came since {day}."),
    "due.quiet_text": _(
        "That is two business days or more. It says nothing of reports: there may be none. Your page looks now; agree "
        "with the others who looks tomorrow."
    ),
    "duty.saved": _("Saved. Everybody on the committee sees it in the inbox."),
    "duty.now": _("this week, until {day}"),
    "duty.from": _("next from {day}"),
    "duty.no_turn": _("takes no turn"),
    "duty.changes": _("This takes this week from who has it: {role} has duty until {day}, instead of {other}."),
    "duty.change_sure": _("Change who has duty this week?"),
    "duty.change_yes": _("Change it"),
    "duty.earlier": _("Earlier"),
    "duty.later": _("Later"),
    "duty.earlier_of": _("{role}: a place earlier"),
    "duty.later_of": _("{role}: a place later"),
    "duty.place": _("{role} is now in place {place}."),
}

WORDS: Final[dict[str, object]] = {
    **NAMES,
    "due.today": _("{what} due today"),
    "due.tomorrow": _("{what} due tomorrow"),
    "due.yesterday": _("{what} was due yesterday"),
    "due.on": _("{what} due on {day}"),
    "due.ahead.one": _("{what} due in {count} day"),
    "due.ahead.other": _("{what} due in {count} days"),
    "due.ahead_business.one": _("{what} due in {count} business day"),
    "due.ahead_business.other": _("{what} due in {count} business days"),
    "due.late.one": _("{what} overdue by {count} day"),
    "due.late.other": _("{what} overdue by {count} days"),
    "due.late_business.one": _("{what} overdue by {count} business day"),
    "due.late_business.other": _("{what} overdue by {count} business days"),
    "due.orders": _("Retention"),
    "due.waits": _("Waits for you"),
    "due.soon": _("Due in your cases"),
    "due.news.one": _("In {count} case somebody wrote since your last visit"),
    "due.news.other": _("In {count} cases somebody wrote since your last visit"),
    "due.no_cases": _("You have no cases."),
    "due.nothing_soon.one": _("Nothing is due by tomorrow."),
    "due.nothing_soon.other": _("Nothing is due in the next {count} days."),
    "due.nothing_more.one": _("Nothing else is due by tomorrow."),
    "due.nothing_more.other": _("Nothing else is due in the next {count} days."),
    "due.more.one": _("One more, in the list of cases"),
    "due.more.other": _("{count} more, in the list of cases"),
    "due.case": _("Case {number}"),
    "due.urgent": _("Urgent"),
    "due.no_complaint": _("Closed as no complaint"),
    "due_mine.approve": _("Your approval is asked for, until {day}"),
    "due_mine.carry_out": _("Approved as you asked: to be carried out until {day}"),
    "due_mine.wrote": _("The reporter wrote. It has waited since {day}"),
    "due_mine.assigned": _("Assigned to you"),
    **DUTY,
}
