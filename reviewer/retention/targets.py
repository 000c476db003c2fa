"""What can be destroyed: each kind of thing is a target, with one protocol, so that the job knows none of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from sqlalchemy.orm import Session

from deploy.destruction.witness import Witness
from reviewer.destruction_models import Destruction, Kind
from reviewer.retention.occasion import Occasion


@dataclass(frozen=True)
class Kept:
    """Something that would be due and stays, for a reason, since a day."""

    key: str
    why: str
    since: date


@dataclass(frozen=True)
class Planned:
    """What of a target is due, in the order in which it goes, and what stays."""

    kind: Kind
    keys: tuple[str, ...]
    kept: tuple[Kept, ...] = ()


class Target(Protocol):
    """`tables` are those that it deletes from, `at_once` how many keys go in one transaction."""

    @property
    def kind(self) -> Kind: ...

    @property
    def tables(self) -> tuple[str, ...]: ...

    @property
    def at_once(self) -> int: ...

    def plan(self, session: Session, on: Occasion) -> Planned:
        """What is due now. Reads only."""

    def destroy(self, session: Session, keys: Sequence[str], on: Occasion, witness: Witness) -> Sequence[str]:
        """Delete those of `keys` that are due still, within the caller's transaction, and note it; which they were.

        The caller owes: that nothing is frozen within this transaction; `witness.keep` before the commit.
        """


def note(session: Session, kind: Kind, key: str, on: Occasion, sealed: bytes = b"") -> None:
    """That this is destroyed, and not yet certified."""
    if session.get(Destruction, (kind, key)) is None:
        session.add(Destruction(target=kind, key=key, day=on.today, rules=on.order, sealed=sealed))
