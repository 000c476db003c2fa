"""The one source of randomness: the operating system. Nothing here can be seeded or replaced by a caller."""

import secrets
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def fresh(length: int) -> bytes:
    """`length` new random bytes."""
    return secrets.token_bytes(length)


def choose(among: Sequence[T]) -> T:
    """One of `among`, each with the same chance."""
    return secrets.choice(among)


def shuffled(values: Sequence[T]) -> list[T]:
    """The same values, in random order."""
    return secrets.SystemRandom().sample(values, len(values))
