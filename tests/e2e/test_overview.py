"""The list of cases in a real browser: what presses stands first, it is searched as one types, and it is there at once."""

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect

from crypto.limits import INDEX_FRAMES, INDEX_OVERHEAD
from tests.e2e.conftest import FOUNDERS
from tests.e2e.looking import look_at
from tests.e2e.people import Member, fresh_context, member
from tests.e2e.treated import HIDDEN, LEDGER, REVENUE, Treated

CHAIR, DIRECTOR, COUNSEL = FOUNDERS
SEALED = {frame + INDEX_OVERHEAD for frame in INDEX_FRAMES}
RETALIATION = "My résumé was asked for after I wrote to the auditor"


def signed_in(context: BrowserContext, treated: Treated, founder: int) -> Member:
    who = FOUNDERS[founder]
    one = member(context, treated.line, who, treated.secrets[who.login])
    one.sign_in()
    return one


def open_list(page: Page) -> None:
    """Go to the list, and wait until all cases were looked at."""
    with page.expect_request(lambda one: one.method == "PUT" and one.url.endswith("/api/index")):
        page.get_by_role("link", name="Cases", exact=True).click()
    expect(page.locator("#cases-rows tr").first).to_be_visible()


def titles(page: Page) -> list[str]:
    return page.locator("#cases-rows a").all_inner_texts()


@pytest.mark.timeout(300)
def test_the_list_is_searched_filtered_and_sorted_by_keyboard_alone_and_asks_nobody(
    context: BrowserContext, treated: Treated
) -> None:
    page = signed_in(context, treated, 0).page
    open_list(page)
    # What presses most is first, and says so in words.
    first = page.locator("#cases-rows tr").first
    expect(first).to_contain_text(REVENUE)
    expect(first).to_contain_text("Telling the chair was due 17 days ago")
    expect(page.locator("#cases-rows tr", has_text="A supplier belongs")).to_contain_text("Closing due in 12 days")
    expect(page.locator("#cases-count")).to_have_text("15 cases · 1 of severity S1 · 4 overdue")
    look_at(page, "cases")

    asked = list[Request]()
    page.on("request", lambda one: asked.append(one))
    page.locator("#cases-title").focus()
    press_until(page, "cases-typed", "Tab")
    page.keyboard.type("RESUME aud")
    expect(page.locator("#cases-count")).to_have_text("1 of 15 cases")
    assert titles(page) == [RETALIATION]
    look_at(page, "cases-found")
    press_until(page, "cases-clear", "Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#cases-typed")).to_be_focused()
    press_until(page, "cases-severity", "Tab")
    page.keyboard.type("S2")
    expect(page.locator("#cases-count")).to_have_text(re.compile(r"^3 of 15 cases"))
    page.keyboard.press("Home")
    press_until(page, "cases-late", "Tab")
    page.keyboard.press("Space")
    expect(page.locator("#cases-count")).to_have_text("4 of 15 cases · 1 of severity S1 · 4 overdue")
    assert {REVENUE + ".", LEDGER + ".", HIDDEN} < set(titles(page))
    page.keyboard.press("Space")
    page.locator("th[data-order=received] button").focus()
    page.keyboard.press("Enter")
    expect(page.locator("th[data-order=received]")).to_have_attribute("aria-sort", "ascending")
    assert titles(page)[0].startswith("Invoices were split")
    page.keyboard.type("nothing")  # not into a field: it goes nowhere
    page.locator("#cases-typed").fill("nobody wrote this")
    expect(page.locator("#cases-nothing")).to_contain_text("No case has all of that.")
    assert asked == []

    # A row opens by the keyboard too.
    page.locator("#cases-typed").fill("petty cash")
    page.locator("#cases-rows a").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#case-title")).to_be_focused()


def press_until(page: Page, wanted: str, key: str) -> None:
    """Press a key until the element of that id has the focus."""
    for _ in range(20):
        page.keyboard.press(key)
        if page.evaluate("document.activeElement.id") == wanted:
            return
    raise AssertionError(f"{key} does not lead to {wanted}")


@pytest.mark.timeout(300)
def test_a_later_visit_has_the_list_at_once_without_opening_a_case(chromium: Browser, treated: Treated) -> None:
    contexts = [fresh_context(chromium) for _ in range(2)]
    open_list(signed_in(contexts[0], treated, 1).page)
    contexts[0].close()
    later, sent, opened = contexts[1], list[bytes](), list[str]()
    later.on("request", lambda one: opened.append(one.url) if "/entries/" in one.url else None)
    later.on("request", lambda one: sent.append(one.post_data_buffer or b"") if one.method == "PUT" else None)
    page = signed_in(later, treated, 1).page
    open_list(page)
    page.get_by_role("link", name="Inbox", exact=True).click()
    open_list(page)
    assert len(titles(page)) == 15
    assert opened == []
    # Written after each look, though nothing changed: of one length, and never the same bytes.
    indexes = [one for one in sent if len(one) in SEALED]
    assert len(indexes) >= 2
    assert len(set(indexes)) == len(indexes)
    assert len({len(one) for one in indexes}) == 1
    later.close()


@pytest.mark.timeout(300)
def test_who_is_left_out_of_a_case_finds_no_trace_of_it(context: BrowserContext, treated: Treated) -> None:
    page = signed_in(context, treated, 2).page
    open_list(page)
    expect(page.locator("#cases-count")).to_contain_text("14 cases")
    assert HIDDEN not in page.content()
    assert treated.matters[HIDDEN].id.hex()[:4] not in page.locator("#cases").inner_text().replace(" ", "")


@pytest.mark.timeout(300)
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
