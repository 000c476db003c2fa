"""An intake that works, in memory: it opens drops, closes epochs, checks what the courier brings.

Tests then make it lie.
"""

import functools
from dataclasses import dataclass, field, replace
from typing import Any

import httpx

from crypto.batch import batch_hash, sort_and_cut
from crypto.board import follows, verify_board
from crypto.directory import CurrentDirectory, verify_directory
from crypto.document import Signed, signed_from
from crypto.drop import Kind, MixKey, new_mix_key, open_drop
from crypto.entropy import fresh
from crypto.errors import BrokenChain, ProtocolError
from crypto.limits import CELLS, ENVELOPE
from crypto.mix import Mix, check_work, sign_mix
from crypto.orders import check_orders
from crypto.sealing import filler
from crypto.signatures import public_key
from crypto.strict import parse_object
from reviewer.courier import Courier
from reviewer.intake_client import CourierDoor, FrontDoor
from tests.integration.reviewer.committee import EPOCH_SECONDS, INSTANCE, INTAKE_SEED, Committee, MovableTime

TOKEN = "t" * 40
LISTED_AT_ONCE = 100
WORK_BITS = 4


@functools.cache
def _hash(whole: bytes) -> str:
    return batch_hash([whole]).hex()


@dataclass
class FakeIntake:
    """`batches` are the closed epochs' bytes, `arrived` the envelopes of the open one, `drops` counts covers too."""

    time: MovableTime
    open: int | None = None
    batches: dict[int, bytes] = field(default_factory=dict)
    arrived: list[bytes] = field(default_factory=list)
    directory: CurrentDirectory | None = None
    boards: list[bytes] = field(default_factory=list)
    orders: list[Signed] = field(default_factory=list)
    mix_key: MixKey = field(default_factory=new_mix_key)
    challenge: bytes = field(default_factory=lambda: fresh(32))
    requests: list[str] = field(default_factory=list)
    lies: dict[int, dict[str, object]] = field(default_factory=dict)
    mix_changes: dict[str, Any] = field(default_factory=dict)
    refuses: str = ""
    full: bool = False
    drops: int = 0

    def __post_init__(self) -> None:
        self.open = self.time.clock().epoch(EPOCH_SECONDS)

    def close(self, *envelopes: bytes, cells: int = CELLS) -> int:
        """Let the open epoch's day pass and write its batch; returns its number."""
        assert self.open is not None
        held = [*self.arrived, *envelopes]
        held += [filler(INSTANCE) for _ in range(cells - len(held))]
        closed, self.arrived = self.open, []
        self.batches[closed] = b"".join(sort_and_cut(held))
        self.open = closed + 1
        self.time.seconds = max(self.time.seconds, self.open * EPOCH_SECONDS + 60)
        return closed

    def destroy(self, before: int) -> None:
        """What the calendar does."""
        self.batches = {epoch: value for epoch, value in self.batches.items() if epoch >= before}

    def swap(self, epoch: int, number: int = 0) -> None:
        """Put another envelope in the place of one, and sort, as if nothing had been."""
        envelopes = self.envelopes(epoch)
        envelopes[number] = filler(INSTANCE)
        self.batches[epoch] = b"".join(sorted(envelopes))

    def envelopes(self, epoch: int) -> list[bytes]:
        whole = self.batches[epoch]
        return [whole[start : start + ENVELOPE] for start in range(0, len(whole), ENVELOPE)]

    def client(self, token: str | None = None) -> httpx.Client:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return httpx.Client(transport=httpx.MockTransport(self._answer), base_url="http://intake", headers=headers)

    def courier(self, line: Committee) -> Courier:
        client = self.client(TOKEN)
        return Courier(line.settings, line.database, line.time.clock(), CourierDoor(client), FrontDoor(self.client()))

    def carry(self, line: Committee) -> list[str]:
        """Let a courier of `line` go once; what it said."""
        said: list[str] = []
        self.courier(line).run(said.append)
        return said

    # ---- routes -----------------------------------------------------------------------------

    def _answer(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        self.requests.append(f"{request.method} {path}")
        if path == self.refuses:
            return httpx.Response(500)
        if path.startswith("/courier/"):
            if request.headers.get("Authorization") != f"Bearer {TOKEN}":
                return httpx.Response(401)
            return self._to_courier(request, path)
        return self._to_page(request, path)

    def _to_courier(self, request: httpx.Request, path: str) -> httpx.Response:
        match request.method, path.removeprefix("/courier/"):
            case "GET", "state":
                return httpx.Response(200, json=self._state())
            case "GET", "batches":
                after = request.url.params.get("after")
                return httpx.Response(200, json={"open": self.open, "closed": self._listed(after)})
            case "GET", which:
                return httpx.Response(200, content=self.batches[int(which.rpartition("/")[2])])
            case "PUT", "directory":
                return self._take_directory(request.content)
            case "PUT", "orders":
                return self._take_orders(request.content)
            case "PUT", "board":
                return self._take_board(request.content)
        return httpx.Response(404)

    def _state(self) -> dict[str, object]:
        return {
            "instance": INSTANCE.hex(),
            "intake_key": public_key(INTAKE_SEED).hex(),
            "board_sequence": self._sequence(),
            "directory_version": self.directory.current.version if self.directory else None,
            "open": self.open,
            "first": min(self.batches, default=None),
            "orders": len(self.orders),
        }

    def _take_orders(self, raw: bytes) -> httpx.Response:
        if self.directory is None:
            return httpx.Response(503)
        documents = [signed_from(one) for one in parse_object(raw, ("orders",)).array("orders")]
        check_orders(INSTANCE, self.directory.chain, documents)
        if documents == self.orders:
            return httpx.Response(204)
        if len(documents) <= len(self.orders) or documents[: len(self.orders)] != self.orders:
            return httpx.Response(409, json={"orders": len(self.orders)})
        self.orders = documents
        return httpx.Response(204)

    def _listed(self, after: str | None) -> list[dict[str, object]]:
        epochs = sorted(self.batches)
        chosen = (
            epochs[-LISTED_AT_ONCE:] if after is None else [one for one in epochs if one > int(after)][:LISTED_AT_ONCE]
        )
        return [self._describe(epoch) for epoch in chosen]

    def _describe(self, epoch: int) -> dict[str, object]:
        whole = self.batches[epoch]
        said: dict[str, object] = {
            "epoch": epoch,
            "sha256": _hash(whole),
            "envelopes": len(whole) // ENVELOPE,
        }
        return said | self.lies.get(epoch, {})

    def _sequence(self) -> int | None:
        if not self.boards or self.directory is None:
            return None
        return verify_board(self.boards[-1], self.directory.current.board_key, INSTANCE).sequence

    def _take_directory(self, file: bytes) -> httpx.Response:
        new = verify_directory(file, today=self.time.clock().today(), fingerprint=None)
        if self.directory is not None and len(new.chain) <= len(self.directory.chain):
            return httpx.Response(409, json={"version": self.directory.current.version})
        self.directory = new
        return httpx.Response(204)

    def _take_board(self, raw: bytes) -> httpx.Response:
        if self.directory is None:
            return httpx.Response(503)
        new = verify_board(raw, self.directory.current.board_key, INSTANCE)
        try:
            if self.boards:
                follows(self.boards[-1], new)
        except BrokenChain:
            return httpx.Response(409, json={"sequence": self._sequence()})
        self.boards.append(raw)
        return httpx.Response(204)

    def _to_page(self, request: httpx.Request, path: str) -> httpx.Response:
        if self.directory is None or not self.boards:
            return httpx.Response(503)
        match request.method, path:
            case "GET", "/directory":
                return httpx.Response(200, content=self.directory.bytes)
            case "GET", "/mix":
                return httpx.Response(200, content=sign_mix(self.mix(), INTAKE_SEED))
            case "GET", "/board":
                return httpx.Response(200, content=self.boards[-1])
            case "POST", "/drop":
                return httpx.Response(200, content=self._take_drop(request.content).ljust(32))
        return httpx.Response(404)

    def mix(self) -> Mix:
        assert self.directory is not None
        assert self.open is not None
        directory = self.directory.current.hash
        honest = Mix(INSTANCE, self.open, self.mix_key.public, self.challenge, WORK_BITS, directory)
        return replace(honest, **self.mix_changes)

    def _take_drop(self, raw: bytes) -> bytes:
        try:
            drop = open_drop(raw, self.mix_key.secret, INSTANCE)
            check_work(self.challenge, drop.envelope, WORK_BITS, drop.work)
        except ProtocolError:
            return b"not stored: reload"
        self.drops += 1
        if self.full:
            return b"not stored: reload"
        if drop.kind is Kind.ENVELOPE:
            self.arrived.append(drop.envelope)
        return b"stored"
