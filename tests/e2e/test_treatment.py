"""A case from its receipt to its closing, in the browsers of three members and an adviser. In the middle one of the
members steps back, and opens nothing newer from then on, neither of the case nor of what the reporter adds.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from deploy.line import Line
from tests.e2e import committee as joining
from tests.e2e.conftest import FOUNDERS
from tests.e2e.people import CARRIED, Member, Reporter, fresh_context, member, reporter

Founded = tuple[Line, dict[str, str]]
CHAIR, DIRECTOR, COUNSEL = FOUNDERS
FIRST = "Freight was booked as stock for a year."
ADDED = "The bookings were made by the night shift."
AFTER = "Written after counsel has left."
ALLEGATION = "Freight was capitalised"
TRIAGE = {
    "What it is about": "Accounting rules wrongly applied",
    "Severity": "S2: significant weakness, or a manager",
    "Risk of retaliation against the reporter": "Low",
    "Highest level of a person involved": "Manager",
    "Materiality": "Not material",
    "Accounting period concerned": "Last year",
    "Allegations, one on each line": ALLEGATION,
}


@dataclass(frozen=True)
class People:
    """Everybody who has to do with the case, each with a browser of their own; the members are signed in."""

    line: Line
    writer: Reporter
    phrase: str
    chair: Member
    director: Member
    counsel: Member
    adviser: Member


@pytest.fixture
def people(chromium: Browser, founded: Founded) -> Iterator[People]:
    line, secrets = founded
    writer = reporter(fresh_context(chromium), line)
    phrase = writer.report(FIRST)
    members = [member(fresh_context(chromium), line, one, secrets[one.login]) for one in FOUNDERS]
    for one in members:
        one.sign_in()
    joining.visit_committee(members[0])
    link, login = joining.invite_guest(members[0], "advisers", "Forensic accountant")
    adviser = joining.enrol(fresh_context(chromium).new_page(), line, link, "Forensic accountant", login).member
    chair, director, counsel = members
    yield People(line, writer, phrase, chair, director, counsel, adviser)
    for page in (writer.page, adviser.page, *(one.page for one in members)):
        page.context.close()


def asked(page: Page, path: str, value: object = None) -> tuple[int, dict[str, str]]:
    """What the server answers to a call from somebody's page, past all that the page itself would refuse."""
    script = """async ([path, value]) => {
        const options = value === null ? {} : {
          method: 'POST', body: JSON.stringify(value), headers: { 'Content-Type': 'application/json' } };
        const answer = await fetch(path, options);
        return [answer.status, await answer.json().catch(() => ({}))];
    }"""
    status, said = page.evaluate(script, [path, value])
    return status, said


def entries(page: Page, case: str) -> tuple[int, dict[str, object]]:
    return asked(page, f"/api/cases/{case}/entries/0")  # type: ignore[return-value]


def case_of(one: Member) -> str:
    return one.report_link(FIRST).get_attribute("data-case") or ""


@pytest.mark.timeout(900)
@pytest.mark.promise("P6", "P13")
def test_a_case_is_carried_from_receipt_to_closure_and_a_member_leaves_on_the_way(people: People) -> None:
    chair, director, counsel, adviser = people.chair, people.director, people.counsel, people.adviser

    # Receipt: one case, whoever opens it first.
    assert FIRST in chair.read(FIRST)
    case = case_of(chair)
    assert FIRST in counsel.read(FIRST)
    assert case_of(counsel) == case
    chair.answer("Thank you. The committee looks into it.", "Acknowledge receipt")
    chair.act("Record the conflict check", {"What was found": "Counsel has worked for the freight company."})

    # An adviser is let in, and reads it all; what an adviser may not do is not offered, and refused by the server.
    joining.sign_in(adviser, "Compare the words")
    joining.visit_committee(chair)
    chair.page.get_by_role("button", name="Show the six words of this list").click()
    joining.compare(adviser, joining.words_on(chair.page.locator("#committee-words")))
    expect(adviser.page.get_by_role("heading", name="Cases", exact=True)).to_be_visible(timeout=joining.PATIENT)
    assert entries(adviser.page, case) == (404, {"error": "not_found"})
    chair.read(FIRST)
    until = (datetime.now(UTC).date() + timedelta(days=30)).isoformat()
    chair.admit_adviser("Forensic accountant", until, "To trace the bookings")
    assert FIRST in adviser.open_case(FIRST)
    not_offered(adviser, "Triage", "Close the case", "Write to the reporter")

    # In the middle counsel steps back, and a new key is made that counsel has not.
    before = len(entries(counsel.page, case)[1]["entries"])  # type: ignore[arg-type]
    assert before > 0
    counsel.read(FIRST)
    counsel.recuse("I have worked for the freight company.")
    assert entries(counsel.page, case) == (404, {"error": "not_found"})
    chair.open_case(FIRST)
    chair.act("Make a new case key")
    chair.act("Add a note", {"Note": AFTER})
    chair.act("Triage", TRIAGE)
    chair.act("Accept for investigation")
    chair.act("Assign the case", {"Who leads it": "Forensic accountant"})
    assert entries(counsel.page, case) == (404, {"error": "not_found"})
    nobody = "0" * 32
    assert entries(counsel.page, nobody) == (404, {"error": "not_found"})

    # The reporter's page learns it with the next answer: what is added is sealed past counsel.
    chair.answer("Who made the bookings?")
    people.writer.come_back(people.phrase)
    people.writer.wait_for_text("Who made the bookings?")
    people.writer.wait_for_text("Not among the readers any more, because they stepped back")
    expect(people.writer.page.get_by_role("article", name=COUNSEL.role)).to_contain_text("I step back from this matter")
    chair.page.get_by_role("link", name="Inbox", exact=True).click()
    people.writer.write_again(ADDED)
    director.page.get_by_role("link", name="Inbox", exact=True).click()
    expect(director.report_link(FIRST)).to_contain_text("2 messages", timeout=CARRIED)
    expect(chair.report_link(FIRST)).to_contain_text("New message", timeout=CARRIED)
    assert ADDED in director.read(FIRST)
    expect(director.page.locator("#case-alarms")).to_contain_text("The reporter has written again")
    director.page.get_by_role("button", name="Go to it").click()
    expect(director.page.locator("#case-history [data-new]")).to_be_focused()
    expect(director.page.locator("#case-history [data-new]")).to_contain_text(ADDED)
    expect(director.page.locator("#case-readers")).not_to_contain_text("Do not mention it to them")
    director.page.get_by_role("link", name="Inbox", exact=True).click()
    director.wait_for_batch(1)
    looked = director.batches()
    counsel.page.get_by_role("link", name="Inbox", exact=True).click()
    counsel.wait_for_batch(looked)
    for words in (ADDED, AFTER):
        assert words not in counsel.page.content()
    left = counsel.page.locator("#inbox li", has_text="A report whose case you do not read any more")
    expect(left).to_have_count(1)
    expect(left).not_to_contain_text("2 messages")

    # The adviser leads it, and finds. The director puts it right and tells the reporter.
    adviser.open_case(FIRST)
    expect(adviser.page.locator("#case-history")).to_contain_text(AFTER)
    director.open_case(FIRST)
    director.act("Begin the investigation", {"Plan": "Trace the bookings of the night shift."})
    adviser.open_case(FIRST)
    adviser.act("Record a finding", {"Outcome": "Substantiated", "What was found, and what shows it": "40 bookings."})
    director.open_case(FIRST)
    director.act("Record what is being put right", {"What is being put right, by whom, until when": "Booked anew."})
    director.answer("We found what you told us of. It is put right.", "Give feedback to the reporter")

    # Closing takes two members: the adviser who led it is none, and one alone is not two.
    not_offered(adviser, "Close the case")
    director.ask_for("Close the case", {"What is concluded": "Shown, and put right."})
    expect(director.request("Close the case").get_by_role("button", name="Carry it out")).to_have_count(0)
    refused_to_close_alone(director, case)
    chair.open_case(FIRST)
    chair.approve("Close the case")
    chair.carry_out("Close the case")
    expect(chair.page.locator("#case-lead")).to_contain_text("Closed")

    # The adviser's reading ends, and the record is whole.
    chair.end_adviser("Forensic accountant", "The work is done.")
    assert entries(adviser.page, case) == (404, {"error": "not_found"})
    people.line.seal()
    found = json.loads(people.line.run("reviewer", "audit", "verify", "--json"))
    assert found["findings"] == []


def not_offered(one: Member, *names: str) -> None:
    one.unfold()
    for name in names:
        button = one.page.locator("#case-acts").get_by_role("button", name=re.compile(f"^{name}"))
        expect(button).to_have_count(0)


def refused_to_close_alone(director: Member, case: str) -> None:
    """The server takes no entry that closes the case without two; one that was taken before least of all."""
    shown = entries(director.page, case)[1]["entries"]
    last = shown[-1]  # type: ignore[index]
    again = {"document": last["document"], "content": last["content"], "grants": [], "items": []}
    assert asked(director.page, f"/api/cases/{case}/entries", again) == (409, {"error": "moved"})
    body = json.loads(last["document"]["body"])
    closed = body | {"state": "closed", "sequence": body["sequence"] + 1}
    forged = again | {"document": last["document"] | {"body": json.dumps(closed, separators=(",", ":"))}}
    status, said = asked(director.page, f"/api/cases/{case}/entries", forged)
    assert (status, said["error"]) == (403, "not_allowed")
    assert said["reason"]
