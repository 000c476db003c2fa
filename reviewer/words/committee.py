"""Words of who is on the committee, advisers, changes of the list."""

from typing import Final

from flask_babel import lazy_gettext as _

LIST: Final[dict[str, object]] = {
    "committee.since": _("on the list since {day}"),
    "committee.over": _("The list was in force until {until}. Nobody can report until it is renewed: do it today."),
    "committee.ending.one": _(
        "The list is in force for {count} more day, until {until}. After that nobody can report. Renew it: prepare a "
        "change on the page “Committee”, leave everything as it is, and sign it together."
    ),
    "committee.ending.other": _(
        "The list is in force for {count} more days, until {until}. After that nobody can report. Renew it: prepare a "
        "change on the page “Committee”, leave everything as it is, and sign it together."
    ),
    "committee.renew_link": _("To the page “Committee”"),
    "committee.show_words": _("Show the six words of this list"),
    "committee.words_title": _("The six words"),
    "committee.words_text": _(
        "Somebody who joins sees six words, too. Read yours aloud on a call: they must be the same, in the same order."
    ),
    "committee.link": _("Link to pass on"),
    "committee.copy": _("Copy"),
}

PROPOSALS: Final[dict[str, object]] = {
    "committee.proposes": _("{role} proposes a change"),
    "committee.you_propose": _("You propose a change"),
    "committee.retires": _("Retires: {role} (slot {slot})."),
    "committee.admits": _("Admits: {role} (slot {slot}), a new person."),
    "committee.replaces": _(
        "New keys: {was} (slot {slot}) gets other keys, as {role}. It must be the same person: ask, and look."
    ),
    "committee.renames": _("New role: {was} (slot {slot}) becomes {role}."),
    "committee.renews": _("New reading keys: {role} (slot {slot}), made and signed by that person’s own browser."),
    "committee.offers": _(
        "New reading keys are ready: {roles}. They come with the next list, whatever else it changes: prepare one below, "
        "if need be with nothing changed."
    ),
    "committee.term": _("The list is in force until {until}."),
    "committee.term_only": _("Nothing changes but the time: the list is in force until {until}."),
    "committee.today": _("It is good on {day} alone: all who agree have to sign on that day, UTC."),
    "committee.words_of_proposal": _(
        "Read these six words aloud on a call, all of you, newcomers as well. They stand for every role and every key."
    ),
    "committee.signed_by": _("Signed by {count} of the {all} who are needed: {roles}."),
    "committee.signed_by_nobody": _("Nobody has signed yet; {all} have to."),
    "committee.sign": _("The words are the same: sign"),
    "committee.you_signed": _("You have signed."),
    "committee.take_back": _("Take this proposal back"),
    "committee.sign_title": _("Sign this change?"),
    "committee.sign_text": _(
        "As soon as {all} of you have signed, it is in force. If you have signed another proposal, that signature is "
        "withdrawn."
    ),
    "committee.sign_yes": _("Yes, sign"),
    "committee.in_force": _("The new list is in force. Ask the operator to publish the pages anew."),
    "committee.prepared": _("The change is prepared. Its six words are on the page."),
    "committee.impossible": _(
        "The server shows a change that cannot follow from the list in force, or that changes what nobody may ask for. "
        "Sign nothing. Tell the others by telephone, and ask for help from somebody who does not run the server."
    ),
    "committee.not_as_proposed": _(
        "This is not what you proposed: the server has prepared something else. Sign nothing, take it back, and tell the "
        "others."
    ),
    "committee.proposal_changed": _(
        "This proposal is another one than the page showed before. Words that you heard until now were about that one: "
        "compare them again."
    ),
    "committee.you_leave": _(
        "By this change you leave the committee. You are signed out at once, and cannot sign in again."
    ),
    "committee.expired": _(
        "This change was good on the day it was prepared, or also on the next if nobody leaves by it. Prepare it again, and "
        "sign on one day."
    ),
    "committee.draft_exists": _("A proposal names this person. Have it taken back first."),
    "committee.not_ready": _(
        "Somebody who is to come has not signed in yet, or keys that the change names were replaced meanwhile. Ask those "
        "who are new to sign in, then prepare the change once more."
    ),
    "committee.no_draft": _("The proposal was taken back, or another is in force by now. Look at the page again."),
    "failure.slot_used": _(
        "This place belonged to somebody who left. Reports that exclude that person would exclude whoever comes after."
    ),
    "failure.too_few": _("Fewer than three people would be left. Admit somebody in the same change."),
    "failure.retired": _(
        "This account is closed: you are no longer on the committee, or your work for it has ended. If you did not know, "
        "ask the others. You can close this page."
    ),
}

PREPARING: Final[dict[str, object]] = {
    "committee.role_of": _("Role of: {role}"),
    "committee.retire": _("Retire: {role}"),
    "committee.admit": _("Admit: {role} ({login})"),
    "committee.replace": _("New keys for: {role} ({login})"),
    "committee.new_person": _("A new person"),
    "committee.new_keys": _("New keys for: {role}"),
    "committee.no_slot": _(
        "There is no place left for a new person. A list has eight places, and a place is never given to somebody else: "
        "reports that exclude the one who had it would exclude the next one, too."
    ),
    "committee.can_be_admitted": _("Enrolled, can be admitted"),
    "committee.away_title": _("Withdraw this invitation?"),
    "committee.away_text": _("The link or account of {role} ({login}) stops working."),
}

GUESTS: Final[dict[str, object]] = {
    "committee.guest_link": _(
        "The link for {role}, whose sign-in name is {login}. Send it so that only this person reads it; it works once."
    ),
    "committee.guest_invited": _("Invited"),
    "committee.guest_enrolled": _("Enrolled"),
    "committee.guest_closed": _("Account closed"),
    "committee.compared": _("Enrolled, words compared"),
    "committee.not_compared": _("Enrolled, words not compared yet"),
    "committee.compare": _("Compare the six words"),
    "committee.compare_title": _("Compare six words with {role}"),
    "committee.compare_text": _(
        "On a call, ask {role} to sign in as {login}, to open “Words”, and to read “Your own six words” aloud. These are "
        "the words of the keys that this page would seal cases to:"
    ),
    "committee.compare_words": _("The six words of the adviser’s keys"),
    "committee.compare_otherwise": _(
        "If one differs, somebody stands between you. Seal nothing to this person, and tell the others."
    ),
    "committee.compare_yes": _("They are the same"),
    "committee.compare_no": _("They differ, or not now"),
    "committee.confirmed_by_nobody": _("Enrolled, and sees nothing before two members have confirmed the words"),
    "committee.confirmed_by_one": _("Sees nothing yet. Confirmed by {roles}; one more member has to"),
    "committee.confirmed_by": _("Confirmed by {roles}"),
    "committee.confirm_text": _(
        "On a call, ask {role} to sign in as {login}, to open “Words”, and to read “Your own six words” aloud. These are "
        "the words of the account that you would let in. An auditor sees of every case that it is there and who reads "
        "it: be sure who speaks."
    ),
    "committee.confirm_words": _("The six words of the auditor’s keys"),
    "committee.confirm_otherwise": _(
        "If one differs, or nobody has told you who this auditor is, confirm nothing: close the account, and tell the "
        "others. All members see who has confirmed."
    ),
    "committee.confirm_yes": _("They are the same: confirm"),
    "committee.close": _("Close the account"),
    "committee.close_title": _("Close this account?"),
    "committee.close_text": _(
        "{role} ({login}) is signed out and cannot sign in again. What they wrote stays. It cannot be undone. Cases that "
        "this person reads get a new key only when you take them back, on the page of each case: do that first."
    ),
    "committee.admit_title": _("Let an adviser read this case"),
    "committee.admit_text": _(
        "The adviser reads the whole case, also what is added, until the day you choose. It is written into the case, and "
        "all its readers see it."
    ),
    "committee.admit_who": _("Adviser"),
    "committee.admit_until": _("Last day"),
    "committee.admit_why": _("What for"),
    "committee.admit_yes": _("Let read"),
    "committee.admitted": _("{role} can read this case now."),
    "committee.no_adviser_title": _("Nobody to choose from"),
    "committee.no_adviser_text": _("You have invited no adviser who is enrolled. Invite one first."),
    "committee.no_adviser_yes": _("Invite one"),
}

HANDING: Final[dict[str, object]] = {
    "committee.handing": _("Still to be done in your cases"),
    "committee.looking": _("Looking through your cases: {done} of {total}"),
    "committee.still_sealed.one": _(
        "{count} case is still sealed to somebody who left, and could not be sealed anew. What is written there now could "
        "be read with that person’s keys: write nothing in it until this is done."
    ),
    "committee.still_sealed.other": _(
        "{count} cases are still sealed to somebody who left, and could not be sealed anew. What is written there now "
        "could be read with that person’s keys: write nothing in them until this is done."
    ),
    "committee.seal_anew": _("Try again"),
    "committee.sealing": _("Somebody left: sealing your cases anew, {done} of {total}"),
    "committee.sealed_anew.one": _("{count} case got a new key, since somebody has left it."),
    "committee.sealed_anew.other": _("{count} cases got new keys, since somebody has left them."),
    "committee.all_sealed": _("Every case that you read is closed to those who left the list."),
    "committee.not_given.one": _("{role} does not read {count} of the cases that you read."),
    "committee.not_given.other": _("{role} does not read {count} of the cases that you read."),
    "committee.give_all.one": _("Give it"),
    "committee.give_all.other": _("Give all {count}"),
    "committee.one_by_one": _("One by one"),
    "committee.give": _("Give"),
    "committee.give_title": _("Give cases to {role}?"),
    "committee.give_text.one": _(
        "{role} will read {count} case, whole, from its beginning. It is written into the case and cannot be taken back. "
        "A case from which this person was left out is never given."
    ),
    "committee.give_text.other": _(
        "{role} will read {count} cases, whole, from their beginning. It is written into each case and cannot be taken "
        "back. Cases from which this person was left out are not among them."
    ),
    "committee.give_why": _("Came to the committee later"),
    "committee.given.one": _("{role} reads {count} case more."),
    "committee.given.other": _("{role} reads {count} cases more."),
    "committee.giving": _("Giving: {done} of {total}"),
}

JOINING: Final[dict[str, object]] = {
    "joining.lead_member": _(
        "You are on the committee’s list. Before this page relies on that list, compare its six words with another "
        "member, on a call. If you have done this before in an earlier visit, stop, and ask the others why it is asked "
        "again."
    ),
    "joining.lead_proposed": _(
        "The committee is about to admit you. On the call, compare these six words with the others: they must be the same, "
        "in the same order."
    ),
    "joining.lead_waiting": _(
        "You are enrolled. The members now prepare a change of their list that names you. Its six words appear here by "
        "themselves; keep this page open on the call."
    ),
    "joining.lead_adviser": _(
        "Two things are compared once, on a call with the person who invited you: the six words of your own keys, and "
        "those of the committee’s list."
    ),
    "joining.lead_auditor": _(
        "Two things are compared once, on a call: the six words of the committee’s list, with one of its members, and "
        "those of your own keys, with two of them. The log opens when both have confirmed yours."
    ),
    "joining.own_title": _("Your own six words"),
    "joining.own_text": _(
        "Read them aloud to who asks you for them on a call: an adviser to the person of the invitation, an auditor to two "
        "members. They stand for your keys: so nobody can put others in their place."
    ),
    "joining.list_title": _("The six words of the list"),
    "joining.list_text": _("The list is of {day}. These are on it:"),
    "joining.same": _("The words are the same"),
    "joining.compared": _("Compared. As soon as enough members have signed, this page goes on by itself."),
    "joining.in_force": _("You have compared this list, or one that it follows from."),
    "joining.changed": _(
        "The words are others than before. What you heard until now was about another list: compare them again."
    ),
    "joining.confirm_title": _("Are these the words that you heard?"),
    "joining.confirm_text": _(
        "Look once more. From now on this page takes no list that does not follow from this one."
    ),
    "joining.confirm_yes": _("Yes, the same six words"),
}

ENROLLED: Final[dict[str, object]] = {
    "enrol.words_coming": _("Working out your six words, a moment …"),
}

WORDS: Final[dict[str, object]] = {**LIST, **PROPOSALS, **PREPARING, **GUESTS, **HANDING, **JOINING, **ENROLLED}
