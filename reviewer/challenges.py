"""Challenges that passkeys sign: good for minutes, for one use, in one process, and once.

Nothing is kept of a challenge until a passkey has signed it, so who asks for many uses up no memory.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from threading import Lock

from crypto.derivation import equal, hkdf
from crypto.entropy import fresh

MINUTES = 5
NONCE, MINUTE, MARK = 16, 8, 32
LENGTH = NONCE + MINUTE + MARK


class Use(StrEnum):
    SIGN_IN = "sign in"
    CONFIRM = "confirm"
    ADD = "add"


@dataclass(frozen=True)
class Challenges:
    """Makes and knows challenges. The key is drawn anew at each start: what was spent before is not ours any more."""

    key: bytes = field(default_factory=lambda: fresh(MARK), repr=False)
    spent: dict[bytes, int] = field(default_factory=dict, repr=False)
    lock: Lock = field(default_factory=Lock, repr=False)

    def make(self, use: Use, whose: bytes, minute: int) -> bytes:
        """A challenge of 56 bytes. `whose` binds it to a session; empty where nobody is known yet."""
        nonce, made = fresh(NONCE), minute.to_bytes(MINUTE)
        return nonce + made + self._mark(use, whose, nonce, made)

    def is_good(self, challenge: bytes, use: Use, whose: bytes, minute: int) -> bool:
        """Whether it was made here, for this use, at most 5 minutes ago. It may be spent."""
        nonce, made, mark = challenge[:NONCE], challenge[NONCE:-MARK], challenge[-MARK:]
        if len(challenge) != LENGTH or not equal(mark, self._mark(use, whose, nonce, made)):
            return False
        return minute - int.from_bytes(made) <= MINUTES

    def spend(self, challenge: bytes, minute: int) -> bool:
        """Use a good one up; False if that was done before. Only for what a passkey has rightly signed."""
        with self.lock:
            for old in [one for one, spent in self.spent.items() if minute - spent > MINUTES]:
                del self.spent[old]
            first = challenge not in self.spent
            self.spent.setdefault(challenge, minute)
            return first

    def _mark(self, use: Use, whose: bytes, nonce: bytes, made: bytes) -> bytes:
        return hkdf(self.key, b"SLREV/1 challenge " + use.encode() + nonce + made + whose)
