"""Words of the auditor's page, and of what members are told about the tree of all records."""

from typing import Final

from flask_babel import lazy_gettext as _

TREE: Final[dict[str, object]] = {
    "tree.title": _("The server shows another past than before"),
    "tree.other": _(
        "The record of all cases did not grow from the one that this page saw earlier: it is shorter, or something in "
        "it was changed or taken away."
    ),
    "tree.unsigned": _("What should be the seal of the record of all cases is not signed by this line."),
    "tree.missing": _(
        "Case {number}, entry {entry}: it is old enough to be in the record that the auditor checks, and it is not there."
    ),
    "tree.what_to_do": _(
        "Ask the others on the committee by telephone whether they are told the same, and the operator for the reason: "
        "a restored backup is one. Tell the auditor, who can name what is gone with an export that was kept."
    ),
    "tree.title_late": _("The record is not sealed"),
    "tree.late": _(
        "Each night the record of all cases is sealed, so that nothing can be taken out of it later without a trace. "
        "That has not happened for more than three days."
    ),
    "tree.away": _("The server could not show the seal of the record of all cases."),
    "tree.what_to_do_late": _("Ask the operator whether the nightly job, audit seal, runs, and what it says."),
}

LOG: Final[dict[str, object]] = {
    "failure.not_confirmed": _(
        "Two members of the committee have to confirm this account before it shows anything. Read your own six words, on "
        "the page “Words”, aloud to each of them on a call; then open this page again."
    ),
    "log_number.cases": _("All"),
    "log_number.open": _("Open"),
    "log_number.overdue": _("Overdue"),
    "log_number.held": _("On hold"),
    "log_number.closed": _("Closed"),
    "log_number.retained": _("Kept"),
    "log_number.destroyed": _("Destroyed"),
    "log_number.days": _("Days from opening to closing, median"),
    "log.number": _("{number}"),
    "log_choice.all": _("All cases"),
    "log_choice.open": _("Open"),
    "log_choice.overdue": _("Overdue"),
    "log_choice.held": _("On hold"),
    "log_choice.closed": _("Closed"),
    "log_choice.retained": _("Kept"),
    "log_choice.destroyed": _("Destroyed"),
    "log.count.one": _("{count} case"),
    "log.count.other": _("{count} cases"),
    "log.more.one": _("Show {count} more"),
    "log.more.other": _("Show {count} more"),
    "log.column_case": _("Case"),
    "log.whole_number": _("(its whole number)"),
    "log.column_opened": _("Opened"),
    "log.column_state": _("Stands"),
    "log.column_days": _("Open for"),
    "log.column_due": _("Due"),
    "log.column_entries": _("Entries"),
    "log_state.open": _("Open"),
    "log_state.closed": _("Closed"),
    "log_state.retained": _("Kept"),
    "log_state.destroyed": _("Destroyed"),
    "log.held": _("Hold"),
    "log.days.one": _("{count} day"),
    "log.days.other": _("{count} days"),
    "log.due": _("{what} by {day}"),
    "log.due_late": _("{what} was due by {day}"),
    "log.review": _("Review in {quarter}"),
    "log.nothing_due": _("Nothing"),
    "log.fetching": _("Fetching the record …"),
    "log.saved": _("The record is saved. Check it on another machine."),
    "log.no_checkpoint": _("There is none yet. The first is made in the night after the founding."),
    "log.earlier.one": _("{count} earlier checkpoint"),
    "log.earlier.other": _("{count} earlier checkpoints"),
    "log.checkpoint.one": _("{day}: {count} leaf"),
    "log.checkpoint.other": _("{day}: {count} leaves"),
    "log.checkpoint_day": _("All days up to"),
    "log.checkpoint_size": _("Leaves of the tree: entries, filled up to blocks of 64"),
    "log.checkpoint_root": _("Root, for the working papers"),
}

WORDS: Final[dict[str, object]] = {**TREE, **LOG}
