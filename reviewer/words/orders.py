"""Words of the page of retention: rules and who adopts them, the freeze of everything, certificates of destruction."""

from typing import Final

from flask_babel import lazy_gettext as _

RULES: Final[dict[str, object]] = {
    "orders.unknown": _(
        "The orders of the committee could not be checked. What is wrong stands at the top of the page."
    ),
    "orders.none_yet": _("No retention rules are adopted: nothing is destroyed until two members have adopted some."),
    "orders.none_text": _(
        "Until then every case and every day’s delivery stays, also when its time is over. The day until which a closed case is "
        "kept is worked out by what is usual in the United States, so that nothing has to wait. Propose rules below, as your "
        "counsel confirms them; another member adopts them with you."
    ),
    "orders.adopted": _("In force since {day}, adopted by {roles}."),
    "orders.adopted_before.one": _("They took the place of those before."),
    "orders.adopted_before.other": _("They are the last of several; {count} came before."),
    "orders.rules_for": _("Retention rules: {profile}"),
    "orders.column_class": _("Kind"),
    "orders.column_time": _("Is kept for"),
    "orders.calendar": _("Deliveries: what came through the line on one day, sealed as it came"),
    "orders.from_closing": _("from the closing of the case"),
    "orders.from_delivery": _("from that day"),
    "orders.was": _("(until now: {time})"),
    "orders.rules_mean": _(
        "A case is destroyed only when its time is over, its readers have reviewed it, and two of them have approved "
        "exactly that. Deliveries are destroyed after {days}, once they were filed or looked through: {roles} approved "
        "that on {day}, by adopting these rules. A hold keeps its case, a freeze keeps everything."
    ),
    "orders.behind.one": _("{count} of your cases is still kept by the rules from before."),
    "orders.behind.other": _("{count} of your cases are still kept by the rules from before."),
    "orders.to_cases": _("Go to the list of cases, and bring them to the rules in force"),
}

PROPOSING: Final[dict[str, object]] = {
    "orders.years": _("Years"),
    "orders.days": _("and days"),
    "orders.span_hint": _("Up to {years} years and {days} days; together at least {least} days."),
    "orders.bad_span": _("Whole years up to {years} and days up to {days}, and together at least {least} days."),
    "orders.bad_calendar": _("A whole number of days, from {least} to {most}."),
    "orders.preview": _("What would change in your cases"),
    "orders.moves.one": _("With these rules {count} of the cases that you read would be kept differently:"),
    "orders.moves.other": _("With these rules {count} of the cases that you read would be kept differently:"),
    "orders.moves_none": _("With these rules nothing changes for the cases that you read."),
    "orders.moves_unknown": _(
        "Which cases there are that you do not read, and what would change in them, your page does not know. Nothing "
        "moves by itself: after the rules are adopted, the readers of each case bring it to them."
    ),
    "orders.shorter": _(
        "Kept for less time than the deliveries, which stay for {days} days: {classes}. When such a case is destroyed, its "
        "report opens still, for those to whom it was sealed, until its delivery goes."
    ),
    "orders.move": _("{class}, would be kept until {to} instead of {from}."),
    "orders.move_same": _("{class}, would be kept until {day}, as now; only its record would name the new rules."),
    "orders.case": _("Case {number}"),
    "orders.propose_title": _("Propose these rules?"),
    "orders.propose_text": _(
        "You sign them. They are in force when a second member signs the same; until then nothing changes. What you "
        "proposed before is taken back by this."
    ),
    "orders.propose_yes": _("Sign and propose"),
    "orders.rules_proposed": _("Proposed. The rules are in force when another member signs them on this page."),
    "orders.rules_in_force": _("The rules are in force."),
    "orders.you_propose_rules": _("You propose retention rules"),
    "orders.proposes_rules": _("{role} proposes retention rules"),
    "orders.sign_rules": _("Adopt these rules"),
    "orders.sign_title_rules": _("Adopt these rules?"),
    "orders.sign_text_rules": _(
        "With your signature they are in force, and you approve the calendar of deliveries: from the next night on, the "
        "operator’s job destroys those that are older than the rules keep them. A case is destroyed only once two of its "
        "readers have approved it."
    ),
    "orders.impossible": _(
        "These rules name what this page does not know, or leave a kind of case out, so it cannot tell you all that "
        "they say. Do not sign them elsewhere; whoever proposed them takes them back and proposes them anew."
    ),
    "orders.signed_by": _("Signed by {roles}. Two members are needed."),
    "orders.signed_by_nobody": _("Nobody has signed yet. Two members are needed."),
    "orders.you_signed": _("You have signed."),
    "orders.take_back": _("Take this proposal back"),
    "orders.taken_back": _("Your proposal is taken back."),
}

FREEZE: Final[dict[str, object]] = {
    "orders.frozen": _("Everything is frozen: nothing is destroyed."),
    "orders.frozen_by": _("Placed by {role} on {day}."),
    "orders.to_retention": _("To the page “Retention”"),
    "orders.not_frozen": _("Nothing is frozen. What is due for destruction by the rules may be destroyed."),
    "orders.not_frozen_no_rules": _("Nothing is frozen; while no rules are adopted nothing is destroyed anyway."),
    "orders.placed": _("{role} froze everything on {day}."),
    "orders.reviewed": _("It was last reviewed on {day}."),
    "orders.sentence": _("{text}."),
    "orders.freeze_of": _("(placed by {role} on {day})"),
    "orders.freeze": _("Freeze everything"),
    "orders.freeze_too": _("Place a freeze of your own as well"),
    "orders.freeze_title": _("Freeze everything?"),
    "orders.freeze_does": _("What it does"),
    "orders.freeze_nothing": _(
        "From now on nothing is destroyed here: no case, no delivery, whatever the rules say, not even what two "
        "have approved."
    ),
    "orders.freeze_calendar": _(
        "The public side of the line keeps its deliveries as well, as soon as the freeze is carried over to it. The "
        "operator’s courier, the job that does so, runs at fixed hours: within a day at the latest."
    ),
    "orders.freeze_seen": _(
        "All members see it on every page, and that you placed it. It is to be reviewed every {days} days."
    ),
    "orders.freeze_released": _("It stays until two members release it. You cannot do that alone."),
    "orders.freeze_not": _("What it does not"),
    "orders.freeze_not_back": _(
        "It brings nothing back that is destroyed already, and reaches nothing outside the line: mail, paper, what "
        "readers have saved."
    ),
    "orders.freeze_not_line": _("It does not stop the line. Reports come, cases are treated and closed as before."),
    "orders.freeze_not_why": _(
        "It does not say why: the operator can see it. Put the reason into the committee’s minutes."
    ),
    "orders.freeze_done": _(
        "Everything is frozen. The public side of the line follows within a day, when the operator’s job carries it over."
    ),
    "orders.review": _("Record that it is needed still"),
    "orders.review_title": _("Is the freeze needed still?"),
    "orders.review_text": _(
        "You sign that the freeze placed by {role} on {day} is needed still. The next review is due in {days} days."
    ),
    "orders.review_done": _("The review is on record."),
    "orders.release": _("Propose to release it"),
    "orders.release_title": _("Propose to release the freeze?"),
    "orders.release_of": _("The freeze that {role} placed on {day}."),
    "orders.release_does": _(
        "When it is released, what is due by the rules may be destroyed from the next night on, when the operator’s job "
        "runs. Holds of single cases stay."
    ),
    "orders.release_others": _("Another freeze stays in force: nothing is destroyed until that is released, too."),
    "orders.release_two": _("You sign now; it ends when a second member signs the same."),
    "orders.release_proposed": _("Proposed. The freeze ends when another member signs that on this page."),
    "orders.release_asked": _("Its release is proposed, at the top of this page."),
    "orders.release_in_force": _("The freeze is released."),
    "orders.you_propose_release": _("You propose to release a freeze"),
    "orders.proposes_release": _("{role} proposes to release a freeze"),
    "orders.sign_release": _("Release it"),
    "orders.sign_title_release": _("Release the freeze?"),
    "orders.sign_text_release": _("With your signature it ends at once."),
    "due_name.freeze_review": _("Review of the freeze"),
    "orders.due_asked": _("A change of retention waits for a second signature"),
}

TROUBLE: Final[dict[str, object]] = {
    "orders.nobody_known": _("somebody on no list (key {key})"),
    "orders.alarm": _("The orders of the committee are not right"),
    "orders.alarm_away": _("The orders of the committee could not be fetched"),
    "orders.trouble_other": _(
        "The server shows fewer orders than this account has seen before, or others. A freeze or rules may have been "
        "taken away."
    ),
    "orders.trouble_unsigned": _("The server shows an order that members have not signed as they have to."),
    "orders.trouble_away": _("Whether anything is frozen, and by which rules cases are kept, is not known now."),
    "orders.what_to_do": _(
        "Tell the other members, and compare what they see on the page “Retention”. Have the operator stop the "
        "destruction runs until it is cleared up. Until then this page takes no rules for adopted, and cannot say whether "
        "everything is frozen."
    ),
    "orders.late": _("An order came late"),
    "orders.late_text": _(
        "When this account last looked, what follows was not there; and since then the server may not have taken it any "
        "more: too few of those who signed it were still members, or it is of a day too long before. Somebody who can "
        "write the server’s tables, and has keys of members who left, may have put it there."
    ),
    "orders.late_rules": _("Retention rules of {day}, signed by {roles}"),
    "orders.late_freeze": _("A freeze of {day}, signed by {roles}"),
    "orders.late_review": _("The review of a freeze, of {day}, signed by {roles}"),
    "orders.late_release": _("The release of a freeze, of {day}, signed by {roles}"),
    "orders.late_do": _(
        "Freeze everything, on the page “Retention”. Then tell the other members, and ask those who are named whether they "
        "signed this, and when. If they did not, adopt the right rules anew before you release the freeze, and have "
        "somebody look at the server who does not run it."
    ),
    "orders.late_looked": _("The committee has looked at this"),
    "orders.late_looked_title": _("Is this cleared up?"),
    "orders.late_looked_text": _(
        "This account does not show the warning again. It undoes nothing of what was ordered."
    ),
    "orders.refused_unknown": _(
        "Nothing was signed: this page could not check the orders before. Look at the top of the page."
    ),
    "orders.refused_moved": _("Somebody else has ordered something meanwhile. Look at it, then begin again."),
    "orders.refused_day": _(
        "The day has changed meanwhile, or this device has another date than the server. Please try again."
    ),
    "orders.refused_no_draft": _("This proposal is not open any more. Look at what is proposed now."),
    "orders.refused_too_many": _(
        "You have ordered enough for today, or this freeze was reviewed today. Please go on tomorrow."
    ),
    "orders.refused_not_allowed": _("The server does not take this order: look at what is in force now."),
    "orders.refused_malformed": _("The server does not take this order. Please load the page again."),
}

CERTIFICATE: Final[dict[str, object]] = {
    "certificate.none": _("There are none."),
    "certificate.orders_bad": _(
        "The orders that the server shows are not signed by members as they have to be, so no certificate can be "
        "compared with them. Tell the committee, and check the record elsewhere."
    ),
    "certificate.bad.one": _(
        "{count} certificate that the server shows is not signed by this line, and is left out here."
    ),
    "certificate.bad.other": _(
        "{count} certificates that the server shows are not signed by this line, and are left out here."
    ),
    "certificate.of_case": _("Case {number}"),
    "certificate.of_epoch": _("Deliveries of {day}"),
    "certificate.of_epochs": _("Deliveries of {from} to {to}"),
    "certificate.destroyed": _("destroyed on {day}"),
    "certificate.wrong": _("does not agree"),
    "certificate.more.one": _("Show {count} more"),
    "certificate.more.other": _("Show {count} more"),
    "certificate.back": _("Back to retention"),
    "certificate.back_log": _("Back to the log"),
    "certificate.trouble_record": _(
        "It does not agree with the record of this case: it names other entries than those that this account has seen."
    ),
    "certificate.trouble_rules": _("It names rules that the committee has not adopted, or not by that day."),
    "certificate.trouble_approvers": _("It names somebody as approver who was never on the list."),
    "certificate.what": _("What is gone"),
    "certificate.batches.one": _("{days}: {count} delivery, with everything that was in it."),
    "certificate.batches.other": _("{days}: {count} deliveries, with everything that was in them."),
    "certificate.sealed.one": _("{count} sealed value: what was reported, written, filed, and the keys to it."),
    "certificate.sealed.other": _("{count} sealed values: what was reported, written, filed, and the keys to it."),
    "certificate.entries.one": _("The record of its {count} entry stays, without content."),
    "certificate.entries.other": _("The record of its {count} entries stays, without content."),
    "certificate.day": _("Destroyed on"),
    "certificate.rule": _("By which rule"),
    "certificate.rule_text": _("The retention rules of {day}, adopted by {roles}."),
    "certificate.rule_unknown": _("Rules that this page does not know (SHA-256 {hash})."),
    "certificate.show_rules": _("What those rules say"),
    "certificate.approved": _("Approved by"),
    "certificate.approved_by": _("{roles}, in the record of the case."),
    "certificate.approved_rules": _("Those who adopted the rules: they approve the calendar of deliveries."),
    "certificate.method": _("How"),
    "certificate_method.key_destroyed": _("Keys without which copies do not open were destroyed."),
    "certificate_method.log_discarded": _("The database’s log of changes was closed, and its old parts removed."),
    "certificate_method.overwritten": _("The bytes were overwritten in the files of the database and in its journal."),
    "certificate_method.rewritten": _("The tables of the database were written anew without them."),
    "certificate.beyond": _("What it cannot say"),
    "certificate.beyond_nothing": _("It leaves nothing out."),
    "certificate_beyond.backups": _(
        "That no backup made earlier opens: their keys are destroyed later, by the operator’s calendar of backups."
    ),
    "certificate_beyond.batches": _(
        "That the deliveries in which it came are gone: they are kept until the calendar, here and at the intake, and a "
        "report opens from them still for those to whom it was sealed."
    ),
    "certificate_beyond.disk_blocks": _(
        "That no old copy is left in blocks of a disk which belong to no file any more, or which only the disk itself can "
        "reach."
    ),
    "certificate_beyond.reader_copies": _("That readers hold no copies: prints, saved files, evidence packages."),
    "certificate_beyond.snapshots": _("That no snapshot of the machine or its volumes is left elsewhere."),
    "certificate.by": _("Who says so"),
    "certificate.by_text": _(
        "The operator, by the key of the machine that destroyed. This page has checked the signature and the rules, and "
        "of a case that you read the entries; that the bytes are gone is the operator’s word."
    ),
    "certificate.hash": _("SHA-256"),
    "certificate.saved": _("The certificate is saved."),
}

WORDS: Final[dict[str, object]] = {**RULES, **PROPOSING, **FREEZE, **TROUBLE, **CERTIFICATE}
