"""What becomes of cases after their end, in a real browser: kept, held all at once, reviewed, and destroyed by two."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from crypto.order import Period, Rules
from deploy.line import free_ports
from reviewer.lifecycle.rules import RULES
from tests.e2e.conftest import FOUNDERS
from tests.e2e.lines import QuickLine
from tests.e2e.looking import look_at
from tests.e2e.people import Member, fresh_context, member
from tests.e2e.treated import EPOCH_SECONDS, Treated, committee_of, follow, seal, sign_in
from tests.integration.reviewer.committee import INSTANCE
from tests.integration.reviewer.ordering import agree
from tests.integration.reviewer.treating import file_case

CHAIR, DIRECTOR, COUNSEL = FOUNDERS
OVER = "Is there more parking behind the warehouse"
LATER = "Invoices were split to stay under the limit of approval"
OPEN = "The bank reconciliation is signed by one person"
MATTER = "Inquiry of the SEC, file 12-3456"
OUT_OF_SCOPE = {"class": "out_of_scope", "profile": "us", "years": 0, "days": 90}
US = RULES["profiles"]["us"]
GENERAL = {"class": "general", "profile": "de", "years": 3, "days": 0}


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Treated]:
    """A line with an open case, one that is kept by other rules than those in force, and one whose time is over."""
    line = QuickLine(tmp_path_factory.mktemp("kept") / "line", free_ports(), EPOCH_SECONDS, instance=INSTANCE.hex())
    line.prepare()
    treated = Treated(line, {})
    with committee_of(line, FOUNDERS) as committee:
        treated.secrets = {one.login: one.totp_secret for one in committee.people}
        people = chair, director, _ = sign_in(committee)
        for text in (OVER, LATER, OPEN):
            treated.matters[text] = file_case(chair, committee, people, text=text)
            follow(treated.matters[text], people, "triage", {})
        agree(chair, director, rules=Rules("us", {name: Period(**span) for name, span in US.items()}, 90))
        today = committee.time.clock().today()
        end(treated, OVER, (chair, director), OUT_OF_SCOPE | {"until": (today + timedelta(90)).isoformat()})
        end(treated, LATER, (chair, director), GENERAL | {"until": in_years(today, 3)})
        committee.time.pass_by(days=99)
        seal(committee)
    try:
        line.start()
        yield treated
    finally:
        line.stop()


def end(treated: Treated, text: str, people: tuple, retention: dict) -> None:  # type: ignore[type-arg]
    matter = treated.matters[text]
    matter.together("not_a_complaint", *people)
    matter.say(people[0], "retention", **retention, note="")


def in_years(day: date, years: int) -> str:
    later = day.replace(day=28) if (day.month, day.day) == (2, 29) else day
    return later.replace(year=day.year + years).isoformat()


@pytest.fixture(scope="module")
def chair(chromium: Browser, kept: Treated) -> Iterator[Member]:
    yield from visit(chromium, kept, 0)


@pytest.fixture(scope="module")
def director(chromium: Browser, kept: Treated) -> Iterator[Member]:
    yield from visit(chromium, kept, 1)


def visit(chromium: Browser, kept: Treated, founder: int) -> Iterator[Member]:
    context, who = fresh_context(chromium), FOUNDERS[founder]
    one = member(context, kept.line, who, kept.secrets[who.login])
    one.sign_in()
    yield one
    context.close()


def open_list(page: Page) -> None:
    page.get_by_role("link", name="Cases", exact=True).click()
    expect(page.locator("#cases-rows tr")).to_have_count(3)
    expect(page.locator("#cases-progress")).to_be_empty()


def for_all(person: Member, act: str, fields: dict[str, str]) -> None:
    """Do something in all cases that the list shows, and wait until it is done."""
    page = person.page
    open_list(page)
    if not page.locator("#cases-all-acts").is_visible():
        page.locator("#cases-all summary").click()
    page.get_by_role("button", name=act).click()
    for label, value in fields.items():
        control = page.locator("#cases-all").get_by_label(label)
        if control.evaluate("one => one.tagName") == "SELECT":
            control.select_option(label=value)
        else:
            control.fill(value)
    page.get_by_role("button", name="Look over and begin").click()
    expect(page.locator("#question-title")).to_contain_text(act)


def test_a_hold_is_placed_on_all_cases_of_the_list_and_released_by_two(chair: Member, director: Member) -> None:
    page = chair.page
    for_all(chair, "Place a hold on all", {"Matter for which they are held": MATTER})
    look_at(page, "set-hold-sure")
    page.locator("#question-yes").click()
    expect(page.locator("#cases-all-said")).to_contain_text("Written in 3 cases.")
    look_at(page, "set-hold")
    expect(page.locator("#cases-rows").get_by_text("Hold", exact=True)).to_have_count(3)

    for_all(chair, "Ask for the release of a hold", {"Why it is released": "The SEC has closed it."})
    page.locator("#question-yes").click()
    expect(page.locator("#cases-all-said")).to_contain_text("Written in 3 cases.")
    for_all(director, "Approve releases that were asked for", {})
    expect(director.page.locator("#question-text")).to_contain_text("The SEC has closed it.")
    look_at(director.page, "set-approve-sure")
    director.page.locator("#question-yes").click()
    expect(director.page.locator("#cases-all-said")).to_contain_text("Written in 3 cases.")
    expect(director.page.locator("#cases-rows").get_by_text("Hold", exact=True)).to_have_count(0)


def test_what_is_kept_by_other_rules_is_marked_and_brought_to_those_in_force(chair: Member) -> None:
    chair.open_case(LATER)
    expect(chair.page.locator("#case-facts")).to_contain_text("Germany: 3 years from the closing")
    expect(chair.page.locator("#case-facts")).to_contain_text("The rules now in force are those for United States")
    look_at(chair.page, "case-other-rules")
    for_all(chair, "Bring them to the retention rules in force", {})
    look_at(chair.page, "set-rules-sure")
    chair.page.locator("#question-yes").click()
    expect(chair.page.locator("#cases-all-said")).to_contain_text("Written in 1 case.")
    chair.open_case(LATER)
    expect(chair.page.locator("#case-facts")).to_contain_text("United States: 7 years from the closing")


def test_a_case_whose_time_is_over_is_reviewed_and_destroyed_by_two_but_not_while_it_is_held(
    chair: Member, director: Member, kept: Treated
) -> None:
    destroy, release = "Destroy the case", "Release a hold"
    chair.open_case(OVER)
    look_at(chair.page, "case-over")
    chair.act("Review what is kept")
    expect(chair.page.locator("#case-lead")).to_contain_text("due for review")
    chair.choose("Decide how long it is kept")
    chair.page.locator("#act-submit").click()
    expect(chair.page.locator("#act-until-error")).to_have_text("Choose a day.")
    expect(chair.page.locator("#act-until")).to_be_focused()
    chair.fill_act({"Kept until": (datetime.now(UTC).date() + timedelta(400)).isoformat()})
    chair.page.locator("#act-submit").click()
    expect(chair.page.locator("#act-note")).to_be_focused()  # keeping on needs a reason
    look_at(chair.page, "case-keep-on")
    chair.page.locator("#act-cancel").click()
    chair.ask_for(destroy, {"Why": "Its time is over, and nothing asks for more."})
    director.open_case(OVER)
    director.approve(destroy)

    # Both have approved, and the page is open; a hold comes in between.
    chair.open_case(OVER)
    director.act("Place a hold", {"Matter for which it is held": MATTER})
    expect(director.request(destroy)).to_contain_text("A hold is in force")
    chair.request(destroy).get_by_role("button", name=f"Carry it out: {destroy}").click()
    chair.say_yes()
    expect(chair.page.locator("#case-complaint")).to_contain_text("A hold is in force")
    look_at(chair.page, "case-held")
    director.ask_for(release, {"Hold": MATTER, "Why it is released": "The SEC has closed it."})
    chair.open_case(OVER)
    chair.approve(release)
    chair.carry_out(release)
    chair.carry_out(destroy)
    expect(chair.page.locator("#case-lead")).to_contain_text("goes within a day, when the operator’s job runs")
    look_at(chair.page, "case-destroyed")

    kept.line.run("reviewer", "retention", "run")
    # Also for whose page never saw the last entry it is destroyed, and not taken away.
    for one in (director, chair):
        open_list(one.page)
        expect(one.page.locator("#cases-gone")).to_be_empty()
        row = one.page.locator("#cases-rows tr", has_text="Destroyed")
        expect(row).to_have_count(1)
        expect(row).not_to_contain_text("parking")
        row.locator("a").click()
        expect(one.page.locator("#case-lead")).to_contain_text("What was sealed in it is gone, for everybody")
        expect(one.page.locator("#case-lead").get_by_role("link", name="Read the certificate")).to_be_visible()
        look_at(one.page, "case-gone")


def test_the_meeting_pack_says_what_was_destroyed_and_by_which_certificate(chair: Member) -> None:
    page, today = chair.page, datetime.now(UTC).date().isoformat()
    page.get_by_role("link", name="For meetings").click()
    page.get_by_role("radio", name="Meeting of the committee").check()
    page.get_by_label("Period").select_option(label="Other days")
    page.get_by_label("First day").fill(today)
    page.get_by_label("Last day").fill(today)
    page.get_by_role("button", name="Put it together").click()
    expect(page.locator("#pack-title")).to_be_focused()
    gone = page.locator(".pack-part", has=page.get_by_role("heading", name="Destroyed in this time"))
    expect(gone).to_contain_text(re.compile("[0-9a-f]{64}"))
    look_at(page, "pack-retention")
