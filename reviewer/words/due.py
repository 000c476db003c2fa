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
    "due_name.closure": _("Closing"),
    "due_name.renewal": _("New case key"),
    "due_name.hold_review": _("Review of the hold"),
    "due_name.review": _("Review of what is kept"),
    "due_name.task": _("Task"),
    "due_name.request": _("Decision on a request"),
}

WORDS: Final[dict[str, object]] = {
    **NAMES,
    "due.today": _("{what} due today"),
    "due.tomorrow": _("{what} due tomorrow"),
    "due.yesterday": _("{what} was due yesterday"),
    "due.ahead.one": _("{what} due in {count} day"),
    "due.ahead.other": _("{what} due in {count} days"),
    "due.late.one": _("{what} was due {count} day ago"),
    "due.late.other": _("{what} was due {count} days ago"),
}
