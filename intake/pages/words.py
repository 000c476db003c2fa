"""The words that the pages' scripts show, by name; the words of the templates stand in the templates.

Marked for the catalogue by `_`; `{names}` in braces are filled in by the script. They promise nothing that the software
does not do, and never say that anything is safe.
"""
# ruff: noqa: E501 - a translator and a reader see each sentence whole

from collections.abc import Callable

Mark = Callable[[str], str]


def words(_: Mark) -> dict[str, str]:
    """All words for script in the language of `_`, by name."""
    return {
        **_stop(_),
        **_writing(_),
        **_codes(_),
        **_look_over(_),
        **_phrase(_),
        **_sending(_),
        **_return(_),
        **_failures(_),
        **_offline(_),
    }


def _stop(_: Mark) -> dict[str, str]:
    return {
        "stop_no_crypto": _(
            "This page seals what you write on your own device, and this browser does not let a page at this address do that. "
            "For an address that ends in .onion use Tor Browser; otherwise bring the browser up to date. Or take one of these ways:"
        ),
    }


def _writing(_: Mark) -> dict[str, str]:
    return {
        "write": _("Write a report"),
        "write_intro": _(
            "Only the first question needs an answer. Nothing leaves this device until you press Send. "
            "You may switch to another app and back; if you close this tab, the text is gone."
        ),
        "write_intro_offline": _(
            "Only the first question needs an answer. This page sends nothing: at the end it saves a sealed file on this device, and you hand it over. "
            "You may switch to another app and back; if you close this tab, the text is gone."
        ),
        "optional": _("if you like"),
        "not_said": _("Not said"),
        "what": _("What happened?"),
        "what_hint": _(
            "What you saw or know, in your own words: what was done, how much it was, which papers show it."
        ),
        "what_missing": _("Please write what happened. A few words are enough."),
        "where_when": _("Where and when?"),
        "where_when_hint": _("A department and a month will do. An exact day may point to you."),
        "who": _("Who is involved, or knows?"),
        "who_hint": _("Names or positions."),
        "how_known": _("How do you know?"),
        "how_known_hint": _("Seen, heard, read. Think of who else could know the same."),
        "exclude": _("Who must not read this?"),
        "exclude_hint": _(
            "Tick whoever is involved, or whom you would rather leave out: at most {count} of these {of}, because two must be able to read it. "
            "They cannot open what you send, and nothing here shows them that you sent it."
        ),
        "seat": _("{role} (seat {number})"),
        "too_few": _(
            "At least two people must be able to read what you send. Untick someone, or go another way: {ways}"
        ),
        "category": _("What is it about?"),
        "relation_fold": _("What you are to the company"),
        "relation": _("I am"),
        "identity_fold": _("Tell us who you are, in confidence"),
        "identity": _("Your name, and how to reach you"),
        "identity_hint": _(
            "Only if you want to. The same people read it, and nobody else. You can also do it later, with your phrase."
        ),
        "continue": _("Continue"),
        "back_to_start": _("Back to the start"),
        "room": _("Room for about {count} more characters."),
        "room_none": _("Too long by about {count} characters."),
        "too_long": _(
            "This is too long to go in one piece. Shorten it, or send the rest as a second message with your phrase."
        ),
    }


def _codes(_: Mark) -> dict[str, str]:
    return {
        "category_fraud_statements": _("Fraud or deliberate error in financial statements or their audit"),
        "category_fraud_records": _("Fraud or deliberate error in the books and records"),
        "category_control_deficiency": _("Internal controls that are missing, weak or passed by"),
        "category_misrepresentation": _("A false statement to or by an officer, accountant or auditor"),
        "category_reporting_deviation": _("Reports that do not show how the company really stands"),
        "category_gaap_misapplication": _("Accounting rules applied wrongly"),
        "category_auditor_influence": _("Pressure on the auditor, or misleading the auditor"),
        "category_related_party": _("Dealings with related parties"),
        "category_attorney_report": _("A lawyer’s report of evidence of a violation"),
        "category_retaliation": _("Retaliation against someone who spoke up"),
        "category_other": _("Something else"),
        "relation_employee": _("an employee"),
        "relation_former": _("a former employee"),
        "relation_supplier": _("a supplier or contractor"),
        "relation_shareholder": _("a shareholder"),
        "relation_other": _("someone else"),
    }


def _look_over(_: Mark) -> dict[str, str]:
    return {
        "look_over": _("Before you go on, a second look"),
        "look_over_hint": _(
            "This device looks for a few things that often point to one person. Nothing of it is sent. You decide what stays."
        ),
        "look_over_none": _("It found none of those few. It cannot know what only you could know."),
        "look_over_more": _("And {count} more."),
        "show_place": _("Show"),
        "show_place_of": _("Show where “{text}” stands"),
        "trace_email": _("is an e-mail address."),
        "trace_phone": _("looks like a telephone number."),
        "trace_number": _("looks like the number of a person or a document."),
        "trace_near": _("says where you stand in the company."),
        "trace_date": _("is an exact day or time. Few people may have been there."),
        "trace_signature": _("looks like the end of a letter, with a name."),
        "trace_path": _("has a user’s name in it."),
        # Lists for the self-check, separated by |. Not sentences: give what people write in your language.
        "near_words": _(
            "my manager|my boss|my supervisor|my team lead|my team|my department|my desk|my office|my assistant|my colleague|my colleagues|"
            "my direct report|my direct reports|my shift|my predecessor|my successor|my client|my clients|i am the only|i'm the only|"
            "i was the only|only i|as the only|i report to|reports to me|report to me|my name is"
        ),
        "closing_words": _(
            "regards|best wishes|best|sincerely|sincerely yours|yours sincerely|yours|thanks|thank you|many thanks|cheers|respectfully"
        ),
        "number_words": _(
            "badge|employee|staff|personnel|payroll|worker|user|extension|ext.|social security|ssn|passport"
        ),
    }


def _phrase(_: Mark) -> dict[str, str]:
    return {
        "phrase_title": _("Your phrase, before you send"),
        "phrase_intro": _(
            "These eight words are your only way back. Write them on paper now. Nobody can give them to you again."
        ),
        "phrase_replaced": _(
            "You changed who may read this, so the phrase is a new one. The words shown before do not belong to this report: cross them out."
        ),
        "copy": _("Copy"),
        "copy_hint": _("What you copy may appear on your other devices."),
        "copied": _("Copied."),
        "not_copied": _("The browser did not allow it. Please write the words down."),
        "print": _("Print a sheet"),
        "print_hint": _("Print at home: the sheet has the words on it, not what they are for, and no address."),
        "sheet_title": _("Eight words"),
        "sheet_check": _("To compare:"),
        "check_words": _("Two words to compare:"),
        "check_why": _(
            "When you come back, the page shows these two again. If it shows two others, a word was mistyped."
        ),
        "phrase_lost": _(
            "If you lose the phrase, write a new report that mentions this one. The committee can put them together."
        ),
        "will_read": _("Who can read it"),
        "left_out": _("Left out:"),
        "have_it": _("I have the eight words"),
        "have_it_first": _(
            "First write down the eight words and tick “I have the eight words”. Then press the button again."
        ),
        "send_intro": _("Send seals the report for these people on this device and hands it to the line."),
        "send": _("Send"),
        "try_again": _("Try again"),
        "change": _("Change something"),
    }


def _sending(_: Mark) -> dict[str, str]:
    return {
        "doing_directory": _("Fetching the list of readers…"),
        "doing_mix": _("Fetching today’s key…"),
        "doing_board": _("Fetching the board of answers, the same for everybody. This may take a minute…"),
        "doing_seal": _("Sealing on this device…"),
        "doing_work": _(
            "The line is busy. This device is solving a small task, so that your visit gets through. It may take half a minute."
        ),
        "doing_send": _("Handing it over…"),
        "doing_again": _("The line is busy. Nothing is lost: this page tries again by itself in a moment."),
        "sent": _("It is stored"),
        "sent_leaves": _("It leaves for the readers at {clock}, {from_now}."),
        "sent_wiped": _("The text is gone from this page. You can close it."),
        "sent_again": _("The text is gone from this page. Use the same phrase when you come back."),
        "come_back_when": _("When to come back"),
        "when_first": _("The earliest that an answer can be here."),
        "when_again": _("If there is no answer by then, write again with your phrase."),
        "when_last": _("Look before this. An answer stays for {kept}, so an early one is gone by then."),
        "cannot_alert": _("We cannot alert you: you have to look. Note these times where only you see them."),
        "emergency": _("If somebody is in danger now, call the emergency services."),
        "phrase_once_more": _("Show my phrase once more"),
    }


def _return(_: Mark) -> dict[str, str]:
    return {
        "return": _("Come back with your phrase"),
        "return_intro": _(
            "Looking takes the same steps on the network as sending does. The phrase stays on this device."
        ),
        "your_phrase": _("Your eight words"),
        "your_phrase_hint": _("With a space between them. Capitals do not matter."),
        "words_not_eight": _("A phrase has eight words; counted here: {count}."),
        "words_counted": _("{count} of {of} words."),
        "words_unknown": _("Not on the list: {words}. Is that spelt right?"),
        "phrase_missing": _("Please enter your phrase first."),
        "look": _("Look for answers"),
        "deriving": _("Working out what belongs to the phrase…"),
        "found": _("What is here for your phrase"),
        "check_now": _("Your two words to compare:"),
        "these_are_mine": _("These are the two words that I noted"),
        "check_differ": _("If you noted two others, a word was mistyped."),
        "other_phrase": _("Correct the phrase"),
        "answers": _("Answers"),
        "nothing": _(
            "Nothing here for this phrase in the last {kept}. Most likely a word was mistyped, or what you sent is not on the committee’s list yet. "
            "Are these your two words?"
        ),
        "slip_nothing": _("Nobody is given such a phrase. Please correct it first."),
        "nothing_closed": _(
            "Nothing can be sent with this phrase any more, because fewer than two people could read it. Look at the two words once more. "
            "If they are yours, write a new report that mentions this one, or go another way: {ways}"
        ),
        "no_answer": _("No answer in the last {kept}."),
        "board_old": _(
            "What is shown here is of {when}, and there should be something newer by now. Either the line stands still, or somebody holds newer answers back, "
            "or the clock of this device is wrong. Check the clock and look again tomorrow. If it stays like this, go another way: {ways}"
        ),
        "answer_unsure": _(
            "Something was left here for this phrase that bears no valid signature of a reader. It is not shown, because nobody can say who wrote it. "
            "If you expected an answer, ask in a new message."
        ),
        "answer_incomplete": _(
            "Only {have} of {parts} parts of this answer are here. Look again after {when} for the rest."
        ),
        "your_messages": _("What you sent"),
        "stored_in": _("On the committee’s list of what reached them, your messages stand under:"),
        "stored_none": _(
            "The committee’s list of what reached them in the last {kept} shows nothing made with this phrase. What you send now is not on it "
            "until {when}. If you sent something longer ago, send it again."
        ),
        "stored_entry": _("{when} (messages: {count})"),
        "stored_until": _("What you send now is not on it until {when}."),
        "stored_empty": _("The committee’s list of what reached them has not begun yet. It begins after {when}."),
        "no_answer_yet": _("It is a while since then, and there is no answer. Please write again."),
        "write_again": _("Write again"),
        "write_again_hint": _(
            "It becomes part of the same report, signed with your phrase, so they know that it is from you."
        ),
        "your_message": _("Your message"),
        "message_missing": _("Please write something first."),
        "will_read_now": _("These people can read what you send now:"),
        "too_few_now": _(
            "With this phrase fewer than two people could read what you send. If the two words above are yours, go another way: {ways}"
        ),
        "left_out_asked": _("Left out, as you asked:"),
        "left_out_since": _(
            "Not among the readers any more, because they stepped back or because two of the readers said so:"
        ),
        "look_again": _("Look again"),
    }


def _failures(_: Mark) -> dict[str, str]:
    return {
        "failed_network": _(
            "The line could not be reached. What you wrote is still here. Check the connection, then try again."
        ),
        "failed_closed": _(
            "The line is not open at the moment. What you wrote is still here. Try again in a few minutes."
        ),
        "failed_reload": _(
            "The line had moved on and did not take it. What you wrote is still here. Try again: the page fetches what has changed."
        ),
        "failed_readers": _(
            "The readers have changed since this page was loaded. Nothing was sent. Look again at who must not read this, then continue."
        ),
        "failed_clock": _(
            "The clock of this device and that of the line are far apart, or the line stands still. Nothing was sent. "
            "Check the clock, then try again in a while."
        ),
        "failed_expired": _(
            "The list of readers is out of date. Nothing was sent. Tell the committee, or go another way: {ways}"
        ),
        "failed_proof": _(
            "What came from the line does not fit its fingerprint. Nothing was sent. Do not use this page until the committee has explained it; "
            "go another way: {ways}"
        ),
        "failed_few": _("Fewer than two readers remain. Nothing was sent. Go another way: {ways}"),
        "failed_long": _("This is too long to go in one piece. Shorten it and try again."),
        "failed_other": _("Something in the page went wrong. Nothing was sent. Try again, or go another way: {ways}"),
        # Counsel may be the one who is left out.
        "ways_counsel": _("the SEC and OSHA are open to you. If counsel is not involved, by letter: {counsel}"),
        "ways": _("the SEC and OSHA are open to you."),
    }


def _offline(_: Mark) -> dict[str, str]:
    return {
        "save_intro": _("Save seals the report for these people on this device, into a file. Nothing is sent."),
        "save": _("Save the sealed file"),
        "save_again": _("Save it again"),
        "saved": _("The sealed file is saved"),
        "saved_what": _(
            "It is called report.sealed and lies where your browser puts what it saves. Only the people named below can open it."
        ),
        "saved_next": _("What to do next"),
        "saved_hand": _(
            "Hand it on a stick, or send it by post, to one of these people. Who carries it cannot open it."
        ),
        "saved_back": _(
            "To read the answer, open this address with your phrase, a week after the file has arrived: {address}"
        ),
        "saved_remove": _("Then remove the file and this page from your device."),
        "offline_old": _(
            "This copy of the page is too old: the list of readers in it is out of date. Please fetch a new one."
        ),
        "offline_broken": _("This copy of the page is damaged, or not from the committee. Please fetch a new one."),
    }
