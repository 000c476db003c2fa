"""The list of cases in a real browser: searched as one types, there at once, and silent on what one may not know."""

import re

from playwright.sync_api import Browser, BrowserContext, Page, Request, expect

from crypto.limits import INDEX_FRAMES, INDEX_OVERHEAD
from tests.e2e.conftest import FOUNDERS
from tests.e2e.keyboard import tab_to
from tests.e2e.looking import look_at
from tests.e2e.people import Member, fresh_context, member
from tests.e2e.treated import HIDDEN, LEDGER, REVENUE, Treated

CHAIR, DIRECTOR, COUNSEL = FOUNDERS
SEALED = {frame + INDEX_OVERHEAD for frame in INDEX_FRAMES}
CANTEEN = "The canteen closes too early"
RETALIATION = "My résumé was asked for after I wrote to the auditor"


def signed_in(context: BrowserContext, treated: Treated, founder: int) -> Member:
    who = FOUNDERS[founder]
    one = member(context, treated.line, who, treated.secrets[who.login])
    one.sign_in()
    return one


def open_list(page: Page, cases: int = 15) -> None:
    """Go to the list, and wait until all cases are on it."""
    page.get_by_role("link", name="Cases", exact=True).click()
    expect(page.locator("#cases-count")).to_have_text(re.compile(f"^{cases} cases"))
    expect(page.locator("#cases-progress")).to_be_empty()


def is_index(request: Request) -> bool:
    """Whether it keeps the sealed overview."""
    return request.method == "PUT" and request.url.endswith("/api/index")


def titles(page: Page) -> list[str]:
    return page.locator("#cases-rows a").all_inner_texts()


def test_the_list_is_searched_filtered_and_sorted_by_keyboard_alone_and_asks_nobody(
    context: BrowserContext, treated: Treated
) -> None:
    page = signed_in(context, treated, 0).page
    open_list(page)
    # What presses most is first, and says so in words.
    first = page.locator("#cases-rows tr").first
    expect(first).to_contain_text(REVENUE)
    expect(first).to_contain_text(re.compile(r"Telling the chair overdue by \d+ business days"))
    supplier = page.locator("#cases-rows tr", has_text="A supplier belongs")
    expect(supplier).to_contain_text("Closing target due in 12 days")
    expect(page.locator("#cases-count")).to_have_text("15 cases · 1 of severity S1 · 3 overdue")
    look_at(page, "cases")

    asked = list[str]()
    page.on("request", lambda one: asked.append(one.url))
    page.locator("#cases-title").focus()
    tab_to(page, "Search", "textbox")
    page.keyboard.type("RESUME aud")
    expect(page.locator("#cases-count")).to_have_text("1 of 15 cases")
    assert titles(page) == [RETALIATION]
    look_at(page, "cases-found")
    tab_to(page, "Clear the search")
    page.keyboard.press("Enter")
    expect(page.locator("#cases-typed")).to_be_focused()
    tab_to(page, "Severity", "combobox")
    page.keyboard.type("S2")
    expect(page.locator("#cases-count")).to_have_text(re.compile(r"^3 of 15 cases"))
    page.keyboard.press("Home")
    tab_to(page, "Overdue", "checkbox")
    page.keyboard.press("Space")
    expect(page.locator("#cases-count")).to_have_text("3 of 15 cases · 1 of severity S1 · 3 overdue")
    assert {REVENUE + ".", LEDGER + ".", HIDDEN} == set(titles(page))
    page.keyboard.press("Space")
    tab_to(page, "Received")
    page.keyboard.press("Enter")
    expect(page.locator("th[data-order=received]")).to_have_attribute("aria-sort", "ascending")
    assert titles(page)[0].startswith("Invoices were split")
    page.keyboard.type("nothing")  # not into a field: it goes nowhere
    page.get_by_text("More to choose from").click()
    page.get_by_label("Led by").select_option(label=DIRECTOR.role)
    page.get_by_label("Outcome").select_option(label="Substantiated in part")
    expect(page.locator("#cases-count")).to_have_text(re.compile(r"^5 of 15 cases"))
    look_at(page, "cases-chosen")
    page.get_by_role("button", name="Clear the search").click()
    page.locator("#cases-typed").fill("nobody wrote this")
    expect(page.locator("#cases-nothing")).to_contain_text("No case has all of that.")
    assert asked == []

    # A row opens by the keyboard too.
    page.locator("#cases-typed").fill("petty cash")
    page.locator("#cases-rows a").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#case-title")).to_be_focused()


def test_a_row_that_is_as_it_was_is_not_drawn_anew_while_somebody_presses_it(
    context: BrowserContext, treated: Treated
) -> None:
    page = signed_in(context, treated, 0).page
    open_list(page)
    page.locator("#cases-rows").evaluate("rows => { for (const row of rows.children) row.seen = true; }")
    page.get_by_role("link", name="Account", exact=True).click()
    with page.expect_response(lambda one: is_index(one.request)):  # after the look has drawn what it found
        page.get_by_role("link", name="Cases", exact=True).click()
    page.locator("#cases-typed").fill("petty cash")
    expect(page.locator("#cases-rows tr")).to_have_count(1)
    assert page.locator("#cases-rows").evaluate("rows => [...rows.children].every((row) => row.seen)")
    page.locator("#cases-typed").fill("")
    expect(page.locator("#cases-rows tr")).to_have_count(15)
    assert page.locator("#cases-rows").evaluate("rows => [...rows.children].filter((row) => row.seen).length") == 1


def test_a_later_visit_has_the_list_at_once_without_opening_a_case(chromium: Browser, treated: Treated) -> None:
    contexts = [fresh_context(chromium) for _ in range(2)]
    open_list(signed_in(contexts[0], treated, 1).page)
    contexts[0].close()
    later, indexes, opened = contexts[1], list[bytes](), list[str]()
    later.on("request", lambda one: opened.append(one.url) if "/entries/" in one.url else None)
    later.on("request", lambda one: indexes.append(one.post_data_buffer or b"") if is_index(one) else None)
    page = signed_in(later, treated, 1).page
    open_list(page)
    assert len(titles(page)) == 15
    # Written after each look, though nothing changed: of one length, and never the same bytes.
    while len(indexes) < 3:
        page.get_by_role("link", name="Inbox", exact=True).click()
        with page.expect_response(lambda one: is_index(one.request)):
            page.get_by_role("link", name="Cases", exact=True).click()
    assert opened == []
    assert {len(one) for one in indexes} <= SEALED
    assert len({len(one) for one in indexes}) == 1
    assert len(set(indexes)) == len(indexes)
    # What somebody else writes is new here until the case is opened.
    chair = signed_in(fresh_context(chromium), treated, 0)
    chair.open_case(CANTEEN)
    chair.act("Add a note", {"Note": "The canteen is no accounting matter."})
    chair.page.context.close()
    page.get_by_role("link", name="Inbox", exact=True).click()
    page.get_by_role("link", name="In 1 case somebody wrote since your last visit").click()
    expect(page.get_by_role("checkbox", name="New since my last visit")).to_be_checked()
    expect(page.locator("#cases-rows tr")).to_have_count(1)
    expect(page.locator("#cases-rows tr")).to_contain_text(CANTEEN)
    expect(page.locator("#cases-rows tr")).to_contain_text("New since your last visit")
    look_at(page, "cases-news")
    page.locator("#cases-rows a").click()
    expect(page.locator("#case-history")).to_contain_text("no accounting matter")
    page.get_by_role("link", name="Cases", exact=True).click()
    fresh = page.get_by_role("checkbox", name="New since my last visit")
    expect(fresh).not_to_be_checked()
    expect(page.locator("#cases-rows tr")).not_to_have_count(0)
    fresh.check()
    expect(page.locator("#cases-nothing")).to_contain_text("No case has all of that.")
    later.close()


def test_who_is_left_out_of_a_case_finds_no_trace_of_it(context: BrowserContext, treated: Treated) -> None:
    page = signed_in(context, treated, 2).page
    open_list(page, 14)
    assert HIDDEN not in page.content()
    assert treated.matters[HIDDEN].id.hex()[:4] not in page.locator("#cases").inner_text().replace(" ", "")


def test_a_list_without_cases_says_what_becomes_one(context: BrowserContext, treated: Treated) -> None:
    context.route("**/api/index", lambda route: route.fulfill(status=204))
    context.route("**/api/cases", lambda route: route.fulfill(json={"cases": []}))
    page = signed_in(context, treated, 2).page
    page.get_by_role("link", name="Cases", exact=True).click()
    expect(page.locator("#cases-nothing")).to_have_text(
        "There are no cases yet. A report that comes becomes one by itself."
    )
    expect(page.locator("#cases-form")).to_be_hidden()
    look_at(page, "cases-none")
