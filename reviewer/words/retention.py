"""Words of how long cases are kept, of holds on many at once, and of what is told of both."""

from typing import Final

from flask_babel import lazy_gettext as _

TIME: Final[dict[str, object]] = {
    "retention.years.one": _("{count} year"),
    "retention.years.other": _("{count} years"),
    "retention.days.one": _("{count} day"),
    "retention.days.other": _("{count} days"),
    "retention.years_and_days": _("{years} and {days}"),
}

SET: Final[dict[str, object]] = {
    "set.title.one": _("For the {count} case that this list shows"),
    "set.title.other": _("For all {count} cases that this list shows"),
    "set.hint": _(
        "Each act is an entry of its own in every case, with your signature. A case that has it already is passed over, so "
        "what was broken off is simply begun again. What others write meanwhile is not touched."
    ),
    "set_act.hold": _("Place a hold on all"),
    "set_act.release": _("Ask for the release of a hold"),
    "set_act.approve": _("Approve releases that were asked for"),
    "set_act.review": _("Record the review of holds that are due"),
    "set_act.rules": _("Bring them to the retention rules in force"),
    "set_does.hold": _(
        "Nothing of these cases is destroyed while the hold is in force. Two members are needed to release it in each. Who "
        "reads a case reads the words of its hold."
    ),
    "set_does.release": _(
        "In each case you ask for the release of the hold for this matter, and approve it. It ends when a second member "
        "approves. Other holds stay."
    ),
    "set_does.approve": _(
        "You approve the requests with exactly these words, and carry each out where two have approved it."
    ),
    "set_does.review": _("Each hold that is due for review within {days} days, or overdue, stays for 90 days more."),
    "set_does.rules": _(
        "Each case that is kept by other rules than those in force is kept by these from now on, with the day that follows. "
        "What was kept for longer, with a reason, stays so."
    ),
    "set_field.hold": _("Matter for which they are held"),
    "set_field.matter": _("Hold"),
    "set_field.release": _("Why it is released"),
    "set_field.review": _("Why they stay"),
    "set_field.rules": _("Reason, or a note"),
    "set.rules_note": _("The retention rules have changed."),
    "set.reading": _("Reading the cases: {done} of {total}"),
    "set.working": _("Writing: {done} of {total}"),
    "set.sure.one": _("{act}: {count} case?"),
    "set.sure.other": _("{act}: {count} cases?"),
    "set.many": _(
        "The server takes 600 entries in an hour from one person. The rest is done when you begin again later."
    ),
    "set.matter": _("Hold: {matter}"),
    "set.why": _("Why it is released: {why}"),
    "set.move": _("{case} (case {number}): until {to} instead of {from}"),
    "set.moves_more.one": _("and {count} case more"),
    "set.moves_more.other": _("and {count} cases more"),
    "set.nothing": _("There is nothing to do in these cases."),
    "set.written.one": _("Written in {count} case."),
    "set.written.other": _("Written in {count} cases."),
    "set.passed.one": _("{count} case was passed over: it has it already, or it does not apply."),
    "set.passed.other": _("{count} cases were passed over: they have it already, or it does not apply."),
    "set.failed": _("Case {number}: {why}"),
    "set.stopped": _("Stopped after {done} of {total} cases. Begin again to go on: what is done is passed over."),
    "set.stopped_by": _("{why} {done} of {total} cases were done. Begin again to go on: what is done is passed over."),
}

WORDS: Final[dict[str, object]] = {**TIME, **SET}
