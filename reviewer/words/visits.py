"""Words of signing in, the founding, the inbox and the reports in it."""

from typing import Final

from flask_babel import lazy_gettext as _

CATEGORIES: Final[dict[str, object]] = {
    "category.fraud_statements": _("Fraud in financial statements or their audit"),
    "category.fraud_records": _("Fraud in financial records"),
    "category.control_deficiency": _("Weak or bypassed internal controls"),
    "category.misrepresentation": _("False statements to or by officers or the auditor"),
    "category.reporting_deviation": _("Departure from full and fair reporting"),
    "category.gaap_misapplication": _("Accounting rules wrongly applied"),
    "category.auditor_influence": _("Improper influence on the auditor"),
    "category.retaliation": _("Retaliation"),
    "category.related_party": _("Related parties, bribery or insider dealing"),
    "category.attorney_report": _("Report by an attorney"),
    "category.other": _("Something else, or not sure"),
}

RELATIONS: Final[dict[str, object]] = {
    "relation.employee": _("Employee"),
    "relation.former": _("Former employee"),
    "relation.supplier": _("Supplier or contractor"),
    "relation.shareholder": _("Shareholder"),
    "relation.other": _("Other"),
}

FAILURES: Final[dict[str, object]] = {
    "failure.unreachable": _(
        "No answer from the server. Check your connection; nothing that you typed is lost. Then try again."
    ),
    "failure.unavailable": _(
        "The server cannot reach its database now. Nothing that you typed is lost. Wait a minute, then try again."
    ),
    "failure.not_signed_in": _("Your visit is over: the server no longer knows it. Please sign in again."),
    "failure.too_many": _("Too many attempts in a short time. Please wait a few minutes, then try again."),
    "failure.wrong_code": _(
        "This code is not right. Wait for the next one on your phone, then type that. If no code is ever right, the "
        "link was opened once more after you did: only the last opening counts. If that was not you, tell the person "
        "who sent you the link."
    ),
    "failure.taken": _("This sign-in name is taken already. Choose another."),
    "failure.not_ready": _(
        "Somebody is still missing: everyone on the list has to be enrolled, and to have signed in once."
    ),
    "failure.draft_exists": _(
        "The list is prepared already, so nobody can be added or removed. To change who is on it, start over."
    ),
    "failure.no_draft": _("Somebody has started over meanwhile. Look at the list again, and compare the new words."),
    "failure.founded": _("This line is founded already. Sign out and in again to see the inbox."),
    "failure.expired": _("The list was prepared too long ago. Start over, then compare and sign on the same day."),
    "failure.foreign": _(
        "The request did not come from this page itself and was refused. Load the page again and sign in."
    ),
    "failure.ring": _(
        "Your reading keys are not complete: what the server gave does not open, or lacks keys that the committee’s list "
        "names for you. Nothing is read or signed until it does. Tell the other members, and ask who runs the server to "
        "bring back what was kept."
    ),
    "failure.ring_full": _(
        "No more reading keys can be made for you: your browser holds as many as it may. You go on reading with the newest. "
        "Tell the other members: they can invite you anew, with other keys."
    ),
    "failure.others_verified": _(
        "This adviser does not read the case yet: other key words were compared for the same person before. What you "
        "compared stands in the record. Another member who reads the case compares the same words, on its page; then let "
        "the adviser read once more."
    ),
    "renewal.offered": _(
        "Your browser has made new reading keys for this quarter. They count once the committee has signed the next list."
    ),
    "failure.other": _(
        "Something went wrong on the server. Try again in a minute; if it stays so, tell the operator at what time "
        "it happened."
    ),
}

SIGNING_IN: Final[dict[str, object]] = {
    "entry.no_login": _("Type your sign-in name."),
    "entry.no_code": _("Type the six digits that your authenticator shows now."),
    "sign_in.no_passphrase": _("Type your passphrase."),
    "sign_in.opening": _("Opening your keys, a few seconds …"),
    "sign_in.wrong": _(
        "Sign-in name, passphrase or code is not right; the server does not say which. Check all three. Each code is "
        "good once: wait for the next."
    ),
    "sign_in.keys_closed": _(
        "You are known, but your keys did not open. Tell the operator, and have your recovery sheet at hand."
    ),
    "sign_out.done": _("You are signed out. Keys and texts are gone from this browser’s memory."),
    "idle.title": _("Are you still there?"),
    "idle.text": _(
        "Nothing has happened for a while. In two minutes you will be signed out, and unsent text will be lost."
    ),
    "idle.stay": _("I am still here"),
    "idle.ended": _("Nothing happened for a while, so you were signed out. Sign in again to go on."),
    "ask.no": _("No, leave it"),
    "ask.back": _("Back to the form"),
    "ask.back_text": _("Back to what you wrote"),
}

FOUNDING: Final[dict[str, object]] = {
    "founding.you": _("{role} (you)"),
    "founding.enrolled": _("Enrolled"),
    "founding.not_signed_in": _("Enrolled, has yet to sign in"),
    "founding.invited": _("Invited"),
    "founding.withdraw": _("Withdraw"),
    "founding.withdraw_title": _("Withdraw this invitation?"),
    "founding.withdraw_text": _("The link for {role} stops working. You can invite somebody else in the same place."),
    "founding.too_few.one": _("One more person is needed. Invite them below."),
    "founding.too_few.other": _("{count} more people are needed. Invite them below."),
    "founding.waiting_for": _("Waiting for: {roles}. This page notices by itself."),
    "founding.all_here": _("Everyone is enrolled. When all of you are on the call, one of you presses the button."),
    "founding.no_role": _("Say which role this person has."),
    "founding.no_login": _("Choose a sign-in name for this person."),
    "founding.full": _("There are eight people already, which is as many as a list can hold."),
    "founding.link": _("The link for {role}. Send it so that only this person reads it; it works once."),
    "founding.copied": _("Copied."),
    "founding.copy_by_hand": _("The browser did not allow copying. The link is marked: copy it with the keyboard."),
    "founding.words_coming": _("Working out the six words, a moment …"),
    "founding.words_here": _("The list is prepared. Six words are on the page, to be compared on the call."),
    "founding.changed_meanwhile": _(
        "Nothing was signed: the list has changed since the words were shown. Look at it again, and compare the new "
        "words."
    ),
    "founding.confirm_title": _("Are these the words that all of you read aloud?"),
    "founding.confirm_new_title": _("The words are new. Has each of you read these aloud?"),
    "founding.confirm_text": _(
        "Exactly this list is signed, and nothing else. If one word differs from what you heard, or a role is wrong, "
        "do not sign."
    ),
    "founding.confirm_words": _("The six words"),
    "founding.confirm_roles": _("Who is on the list"),
    "founding.confirm_yes": _("Yes, all the same: sign"),
    "founding.started_over": _("Somebody has started over. The list is open again."),
    "founding.own_keys_right": _(
        "Your own keys are on the list, in your place: this page has checked it. Whether the others’ keys are "
        "theirs, no machine can tell you. That is what the six words are for."
    ),
    "founding.own_keys_wrong": _(
        "Stop: the keys on this list in your place are not yours. Do not sign. Tell the others on the call, and ask "
        "for help from somebody who does not run the server."
    ),
    "founding.signed": _("Has signed"),
    "founding.not_signed": _("Not yet"),
    "founding.you_signed": _("You have signed. As soon as all have, the line is founded."),
    "founding.signed_count.one": _("{count} of {all} has signed."),
    "founding.signed_count.other": _("{count} of {all} have signed."),
    "founding.is_done": _("All have signed. The line is founded."),
    "founding.over_title": _("Start over?"),
    "founding.over_text": _(
        "The prepared list and all signatures on it are thrown away. Nobody has to enrol again. Afterwards the list "
        "can be changed and prepared anew; its six words then have to be compared again."
    ),
    "founding.over_yes": _("Start over"),
}

INBOX: Final[dict[str, object]] = {
    "scan.step": _("Looking through the deliveries: {done} of {total}, {day}"),
    "scan.within": _("Looking through the delivery of {day}: {percent} %"),
    "scan.pause": _("Pause"),
    "scan.resume": _("Go on"),
    "scan.done.one": _(
        "The line is working: {count} delivery so far, of {day}; it is looked through. Deliveries come whether or not "
        "anybody wrote."
    ),
    "scan.done.other": _(
        "The line is working: of {count} deliveries the last is that of {day}; all are looked through. They come "
        "whether or not anybody wrote."
    ),
    "scan.no_batch": _("Nothing has been delivered yet. The first delivery comes after the first whole day."),
    "scan.no_batch_epoch": _("Nothing has been delivered yet. The first delivery comes shortly."),
    "scan.not_founded": _("The line is not founded yet."),
    "scan.bad_batch": _(
        "The delivery of {day} did not arrive as it was listed. Load the page again and sign in; if it happens again, "
        "tell the operator and the others on the committee."
    ),
    "scan.foreign_list": _(
        "The list that the server shows is not one that you have signed, or does not carry your keys. Do not answer "
        "anybody. Tell the others on the committee by telephone, and compare the fingerprint on the poster."
    ),
    "scan.not_signed": _(
        "What the server shows is not rightly signed: the list, the answers or your own marks. Nothing of it is used. "
        "Tell the operator and the others on the committee."
    ),
    "stored.scan": _("What has come is looked through, but it is not all that should be here."),
    "stored.title": _("Something may be kept from you"),
    "stored.missing.one": _("The delivery of {day} is missing. The signed stored list says that it has come."),
    "stored.missing.other": _(
        "{count} deliveries are missing, the first of {day}, the last of {last}. The signed stored list says that they "
        "have come."
    ),
    "stored.different.one": _("The delivery of {day} does not hold the messages that the signed stored list names."),
    "stored.different.other": _(
        "{count} deliveries do not hold the messages that the signed stored list names, the first of {day}, the last "
        "of {last}."
    ),
    "stored.unlisted.one": _(
        "The delivery of {day} is not on the signed stored list; reporters cannot see that it came."
    ),
    "stored.unlisted.other": _(
        "{count} deliveries are not on the signed stored list, the first of {day}, the last of {last}; reporters "
        "cannot see that they came."
    ),
    "stored.back.one": _("The stored list ends on {day}, and went further before: you are shown an old one."),
    "stored.back.other": _("The stored list ends on {day}, and went further before: you are shown an old one."),
    "stored.late.one": _(
        "Nothing has come since {day}. The line stands still, what came is held back from you, or the clock of this "
        "device is wrong."
    ),
    "stored.late.other": _(
        "Nothing has come since {day}. The line stands still, what came is held back from you, or the clock of this "
        "device is wrong."
    ),
    "stored.what_to_do": _(
        "Write down the days, and ask the others on the committee by telephone whether they see the same. Ask the "
        "operator for the reason; without a good one, have the server looked at by somebody else."
    ),
    "inbox.empty": _("Nothing has come for you. What comes is listed here."),
    "inbox.new": _("New"),
    "inbox.new_message": _("New message"),
    "inbox.test": _("Test"),
    "inbox.answered": _("Answered"),
    "inbox.messages.one": _("{count} message"),
    "inbox.messages.other": _("{count} messages"),
    "inbox.new_count.one": _("{count} report has something new."),
    "inbox.new_count.other": _("{count} reports have something new."),
    "inbox.apart_title": _("Unconfirmed messages"),
    "inbox.apart_text": _(
        "They say that they continue a report, but its author has not signed them, or the report itself has not "
        "come. They may be from somebody else."
    ),
    "damage.title.one": _("One message could not be read"),
    "damage.title.other": _("{count} messages could not be read"),
    "damage.Damaged": _(
        "Delivery of {day}: it was sealed to you, but was altered on the way, or made so that you and the others would "
        "read different texts. Mark: {object}"
    ),
    "damage.Malformed": _(
        "Delivery of {day}: it was sealed to you, but what it holds does not follow the rules. Mark: {object}"
    ),
    "damage.BadSignature": _(
        "Delivery of {day}: it was sealed to you, but its author’s signature is not right. Mark: {object}"
    ),
    "damage.WrongInstance": _("Delivery of {day}: it belongs to another line. Mark: {object}"),
    "damage.what_to_do": _(
        "Write down day and mark, and ask the others on the committee whether they see the same. A reporter who gets "
        "no answer is told to send again."
    ),
}

REPORT: Final[dict[str, object]] = {
    "told.what": _("What happened"),
    "told.whereWhen": _("Where and when"),
    "told.who": _("Who is involved or knows"),
    "told.howKnown": _("How the reporter knows"),
    "told.identity": _("Who the reporter is, told in confidence"),
    "told.category": _("Category"),
    "told.relation": _("The reporter is"),
    "told.day": _("Written on"),
    "told.language": _("Written in"),
    "told.empty": _("Left empty: {fields}"),
    "empty.what": _("what happened"),
    "empty.whereWhen": _("where and when"),
    "empty.who": _("people"),
    "empty.howKnown": _("source"),
    "empty.identity": _("identity"),
    "empty.category": _("category"),
    "empty.relation": _("relation"),
    "empty.day": _("day"),
    "empty.language": _("language"),
    "told.nothing": _("A message without words"),
    "report.lead": _("Written on {day}."),
    "report.lead_test": _("A test of the line, written on {day}. It shows that reports arrive."),
    "report.lead_apart": _(
        "Unconfirmed, written on {day}. It says that it continues a report, but no report’s author has signed it. It "
        "cannot be answered."
    ),
    "report.left_out": _("Left out by the reporter"),
    "report.nobody_left_out": _("Nobody"),
    "report.left_out_text": _(
        "They cannot read this and are not told of it. Do not mention it to them, nor in papers that they see."
    ),
    "report.reporter": _("The reporter"),
    "report.you": _("{role} (you)"),
    "report.nothing_since": _("Nothing yet."),
    "report.more": _("Something was added to what was written since."),
    "report.bad_reply": _(
        "An answer to this report has been put out that no member of the committee has rightly signed. It is not shown."
    ),
    "reply.board": _("can be read by the reporter until {day} at least"),
    "reply.board_epoch": _("can be read by the reporter, for {time} in all"),
    "reply.partly": _("out for the reporter in part; the rest follows"),
    "reply.waiting": _("waiting to be put out for the reporter"),
    "reply.gone": _("no longer out for the reporter"),
    "reply.text_gone": _("The text is no longer kept."),
    "reply.empty": _("Write something first."),
    "reply.confirm_title": _("Send this answer?"),
    "reply.confirm_text": _(
        "It is put out for the reporter when its turn comes, as a rule at the end of today, UTC; the reporter sees it "
        "when coming back, within 90 days."
    ),
    "reply.confirm_text_epoch": _(
        "It is put out for the reporter when its turn comes, as a rule within {time}; the reporter sees it when coming "
        "back, within {kept}."
    ),
    "reply.confirm_parts.one": _("It is long and goes in {count} part."),
    "reply.confirm_parts.other": _("It is long and goes in {count} parts."),
    "reply.confirm_slow": _(
        "Of what you write, one part is put out at a time, so the reporter has the whole of it after {time} or more."
    ),
    "reply.confirm_final": _(
        "It cannot be taken back. Everyone on the committee who can read this report can read the answer, too."
    ),
    "reply.blank": _("Nothing is written after “{line}”. Write it there, or take that line out."),
    "reply.confirm_yes": _("Send"),
    "reply.sending": _("Sealing and sending …"),
    "room.one": _("Fits in one message; room for about {left} more characters in it."),
    "room.parts.one": _("Goes in {count} part; room for about {left} more characters."),
    "room.parts.other": _("Goes in {count} parts of at most 16; room for about {left} more characters in the last."),
    "room.too_long": _("Too long: an answer has at most 16 parts. Shorten it, or send it as two answers."),
    "snippet.acknowledgement": _(
        "Thank you for writing. Your report has reached the committee. You will hear from us here by {day} at the "
        "latest what has come of it. Please come back with your phrase now and then: we have no other way to reach you."
    ),
    "snippet.question": _(
        "Thank you for your report. To go on, we would like to know:\n\n1. \n\nPlease answer here, with your phrase. "
        "Say only what you can say without showing who you are; you may also leave a question open."
    ),
    "snippet.feedback": _(
        "We have looked into what you reported.\n\nWhat we found: \n\nWhat has been done: \n\nThank you for bringing "
        "it to us."
    ),
}

IMPORT_AND_ACCOUNT: Final[dict[str, object]] = {
    "import.no_sealed_file": _(
        "This is not a sealed file. It is named report.sealed and has exactly {bytes} bytes; ask for it once more."
    ),
    "import.other_line": _(
        "This file was made for another line, not for this committee. Give it back, and say where yours can be found."
    ),
    "import.not_for_you": _(
        "Your keys do not open this file. That says nothing about what it holds. You can still pass it on: it comes "
        "to whoever can read it."
    ),
    "import.damaged": _(
        "This file is sealed to you, but damaged. Ask for it once more if you can. You can also pass it on, so that "
        "the others see whether they can read it."
    ),
    "import.passing": _("Passing it on …"),
    "import.when": _(
        "Like a report sent from the page, it can take {time} to reach the inbox of everyone it is sealed to. The "
        "server cannot read it."
    ),
    "import.passed": _("Passed on. It can take {time} to reach the inbox of everyone it is sealed to."),
    "account.role": _("Role"),
    "account.login": _("Sign-in name"),
    "account.keys": _("Your keys"),
    "account.keys_text": _(
        "Their public half stands on the committee’s list. The secret half is open in this browser until you sign "
        "out, and nowhere else."
    ),
    "account.sign_key": _("Signing key"),
    "account.reading_keys": _("Reading keys"),
    "account.list": _("The committee’s list"),
    "account.fingerprint": _("Fingerprint"),
    "account.version": _("Version"),
    "account.version_text": _("{version}, of {day}, in force until {until}"),
    "account.members": _("Members"),
    "account.list_soon.one": _(
        "The list is in force for {count} more day, until {until}. Ask the operator to have it renewed: after that, "
        "nobody can report."
    ),
    "account.list_soon.other": _(
        "The list is in force for {count} more days, until {until}. Ask the operator to have it renewed: after that, "
        "nobody can report."
    ),
    "account.list_over": _(
        "The list was in force until {until}. Nobody can report until it is renewed: tell the operator today."
    ),
}

JOINING: Final[dict[str, object]] = {
    "passphrase.empty": _("Choose a passphrase: the six words above, or one of your own."),
    "passphrase.short": _("Too short. At least {length} characters, or the six words above."),
    "passphrase.repeated": _("Too simple: it repeats a few characters. Better use the six words above."),
    "passphrase.different": _("The two are not the same. Type it again, slowly; “Show” helps."),
    "enrol.opening": _("Opening your invitation …"),
    "enrol.void": _(
        "It may have been used already, withdrawn, or cut off in the mail. Ask whoever sent it for a new one."
    ),
    "enrol.print_title": _("Sheet"),
    "enrol.word": _("Word number {number}"),
    "enrol.other_word": _("This is not the word on the sheet. Look at its number, and at the spelling."),
    "enrol.qr": _("QR code for the authenticator app. The same key stands below, to be typed."),
    "enrol.making": _("Making your keys"),
    "enrol.closing": _("Closing them with your passphrase and your sheet"),
    "enrol.handing": _("Handing in the public half, and the closed half"),
    "recover.opening": _("Opening your keys …"),
    "recover.closing": _("Closing your keys with the new passphrase, a few seconds …"),
    "recover.unknown": _("Not on the list of words: {words}. Look at the sheet again."),
    "recover.count": _("The sheet has ten words; these are {count}."),
    "recover.wrong": _(
        "Sign-in name, words or code is not right; the server does not say which. Check all three. Each code is good "
        "once: wait for the next."
    ),
    "recover.late": _("The fifteen minutes are over. Load this page again and begin with the ten words."),
}

WORDS: Final[dict[str, object]] = {
    **CATEGORIES,
    **RELATIONS,
    **FAILURES,
    **SIGNING_IN,
    **FOUNDING,
    **INBOX,
    **REPORT,
    **IMPORT_AND_ACCOUNT,
    **JOINING,
}
