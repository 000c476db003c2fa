"""Fillers, made beforehand: sealing one to eight thrown-away keys takes milliseconds that no sender should wait for."""

import threading
from collections import deque

from crypto.sealing import filler


class Fillers:
    """A stock of fillers for one line.

    `keep_ready` makes more in the background; without it they are made when asked for.
    """

    def __init__(self, instance: bytes) -> None:
        self._instance = instance
        self._stock: deque[bytes] = deque()
        self._wanted = threading.Event()

    def take(self, count: int) -> list[bytes]:
        """That many fillers, each given out once; what is not in stock is made now."""
        taken = [self._stock.popleft() if self._stock else filler(self._instance) for _ in range(count)]
        self._wanted.set()
        return taken

    def keep_ready(self, count: int) -> None:
        """Keep `count` in stock from now on, in a thread that ends with the process."""
        threading.Thread(target=self._refill, args=(count,), name="fillers", daemon=True).start()

    def _refill(self, count: int) -> None:
        while True:
            while len(self._stock) < count:
                self._stock.append(filler(self._instance))
            self._wanted.wait()
            self._wanted.clear()
