"""P1: what a reporter types leaves the browser sealed or not at all; P17: without script no field takes a word."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from deploy.line import Line
from tests.e2e.conftest import CHROMIUM, FLAGS
from tests.e2e.people import Reporter, reporter
from tests.e2e.watching import Wiretap, browser_storage, canary, files_below, find

Founded = tuple[Line, dict[str, str]]
LABELS = ("Where and when?", "Who is involved, or knows?", "How do you know?", "Your name, and how to reach you")
FIELDS = "textarea:enabled, input:enabled, select:enabled, [contenteditable]"
SCRIPTS = re.compile(r"\.js$")


@contextmanager
def profile(chromium: Browser, folder: Path) -> Iterator[BrowserContext]:
    """A browser with a profile on disk, so that its files can be searched afterwards."""
    context = chromium.browser_type.launch_persistent_context(folder, executable_path=CHROMIUM, args=FLAGS)
    context.set_default_timeout(20_000)
    try:
        yield context
    finally:
        context.close()


def write_everywhere(writer: Reporter, words: dict[str, str]) -> str:
    writer.begin_writing()
    for fold in writer.page.locator("details summary").all():
        fold.click()
    writer.fill_in(words["What happened?"], **{label: words[label] for label in LABELS})
    phrase = writer.go_on()
    writer.send()
    return phrase


@pytest.mark.promise("P1")
def test_nothing_typed_is_sent_stored_or_logged(chromium: Browser, founded: Founded, tmp_path: Path) -> None:
    line, _ = founded
    words = {label: canary() for label in ("What happened?", *LABELS)}
    later = canary()
    with profile(chromium, tmp_path / "profile") as context:
        tap = Wiretap().watch(context)
        writer = reporter(context, line)
        writer.open()
        phrase = write_everywhere(writer, words)
        writer.come_back(phrase)
        writer.be_sure()
        writer.page.get_by_label("Your message").fill(later)
        writer.page.get_by_role("button", name="Send").click()
        writer.expect_stored()
        places = tap.sent() | browser_storage(writer.page)
    time.sleep(2 * line.epoch_seconds)  # the epoch closes, the courier goes, everything is written
    secret = [*words.values(), later, phrase, phrase.split()[0] + " " + phrase.split()[1]]
    assert len(tap.requests) > 8
    assert find(secret, places) == []
    assert find(secret, files_below(line.folder)) == []
    assert find(secret, files_below(tmp_path / "profile")) == []


def hammer(page: Page, word: str) -> None:
    """Type into whatever takes it, and press Enter there and everywhere."""
    for one in page.locator(FIELDS).all():
        if one.is_editable():
            one.fill(word)
            one.press("Enter")
    page.keyboard.type(word)
    page.keyboard.press("Enter")


def leaks_without_script(context: BrowserContext, url: str) -> list[tuple[str, str]]:
    """What of a word typed at a page leaves the browser while the page's script does not run."""
    tap, word = Wiretap().watch(context), canary()
    page = context.new_page()
    page.goto(url)
    hammer(page, word)
    page.wait_for_timeout(500)
    return find([word], tap.sent())


@contextmanager
def without_script(chromium: Browser, how: str) -> Iterator[BrowserContext]:
    context = chromium.new_context(java_script_enabled=how != "script off")
    if how != "script off":
        context.route(SCRIPTS, lambda route: route.abort())
    yield context
    context.close()


@pytest.mark.promise("P1")
@pytest.mark.parametrize("how", ["script off", "bundle blocked"])
def test_nothing_leaves_a_page_whose_script_does_not_run(chromium: Browser, founded: Founded, how: str) -> None:
    with without_script(chromium, how) as context:
        assert leaks_without_script(context, founded[0].intake_url + "/en/") == []


@pytest.mark.promise("P1")
def test_enter_before_the_script_has_loaded_sends_nothing(context: BrowserContext, founded: Founded) -> None:
    held: list[Route] = []
    context.route(SCRIPTS, lambda route: held.append(route))  # noqa: PLW0108 - Playwright marks handlers
    tap, word = Wiretap().watch(context), canary()
    page = context.new_page()
    page.goto(founded[0].intake_url + "/en/", wait_until="commit")
    page.wait_for_selector("h1")
    hammer(page, word)
    for route in held:
        route.continue_()
    expect(page.get_by_role("button", name="Write a report")).to_be_visible()
    assert find([word], tap.sent()) == []


def with_a_form(route: Route) -> None:
    """The page as a careless author would make it: fields in the HTML, and a form that a browser can send."""
    form = '<form action="/en/"><textarea name="what"></textarea><input name="phrase"></form>'
    page = route.fetch().text().replace('<main id="main">', '<main id="main">' + form)
    route.fulfill(status=200, content_type="text/html", body=page)


@pytest.mark.mutant("P1")
@pytest.mark.parametrize("how", ["script off", "bundle blocked"])
def test_a_form_with_an_action_would_be_caught(chromium: Browser, founded: Founded, how: str) -> None:
    with without_script(chromium, how) as context:
        context.route("**/en/*", with_a_form)
        context.route("**/en/", with_a_form)
        assert leaks_without_script(context, founded[0].intake_url + "/en/") != []


def places_for_words(context: BrowserContext, url: str) -> int:
    page = context.new_page()
    page.goto(url)
    page.wait_for_timeout(300)
    return page.locator(FIELDS).count()


@pytest.mark.promise("P17")
@pytest.mark.parametrize("how", ["script off", "bundle blocked"])
def test_without_script_there_is_no_field(chromium: Browser, founded: Founded, how: str) -> None:
    with without_script(chromium, how) as context:
        assert places_for_words(context, founded[0].intake_url + "/en/") == 0
        page = context.pages[0]
        expect(page.get_by_role("button", name="Write a report")).to_have_count(0)
        expect(page.locator("#stop")).to_be_visible()
        expect(page.locator("#stop")).to_contain_text("12 Harbour Street")


@pytest.mark.mutant("P17")
@pytest.mark.parametrize("how", ["script off", "bundle blocked"])
def test_a_field_in_the_html_would_be_caught(chromium: Browser, founded: Founded, how: str) -> None:
    with without_script(chromium, how) as context:
        context.route("**/en/", with_a_form)
        assert places_for_words(context, founded[0].intake_url + "/en/") > 0


@pytest.mark.promise("P17")
def test_without_webcrypto_the_page_says_so_and_has_no_field(context: BrowserContext, founded: Founded) -> None:
    context.add_init_script("Object.defineProperty(Crypto.prototype, 'subtle', { get: () => undefined })")
    assert places_for_words(context, founded[0].intake_url + "/en/") == 0
    expect(context.pages[0].locator("#stop")).to_contain_text("onion")
