"""Somebody in Firefox, driven line by line through a Node program: Playwright cannot drive Debian's Firefox."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from deploy.line import ROOT

DRIVER = "tests/e2e/firefox/driver.mjs"
# Of the right shape; the name leads to this machine by a preference of the browser.
ONION = "sealedlinexdemonstrationxofxanxaddressxwithxsixxwordsxxd.onion"
LONGEST_SECONDS = 15


class FirefoxError(AssertionError):
    """Firefox did not do it; the text says what it met."""


class Firefox:
    """One visitor. Every act is a verb of reporter.mjs or member.mjs beside this; its answer is what that returns."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self.version = self._answer()

    def do(self, act: str, **how: object) -> Any:
        """Raises FirefoxError when the browser could not."""
        stdin = self._process.stdin
        if stdin is None:
            raise FirefoxError("nobody listens")
        stdin.write(json.dumps({"act": act, **how}) + "\n")
        stdin.flush()
        return self._answer()

    def look(self, name: str) -> None:
        """Nothing sideways, wide and narrow; pictures for people."""
        pictures = ROOT / "build" / "pictures"
        pictures.mkdir(parents=True, exist_ok=True)
        for size, width, height in (("320", 320, 640), ("wide", 1280, 900)):
            path = pictures / f"firefox-{name}-{size}.png"
            if (beyond := self.do("picture", path=str(path), width=width, height=height)) > 0:
                raise FirefoxError(f"{name} is {beyond} pixels too wide at {width}")

    def _answer(self) -> Any:
        stdout = self._process.stdout
        line = stdout.readline() if stdout else ""
        if not line:
            raise FirefoxError("Firefox is gone")
        told = json.loads(line)
        if "failed" in told:
            raise FirefoxError(told["failed"])
        return told["gave"]


@contextmanager
def firefox(address: str, level: str = "safer", folder: Path | None = None, who: str = "reporter") -> Iterator[Firefox]:
    """A fresh Firefox for one line; `level` and `who` are words of tests/e2e/firefox/driver.mjs."""
    process = subprocess.Popen(
        ["node", DRIVER, address, level, who],
        cwd=folder or ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        with process:
            yield Firefox(process)
            if process.stdin:
                process.stdin.close()
            process.wait(LONGEST_SECONDS)
    finally:
        process.kill()


def onion_of(address: str) -> str:
    """The same line under its name in Tor."""
    return f"http://{ONION}:{urlsplit(address).port}"
