"""Fillers: envelopes that nobody can open, for the cells of a batch that no envelope took."""

from crypto.sealing import filler


class Fillers:
    """Makes the fillers of one line."""

    def __init__(self, instance: bytes) -> None:
        self._instance = instance

    def take(self, count: int) -> list[bytes]:
        """That many fillers, each another."""
        return [filler(self._instance) for _ in range(count)]
