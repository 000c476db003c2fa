"""What an observer of browsers and of servers' disks could find: recorded traffic, canaries in every encoding."""

import base64
import json
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import BrowserContext, Page, Request

Place = str
Exchange = tuple[str, str, int, int, int, tuple[tuple[str, str], ...]]
# The browser numbers nothing and dates nothing in a request; what varies between two visits would be ours.
PAGE_FILES = (".js", ".css", ".svg", ".png")


def canary() -> str:
    """A word that occurs nowhere by chance."""
    return "canary" + secrets.token_hex(8)


def encodings(text: str) -> Iterator[bytes]:
    """The forms in which a careless program would write `text`."""
    raw = text.encode()
    yield raw
    yield raw.upper()
    yield text.encode("utf-16-le")
    yield raw.hex().encode()
    yield quote(text, safe="").encode()
    yield json.dumps(text)[1:-1].encode()
    for shift in range(3):  # base64 has three phases; the ends depend on the neighbours
        yield base64.b64encode(b"\0" * shift + raw)[4:-4]


def find(canaries: Iterable[str], places: Mapping[Place, bytes]) -> list[tuple[str, Place]]:
    """Every canary that occurs in one of `places`, with the place."""
    needles = [(one, needle) for one in canaries for needle in set(encodings(one))]
    return sorted({(one, place) for place, hay in places.items() for one, needle in needles if needle in hay})


def files_below(folder: Path) -> dict[Place, bytes]:
    """All files, and their names, below a folder."""
    found = {}
    for path in sorted(folder.rglob("*")):
        try:
            found[str(path)] = str(path).encode() + (path.read_bytes() if path.is_file() else b"")
        except FileNotFoundError:  # a journal that was there a moment ago
            continue
    return found


@dataclass
class Wiretap:
    """Records all that leaves the pages of a context, and all that they write to the console."""

    requests: list[Request] = field(default_factory=list)
    console: list[str] = field(default_factory=list)

    def watch(self, context: BrowserContext) -> "Wiretap":
        context.on("request", lambda request: self.requests.append(request))  # noqa: PLW0108 - Playwright marks handlers
        context.on("console", lambda message: self.console.append(message.text))
        context.on("weberror", lambda error: self.console.append(str(error.error)))
        return self

    def sent(self) -> dict[Place, bytes]:
        """Everything sent: by request, its line, headers and body."""
        found = {}
        for number, request in enumerate(self.requests):
            headers = "\n".join(f"{name}: {value}" for name, value in request.all_headers().items())
            body = request.post_data_buffer or b""
            found[f"request {number} {request.method} {request.url}"] = f"{request.url}\n{headers}\n".encode() + body
        return found | {f"console {number}": text.encode() for number, text in enumerate(self.console)}

    def exchanges(self) -> list[Exchange]:
        """Of each request that the script made: method, path, length of body, status, length of answer, headers."""
        return [_exchange(one) for one in self.requests if one.resource_type == "fetch"]


def _exchange(request: Request) -> Exchange:
    response = request.response()
    assert response is not None
    path = "/" + request.url.split("/", 3)[3]
    headers = tuple(sorted((name, value) for name, value in request.all_headers().items() if name != "referer"))
    sent = len(request.post_data_buffer or b"")
    return request.method, path, sent, response.status, len(response.body()), headers


def browser_storage(page: Page) -> dict[Place, bytes]:
    """What the page's own storage holds, of every kind that a script can reach."""
    held = page.evaluate(
        """async () => JSON.stringify([
            {...localStorage}, {...sessionStorage}, document.cookie, await caches.keys(),
            (await indexedDB.databases()).map(({ name }) => name), name, history.state, location.href])"""
    )
    return {"browser storage": held.encode()}
