"""The page of a case, in the browsers of three members: from a report to its closing, and what a rule forbids."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Route, expect

from deploy.line import Line
from tests.e2e.conftest import FOUNDERS
from tests.e2e.keyboard import tab_to
from tests.e2e.looking import look_at
from tests.e2e.people import CARRIED, Member, Reporter, fresh_context, member, reporter

Founded = tuple[Line, dict[str, str]]
CHAIR, DIRECTOR, COUNSEL = FOUNDERS
TEXT = "Warranty costs of the spring were moved into the summer."
ALLEGATION = "Warranty costs were booked in the wrong quarter"
TRIAGE = {
    "What it is about": "Accounting rules wrongly applied",
    "Risk of retaliation against the reporter": "Low",
    "Highest level of a person involved": "Officer",
    "Materiality": "Possibly material",
    "Accounting period concerned": "Second quarter",
    "Allegations, one on each line": ALLEGATION,
}

DUE = {"Due on": (datetime.now(UTC).date() + timedelta(7)).isoformat()}


@dataclass(frozen=True)
class Committee:
    """Three members who are signed in, and the reporter of one report."""

    reporter: Reporter
    phrase: str
    chair: Member
    director: Member
    counsel: Member


def seal_otherwise(route: Route) -> None:
    """The members' script as it would be in hostile hands: once that member names itself, every case key is
    sealed to that one alone, and the others are given random bytes.
    """
    answer = route.fetch()
    seals = re.compile(r"to\.map\(\(reader\) => (sealGrant\(caseKey, reader, \w+\))\)")
    junk = "crypto.getRandomValues(new Uint8Array(1216))"
    hostile = rf"to.map((reader) => globalThis.alone && reader.sign !== globalThis.alone ? {junk} : \1)"
    script, found = seals.subn(hostile, answer.text())
    assert found == 1
    route.fulfill(response=answer, body=script)


def seal_to_oneself_alone(member: Member) -> None:
    """From now on; whoever reads a case is told by the server who else does, and by which keys."""
    member.page.evaluate(
        """async (login) => {
          const { cases: [first] } = await (await fetch('/api/cases')).json();
          const { readers } = await (await fetch(`/api/cases/${first.case}/readers`)).json();
          globalThis.alone = readers.find((one) => one.login === login).sign;
        }""",
        member.login,
    )


@pytest.fixture(scope="module")
def committee(chromium: Browser, founded: Founded) -> Iterator[Committee]:
    line, secrets = founded
    writer = reporter(fresh_context(chromium), line)
    phrase = writer.report(TEXT, **{"Where and when?": "Accounts, in June", "How do you know?": "I made the entries"})
    people = [member(fresh_context(chromium), line, one, secrets[one.login]) for one in FOUNDERS]
    people[-1].page.route("**/static/reviewer-app.js", seal_otherwise)
    for one in people:
        one.sign_in()
    yield Committee(writer, phrase, *people)
    for page in (writer.page, *(one.page for one in people)):
        page.context.close()


def test_a_case_goes_from_report_to_closing_and_is_reopened(committee: Committee) -> None:
    chair, director, counsel = committee.chair, committee.director, committee.counsel

    # The chair reads, acknowledges and assesses. What is too early is named with its reason.
    chair.read(TEXT)
    look_at(chair.page, "case-received")
    assert "It follows the state “Conflicts of interest checked”" in chair.why_not("Triage")
    look_at(chair.page, "case-acts")
    chair.answer("Thank you. We look into it.", "Acknowledge receipt")
    expect(chair.page.locator("#case-lead")).to_contain_text("Acknowledged")
    expect(chair.page.locator("#case-history")).to_contain_text("Acknowledged receipt")
    chair.act("Record the conflict check", {"What was found": "Nobody has one."})

    # Too mild for an officer: the reason stands beside the field, and what was typed stays.
    chair.choose("Triage")
    chair.fill_act(TRIAGE | {"Severity": "S3: isolated"})
    chair.page.locator("#act-submit").click()
    expect(chair.page.locator("#act-severity-error")).to_contain_text("Too mild for the other marks")
    expect(chair.page.locator("#act-severity")).to_be_focused()
    expect(chair.page.locator("#act-period")).to_have_value("Second quarter")
    look_at(chair.page, "case-triage")
    chair.fill_act({"Severity": "S1: officer, director or auditor, possibly material, or a threat"})
    chair.page.locator("#act-submit").click()
    expect(chair.page.get_by_role("dialog")).to_contain_text("It cannot be changed or taken out.")
    look_at(chair.page, "case-triage-sure")
    chair.confirm()
    expect(chair.page.locator("#case-facts")).to_contain_text("S1")
    expect(chair.page.locator("#case-allegations")).to_contain_text(ALLEGATION)

    # What would shorten the life of a grave case is said before it is asked for.
    chair.choose("Close as not a complaint")
    expect(chair.page.locator("#act-fields [role=status]")).to_contain_text("it may be kept for 90 days only")
    look_at(chair.page, "case-grave-no-complaint")
    chair.page.locator("#act-cancel").click()

    # It is taken up and given to the director, who works on it; counsel has a task.
    chair.act("Accept for investigation")
    chair.act("Assign the case", {"Who leads it": DIRECTOR.role})
    director.open_case(TEXT)
    director.act("Begin the investigation", {"Plan": "Ask accounts for the entries of June."})
    director.act("Add a note", {"Note": "The entries were asked for."})
    director.act("Give somebody a task", {"What is to be done": "Read the contract", "By whom": COUNSEL.role} | DUE)
    counsel.open_case(TEXT)
    expect(counsel.page.locator("#case-due")).to_contain_text("Read the contract")
    counsel.act("Mark a task as done", {"Task": "Read the contract", "What came of it": "It allows no shift."})
    director.open_case(TEXT)
    director.act(
        "Record a finding", {"Outcome": "Substantiated", "What was found, and what shows it": "Entries 1 to 4."}
    )
    director.act("Record what is being put right", {"What is being put right, by whom, until when": "A second look."})
    director.answer("We found what you reported, and have put it right.", "Give feedback to the reporter")

    # Closing takes two: the one who leads it asks, and cannot do it alone.
    director.ask_for("Close the case", {"What is concluded": "Shown and put right."})
    expect(director.request("Close the case")).to_contain_text("One more person has to approve it first.")
    expect(director.request("Close the case").get_by_role("button", name="Carry it out")).to_have_count(0)
    look_at(director.page, "case-request-asked")
    chair.open_case(TEXT)
    look_at(chair.page, "case-request")
    chair.approve("Close the case")
    chair.carry_out("Close the case")
    expect(chair.page.locator("#case-lead")).to_contain_text("Closed")
    look_at(chair.page, "case-closed")
    committee.reporter.come_back(committee.phrase)
    committee.reporter.wait_for_text("We found what you reported, and have put it right.")

    # How long it is kept ends nothing else: who reported it is answered, and with new facts it is open again.
    chair.choose("Decide how long it is kept")
    expect(chair.page.locator("#act-does")).to_contain_text("can be reopened")
    look_at(chair.page, "case-retention")
    chair.page.locator("#act-cancel").click()
    chair.act("Decide how long it is kept", {"Class": "General: 7 years"})
    expect(chair.page.locator("#case-lead")).to_contain_text("Closed and kept")
    counsel.open_case(TEXT)
    counsel.answer("You can write to us here as before.")
    look_at(counsel.page, "case-kept")
    counsel.act("Reopen the case", {"Why": "The same was done in autumn."})
    expect(counsel.page.locator("#case-lead")).to_contain_text("Reopened")


def test_a_report_that_is_not_filed_yet_cannot_be_answered_and_says_why(committee: Committee) -> None:
    director, late = committee.director, "Discounts were given without a contract."
    director.page.route("**/api/cases", lambda route: route.abort())
    committee.reporter.report(late)
    director.page.get_by_role("link", name="Inbox", exact=True).click()
    director.wait_for_report(late)
    director.report_link(late).click()
    expect(director.page.locator("#report-title")).to_be_focused()
    expect(director.page.locator("#report-next")).to_contain_text("not filed as a case yet, so it cannot be answered")
    expect(director.page.locator("#report").get_by_role("textbox")).to_have_count(0)
    look_at(director.page, "report-unfiled")
    director.page.unroute("**/api/cases")
    opens = director.page.get_by_role("button", name="Open the case")
    expect(opens).to_be_visible(timeout=CARRIED)
    opens.click()
    expect(director.page.locator("#case-title")).to_have_text(late)


def test_a_case_entered_by_hand_is_worked_on_without_a_mouse_and_left(committee: Committee) -> None:
    chair, director, counsel = committee.chair, committee.director, committee.counsel
    letter = "A letter says that travel was paid twice."
    chair.page.get_by_role("link", name="Inbox", exact=True).click()
    chair.page.get_by_role("link", name="Enter a case by hand").click()
    expect(chair.page.get_by_role("checkbox", name=COUNSEL.role)).to_be_visible()
    look_at(chair.page, "hand")
    chair.enter_by_hand(letter, "Letter", "Something else, or not sure", excluded=[COUNSEL.role])
    assert chair.why_not("Write to the reporter").startswith("This case did not come through the line.")

    # Tab and Enter alone: a note.
    page = chair.page
    page.locator("#case-title").focus()
    tab_to(page, "Add a note")
    page.keyboard.press("Enter")
    expect(page.locator("#act-title")).to_be_focused()
    tab_to(page, "Note", "textbox")
    page.keyboard.type("Written without a mouse.")
    tab_to(page, "Look it over")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("Written without a mouse.")
    tab_to(page, "Add a note")
    page.keyboard.press("Enter")
    expect(page.locator("#case-done")).to_be_focused()
    expect(page.locator("#case-history")).to_contain_text("Written without a mouse.")

    # What came another way goes on in that way; what was entered wrongly is corrected, and stays on record.
    second = "The caller names the travel agency."
    chair.act(
        "Enter what the reporter said or wrote another way",
        {"How it came": "Telephone", "What was said or written": second},
    )
    chair.act("Correct how and when it came", {"How it came": "E-mail", "What was wrong": "It was no letter."})
    expect(chair.page.locator("#case-facts")).to_contain_text("E-mail")
    expect(chair.page.locator("#case-history")).to_contain_text("It was no letter.")
    expect(chair.history().first).to_contain_text("Letter")
    chair.act("Give somebody a task", {"What is to be done": "Ask the agency", "By whom": f"{CHAIR.role} (you)"} | DUE)
    chair.act("Give a task to somebody else", {"To whom": DIRECTOR.role} | DUE)
    look_at(chair.page, "case-by-hand")
    chair.act("Withdraw a task", {"Why": "They wrote by themselves."})
    expect(chair.page.locator("#case-due")).not_to_contain_text("Ask the agency")

    # A hold is placed by one, and needs two to be released.
    chair.act("Place a hold", {"Matter for which it is held": "A claim of the travel agency"})
    chair.ask_for("Release a hold", {"Why it is released": "The claim is settled."}, approving=False)
    expect(chair.request("Release a hold")).to_contain_text("Nobody has approved it yet.")
    chair.withdraw("Release a hold", "Too early.")
    expect(chair.page.locator("#case-requests section")).to_have_count(0)
    look_at(chair.page, "case-held")

    # For counsel or a court: one file, and the record says that it was made.
    before = chair.history().count()
    chair.page.get_by_role("button", name="Make an evidence package").click()
    with chair.page.expect_download() as saved:
        chair.say_yes()
    assert zipfile.is_zipfile(saved.value.path())
    expect(chair.history().nth(before)).to_contain_text("evidence")

    # Counsel, who was left out, sees nothing of it. The last but one who reads can leave, the last cannot.
    counsel.page.get_by_role("link", name="Cases", exact=True).click()
    expect(counsel.page.locator("#cases a[data-case]", has_text=TEXT)).to_be_visible()
    expect(counsel.page.locator("#cases a[data-case]", has_text=letter)).to_have_count(0)
    director.open_case(letter)
    director.recuse("I know the agency.")
    expect(director.page.locator("#inbox")).not_to_contain_text(letter)
    chair.open_case(letter)
    expect(chair.page.locator("#case-readers")).to_contain_text("Recused")
    assert "last member who reads the case" in chair.why_not("Step back from this case")
    chair.act("Make a new case key")
    assert chair.why_not("Release a hold").startswith("Two members who read the case have to approve it, and there is")
    look_at(chair.page, "case-too-few")


def test_two_members_merge_a_case_recuse_a_third_and_refer_another(committee: Committee) -> None:
    chair, director, counsel = committee.chair, committee.director, committee.counsel
    merge, recuse, refer = "Merge it into another case", "Recuse another member", "Refer it to somebody else"
    goes_on, ends = "Samples were given to buyers.", "Gifts were booked as samples."
    for text in (goes_on, ends):
        chair.enter_by_hand(text, "Letter", "Something else, or not sure")
        chair.act("Record the conflict check", {"What was found": "Nobody has one."})
        chair.act("Triage", TRIAGE | {"Severity": "S1: officer, director or auditor, possibly material, or a threat"})

    # The one goes on in the other, which all of them read.
    chair.choose(merge)
    into = chair.page.locator("#act-into option", has_text=goes_on).inner_text()
    look_at(chair.page, "case-merge")
    chair.page.locator("#act-cancel").click()
    chair.ask_for(merge, {"Into which case": into, "Why": "The same gifts."})
    director.open_case(ends)
    expect(director.request(merge)).to_contain_text(goes_on)
    director.approve(merge)
    director.carry_out(merge)
    expect(director.page.locator("#case-lead")).to_contain_text("Merged")
    expect(director.page.locator("#case-facts")).to_contain_text(goes_on)
    expect(director.page.locator("#case-due")).to_contain_text("Feedback")
    look_at(director.page, "case-merged")
    director.page.locator("#case-facts").get_by_role("link", name=goes_on).click()
    expect(director.page.locator("#case-history")).to_contain_text("Took over another case")
    expect(director.page.locator("#case-facts")).to_contain_text("It goes on in this one")
    look_at(director.page, "case-took-over")

    # Counsel is left out of that one by the two others, and has no say in it.
    chair.open_case(goes_on)
    chair.ask_for(recuse, {"Member to leave out": COUNSEL.role, "Reason": "Counsel was given samples."})
    look_at(chair.page, "case-recusal-asked")
    counsel.open_case(goes_on)
    expect(counsel.request(recuse)).to_contain_text("Counsel was given samples.")
    expect(counsel.request(recuse).get_by_role("button")).to_have_count(0)
    look_at(counsel.page, "case-recusal-subject")
    director.open_case(goes_on)
    director.approve(recuse)
    director.carry_out(recuse)
    expect(director.page.locator("#case-readers")).to_contain_text("Recused")
    look_at(director.page, "case-recused-other")
    assert director.why_not(recuse).startswith("Two members who read the case have to approve")
    counsel.open_case(ends)
    expect(counsel.page.locator("#case-facts")).to_contain_text("Another case, which you do not read")
    expect(counsel.page.locator("#case-history")).not_to_contain_text(goes_on)
    look_at(counsel.page, "case-merged-unread")

    # And it is somebody else's.
    director.ask_for(refer, {"To whom": "People and culture", "Why, and what was agreed": "They ask the buyers."})
    chair.open_case(goes_on)
    chair.approve(refer)
    chair.carry_out(refer)
    expect(chair.page.locator("#case-lead")).to_contain_text("Referred")
    look_at(chair.page, "case-referred")


@pytest.mark.promise("P6")
def test_a_member_who_seals_a_new_key_to_itself_alone_shuts_nobody_out(committee: Committee) -> None:
    chair, director, counsel = committee.chair, committee.director, committee.counsel
    text = "Scrap was sold for cash."
    chair.enter_by_hand(text, "Letter", "Something else, or not sure")
    counsel.open_case(text)
    seal_to_oneself_alone(counsel)
    counsel.act("Make a new case key")

    # The others read the case as it was, see whose doing it is, and what to do.
    director.open_case(text)
    note = director.page.locator("#case-key")
    expect(note).to_contain_text(f"{COUNSEL.role} made a new case key.")
    expect(note).to_contain_text(f"First call {CHAIR.role}")
    expect(director.page.locator("#case-report")).to_contain_text(text)
    expect(director.page.locator("#case-acts")).to_be_hidden()
    look_at(director.page, "case-key-broken")
    director.page.get_by_role("navigation").get_by_role("link", name="Cases", exact=True).click()
    expect(director.page.locator("#cases-alarms")).to_contain_text("A new case key does not open for you")
    expect(director.page.locator("#cases-rows tr", has_text=text)).to_contain_text("A new key does not open for you")
    look_at(director.page, "cases-key-broken")

    # One of them makes a key from the last that opened: all go on with it.
    director.open_case(text)
    note.get_by_role("button", name="Make a new key from the last one that opened").click()
    look_at(director.page, "case-key-sure")
    director.confirm()
    expect(note).to_have_count(0)
    director.act("Add a note", {"Note": "The new key of counsel did not open."})
    chair.open_case(text)
    expect(chair.page.locator("#case-history")).to_contain_text("The new key of counsel did not open.")
    expect(chair.page.locator("#case-history")).to_contain_text("passes over others")
    chair.act("Add a note", {"Note": "Nor for me."})
    look_at(chair.page, "case-key-passed-over")
    director.open_case(text)
    expect(director.page.locator("#case-history")).to_contain_text("Nor for me.")
