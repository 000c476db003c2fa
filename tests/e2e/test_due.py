"""What is due, who has duty, and that nobody looked: on the first page that a member sees."""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Locator, expect

from deploy.founding import found_line
from deploy.line import Line, free_ports
from reviewer.clock import Clock
from reviewer.settings import load
from tests.e2e.conftest import FOUNDERS, alive
from tests.e2e.lines import QuickLine
from tests.e2e.looking import look_at
from tests.e2e.people import Member, fresh_context, member

CHAIR, _, COUNSEL = FOUNDERS
TEN_DAYS = 10 * 86_400
EPOCH_SECONDS = 20
LETTER = "A letter says that travel was paid twice."
CALL = "A caller says that an officer back-dated a contract."
ABOUT_COUNSEL = "A letter about counsel."
TODAY = datetime.now(UTC).date()
SLOTS = "fetch('/api/duty').then((answer) => answer.json()).then(({ slots }) => slots)"
QUIET_SINCE = "fetch('/api/duty').then((answer) => answer.json()).then(({ quiet }) => quiet)"
GRAVE = {
    "What it is about": "Accounting rules wrongly applied",
    "Severity": "S1: officer, director or auditor, possibly material, or a threat",
    "Risk of retaliation against the reporter": "Low",
    "Highest level of a person involved": "Officer",
    "Materiality": "Possibly material",
    "Accounting period concerned": "Second quarter",
    "Allegations, one on each line": "A contract was back-dated",
}


@dataclass(frozen=True)
class Inbox:
    """The part of a member's inbox that says what is due."""

    member: Member

    def open(self) -> None:
        self.member.page.get_by_role("link", name="Inbox", exact=True).click()
        expect(self.member.page.locator("#inbox-title")).to_be_visible()

    @property
    def alert(self) -> Locator:
        return self.member.page.locator("#due-quiet")

    @property
    def duty(self) -> Locator:
        return self.member.page.locator("#due-duty")

    @property
    def waits(self) -> Locator:
        return self.member.page.locator("#due-waits li")

    @property
    def soon(self) -> Locator:
        return self.member.page.locator("#due-soon li")


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Line, dict[str, str]]]:
    """Founded ten days ago, and nobody has looked since."""
    made = QuickLine(tmp_path_factory.mktemp("due") / "line", free_ports(), EPOCH_SECONDS)
    made.prepare()
    founded = found_line(load(made.environment), FOUNDERS, Clock(lambda: time.time() - TEN_DAYS))
    with alive(made):
        yield made, {one.login: one.totp_secret for one in founded}


def enter(one: Member, text: str, received: str, *, without: str = "") -> None:
    """A case by hand, that came on a day in the past."""
    Inbox(one).open()
    one.page.get_by_role("link", name="Enter a case by hand").click()
    form = one.page.locator("#hand-form")
    form.get_by_label("How it came").select_option(label="Letter")
    form.get_by_label("Received on").fill(received)
    form.get_by_label("What it is about").select_option(label="Something else, or not sure")
    form.get_by_label("What was reported").fill(text)
    if without:
        form.get_by_role("checkbox", name=without).check()
    form.get_by_role("button", name="Look it over, then file it").click()
    one.say_yes()
    expect(one.page.locator("#case-title")).to_be_focused()
    expect(one.history().first).to_be_visible()


def wait_for_a_look(one: Member) -> None:
    """A look counts once an epoch has ended, so that there was something to look at."""
    for _ in range(5 * EPOCH_SECONDS):
        if one.page.evaluate(QUIET_SINCE) == "":
            return
        one.page.wait_for_timeout(1_000)
    raise AssertionError("nobody's look was recorded")


def test_the_inbox_says_what_is_due_who_has_duty_and_that_nobody_looked(
    chromium: Browser, line: tuple[Line, dict[str, str]]
) -> None:
    of, secrets = line
    chair, counsel = (member(fresh_context(chromium), of, one, secrets[one.login]) for one in (CHAIR, COUNSEL))
    inbox, page = Inbox(chair), chair.page

    # Nobody has looked for two business days, and the page says so, though nothing ever came.
    chair.sign_in()
    expect(inbox.alert).to_contain_text("Nobody has looked through what came since")
    expect(inbox.alert).to_have_attribute("role", "alert")
    expect(page.locator("#due-soon")).to_contain_text("You have no cases.")
    look_at(page, "due-nobody-looked")

    # Who has this week keeps it; of the two others one follows next week, and one takes no turns.
    inbox.duty.get_by_role("link", name="Who takes turns").click()
    expect(page.locator("#duty-title")).to_be_focused()
    rows = page.locator("#duty-members li")
    expect(rows.nth(0)).to_contain_text("this week, until")
    running, idle, follows = (FOUNDERS[slot] for slot in page.evaluate(SLOTS))
    page.get_by_role("button", name=f"{follows.role}: a place earlier").click()
    expect(page.get_by_role("button", name=f"{follows.role}: a place earlier")).to_be_focused()
    expect(rows.nth(0)).to_contain_text(running.role)
    page.get_by_role("checkbox", name=idle.role).uncheck()
    expect(rows.nth(1)).to_contain_text(follows.role)
    expect(rows.nth(1)).to_contain_text("next from")
    page.get_by_role("checkbox", name=running.role).uncheck()
    expect(page.locator("#duty-change")).to_contain_text("This takes this week from who has it")
    look_at(page, "due-turns")
    page.get_by_role("checkbox", name=running.role).check()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#duty-progress")).to_contain_text("Saved.")
    inbox.open()
    expect(inbox.duty).to_contain_text(f"Then: {follows.role}")
    expect(inbox.duty).not_to_contain_text(idle.role)

    # Three cases: one that is late, one of the first severity, one that counsel must not know of.
    enter(chair, LETTER, (TODAY - timedelta(days=30)).isoformat())
    enter(chair, ABOUT_COUNSEL, (TODAY - timedelta(days=30)).isoformat(), without=COUNSEL.role)
    enter(chair, CALL, TODAY.isoformat())
    chair.act("Record the conflict check", {"What was found": "Nobody has one."})
    chair.act("Triage", GRAVE)
    chair.ask_for("Close as not a complaint", {"Why it is no complaint": "A misunderstanding."})
    inbox.open()
    expect(inbox.soon).to_have_count(3)
    expect(inbox.soon.nth(0)).to_contain_text(CALL)
    expect(inbox.soon.nth(0)).to_contain_text("S1")
    late = inbox.soon.filter(has_text=LETTER)
    expect(late).to_contain_text(re.compile(r"Acknowledgement overdue by \d+ business days"))
    expect(late).to_contain_text(re.compile(r"Conflict check overdue by \d+ business days"))
    expect(inbox.waits).to_have_count(0)
    look_at(page, "due-inbox")
    late.get_by_role("link").click()
    expect(page.locator("#case-title")).to_contain_text(LETTER)

    # Counsel is asked for an approval, and is told of two of the cases; somebody has looked meanwhile.
    wait_for_a_look(chair)
    counsel.sign_in()
    own = Inbox(counsel)
    expect(own.waits).to_have_count(1)
    expect(own.waits).to_contain_text("Your approval is asked for, until")
    expect(own.soon).to_have_count(2)
    expect(own.alert).to_be_empty()
    assert ABOUT_COUNSEL not in counsel.page.content()
    look_at(counsel.page, "due-waits")
    own.waits.get_by_role("link").click()
    expect(counsel.request("Close as not a complaint")).to_be_visible()
    for one in (chair, counsel):
        one.page.context.close()
