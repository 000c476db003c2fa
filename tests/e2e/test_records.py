"""P2: to an observer of TLS, first reports, follow-ups, tests, looks for answers, repeats and garbage are one thing."""

import base64
import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Route, expect

from crypto.entropy import fresh
from crypto.limits import DROP
from deploy.founding import found as found_line
from deploy.line import Line, free_ports
from tests.e2e.conftest import FOUNDERS, start_line
from tests.e2e.firefox.driven import firefox
from tests.e2e.people import Reporter
from tests.e2e.tapping import Tap, Turn, Way, tapping, turns
from tests.security.proxy import proxying

Seen = tuple[tuple[Turn, ...], ...]
DAY = 86400
LONG = 4096  # an answer longer than this reaches nginx in pieces, and its records are cut as they come
SERVED_AT = "server unix:{run}/intake/intake.sock;"
VISIT = """async (drop) => {
  const discreet = { cache: 'no-store', credentials: 'omit', redirect: 'error', referrerPolicy: 'no-referrer' };
  for (const path of ['/directory', '/mix', '/board']) await (await fetch(path, discreet)).arrayBuffer();
  const body = Uint8Array.from(atob(drop), (one) => one.charCodeAt(0));
  const headers = { 'Content-Type': 'application/octet-stream' };
  return (await fetch('/drop', { ...discreet, method: 'POST', headers, body })).text();
}"""


@dataclass(frozen=True)
class Tapped:
    """A line behind the documented nginx, and a tap between that and every browser."""

    line: Line
    tap: Tap

    @property
    def address(self) -> str:
        return f"https://127.0.0.1:{self.tap.port}"

    def seen(self, act: Callable[[], object]) -> Seen:
        """What passed during an act, connection by connection."""
        mark = self.tap.mark()
        act()
        records = list(self.tap.records)
        return tuple(tuple(map(as_cut, one)) for one in turns(records[mark:], before=records[:mark]))


@contextmanager
def tapped(folder: Path, line: Line) -> Iterator[Tapped]:
    with tempfile.TemporaryDirectory(prefix="run") as run:
        upstream = {SERVED_AT.format(run=run): f"server 127.0.0.1:{line.ports.intake};"}
        with (
            proxying(folder / "proxy", Path(run), "intake.conf", "line.example", upstream) as proxy,
            tapping(proxy.tls_port) as tap,
        ):
            yield Tapped(line, tap)


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tapped]:
    """In an epoch of a day, so that the board is one and the same for all."""
    folder = tmp_path_factory.mktemp("records")
    line, _ = start_line(folder, FOUNDERS, DAY)
    try:
        with tapped(folder, line) as found:
            yield found
    finally:
        line.stop()


class UnpaddedLine(Line):
    """A line whose intake does not fill up its answers."""

    def _spawn(self, name: str, command: Sequence[str], port: int) -> None:
        super()._spawn(name, ["tests.e2e.unpadded_intake", "serve"] if name == "intake" else command, port)


@dataclass
class Visitor:
    """Somebody in Chromium whose records are read from the moment before they are sent."""

    reporter: Reporter
    watched: Tapped

    @property
    def context(self) -> BrowserContext:
        return self.reporter.page.context

    def seen(self, act: Callable[[], object]) -> Seen:
        def whole() -> None:
            act()
            self.reporter.page.wait_for_load_state("networkidle")

        self.reporter.page.wait_for_load_state("networkidle")
        return self.watched.seen(whole)

    def open(self) -> None:
        self.reporter.page.goto(f"{self.watched.address}/en/")

    def report(self) -> tuple[str, Seen]:
        """The phrase, and what sending showed."""
        self.open()
        self.reporter.begin_writing()
        self.reporter.fill_in("One of several reports, of no importance.")
        phrase = self.reporter.go_on()
        return phrase, self.seen(self.reporter.send)

    def look(self, phrase: str) -> Seen:
        self.open()
        page = self.reporter.page
        page.get_by_role("button", name="Come back with your phrase").click()
        page.get_by_label("Your eight words").fill(phrase)
        return self.seen(self._look)

    def _look(self) -> None:
        page = self.reporter.page
        page.get_by_role("button", name="Look for answers").click()
        found = page.get_by_role("heading", name="What is here for your phrase")
        expect(found.or_(page.get_by_text("tries again by itself"))).to_be_visible()

    def write_again(self) -> Seen:
        return self.seen(lambda: self.reporter.write_again("And one more thing."))

    def post(self, drop: bytes) -> tuple[str, Seen]:
        """The visit of a program that posts these bytes; the line's answer comes with it."""
        self.open()
        answers: list[str] = []
        seen = self.seen(lambda: answers.append(self.reporter.page.evaluate(VISIT, base64.b64encode(drop).decode())))
        return answers[0].strip(), seen


def as_cut(turn: Turn) -> Turn:
    """The number of records counts where it is not chance."""
    return replace(turn, records=0) if turn.way is Way.SERVER and turn.bytes > LONG else turn


def as_test_message(route: Route) -> None:
    """The page as somebody uses it who tries the line out: what it seals is marked as a test."""
    _change(route, r'kind: "report", day: dayOf\(now\)', 'kind: "test", day: dayOf(now)')


def without_padding(route: Route) -> None:
    """A thrifty page: what nobody will read is not filled up."""
    _change(route, r"await (post\d*)\(drop\)", r"await \1(envelope ? drop : drop.slice(0, 9000))")


def _change(route: Route, old: str, new: str) -> None:
    response = route.fetch()
    changed, count = re.subn(old, new, response.text())
    assert count == 1
    route.fulfill(response=response, body=changed)


def without_integrity(route: Route) -> None:
    response = route.fetch()
    route.fulfill(response=response, body=re.sub(r' integrity="[^"]*"', "", response.text()))


@contextmanager
def visitor(chromium: Browser, watched: Tapped, page: Callable[[Route], None] | None = None) -> Iterator[Visitor]:
    """A fresh visitor; `page` changes the script that this one is served."""
    context = chromium.new_context(ignore_https_errors=True)
    context.set_default_timeout(20_000)
    if page:
        context.route(re.compile(r"/en/$"), without_integrity)
        context.route(re.compile(r"/page\..*\.js$"), page)
    yield Visitor(Reporter(context.new_page(), watched.line), watched)
    context.close()


def visits(chromium: Browser, watched: Tapped) -> dict[str, Seen]:
    """What each kind of visit shows."""
    with visitor(chromium, watched) as someone:
        sent: list[bytes] = []
        someone.context.on("request", lambda request: sent.append(request.post_data_buffer or b""))
        phrase, report = someone.report()
        [drop] = [one for one in sent if one]
        answer, repeat = someone.post(drop)
        assert answer == "stored"
        answer, garbage = someone.post(fresh(DROP))
        assert answer == "not stored: reload"
        found = {"report": report, "repeat": repeat, "garbage": garbage, "look": someone.look(phrase)}
        found["follow-up"] = someone.write_again()
        found["wrong phrase"] = someone.look("abacus abdomen " * 4)
    with visitor(chromium, watched, as_test_message) as someone:
        _, found["test"] = someone.report()
    return found


@pytest.mark.promise("P2")
def test_every_visit_is_the_same_records_both_ways(chromium: Browser, watched: Tapped) -> None:
    found = visits(chromium, watched)
    assert set(found.values()) == {found["report"]}, found
    [visit] = found["report"]
    assert [turn.way for turn in visit] == [Way.BROWSER, Way.SERVER] * 4
    assert all(turn.records == 1 for turn in visit[:6:2])  # three questions
    assert visit[6].bytes > DROP  # and the drop


@pytest.mark.promise("P2")
def test_every_visit_of_firefox_is_the_same_records_too(watched: Tapped) -> None:
    found = []
    with firefox(watched.address, "plain") as someone:
        someone.do("open")
        someone.do("begin")
        someone.do("write", what="One of several reports, of no importance.")
        phrase = someone.do("go")
        found.append(watched.seen(lambda: someone.do("send")))
        for known in (phrase, "abacus abdomen " * 4):
            someone.do("recall", phrase=known)
            found.append(watched.seen(lambda: someone.do("look")))
        someone.do("comeBack", phrase=phrase)
        found.append(watched.seen(lambda: someone.do("writeAgain", text="And one more thing.")))
    assert set(found) == {found[0]}, found
    assert [turn.way for turn in found[0][0]] == [Way.BROWSER, Way.SERVER] * 4


@pytest.mark.mutant("P2")
def test_a_page_that_does_not_fill_up_its_covers_would_be_caught(chromium: Browser, watched: Tapped) -> None:
    with visitor(chromium, watched, without_padding) as someone:
        phrase, report = someone.report()
        assert someone.look(phrase) != report


@pytest.mark.mutant("P2")
def test_answers_as_long_as_their_words_would_be_caught(chromium: Browser, tmp_path: Path) -> None:
    line = UnpaddedLine(tmp_path / "line", free_ports(), DAY)
    line.prepare()
    found_line(line.environment, FOUNDERS)
    try:
        line.start()
        line.open_site()
        with tapped(tmp_path, line) as unpadded, visitor(chromium, unpadded) as someone:
            _, report = someone.report()
            assert someone.post(fresh(DROP))[1] != report
    finally:
        line.stop()


def page_load(someone: Visitor) -> list[tuple[int, int]]:
    """The lengths of each question and its answer; which of its connections a browser takes is chance."""
    seen = someone.seen(someone.open)
    pairs = [pair for turns in seen for pair in zip(turns[::2], turns[1::2], strict=True)]
    return sorted((question.bytes, answer.bytes) for question, answer in pairs)


@pytest.mark.promise("P2")
def test_whoever_comes_again_loads_the_page_as_for_the_first_time(chromium: Browser, watched: Tapped) -> None:
    with visitor(chromium, watched) as someone, visitor(chromium, watched) as another:
        first, again = page_load(someone), page_load(someone)
        assert 3 <= len(first) <= 6
        assert first == again == page_load(another)
