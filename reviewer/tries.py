"""Counts the tries of somebody who has shown one of a member's two secrets and not the other.

Nothing else is counted where nobody is known: who holds neither secret may guess as long as they like, learns nothing,
and uses up nobody's tries. Who holds one is stopped long before finding the other.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from limits import RateLimitItem, parse_many
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

FAILURES = "10 per minute; 40 per hour"


@dataclass(frozen=True)
class Tries:
    """Two counts for each member and door, in memory: of guesses at the code, and of guesses at the words."""

    door: str
    counts: MovingWindowRateLimiter = field(default_factory=lambda: MovingWindowRateLimiter(MemoryStorage()))
    allowed: tuple[RateLimitItem, ...] = field(default_factory=lambda: tuple(parse_many(FAILURES)))

    def note(self, member_id: str, *, words_right: bool, code_right: bool) -> None:
        """A failed try for this member. To be called for failures alone."""
        for guessed in _guessed(words_right, code_right):
            for limit in self.allowed:
                self.counts.hit(limit, self.door, guessed, member_id)

    def used_up(self, member_id: str) -> bool:
        """Whether so many were noted that also one who shows both may have found the second by guessing."""
        return not all(
            self.counts.test(limit, self.door, guessed, member_id)
            for guessed in ("code", "words")
            for limit in self.allowed
        )


def _guessed(words_right: bool, code_right: bool) -> Iterator[str]:
    """What a try was a guess at. A code that was used before is right, too: somebody saw it."""
    if words_right:
        yield "code"
    if code_right:
        yield "words"
