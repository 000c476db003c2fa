"""A busy line asks for work, or takes nothing for a while: the page tells so, goes on by itself and loses no word."""

import json
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Route, expect

from crypto.derivation import hkdf
from crypto.document import Signed, parse_signed, sign_text
from crypto.signatures import Domain
from deploy.line import Line
from tests.e2e.conftest import FOUNDERS
from tests.e2e.looking import look_at
from tests.e2e.people import Reporter, fresh_context, reporter
from tests.e2e.test_cover import HURRY

Founded = tuple[Line, dict[str, str]]
TEXT = "Written while everybody writes."
COUNSEL = FOUNDERS[2]  # whom the journey of a report must find with nothing
WORKING = "solving a small task"
AGAIN = "tries again by itself"
# The page breathes before it seals; the first breath that it takes at its work never ends: there is time to look.
HELD = """
const still = { addEventListener() {}, start() {}, close() {}, postMessage() {} };
const Channel = globalThis.MessageChannel;
let breaths = 0;
globalThis.MessageChannel = function () {
  breaths += 1;
  return breaths === 1 ? new Channel() : { port1: still, port2: still };
};
"""


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    context = fresh_context(chromium)
    yield context
    context.close()


def asking_for(line: Line, *bits: int) -> Callable[[Route], None]:
    """The line's mix as it would be, were it so busy: first with the first number of bits, in the end with the last."""
    seed = hkdf((line.folder / "keys" / "intake.key").read_bytes(), b"SLINT/1 sign")
    left = list(bits)

    def busy(route: Route) -> None:
        response = route.fetch()
        fields = json.loads(parse_signed(response.body()).message)
        body = json.dumps(fields | {"bits": left.pop(0) if len(left) > 1 else left[0]})
        signed = Signed(body, (sign_text(Domain.MIX, seed, body),))
        route.fulfill(response=response, body=signed.serialise())

    return busy


def not_stored(route: Route) -> None:
    route.fulfill(content_type="text/plain; charset=utf-8", body="not stored: reload".ljust(32))


def written(context: BrowserContext, line: Line) -> tuple[Reporter, str]:
    """A reporter about to send, and the phrase."""
    writer = reporter(context, line)
    writer.open()
    writer.begin_writing()
    writer.fill_in(TEXT, [COUNSEL.role])
    phrase = writer.go_on()
    writer.page.get_by_role("checkbox", name="I have the eight words").check()
    return writer, phrase


def press_send(writer: Reporter) -> None:
    writer.page.get_by_role("button", name="Send").click()


def test_the_page_shows_its_work_and_can_be_left_meanwhile(context: BrowserContext, founded: Founded) -> None:
    line, _ = founded
    context.add_init_script(HELD)
    context.route("**/mix", asking_for(line, 22))
    writer, _ = written(context, line)
    press_send(writer)
    expect(writer.page.get_by_role("status").filter(has_text=WORKING)).to_be_visible()
    expect(writer.page.locator("progress:visible")).to_have_count(1)
    look_at(writer.page, "work")
    writer.page.get_by_role("link", name="Leave this page").click()
    writer.page.wait_for_url("about:blank")


def test_work_is_done_for_a_message_and_for_a_look(context: BrowserContext, founded: Founded) -> None:
    line, _ = founded
    context.route("**/mix", asking_for(line, 12))
    writer, phrase = written(context, line)
    press_send(writer)
    writer.expect_stored()
    expect(writer.page.locator("progress:visible")).to_have_count(0)
    writer.come_back(phrase)


def test_when_the_line_asks_for_more_between_two_requests_the_page_goes_on_by_itself(
    context: BrowserContext, founded: Founded
) -> None:
    line, _ = founded
    context.route("**/mix", asking_for(line, 0, 12))
    context.route("**/drop", not_stored, times=1)
    writer, _ = written(context, line)
    drops: list[str] = []
    context.on("request", lambda request: drops.append(request.url) if request.url.endswith("/drop") else None)
    press_send(writer)
    expect(writer.page.get_by_role("status").filter(has_text=AGAIN)).to_be_visible()
    writer.expect_stored()
    assert len(drops) == 2


def test_a_line_that_stays_closed_is_told_and_the_text_is_still_there(
    context: BrowserContext, founded: Founded
) -> None:
    line, _ = founded
    context.add_init_script(HURRY)
    context.route("**/mix", lambda route: route.fulfill(status=503))
    writer, _ = written(context, line)
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url) if request.url.endswith("/mix") else None)
    press_send(writer)
    expect(writer.page.get_by_role("alert").filter(has_text="What you wrote is still here")).to_be_visible()
    assert len(asked) == 4
    writer.page.get_by_role("button", name="Change something").click()
    expect(writer.page.get_by_label("What happened?")).to_have_value(TEXT)
    context.unroute("**/mix")
    writer.go_on()
    writer.page.get_by_role("checkbox", name="I have the eight words").check()
    press_send(writer)
    writer.expect_stored()
