"""A real line on free ports, its time kept by a thread, and Debian's Chromium to drive it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from deploy.founding import found
from deploy.line import Founder, Line, free_ports
from tests.e2e.lines import QuickLine
from tests.e2e.treated import Treated, treated_line

CHROMIUM = "/usr/bin/chromium"
# Without these flags Chromium talks to hosts of its own, and needs a sandbox that root does not have.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
EPOCH_SECONDS = 10
# Keys are stretched for seconds, and a test machine is slow.
expect.set_options(timeout=20_000)
FOUNDERS = (
    Founder(0, "Chair of the Audit Committee", "chair", "violet ladder quietly mending seven kettles"),
    Founder(1, "Member of the Audit Committee", "director", "orchard lantern slowly counting nine sparrows"),
    Founder(2, "Counsel to the Audit Committee", "counsel", "harbour pencil gently folding four umbrellas"),
)


class LivingLine:
    """A started line whose epochs close by themselves until it is stopped."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.failure: Exception | None = None
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._keep_time, name="epochs")

    def __enter__(self) -> "LivingLine":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()
        self.line.stop()

    def _keep_time(self) -> None:
        while not self._over.wait(min(max(self.line.seconds_left(), 0.0), 0.5)):
            try:
                self.line.keep_time()
            except Exception as error:
                self.failure = error
                return


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """A visitor with nothing from before."""
    fresh = chromium.new_context()
    fresh.set_default_timeout(20_000)
    yield fresh
    fresh.close()


def start_line(
    folder: Path, founders: tuple[Founder, ...], epoch_seconds: int = EPOCH_SECONDS
) -> tuple[Line, dict[str, str]]:
    """A prepared and started line; founded when `founders` are given. Returns it with their authenticator secrets."""
    line = QuickLine(folder / "line", free_ports(), epoch_seconds)
    line.prepare()
    secrets = dict(found(line.environment, founders)) if founders else {}
    _start(line, opens=bool(founders))
    return line, secrets


def _start(line: Line, *, opens: bool) -> None:
    """Nothing of it stays when it fails."""
    try:
        line.start()
        if opens:
            line.open_site()
    except BaseException:
        line.stop()
        raise


@contextmanager
def alive(line: Line) -> Iterator[None]:
    """A founded line, started, whose epochs close until the end; a job that failed meanwhile is told then."""
    _start(line, opens=True)
    with LivingLine(line) as living:
        yield
        assert living.failure is None, living.failure


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Line, dict[str, str]]]:
    """A line of three members, alive for the whole run, shared by tests that do not mind each other's reports."""
    line, secrets = start_line(tmp_path_factory.mktemp("founded"), FOUNDERS)
    with LivingLine(line) as living:
        yield line, secrets
        assert living.failure is None, living.failure


@pytest.fixture(scope="session")
def treated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Treated]:
    """A line whose committee has treated cases for months, shared by tests that do not mind each other's visits."""
    with treated_line(tmp_path_factory.mktemp("treated"), FOUNDERS) as line:
        yield line
