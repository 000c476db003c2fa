"""What a reporter's browser waits for and fetches: Chromium at a whole line, on this machine."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page, sync_playwright

from deploy.founding import found
from deploy.line import Line, free_ports
from tests.e2e.conftest import CHROMIUM, FLAGS, FOUNDERS
from tests.e2e.people import reporter

SENDS = 5
FOUR_REQUESTS = ["/directory", "/mix", "/board", "/drop"]
# Measured in the page, so that the way of our commands into the browser does not count.
PRESS_AND_WAIT = """async () => {
  const shown = (selector, text) => [...document.querySelectorAll(selector)]
    .find((one) => one.textContent.trim() === text && one.checkVisibility());
  const begin = performance.now();
  shown('button', 'Send').click();
  while (!shown('h1, h2, h3', 'It is stored')) {
    if (performance.now() - begin > 30000) throw new Error('it was not stored');
    await new Promise((next) => setTimeout(next, 1));
  }
  return performance.now() - begin;
}"""


def measure_browsing() -> dict[str, float]:
    """The first page, then sends from fresh visits."""
    with open_line() as line, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        sizes = _first_page(chromium, line)
        send_ms = median(_send_ms(chromium, line) for _ in range(SENDS))
        chromium.close()
    return {"send_ms": send_ms, "first_page_kb": sum(sizes) / 1024, "first_page_requests": len(sizes)}


@contextmanager
def open_line() -> Iterator[Line]:
    """A line of three members, published, in an epoch of a day."""
    with tempfile.TemporaryDirectory() as folder:
        line = Line(Path(folder) / "line", free_ports(), epoch_seconds=86400)
        line.prepare()
        found(line.environment, FOUNDERS)
        try:
            line.start()
            line.open_site()
            yield line
        finally:
            line.stop()


def _first_page(chromium: Browser, line: Line) -> list[int]:
    """Bytes on the wire, headers and all, of each answer to a visit of /en/."""
    context = chromium.new_context()
    page = context.new_page()
    wire, sizes = context.new_cdp_session(page), list[int]()
    wire.send("Network.enable")
    wire.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
    page.goto(f"{line.intake_url}/en/", wait_until="networkidle")
    context.close()
    return sizes


def _send_ms(chromium: Browser, line: Line) -> float:
    context = chromium.new_context()
    visitor = reporter(context, line)
    visitor.open()
    visitor.begin_writing()
    visitor.fill_in("The second set of books is in the safe.")
    visitor.go_on()
    visitor.page.get_by_role("checkbox", name="I have the eight words").check()
    elapsed, paths = _pressed(visitor.page)
    context.close()
    if sorted(paths) != sorted(FOUR_REQUESTS):
        raise RuntimeError(f"a send made other requests: {paths}")
    return elapsed


def _pressed(page: Page) -> tuple[float, list[str]]:
    """How long a press of "Send" took to "It is stored", and what was requested meanwhile."""
    paths = list[str]()
    page.on("request", lambda request: paths.append("/" + request.url.split("/", 3)[3]))
    elapsed: float = page.evaluate(PRESS_AND_WAIT)
    return elapsed, paths
