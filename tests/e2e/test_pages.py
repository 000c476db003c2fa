"""Every page of both apps: no violation that axe knows of, at 320 px nothing sideways, all of it by keyboard."""

import re
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from deploy.line import Line
from tests.e2e.conftest import EPOCH_SECONDS, FOUNDERS, start_line
from tests.e2e.keyboard import tab_to
from tests.e2e.looking import NARROW, look_at, overflow, violations
from tests.e2e.people import CASE, Member, Reporter, fresh_context, member, reporter

Founded = tuple[Line, dict[str, str]]
CHAIR = FOUNDERS[0]
TEXT = "A report that these pages show."


@pytest.fixture(scope="module")
def early_board(founded: Founded) -> tuple[float, bytes]:
    """A board as it was served before anything was sent, and when that was."""
    with urllib.request.urlopen(f"{founded[0].intake_url}/board") as answer:
        return time.time(), answer.read()


@pytest.fixture(scope="module")
def answered(
    chromium: Browser, founded: Founded, early_board: tuple[float, bytes]
) -> Iterator[tuple[Reporter, str, Member]]:
    """A reporter with an answer, and the member who gave it."""
    line, secrets = founded
    writer = reporter(fresh_context(chromium), line)
    phrase = writer.report(TEXT, **{"Where and when?": "In accounts"})
    chair = member(fresh_context(chromium), line, CHAIR, secrets["chair"])
    chair.sign_in()
    chair.wait_for_report(TEXT)
    chair.read(TEXT)
    chair.answer("An answer that these pages show.")
    yield writer, phrase, chair
    writer.page.context.close()
    chair.page.context.close()


def test_the_reporters_pages(answered: tuple[Reporter, str, Member]) -> None:
    writer, phrase, _ = answered
    writer.open()
    look_at(writer.page, "start")
    writer.begin_writing()
    look_at(writer.page, "write")
    for fold in writer.page.locator("details summary").all():
        fold.click()
    writer.fill_in("My manager, who is a.person@example.com, did it on 3 March 2026.", excluded=[FOUNDERS[1].role])
    writer.page.wait_for_timeout(1500)
    look_at(writer.page, "write-filled")
    writer.go_on()
    look_at(writer.page, "phrase")
    writer.send()
    look_at(writer.page, "sent")
    writer.open()
    writer.page.get_by_role("button", name="Come back with your phrase").click()
    look_at(writer.page, "return")
    writer.come_back(phrase)
    writer.wait_for_text("An answer that these pages show.")
    look_at(writer.page, "answers")
    writer.open("/en/poster.html")
    look_at(writer.page, "poster")


def test_a_board_held_back_is_announced(
    chromium: Browser, founded: Founded, answered: tuple[Reporter, str, Member], early_board: tuple[float, bytes]
) -> None:
    since, board = early_board
    context = fresh_context(chromium)
    visitor = reporter(context, founded[0])
    warning = visitor.page.get_by_text("there should be something newer by now")
    visitor.come_back(answered[1])
    expect(warning).to_be_hidden()
    visitor.page.wait_for_timeout(max(0.0, since + 5 * EPOCH_SECONDS - time.time()) * 1000)
    context.route("**/board", lambda route: route.fulfill(body=board, content_type="application/octet-stream"))
    visitor.come_back(answered[1])
    expect(warning).to_be_visible()
    look_at(visitor.page, "answers-held-back")
    context.close()


def test_the_page_that_stops(chromium: Browser, founded: Founded) -> None:
    context = fresh_context(chromium)
    context.route(re.compile(r"\.js$"), lambda route: route.abort())
    page = context.new_page()
    page.goto(founded[0].intake_url + "/en/")
    page.wait_for_timeout(4000)  # it fades in when the script has not come
    look_at(page, "stop")
    context.close()


def test_the_offline_page(chromium: Browser, founded: Founded, tmp_path: Path) -> None:
    context = fresh_context(chromium)
    page = context.new_page()
    page.goto(founded[0].intake_url + "/en/")
    with page.expect_download() as saved:
        page.get_by_role("link", name="offline page").first.click()
    saved.value.save_as(tmp_path / "offline.html")
    page.goto((tmp_path / "offline.html").as_uri())
    look_at(page, "offline")
    context.close()


def test_the_members_pages(chromium: Browser, founded: Founded, answered: tuple[Reporter, str, Member]) -> None:
    line, _ = founded
    stranger = fresh_context(chromium).new_page()
    stranger.goto(line.reviewer_url + "/")
    expect(stranger.get_by_role("heading", name="Sign in")).to_be_visible()
    look_at(stranger, "sign-in")
    stranger.get_by_label("Sign-in name").first.fill("nobody")
    stranger.get_by_label("Passphrase", exact=True).fill("wrong")
    stranger.get_by_label("Authenticator code").fill("123456")
    stranger.get_by_role("button", name="Sign in").click()
    expect(stranger.locator("#sign-in-complaint")).not_to_be_empty(timeout=30_000)
    look_at(stranger, "sign-in-refused")
    stranger.goto(line.reviewer_url + "/recover")
    look_at(stranger, "recover")
    stranger.goto(line.reviewer_url + "/enrol#00")
    expect(stranger.get_by_role("heading", name="This link does not open an invitation")).to_be_visible()
    look_at(stranger, "enrol-void")
    stranger.context.close()

    chair = answered[2]
    chair.page.get_by_role("link", name="Inbox", exact=True).click()
    expect(chair.report_link(TEXT)).to_be_visible()
    look_at(chair.page, "inbox")
    chair.read(TEXT)
    look_at(chair.page, "case")
    chair.choose("Write to the reporter")
    look_at(chair.page, "case-letter")
    chair.page.get_by_label("Your answer").fill("One more question.")
    chair.page.get_by_role("button", name="Look it over, then send").click()
    expect(chair.page.get_by_role("dialog")).to_be_visible()
    look_at(chair.page, "case-letter-confirm")
    chair.page.keyboard.press("Escape")
    chair.page.get_by_role("link", name="Open a sealed file").click()
    look_at(chair.page, "import")
    chair.page.get_by_role("link", name="Account").click()
    look_at(chair.page, "account")


def test_a_batch_kept_from_a_member_is_announced(answered: tuple[Reporter, str, Member]) -> None:
    """The server lists all batches but one, which the signed stored list names."""
    chair = answered[2]
    batches = f"{chair.line.reviewer_url}/api/batches"

    def all_but_one(route: Route) -> None:
        listed = route.fetch().json()["batches"]
        route.fulfill(json={"batches": listed[:-2] + listed[-1:]})

    chair.page.get_by_role("link", name="Inbox", exact=True).click()
    chair.wait_for_batch(3)
    alarm = chair.page.get_by_role("alert").get_by_text("Something may be kept from you")
    expect(alarm).to_be_hidden()
    chair.page.route(batches, all_but_one)
    expect(alarm).to_be_visible(timeout=60_000)
    expect(chair.page.get_by_role("alert").get_by_text("is missing. The signed stored list")).to_be_visible()
    look_at(chair.page, "inbox-missing")
    chair.page.unroute(batches)
    expect(alarm).to_be_hidden(timeout=60_000)


def test_the_pages_of_enrolment(chromium: Browser, tmp_path: Path) -> None:
    line, _ = start_line(tmp_path, ())
    try:
        invited = line.run(
            "reviewer", "members", "invite", "--slot", "0", "--role", "Chair", "--login", "chair"
        ).strip()
        page = fresh_context(chromium).new_page()
        page.goto(invited)
        look_at(page, "enrol")
        page.get_by_role("button", name="Begin").click()
        look_at(page, "enrol-passphrase")
        words = page.locator("#offered").inner_text()
        page.get_by_label("Passphrase", exact=True).fill(words)
        page.get_by_label("The same again", exact=True).fill(words)
        page.get_by_role("button", name="Continue").click()
        expect(page.get_by_role("heading", name="Your recovery sheet")).to_be_visible()
        look_at(page, "enrol-sheet")
    finally:
        line.stop()


def test_a_reporter_needs_no_mouse(chromium: Browser, founded: Founded) -> None:
    writer = reporter(fresh_context(chromium), founded[0])
    page = writer.page
    writer.open("/")
    tab_to(page, "Write a report")
    page.keyboard.press("Enter")
    tab_to(page, "What happened?", "textbox")
    page.keyboard.type("Typed without a mouse.")
    tab_to(page, FOUNDERS[2].role, "checkbox")
    page.keyboard.press("Space")
    tab_to(page, "Continue")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Your phrase, before you send")).to_be_focused()
    phrase = " ".join(page.locator(".card ol.words:visible li").all_inner_texts())
    tab_to(page, "I have the eight words", "checkbox")
    page.keyboard.press("Space")
    tab_to(page, "Send")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="It is stored")).to_be_focused()
    writer.open()
    tab_to(page, "Come back with your phrase")
    page.keyboard.press("Enter")
    tab_to(page, "Your eight words", "textbox")
    page.keyboard.type(phrase)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="What is here for your phrase")).to_be_focused()
    page.context.close()


def test_a_member_needs_no_mouse(chromium: Browser, founded: Founded, answered: tuple[Reporter, str, Member]) -> None:
    line, secrets = founded
    one = member(fresh_context(chromium), line, FOUNDERS[1], secrets["director"])
    page = one.page
    page.goto(line.reviewer_url + "/")
    for name, text in (("Sign-in name", one.login), ("Passphrase", one.passphrase)):
        tab_to(page, re.compile(f"^{name}"), "textbox") if name != "Passphrase" else page.keyboard.press("Tab")
        page.keyboard.type(text)
    tab_to(page, "Authenticator code", "textbox")
    page.keyboard.type(one.authenticator.code())
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Inbox")).to_be_focused()
    one.wait_for_report(TEXT)
    expect(one.report_link(TEXT)).to_have_attribute("data-case", CASE, timeout=60_000)
    tab_to(page, re.compile(TEXT), "link")
    page.keyboard.press("Enter")
    expect(page.locator("#case-title")).to_be_focused()
    expect(page.locator("#case-history li").first).to_be_visible()
    tab_to(page, "Write to the reporter")
    page.keyboard.press("Enter")
    expect(page.locator("#act-title")).to_be_focused()
    tab_to(page, "Your answer", "textbox")
    page.keyboard.type("Answered without a mouse.")
    tab_to(page, "Look it over, then send")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("Answered without a mouse.")
    tab_to(page, re.compile("^(Send|Put)"))
    page.keyboard.press("Enter")
    expect(page.locator("#case-history")).to_contain_text("Answered without a mouse.")
    page.context.close()


def test_the_first_page_is_small(chromium: Browser, founded: Founded) -> None:
    """At most 100 KB and 6 requests, compressed, everything included."""
    context = fresh_context(chromium)
    page = context.new_page()
    client = context.new_cdp_session(page)
    client.send("Network.enable")
    received: list[int] = []
    client.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    page.goto(founded[0].intake_url + "/", wait_until="networkidle")
    assert 3 <= len(received) <= 6
    assert 10_000 < sum(received) <= 100_000
    context.close()


def test_nothing_is_left_after_the_page_is_left(chromium: Browser, founded: Founded) -> None:
    writer = reporter(fresh_context(chromium), founded[0])
    writer.open()
    writer.begin_writing()
    writer.fill_in("Somebody comes in.")
    writer.page.get_by_role("link", name="Leave this page").click()
    writer.page.wait_for_url("about:blank")
    writer.page.go_back()
    assert "Somebody comes in." not in writer.page.content()
    writer.page.context.close()


def test_right_to_left_is_ready(chromium: Browser, founded: Founded) -> None:
    """The page mirrored: nothing sideways, and the same order for the keyboard."""

    def mirrored(route: Route) -> None:
        response = route.fetch()
        route.fulfill(response=response, body=response.text().replace('dir="ltr"', 'dir="rtl"', 1))

    context = fresh_context(chromium)
    context.route(re.compile(r"/en/$"), mirrored)
    writer = reporter(context, founded[0])
    writer.open()
    look_at(writer.page, "start-rtl")
    writer.begin_writing()
    look_at(writer.page, "write-rtl")
    context.close()


CHECKS: list[Callable[[Page], object]] = [violations, overflow]


@pytest.mark.parametrize("check", CHECKS, ids=["axe", "overflow"])
def test_the_checks_of_this_file_can_fail(chromium: Browser, check: Callable[[Page], object]) -> None:
    context = fresh_context(chromium)
    page = context.new_page()
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    page.set_content('<img src="x"><div style="width: 900px">wide</div>')
    assert check(page)
    context.close()
