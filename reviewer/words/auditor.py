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

WORDS: Final[dict[str, object]] = {**TREE}
