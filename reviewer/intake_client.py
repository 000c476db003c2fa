"""Talks to the intake as the courier does, and posts like a page does.

It believes nothing: answers are parsed strictly and bounded in size.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpx

from crypto.document import Signed
from crypto.errors import Malformed
from crypto.limits import DROP, ENVELOPE, HASH, INSTANCE, KEY, MAX_ENVELOPES
from crypto.strict import Fields, parse_object, serialise

SECONDS = 60
LARGEST_LISTING = 1 << 20
LARGEST_PAGE_ANSWER = 32 << 20  # a board of ninety full epochs has 12 MB
ANSWER = 32
STORED = b"stored"
STATE = ("instance", "intake_key", "board_sequence", "directory_version", "open", "orders", "first")


class Unreachable(Exception):
    """The intake does not answer, or not as it should. Worth another try later."""


class NotTaken(Exception):
    """What was brought does not follow from what the intake holds."""


@dataclass(frozen=True)
class Closed:
    """What the intake says of one closed epoch."""

    epoch: int
    sha256: bytes
    envelopes: int


@dataclass(frozen=True)
class Listing:
    """Closed epochs, ascending, and the open one; None when none was ever opened."""

    open: int | None
    closed: tuple[Closed, ...]


@dataclass(frozen=True)
class IntakeState:
    """What the intake says it holds; `first` is the oldest epoch that has a batch."""

    instance: bytes
    intake_key: bytes
    board_sequence: int | None
    directory_version: int | None
    orders: int
    first: int | None


def connect(url: str, token: str | None = None) -> httpx.Client:
    """A client for `http://host:port`, `https://host` or `unix:/path`.

    No proxy and no netrc of the environment is asked.
    """
    headers = {"User-Agent": "sealed-line", **({"Authorization": f"Bearer {token}"} if token else {})}
    if url.startswith("unix:"):
        transport = httpx.HTTPTransport(uds=url.removeprefix("unix:"))
        return httpx.Client(
            base_url="http://intake", headers=headers, timeout=SECONDS, trust_env=False, transport=transport
        )
    return httpx.Client(base_url=url, headers=headers, timeout=SECONDS, trust_env=False)


class CourierDoor:
    """The intake's courier routes."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client

    def state(self) -> IntakeState:
        raw = _fetch(self._client, "/courier/state", LARGEST_LISTING)
        with _strictly():
            fields = parse_object(raw, STATE)
            return IntakeState(
                instance=fields.octets("instance", INSTANCE),
                intake_key=fields.octets("intake_key", KEY),
                board_sequence=_maybe(fields, "board_sequence"),
                directory_version=_maybe(fields, "directory_version"),
                orders=fields.number("orders"),
                first=_maybe(fields, "first"),
            )

    def listing(self, after: int) -> Listing:
        """The first closed epochs after `after`; the intake gives about a hundred at a time."""
        return self._listing(f"?after={max(after, 0)}")

    def latest(self) -> Listing:
        """The newest closed epochs."""
        return self._listing("")

    def batch(self, epoch: int) -> bytes:
        """All bytes of a batch."""
        return _fetch(self._client, f"/courier/batches/{epoch}", MAX_ENVELOPES * ENVELOPE)

    def put_directory(self, file: bytes) -> None:
        """Show the intake a newer directory. Raises NotTaken."""
        self._put("/courier/directory", file)

    def put_orders(self, orders: Iterable[Signed]) -> None:
        """Show the intake all standing orders, when there are more. Raises NotTaken."""
        self._put("/courier/orders", serialise({"orders": [one.to_json() for one in orders]}))

    def put_board(self, board: bytes) -> None:
        """Hand over the next board. Raises NotTaken."""
        self._put("/courier/board", board)

    def _listing(self, query: str) -> Listing:
        raw = _fetch(self._client, f"/courier/batches{query}", LARGEST_LISTING)
        with _strictly():
            fields = parse_object(raw, ("open", "closed"))
            return Listing(_maybe(fields, "open"), tuple(_closed(one) for one in fields.array("closed")))

    def _put(self, path: str, content: bytes) -> None:
        try:
            answer = self._client.put(path, content=content, headers={"Content-Type": "application/octet-stream"})
        except httpx.HTTPError as error:
            raise Unreachable(f"the intake does not answer ({type(error).__name__})") from None
        if answer.status_code == 409:
            raise NotTaken
        if answer.status_code != 204:
            raise Unreachable(f"the intake answers {path} with status {answer.status_code}")


class FrontDoor:
    """The intake's public routes, used in the order in which a page uses them."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client

    def look(self) -> bytes:
        """Fetch directory, mix and board as every page does before it posts; returns the mix."""
        _fetch(self._client, "/directory", LARGEST_PAGE_ANSWER)
        mix = _fetch(self._client, "/mix", LARGEST_PAGE_ANSWER)
        _fetch(self._client, "/board", LARGEST_PAGE_ANSWER)
        return mix

    def post(self, drop: bytes) -> bool:
        """Post a drop of 16 384 bytes; whether the intake stored it."""
        if len(drop) != DROP:
            raise ValueError("not a drop")
        try:
            answer = self._client.post("/drop", content=drop, headers={"Content-Type": "application/octet-stream"})
        except httpx.HTTPError as error:
            raise Unreachable(f"the intake does not answer ({type(error).__name__})") from None
        return answer.status_code == 200 and answer.content == STORED.ljust(ANSWER)


def _fetch(client: httpx.Client, path: str, most: int) -> bytes:
    pieces, size = [], 0
    try:
        with client.stream("GET", path) as answer:
            if answer.status_code != 200:
                raise Unreachable(f"the intake answers {path} with status {answer.status_code}")
            for piece in answer.iter_bytes():
                size += len(piece)
                if size > most:
                    raise Unreachable(f"the intake's answer to {path} is too long")
                pieces.append(piece)
    except httpx.HTTPError as error:
        raise Unreachable(f"the intake does not answer ({type(error).__name__})") from None
    return b"".join(pieces)


@contextmanager
def _strictly() -> Iterator[None]:
    try:
        yield
    except Malformed:
        raise Unreachable("the intake's answer has another form than expected") from None


def _maybe(fields: Fields, name: str) -> int | None:
    return None if fields.is_null(name) else fields.number(name)


def _closed(value: object) -> Closed:
    fields = Fields(value, ("epoch", "sha256", "envelopes"))
    return Closed(fields.number("epoch"), fields.octets("sha256", HASH), fields.number("envelopes"))
