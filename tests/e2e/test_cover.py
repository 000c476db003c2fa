"""P2: a page of the intranet makes covers, each of them the visit that a reporter's page makes, and stays as it was."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Frame, Page, Request, Route

from deploy.line import ROOT, Line
from tests.called import call
from tests.e2e.conftest import FOUNDERS
from tests.e2e.people import fresh_context, reporter
from tests.e2e.test_visits_are_alike import same_epoch
from tests.e2e.watching import Exchange, Wiretap, browser_storage

Founded = tuple[Line, dict[str, str]]
COUNSEL = FOUNDERS[2]  # whom the journey of a report must find with nothing
# A thousand times the usual pace, for waits of up to a minute: those of the schedule, of reading, between two tries.
HURRY = """
const timer = globalThis.setTimeout;
globalThis.setTimeout = (act, time, ...more) => timer(act, time >= 1000 && time <= 60000 ? time / 1000 : time, ...more);
"""
INTRANET = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Intranet</title>
<link rel="icon" href="data:,"><h1>Canteen: lentils today</h1><p>Parking deck B is closed.</p>{script}</html>"""
FILES = ("/line.", "/page.", "/qr.", "/icon.")


# A browser may refuse storage to a frame of another site altogether.
HELD = """() => {
    try { return [document.cookie, localStorage.length + sessionStorage.length]; } catch { return ['', 0]; }
}"""


class Intranet:
    """A web server of the company's own, on this machine under another name and another port than the line."""

    def __init__(self) -> None:
        self.page = INTRANET.format(script="")
        self.script = b""
        handler = type("Handler", (Serving,), {"intranet": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def origin(self) -> str:
        return f"http://localhost:{self._server.server_port}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class Serving(BaseHTTPRequestHandler):
    intranet: Intranet

    def do_GET(self) -> None:
        script = self.path == "/cover.js"
        body = self.intranet.script if script else self.intranet.page.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/javascript" if script else "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def intranet(founded: Founded) -> Iterator[Intranet]:
    """An intranet that the line's settings name, with a copy of the script as the line publishes it."""
    line, _ = founded
    found = Intranet()
    publish(line, found.origin)
    site = line.folder / "intake" / "site"
    found.script = next(Path(site).glob("cover.*.js")).read_bytes()
    found.page = INTRANET.format(
        script=f'<script src="/cover.js" data-line="{line.intake_url}" data-mean-hours="1" defer></script>'
    )
    yield found
    found.close()


def publish(line: Line, origins: str) -> None:
    call("intake", "publish", env=line.environment | {"INTAKE_COVER_ORIGINS": origins}).check_returncode()


@pytest.fixture
def hurried(chromium: Browser) -> Iterator[BrowserContext]:
    context = fresh_context(chromium)
    context.add_init_script(HURRY)
    yield context
    context.close()


class Covers:
    """The cover frames of a context, each with the requests that it made, in order."""

    def __init__(self, context: BrowserContext, line: Line) -> None:
        self._line = line
        self.of: dict[Frame, list[Request]] = {}
        context.on("request", self._note)

    def _note(self, request: Request) -> None:
        if request.url.startswith(self._line.intake_url):
            self.of.setdefault(request.frame, []).append(request)

    def paths(self) -> list[list[str]]:
        return [[path_of(request) for request in requests] for requests in self.of.values()]

    def whole(self, page: Page, count: int) -> list[list[Request]]:
        """The first `count` covers, once their drops were answered."""
        while True:
            done = [one for one in self.of.values() if path_of(one[-1]) == "/drop" and one[-1].response()]
            if len(done) >= count:
                return done[:count]
            page.wait_for_timeout(100)


def path_of(request: Request) -> str:
    return "/" + request.url.split("/", 3)[3]


def visits_of(requests: list[Request]) -> tuple[Exchange, ...]:
    return tuple(same_epoch(one) for one in Wiretap(requests).exchanges())


def sent_by_a_reporter(chromium: Browser, line: Line) -> tuple[Exchange, ...]:
    writer = reporter(fresh_context(chromium), line)
    tap = Wiretap().watch(writer.page.context)
    writer.report("A report among covers.", [COUNSEL.role])
    found = visits_of(tap.requests)
    writer.page.context.close()
    return found


def covers_of(context: BrowserContext, line: Line, intranet: Intranet, count: int = 2) -> set[tuple[Exchange, ...]]:
    covers = Covers(context, line)
    page = context.new_page()
    page.goto(intranet.origin)
    return {visits_of(requests) for requests in covers.whole(page, count)}


@pytest.mark.promise("P2")
def test_covers_of_the_intranet_are_the_visits_of_reporters(
    chromium: Browser, hurried: BrowserContext, founded: Founded, intranet: Intranet
) -> None:
    line, _ = founded
    sent = sent_by_a_reporter(chromium, line)
    assert [one[:2] for one in sent] == [
        *(("GET", f"/{name}") for name in ("directory", "mix", "board")),
        ("POST", "/drop"),
    ]
    assert sent[3][2:5] == (16384, 200, 32)
    assert covers_of(hurried, line, intranet) == {sent}


@pytest.mark.mutant("P2")
def test_a_cover_of_another_size_would_be_caught(
    chromium: Browser, hurried: BrowserContext, founded: Founded, intranet: Intranet
) -> None:
    line, _ = founded
    hurried.route("**/cover.html", without_integrity)
    hurried.route("**/page.*.js", shorter_covers)
    assert covers_of(hurried, line, intranet, 1) != {sent_by_a_reporter(chromium, line)}


def without_integrity(route: Route) -> None:
    response = route.fetch()
    route.fulfill(response=response, body=response.text().replace(" integrity=", " data-was="))


def shorter_covers(route: Route) -> None:
    response = route.fetch()
    script = response.text()
    assert script.count("body: drop,") == 1
    route.fulfill(response=response, body=script.replace("body: drop,", "body: drop.subarray(1),"))


def test_a_cover_loads_what_the_first_page_loads(hurried: BrowserContext, founded: Founded, intranet: Intranet) -> None:
    line, _ = founded
    page = hurried.new_page()
    files: set[str] = set()
    page.on("request", lambda request: files.add(path_of(request)))
    page.goto(line.intake_url + "/en/", wait_until="networkidle")
    assets = {path for path in files if path.startswith(FILES)}
    assert len(assets) >= 3
    covers = Covers(hurried, line)
    page.goto(intranet.origin)
    paths = [path_of(request) for request in covers.whole(page, 1)[0]]
    assert paths[0] == "/cover.html"
    assert assets <= set(paths)
    assert {path for path in paths[1:] if path.startswith(FILES)} == set(paths[1:-4])


def test_nothing_is_stored_and_the_page_looks_as_before(
    hurried: BrowserContext, founded: Founded, intranet: Intranet
) -> None:
    line, _ = founded
    pictures = ROOT / "build" / "pictures"
    pictures.mkdir(parents=True, exist_ok=True)
    page = hurried.new_page()
    hurried.route("**/cover.js", lambda route: route.abort())
    page.goto(intranet.origin)
    before = page.screenshot(path=pictures / "intranet-without-cover.png")
    hurried.unroute("**/cover.js")
    covers = Covers(hurried, line)
    tap = Wiretap().watch(hurried)
    page.goto(intranet.origin)
    covers.whole(page, 1)
    assert page.screenshot(path=pictures / "intranet-with-cover.png") == before
    frame = next(one for one in page.frames if one.url.endswith("/cover.html"))
    assert browser_storage(page)["browser storage"].startswith(b'[{},{},"",[],[],"",null,"http')
    assert frame.evaluate(HELD) == ["", 0]
    assert hurried.cookies() == []
    assert frame.locator("body").inner_text().strip() == ""
    assert frame.locator("input, textarea, select, button, form, a").count() == 0
    assert tap.console == []
    assert page.evaluate("document.activeElement === document.body")


def test_of_several_pages_one_makes_covers_and_another_goes_on_when_it_is_closed(
    hurried: BrowserContext, founded: Founded, intranet: Intranet
) -> None:
    line, _ = founded
    covers = Covers(hurried, line)
    pages = [hurried.new_page() for _ in range(3)]
    for page in pages:
        page.goto(intranet.origin)
    covers.whole(pages[0], 2)
    assert {frame.page for frame in covers.of} == {pages[0]}
    pages[0].close()
    covers.of.clear()
    covers.whole(pages[1], 1)
    assert {frame.page for frame in covers.of} == {pages[1]}


def in_a_frame(context: BrowserContext, origin: str, address: str) -> str:
    """What a page of `origin` gets to see in a frame with `address`."""
    page = context.new_page()
    page.goto(origin)
    page.evaluate(
        """(address) => new Promise((resolve) => {
            const frame = document.createElement('iframe');
            frame.src = address;
            frame.onload = resolve;
            document.body.append(frame);
        })""",
        address,
    )
    while not page.frames[-1].url:  # which is known a moment later
        page.wait_for_timeout(50)
    return page.frames[-1].url


@pytest.mark.parametrize("path", ["/en/", "/en/poster.html", "/manifest.json", "/directory"])
def test_no_other_page_of_the_line_can_be_framed(
    context: BrowserContext, founded: Founded, intranet: Intranet, path: str
) -> None:
    found = in_a_frame(context, intranet.origin, founded[0].intake_url + path)
    assert found.startswith("chrome-error:")


def test_the_cover_frame_is_for_the_named_origins_alone(
    context: BrowserContext, founded: Founded, intranet: Intranet
) -> None:
    line, _ = founded
    stranger = Intranet()
    frame = f"{line.intake_url}/cover.html"
    assert in_a_frame(context, stranger.origin, frame).startswith("chrome-error:")
    assert in_a_frame(context, intranet.origin, frame) == frame
    stranger.close()


def policy(line: Line, path: str) -> str:
    return str(httpx.get(line.intake_url + path).headers["Content-Security-Policy"])


def test_publish_verify_knows_the_policy_of_the_frame(founded: Founded, intranet: Intranet) -> None:
    line, _ = founded
    assert policy(line, "/en/").count("frame-ancestors 'none'") == 1
    assert policy(line, "/cover.html") == policy(line, "/en/").replace("'none'; require", f"{intranet.origin}; require")
    manifest = line.folder / "intake" / "site" / "manifest.json"
    assert (
        line.run("intake", "publish", "verify", line.intake_url, "--manifest", str(manifest)).strip() == "as published"
    )
