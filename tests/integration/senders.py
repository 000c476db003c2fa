"""Senders that never rest: each fetches the mix, seals an envelope, posts it, and notes what was acknowledged."""

import json
import threading
import time
from collections import Counter
from dataclasses import dataclass

import httpx

from crypto.drop import Kind, seal_drop
from crypto.entropy import fresh
from crypto.envelope import context
from crypto.limits import CTX, ENVELOPE, OBJECT
from tests.integration.intake_line import OCTETS

SENDERS = 4
PAUSE_SECONDS = 0.02  # after each drop: a few hundred a second would be refused as a flood
FLOWING_SECONDS = 30


@dataclass
class Letter:
    """An envelope on its way, and the epoch of the mix with which it was first sent."""

    envelope: bytes
    first_epoch: int | None = None


class Senders:
    """Four threads. A drop that was not answered is sent again, as a page would, while its epoch lasts."""

    def __init__(self, instance: bytes) -> None:
        self.answers: Counter[str] = Counter()
        self.stored: set[bytes] = set()
        self._instance = instance
        self._port: int | None = None
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._threads = [threading.Thread(target=self._run, name=f"sender {number}") for number in range(SENDERS)]

    def __enter__(self) -> "Senders":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def send_to(self, port: int) -> None:
        self._port = port

    def pause(self) -> None:
        self._port = None

    def wait_for_another(self) -> None:
        """Return when one more envelope is acknowledged."""
        before, deadline = len(self.stored), time.monotonic() + FLOWING_SECONDS
        while len(self.stored) == before:
            assert time.monotonic() < deadline, "the intake acknowledges nothing any more"
            time.sleep(0.01)

    def _run(self) -> None:
        letter = None
        with httpx.Client(timeout=10) as client:
            while not self._over.wait(PAUSE_SECONDS):
                letter = self._send(client, letter or Letter(self._envelope()))

    def _envelope(self) -> bytes:
        """To the intake any bytes with the right beginning are an envelope."""
        return context(self._instance, fresh(OBJECT)) + fresh(ENVELOPE - CTX)

    def _send(self, client: httpx.Client, letter: Letter) -> Letter | None:
        """Try once. Returns the letter when it should be tried again."""
        if self._port is None:
            return letter
        try:
            answer = self._post(client, f"http://127.0.0.1:{self._port}", letter)
        except (httpx.HTTPError, json.JSONDecodeError):
            answer = "without an answer"
        with self._lock:
            self.answers[answer] += 1
            if answer == "stored":
                self.stored.add(letter.envelope)
        return letter if answer in ("without an answer", "error 503") else None

    def _post(self, client: httpx.Client, address: str, letter: Letter) -> str:
        mix = json.loads(json.loads(client.get(f"{address}/mix").content)["body"])
        if letter.first_epoch is None:
            letter.first_epoch = mix["epoch"]
        if mix["epoch"] != letter.first_epoch:  # two epochs on, the intake would not know the repeat
            return "given up"
        drop = seal_drop(Kind.ENVELOPE, letter.envelope, bytes.fromhex(mix["mix_key"]), bytes(8))
        return client.post(f"{address}/drop", content=drop, headers={"Content-Type": OCTETS}).text.strip()
