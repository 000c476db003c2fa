"""What a member waits for at the list of cases: Chromium, the real page, ten thousand cases in one sealed index."""

import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from playwright.sync_api import Page, Route, expect, sync_playwright

from deploy.founding import FoundingMember, found_line
from deploy.line import Line, free_ports
from reviewer.settings import load
from tests.e2e.conftest import CHROMIUM, FLAGS, FOUNDERS
from tests.e2e.people import Authenticator, Member
from tests.security.intake_server import ROOT

CASES = 10_000
VISITS = 3
PATIENCE = 30.0
TYPED = ("unsafe", "ledge", "acid bath")
# In the page, so that the way of our commands into the browser does not count. The index is held back until the list is
# up: when its bytes have come, the clock starts. "Drawn" is after the frame in which the browser has painted.
WATCH = (Path(__file__).parent / "listing.js").read_text()


@dataclass(frozen=True)
class Sealed:
    """An index that holds the cases, and what the server lists of them."""

    index: Path
    listed: str


@dataclass
class Server:
    """Answers for the cases, beside the real server that answers everything else."""

    sealed: Sealed
    kept: list[int] = field(default_factory=list)

    def attach(self, page: Page) -> None:
        page.route("**/api/index", self._index)
        page.route(
            "**/api/cases", lambda route: route.fulfill(body=self.sealed.listed, content_type="application/json")
        )

    def _index(self, route: Route) -> None:
        if route.request.method == "GET":
            route.fulfill(path=self.sealed.index, content_type="application/octet-stream")
        else:
            self.kept.append(len(route.request.post_data_buffer or b""))
            route.fulfill(status=204)


def measure_listing() -> dict[str, float]:
    """Fresh visits: from the sealed bytes to the first rows on the screen, and from a key to the rows that it left."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        line = Line(Path(folder) / "line", free_ports(), epoch_seconds=86400)
        line.prepare()
        who = found_line(load(line.environment), FOUNDERS)[0]
        sealed = _seal_cases(line, who, Path(folder) / "index")
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            line.start()
            authenticator = Authenticator(who.totp_secret)
            visits = [_visit(chromium.new_page(), line, authenticator, sealed) for _ in range(VISITS)]
        finally:
            chromium.close()
            line.stop()
    return {
        "list_10000_first_ms": median(first for first, _ in visits),
        "list_10000_filter_ms": median(key for _, keys in visits for key in keys),
    }


def _seal_cases(line: Line, who: FoundingMember, index: Path) -> Sealed:
    seed = who.secret.sign_seed.hex()
    command = ["node", "--no-warnings", "tests/bench/cases.mjs", str(CASES), seed, line.instance, str(index)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True, timeout=120)
    return Sealed(index, done.stdout)


def _visit(page: Page, line: Line, authenticator: Authenticator, sealed: Sealed) -> tuple[float, list[float]]:
    """Milliseconds to the first rows, and of each key."""
    server, chair = Server(sealed), FOUNDERS[0]
    server.attach(page)
    page.add_init_script(WATCH)
    Member(page, line, chair.login, chair.passphrase, authenticator).sign_in()
    page.get_by_role("link", name="Cases", exact=True).click()
    page.evaluate("watch.release()")
    _wait(page, "watch.drawn > 0")
    expect(page.locator("#cases-count")).to_contain_text(f"{CASES:,}")
    while not server.kept:  # what runs behind the list is over before somebody types
        page.wait_for_timeout(100)
    keys = [elapsed for text in TYPED for elapsed in _type(page, text)]
    first: float = page.evaluate("watch.drawn - watch.arrived")
    page.close()
    return first, keys


def _type(page: Page, text: str) -> list[float]:
    """Each key of `text`, typed into an empty field; it must leave some cases and not all."""
    page.locator("#cases-typed").fill("")
    page.wait_for_timeout(50)
    page.evaluate("watch.keys = []")
    page.locator("#cases-typed").press_sequentially(text, delay=120)
    _wait(page, f"watch.keys.length === {len(text)}")
    hits = int(page.locator("#cases-count").inner_text().split(" ")[0].replace(",", ""))
    if not 0 < hits < CASES:
        raise RuntimeError(f"{text!r} found {hits} cases")
    keys: list[float] = page.evaluate("watch.keys")
    return keys


def _wait(page: Page, so: str) -> None:
    """Until that is so in the page, which forbids itself to wait for words of ours."""
    deadline = time.monotonic() + PATIENCE
    while not page.evaluate(so):
        if time.monotonic() > deadline:
            raise RuntimeError(f"it did not come to {so}")
        page.wait_for_timeout(20)
