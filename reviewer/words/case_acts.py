"""Words of the acts in a case: what the button says, what it will do, what the record says afterwards, the fields."""

from typing import Final

from flask_babel import lazy_gettext as _

BUTTONS: Final[dict[str, object]] = {
    "act.filed": _("File as a case"),
    "act.filed_again": _("File the report again"),
    "act.acknowledged": _("Acknowledge receipt"),
    "act.conflict_check": _("Record the conflict check"),
    "act.recusal": _("Step back from this case"),
    "act.recusal_of": _("Recuse another member"),
    "act.triage": _("Triage"),
    "act.need_info": _("Say what is missing"),
    "act.acceptance": _("Accept for investigation"),
    "act.assignment": _("Assign the case"),
    "act.investigation": _("Begin the investigation"),
    "act.counsel_engaged": _("Record that counsel is engaged"),
    "act.auditor_informed": _("Record that the auditor was informed"),
    "act.chair_told": _("Record that the chair was told"),
    "act.meeting": _("Record a meeting"),
    "act.finding": _("Record a finding"),
    "act.remediation": _("Record what is being put right"),
    "act.feedback": _("Give feedback to the reporter"),
    "act.note": _("Add a note"),
    "act.task": _("Give somebody a task"),
    "act.task_given": _("Give a task to somebody else"),
    "act.task_withdrawn": _("Withdraw a task"),
    "act.task_done": _("Mark a task as done"),
    "act.message": _("Write to the reporter"),
    "act.follow_up": _("File a message from the reporter"),
    "act.brought": _("Put the report into the case again"),
    "act.heard": _("Enter what the reporter said or wrote another way"),
    "act.receipt_corrected": _("Correct how and when it came"),
    "act.taken_over": _("Record that this case takes over another"),
    "act.link": _("Link another case"),
    "act.request": _("Ask for it"),
    "act.approval": _("Approve"),
    "act.withdrawal": _("Withdraw the request"),
    "act.closing": _("Close the case"),
    "act.closing_without_feedback": _("Close without feedback"),
    "act.closing_for_silence": _("Close: the reporter does not answer"),
    "act.not_a_complaint": _("Close as not a complaint"),
    "act.referral": _("Refer it to somebody else"),
    "act.merge": _("Merge it into another case"),
    "act.reopening": _("Reopen the case"),
    "act.retention": _("Decide how long it is kept"),
    "act.review": _("Review what is kept"),
    "act.destruction": _("Destroy the case"),
    "act.hold_placed": _("Place a hold"),
    "act.hold_reviewed": _("Record the review of a hold"),
    "act.hold_released": _("Release a hold"),
    "act.key_verified": _("Record that key words were compared"),
    "act.grant_made": _("Let another person read"),
    "act.grant_taken": _("End somebody’s reading"),
    "act.renewal": _("Make a new case key"),
}

# What it will do, above the fields and before it is done.
DOES: Final[dict[str, object]] = {
    "does.filed": _("A case begins, and all members read it but those whom you leave out."),
    "does.filed_again": _(
        "Another case begins with this report, and all members read it but those whom the report leaves out."
    ),
    "does.acknowledged": _("Whoever reported is told that it has come, and the record says so."),
    "does.conflict_check": _(
        "You record that everybody who reads this case was asked for a conflict of interest. Who has one steps back, "
        "under “People”."
    ),
    "does.recusal": _(
        "You leave this case for good: you read nothing of it any more and decide nothing in it. It cannot be taken back. "
        "A reporter who wrote through the line is told, so that you are left out of what comes next."
    ),
    "does.recusal_of": _(
        "This member is left out of the case for good. Two members have to approve it, and not the one whom it is about. "
        "A reporter who wrote through the line is told by two of you. If this member reads the case, so does this member "
        "read the request, and its reason, as soon as it is made."
    ),
    "does.triage": _("You say what the case is about and how severe it is. What it is about can be added to later."),
    "does.need_info": _(
        "The case waits for what is missing. Then write to the reporter, and ask: the 60 days for an answer begin with "
        "your letter. Where the case did not come through the line, ask in the way it came; they begin today."
    ),
    "does.acceptance": _("The committee takes the case up."),
    "does.assignment": _("This person leads the case from now on, and may record findings."),
    "does.investigation": _("The investigation begins, led by the person to whom the case is assigned."),
    "does.counsel_engaged": _("It is on record that independent counsel works on the case."),
    "does.auditor_informed": _("It is on record what the auditor was told. Nothing is sent to the auditor."),
    "does.chair_told": _(
        "It is on record that the chair of the committee knows of a severe case. If you are the chair yourself, record it too: it says that you know."
    ),
    "does.meeting": _("It is on record that the committee met about the case."),
    "does.finding": _("The allegation gets its outcome. A later finding on it takes its place."),
    "does.remediation": _("It is on record what the company does so that it does not happen again."),
    "does.feedback": _("The reporter is told what was done. It goes out as an answer, and is on record here."),
    "does.note": _("Everybody who reads the case can read the note."),
    "does.task": _("The task is shown as due to everybody who reads the case."),
    "does.task_given": _(
        "The task is this person’s from now on, and due on that day. What is to be done stays the same."
    ),
    "does.task_withdrawn": _("The task is not due any more, although it was not done."),
    "does.task_done": _("The task is not due any more."),
    "does.message": _("It goes out as an answer to the reporter, and is on record here."),
    "does.brought": _("Members who come later can read what the reporter wrote, too."),
    "does.follow_up": _("Everybody who reads the case can read what the reporter wrote."),
    "does.heard": _(
        "Everybody who reads the case can read it. It counts as a further report: whoever was asked has answered."
    ),
    "does.receipt_corrected": _(
        "What is due is counted from this day from now on. What was entered first stays in the record."
    ),
    "does.taken_over": _("It is on record here that the other case goes on in this one."),
    "does.link": _("The other case is named here. Who reads only one of the two sees nothing of the other."),
    "does.request": _(
        "You ask the others. Nothing happens yet: two members have to approve these very words, then one carries it out."
    ),
    "does.approval": _("You sign these very words. When two members have, one of them can carry it out."),
    "does.withdrawal": _("The request ends. What was approved of it does not count any more."),
    "does.closing": _("The case is closed. It can be reopened."),
    "does.closing_without_feedback": _(
        "The case is closed, although the reporter was given no feedback. It can be reopened."
    ),
    "does.closing_for_silence": _("The case is closed because the reporter has not answered. It can be reopened."),
    "does.not_a_complaint": _(
        "The case is closed, since it is no complaint. It can be reopened. Give feedback to the reporter, before or "
        "afterwards: it stays due until then, unless the case is kept as spam or as a test."
    ),
    "does.referral": _(
        "The case is closed here, and somebody else takes it up. Nothing is sent. Give feedback to the reporter, before "
        "or afterwards: it stays due until then."
    ),
    "does.merge": _(
        "The case is closed here, and goes on in the other one. The other one says so in its record where all who read it "
        "read this one, too. Whoever reported this one is still answered here. Give feedback, before or afterwards: it stays due until then."
    ),
    "does.reopening": _(
        "The case is open again, and is triaged anew. How long it is kept is decided again when it is closed."
    ),
    "does.retention": _(
        "The case is kept until that day at least. Nothing is destroyed by itself. Until it is destroyed, a reporter who "
        "writes again can be answered, and the case can be reopened; then this is decided anew when it is closed."
    ),
    "does.review": _("The case is due for the decision whether to keep it on, or to have it destroyed."),
    "does.destruction": _(
        "All that is sealed in the case is destroyed within a day, when the operator’s job runs at night: the report, messages, notes and "
        "keys. The hashes of its entries stay, and a certificate says what was destroyed. Nobody can bring it back."
    ),
    "does.hold_placed": _(
        "Nothing of the case is destroyed while the hold is in force, not even if two members had approved it before. "
        "Two members are needed to release it."
    ),
    "does.hold_reviewed": _("The hold stays, and is due for review again in 90 days."),
    "does.hold_released": _("This hold does not stop the destruction of the case any more."),
    "does.key_verified": _("It is on record that you have compared this person’s key words."),
    "does.grant_made": _("This person reads the whole case, from its beginning."),
    "does.grant_taken": _("This person reads nothing that is written from now on."),
    "does.renewal": _(
        "The key of the case is what its content is sealed with. From now on that is a new one, which only those have who read the case now."
    ),
}

DONE: Final[dict[str, object]] = {
    "done.filed": _("Filed as a case, by this person’s browser"),
    "done.entered": _("Entered by hand"),
    "done.filed_again": _("Filed again"),
    "done.acknowledged": _("Acknowledged receipt"),
    "done.conflict_check": _("Checked for conflicts of interest"),
    "done.recusal": _("Stepped back from the case"),
    "done.recusal_of": _("Recused {person}"),
    "done.triage": _("Triage"),
    "done.need_info": _("Said what is missing"),
    "done.acceptance": _("Accepted for investigation"),
    "done.assignment": _("Assigned the case to {to}"),
    "done.investigation": _("Began the investigation"),
    "done.counsel_engaged": _("Engaged counsel"),
    "done.auditor_informed": _("Informed the auditor"),
    "done.chair_told": _("Told the chair"),
    "done.meeting": _("Meeting"),
    "done.finding": _("Finding"),
    "done.remediation": _("What is being put right"),
    "done.feedback": _("Feedback to the reporter"),
    "done.note": _("Note"),
    "done.task": _("Task for {who}"),
    "done.task_given": _("Gave the task to {who}"),
    "done.task_withdrawn": _("Withdrew a task"),
    "done.task_done": _("Task done"),
    "done.message": _("To the reporter"),
    "done.brought": _("Put into the case again, since what was put there in its place could not be opened"),
    "done.follow_up": _("From the reporter"),
    "done.heard": _("From the reporter, another way"),
    "done.receipt_corrected": _("Corrected how and when it came"),
    "done.taken_over": _("Took over another case"),
    "done.link": _("Linked another case"),
    "done.request": _("Asked for"),
    "done.approval": _("Approved a request"),
    "done.withdrawal": _("Withdrew a request"),
    "done.closing": _("Closed the case"),
    "done.closing_without_feedback": _("Closed the case without feedback"),
    "done.closing_for_silence": _("Closed the case, since the reporter does not answer"),
    "done.not_a_complaint": _("Closed the case as not a complaint"),
    "done.referral": _("Referred the case"),
    "done.merge": _("Merged the case into another"),
    "done.reopening": _("Reopened the case"),
    "done.retention": _("Decided how long it is kept"),
    "done.review": _("Began the review of what is kept"),
    "done.destruction": _("Destroyed the case"),
    "done.hold_placed": _("Placed a hold"),
    "done.hold_reviewed": _("Reviewed a hold"),
    "done.hold_released": _("Released a hold"),
    "done.key_verified": _("Compared key words with {person}"),
    "done.grant_made": _("Let {reader} read the case"),
    "done.grant_taken": _("Ended the reading of {reader}"),
    "done.renewal": _("Made a new case key"),
}

FIELDS: Final[dict[str, object]] = {
    "field.filed_channel": _("How it came"),
    "field.filed_received": _("Received on"),
    "field.filed_category": _("What it is about"),
    "field.filed_excluded": _("Who must not read it"),
    "field.filed_text": _("What was reported"),
    "field.filed_again_received": _("Received on"),
    "field.filed_again_category": _("What it is about"),
    "field.filed_again_excluded": _("Who must not read it"),
    "field.filed_again_again": _("Its first case"),
    "field.acknowledged_how": _("How it was acknowledged"),
    "field.acknowledged_text": _("Your answer"),
    "field.conflict_check_urgent": _("It looks urgent: triage within one business day"),
    "field.conflict_check_note": _("What was found"),
    "field.recusal_why": _("Reason, if you want to give one"),
    "field.recusal_of_person": _("Member to leave out"),
    "field.recusal_of_why": _("Reason"),
    "field.triage_category": _("What it is about"),
    "field.triage_severity": _("Severity"),
    "field.triage_detriment": _("Risk of retaliation against the reporter"),
    "field.triage_level": _("Highest level of a person involved"),
    "field.triage_materiality": _("Materiality"),
    "field.triage_period": _("Accounting period concerned"),
    "field.triage_allegations": _("Allegations, one on each line"),
    "field.triage_note": _("Reasons"),
    "field.need_info_text": _("What is missing"),
    "field.acceptance_note": _("Note"),
    "field.assignment_to": _("Who leads it"),
    "field.assignment_note": _("Note"),
    "field.investigation_plan": _("Plan"),
    "field.counsel_engaged_counsel": _("Counsel"),
    "field.counsel_engaged_scope": _("What counsel is asked to do"),
    "field.auditor_informed_text": _("What the auditor was told, by whom and when"),
    "field.chair_told_note": _("Note"),
    "field.meeting_held": _("Held on"),
    "field.meeting_text": _("What was discussed and decided"),
    "field.finding_allegation": _("Allegation"),
    "field.finding_outcome": _("Outcome"),
    "field.finding_text": _("What was found, and what shows it"),
    "field.remediation_text": _("What is being put right, by whom, until when"),
    "field.feedback_text": _("Your feedback"),
    "field.note_text": _("Note"),
    "field.task_text": _("What is to be done"),
    "field.task_who": _("By whom"),
    "field.task_due": _("Due on"),
    "field.task_given_task": _("Task"),
    "field.task_given_who": _("To whom"),
    "field.task_given_due": _("Due on"),
    "field.task_withdrawn_task": _("Task"),
    "field.task_withdrawn_why": _("Why"),
    "field.task_done_task": _("Task"),
    "field.task_done_note": _("What came of it"),
    "field.message_text": _("Your answer"),
    "field.follow_up_received": _("Received on"),
    "field.heard_received": _("Received on"),
    "field.heard_channel": _("How it came"),
    "field.heard_text": _("What was said or written"),
    "field.receipt_corrected_received": _("Received on"),
    "field.receipt_corrected_channel": _("How it came"),
    "field.receipt_corrected_why": _("What was wrong"),
    "field.taken_over_case": _("Which case"),
    "field.taken_over_text": _("Why"),
    "field.link_case": _("Other case"),
    "field.link_why": _("Why"),
    "field.request_until": _("Open until"),
    "field.withdrawal_why": _("Reason"),
    "field.closing_text": _("What is concluded"),
    "field.closing_without_feedback_text": _("What is concluded, and why without feedback"),
    "field.closing_for_silence_text": _("What is concluded, and what was asked"),
    "field.not_a_complaint_text": _("Why it is no complaint"),
    "field.referral_to": _("To whom"),
    "field.referral_text": _("Why, and what was agreed"),
    "field.merge_into": _("Into which case"),
    "field.merge_text": _("Why"),
    "field.reopening_why": _("Why"),
    "field.retention_class": _("Class"),
    "field.retention_profile": _("By the rules for"),
    "field.retention_years": _("For, from the closing"),
    "field.retention_until": _("Kept until"),
    "field.retention_note": _("Reason, or a note"),
    "field.review_note": _("Note"),
    "field.destruction_why": _("Why"),
    "field.hold_placed_matter": _("Matter for which it is held"),
    "field.hold_reviewed_hold": _("Hold"),
    "field.hold_reviewed_note": _("Why it stays"),
    "field.hold_released_hold": _("Hold"),
    "field.hold_released_why": _("Why it is released"),
    "field.key_verified_person": _("Person"),
    "field.key_verified_role": _("Role"),
    "field.grant_made_reader": _("Person"),
    "field.grant_made_until": _("Last day"),
    "field.grant_made_why": _("Why this person is needed"),
    "field.grant_taken_reader": _("Person"),
    "field.grant_taken_why": _("Why"),
}

GROUPS: Final[dict[str, object]] = {
    "group.next": _("Next"),
    "group.assess": _("Assess"),
    "group.work": _("Work on the case"),
    "group.talk": _("The reporter"),
    "group.decide": _("Decide, with two persons"),
    "group.people": _("People"),
    "group.keep": _("Keep"),
}

ACTS: Final[dict[str, object]] = {**BUTTONS, **DOES, **DONE, **FIELDS, **GROUPS}
