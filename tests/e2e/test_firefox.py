"""The reporter's way in Firefox with the preferences of Tor Browser's "Safer", at an onion address; and scriptless.
And a member's, in Firefox as it comes."""

import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from deploy.line import Line
from tests.e2e.conftest import FOUNDERS
from tests.e2e.firefox.driven import Firefox, FirefoxError, firefox, onion_of
from tests.e2e.people import CARRIED, authenticators, fresh_context, member, reporter
from tests.e2e.watching import canary, files_below, find

Founded = tuple[Line, dict[str, str]]
CHAIR, DIRECTOR, COUNSEL = FOUNDERS
WRONG = "abacus abdomen abdominal abide abiding ability ablaze able"


@pytest.fixture(scope="module")
def safer(founded: Founded) -> Iterator[Firefox]:
    with firefox(onion_of(founded[0].intake_url)) as visitor:
        yield visitor


def test_the_preferences_are_in_force(safer: Firefox) -> None:
    safer.do("open")
    about = safer.do("about")
    assert about == {
        "secure": True,  # as Tor Browser has it for onion addresses, without TLS
        "wasm": "undefined",
        "minutesFromUtc": 0,
        "subtle": "object",
        "storage": 0,
        "cookies": "",
    }


def test_a_report_from_safer_is_read_answered_and_followed_up(
    chromium: Browser, founded: Founded, safer: Firefox
) -> None:
    line, secrets = founded
    first = f"Written in Safer: {canary()}"
    safer.do("open")
    assert "A line to the Audit Committee" in safer.do("text")
    safer.look("start")
    safer.do("begin")
    safer.do("write", what=f"{first}\nMy manager, a.person@example.com, knows.", excluded=[COUNSEL.role])
    safer.look("write")
    phrase = safer.do("go")
    assert len(phrase.split()) == 8
    safer.look("phrase")
    safer.do("send")
    safer.look("sent")

    chair = member(fresh_context(chromium), line, CHAIR, secrets["chair"])
    chair.sign_in()
    chair.wait_for_report(first)
    assert COUNSEL.role in chair.read(first)  # as left out
    chair.answer("Which quarter was it?")

    safer.do("comeBack", phrase=phrase)
    safer.do("waitFor", text="Which quarter was it?")
    safer.look("answers")
    safer.do("writeAgain", text="The third quarter.")
    chair.page.get_by_role("link", name="Inbox", exact=True).click()
    expect(chair.report_link(first)).to_contain_text("2 messages", timeout=CARRIED)
    assert "The third quarter." in chair.read(first)
    chair.page.context.close()

    safer.do("comeBack", phrase=WRONG)
    assert "Nothing here for this phrase" in safer.do("text")
    assert "Which quarter was it?" not in safer.do("text")
    assert safer.do("said") == []
    assert find([first, phrase], files_below(line.folder)) == []


def test_a_member_works_in_firefox(chromium: Browser, founded: Founded) -> None:
    line, secrets = founded
    first = f"For a member with Firefox: {canary()}"
    writer = reporter(fresh_context(chromium), line)
    writer.report(first)
    writer.page.context.close()
    codes = authenticators(line, DIRECTOR.login, secrets[DIRECTOR.login])
    with firefox(line.reviewer_url, "plain", who="member") as director:
        director.do("signIn", login=DIRECTOR.login, passphrase=DIRECTOR.passphrase, code=codes.code())
        assert first in director.do("read", first=first)
        director.look("case")
        director.do("note", text="Read in Firefox.")
        assert director.do("said") == []


def test_safer_needs_no_mouse(safer: Firefox) -> None:
    safer.do("open")
    safer.do("tabTo", name="Write a report")
    safer.do("strike", key="Enter")
    safer.do("tabTo", name="What happened?")
    safer.do("type", text="Typed without a mouse, in Firefox.")
    safer.do("tabTo", name="Continue")
    safer.do("strike", key="Enter")
    safer.do("arrive", name="Your phrase, before you send")
    safer.do("tabTo", name="I have the eight words")
    safer.do("strike", key=" ")
    safer.do("tabTo", name="Send")
    safer.do("strike", key="Enter")
    safer.do("arrive", name="It is stored")


def fields_without_script(address: str) -> int:
    """How many fields a page offers to a browser with JavaScript off."""
    with firefox(address, "scriptless") as visitor:
        visitor.do("open")
        visitor.look("scriptless")
        assert "12 Harbour Street" in visitor.do("text", selector="#stop")
        return int(visitor.do("fields"))


@pytest.mark.promise("P17")
def test_firefox_without_script_offers_no_field(founded: Founded) -> None:
    assert fields_without_script(onion_of(founded[0].intake_url)) == 0


@contextmanager
def serving(page: bytes) -> Iterator[str]:
    """The address of a server that answers everything with one page."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.mark.mutant("P17")
def test_a_field_in_the_html_would_be_caught_in_firefox(founded: Founded) -> None:
    with urllib.request.urlopen(f"{founded[0].intake_url}/en/") as answer:
        page = answer.read().replace(b'<main id="main">', b'<main id="main"><textarea name="what"></textarea>')
    with serving(page) as address:
        assert fields_without_script(onion_of(address)) > 0


def test_an_onion_address_in_a_browser_that_does_not_trust_it_is_explained(founded: Founded) -> None:
    """Firefox as it comes: no secure context, so no WebCrypto; the page takes no word and says what to do."""
    with firefox(onion_of(founded[0].intake_url), "plain") as visitor:
        visitor.do("open")
        assert visitor.do("fields") == 0
        assert "onion" in visitor.do("text", selector="#stop")
        visitor.look("untrusted-onion")


def test_a_word_that_is_not_there_is_a_failure(founded: Founded, safer: Firefox) -> None:
    """The checks of this file can fail."""
    assert urlsplit(onion_of(founded[0].intake_url)).port == founded[0].ports.intake
    safer.do("open")
    with pytest.raises(FirefoxError, match="has not the focus"):
        safer.do("arrive", name="A line to the Audit Committee")
